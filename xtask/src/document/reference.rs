//! References: which document and which component in it a `$ref` names.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use crate::inputs::Inputs;
use crate::pointer::{self, Origin};

/// The document that a `$ref` names, which can be read.
pub(super) fn named(
    origin: &Origin,
    reference: &str,
    inputs: &Inputs,
    left_out: &BTreeSet<&str>,
) -> Result<String, Problem> {
    let file = target(origin, reference)?.file;
    let problem = |what, help| {
        let message = format!("`$ref` names the document `{file}`, which {what}");
        Err(Problem { message, help })
    };
    if file == *origin.file {
        return Ok(file);
    }
    if left_out.contains(file.as_str()) {
        return problem(
            "the manifest leaves out",
            "leave this element out as well, or remove the entry under `leave_out`",
        );
    }
    if inputs.unread.contains(&file) || inputs.set_aside.contains_key(&file) {
        return problem(
            "is not selected",
            "select it as well with --api-version and --api",
        );
    }
    if !inputs.has(&file) {
        return problem(
            "does not exist",
            "correct the path; it counts from the folder of the document that holds the `$ref`",
        );
    }
    Ok(file)
}

/// Where a `$ref` leads.
pub(super) struct Target {
    pub(super) file: String,
    /// Section, kind and name of a component, if it leads to one.
    pub(super) parts: Option<[String; 3]>,
}

/// Why a `$ref` leads nowhere.
pub(super) struct Problem {
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// Reads a `$ref` that stands at `origin`.
pub(super) fn target(origin: &Origin, reference: &str) -> Result<Target, Problem> {
    let problem = |message: String, help| Err(Problem { message, help });
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if path.contains("://") {
        return problem(
            format!("`$ref: {reference}` is an address on the network"),
            "copy the document into the input folder and refer to it by its relative path",
        );
    }
    let file = if path.is_empty() {
        origin.file.to_string()
    } else {
        let path = percent_decode_str(path).decode_utf8_lossy();
        match openapi_conform::reference::join(&origin.file, &path) {
            Some(file) => file,
            None => {
                return problem(
                    format!("`$ref: {reference}` leaves the input folder"),
                    "refer to documents inside the input folder only, by a relative path",
                );
            }
        }
    };
    let decoded = percent_decode_str(fragment).decode_utf8();
    let Some(parts) = decoded.ok().as_deref().and_then(pointer::split) else {
        return problem(
            format!("`$ref: {reference}` is not a JSON pointer"),
            "write `#/components/KIND/NAME` after the path of the document",
        );
    };
    Ok(Target {
        file,
        parts: parts.try_into().ok(),
    })
}

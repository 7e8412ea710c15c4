//! Where a `$ref` leads.

use percent_encoding::percent_decode_str;

use crate::pointer::Origin;

/// The place that a `$ref` at `origin` names; `None` if it is on the network, outside of the folder of the documents, or no text.
pub fn target(origin: &Origin, reference: &str) -> Option<Origin> {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if path.contains("://") {
        return None;
    }
    let file = match path {
        "" => origin.file.to_string(),
        path => join(&origin.file, &percent_decode_str(path).decode_utf8_lossy())?,
    };
    let pointer = percent_decode_str(fragment).decode_utf8().ok()?;
    Some(Origin {
        file: file.into(),
        pointer: pointer.into_owned(),
    })
}

/// The path of `relative`, which stands in the document `base`; `None` where it leaves the folder of the documents.
pub fn join(base: &str, relative: &str) -> Option<String> {
    if relative.starts_with('/') || relative.contains('\\') {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

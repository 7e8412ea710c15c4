//! What the manifest says about elements of a document: parts that are left out, and whether what it renames is there.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::diagnostics::Diagnostics;
use crate::edits::{self, Edits, Way};
use crate::inputs::Inputs;
use crate::manifest::Manifest;
use crate::nearest;
use crate::pointer;

/// Removes the parts of a document that are left out. Entries that match nothing are reported.
pub(super) fn apply(
    document: &str,
    value: &mut Value,
    edits: &mut Edits,
    manifest: &Manifest,
    diagnostics: &mut Diagnostics,
) {
    let mut ways = Vec::new();
    for (index, entry) in manifest.leave_out.iter().enumerate() {
        let (of, Some(pointer)) = entry.parts() else {
            continue;
        };
        if of != document {
            continue;
        }
        match find(value, pointer) {
            Ok(way) => ways.push(way),
            Err(nearest) => diagnostics.error(
                &manifest.origin().key("leave_out").index(index),
                format!("there is no `{}` to leave out", entry.of),
                nearest,
            ),
        }
    }
    let required: Vec<Way> = ways.iter().filter_map(|way| required(value, way)).collect();
    ways.extend(required);
    edits.remove(value, ways.clone());
    for way in ways {
        remove_if_empty(value, &way, edits);
    }
}

/// Reports parts that are left out of documents which are not read anyway.
pub(super) fn report_unused(
    read: &BTreeSet<String>,
    inputs: &Inputs,
    manifest: &Manifest,
    diagnostics: &mut Diagnostics,
) {
    for (index, entry) in manifest.leave_out.iter().enumerate() {
        let (document, pointer) = entry.parts();
        // Of a selection it is not known what the others refer to.
        if pointer.is_some()
            && inputs.selection.is_empty()
            && inputs.has(document)
            && !read.contains(document)
        {
            diagnostics.error(
                &manifest.origin().key("leave_out").index(index),
                format!("`{document}` is not read, so that nothing has to be left out of it"),
                "remove the entry",
            );
        }
    }
}

/// Reports renames of what is not in the document.
pub(super) fn check_renames(
    document: &str,
    value: &Value,
    manifest: &Manifest,
    diagnostics: &mut Diagnostics,
) {
    for (index, rename) in manifest.renames.iter().enumerate() {
        if let Some((file, pointer)) = rename.of.split_once('#')
            && file == document
            && let Err(nearest) = find(value, pointer)
        {
            diagnostics.error(
                &manifest.origin().key("renames").index(index),
                format!("there is no `{}` to rename", rename.of),
                nearest,
            );
        }
    }
}

/// The way that a pointer names, or what is there instead.
///
/// A value in a list of text may be named by its text, as in `/required/email`: its number changes with every edition of a document.
fn find(value: &Value, text: &str) -> Result<Way, String> {
    let Some(parts) = pointer::split(text) else {
        return Err("write DOCUMENT#/JSON/POINTER, with `~1` for a slash within a name".to_owned());
    };
    let mut way = Way::new();
    let mut value = value;
    for part in parts {
        let (part, next) = match value {
            Value::Object(members) => (part.clone(), members.get(&part)),
            Value::Array(items) => {
                let index = items.iter().position(|item| item == part.as_str());
                let index = index.or_else(|| part.parse().ok().filter(|_| !part.starts_with('+')));
                match index {
                    Some(index) => (index.to_string(), items.get(index)),
                    None => (part.clone(), None),
                }
            }
            _ => (part.clone(), None),
        };
        let Some(next) = next else {
            return Err(instead(value, &part, &way));
        };
        way.push(part);
        value = next;
    }
    Ok(way)
}

/// What there is where a part of a pointer leads nowhere.
fn instead(value: &Value, part: &str, way: &[String]) -> String {
    let above = pointer::join(way);
    let names: Vec<&str> = match value {
        Value::Object(members) => members.keys().map(String::as_str).collect(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    match (nearest::nearest(part, names.iter().copied()), value) {
        (Some(name), _) => {
            let pointer = pointer::join(&[way, &[name.to_owned()]].concat());
            format!("the nearest one is `#{pointer}`")
        }
        (None, Value::Array(items)) if names.is_empty() => {
            format!(
                "`#{above}` is a list of {} items, counted from 0",
                items.len()
            )
        }
        (None, _) => {
            let list = nearest::listed(part, names.into_iter(), 5);
            format!("at `#{above}` there is {list}")
        }
    }
}

/// The way to the name of a property in the `required` of its schema: what is not there cannot be required.
fn required(value: &mut Value, way: &[String]) -> Option<Way> {
    let [above @ .., properties, name] = way else {
        return None;
    };
    if properties != "properties" {
        return None;
    }
    let list = edits::at(value, above)?.get("required")?.as_array()?;
    let index = list.iter().position(|item| item == name.as_str())?;
    Some([above, &["required".to_owned(), index.to_string()]].concat())
}

/// Removes a `required` in which nothing is left, as OpenAPI wants it to have something in it.
fn remove_if_empty(value: &mut Value, way: &[String], edits: &mut Edits) {
    if let [above @ .., required, _] = way
        && required == "required"
        && let list = [above, std::slice::from_ref(required)].concat()
        && edits::at(value, &list).is_some_and(|list| list.as_array().is_some_and(Vec::is_empty))
    {
        edits.remove(value, vec![list]);
    }
}

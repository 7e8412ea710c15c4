//! Names each operation within its API.
//!
//! Our documents say the name as `operationId`. Where that is no plain camelCase word, as in documents that are not ours, method and path decide.

use std::collections::BTreeMap;

use heck::ToLowerCamelCase;

use crate::casing::snake;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Ir, Method, Operation};
use crate::renames::Renames;

pub(super) fn run(ir: &mut Ir, renames: &mut Renames<'_>, diagnostics: &mut Diagnostics) {
    for api in ir.versions.iter_mut().flat_map(|version| &mut version.apis) {
        let base = common_prefix(api);
        for operation in &mut api.operations {
            operation.name = match renames.take(&operation.origin) {
                Some(name) => name.to_owned(),
                None => name(operation, base),
            };
        }
        report_clashes(api, diagnostics);
    }
}

fn name(operation: &Operation, base: usize) -> String {
    match operation.id.as_deref() {
        Some(id) if is_plain(id) => id.to_owned(),
        _ => from_path(operation, base),
    }
}

fn is_plain(id: &str) -> bool {
    id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.chars().all(|letter| letter.is_ascii_alphanumeric())
}

/// Number of leading path segments that all operations of the API share.
fn common_prefix(api: &Api) -> usize {
    let mut paths = api
        .operations
        .iter()
        .map(|operation| segments(&operation.path));
    let Some(first) = paths.next() else { return 0 };
    paths.fold(first.len(), |length, path| {
        path.iter()
            .zip(&first)
            .take(length)
            .take_while(|(one, other)| one == other)
            .count()
    })
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .collect()
}

fn from_path(operation: &Operation, base: usize) -> String {
    let segments = segments(&operation.path);
    let rest = &segments[base.min(segments.len())..];
    let words: Vec<&str> = rest
        .iter()
        .filter(|segment| !segment.starts_with('{'))
        .copied()
        .collect();
    let on_one = rest.last().is_some_and(|segment| segment.starts_with('{'));
    let verb = match operation.method {
        Method::Get if on_one => "get",
        Method::Get => "list",
        Method::Post if words.is_empty() => "create",
        // `POST /search`, `POST /batch/read`: the path says what is done.
        Method::Post => "",
        Method::Put => "replace",
        Method::Patch => "update",
        Method::Head => "head",
        Method::Options => "options",
        Method::Trace => "trace",
        Method::Delete
            if operation
                .id
                .as_deref()
                .is_some_and(|id| id.ends_with("_archive")) =>
        {
            "archive"
        }
        Method::Delete => "delete",
    };
    [verb]
        .into_iter()
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
        .to_lower_camel_case()
}

fn report_clashes(api: &Api, diagnostics: &mut Diagnostics) {
    // `getURL` and `getUrl` are one method in Rust.
    let mut seen: BTreeMap<String, &Operation> = BTreeMap::new();
    for operation in &api.operations {
        if let Some(other) = seen.insert(snake(&operation.name), operation) {
            diagnostics.error(
                &operation.origin,
                format!(
                    "`{} {}` and `{} {}` are both called `{}`",
                    operation.method.as_str(),
                    operation.path,
                    other.method.as_str(),
                    other.path,
                    operation.name
                ),
                format!(
                    "give one of them another `operationId`, or rename `{}` in codegen.yaml",
                    operation.origin
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_ids_are_names() {
        assert!(is_plain("batchUpdate") && is_plain("get2"));
        assert!(
            !is_plain("patch-/crm/v3/objects_update")
                && !is_plain("Update")
                && !is_plain("do_it")
                && !is_plain("")
        );
    }
}

//! Names that a document may have only once, other than keys.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostics::Diagnostics;
use crate::pointer::Origin;

/// The fields of a path item that hold an operation.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Reports every `operationId` that an earlier operation of the document has.
pub(super) fn check(value: &Value, origin: &Origin, diagnostics: &mut Diagnostics) {
    let paths = value.get("paths").and_then(Value::as_object);
    let mut first: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for (path, item) in paths.into_iter().flatten() {
        let fields = item.as_object().into_iter().flatten();
        for (method, operation) in fields.filter(|(field, _)| METHODS.contains(&field.as_str())) {
            let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
                continue;
            };
            let (other_path, other_method) = *first.entry(id).or_insert((path, method));
            if (other_path, other_method) == (path.as_str(), method.as_str()) {
                continue;
            }
            let other = origin.key("paths").key(other_path).key(other_method);
            diagnostics.error(
                &origin.key("paths").key(path).key(method).key("operationId"),
                format!(
                    "the `operationId` `{id}` is taken by the operation at `#{}`",
                    other.pointer
                ),
                "give each operation of a document an `operationId` of its own",
            );
        }
    }
}

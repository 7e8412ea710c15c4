//! Ids of operations, which become the names of methods.

use std::collections::BTreeMap;

use heck::ToLowerCamelCase as _;

use super::specs::Specs;
use crate::casing;
use crate::diagnostics::Diagnostics;

/// The generator takes no longer ones for names.
const LONGEST: usize = 40;

/// Reports ids that are missing, make no good name, or make the name of another one. That two are equal is reported by the generator.
pub(super) fn check(specs: &Specs<'_>, diagnostics: &mut Diagnostics) {
    for document in &specs.documents {
        let mut taken: BTreeMap<String, &str> = BTreeMap::new();
        for operation in document.operations() {
            let Some(id) = operation.element.text("operationId") else {
                diagnostics.error(
                    &operation.element.origin,
                    "the operation has no `operationId`",
                    "give it the name of its method in camelCase, beginning with a verb: `list`, `get`, `batchRead`",
                );
                continue;
            };
            let origin = operation.element.origin.key("operationId");
            let name = casing::snake(id);
            let is_camel = id.starts_with(|first: char| first.is_ascii_lowercase())
                && id.chars().all(|letter| letter.is_ascii_alphanumeric());
            if !is_camel {
                let help = match id.to_lower_camel_case() {
                    camel if camel.is_ascii() && !camel.is_empty() => {
                        format!("write `{camel}`, or a better name")
                    }
                    _ => "use the letters a to z and A to Z, and digits".to_owned(),
                };
                diagnostics.error(
                    &origin,
                    format!("the `operationId` `{id}` is not in camelCase"),
                    help,
                );
            }
            if id.len() > LONGEST {
                diagnostics.error(
                    &origin,
                    format!(
                        "the `operationId` `{id}` has {} characters, more than {LONGEST}",
                        id.len()
                    ),
                    "shorten it: what the document is about need not be said",
                );
            }
            if casing::needs_raw(&name) {
                diagnostics.error(
                    &origin,
                    format!("the `operationId` `{id}` is a keyword of Rust"),
                    "say what it is done to as well, as in `moveList`",
                );
            }
            match taken.get(&name) {
                Some(other) if *other != id => diagnostics.error(
                    &origin,
                    format!("the `operationId`s `{other}` and `{id}` make one method, `{name}`"),
                    "let them differ in more than capital letters",
                ),
                _ => {
                    taken.insert(name, id);
                }
            }
        }
    }
}

//! Parameters of paths, in the order in which people read the path.

use super::specs::{Operation, Specs};
use crate::diagnostics::Diagnostics;
use crate::pointer::Origin;

/// Reports parameters that are out of order or that the path does not have. That one is not declared, or not required, is reported by the generator.
pub(super) fn check(specs: &Specs<'_>, diagnostics: &mut Diagnostics) {
    for operation in specs.operations() {
        let template: Vec<&str> = template(operation.path).collect();
        let mut others: Option<&str> = None;
        let mut last: Option<(usize, &str)> = None;
        for (origin, name, is_path) in parameters(specs, &operation) {
            if !is_path {
                others.get_or_insert(name);
                continue;
            }
            let Some(place) = template.iter().position(|part| *part == name) else {
                diagnostics.error(
                    &origin,
                    format!("`{}` has no path parameter `{name}`", operation.path),
                    "remove the parameter, or correct its name; it has to be that in braces",
                );
                continue;
            };
            if let Some(other) = others {
                diagnostics.error(
                    &origin,
                    format!("the path parameter `{name}` stands behind `{other}`"),
                    "move it to the front: path parameters come before all others",
                );
            } else if let Some((_, before)) = last.filter(|(before, _)| *before > place) {
                diagnostics.error(
                    &origin,
                    format!("the path parameter `{name}` stands behind `{before}`"),
                    "list path parameters in the order of the path",
                );
            }
            last = last.max(Some((place, name)));
        }
    }
}

/// Place and name of each parameter of an operation, and whether it is one of the path: those of the path item first, as they hold for all its operations.
fn parameters<'a>(
    specs: &Specs<'a>,
    operation: &Operation<'_, 'a>,
) -> Vec<(Origin, &'a str, bool)> {
    let mut found = Vec::new();
    for holder in [operation.item, operation.element] {
        let children = operation.document.children(holder);
        for parameter in children.filter(|element| element.field == "parameters") {
            if let Some(target) = specs.resolve(parameter)
                && let Some(name) = target.text("name")
            {
                let is_path = target.text("in") == Some("path");
                found.push((parameter.origin.clone(), name, is_path));
            }
        }
    }
    found
}

/// The names in braces.
fn template(path: &str) -> impl Iterator<Item = &str> {
    let inside = path.split('{').skip(1);
    inside.filter_map(|rest| rest.split('}').next())
}

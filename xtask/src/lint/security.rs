//! How operations authenticate.

use serde_json::Value;

use super::specs::{Operation, Specs};
use crate::diagnostics::Diagnostics;
use crate::document::grammar::Element;
use crate::pointer::Origin;

/// The parameter of paths that lead to an app, which belongs to a developer account.
const APP: &str = "{appId}";

/// Goes with `security: []`.
const NO_AUTHORIZATION: &str = "x-no-authorization";

/// Reports operations that do not say it, that name schemes which do not exist, that take the developer key where a token is due, or the other way round, and that
/// take nothing without saying so in the way that the generator goes by.
pub(super) fn check(specs: &Specs<'_>, diagnostics: &mut Diagnostics) {
    for operation in specs.operations() {
        let Some((security, origin)) = operation.own_or_shared("security") else {
            diagnostics.error(
                &operation.element.origin,
                format!(
                    "the operation `{}` does not say how it authenticates",
                    operation.name()
                ),
                "write `security` at the top of the document, as in `- accessToken: []`",
            );
            continue;
        };
        let is_of_app = operation.path.split('/').any(|segment| segment == APP);
        let alternatives: Vec<bool> = requirements(&operation, &origin)
            .map(|requirement| takes_key(specs, &operation, requirement, diagnostics))
            .collect();
        let name = operation.name();
        let takes_nothing = security.as_array().is_some_and(Vec::is_empty);
        let says_so = operation.element.members.get(NO_AUTHORIZATION);
        if takes_nothing && says_so.and_then(Value::as_bool) != Some(true) {
            diagnostics.error(
                &operation.element.origin,
                format!("the operation `{name}` takes no credentials by `security: []` alone, which the generator does not go by"),
                format!("write `{NO_AUTHORIZATION}: true` at the operation, or `security` with `- accessToken: []`"),
            );
            continue;
        }
        if is_of_app && !(alternatives.contains(&true) && alternatives.iter().all(|key| *key)) {
            diagnostics.error(
                &operation.element.origin,
                format!("the operation `{name}` has `{APP}` in its path and does not take the developer key"),
                "give it `security` with `- developerKey: []`, a scheme with `type: apiKey`, `in: query`, `name: hapikey`",
            );
        }
        if !is_of_app && alternatives.contains(&true) {
            diagnostics.error(
                &operation.element.origin,
                format!(
                    "the operation `{name}` takes the developer key and has no `{APP}` in its path"
                ),
                "give it `security` with `- accessToken: []`: the key is for apps only",
            );
        }
    }
}

/// The alternatives that hold for an operation.
fn requirements<'s, 'a>(
    operation: &Operation<'s, 'a>,
    origin: &Origin,
) -> impl Iterator<Item = &'s Element<'a>> {
    let prefix = format!("{}/", origin.pointer);
    let elements = operation.document.elements.iter();
    elements.filter(move |element| {
        element.kind == "Security Requirement Object" && element.origin.pointer.starts_with(&prefix)
    })
}

/// Whether an alternative has the key of a developer account in it. Schemes that do not exist are reported.
fn takes_key(
    specs: &Specs<'_>,
    operation: &Operation<'_, '_>,
    requirement: &Element<'_>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut takes_key = false;
    for name in requirement.members.keys() {
        let scheme = operation.document.scheme(name);
        let Some(scheme) = scheme.and_then(|scheme| specs.component(&scheme)) else {
            diagnostics.error(
                &requirement.origin.key(name),
                format!("the document has no security scheme `{name}`"),
                "add it to `components/securitySchemes`, as a reference to a shared one",
            );
            continue;
        };
        takes_key |= specs.resolve(scheme).is_some_and(is_developer_key);
    }
    takes_key
}

fn is_developer_key(scheme: &Element<'_>) -> bool {
    let is = |key, value| scheme.text(key) == Some(value);
    is("type", "apiKey") && is("in", "query") && is("name", "hapikey")
}

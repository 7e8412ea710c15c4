//! What a failure answers.

use super::specs::Specs;
use crate::diagnostics::Diagnostics;

/// Reports operations without a `default` response.
pub(super) fn check(specs: &Specs<'_>, diagnostics: &mut Diagnostics) {
    for operation in specs.operations() {
        let responses = operation.element.members.get("responses");
        if responses.is_some_and(|responses| responses.get("default").is_none()) {
            diagnostics.error(
                &operation.element.origin.key("responses"),
                format!("the operation `{}` has no `default` response", operation.name()),
                "say what a failure answers, with a `$ref` to the response that all operations share",
            );
        }
    }
}

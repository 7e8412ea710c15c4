//! The vocabulary of OpenAPI 3.0, and the check that a document keeps to it.
//!
//! The typed reader that comes next takes documents as they are: it passes over fields that it does not know and stops at the first value of a
//! wrong type, without saying where. So everything that is no OpenAPI 3.0 is found here, all of it in one go and each with its place.

mod advice;
mod elements;
mod rules;
mod shape;
mod vocabulary;
mod walk;

use serde_json::Value;

pub use self::elements::{Element, elements};
use crate::diagnostics::Diagnostics;
use crate::pointer::Origin;

/// Checks a whole document against the vocabulary of OpenAPI 3.0, and gives its references: the place and the text of each.
///
/// Each finding stands at the element that it is about; one mistake hides no other. The walk goes as deep as the value, which is bounded for
/// values that come from [`crate::parse::parse`].
pub fn check(
    value: &Value,
    origin: &Origin,
    diagnostics: &mut Diagnostics,
) -> Vec<(Origin, String)> {
    walk::document(value, origin, diagnostics)
}

/// Whether a document is OpenAPI 3.0.
///
/// If not, the one error that says what it is instead has been recorded, and further checks would only make noise.
pub fn version(value: &Value, origin: &Origin, diagnostics: &mut Diagnostics) -> bool {
    let Some(object) = value.as_object() else {
        let message = format!(
            "an OpenAPI document is an object, found {}",
            walk::kind(value)
        );
        diagnostics.error(origin, message, "start the document with `openapi: 3.0.3`");
        return false;
    };
    if object.contains_key("swagger") {
        let help = "convert the document to OpenAPI 3.0; its structure differs in too many places to be read as it is";
        diagnostics.error(&origin.key("swagger"), "Swagger 2.0 is not supported", help);
        return false;
    }
    let Some(version) = object.get("openapi") else {
        let help = "write `openapi: 3.0.3` at the top; a file that is no OpenAPI document does not belong here";
        diagnostics.error(
            origin,
            "the document does not say which version of OpenAPI it is written in",
            help,
        );
        return false;
    };
    let place = origin.key("openapi");
    let Some(text) = version.as_str() else {
        let message = format!(
            "the version of OpenAPI must be text, found {}",
            walk::kind(version)
        );
        diagnostics.error(
            &place,
            message,
            "write it with three numbers: `openapi: 3.0.3`",
        );
        return false;
    };
    if text == "3.0" || text.starts_with("3.0.") {
        return true;
    }
    let help = if text.starts_with("3.") {
        "convert the document to OpenAPI 3.0: newer versions write schemas in another way, so changing the number is not enough"
    } else {
        "this generator reads OpenAPI 3.0, written as `openapi: 3.0.3`"
    };
    diagnostics.error(&place, format!("OpenAPI `{text}` is not supported"), help);
    false
}

#[cfg(test)]
mod tests;

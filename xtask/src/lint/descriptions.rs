//! Texts that a reader of the client needs, and that are not there.

use super::specs::{Document, Specs};
use crate::diagnostics::Diagnostics;
use crate::document::grammar::Element;

/// Reports missing and empty descriptions, and summaries of operations. What is a reference has the text of its target.
pub(super) fn check(specs: &Specs<'_>, diagnostics: &mut Diagnostics) {
    for document in &specs.documents {
        for element in &document.elements {
            let Some((subject, help)) = due(document, element) else {
                continue;
            };
            if element.kind == "Operation Object" {
                let help = "say what it does in a few words, as an order without a full stop: `summary: Get a contact`";
                text(element, "summary", &subject, help, diagnostics);
            }
            text(element, "description", &subject, help, diagnostics);
        }
    }
}

/// What an element is called and what its description has to say, if it has to have one.
fn due(document: &Document<'_>, element: &Element<'_>) -> Option<(String, &'static str)> {
    if element.is_reference {
        return None;
    }
    let name = element.name.unwrap_or_default();
    Some(match element.kind {
        "Info Object" => (
            "the document".to_owned(),
            "write an overview: what the things are, what one does with them, what one has to know first",
        ),
        "Tag Object" => (
            format!("the tag `{}`", element.text("name").unwrap_or_default()),
            "say what its operations have in common",
        ),
        "Operation Object" => (
            format!(
                "the operation `{}`",
                element.text("operationId").unwrap_or(element.field)
            ),
            "say in one to three sentences what a caller has to know: what it does, what it needs, what may surprise",
        ),
        "Parameter Object" => (
            format!(
                "the parameter `{}`",
                element.text("name").unwrap_or_default()
            ),
            "say what it holds or changes, its unit, its limits",
        ),
        "Request Body Object" => (
            match name {
                "" => "the request body".to_owned(),
                name => format!("the request body `{name}`"),
            },
            "say in a few words what is sent",
        ),
        "Response Object" => (
            format!("the response `{name}`"),
            "say in a few words what comes back, or when it does",
        ),
        "Security Scheme Object" => (
            format!("the security scheme `{name}`"),
            "say what it is and who has it",
        ),
        "Schema Object" if element.field == "properties" => (
            format!("the property `{name}`"),
            "say what it holds, its unit, its limits; beside a reference, write `allOf` with the reference as its one item",
        ),
        "Schema Object" if document.is_component(element) => (
            format!("the schema `{name}`"),
            "say what it stands for, in one or two short sentences",
        ),
        _ => return None,
    })
}

fn text(
    element: &Element<'_>,
    key: &str,
    subject: &str,
    help: &str,
    diagnostics: &mut Diagnostics,
) {
    match element.text(key) {
        None => diagnostics.error(&element.origin, format!("{subject} has no `{key}`"), help),
        Some(text) if text.trim().is_empty() => {
            let message = format!("the `{key}` of {subject} is empty");
            diagnostics.error(&element.origin.key(key), message, help);
        }
        Some(_) => {}
    }
}

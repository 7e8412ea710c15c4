//! Values that documents give: examples, defaults and the values of enums have to be what their schemas say.

use serde_json::Value;

use super::specs::{Document, Specs};
use crate::conform;
use crate::diagnostics::Diagnostics;
use crate::document::grammar::Element;
use crate::pointer::Origin;

/// Reports every value that its schema does not allow, and every part of one.
pub(super) fn check(specs: &Specs<'_>, diagnostics: &mut Diagnostics) {
    let documents = specs.values.iter();
    let schemas: conform::Specs = documents
        .map(|(file, value)| (*file, value.clone()))
        .collect();
    for document in &specs.documents {
        let elements = document.elements.iter();
        for element in elements.filter(|element| !element.is_reference) {
            let (schema, given) = match element.kind {
                "Schema Object" => (Some(element.origin.clone()), of_schema(element)),
                "Parameter Object" | "Header Object" | "Media Type Object" => (
                    schema(document, element),
                    examples(specs, document, element),
                ),
                _ => continue,
            };
            let Some(schema) = schema.and_then(|schema| schemas.at(&schema)) else {
                continue;
            };
            for Given {
                value,
                origin,
                noun,
            } in given
            {
                for fault in conform::check(&schema, value) {
                    let part = match fault.pointer.as_str() {
                        "" => "",
                        _ => "a part of ",
                    };
                    let origin = Origin {
                        file: origin.file.clone(),
                        pointer: format!("{}{}", origin.pointer, fault.pointer),
                    };
                    diagnostics.error(
                        &origin,
                        format!("{part}the {noun} {}", fault.message),
                        format!(
                            "correct the value, or what the schema says at {}",
                            fault.schema
                        ),
                    );
                }
            }
        }
    }
}

/// A value that a document gives.
struct Given<'a> {
    value: &'a Value,
    origin: Origin,
    /// What it is.
    noun: &'static str,
}

/// The values that a schema gives for itself.
fn of_schema<'a>(element: &Element<'a>) -> Vec<Given<'a>> {
    let one = |key, noun| {
        let value = element.members.get(key)?;
        let origin = element.origin.key(key);
        Some(Given {
            value,
            origin,
            noun,
        })
    };
    let mut given: Vec<_> = one("example", "example").into_iter().collect();
    given.extend(one("default", "default"));
    let of_enum = element.origin.key("enum");
    let values = element.items("enum").iter().enumerate();
    given.extend(values.map(|(index, value)| Given {
        value,
        origin: of_enum.index(index),
        noun: "value of the enum",
    }));
    given
}

/// The examples of a parameter, a header or a media type. One that is a reference stands where it leads to.
fn examples<'a>(
    specs: &Specs<'a>,
    document: &Document<'a>,
    element: &Element<'a>,
) -> Vec<Given<'a>> {
    let noun = "example";
    let mut given = Vec::new();
    given.extend(element.members.get("example").map(|value| Given {
        value,
        origin: element.origin.key("example"),
        noun,
    }));
    let children = document.children(element);
    for example in children.filter(|child| child.field == "examples") {
        let target = specs.resolve(example);
        given.extend(target.and_then(|target| {
            let value = target.members.get("value")?;
            let origin = target.origin.key("value");
            Some(Given {
                value,
                origin,
                noun,
            })
        }));
    }
    given
}

/// The place of the schema of a parameter, a header or a media type.
fn schema(document: &Document<'_>, element: &Element<'_>) -> Option<Origin> {
    if element.members.contains_key("schema") {
        return Some(element.origin.key("schema"));
    }
    // The one entry of `content`, whose examples are its own; those beside it are of the value as well.
    let mut children = document.children(element);
    let media = children.find(|child| child.field == "content")?;
    Some(media.origin.key("schema"))
}

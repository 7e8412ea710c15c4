//! All documents as one file of JSON, without what people read: what the in-memory HubSpot answers by.

use serde_json::{Map, Value};

use crate::conform::Specs;
use crate::pointer::Origin;
use crate::tree::MARKER;

/// Its name.
pub const FILE: &str = "documents.json";

/// What people read.
const TEXTS: [&str; 6] = [
    "title",
    "summary",
    "description",
    "externalDocs",
    "tags",
    "x-products",
];

/// What has names of the author's choice as its keys.
const NAMED: [&str; 14] = [
    "properties",
    "paths",
    "schemas",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "securitySchemes",
    "content",
    "mapping",
    "variables",
    "scopes",
    "links",
    "callbacks",
];

/// What is a value, in which no key means anything.
const VALUES: [&str; 4] = ["example", "examples", "default", "enum"];

/// The documents and the kinds of links, one a line, so that a change of one is a change of a line.
pub fn bundle(specs: &Specs, links: &[Value]) -> String {
    let mut text = format!("{{\n\"generated\": \"{MARKER}. Do not edit.\",\n\"links\": [\n");
    for (number, link) in links.iter().enumerate() {
        let end = if number + 1 < links.len() { "," } else { "" };
        text.push_str(&format!("{link}{end}\n"));
    }
    text.push_str("],\n\"documents\": {\n");
    let files: Vec<&str> = specs.files().collect();
    for (number, file) in files.iter().enumerate() {
        let Some(document) = specs.at(&Origin::document(file)) else {
            continue;
        };
        let end = if number + 1 < files.len() { "," } else { "" };
        let name = Value::from(*file);
        text.push_str(&format!("{name}: {}{end}\n", bare(document.value())));
    }
    text.push_str("}\n}\n");
    text
}

/// An element without its texts.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members
                .iter()
                .filter(|(key, _)| !TEXTS.contains(&key.as_str()));
            Value::Object(
                kept.map(|(key, value)| (key.clone(), member(key, value)))
                    .collect(),
            )
        }
        Value::Array(items) => Value::Array(items.iter().map(bare).collect()),
        other => other.clone(),
    }
}

fn member(key: &str, value: &Value) -> Value {
    match value {
        _ if VALUES.contains(&key) => value.clone(),
        Value::Object(members) if NAMED.contains(&key) => {
            let members = members.iter();
            let bare: Map<String, Value> = members
                .map(|(name, value)| (name.clone(), bare(value)))
                .collect();
            Value::Object(bare)
        }
        other => bare(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_go_and_what_is_called_like_them_stays() {
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "T", "version": "v1" },
            "paths": { "/title": { "get": { "summary": "T", "tags": ["T"], "operationId": "get" } } },
            "components": { "schemas": {
                "description": { "type": "object", "description": "T", "properties": { "title": { "type": "string", "title": "T" } }, "example": { "title": "kept" } },
            } },
        });
        let specs: Specs = [("v1/a.yaml", document)].into_iter().collect();
        let read: Value = serde_json::from_str(&bundle(
            &specs,
            &[json!({ "from": "contact", "to": "company", "id": 279 })],
        ))
        .unwrap();
        assert_eq!(read["links"][0]["id"], 279);
        assert_eq!(
            read["documents"],
            json!({ "v1/a.yaml": {
                "openapi": "3.0.3",
                "info": { "version": "v1" },
                "paths": { "/title": { "get": { "operationId": "get" } } },
                "components": { "schemas": {
                    "description": { "type": "object", "properties": { "title": { "type": "string" } }, "example": { "title": "kept" } },
                } },
            } })
        );
    }
}

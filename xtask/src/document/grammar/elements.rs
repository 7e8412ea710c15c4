//! The objects of a document, each with what OpenAPI calls it.
//!
//! Like the check, this goes by the tables of the vocabulary: what stands within examples, defaults or extensions is no OpenAPI and is not listed.

use serde_json::{Map, Value};

use super::rules;
use super::shape::{Object, Shape};
use super::vocabulary::OPENAPI;
use crate::pointer::Origin;

/// An object that OpenAPI has a name for, or a reference in the place of one.
#[derive(Debug)]
pub struct Element<'a> {
    /// What the specification calls it, as in `Schema Object`. A reference has the name of what it stands for.
    pub kind: &'static str,
    /// The field that holds it, directly or in a list or a map: `properties` for a property. Empty for the document.
    pub field: &'static str,
    /// Its key, where it has one that its author chose, as properties and components have.
    pub name: Option<&'a str>,
    /// Where it stands.
    pub origin: Origin,
    /// Its members.
    pub members: &'a Map<String, Value>,
    /// The number of the element that it is in; the document is in itself.
    pub parent: usize,
    /// Whether it is a reference.
    pub is_reference: bool,
}

impl<'a> Element<'a> {
    /// A member that is text.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.members.get(key).and_then(Value::as_str)
    }

    /// The items of a member that is a list.
    pub fn items(&self, key: &str) -> &'a [Value] {
        let list = self.members.get(key).and_then(Value::as_array);
        list.map_or(&[], Vec::as_slice)
    }

    /// What it refers to, if it is a reference.
    pub fn reference(&self) -> Option<&'a str> {
        self.text("$ref").filter(|_| self.is_reference)
    }
}

/// Lists the elements of a document in its order, the document itself first. What is no OpenAPI is passed over.
pub fn elements<'a>(value: &'a Value, origin: &Origin) -> Vec<Element<'a>> {
    let mut list = List(Vec::new());
    let top = Place {
        field: "",
        name: None,
        origin: origin.clone(),
        parent: 0,
    };
    list.value(value, Shape::Inline(&OPENAPI), top);
    list.0
}

/// Where the walk is.
#[derive(Clone)]
struct Place<'a> {
    field: &'static str,
    name: Option<&'a str>,
    origin: Origin,
    parent: usize,
}

struct List<'a>(Vec<Element<'a>>);

impl<'a> List<'a> {
    fn value(&mut self, value: &'a Value, shape: Shape, place: Place<'a>) {
        match (shape, value) {
            (Shape::List(shape), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    let origin = place.origin.index(index);
                    self.value(
                        item,
                        *shape,
                        Place {
                            origin,
                            ..place.clone()
                        },
                    );
                }
            }
            (Shape::Map(_, shape), Value::Object(members)) => {
                for (key, value) in members {
                    self.value(value, *shape, place.named(key));
                }
            }
            (Shape::Inline(object), Value::Object(members)) => {
                self.object(members, object, false, place);
            }
            (Shape::Referable(object), Value::Object(members)) => {
                self.object(members, object, members.contains_key("$ref"), place);
            }
            (Shape::FlagOr(shape), Value::Object(_)) => self.value(value, *shape, place),
            _ => {}
        }
    }

    fn object(
        &mut self,
        members: &'a Map<String, Value>,
        object: &'static Object,
        is_reference: bool,
        place: Place<'a>,
    ) {
        let index = self.0.len();
        let inside = Place {
            parent: index,
            ..place.clone()
        };
        self.0.push(Element {
            kind: object.name,
            field: place.field,
            name: place.name,
            origin: place.origin,
            members,
            parent: place.parent,
            is_reference,
        });
        if is_reference {
            return;
        }
        for (key, value) in members {
            let known = object.fields.iter().find(|field| field.name == key);
            match (known, object.others) {
                _ if rules::is_ignored(object, members, key) => {}
                (Some(field), _) => {
                    let place = Place {
                        field: field.name,
                        name: None,
                        ..inside.named(key)
                    };
                    self.value(value, field.shape, place);
                }
                (None, Some((_, shape))) if !key.starts_with("x-") => {
                    self.value(value, shape, inside.named(key));
                }
                _ => {}
            }
        }
    }
}

impl<'a> Place<'a> {
    /// The member of that name.
    fn named(&self, key: &'a str) -> Self {
        Self {
            name: Some(key),
            origin: self.origin.key(key),
            ..*self
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn elements_are_known_by_kind_field_and_name() {
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "Things", "example": { "schema": {} } },
            "paths": {
                "/things": {
                    "get": {
                        "parameters": [{ "$ref": "#/components/parameters/after", "schema": {} }],
                        "responses": { "200": { "description": "Things", "x-more": { "schema": {} } } }
                    }
                },
                "x-paths": {}
            },
            "components": {
                "schemas": {
                    "Thing": {
                        "properties": { "$ref": { "type": "string" }, "more": { "additionalProperties": { "$ref": "a.yaml#/b" } } },
                        "example": { "properties": { "a": {} } },
                        "items": false
                    }
                }
            }
        });
        let found = elements(&document, &Origin::document("v3/things.yaml"));
        let lines: Vec<String> = found
            .iter()
            .map(|element| {
                let Element {
                    kind,
                    field,
                    name,
                    origin,
                    parent,
                    ..
                } = element;
                let name = name.unwrap_or_default();
                let target = element.reference().unwrap_or("-");
                format!(
                    "{parent} {kind} ({field}/{name}) #{} {target}",
                    origin.pointer
                )
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        0 OpenAPI Object (/) # -
        0 Info Object (info/) #/info -
        0 Paths Object (paths/) #/paths -
        2 Path Item Object (paths//things) #/paths/~1things -
        3 Operation Object (get/) #/paths/~1things/get -
        4 Parameter Object (parameters/) #/paths/~1things/get/parameters/0 #/components/parameters/after
        4 Responses Object (responses/) #/paths/~1things/get/responses -
        6 Response Object (responses/200) #/paths/~1things/get/responses/200 -
        0 Components Object (components/) #/components -
        8 Schema Object (schemas/Thing) #/components/schemas/Thing -
        9 Schema Object (properties/$ref) #/components/schemas/Thing/properties/$ref -
        9 Schema Object (properties/more) #/components/schemas/Thing/properties/more -
        11 Schema Object (additionalProperties/) #/components/schemas/Thing/properties/more/additionalProperties a.yaml#/b
        ");
        assert_eq!(found[1].text("title"), Some("Things"));
        assert_eq!(found[4].items("parameters").len(), 1);
        assert!(found[4].items("responses").is_empty());
        assert!(elements(&json!([1]), &Origin::document("a")).is_empty());
    }
}

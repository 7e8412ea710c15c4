mod messages;
mod values;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::diagnostics::Severity;
use crate::parse::parse;
use crate::source::Sources;

/// Every kind of object and every field of OpenAPI 3.0.
const EVERYTHING: &str = include_str!("tests/everything.yaml");

fn checked(value: &Value) -> Diagnostics {
    let mut found = Diagnostics::default();
    let origin = Origin::document("api.yaml");
    if version(value, &origin, &mut found) {
        check(value, &origin, &mut found);
    }
    found
}

/// What a user sees of a document.
fn rendered(text: &str) -> String {
    let mut sources = Sources::default();
    sources.insert("api.yaml", text);
    checked(&parse("api.yaml", text).unwrap()).render(&sources, false)
}

/// The findings alone: place, message and help of each.
fn found(text: &str) -> String {
    let mut lines = String::new();
    for diagnostic in checked(&parse("api.yaml", text).unwrap()).iter() {
        let mark = if diagnostic.severity == Severity::Error {
            ""
        } else {
            "warning: "
        };
        let pointer = &diagnostic.origin.as_ref().unwrap().pointer;
        let help = diagnostic.help.as_ref().unwrap();
        lines.push_str(&format!(
            "{mark}{}\n    at {pointer}\n    {help}\n",
            diagnostic.message
        ));
    }
    lines
}

/// A document around the text of `components`, which is indented by two spaces.
fn components(text: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{ title: Things, version: v1 }}\npaths: {{}}\ncomponents:\n{text}"
    )
}

/// A document around the text of an operation in flow style.
fn operation(text: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{ title: Things, version: v1 }}\npaths:\n  /things:\n    get: {text}\n"
    )
}

#[test]
fn everything_in_openapi_3_0_is_accepted() {
    assert_eq!(rendered(EVERYTHING), "");
}

#[test]
fn names_of_properties_are_free() {
    let text = "  schemas:
    Thing:
      type: object
      properties:
        type: { type: string }
        $ref: { type: string }
        properties: { type: object }
        const: { type: integer }
        x-thing: { type: boolean }
        nullable: { $ref: '#/components/schemas/Thing' }
";
    assert_eq!(found(&components(text)), "");
    // Within them, and only there, the vocabulary holds.
    let text = "  schemas:\n    Thing:\n      properties:\n        properties: { properties: { type: string } }\n";
    insta::assert_snapshot!(found(&components(text)), @"
    `type` must be an object, found text
        at /components/schemas/Thing/properties/properties/properties/type
        write an object, such as `$ref: '#/components/…'`
    ");
}

#[test]
fn examples_and_extensions_are_not_looked_into() {
    let text = "  schemas:
    Thing:
      example: null
      default: null
      enum: [null, { type: strange }]
      x-hubspot-introduction: { type: strange, schema: null }
    Other:
      example: { $ref: 5, properties: null, const: 1 }
      default: { type: strange }
";
    assert_eq!(found(&components(text)), "");
}

#[test]
fn findings_are_shown_with_their_lines() {
    let text = "openapi: 3.0.3
info:
  title: Things
paths:
  things:
    get:
      sumary: All of them
      responses:
        2xx: { description: OK }
";
    insta::assert_snapshot!(rendered(text), @"
    error: `version` is missing in the Info Object
     --> api.yaml:2:1
      |
    2 | info:
      | ^^^^
      |
      = at: #/info
      = help: Info Objects need `version`, which is text

    error: `things` is not a path
     --> api.yaml:5:3
      |
    5 |   things:
      |   ^^^^^^
      |
      = at: #/paths/things
      = help: a path starts with a slash: `/things`

    error: `sumary` is not a field of the Operation Object
     --> api.yaml:7:7
      |
    7 |       sumary: All of them
      |       ^^^^^^
      |
      = at: #/paths/things/get/sumary
      = help: did you mean `summary`?

    error: `2xx` is not a status code
     --> api.yaml:9:9
      |
    9 |         2xx: { description: OK }
      |         ^^^
      |
      = at: #/paths/things/get/responses/2xx
      = help: write `2XX`

    4 errors
    ");
}

/// Changes one element of a value.
fn mutate(value: &mut Value, choice: &mut impl FnMut(usize) -> usize) {
    let deeper = choice(8) > 0;
    match value {
        Value::Array(items) if !items.is_empty() && deeper => {
            let index = choice(items.len());
            mutate(&mut items[index], choice);
        }
        Value::Object(members) if !members.is_empty() && deeper => {
            let key = members.keys().nth(choice(members.len())).cloned().unwrap();
            match choice(6) {
                0 => drop(members.shift_remove(&key)),
                1 => {
                    let value = members.shift_remove(&key).unwrap();
                    let renamed = ["$ref", "type", "x-own", "", "schema", "/~a", "200"][choice(7)];
                    members.insert(renamed.to_owned(), value);
                }
                _ => mutate(&mut members[&key], choice),
            }
        }
        _ => {
            *value = [
                json!(null),
                json!(true),
                json!(-1.5),
                json!("text"),
                json!([[null]]),
                json!({ "$ref": {} }),
                json!({ "a": [] }),
            ][choice(7)]
            .clone();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn findings_stand_at_elements_that_exist(seed in prop::collection::vec(any::<usize>(), 64), changes in 1..4_usize) {
        let mut value = parse("api.yaml", EVERYTHING).unwrap();
        let mut seed = seed.into_iter().cycle();
        let mut choice = |options: usize| seed.next().unwrap_or_default() % options;
        for _ in 0..changes {
            mutate(&mut value, &mut choice);
        }
        for diagnostic in checked(&value).iter() {
            let origin = diagnostic.origin.as_ref().unwrap();
            prop_assert!(value.pointer(&origin.pointer).is_some(), "{diagnostic}");
        }
    }
}

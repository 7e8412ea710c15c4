//! Values against schemas.

mod operations;
mod sent;
mod values;

use serde_json::{Value, json};

use super::check::kind;
use super::*;

fn specs(text: &str) -> Specs {
    let value = serde_yaml::from_str(text).unwrap();
    [("v1/api.yaml", value)].into_iter().collect()
}

/// Schemas by name.
fn schemas(text: &str) -> Specs {
    let lines: Vec<String> = text.lines().map(|line| format!("    {line}\n")).collect();
    specs(&format!("components:\n  schemas:\n{}", lines.concat()))
}

fn schema<'a>(specs: &'a Specs, name: &str) -> Node<'a> {
    let origin = Origin::document("v1/api.yaml");
    let at = origin.key("components").key("schemas").key(name);
    specs.at(&at).unwrap()
}

/// What is wrong with a value, a line each.
fn found(text: &str, value: &Value) -> Vec<String> {
    let specs = schemas(&format!("S: {text}"));
    let found = check(&schema(&specs, "S"), value);
    let found = found
        .iter()
        .map(|found| format!("{}: {}", found.pointer, found.message));
    found.collect()
}

/// Values that a schema allows, and values that it does not allow, each with what is said about it.
fn hold(text: &str, allowed: &[Value], refused: &[(Value, &str)]) {
    for value in allowed {
        assert_eq!(found(text, value), [""; 0], "{value} in {text}");
    }
    for (value, message) in refused {
        assert_eq!(found(text, value), [*message], "{value} in {text}");
    }
}

#[test]
fn types() {
    for (ty, allowed) in [
        ("string", vec![json!(""), json!("a")]),
        (
            "integer",
            vec![json!(1), json!(-1.0), json!(9_007_199_254_740_993_i64)],
        ),
        ("number", vec![json!(1), json!(0.5)]),
        ("boolean", vec![json!(true), json!(false)]),
        ("array", vec![json!([]), json!([1, "a"])]),
        ("object", vec![json!({}), json!({"a": 1})]),
    ] {
        let text = format!("{{type: {ty}, items: {{}}}}");
        hold(&text, &allowed, &[]);
        for value in [
            json!(null),
            json!(true),
            json!(0.25),
            json!("a"),
            json!([]),
            json!({}),
        ] {
            let is_allowed = allowed.iter().any(|one| kind(one) == kind(&value));
            let is_refused = !is_allowed || (ty == "integer" && value == 0.25);
            assert_eq!(
                !found(&text, &value).is_empty(),
                is_refused,
                "{value} in {text}"
            );
        }
    }
    hold("{}", &[json!(null), json!(1), json!([null])], &[]);
}

#[test]
fn null() {
    hold(
        "{type: string, nullable: true}",
        &[json!(null), json!("a")],
        &[(json!(1), ": is a number and not of the type `string`")],
    );
    hold(
        "{type: string, nullable: true, enum: [a]}",
        &[json!(null), json!("a")],
        &[(json!("b"), r#": is "b", which `enum` does not list"#)],
    );
    hold("{enum: [a, null]}", &[json!(null), json!("a")], &[]);
    hold(
        "{type: string}",
        &[],
        &[(json!(null), ": is null and not of the type `string`")],
    );
    hold(
        "{nullable: true, allOf: [{type: string}]}",
        &[json!(null)],
        &[],
    );
    hold(
        "{allOf: [{type: string}]}",
        &[],
        &[(json!(null), ": is null and not of the type `string`")],
    );
}

#[test]
fn limits() {
    hold(
        "{type: string, minLength: 2, maxLength: 3}",
        &[json!("ab"), json!("äöü")],
        &[
            (json!("a"), ": has 1 characters, and `minLength` is 2"),
            (json!("abcd"), ": has 4 characters, and `maxLength` is 3"),
        ],
    );
    hold(
        "{type: string, pattern: '^\\d+$'}",
        &[json!("12")],
        &[(json!("1a"), r": does not match the pattern `^\d+$`")],
    );
    hold(
        "{type: string, pattern: '(?=a)'}",
        &[],
        &[(
            json!("a"),
            ": has a pattern that is not understood: `(?=a)`",
        )],
    );
    hold(
        "{type: integer, minimum: 1, maximum: 10, exclusiveMaximum: true, multipleOf: 3}",
        &[json!(3), json!(9)],
        &[
            (json!(0), ": is 0, and `minimum` is 1"),
            (json!(12), ": is 12, and `maximum` is 10"),
            (json!(4), ": is 4, which is no multiple of 3"),
        ],
    );
    hold(
        "{type: number, minimum: 1, exclusiveMinimum: true}",
        &[json!(1.5)],
        &[(json!(1), ": is 1, and `minimum` is 1")],
    );
    hold(
        "{type: array, items: {}, minItems: 1, maxItems: 2, uniqueItems: true}",
        &[json!([1]), json!([1, 2])],
        &[
            (json!([]), ": has 0 items, and `minItems` is 1"),
            (json!([1, 2, 3]), ": has 3 items, and `maxItems` is 2"),
            (json!([{"a": 1}, {"a": 1}]), ": has an item twice"),
        ],
    );
    hold(
        "{type: object, minProperties: 1, maxProperties: 1}",
        &[json!({"a": 1})],
        &[
            (json!({}), ": has 0 properties, and `minProperties` is 1"),
            (
                json!({"a": 1, "b": 1}),
                ": has 2 properties, and `maxProperties` is 1",
            ),
        ],
    );
}

#[test]
fn formats() {
    hold(
        "{type: string, format: date-time}",
        &[json!("2026-01-31T09:30:00Z")],
        &[(json!("soon"), ": is no date-time of RFC 3339")],
    );
    hold(
        "{type: integer, format: int32}",
        &[json!(7)],
        &[(json!(3_000_000_000_i64), ": takes more than 32 bits")],
    );
    hold("{type: string, format: binary}", &[json!("\u{0}")], &[]);
}

#[test]
fn objects() {
    hold(
        "{type: object, required: [a], properties: {a: {type: string}, 'b/c': {type: object, properties: {d: {type: integer}}}}}",
        &[json!({"a": "x", "e": null})],
        &[
            (json!({}), ": lacks the required property `a`"),
            (
                json!({"a": 1}),
                "/a: is a number and not of the type `string`",
            ),
            (
                json!({"a": "x", "b/c": {"d": "x"}}),
                "/b~1c/d: is text and not of the type `integer`",
            ),
        ],
    );
    hold(
        "{type: object, properties: {a: {}}, additionalProperties: {type: integer}}",
        &[json!({"a": "x", "b": 1})],
        &[(
            json!({"b": "x"}),
            "/b: is text and not of the type `integer`",
        )],
    );
    hold(
        "{type: object, properties: {a: {}}, additionalProperties: false}",
        &[json!({"a": 1})],
        &[(
            json!({"b": 1}),
            "/b: is a property that the schema does not know",
        )],
    );
    hold(
        "{type: array, items: {type: string}}",
        &[],
        &[(
            json!(["a", 1]),
            "/1: is a number and not of the type `string`",
        )],
    );
    // Properties that are called like keywords are properties.
    hold(
        "{type: object, properties: {properties: {type: string}, $ref: {type: string}}}",
        &[json!({"$ref": "a"})],
        &[(
            json!({"properties": {}}),
            "/properties: is an object and not of the type `string`",
        )],
    );
}

#[test]
fn choices() {
    let text = "{oneOf: [{type: string}, {type: integer, minimum: 5}, {type: number, maximum: 7}]}";
    hold(
        text,
        &[json!("a"), json!(9), json!(1)],
        &[(json!(6), ": fits several of `oneOf`: `1`, `2`")],
    );
    hold(
        text,
        &[],
        &[(
            json!(true),
            ": fits none of the 3 of `oneOf`; of `0`, the value is a flag and not of the type `string` (v1/api.yaml#/components/schemas/S/oneOf/0)",
        )],
    );
    hold(
        "{anyOf: [{type: string}, {type: string, maxLength: 1}]}",
        &[json!("a"), json!("ab")],
        &[],
    );
    hold(
        "{allOf: [{required: [a]}, {required: [b]}]}",
        &[json!({"a": 1, "b": 1})],
        &[(json!({"a": 1}), ": lacks the required property `b`")],
    );
    hold(
        "{type: string, not: {enum: [a]}}",
        &[json!("b")],
        &[(json!("a"), ": is what `not` refuses")],
    );
}

const SHAPES: &str = "
Shape:
  oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}]
  discriminator: {propertyName: kind, mapping: {round: '#/components/schemas/Circle'}}
Circle:
  type: object
  properties: {kind: {type: string}, radius: {type: number}}
Square:
  type: object
  properties: {kind: {type: string}, side: {type: number}, inner: {$ref: '#/components/schemas/Shape'}}
";

#[test]
fn a_discriminator_names_the_alternative() {
    let specs = schemas(SHAPES);
    let shape = schema(&specs, "Shape");
    assert_eq!(check(&shape, &json!({"kind": "round", "radius": 1})), []);
    assert_eq!(check(&shape, &json!({"kind": "Square", "side": 1})), []);
    let found = check(&shape, &json!({"kind": "round", "radius": "1"}));
    assert_eq!(
        found[0].to_string(),
        "/radius is text and not of the type `number` (v1/api.yaml#/components/schemas/Circle/properties/radius)"
    );
    assert_eq!(found.len(), 1);
    // Nothing is said about a tag that it does not know: all alternatives count, and both take it.
    assert_eq!(check(&shape, &json!({"kind": "new"})).len(), 1);
}

#[test]
fn references() {
    let documents = [
        (
            "v1/api.yaml",
            "components: {schemas: {S: {type: array, items: {$ref: '../common/a.yaml#/components/schemas/A'}}}}",
        ),
        (
            "common/a.yaml",
            "components: {schemas: {A: {$ref: '#/components/schemas/B~1'}, B/: {type: string}, C: {$ref: '#/components/schemas/C'}, D: {$ref: b.yaml}}}",
        ),
    ];
    let documents = documents.map(|(file, text)| (file, serde_yaml::from_str(text).unwrap()));
    let specs: Specs = documents.into_iter().collect();
    let found = check(&schema(&specs, "S"), &json!(["a", 1]));
    assert_eq!(
        found[0].to_string(),
        "/1 is a number and not of the type `string` (common/a.yaml#/components/schemas/B~1)"
    );
    for (name, reference) in [("C", "#/components/schemas/C"), ("D", "b.yaml")] {
        let node = specs.at(&Origin::document("common/a.yaml")
            .key("components")
            .key("schemas")
            .key(name));
        let found = check(&node.unwrap(), &json!(1));
        assert_eq!(
            found[0].message,
            format!("has a schema that is not there: `{reference}`")
        );
    }
}

//! Values that are made of schemas, and what values lack.

use super::*;

const TREE: &str = "
Tree:
  type: object
  required: [name]
  properties:
    name: {type: string}
    parent: {$ref: '#/components/schemas/Tree'}
    children: {type: array, items: {$ref: '#/components/schemas/Tree'}}
    by_name: {type: object, additionalProperties: {$ref: '#/components/schemas/Tree'}}
Child:
  allOf: [{$ref: '#/components/schemas/Parent'}, {type: object, required: [kind], properties: {kind: {enum: [child]}, toy: {type: string}}}]
Other:
  allOf: [{$ref: '#/components/schemas/Parent'}, {type: object, required: [kind], properties: {kind: {enum: [other]}, tool: {type: string}}}]
Parent:
  properties: {age: {type: integer}}
  oneOf: [{$ref: '#/components/schemas/Child'}, {$ref: '#/components/schemas/Other'}]
";

#[test]
fn schemas_that_lead_back_to_themselves_have_an_end() {
    let specs = schemas(TREE);
    let tree = schema(&specs, "Tree");
    let [value] = &*Examples::of(&tree) else {
        panic!("one will do")
    };
    let leaf = json!({"name": "name"});
    let mut inner = leaf.clone();
    inner["children"] = json!([]);
    inner["by_name"] = json!({});
    let whole =
        json!({"name": "name", "parent": inner, "children": [inner], "by_name": {"key": inner}});
    assert_eq!(*value, whole);
    assert_eq!(check(&tree, value), []);
    assert_eq!(complete(&tree, value), []);
    let lacking = complete(&tree, &leaf);
    let places: Vec<&str> = lacking.iter().map(|found| &*found.pointer).collect();
    assert_eq!(places, ["/parent", "/children", "/by_name"]);

    let parent = schema(&specs, "Parent");
    let examples = Examples::of(&parent);
    let age = 9_007_199_254_740_993_i64;
    assert_eq!(
        examples,
        [
            json!({"kind": "child", "toy": "toy", "age": age}),
            json!({"kind": "other", "tool": "tool", "age": age}),
        ]
    );
    for example in &examples {
        assert_eq!(check(&parent, example), [], "{example}");
        assert_eq!(complete(&parent, example), [], "{example}");
    }
    let faulty = json!({"kind": "child", "toy": 1});
    assert_eq!(check(&schema(&specs, "Child"), &faulty).len(), 1);
}

#[test]
fn what_has_to_contain_itself_gets_an_end_all_the_same() {
    let specs = schemas(
        "S: {type: object, required: [s], properties: {s: {$ref: '#/components/schemas/S'}}}",
    );
    let example = Examples::default().value(&schema(&specs, "S"));
    assert_eq!(check(&schema(&specs, "S"), &example).len(), 1, "{example}");
}

#[test]
fn examples_have_everything_and_show_every_alternative() {
    let specs = schemas(SHAPES);
    let shape = schema(&specs, "Shape");
    let examples = Examples::of(&shape);
    for example in &examples {
        assert_eq!(check(&shape, example), [], "{example}");
        assert_eq!(complete(&shape, example), [], "{example}");
    }
    assert_eq!(
        examples,
        [
            json!({"kind": "round", "radius": 0.25}),
            json!({"kind": "Square", "side": 0.25, "inner": {"kind": "round", "radius": 0.25}}),
        ]
    );
}

#[test]
fn examples_keep_to_limits() {
    for (text, expected) in [
        ("{type: string}", json!("text")),
        ("{type: string, maxLength: 2}", json!("te")),
        ("{type: string, minLength: 6}", json!("textxx")),
        ("{type: string, enum: [b, a]}", json!("b")),
        (
            "{type: string, format: date-time}",
            json!("2026-01-31T09:30:00Z"),
        ),
        (
            "{type: string, format: uuid}",
            json!("01234567-89ab-cdef-0123-456789abcdef"),
        ),
        ("{type: string, pattern: '^\\d+$'}", json!("1")),
        ("{type: string, pattern: '^q$', example: q}", json!("q")),
        ("{type: integer, format: int32}", json!(7)),
        ("{type: integer, maximum: 3}", json!(3)),
        (
            "{type: integer, minimum: 10, maximum: 30, multipleOf: 4}",
            json!(12),
        ),
        (
            "{type: integer, minimum: 10, exclusiveMinimum: true, maximum: 12}",
            json!(11),
        ),
        ("{type: number, minimum: 1}", json!(1.0)),
        (
            "{type: array, items: {type: string}}",
            json!(["text", "text 2"]),
        ),
        ("{type: array, items: {type: boolean}}", json!([true])),
        (
            "{type: array, items: {type: integer}, minItems: 3}",
            json!([
                9_007_199_254_740_993_i64,
                9_007_199_254_740_993_i64,
                9_007_199_254_740_993_i64
            ]),
        ),
        (
            "{type: array, items: {type: string}, maxItems: 1}",
            json!(["text"]),
        ),
        (
            "{additionalProperties: {type: string}}",
            json!({"key": "value"}),
        ),
        (
            "{type: object, properties: {a: {type: string}, b: {type: boolean}}}",
            json!({"a": "a", "b": true}),
        ),
        (
            "{allOf: [{properties: {a: {type: string}}}, {properties: {b: {type: string}}}]}",
            json!({"a": "a", "b": "b"}),
        ),
        (
            "{properties: {a: {type: string}}, anyOf: [{required: [a]}]}",
            json!({"a": "a"}),
        ),
    ] {
        let specs = schemas(&format!("S: {text}"));
        let schema = schema(&specs, "S");
        let example = Examples::default().value(&schema);
        assert_eq!(example, expected, "{text}");
        assert_eq!(check(&schema, &example), [], "{text}");
        assert_eq!(complete(&schema, &example), [], "{text}");
    }
}

#[test]
fn what_a_value_lacks() {
    let specs = schemas(
        "S: {type: object, properties: {a: {}, b: {type: array, items: {}}, c: {additionalProperties: {}}, d: {nullable: true}}}",
    );
    let lacks = |value: Value| -> Vec<String> {
        let found = complete(&schema(&specs, "S"), &value);
        found
            .iter()
            .map(|found| format!("{} {}", found.pointer, found.message))
            .collect()
    };
    assert_eq!(
        lacks(json!({"a": 0, "b": [0], "c": {"e": 0}, "d": ""})),
        [""; 0]
    );
    assert_eq!(
        lacks(json!({"b": [], "c": {}, "d": null})),
        [
            "/a is missing",
            "/b is empty",
            "/c is empty",
            "/d is missing"
        ]
    );
}

//! What two sides say of schemas.

use super::differences;

/// A document with these schemas, of which `Pet` is sent and received.
fn schemas(schemas: &str) -> String {
    let content = "content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }";
    format!(
        "paths:\n  /pets:\n    put:\n      requestBody: {{ {content} }}\n      responses: {{ '200': {{ description: D, {content} }} }}\ncomponents:\n  schemas:\n{schemas}"
    )
}

/// The differences of two sets of schemas.
#[track_caller]
fn of_schemas(left: &str, right: &str) -> String {
    differences(&schemas(left), &schemas(right))
}

#[test]
fn schemas_are_compared_keyword_by_keyword() {
    let left = "
    Pet:
      type: object
      required: [id, name, ghost]
      properties:
        id: { type: string }
        name: { type: string, nullable: true }
        born: { type: string, format: date-time }
        kind: { type: string, enum: [CAT, DOG] }
        open: { type: string, enum: [A] }
        level: { type: integer, enum: [1, 2] }
        parts: { type: array, items: { type: object, properties: { weight: { type: number } } } }
        map: { type: object, additionalProperties: { type: array, items: { type: string } } }
        closed: { type: object, additionalProperties: false }
        gone: { type: string }
        tag: { type: string, default: x }
        any: {}
";
    let right = "
    Pet:
      type: object
      required: [id, new]
      properties:
        id: { type: integer }
        name: { type: string }
        born: { type: string, format: date, deprecated: true }
        kind: { type: string, enum: [CAT, BIRD, DOG] }
        open: { type: string }
        level: { type: integer, enum: [1, 3] }
        parts: { type: array, items: { type: object, properties: { weight: { type: number, format: float } } } }
        map: { type: object, additionalProperties: { type: array, items: { type: string, format: uuid } } }
        closed: { type: object, additionalProperties: { type: string } }
        new: { type: string }
        tag: { type: string, default: y }
        any: { type: object }
";
    insta::assert_snapshot!(of_schemas(left, right), @"
    Pet | any | type | any | object | both | pets
    Pet | born | deprecated | false | true | both | pets
    Pet | born | format | date-time | date | both | pets
    Pet | closed | additionalProperties | false | string | both | pets
    Pet | ghost | required | true | false | both | pets
    Pet | gone | presence | optional | absent | both | pets
    Pet | id | type | string | integer | both | pets
    Pet | kind | enum | [] | [BIRD] | both | pets
    Pet | level | enum | [2] | [3] | both | pets
    Pet | map{}[] | format | none | uuid | both | pets
    Pet | name | required | true | false | both | pets
    Pet | name | nullable | true | false | both | pets
    Pet | new | presence | absent | required | both | pets
    Pet | open | enum | [A] | none | both | pets
    Pet | parts[].weight | format | none | float | both | pets
    Pet | tag | default | x | y | both | pets
    ");
}

#[test]
fn names_of_schemas_count_where_they_stand() {
    let left = "
    Pet: { type: object, properties: { part: { $ref: '#/components/schemas/Part' }, other: { $ref: '#/components/schemas/Part' }, size: { $ref: '#/components/schemas/Size' }, inner: { type: object, properties: { a: { type: string } } } } }
    Part: { type: object, properties: { id: { type: string } } }
    Size: { type: string, enum: [S] }
";
    let right = "
    Pet: { type: object, properties: { part: { $ref: '#/components/schemas/NewPart' }, other: { $ref: '#/components/schemas/Part' }, size: { type: string, enum: [S, M] }, inner: { $ref: '#/components/schemas/Inner' } } }
    Part: { type: object, properties: { id: { type: string } } }
    NewPart: { type: object, properties: { id: { type: integer } } }
    Inner: { type: object, properties: { a: { type: integer } } }
";
    insta::assert_snapshot!(of_schemas(left, right), @"
    Inner | a | type | string | integer | both | pets
    Part | id | type | string | integer | both | pets
    Pet | inner | schema | none | Inner | both | pets
    Pet | part | schema | Part | NewPart | both | pets
    Pet | size | schema | Size | none | both | pets
    Size |  | enum | [] | [M] | both | pets
    ");
}

#[test]
fn choices_are_compared_by_the_names_of_their_branches() {
    // On the left the choice has a name, on the right it stands twice.
    let left = "
    Pet: { type: object, properties: { one: { $ref: '#/components/schemas/Choice' }, many: { type: array, items: { $ref: '#/components/schemas/Choice' } }, free: { anyOf: [{ type: string }, { type: integer }] }, joined: { allOf: [{ $ref: '#/components/schemas/A' }, { type: object, properties: { x: { type: string } } }] } } }
    Choice: { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }] }
    A: { type: object, properties: { a: { type: string } } }
    B: { type: object, properties: { b: { type: string } } }
";
    let right = "
    Pet: { type: object, properties: { one: { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/C' }] }, many: { type: array, items: { oneOf: [{ $ref: '#/components/schemas/C' }, { $ref: '#/components/schemas/A' }], type: object, properties: {} } }, free: { anyOf: [{ type: string }, { type: boolean }, { type: array, items: {} }] }, joined: { allOf: [{ $ref: '#/components/schemas/A' }, { type: object, properties: { x: { type: integer } } }] } } }
    A: { type: object, properties: { a: { type: integer } } }
    C: { type: object, properties: { c: { type: string } } }
";
    insta::assert_snapshot!(of_schemas(left, right), @"
    A | a | type | string | integer | both | pets
    Choice |  | oneOf | [B] | [C] | both | pets
    Pet | free | anyOf | [] | [(2)] | both | pets
    Pet | free(1) | type | integer | boolean | both | pets
    Pet | joined.x | type | string | integer | both | pets
    Pet | many[] | schema | Choice | none | both | pets
    Pet | one | schema | Choice | none | both | pets
    ");
}

#[test]
fn a_schema_that_only_wraps_another_is_that_one() {
    let left = "
    Pet: { type: object, properties: { part: { description: D, nullable: true, allOf: [{ $ref: '#/components/schemas/Part' }] }, a: { $ref: '#/components/schemas/Part' } } }
    Part: { type: object, properties: { id: { type: string } } }
";
    let right = "
    Pet: { type: object, properties: { part: { $ref: '#/components/schemas/Part' }, a: { $ref: '#/components/schemas/Part' } } }
    Part: { type: object, properties: { id: { type: integer } } }
";
    insta::assert_snapshot!(of_schemas(left, right), @"
    Part | id | type | string | integer | both | pets
    Pet | part | nullable | true | false | both | pets
    ");
}

#[test]
fn schemas_that_contain_themselves_come_to_an_end() {
    let left = "
    Pet: { type: object, properties: { children: { type: array, items: { $ref: '#/components/schemas/Pet' } }, filter: { $ref: '#/components/schemas/Filter' } } }
    Filter: { oneOf: [{ $ref: '#/components/schemas/And' }, { $ref: '#/components/schemas/Is' }] }
    And: { type: object, properties: { filters: { type: array, items: { $ref: '#/components/schemas/Filter' } } } }
    Is: { type: object, properties: { value: { type: string } } }
";
    let right = "
    Pet: { type: object, properties: { children: { type: array, items: { $ref: '#/components/schemas/Pet' } }, filter: { oneOf: [{ $ref: '#/components/schemas/And' }, { $ref: '#/components/schemas/Is' }] } } }
    And: { type: object, properties: { filters: { type: array, items: { oneOf: [{ $ref: '#/components/schemas/And' }, { $ref: '#/components/schemas/Is' }] } } } }
    Is: { type: object, properties: { value: { type: integer } } }
";
    insta::assert_snapshot!(of_schemas(left, right), @"
    And | filters[] | schema | Filter | none | both | pets
    Is | value | type | string | integer | both | pets
    Pet | filter | schema | Filter | none | both | pets
    ");
    let around = "
    Pet: { allOf: [{ $ref: '#/components/schemas/Again' }] }
    Again: { allOf: [{ $ref: '#/components/schemas/Pet' }] }
";
    assert_eq!(of_schemas(around, around), "");
}

//! The messages for schemas and values that are not as OpenAPI 3.0 writes them.

use super::{components, found, operation};

#[test]
fn newer_keywords_of_schemas() {
    let text = "  schemas:
    A: { const: 1, examples: [1], patternProperties: {}, prefixItems: [], if: {}, $defs: {}, contentEncoding: base64, $id: a, $comment: b }
    B: { exclusiveMinimum: 5, items: [{}], additionalProperties: { const: 2 } }
    C: true
";
    insta::assert_snapshot!(found(&components(text)), @"
    `const` is not a field of the Schema Object
        at /components/schemas/A/const
        OpenAPI 3.0 has no `const`; write `enum` with one value
    `examples` is not a field of the Schema Object
        at /components/schemas/A/examples
        schemas of OpenAPI 3.0 have no `examples`; write one `example`
    `patternProperties` is not a field of the Schema Object
        at /components/schemas/A/patternProperties
        OpenAPI 3.0 does not look at names of properties; write `additionalProperties` with the schema of the values
    `prefixItems` is not a field of the Schema Object
        at /components/schemas/A/prefixItems
        OpenAPI 3.0 has one schema for all items of a list; write `items`, with `oneOf` if they differ
    `if` is not a field of the Schema Object
        at /components/schemas/A/if
        OpenAPI 3.0 has no conditions; write `oneOf` with one schema for each case
    `$defs` is not a field of the Schema Object
        at /components/schemas/A/$defs
        move the schemas to `components/schemas` of the document
    `contentEncoding` is not a field of the Schema Object
        at /components/schemas/A/contentEncoding
        OpenAPI 3.0 has `format: byte` for base64 text and `format: binary` for files
    `$id` is not a field of the Schema Object
        at /components/schemas/A/$id
        schemas of OpenAPI 3.0 have no identity of their own; remove it, and refer with `$ref: '#/components/schemas/…'`
    `$comment` is not a field of the Schema Object
        at /components/schemas/A/$comment
        OpenAPI 3.0 has no `$comment`; write a YAML comment or `description`
    `exclusiveMinimum` must be `true` or `false`, found a number
        at /components/schemas/B/exclusiveMinimum
        OpenAPI 3.0 writes the limit as `minimum`, with `exclusiveMinimum: true` beside it
    `items` must be an object, found a list
        at /components/schemas/B/items
        OpenAPI 3.0 has one schema for all items of a list, with `oneOf` if they differ
    `const` is not a field of the Schema Object
        at /components/schemas/B/additionalProperties/const
        OpenAPI 3.0 has no `const`; write `enum` with one value
    `C` must be an object, found `true`
        at /components/schemas/C
        OpenAPI 3.0 has no schemas `true` and `false`; write `type: object`
    ");
}

#[test]
fn types_of_schemas() {
    let text = "  schemas:
    A: { type: [string, 'null'] }
    B: { type: [string, integer] }
    C: { anyOf: [{ type: 'null' }, { type: strin }, { type: file }, { type: thing }, { type: int }] }
    D: { type: array }
    E: { type: [number] }
    F: { type: null }
";
    insta::assert_snapshot!(found(&components(text)), @"
    `type` must be text, found a list
        at /components/schemas/A/type
        OpenAPI 3.0 has no lists of types; write `type: string` and `nullable: true`
    `type` must be text, found a list
        at /components/schemas/B/type
        OpenAPI 3.0 has no lists of types; write `oneOf` with one schema for each type
    `type` cannot be `null`
        at /components/schemas/C/anyOf/0/type
        OpenAPI 3.0 has no type `null`; write `nullable: true` beside the type of the other values
    `type` cannot be `strin`
        at /components/schemas/C/anyOf/1/type
        did you mean `string`?
    `type` cannot be `file`
        at /components/schemas/C/anyOf/2/type
        write `type: string` and `format: binary`
    `type` cannot be `thing`
        at /components/schemas/C/anyOf/3/type
        write `string`, `number`, `integer`, `boolean`, `object` or `array`
    `type` cannot be `int`
        at /components/schemas/C/anyOf/4/type
        write `type: integer`, with `format: int64` if needed
    `items` is missing in the Schema Object
        at /components/schemas/D
        say what the list holds, as in `items: {type: string}`
    `type` must be text, found a list
        at /components/schemas/E/type
        OpenAPI 3.0 has no lists of types; write `type: number`
    `type` must be text, found null
        at /components/schemas/F/type
        leave it out, or give it a value
    ");
}

#[test]
fn wrong_kinds_of_values() {
    let text = "{ tags: things, summary: 5, deprecated: 'yes', responses: [], parameters: [id, [1]], security: { key: [] }, externalDocs: 1 }";
    insta::assert_snapshot!(found(&operation(text)), @r#"
    `tags` must be a list, found text
        at /paths/~1things/get/tags
        write a list, also for a single item: `- …`
    `summary` must be text, found a number
        at /paths/~1things/get/summary
        put it in quotes: `"5"`
    `deprecated` must be `true` or `false`, found text
        at /paths/~1things/get/deprecated
        write `true` or `false` without quotes
    `responses` must be an object, found a list
        at /paths/~1things/get/responses
        write `name: value` lines without `-` before them
    item 1 of `parameters` must be an object, found text
        at /paths/~1things/get/parameters/0
        write an object, such as `$ref: '#/components/…'`
    item 2 of `parameters` must be an object, found a list
        at /paths/~1things/get/parameters/1
        write `name: value` lines without `-` before them
    `security` must be a list, found an object
        at /paths/~1things/get/security
        write a list, also for a single item: `- …`
    `externalDocs` must be an object, found a number
        at /paths/~1things/get/externalDocs
        write an External Documentation Object with `url`
    "#);
    let text = "  schemas:
    A: { maxLength: -1, minItems: 1.5, maximum: '5', required: true, enum: a, additionalProperties: yes, properties: [a], items: B }
    B: { properties: { a: string, b: { type: 5 } }, discriminator: name }
";
    insta::assert_snapshot!(found(&components(text)), @r#"
    `maxLength` must be a whole number from 0 on, found a number
        at /components/schemas/A/maxLength
        write a whole number from 0 on
    `minItems` must be a whole number from 0 on, found a number
        at /components/schemas/A/minItems
        write a whole number from 0 on
    `maximum` must be a number, found text
        at /components/schemas/A/maximum
        write the number without quotes
    `required` must be a list, found `true`
        at /components/schemas/A/required
        `required` stands beside `properties` and lists their names
    `enum` must be a list, found text
        at /components/schemas/A/enum
        write a list, also for a single item: `- …`
    `additionalProperties` must be `true`, `false` or an object, found text
        at /components/schemas/A/additionalProperties
        write `true` or `false` without quotes
    `properties` must be an object, found a list
        at /components/schemas/A/properties
        write `name: value` lines without `-` before them
    `items` must be an object, found text
        at /components/schemas/A/items
        write an object, such as `$ref: '#/components/…'`
    `a` must be an object, found text
        at /components/schemas/B/properties/a
        write an object, such as `$ref: '#/components/…'`
    `type` must be text, found a number
        at /components/schemas/B/properties/b/type
        put it in quotes: `"5"`
    `discriminator` must be an object, found text
        at /components/schemas/B/discriminator
        write a Discriminator Object with `propertyName`
    "#);
}

#[test]
fn nulls() {
    let text = "{ tags: , summary: , responses: , deprecated: , externalDocs: ~ }";
    insta::assert_snapshot!(found(&operation(text)), @"
    `tags` must be a list, found null
        at /paths/~1things/get/tags
        leave it out, or write `[]`
    `summary` must be text, found null
        at /paths/~1things/get/summary
        leave it out, or give it a value
    `responses` must be an object, found null
        at /paths/~1things/get/responses
        leave it out, or write `{}`
    `deprecated` must be `true` or `false`, found null
        at /paths/~1things/get/deprecated
        leave it out, or give it a value
    `externalDocs` must be an object, found null
        at /paths/~1things/get/externalDocs
        leave it out, or give it a value
    ");
}

#[test]
fn references() {
    let text = "  schemas:
    A: { $ref: '#/components/schemas/B', description: Text, nullable: true, x-own: 1 }
    B: { $ref: 5 }
    C: { $ref: '#/components/schemas/B', description: '' }
";
    insta::assert_snapshot!(found(&components(text)), @r#"
    warning: `nullable` has no effect next to `$ref`
        at /components/schemas/A/nullable
        write `allOf` with the reference as its one item, and `nullable` beside `allOf`; or remove it
    `$ref` must be text, found a number
        at /components/schemas/B/$ref
        put it in quotes: `"5"`
    warning: `description` has no effect next to `$ref`
        at /components/schemas/A/description
        move it to where the reference leads, or remove it
    warning: `x-own` has no effect next to `$ref`
        at /components/schemas/A/x-own
        move it to where the reference leads, or remove it
    "#);
}

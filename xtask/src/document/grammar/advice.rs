//! What the author of a document can do about a finding.

use serde_json::Value;

use super::shape::{Object, Shape};
use crate::nearest::nearest;

/// What the help says about a field that an object does not have.
pub(super) fn unknown_field(object: &Object, key: &str, value: &Value) -> String {
    if let Some(help) = foreign_field(object.name, key) {
        return help.to_owned();
    }
    if key == "$ref" {
        return format!(
            "OpenAPI 3.0 has no references to a {}; write it out here",
            object.name
        );
    }
    if let Some(name) = nearest(key, object.fields.iter().map(|field| field.name)) {
        return format!("did you mean `{name}`?");
    }
    if object.name == "Schema Object" && value.is_object() {
        return "if this is a property, move it into `properties`; a field of your own has to start with `x-`".to_owned();
    }
    let names: Vec<_> = object.fields.iter().map(|field| field.name).collect();
    format!(
        "it has {}; a field of your own has to start with `x-`",
        enumeration(&names, "and")
    )
}

/// Fields that other versions of OpenAPI or JSON Schema have, and what stands for them in 3.0.
fn foreign_field(object: &str, key: &str) -> Option<&'static str> {
    Some(match (object, key) {
        ("Schema Object", "const") => "OpenAPI 3.0 has no `const`; write `enum` with one value",
        ("Schema Object", "examples") => {
            "schemas of OpenAPI 3.0 have no `examples`; write one `example`"
        }
        ("Schema Object", "patternProperties" | "unevaluatedProperties" | "propertyNames") => {
            "OpenAPI 3.0 does not look at names of properties; write `additionalProperties` with the schema of the values"
        }
        (
            "Schema Object",
            "prefixItems" | "additionalItems" | "unevaluatedItems" | "contains" | "minContains"
            | "maxContains",
        ) => {
            "OpenAPI 3.0 has one schema for all items of a list; write `items`, with `oneOf` if they differ"
        }
        (
            "Schema Object",
            "if" | "then" | "else" | "dependentSchemas" | "dependentRequired" | "dependencies",
        ) => "OpenAPI 3.0 has no conditions; write `oneOf` with one schema for each case",
        ("Schema Object", "$defs" | "definitions") => {
            "move the schemas to `components/schemas` of the document"
        }
        ("Schema Object", "contentMediaType" | "contentEncoding" | "contentSchema") => {
            "OpenAPI 3.0 has `format: byte` for base64 text and `format: binary` for files"
        }
        (
            "Schema Object",
            "$schema" | "$id" | "id" | "$anchor" | "$dynamicRef" | "$dynamicAnchor" | "$vocabulary",
        ) => {
            "schemas of OpenAPI 3.0 have no identity of their own; remove it, and refer with `$ref: '#/components/schemas/…'`"
        }
        ("Schema Object", "$comment") => {
            "OpenAPI 3.0 has no `$comment`; write a YAML comment or `description`"
        }
        ("Schema Object", "optional") => {
            "properties are optional unless `required` of their object lists them"
        }
        ("Schema Object", "in" | "schema" | "content") => {
            "this looks like a parameter or a body; a schema describes the value alone"
        }
        ("OpenAPI Object", "webhooks" | "jsonSchemaDialect") => {
            "OpenAPI 3.0 does not have it; remove it"
        }
        ("OpenAPI Object", "definitions") => {
            "this is Swagger 2.0; OpenAPI 3.0 has `components/schemas`"
        }
        ("OpenAPI Object", "securityDefinitions") => {
            "this is Swagger 2.0; OpenAPI 3.0 has `components/securitySchemes`"
        }
        ("OpenAPI Object", "host" | "basePath" | "schemes") => {
            "this is Swagger 2.0; OpenAPI 3.0 has `servers`"
        }
        (
            "OpenAPI Object",
            "schemas" | "responses" | "parameters" | "securitySchemes" | "requestBodies",
        ) => "move it into `components`",
        ("OpenAPI Object" | "Operation Object", "consumes" | "produces") => {
            "this is Swagger 2.0; OpenAPI 3.0 has media types in `content` of bodies and responses"
        }
        ("Info Object", "summary") => "OpenAPI 3.0 has no `summary` here; write `description`",
        ("License Object", "identifier") => "OpenAPI 3.0 has no `identifier` here; write `url`",
        ("Components Object", "pathItems") => {
            "OpenAPI 3.0 has no path items in components; write them into `paths`"
        }
        ("Components Object", "definitions") => "OpenAPI 3.0 calls them `schemas`",
        (
            "Parameter Object" | "Header Object",
            "type" | "format" | "items" | "enum" | "default" | "minimum" | "maximum" | "pattern"
            | "minLength" | "maxLength",
        ) => "move it into `schema`",
        ("Parameter Object" | "Header Object", "collectionFormat") => {
            "this is Swagger 2.0; OpenAPI 3.0 has `style` and `explode`"
        }
        ("Header Object", "name") => "the name of a header is its key in `headers`",
        ("Header Object", "in") => "a header has no `in`; it is always a header",
        ("Response Object" | "Request Body Object", "schema") => {
            "write `content`, with the media type above the schema: `content: { application/json: { schema: … } }`"
        }
        ("Response Object", "examples") => "examples stand in the media types of `content`",
        ("Operation Object", "body") => "OpenAPI 3.0 has `requestBody`",
        ("Path Item Object", "operationId" | "responses" | "tags" | "requestBody") => {
            "it belongs to an operation: put it below `get`, `post` or another method"
        }
        (
            "Media Type Object",
            "type" | "properties" | "items" | "allOf" | "oneOf" | "anyOf" | "$ref",
        ) => "move it into `schema`",
        _ => return None,
    })
}

/// What the help says about a text that is none of the allowed ones.
pub(super) fn word(key: Option<&str>, word: &str, words: &[&str]) -> String {
    let known = match (key, word) {
        (Some("type"), "null") => {
            "OpenAPI 3.0 has no type `null`; write `nullable: true` beside the type of the other values"
        }
        (Some("type"), "file") => "write `type: string` and `format: binary`",
        (Some("type"), "any") => {
            "write `object`, which takes any JSON object if it has no properties"
        }
        (Some("type"), "int" | "int32" | "int64" | "long") => {
            "write `type: integer`, with `format: int64` if needed"
        }
        (Some("type"), "float" | "double" | "decimal") => "write `type: number`",
        (Some("type"), "bool") => "write `type: boolean`",
        (Some("type"), "date" | "datetime" | "date-time" | "uuid" | "text" | "str") => {
            "write `type: string`, with the rest as `format`"
        }
        (Some("type"), "list") => "write `type: array`",
        (Some("type"), "map" | "dict") => {
            "write `type: object` and `additionalProperties` with the schema of the values"
        }
        (Some("type"), "basic") => "write `type: http` and `scheme: basic`",
        (Some("type"), "mutualTLS") => "OpenAPI 3.0 has no such scheme; leave it out",
        (Some("in"), "body") => {
            "this is Swagger 2.0; OpenAPI 3.0 has `requestBody` in the operation"
        }
        (Some("in"), "formData") => {
            "this is Swagger 2.0; OpenAPI 3.0 has `requestBody` with `multipart/form-data` or `application/x-www-form-urlencoded`"
        }
        _ => match nearest(word, words.iter().copied()) {
            Some(name) => return format!("did you mean `{name}`?"),
            None => return format!("write {}", alternatives(words)),
        },
    };
    known.to_owned()
}

/// What the help says about a value of the wrong kind.
pub(super) fn wrong_kind(key: Option<&str>, value: &Value, shape: Shape) -> String {
    let help = match (key, value, shape) {
        (_, Value::Null, Shape::List(_)) => "leave it out, or write `[]`",
        (_, Value::Null, Shape::Map(..)) => "leave it out, or write `{}`",
        (_, Value::Null, Shape::Inline(object) | Shape::Referable(object))
            if object.fields.iter().all(|field| !field.required) =>
        {
            "leave it out, or write `{}`"
        }
        (_, Value::Null, _) => "leave it out, or give it a value",
        (Some("type"), Value::Array(types), Shape::Word(_)) => return several_types(types),
        (Some("exclusiveMaximum"), Value::Number(_), _) => {
            "OpenAPI 3.0 writes the limit as `maximum`, with `exclusiveMaximum: true` beside it"
        }
        (Some("exclusiveMinimum"), Value::Number(_), _) => {
            "OpenAPI 3.0 writes the limit as `minimum`, with `exclusiveMinimum: true` beside it"
        }
        (Some("required"), Value::Bool(_), Shape::List(_)) => {
            "`required` stands beside `properties` and lists their names"
        }
        (Some("items"), Value::Array(_), _) => {
            "OpenAPI 3.0 has one schema for all items of a list, with `oneOf` if they differ"
        }
        (Some("examples"), Value::Array(_), Shape::Map(..)) => {
            "give each example a name: `examples: { first: { value: … } }`"
        }
        (_, Value::Bool(_), Shape::Referable(_)) => {
            "OpenAPI 3.0 has no schemas `true` and `false`; write `type: object`"
        }
        (_, Value::String(_), Shape::Referable(_)) => {
            "write an object, such as `$ref: '#/components/…'`"
        }
        (_, Value::Number(_) | Value::Bool(_), Shape::Text | Shape::Word(_)) => {
            return format!("put it in quotes: `\"{value}\"`");
        }
        (_, Value::String(_), Shape::Flag | Shape::FlagOr(_)) => {
            "write `true` or `false` without quotes"
        }
        (_, Value::String(_), Shape::Number | Shape::Count) => "write the number without quotes",
        (_, Value::Array(_), Shape::Map(..) | Shape::Inline(_) | Shape::Referable(_)) => {
            "write `name: value` lines without `-` before them"
        }
        (_, _, Shape::List(_)) => "write a list, also for a single item: `- …`",
        (_, _, Shape::Inline(object)) => {
            let article = if object.name.starts_with(['A', 'E', 'I', 'O', 'X']) {
                "an"
            } else {
                "a"
            };
            return format!("write {article} {} with {}", object.name, fields(object));
        }
        _ => return format!("write {}", shape.due()),
    };
    help.to_owned()
}

fn several_types(types: &[Value]) -> String {
    let names: Vec<_> = types
        .iter()
        .filter_map(Value::as_str)
        .filter(|name| *name != "null")
        .collect();
    match names[..] {
        [name] if types.len() > 1 => {
            format!("OpenAPI 3.0 has no lists of types; write `type: {name}` and `nullable: true`")
        }
        [name] => format!("OpenAPI 3.0 has no lists of types; write `type: {name}`"),
        _ => "OpenAPI 3.0 has no lists of types; write `oneOf` with one schema for each type"
            .to_owned(),
    }
}

/// Whether a field of a schema or another object says nothing about the values that are sent.
pub(super) fn is_annotation(key: &str) -> bool {
    matches!(
        key,
        "description"
            | "summary"
            | "title"
            | "example"
            | "examples"
            | "externalDocs"
            | "deprecated"
    ) || key.starts_with("x-")
}

/// What the help says about a field that is ignored because it stands next to `$ref`, though it would matter.
pub(super) fn beside_reference(key: &str) -> String {
    format!(
        "write `allOf` with the reference as its one item, and `{key}` beside `allOf`; or remove it"
    )
}

/// What the help says about a field that is not there.
pub(super) fn missing(object: &Object, field: &str, due: &str) -> String {
    match (object.name, field) {
        ("OpenAPI Object", "paths") => {
            "write `paths: {}` if the document holds components only".to_owned()
        }
        ("Response Object", "description") => {
            "say in a few words when the answer comes, such as `description: The contact`"
                .to_owned()
        }
        ("Schema Object", "items") => {
            "say what the list holds, as in `items: {type: string}`".to_owned()
        }
        (name @ ("Security Scheme Object" | "OAuth Flow Object"), _) => {
            format!("{name}s of this kind need `{field}`, which is {due}")
        }
        (name, _) => format!("{name}s need `{field}`, which is {due}"),
    }
}

/// `a`, `b` or `c`.
pub(super) fn alternatives(words: &[&str]) -> String {
    enumeration(words, "or")
}

fn fields(object: &Object) -> String {
    let required: Vec<_> = object
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.name)
        .collect();
    if required.is_empty() {
        "its fields".to_owned()
    } else {
        enumeration(&required, "and")
    }
}

fn enumeration(words: &[&str], last: &str) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => "no fields".to_owned(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}

//! What has to hold in an object besides the types of its fields.

use serde_json::{Map, Value};

use super::shape::{Object, Rule};
use super::walk::Walk;

/// Checks the rules of an object whose fields have been checked.
pub(super) fn check(walk: &mut Walk<'_, '_>, fields: &Map<String, Value>, object: &Object) {
    match object.rule {
        Rule::None => {}
        Rule::Schema => schema(walk, fields, object),
        Rule::Parameter => parameter(walk, fields, object),
        Rule::Header => content_or_schema(walk, fields, object),
        Rule::SecurityScheme => security_scheme(walk, fields, object),
    }
}

/// Whether a field means nothing because of what another one says.
pub(super) fn is_ignored(object: &Object, fields: &Map<String, Value>, key: &str) -> bool {
    matches!(object.rule, Rule::SecurityScheme)
        && key == "flows"
        && text(fields, "type") != Some("oauth2")
}

fn text<'a>(fields: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    fields.get(key).and_then(Value::as_str)
}

fn schema(walk: &mut Walk<'_, '_>, fields: &Map<String, Value>, object: &Object) {
    if text(fields, "type") == Some("array") && !fields.contains_key("items") {
        walk.missing(object, "items", "an object");
    }
}

fn parameter(walk: &mut Walk<'_, '_>, fields: &Map<String, Value>, object: &Object) {
    content_or_schema(walk, fields, object);
    let styles: &[&str] = match text(fields, "in") {
        Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        Some("path") => &["simple", "label", "matrix"],
        Some("header") => &["simple"],
        Some("cookie") => &["form"],
        _ => return,
    };
    let Some((place, style)) = text(fields, "in").zip(text(fields, "style")) else {
        return;
    };
    // A style that exists nowhere has been reported already.
    let exists = [
        "form",
        "spaceDelimited",
        "pipeDelimited",
        "deepObject",
        "simple",
        "label",
        "matrix",
    ]
    .contains(&style);
    if exists && !styles.contains(&style) {
        let message = format!("a {place} parameter cannot have the style `{style}`");
        walk.error_at(
            "style",
            message,
            format!("write {}", super::advice::alternatives(styles)),
        );
    }
}

fn content_or_schema(walk: &mut Walk<'_, '_>, fields: &Map<String, Value>, object: &Object) {
    match (
        fields.contains_key("schema"),
        fields.contains_key("content"),
    ) {
        (false, false) => walk.error(
            format!("the {} has neither `schema` nor `content`", object.name),
            "say what its value is, such as `schema: { type: string }`",
        ),
        (true, true) => walk.error_at(
            "content",
            format!("the {} has both `schema` and `content`", object.name),
            "keep `schema`, unless the value is text in a format such as JSON",
        ),
        _ => {}
    }
}

fn security_scheme(walk: &mut Walk<'_, '_>, fields: &Map<String, Value>, object: &Object) {
    let due: &[(&str, &str)] = match text(fields, "type") {
        Some("apiKey") => &[("name", "text"), ("in", "text")],
        Some("http") => &[("scheme", "text")],
        Some("oauth2") => &[("flows", "an object")],
        Some("openIdConnect") => &[("openIdConnectUrl", "text")],
        _ => &[],
    };
    for (field, due) in due {
        if !fields.contains_key(*field) {
            walk.missing(object, field, due);
        }
    }
}

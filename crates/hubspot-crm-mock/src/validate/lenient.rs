//! What HubSpot reads although the documents have it otherwise.

use openapi_conform::{Node, Parameter, Violation, check, pointer};
use serde_json::{Number, Value};

/// The query as it counts for a parameter: a list may have commas in it, and a flag may be in capitals.
pub(super) fn query<'q>(
    parameter: &Parameter<'_>,
    sent: &[(&'q str, &'q str)],
) -> Vec<(&'q str, &'q str)> {
    let schema = parameter.schema();
    let kind = schema.as_ref().and_then(|schema| schema.text("type"));
    let one = |(name, text): &(&'q str, &'q str)| -> Vec<(&'q str, &'q str)> {
        let (name, text) = (*name, *text);
        match kind {
            Some("array") if name == parameter.name && parameter.explodes() => {
                let items = text.split(',').map(str::trim);
                let items = items.filter(|item| !item.is_empty());
                items.map(|item| (name, item)).collect()
            }
            Some("boolean") if text.eq_ignore_ascii_case("true") => vec![(name, "true")],
            Some("boolean") if text.eq_ignore_ascii_case("false") => vec![(name, "false")],
            _ => vec![(name, text)],
        }
    };
    sent.iter().flat_map(one).collect()
}

/// What is wrong with a body, but for values of a map that are null, such as those of properties: they say that nothing changes.
pub(super) fn checked(schema: &Node<'_>, value: &Value) -> Vec<Violation> {
    let mut found = check(schema, value);
    found.retain(|violation| {
        let is_of_map = violation.schema.pointer.ends_with("/additionalProperties");
        let is_null = value
            .pointer(&violation.pointer)
            .is_some_and(Value::is_null);
        !(is_of_map && is_null)
    });
    found
}

/// Puts right what of a body is of another type than it should be, where HubSpot does so too. Whether there was anything.
///
/// In a form an object may be the text of its JSON: most programs send it so, without a content type of its own.
pub(super) fn body(value: &mut Value, found: &[Violation], is_form: bool) -> bool {
    let mut is_changed = false;
    for violation in found {
        let Some(due) = violation.due.as_deref() else {
            continue;
        };
        let Some(part) = value.pointer_mut(&violation.pointer) else {
            continue;
        };
        if part.is_null() {
            is_changed |= remove(value, &violation.pointer);
        } else if let Some(right) = converted(part, due)
            .or_else(|| sort(part, violation))
            .or_else(|| is_form.then(|| read(part, due)).flatten())
        {
            *part = right;
            is_changed = true;
        }
    }
    is_changed
}

/// Removes a member of an object; null is as good as nothing.
fn remove(value: &mut Value, at: &str) -> bool {
    let Some((parent, key)) = at.rsplit_once('/') else {
        return false;
    };
    let keys = pointer::split(&format!("/{key}")).unwrap_or_default();
    match (value.pointer_mut(parent), keys.first()) {
        (Some(Value::Object(members)), Some(key)) => members.shift_remove(key).is_some(),
        _ => false,
    }
}

fn converted(value: &Value, due: &str) -> Option<Value> {
    match (due, value) {
        ("string", Value::Number(_) | Value::Bool(_)) => Some(value.to_string().into()),
        ("integer" | "number", Value::String(text)) => {
            text.parse::<Number>().ok().map(Value::Number)
        }
        ("boolean", Value::String(text)) => text.parse::<bool>().ok().map(Value::Bool),
        _ => None,
    }
}

/// The object of which a text is the JSON.
fn read(value: &Value, due: &str) -> Option<Value> {
    let text = value.as_str().filter(|_| due == "object")?;
    let read: Value = serde_json::from_str(text).ok()?;
    read.is_object().then_some(read)
}

/// A sort as its text, `-createdate`, if it is one of the objects that searches take as well.
fn sort(value: &Value, violation: &Violation) -> Option<Value> {
    let name = value.get("propertyName")?.as_str()?;
    if !violation.pointer.starts_with("/sorts/") {
        return None;
    }
    let direction = value.get("direction").and_then(Value::as_str);
    match direction.unwrap_or("ASCENDING") {
        "ASCENDING" => Some(name.into()),
        "DESCENDING" => Some(format!("-{name}").into()),
        _ => None,
    }
}

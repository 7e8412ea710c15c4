//! Objects that are sent in another form than JSON.

use serde::Serialize;
use serde_json::{Map, Value};

/// What a value looks like from outside.
pub(super) enum Fields {
    /// Nothing is to be sent.
    Nothing,
    Object(Map<String, Value>),
    /// A scalar or a list.
    Other(Value),
}

pub(super) fn of<T: Serialize + ?Sized>(value: &T) -> Result<Fields, serde_json::Error> {
    Ok(match serde_json::to_value(value)? {
        Value::Null => Fields::Nothing,
        Value::Object(object) => Fields::Object(object),
        other => Fields::Other(other),
    })
}

/// Calls `add` with each text that a field is sent with: not at all for null, once per item of a
/// list, and with JSON for what is nested deeper.
pub(super) fn each_text(value: &Value, add: &mut dyn FnMut(&str)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| one_text(item, add)),
        other => one_text(other, add),
    }
}

fn one_text(value: &Value, add: &mut dyn FnMut(&str)) {
    match value {
        Value::Null => {}
        Value::String(text) => add(text),
        other => add(&other.to_string()),
    }
}

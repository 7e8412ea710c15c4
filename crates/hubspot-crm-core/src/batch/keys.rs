//! What tells inputs, results and failures that they belong together.

use std::collections::HashSet;

use serde_json::Value;

use crate::error::{BatchFailure, ErrorContext};

/// The field in which HubSpot gives back what an input is called.
pub(super) const TRACE_ID: &str = "objectWriteTraceId";

/// Something that an input and its result have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// What the input is called.
    Trace(String),
    /// The value of a unique property.
    Property(String, String),
    /// The same without regard to case: HubSpot stores emails and domains in lowercase.
    Folded(String, String),
    /// Two things that belong together: both ends of a link, or a record with its type.
    Pair(String, String),
    /// An id, or the name of something that is known by name.
    One(String),
}

/// Texts and numbers: ids come as either.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn field(value: &Value, name: &str) -> Option<String> {
    text(value.get(name)?)
}

/// The id in an object such as `{"id": "1"}`.
fn id_in(value: &Value, name: &str) -> Option<String> {
    field(value.get(name)?, "id")
}

fn pair(value: &Value) -> Option<Key> {
    let both = |one: Option<String>, other: Option<String>| Some(Key::Pair(one?, other?));
    both(id_in(value, "from"), id_in(value, "to"))
        .or_else(|| both(field(value, "fromObjectId"), field(value, "toObjectId")))
        .or_else(|| both(field(value, "objectTypeId"), field(value, "recordId")))
}

pub(super) fn trace_id(value: &Value) -> Option<String> {
    field(value, TRACE_ID)
}

/// The unique property that the id of an input is a value of: its own, or that of the whole batch.
pub(super) fn id_property(input: &Value, of_batch: Option<&str>) -> Option<String> {
    field(input, "idProperty").or_else(|| of_batch.map(ToOwned::to_owned))
}

/// The keys of an input, the surest first.
pub(super) fn of_input(input: &Value, id_property_of_batch: Option<&str>) -> Vec<Key> {
    let mut keys: Vec<Key> = trace_id(input).map(Key::Trace).into_iter().collect();
    if let Some(pair) = pair(input) {
        keys.push(pair);
    } else if let Some(id) = text(input).or_else(|| field(input, "id")) {
        match id_property(input, id_property_of_batch) {
            Some(property) => {
                keys.push(Key::Folded(property.clone(), id.trim().to_lowercase()));
                keys.push(Key::Property(property, id));
            }
            None => keys.push(Key::One(id)),
        }
    } else {
        keys.extend(field(input, "name").map(Key::One));
    }
    keys
}

/// The keys of a result, the surest first. `properties` are those that inputs are found by.
pub(super) fn of_result(result: &Value, properties: &HashSet<String>) -> Vec<Key> {
    let mut keys: Vec<Key> = trace_id(result).map(Key::Trace).into_iter().collect();
    for property in properties {
        let value = result.get("properties").and_then(|it| field(it, property));
        if let Some(value) = value {
            let folded = value.trim().to_lowercase();
            keys.push(Key::Property(property.clone(), value));
            keys.push(Key::Folded(property.clone(), folded));
        }
    }
    keys.extend(pair(result));
    // The links of a record are a result about that record.
    let ids = [
        field(result, "id"),
        id_in(result, "from"),
        field(result, "name"),
        field(result, "fullyQualifiedName"),
        field(result, "objectTypeId"),
    ];
    keys.extend(ids.into_iter().flatten().map(Key::One));
    keys
}

/// Whether an input and a result differ in no text or number that both have.
pub(super) fn agree(input: &Value, result: &Value) -> bool {
    let (Some(input), Some(result)) = (input.as_object(), result.as_object()) else {
        return true;
    };
    input.iter().all(
        |(name, value)| match (text(value), result.get(name).and_then(text)) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        },
    )
}

/// Whether two inputs ask for the same, whatever they are called.
pub(super) fn ask_the_same(one: &Value, other: &Value) -> bool {
    let unnamed = |value: &Value| {
        let mut value = value.clone();
        if let Some(fields) = value.as_object_mut() {
            fields.remove(TRACE_ID);
        }
        value
    };
    unnamed(one) == unnamed(other)
}

/// What a failure says about whom it is about.
#[derive(Debug, Default)]
pub(super) struct Mentioned<'a> {
    traces: HashSet<&'a str>,
    from: HashSet<&'a str>,
    to: HashSet<&'a str>,
    ids: HashSet<&'a str>,
}

impl<'a> Mentioned<'a> {
    pub(super) fn by(failure: &'a BatchFailure) -> Self {
        let mut mentioned = Self::default();
        mentioned.read(&failure.context);
        for detail in &failure.errors {
            mentioned.read(&detail.context);
        }
        mentioned
    }

    fn read(&mut self, context: &'a ErrorContext) {
        for (name, texts) in context.iter() {
            let place = match name {
                TRACE_ID => &mut self.traces,
                "fromObjectId" => &mut self.from,
                "toObjectId" => &mut self.to,
                "id" | "ids" | "objectId" | "objectIds" | "recordId" | "recordIds" | "name"
                | "names" | "propertyName" => &mut self.ids,
                _ => continue,
            };
            place.extend(texts.iter().map(String::as_str));
        }
    }

    /// Whether it is about the input with these keys.
    pub(super) fn has(&self, keys: &[Key]) -> bool {
        // Where HubSpot says what the input is called, nothing else counts: an id may be that of
        // another record, such as one that a link leads to.
        if !self.traces.is_empty() {
            return keys
                .iter()
                .any(|key| matches!(key, Key::Trace(trace) if self.traces.contains(&**trace)));
        }
        keys.iter().any(|key| match key {
            Key::Trace(_) => false,
            Key::One(id) | Key::Property(_, id) | Key::Folded(_, id) => {
                self.ids.contains(&**id) || self.from.contains(&**id)
            }
            Key::Pair(from, to) => {
                let ends = [(&self.from, from), (&self.to, to)];
                let named: Vec<_> = ends.iter().filter(|(ids, _)| !ids.is_empty()).collect();
                match named.is_empty() {
                    true => self.ids.contains(&**from) || self.ids.contains(&**to),
                    false => named.iter().all(|(ids, id)| ids.contains(&***id)),
                }
            }
        })
    }
}

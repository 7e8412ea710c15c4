//! A value against a schema of OpenAPI 3.0.

mod choice;

use std::collections::HashMap;
use std::fmt;

use serde_json::Value;

pub(super) use self::choice::chosen;
use super::{Node, format};
use crate::pointer::{self, Origin};

/// One thing in a value that its schema does not allow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// JSON pointer of the part of the value; empty for the value itself.
    pub pointer: String,
    /// What is wrong with it, without a final dot.
    pub message: String,
    /// The schema that says so.
    pub schema: Origin,
    /// The type that is due, if it is that which is wrong.
    pub due: Option<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.pointer.as_str() {
            "" => "the value",
            pointer => pointer,
        };
        write!(formatter, "{place} {} ({})", self.message, self.schema)
    }
}

/// Everything in a value that a schema does not allow.
///
/// Keywords that say nothing about values (texts, `default`, `readOnly`, `xml`) are not read. Where there is a discriminator, the alternative that it names is the only one that counts.
pub fn check(schema: &Node<'_>, value: &Value) -> Vec<Violation> {
    let mut checker = Checker::default();
    checker.check(schema, value, "");
    checker.found
}

#[derive(Default)]
struct Checker {
    found: Vec<Violation>,
    /// What is known of schemas and the places of the values that they were held against; `None` while that is being done. A schema that leads back to itself without going deeper into the
    /// value says nothing new, and many alternatives may lead to one schema.
    known: HashMap<(Origin, String), Option<Vec<Violation>>>,
    /// Whether lists and objects in the value are left alone.
    is_shallow: bool,
}

impl Checker {
    fn check(&mut self, schema: &Node<'_>, value: &Value, at: &str) {
        // Most values are plain, and nothing leads back from them.
        let is_plain = !value.is_array() && !value.is_object();
        if is_plain && !is_combined(schema) && schema.value().get("not").is_none() {
            return self.check_once(schema, value, at);
        }
        let found = self.of(schema, value, at);
        self.found.extend(found);
    }

    /// The violations of a schema that need not hold.
    fn of(&mut self, schema: &Node<'_>, value: &Value, at: &str) -> Vec<Violation> {
        let key = (schema.origin().clone(), at.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.clone().unwrap_or_default();
        }
        self.known.insert(key.clone(), None);
        let others = std::mem::take(&mut self.found);
        self.check_once(schema, value, at);
        let found = std::mem::replace(&mut self.found, others);
        self.known.insert(key, Some(found.clone()));
        found
    }

    fn check_once(&mut self, schema: &Node<'_>, value: &Value, at: &str) {
        if let Some(reference) = schema.text("$ref") {
            return self.fault(
                schema,
                at,
                format!("has a schema that is not there: `{reference}`"),
            );
        }
        let values = schema.values("enum");
        if value.is_null() {
            let is_allowed = schema.flag("nullable") || values.contains(value);
            if is_allowed || (schema.text("type").is_none() && !is_combined(schema)) {
                return;
            }
        }
        if let Some(ty) = schema.text("type")
            && !is_of_type(ty, value)
        {
            return self.found.push(Violation {
                pointer: at.to_owned(),
                message: format!("is {} and not of the type `{ty}`", kind(value)),
                schema: schema.origin().clone(),
                due: Some(ty.to_owned()),
            });
        }
        if !values.is_empty() && !values.contains(value) {
            self.fault(
                schema,
                at,
                format!("is {value}, which `enum` does not list"),
            );
        }
        match value {
            Value::String(text) => self.text(schema, text, at),
            Value::Number(number) => self.number(schema, number.as_f64().unwrap_or(f64::NAN), at),
            Value::Array(items) => self.array(schema, items, at),
            Value::Object(members) => self.object(schema, members, at),
            Value::Null | Value::Bool(_) => {}
        }
        for part in schema.elements("allOf") {
            self.check(&part, value, at);
        }
        self.choice(schema, value, at);
        if let Some(refused) = schema.get("not")
            && self.of(&refused, value, at).is_empty()
        {
            self.fault(&refused, at, "is what `not` refuses".to_owned());
        }
    }

    fn fault(&mut self, schema: &Node<'_>, at: &str, message: String) {
        self.found.push(Violation {
            pointer: at.to_owned(),
            message,
            schema: schema.origin().clone(),
            due: None,
        });
    }

    fn text(&mut self, schema: &Node<'_>, text: &str, at: &str) {
        let length = text.chars().count();
        if let Some(least) = schema.count("minLength").filter(|least| length < *least) {
            self.fault(
                schema,
                at,
                format!("has {length} characters, and `minLength` is {least}"),
            );
        }
        if let Some(most) = schema.count("maxLength").filter(|most| length > *most) {
            self.fault(
                schema,
                at,
                format!("has {length} characters, and `maxLength` is {most}"),
            );
        }
        if let Some(pattern) = schema.text("pattern") {
            match format::matches(pattern, text) {
                Some(true) => {}
                Some(false) => self.fault(
                    schema,
                    at,
                    format!("does not match the pattern `{pattern}`"),
                ),
                None => self.fault(
                    schema,
                    at,
                    format!("has a pattern that is not understood: `{pattern}`"),
                ),
            }
        }
        let format = schema.text("format").unwrap_or_default();
        if let Some(fault) = format::text_fault(format, text) {
            self.fault(schema, at, fault.to_owned());
        }
    }

    fn number(&mut self, schema: &Node<'_>, number: f64, at: &str) {
        let is_strict = |key| schema.flag(key);
        if let Some(least) = schema.number("minimum")
            && (number < least || (number == least && is_strict("exclusiveMinimum")))
        {
            self.fault(schema, at, format!("is {number}, and `minimum` is {least}"));
        }
        if let Some(most) = schema.number("maximum")
            && (number > most || (number == most && is_strict("exclusiveMaximum")))
        {
            self.fault(schema, at, format!("is {number}, and `maximum` is {most}"));
        }
        if let Some(step) = schema.number("multipleOf")
            && (number / step).fract() != 0.0
        {
            self.fault(
                schema,
                at,
                format!("is {number}, which is no multiple of {step}"),
            );
        }
        if schema.text("type") == Some("integer")
            && let Some(fault) =
                format::integer_fault(schema.text("format").unwrap_or_default(), number)
        {
            self.fault(schema, at, fault.to_owned());
        }
    }

    fn array(&mut self, schema: &Node<'_>, items: &[Value], at: &str) {
        let length = items.len();
        if let Some(least) = schema.count("minItems").filter(|least| length < *least) {
            self.fault(
                schema,
                at,
                format!("has {length} items, and `minItems` is {least}"),
            );
        }
        if let Some(most) = schema.count("maxItems").filter(|most| length > *most) {
            self.fault(
                schema,
                at,
                format!("has {length} items, and `maxItems` is {most}"),
            );
        }
        let is_twice = |(index, item)| items[..index].contains(item);
        if schema.flag("uniqueItems") && items.iter().enumerate().any(is_twice) {
            self.fault(schema, at, "has an item twice".to_owned());
        }
        let Some(of_items) = schema.get("items").filter(|_| !self.is_shallow) else {
            return;
        };
        for (index, item) in items.iter().enumerate() {
            self.check(&of_items, item, &format!("{at}/{index}"));
        }
    }

    fn object(&mut self, schema: &Node<'_>, members: &serde_json::Map<String, Value>, at: &str) {
        let length = members.len();
        if let Some(least) = schema
            .count("minProperties")
            .filter(|least| length < *least)
        {
            self.fault(
                schema,
                at,
                format!("has {length} properties, and `minProperties` is {least}"),
            );
        }
        if let Some(most) = schema.count("maxProperties").filter(|most| length > *most) {
            self.fault(
                schema,
                at,
                format!("has {length} properties, and `maxProperties` is {most}"),
            );
        }
        for name in schema.values("required").iter().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                self.fault(schema, at, format!("lacks the required property `{name}`"));
            }
        }
        let properties = schema.get("properties");
        let others = schema.get("additionalProperties");
        for (name, value) in members {
            if self.is_shallow && (value.is_object() || value.is_array()) {
                continue;
            }
            let at = &pointer::below(at, name);
            let known = properties.as_ref().and_then(|known| known.get(name));
            match (known, &others) {
                (Some(property), _) => self.check(&property, value, at),
                (None, Some(others)) if others.value() == false => {
                    self.fault(
                        schema,
                        at,
                        "is a property that the schema does not know".to_owned(),
                    );
                }
                (None, Some(others)) if others.value().is_object() => self.check(others, value, at),
                (None, _) => {}
            }
        }
    }
}

/// Whether a schema is made of others.
fn is_combined(schema: &Node<'_>) -> bool {
    ["allOf", "oneOf", "anyOf"]
        .iter()
        .any(|keyword| !schema.values(keyword).is_empty())
}

fn is_of_type(ty: &str, value: &Value) -> bool {
    match (ty, value) {
        ("integer", Value::Number(number)) => {
            number.as_f64().is_some_and(|number| number.fract() == 0.0)
        }
        ("number", Value::Number(_))
        | ("string", Value::String(_))
        | ("boolean", Value::Bool(_))
        | ("array", Value::Array(_))
        | ("object", Value::Object(_)) => true,
        _ => false,
    }
}

pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a flag",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

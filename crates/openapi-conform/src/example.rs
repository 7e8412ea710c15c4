//! Values made from a schema.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Node, check};
use crate::pointer::Origin;

/// As often a schema may stand inside itself.
const ROUNDS: usize = 2;

/// As often it may do so where it must. A schema that needs itself has no value; there is none in its depth either.
const MOST_ROUNDS: usize = 3;

/// As many values are made of one schema at most, however many alternatives it has.
const MOST: usize = 200;

/// Makes values that have everything that their schema has a place for.
///
/// Choices and enums take turns: each time one is met, it gets its next alternative. Texts say the name of their property, so that one can tell which is which. What a schema says in
/// `example` and `default` is only used where nothing else fits its pattern.
#[derive(Debug, Default)]
pub struct Examples {
    turns: BTreeMap<Origin, Turns>,
    /// The schemas around the value that is being made, with the depth of the value at which each was met.
    open: Vec<(Origin, usize)>,
    depth: usize,
}

#[derive(Debug, Default)]
struct Turns {
    taken: usize,
    all: usize,
    /// Whether every alternative is wanted.
    counts: bool,
}

impl Examples {
    /// As many values as it takes to show every alternative of every choice in a schema.
    pub fn of(schema: &Node<'_>) -> Vec<Value> {
        Self::default().rest(schema)
    }

    /// As [`of`](Self::of), without the alternatives that have been shown before; one value at least.
    pub fn rest(&mut self, schema: &Node<'_>) -> Vec<Value> {
        // An enum starts anew with each schema, so that its value does not depend on what else there is.
        self.turns.retain(|_, turns| turns.counts);
        let mut values = Vec::new();
        for _ in 0..MOST {
            let value = self.value(schema);
            if !values.contains(&value) {
                values.push(value);
            }
            if self.has_shown_all() {
                break;
            }
        }
        values
    }

    /// Whether every choice that was met had all its alternatives.
    fn has_shown_all(&self) -> bool {
        let mut turns = self.turns.values();
        turns.all(|turns| !turns.counts || turns.taken >= turns.all)
    }

    /// The next value.
    pub fn value(&mut self, schema: &Node<'_>) -> Value {
        self.make(schema, "text")
    }

    /// The next value, whose texts say `name` where they say nothing else.
    pub fn named(&mut self, schema: &Node<'_>, name: &str) -> Value {
        self.make(schema, name)
    }

    fn turn(&mut self, origin: &Origin, all: usize, counts: bool) -> usize {
        let turns = self.turns.entry(origin.clone()).or_default();
        turns.all = turns.all.max(all);
        turns.counts |= counts;
        turns.taken += 1;
        (turns.taken - 1) % all
    }

    /// A value of a schema; texts without another meaning say `name`.
    fn make(&mut self, schema: &Node<'_>, name: &str) -> Value {
        let around = self.open.iter().map(|(origin, _)| origin);
        if around.filter(|origin| *origin == schema.origin()).count() > MOST_ROUNDS {
            return Value::Null;
        }
        self.open.push((schema.origin().clone(), self.depth));
        let value = self.make_open(schema, name);
        self.open.pop();
        value
    }

    fn make_open(&mut self, schema: &Node<'_>, name: &str) -> Value {
        let listed: Vec<&Value> = schema
            .values("enum")
            .iter()
            .filter(|value| !value.is_null())
            .collect();
        if !listed.is_empty() {
            return listed[self.turn(schema.origin(), listed.len(), false)].clone();
        }
        let parts = schema.elements("allOf");
        let alternative = self.alternative(schema);
        if parts.is_empty() && alternative.is_none() {
            return self.plain(schema, name);
        }
        // Of several schemas, all of which a value has to fit, each says something about it.
        let own = schema
            .value()
            .get("properties")
            .map(|_| self.plain(schema, name));
        let mut value = Value::Null;
        for part in &parts {
            if !self.is_open_here(part) {
                value = joined(value, self.make(part, name));
            }
        }
        if let Some(alternative) = alternative {
            let mut made = self.make(&alternative, name);
            tag(schema, &alternative, &mut made);
            value = joined(value, made);
        }
        joined(value, own.unwrap_or_default())
    }

    /// The next alternative of a choice.
    fn alternative<'a>(&mut self, schema: &Node<'a>) -> Option<Node<'a>> {
        let mut alternatives = schema.elements("oneOf");
        alternatives.extend(schema.elements("anyOf"));
        // `{required: [a]}` beside properties is no value of its own.
        let only_narrows = |node: &Node<'_>| {
            ["type", "properties", "allOf", "oneOf", "anyOf", "enum"]
                .iter()
                .all(|key| node.value().get(key).is_none())
        };
        alternatives
            .retain(|alternative| !self.is_open_here(alternative) && !only_narrows(alternative));
        let all = alternatives.len();
        let turn = (all > 0).then(|| self.turn(schema.origin(), all, all > 1))?;
        let chosen = alternatives.swap_remove(turn);
        if !self.is_deep(&chosen) {
            return Some(chosen);
        }
        let end = alternatives.into_iter().find(|other| !self.is_deep(other));
        Some(end.unwrap_or(chosen))
    }

    /// Whether a schema leads back to itself without going deeper into the value.
    fn is_open_here(&self, schema: &Node<'_>) -> bool {
        self.open.contains(&(schema.origin().clone(), self.depth))
    }

    /// Whether a schema stands inside itself often enough.
    fn is_deep(&self, schema: &Node<'_>) -> bool {
        let open = self.open.iter().filter(|(open, _)| open == schema.origin());
        open.count() >= ROUNDS
    }

    /// A value of what a schema says by itself.
    fn plain(&mut self, schema: &Node<'_>, name: &str) -> Value {
        let has = |key| schema.value().get(key).is_some();
        match schema.text("type") {
            Some("string") => text(schema, name).into(),
            Some("integer") => integer(schema),
            Some("number") => number(schema),
            Some("boolean") => true.into(),
            Some("array") => self.array(schema, name),
            Some("object") => self.object(schema, name),
            _ if has("properties") || has("additionalProperties") => self.object(schema, name),
            _ if has("items") => self.array(schema, name),
            _ => anything(),
        }
    }

    fn array(&mut self, schema: &Node<'_>, name: &str) -> Value {
        let least = schema.count("minItems").unwrap_or(0);
        let Some(items) = schema.get("items") else {
            return json!([]);
        };
        if self.is_deep(&items) && least == 0 {
            return json!([]);
        }
        let is_single = matches!(items.text("type"), Some("string" | "integer" | "number"));
        let most = schema.count("maxItems").unwrap_or(usize::MAX);
        let count = least.max(if is_single { 2 } else { 1 }).min(most);
        self.depth += 1;
        let values = (0..count).map(|index| match index {
            0 => self.make(&items, name),
            index => self.make(&items, &format!("{name} {}", index + 1)),
        });
        let values = Value::Array(values.collect());
        self.depth -= 1;
        values
    }

    fn object(&mut self, schema: &Node<'_>, name: &str) -> Value {
        let properties = schema.members("properties");
        let others = schema.get("additionalProperties");
        let others = others.filter(|others| others.value().is_object());
        if properties.is_empty() && others.is_none() {
            return anything();
        }
        let required = schema.values("required");
        let mut object = Map::new();
        self.depth += 1;
        for (property, of_property) in properties {
            if !self.is_deep(&of_property) || required.iter().any(|name| name == property) {
                object.insert(property.to_owned(), self.make(&of_property, property));
            }
        }
        if let Some(others) = others.filter(|others| !self.is_deep(others)) {
            let name = if name == "text" { "value" } else { name };
            object.insert("key".to_owned(), self.make(&others, name));
        }
        self.depth -= 1;
        Value::Object(object)
    }
}

/// What two schemas say about one value, together.
fn joined(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            one.extend(other);
            Value::Object(one)
        }
        (one, Value::Null) => one,
        (_, other) => other,
    }
}

/// Puts in what the discriminator of a choice calls an alternative.
fn tag(schema: &Node<'_>, alternative: &Node<'_>, value: &mut Value) {
    let Some(discriminator) = schema.get("discriminator") else {
        return;
    };
    let (Some(property), Value::Object(object)) = (discriminator.text("propertyName"), value)
    else {
        return;
    };
    let mapping = discriminator.members("mapping");
    let mapped = mapping.into_iter().find(|(_, reference)| {
        let reference = reference.value().as_str().unwrap_or_default();
        reference.rsplit('/').next() == Some(&*alternative.name())
    });
    let name = mapped.map_or_else(|| alternative.name(), |(name, _)| name.to_owned());
    object.insert(property.to_owned(), name.into());
}

/// A value of a schema that says nothing about it.
fn anything() -> Value {
    json!({ "any": [1, "text", true, { "deep": 0.5 }] })
}

fn text(schema: &Node<'_>, name: &str) -> String {
    let of_format = match schema.text("format") {
        Some("date-time") => Some("2026-01-31T09:30:00Z"),
        Some("date") => Some("2026-01-31"),
        Some("uuid") => Some("01234567-89ab-cdef-0123-456789abcdef"),
        Some("uri" | "url") => Some("https://example.com/a"),
        Some("email") => Some("ada@example.com"),
        Some("byte") => Some("dGV4dA=="),
        _ => None,
    };
    let plain = of_format.unwrap_or(name);
    let mut sized: String = plain
        .chars()
        .take(schema.count("maxLength").unwrap_or(usize::MAX))
        .collect();
    let missing = schema
        .count("minLength")
        .unwrap_or(0)
        .saturating_sub(sized.chars().count());
    sized.extend(std::iter::repeat_n('x', missing));
    let told = ["example", "default"]
        .iter()
        .filter_map(|key| schema.text(key));
    let candidates = [sized.as_str()].into_iter().chain(told).chain([
        "1",
        "a",
        "A",
        "a1",
        "a-1",
        "0-1",
        "2026-01-31",
    ]);
    let mut fitting = candidates.filter(|text| check(schema, &Value::from(*text)).is_empty());
    fitting.next().unwrap_or(plain).to_owned()
}

/// More than 32 bits, and more than a float holds, where nothing limits it.
const WIDE: i64 = 9_007_199_254_740_993;

fn integer(schema: &Node<'_>) -> Value {
    let candidates = [WIDE, 7].map(Value::from);
    let mut fitting = candidates
        .into_iter()
        .filter(|value| check(schema, value).is_empty());
    let bounded = || Value::from(bounded(schema, 1.0) as i64);
    fitting.next().unwrap_or_else(bounded)
}

fn number(schema: &Node<'_>) -> Value {
    match json!(0.25) {
        quarter if check(schema, &quarter).is_empty() => quarter,
        _ => json!(bounded(schema, 0.125)),
    }
}

/// A number at one of the limits of a schema.
fn bounded(schema: &Node<'_>, least_step: f64) -> f64 {
    let step = schema.number("multipleOf").unwrap_or(least_step);
    let inside = |flag| if schema.flag(flag) { step } else { 0.0 };
    match (schema.number("minimum"), schema.number("maximum")) {
        (Some(least), _) => ((least + inside("exclusiveMinimum")) / step).ceil() * step,
        (None, Some(most)) => ((most - inside("exclusiveMaximum")) / step).floor() * step,
        (None, None) => step,
    }
}

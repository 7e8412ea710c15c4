//! Whether a value has everything that its schema has a place for.

use std::collections::HashSet;

use serde_json::Value;

use super::check::chosen;
use super::{Node, Violation};
use crate::pointer::{self, Origin};

/// As often a schema has to stand inside itself before its further parts may be missing.
const ROUNDS: usize = 2;

/// What a value lacks: properties that are missing or null, and lists and maps without anything in them.
///
/// A schema that contains itself has no value with everything: from the second time on that it stands inside itself, what leads back to it may be missing. The value is taken to be one
/// that the schema allows.
pub fn complete(schema: &Node<'_>, value: &Value) -> Vec<Violation> {
    let mut walk = Walk::default();
    walk.walk(schema, value, "");
    walk.found
}

#[derive(Default)]
struct Walk {
    found: Vec<Violation>,
    /// The schemas around the part of the value that is being looked at, each with the place of the part that it is about.
    open: Vec<(Origin, String)>,
}

impl Walk {
    fn walk(&mut self, schema: &Node<'_>, value: &Value, at: &str) {
        let key = (schema.origin().clone(), at.to_owned());
        // A schema that leads back to itself without going deeper into the value has nothing more to ask for.
        if self.open.contains(&key) {
            return;
        }
        self.open.push(key);
        match value {
            Value::Array(items) => {
                if let Some(of_items) = schema.get("items") {
                    if items.is_empty() {
                        self.lacks(&of_items, at, "is empty");
                    }
                    for (index, item) in items.iter().enumerate() {
                        self.walk(&of_items, item, &format!("{at}/{index}"));
                    }
                }
            }
            Value::Object(members) => self.object(schema, members, at),
            _ => {}
        }
        let parts = schema.elements("allOf");
        let alternative = chosen(schema, value);
        for part in parts.into_iter().chain(alternative) {
            self.walk(&part, value, at);
        }
        self.open.pop();
    }

    fn object(&mut self, schema: &Node<'_>, members: &serde_json::Map<String, Value>, at: &str) {
        for (name, property) in schema.members("properties") {
            let at = pointer::below(at, name);
            match members.get(name) {
                Some(value) if !value.is_null() => self.walk(&property, value, &at),
                _ => self.lacks(&property, &at, "is missing"),
            }
        }
        let Some(others) = schema.get("additionalProperties") else {
            return;
        };
        if !others.value().is_object() {
            return;
        }
        if members.is_empty() {
            self.lacks(&others, at, "is empty");
        }
        let known = schema.get("properties");
        for (name, value) in members {
            if known.as_ref().and_then(|known| known.get(name)).is_none() {
                self.walk(&others, value, &pointer::below(at, name));
            }
        }
    }

    fn lacks(&mut self, schema: &Node<'_>, at: &str, message: &str) {
        let mut seen = HashSet::new();
        let open = || self.open.iter().map(|(origin, _)| origin);
        let is_repeated = |one: &&Origin| open().filter(|other| other == one).count() >= ROUNDS;
        let repeated: HashSet<&Origin> = open().filter(is_repeated).collect();
        if !leads_to(schema, &repeated, &mut seen) {
            self.found.push(Violation {
                pointer: at.to_owned(),
                message: message.to_owned(),
                schema: schema.origin().clone(),
                due: None,
            });
        }
    }
}

/// Whether a schema has one of these in it.
fn leads_to(schema: &Node<'_>, targets: &HashSet<&Origin>, seen: &mut HashSet<Origin>) -> bool {
    if targets.is_empty() {
        return false;
    }
    if targets.contains(schema.origin()) {
        return true;
    }
    if !seen.insert(schema.origin().clone()) {
        return false;
    }
    let properties = schema
        .members("properties")
        .into_iter()
        .map(|(_, node)| node);
    let single = ["items", "additionalProperties"]
        .iter()
        .filter_map(|key| schema.get(key));
    let lists = ["allOf", "oneOf", "anyOf"]
        .iter()
        .flat_map(|key| schema.elements(key));
    let mut parts = properties.chain(single).chain(lists);
    parts.any(|part| leads_to(&part, targets, seen))
}

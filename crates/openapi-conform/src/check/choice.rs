//! A value against the alternatives of `oneOf` and `anyOf`.

use serde_json::Value;

use super::{Checker, Violation, check};
use crate::Node;

/// An alternative of a choice, and what is wrong with a value of it.
struct Checked<'n, 'a> {
    schema: &'n Node<'a>,
    found: Vec<Violation>,
    /// Whether a look at the outermost part of the value was enough.
    is_apart: bool,
}

impl Checker {
    /// Tags tell most alternatives apart, so it looks for these before it goes through the whole value for each.
    fn alternative<'n, 'a>(
        &mut self,
        schema: &'n Node<'a>,
        value: &Value,
        at: &str,
    ) -> Checked<'n, 'a> {
        let key = (schema.origin().clone(), at.to_owned());
        let found = match self.is_shallow || self.known.contains_key(&key) {
            true => self.of(schema, value, at),
            false => shallow(schema, value, at),
        };
        let is_apart = !found.is_empty();
        let found = match is_apart || self.is_shallow {
            true => found,
            false => self.of(schema, value, at),
        };
        Checked {
            schema,
            found,
            is_apart,
        }
    }

    pub(super) fn choice(&mut self, schema: &Node<'_>, value: &Value, at: &str) {
        if let [named] = named_by_discriminator(schema, value).as_slice() {
            return self.check(named, value, at);
        }
        for keyword in ["oneOf", "anyOf"] {
            let alternatives = schema.elements(keyword);
            if alternatives.is_empty() {
                continue;
            }
            let checked: Vec<Checked<'_, '_>> = alternatives
                .iter()
                .map(|alternative| self.alternative(alternative, value, at))
                .collect();
            let fitting = checked.iter().filter(|one| one.found.is_empty());
            let names: Vec<String> = fitting
                .map(|one| format!("`{}`", one.schema.name()))
                .collect();
            if names.len() > 1 && keyword == "oneOf" {
                let message = format!("fits several of `oneOf`: {}", names.join(", "));
                self.fault(schema, at, message);
            }
            if !names.is_empty() {
                continue;
            }
            let nearest = checked
                .iter()
                .min_by_key(|one| (one.is_apart, one.found.len()));
            let nearest = nearest.and_then(|one| Some((one.schema.name(), one.found.first()?)));
            let nearest = nearest.map_or_else(String::new, |(name, fault)| {
                format!("; of `{name}`, {fault}")
            });
            let count = checked.len();
            self.fault(
                schema,
                at,
                format!("fits none of the {count} of `{keyword}`{nearest}"),
            );
        }
    }
}

/// The alternative of a schema, of `oneOf` or `anyOf`, that a value is of; the value is taken to be one that the schema allows.
pub(crate) fn chosen<'a>(schema: &Node<'a>, value: &Value) -> Option<Node<'a>> {
    let mut alternatives = named_by_discriminator(schema, value);
    if alternatives.is_empty() {
        alternatives = schema.elements("oneOf");
        alternatives.extend(schema.elements("anyOf"));
    }
    alternatives.retain(|alternative| shallow(alternative, value, "").is_empty());
    match alternatives.len() {
        0 | 1 => alternatives.pop(),
        _ => alternatives
            .into_iter()
            .find(|one| check(one, value).is_empty()),
    }
}

/// The alternative that the discriminator of a schema names for a value; none where it names none.
fn named_by_discriminator<'a>(schema: &Node<'a>, value: &Value) -> Vec<Node<'a>> {
    let Some(discriminator) = schema.get("discriminator") else {
        return Vec::new();
    };
    let tag = discriminator
        .text("propertyName")
        .and_then(|property| value.get(property)?.as_str());
    let Some(tag) = tag else { return Vec::new() };
    let mapped = discriminator
        .get("mapping")
        .and_then(|mapping| mapping.text(tag))
        .and_then(|reference| match reference.contains(['#', '/']) {
            true => schema.refer(reference),
            false => schema.refer(&format!("#/components/schemas/{reference}")),
        });
    if let Some(mapped) = mapped {
        return vec![mapped];
    }
    let mut alternatives = schema.elements("oneOf");
    alternatives.extend(schema.elements("anyOf"));
    alternatives.retain(|alternative| alternative.name() == tag);
    alternatives
}

/// The violations that a look at the outermost part of a value finds.
fn shallow(schema: &Node<'_>, value: &Value, at: &str) -> Vec<Violation> {
    let mut checker = Checker {
        is_shallow: true,
        ..Checker::default()
    };
    checker.of(schema, value, at)
}

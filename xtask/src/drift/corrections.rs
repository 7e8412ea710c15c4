//! What to write where, so that our documents say what HubSpot's say.
//!
//! Facts of the interface are shown as they have to be written: names, types, values, statuses. Texts are not: those of our documents are written by us.

mod facts;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use self::facts::Names;
use super::report::{About, Change, Kind, Report};
use crate::compare::{Aspect, Fact, Part, Place, Presence};
use crate::inputs::Inputs;
use crate::parse;
use crate::pointer::{self, Origin};
use crate::source::Sources;

/// One thing to write, at one place or at several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Where, in our documents: never nowhere, but for a document that is not there yet.
    pub places: Vec<Spot>,
    /// What to do.
    pub what: String,
    /// What HubSpot's document has there, without texts. Empty if the words above say all.
    pub yaml: String,
}

/// A line of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The path of the document below the folder of ours.
    pub file: String,
    /// The line, from 1: of the thing itself, or of what it belongs in.
    pub line: usize,
}

impl Report {
    /// What is to be done about the changes, in the order in which our documents have the places.
    pub fn corrections(&self, ours: &Inputs, theirs: &Inputs) -> Vec<Correction> {
        let mut sources = Sources::default();
        for (file, text) in &ours.files {
            sources.insert(file, text);
        }
        let names = Names::of(ours);
        let mut published = Published {
            inputs: theirs,
            values: BTreeMap::new(),
        };
        let mut corrections: BTreeMap<(String, String), BTreeSet<Spot>> = BTreeMap::new();
        for change in self.changes() {
            if change.at.is_empty() || matches!(change.about, About::Api { .. }) {
                corrections
                    .entry((what(change), String::new()))
                    .or_default();
                continue;
            }
            for at in &change.at {
                let line = sources.locate(&at.left).map_or(1, |position| position.line);
                let yaml = match shows(change) {
                    true => published.facts(change, &at.right, &names, &at.left.file),
                    false => String::new(),
                };
                let spot = Spot {
                    file: at.left.file.to_string(),
                    line,
                };
                corrections
                    .entry((what(change), yaml))
                    .or_default()
                    .insert(spot);
            }
        }
        let corrections = corrections
            .into_iter()
            .map(|((what, yaml), places)| Correction {
                places: places.into_iter().collect(),
                what,
                yaml,
            });
        let mut corrections: Vec<Correction> = corrections.collect();
        corrections
            .sort_by(|one, other| (&one.places, &one.what).cmp(&(&other.places, &other.what)));
        corrections
    }
}

/// HubSpot's documents, each read when something in it is to be shown.
struct Published<'a> {
    inputs: &'a Inputs,
    values: BTreeMap<String, Value>,
}

impl Published<'_> {
    fn document(&mut self, file: &str) -> &Value {
        let inputs = self.inputs;
        self.values.entry(file.to_owned()).or_insert_with(|| {
            let text = inputs.files.get(file);
            // What was compared has been read before.
            text.and_then(|text| parse::parse(file, text).ok())
                .unwrap_or_default()
        })
    }

    /// What stands at a place of HubSpot's, and the schemas that it needs and we do not have.
    fn facts(&mut self, change: &Change, at: &Origin, names: &Names, ours: &str) -> String {
        let document = self.document(&at.file);
        let Some(value) = document.pointer(&at.pointer) else {
            return String::new();
        };
        let mut needed = Vec::new();
        let whole = change.place.is_whole();
        let value = match (&change.about, &change.place.part) {
            (About::Operations(_), Part::Whole) if whole => facts::operation(value),
            (_, Part::Parameter { .. })
                if is_end(&change.place) && change.aspect == Aspect::Presence =>
            {
                Value::Array(vec![facts::parameter(value)])
            }
            (_, Part::Body { .. } | Part::Response { .. })
                if is_end(&change.place) && change.aspect == Aspect::Presence =>
            {
                facts::carrier(value)
            }
            _ => facts::schema(value),
        };
        let value = names.ours(value, ours, &mut needed);
        let parts = pointer::split(&at.pointer).unwrap_or_default();
        let last = parts.last().map_or("", String::as_str);
        let value = match (&change.about, &change.place.part) {
            _ if change.kind != Kind::Added => value,
            (_, Part::Parameter { .. }) if is_end(&change.place) => value,
            (About::Operations(_), Part::Whole) if parts.len() == 3 => {
                keyed(&parts[1], keyed(last, value))
            }
            _ => keyed(last, value),
        };
        let mut text = yaml::render(&value);
        let mut done = BTreeSet::new();
        while let Some(name) = needed.pop() {
            let schema = document.pointer(
                &Origin::document("")
                    .key("components")
                    .key("schemas")
                    .key(&name)
                    .pointer,
            );
            if let (Some(schema), true) = (schema, done.insert(name.clone())) {
                let schema = names.ours(facts::schema(schema), ours, &mut needed);
                let schema = keyed("components", keyed("schemas", keyed(&name, schema)));
                text.push('\n');
                text.push_str(&yaml::render(&schema));
            }
        }
        text
    }
}

fn keyed(key: &str, value: Value) -> Value {
    Value::Object([(key.to_owned(), value)].into_iter().collect())
}

/// Whether a place is a part of an operation and not something in its schema.
fn is_end(place: &Place) -> bool {
    place.steps.is_empty()
}

/// Whether words do not say all that has to be written.
fn shows(change: &Change) -> bool {
    match change.kind {
        Kind::Added => true,
        Kind::Removed => false,
        Kind::Changed => matches!(
            change.aspect,
            Aspect::Type
                | Aspect::Items
                | Aspect::AdditionalProperties
                | Aspect::OneOf
                | Aspect::AnyOf
                | Aspect::AllOf
        ),
    }
}

/// What to do, in a line.
fn what(change: &Change) -> String {
    let subject = match &change.about {
        About::Api { name, operations } => {
            return match change.kind {
                Kind::Removed => format!("remove the document of {name}: HubSpot has it no more"),
                _ => {
                    let plural = if *operations == 1 { "" } else { "s" };
                    format!(
                        "write a document for {name} ({operations} operation{plural}), or leave it out in deviations.yaml"
                    )
                }
            };
        }
        About::Operations(all) if all.len() == 1 => all.first().cloned().unwrap_or_default(),
        About::Operations(all) => format!("{} operations", all.len()),
        About::Schema(name) => name.clone(),
    };
    let place = change.place.to_string();
    let thing = |link: &str| match place.is_empty() {
        true => subject.clone(),
        false => format!("{place} {link} {subject}"),
    };
    let required = match change.theirs {
        Fact::Presence(Presence::Required) => ", as required",
        _ => "",
    };
    match change.kind {
        Kind::Added => return format!("add {}{required}", thing("to")),
        Kind::Removed => return format!("remove {}", thing("from")),
        Kind::Changed => {}
    }
    let thing = thing("of");
    match (change.aspect, &change.theirs) {
        (Aspect::Presence, Fact::Presence(Presence::Required))
        | (Aspect::Required, Fact::Flag(true)) => format!("make {thing} required"),
        (Aspect::Presence, _) | (Aspect::Required, _) => format!("make {thing} optional"),
        (aspect, Fact::Set(theirs)) => {
            let Fact::Set(ours) = &change.ours else {
                return format!("give {thing} the {aspect} {}", change.theirs);
            };
            let list = |word: &str, set: &BTreeSet<String>| {
                let values: Vec<&str> = set.iter().map(String::as_str).collect();
                (!set.is_empty()).then(|| format!("{word} {}", values.join(", ")))
            };
            let steps: Vec<String> = [list("add", theirs), list("remove", ours)]
                .into_iter()
                .flatten()
                .collect();
            format!("{thing}, {aspect}: {}", steps.join("; "))
        }
        (aspect, Fact::None) => {
            format!("remove {aspect} from {thing}, which is {}", change.ours)
        }
        (aspect, theirs) => format!(
            "change {aspect} of {thing} from {} to {theirs}",
            change.ours
        ),
    }
}

#[cfg(test)]
mod tests;

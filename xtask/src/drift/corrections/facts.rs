//! What an element of a document says about the interface, without what people read.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::inputs::Inputs;
use crate::parse;

/// What of a schema is a fact.
const OF_SCHEMAS: [&str; 9] = [
    "$ref",
    "type",
    "format",
    "enum",
    "default",
    "nullable",
    "deprecated",
    "required",
    "discriminator",
];

/// A schema.
pub(super) fn schema(value: &Value) -> Value {
    let Value::Object(members) = value else {
        return value.clone();
    };
    let mut facts = picked(members, &OF_SCHEMAS);
    for (key, value) in members {
        let value = match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                let properties = properties.iter();
                let schemas = properties.map(|(name, property)| (name.clone(), schema(property)));
                Value::Object(schemas.collect())
            }
            ("items", item) => schema(item),
            ("additionalProperties", values) => schema(values),
            ("oneOf" | "anyOf" | "allOf", Value::Array(branches)) => {
                Value::Array(branches.iter().map(schema).collect())
            }
            _ => continue,
        };
        facts.insert(key.clone(), value);
    }
    Value::Object(facts)
}

/// A parameter.
pub(super) fn parameter(value: &Value) -> Value {
    let Value::Object(members) = value else {
        return value.clone();
    };
    let mut facts = picked(members, &["$ref", "name", "in", "required", "deprecated"]);
    // What OpenAPI has where the document says nothing needs no line.
    facts.retain(|_, value| *value != Value::Bool(false));
    let is_query = members.get("in").is_some_and(|place| place == "query");
    let usual = if is_query {
        ("form", true)
    } else {
        ("simple", false)
    };
    if members.get("style").is_some_and(|style| style != usual.0) {
        facts.extend(picked(members, &["style"]));
    }
    if members
        .get("explode")
        .is_some_and(|explode| *explode != usual.1)
    {
        facts.extend(picked(members, &["explode"]));
    }
    facts.extend(carried(members));
    Value::Object(facts)
}

/// The body of a request, an answer, or what either has for a media type.
pub(super) fn carrier(value: &Value) -> Value {
    let Value::Object(members) = value else {
        return value.clone();
    };
    if let Some(target) = members.get("$ref") {
        return Value::Object([("$ref".to_owned(), target.clone())].into_iter().collect());
    }
    let mut facts = picked(members, &["required"]);
    facts.extend(carried(members));
    Value::Object(facts)
}

/// An operation.
pub(super) fn operation(value: &Value) -> Value {
    let Value::Object(members) = value else {
        return value.clone();
    };
    let mut facts = picked(members, &["deprecated"]);
    facts.retain(|_, value| *value != Value::Bool(false));
    if let Some(Value::Array(parameters)) = members.get("parameters")
        && !parameters.is_empty()
    {
        let parameters = parameters.iter().map(parameter).collect();
        facts.insert("parameters".to_owned(), Value::Array(parameters));
    }
    if let Some(body) = members.get("requestBody") {
        facts.insert("requestBody".to_owned(), carrier(body));
    }
    if let Some(Value::Object(responses)) = members.get("responses") {
        let responses = responses.iter();
        let responses = responses.map(|(status, response)| (status.clone(), carrier(response)));
        facts.insert("responses".to_owned(), Value::Object(responses.collect()));
    }
    Value::Object(facts)
}

/// What is under `schema` and `content`.
fn carried(members: &Map<String, Value>) -> Map<String, Value> {
    let mut facts = Map::new();
    if let Some(value) = members.get("schema") {
        facts.insert("schema".to_owned(), schema(value));
    }
    if let Some(Value::Object(content)) = members.get("content") {
        let content = content.iter();
        let content = content.map(|(media, value)| (media.clone(), carrier(value)));
        facts.insert("content".to_owned(), Value::Object(content.collect()));
    }
    facts
}

fn picked(members: &Map<String, Value>, keys: &[&str]) -> Map<String, Value> {
    let picked = keys.iter().filter_map(|key| {
        let value = members.get(*key)?;
        Some(((*key).to_owned(), value.clone()))
    });
    picked.collect()
}

/// Where our documents have which component.
pub(super) struct Names {
    /// The files that have it, by what follows `#/components/`.
    files: BTreeMap<String, Vec<String>>,
}

const COMPONENTS: &str = "#/components/";

impl Names {
    pub(super) fn of(ours: &Inputs) -> Self {
        let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (file, text) in &ours.files {
            // What cannot be read was reported when the documents were compared.
            let document = parse::parse(file, text).unwrap_or_default();
            let kinds = document.get("components").and_then(Value::as_object);
            for (kind, components) in kinds.into_iter().flatten() {
                let names = components.as_object().into_iter().flatten();
                for (name, _) in names {
                    let files = files.entry(format!("{kind}/{name}")).or_default();
                    files.push(file.clone());
                }
            }
        }
        Self { files }
    }

    /// Lets references lead to our components, as seen from a document of ours. Schemas that we do not have go to `needed`.
    pub(super) fn ours(&self, value: Value, from: &str, needed: &mut Vec<String>) -> Value {
        match value {
            Value::Array(items) => {
                let items = items.into_iter();
                Value::Array(items.map(|item| self.ours(item, from, needed)).collect())
            }
            Value::Object(members) => {
                let members = members.into_iter().map(|(key, value)| {
                    let value = match (key.as_str(), &value) {
                        ("$ref", Value::String(target)) => {
                            Value::String(self.reference(target, from, needed))
                        }
                        _ => self.ours(value, from, needed),
                    };
                    (key, value)
                });
                Value::Object(members.collect())
            }
            other => other,
        }
    }

    fn reference(&self, target: &str, from: &str, needed: &mut Vec<String>) -> String {
        let Some(component) = target.strip_prefix(COMPONENTS) else {
            return target.to_owned();
        };
        let files = self.files.get(component).map_or(&[][..], Vec::as_slice);
        // Our documents share what stands in `common`; each API has the rest to itself.
        let shared = files.iter().find(|file| file.starts_with("common/"));
        match (files.iter().any(|file| file == from), shared) {
            (true, _) => target.to_owned(),
            (false, Some(shared)) => format!("{}{target}", relative(from, shared)),
            (false, None) => {
                if let Some(name) = component.strip_prefix("schemas/") {
                    needed.push(name.to_owned());
                }
                target.to_owned()
            }
        }
    }
}

/// The path of a document as another one refers to it.
fn relative(from: &str, to: &str) -> String {
    let folder = |path: &str| {
        path.rsplit_once('/')
            .map_or(String::new(), |(folder, _)| folder.to_owned())
    };
    let up = match folder(from).as_str() {
        here if here == folder(to) => {
            return to.rsplit('/').next().unwrap_or(to).to_owned();
        }
        "" => 0,
        here => here.split('/').count(),
    };
    format!("{}{to}", "../".repeat(up))
}

//! The values that parameters of a request were sent with, in all styles of OpenAPI 3.0.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Number, Value};

use super::{Node, Parameter};

/// A text as what its schema takes it for; as itself if it does not stand for that.
pub fn read_text(text: &str, schema: &Node<'_>) -> Value {
    let read = match schema.text("type") {
        Some("integer" | "number") => text.parse::<Number>().ok().map(Value::Number),
        Some("boolean") => text.parse::<bool>().ok().map(Value::Bool),
        _ => None,
    };
    read.unwrap_or_else(|| text.into())
}

impl Parameter<'_> {
    /// The value that a request has for this parameter; `None` if it has none.
    ///
    /// `sent` is what the request has in the place of the parameter, by name: the query with names and values decoded, the values of the path as they stand in it, the headers, or the cookies.
    ///
    /// # Errors
    ///
    /// What keeps the texts from being read, without a final dot, as in "is there 2 times".
    pub fn read(&self, sent: &[(&str, &str)]) -> Result<Option<Value>, String> {
        let is_named = |name: &str| match self.place {
            "header" => name.eq_ignore_ascii_case(self.name),
            _ => name == self.name,
        };
        let named = sent.iter().filter(|(name, _)| is_named(name));
        let texts: Vec<&str> = named.map(|(_, text)| *text).collect();
        let Some(schema) = self.schema() else {
            return Ok(texts.first().map(|text| Value::from(*text)));
        };
        let kind = schema.text("type").unwrap_or_default();
        if self.is_json() {
            return match texts.as_slice() {
                [] => Ok(None),
                [text] => self.json(text).map(Some),
                texts => Err(twice(texts)),
            };
        }
        if self.place == "query" && kind == "object" && self.explodes() {
            return Ok(self.exploded(sent, &schema));
        }
        if self.place == "query" && kind == "array" && self.explodes() {
            let items = texts.iter().map(|text| item(text, &schema)).collect();
            return Ok((!texts.is_empty()).then_some(Value::Array(items)));
        }
        let text = match texts.as_slice() {
            [] => return Ok(None),
            [text] => *text,
            texts => return Err(twice(texts)),
        };
        match kind {
            "array" => self.list(text, &schema).map(Some),
            "object" => self.object(text, &schema).map(Some),
            _ => Ok(Some(read_text(&self.decoded(self.bare(text)?), &schema))),
        }
    }

    fn json(&self, text: &str) -> Result<Value, String> {
        let text = self.decoded(text);
        serde_json::from_str(&text).map_err(|error| format!("is no JSON: {error}"))
    }

    /// An object of which each property is a parameter of its own: `name=value`, or `object[name]=value`.
    fn exploded(&self, sent: &[(&str, &str)], schema: &Node<'_>) -> Option<Value> {
        let is_deep = self.style() == "deepObject";
        let mut object = Map::new();
        for (key, text) in sent {
            let name = match is_deep {
                true => key
                    .strip_prefix(self.name)
                    .and_then(|rest| rest.strip_prefix('['))
                    .and_then(|rest| rest.strip_suffix(']')),
                false => schema
                    .get("properties")
                    .is_some_and(|known| known.get(key).is_some())
                    .then_some(*key),
            };
            if let Some(name) = name {
                object.insert(name.to_owned(), member(name, text, schema));
            }
        }
        (!object.is_empty()).then_some(Value::Object(object))
    }

    /// A list in one text.
    fn list(&self, text: &str, schema: &Node<'_>) -> Result<Value, String> {
        let explodes = self.explodes();
        let (text, delimiter) = match (self.place, self.style()) {
            ("query", "spaceDelimited") => (text, ' '),
            ("query", "pipeDelimited") => (text, '|'),
            ("path", "label") if explodes => (self.bare(text)?, '.'),
            ("path", "matrix") if explodes => (text.strip_prefix(';').unwrap_or(text), ';'),
            _ => (self.bare(text)?, ','),
        };
        let is_named = (self.style(), explodes) == ("matrix", true);
        let mut items = Vec::new();
        for part in text.split(delimiter).filter(|part| !part.is_empty()) {
            let part = match is_named {
                true => part
                    .strip_prefix(self.name)
                    .and_then(|rest| rest.strip_prefix('='))
                    .ok_or_else(|| format!("has no `{}=` before an item", self.name))?,
                false => part,
            };
            items.push(item(&self.decoded(part), schema));
        }
        Ok(Value::Array(items))
    }

    /// An object in one text: `name,value,name,value`, or `name=value,name=value` where it explodes.
    fn object(&self, text: &str, schema: &Node<'_>) -> Result<Value, String> {
        let explodes = self.explodes();
        let (text, delimiter) = match (self.place, self.style()) {
            ("path", "label") if explodes => (self.bare(text)?, '.'),
            ("path", "matrix") if explodes => (text.strip_prefix(';').unwrap_or(text), ';'),
            _ => (self.bare(text)?, ','),
        };
        let parts: Vec<&str> = text.split(delimiter).collect();
        let pairs: Vec<(&str, &str)> = match explodes {
            true => parts
                .iter()
                .map(|part| part.split_once('='))
                .collect::<Option<_>>()
                .ok_or("has a property without `=`")?,
            false if parts.len().is_multiple_of(2) => {
                parts.chunks(2).map(|pair| (pair[0], pair[1])).collect()
            }
            false => return Err("has a property without a value".to_owned()),
        };
        let members = pairs.into_iter().map(|(name, text)| {
            let name = self.decoded(name);
            let value = member(&name, &self.decoded(text), schema);
            (name, value)
        });
        Ok(Value::Object(members.collect()))
    }

    /// What is left of a text of the path without what its style puts before it.
    fn bare<'t>(&self, text: &'t str) -> Result<&'t str, String> {
        let before = match (self.place, self.style()) {
            ("path", "label") => ".".to_owned(),
            ("path", "matrix") => format!(";{}=", self.name),
            _ => return Ok(text),
        };
        let rest = text.strip_prefix(before.as_str());
        rest.ok_or_else(|| format!("has no `{before}` before it"))
    }

    /// Delimiters are looked for before a text of the path is decoded, since what is encoded is no delimiter.
    fn decoded(&self, text: &str) -> String {
        match self.place {
            "path" => percent_decode_str(text).decode_utf8_lossy().into_owned(),
            _ => text.to_owned(),
        }
    }
}

fn twice(texts: &[&str]) -> String {
    format!("is there {} times", texts.len())
}

fn item(text: &str, list: &Node<'_>) -> Value {
    match list.get("items") {
        Some(items) => read_text(text, &items),
        None => text.into(),
    }
}

fn member(name: &str, text: &str, object: &Node<'_>) -> Value {
    let known = object
        .get("properties")
        .and_then(|properties| properties.get(name));
    match known.or_else(|| object.get("additionalProperties")) {
        Some(schema) => read_text(text, &schema),
        None => text.into(),
    }
}

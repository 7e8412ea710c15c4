//! The context of an error.

use std::collections::BTreeMap;

use serde::{Deserializer, Serializer};
use serde_json::Value;

use crate::json::JsonValue;

/// What an error is about: names, each with a list of texts.
///
/// HubSpot documents a map of lists, and sometimes sends a map of texts, or just a text. All of
/// them are taken; it is written back as it came.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ErrorContext {
    raw: Value,
    lists: BTreeMap<String, Vec<String>>,
}

impl ErrorContext {
    /// The texts under a name; none if the name is not there.
    pub fn get(&self, name: &str) -> &[String] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }

    /// All names with their texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.lists
            .iter()
            .map(|(name, list)| (name.as_str(), list.as_slice()))
    }

    /// The context, where it is just a text.
    pub fn text(&self) -> Option<&str> {
        self.raw.as_str()
    }

    /// Whether there is no context.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.text().unwrap_or_default().is_empty()
    }

    /// The context as it came.
    pub fn raw(&self) -> &Value {
        &self.raw
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

impl JsonValue for ErrorContext {
    fn blank() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Value::read(deserializer)?;
        let lists = raw
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), texts(value)))
            .collect();
        Ok(Self { raw, lists })
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.write(serializer)
    }

    fn is_absent(&self) -> bool {
        self.raw.is_null()
    }
}

crate::__serde_by_json_value!(ErrorContext);

#[cfg(test)]
mod tests {
    use super::*;

    fn context(json: &str) -> ErrorContext {
        let context: ErrorContext = serde_json::from_str(json).unwrap();
        assert_eq!(
            serde_json::to_string(&context).unwrap(),
            json,
            "written back as it came"
        );
        context
    }

    #[test]
    fn takes_lists_texts_and_a_bare_text() {
        assert_eq!(context(r#"{"ids":["1","2"]}"#).get("ids"), ["1", "2"]);
        assert_eq!(context(r#"{"ids":"1"}"#).get("ids"), ["1"]);
        assert_eq!(
            context(r#"{"ids":[1,null,true]}"#).get("ids"),
            ["1", "true"]
        );
        assert_eq!(context(r#""oh no""#).text(), Some("oh no"));
        assert!(context(r#"{"ids":["1"]}"#).get("names").is_empty());
    }

    #[test]
    fn empty_where_there_is_nothing() {
        for json in ["null", "{}", r#""""#, "[]"] {
            assert!(context(json).is_empty(), "{json}");
        }
    }
}

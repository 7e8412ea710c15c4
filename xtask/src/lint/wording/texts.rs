//! The texts of a document, wherever they stand, read without making values of all the rest.

use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};

use crate::parse;
use crate::pointer;

/// The way from the top of a document to an element.
#[derive(Default)]
pub(super) struct Way(Vec<Step>);

enum Step {
    Key(String),
    Index(usize),
}

impl Way {
    /// As a JSON pointer.
    pub(super) fn pointer(&self) -> String {
        let parts = self.0.iter().map(|step| match step {
            Step::Key(key) => key.clone(),
            Step::Index(index) => index.to_string(),
        });
        pointer::join(&parts.collect::<Vec<_>>())
    }
}

/// Finds every `title`, `summary` and `description` that is a text, and the texts of `scopes`.
pub(super) fn read(
    file: &str,
    text: &str,
    found: &mut dyn FnMut(&Way, &str),
) -> Result<(), String> {
    let mut walk = Walk {
        way: Way::default(),
        found,
    };
    let top = Node {
        walk: &mut walk,
        is_text: false,
        has_texts: false,
    };
    let is_json = file.to_ascii_lowercase().ends_with(".json");
    if is_json {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let result = top.deserialize(&mut deserializer);
        result
            .and_then(|()| deserializer.end())
            .map_err(|error| error.to_string())
    } else {
        let value = parse::parse(file, text).map_err(|failure| failure.message)?;
        top.deserialize(value).map_err(|error| error.to_string())
    }
}

struct Walk<'f> {
    way: Way,
    found: &'f mut dyn FnMut(&Way, &str),
}

/// An element that comes next.
struct Node<'w, 'f> {
    walk: &'w mut Walk<'f>,
    /// Whether it is a text that counts, if it is a text.
    is_text: bool,
    /// Whether all texts in it count.
    has_texts: bool,
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(key) = members.next_key::<String>()? {
            let is_text =
                self.has_texts || matches!(key.as_str(), "title" | "summary" | "description");
            let has_texts = key == "scopes";
            self.walk.way.0.push(Step::Key(key));
            members.next_value_seed(Node {
                walk: &mut *self.walk,
                is_text,
                has_texts,
            })?;
            self.walk.way.0.pop();
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        for index in 0.. {
            self.walk.way.0.push(Step::Index(index));
            let item = items.next_element_seed(Node {
                walk: &mut *self.walk,
                is_text: false,
                has_texts: false,
            })?;
            self.walk.way.0.pop();
            if item.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if self.is_text {
            (self.walk.found)(&self.walk.way, text);
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

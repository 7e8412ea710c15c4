//! Text to values: YAML and JSON, read strictly and by the same rules.
//!
//! Both readers feed one visitor, so that a document means the same in either notation. What the notations allow but readers understand
//! differently (a key that appears twice, tags, merge keys, several documents in one file) is an error rather than a guess.

mod place;
mod reason;

use std::cell::{Cell, RefCell};
use std::fmt;
use std::path::Path;

use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use self::place::{after_bytes, most_open, second_document, separators, start_of_string};
use crate::diagnostics::{Diagnostic, Severity};
use crate::pointer::Origin;
use crate::pointer::Position;

/// The longest text that is read, in bytes: the largest API description known to us has less than half of this.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

/// How many elements may be open at once before YAML is given up. The YAML scanner takes time with the square of the number of brackets, and memory for
/// every level, before its own depth limit applies.
const MAX_OPEN: usize = 1_000;

/// How many commas and line breaks a text may have. Each stands for about one element, of which every reader takes hundreds of bytes; a document of
/// several megabytes has a tenth of this.
const MAX_SEPARATORS: usize = 1_500_000;

/// What aliases may add to a document, in elements and bytes of text. Without aliases a value never
/// takes more than three times the length of its text.
const ALIAS_ALLOWANCE: usize = 10_000_000;

/// Reads a document: JSON if the file name ends in `.json`, YAML otherwise.
///
/// # Errors
///
/// The first thing in the text that cannot be read, with its position. Nothing can be said about the rest of such a text.
pub fn parse(file: &str, text: &str) -> Result<Value, Diagnostic> {
    value(file, text).map_err(|failure| failure.diagnostic(file))
}

/// As [`parse`], with an error that may come from another thread.
pub fn value(file: &str, text: &str) -> Result<Value, Failure> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reader = Reader {
        json: Path::new(file)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json")),
        budget: Cell::new(text.len() * 3 + ALIAS_ALLOWANCE),
        complaint: RefCell::new(None),
    };
    reader.refuse(text)?;
    if reader.json {
        reader.json(text)
    } else {
        reader.yaml(text)
    }
}

/// What is wrong, and what to do about it.
#[derive(Debug)]
struct Complaint {
    message: String,
    help: String,
}

impl Complaint {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }
}

/// Why a text could not be read, and where.
#[derive(Debug)]
pub struct Failure {
    complaint: Complaint,
    position: Option<Position>,
}

impl Failure {
    /// The failure as a finding about a file.
    pub fn diagnostic(self, file: &str) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            message: self.complaint.message,
            origin: Some(Origin::document(file)),
            position: self.position,
            help: Some(self.complaint.help),
        }
    }
}

/// What the visitors of one document share.
struct Reader {
    json: bool,
    /// How much may still be built, so that a short text with aliases cannot grow into a huge value.
    budget: Cell<usize>,
    /// The finding of a visitor. It takes this way because the readers' own error types would wrap its text in theirs.
    complaint: RefCell<Option<Complaint>>,
}

impl Reader {
    /// Turns away texts before a parser spends time on them.
    fn refuse(&self, text: &str) -> Result<(), Failure> {
        let complaint = if text.len() > MAX_BYTES {
            Complaint::new(
                format!(
                    "the file holds {} bytes, more than the limit of {MAX_BYTES}",
                    text.len()
                ),
                "split the document; check whether the file is one at all",
            )
        } else if text.trim().is_empty() {
            Complaint::new("the file is empty", "write a document, or remove the file")
        } else if separators(text) > MAX_SEPARATORS {
            Complaint::new(
                format!(
                    "the file has more than {MAX_SEPARATORS} lines and commas, which is more than is read"
                ),
                "split the document; check whether the file is one at all",
            )
        } else if !self.json && most_open(text) > MAX_OPEN {
            reason::too_deep()
        } else {
            return Ok(());
        };
        Err(Failure {
            complaint,
            position: None,
        })
    }

    fn json(&self, text: &str) -> Result<Value, Failure> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let result = Element(self)
            .deserialize(&mut deserializer)
            .and_then(|value| deserializer.end().map(|()| value));
        result.map_err(|error| match self.complaint.take() {
            Some(complaint) => Failure {
                complaint,
                position: Some(start_of_string(text, error.line(), error.column())),
            },
            None => Failure {
                complaint: reason::json(&error, text),
                position: Some(after_bytes(text, error.line(), error.column())),
            },
        })
    }

    fn yaml(&self, text: &str) -> Result<Value, Failure> {
        Element(self)
            .deserialize(serde_yaml::Deserializer::from_str(text))
            .map_err(|error| {
                let position = error.location().map(|location| Position {
                    line: location.line(),
                    column: location.column(),
                });
                let complaint = self.complaint.take().unwrap_or_else(|| {
                    reason::yaml(&error, position.and_then(|at| place::character(text, at)))
                });
                Failure {
                    complaint,
                    position: position.or_else(|| second_document(text)),
                }
            })
    }

    /// Stops reading with a complaint.
    fn complain<E: serde::de::Error>(
        &self,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> E {
        self.complaint.replace(Some(Complaint::new(message, help)));
        E::custom("see the complaint")
    }

    /// Pays for an element with text of this length.
    fn spend<E: serde::de::Error>(&self, length: usize) -> Result<(), E> {
        let Some(left) = self.budget.get().checked_sub(length + 1) else {
            self.complaint.replace(Some(reason::too_many_aliases()));
            return Err(E::custom("see the complaint"));
        };
        self.budget.set(left);
        Ok(())
    }
}

/// Reads any value.
#[derive(Clone, Copy)]
struct Element<'a>(&'a Reader);

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Element<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        self.0.spend(0)?;
        match Number::from_f64(value) {
            Some(number) => Ok(Value::Number(number)),
            None => Err(self.0.complain(
                "infinity and not-a-number are not supported",
                "write a number, or put the value in quotes if text is meant",
            )),
        }
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        self.0.spend(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Value, E> {
        self.0.spend(value.len())?;
        Ok(Value::String(value))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Null)
    }

    /// The YAML reader calls this for a text without any value in it.
    fn visit_none<E: serde::de::Error>(self) -> Result<Value, E> {
        Err(self.0.complain(
            "the file holds nothing but comments",
            "write a document, or remove the file",
        ))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.0.spend(0)?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        self.0.spend(0)?;
        let mut object = Map::new();
        while let Some(key) = members.next_key_seed(Key {
            reader: self.0,
            taken: &object,
        })? {
            let value = members.next_value_seed(self)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }

    /// The YAML reader calls this for a value with a tag.
    fn visit_enum<A: EnumAccess<'de>>(self, _data: A) -> Result<Value, A::Error> {
        Err(self
            .0
            .complain("YAML tags (`!name`) are not supported", "remove the tag"))
    }
}

/// Reads the key of an object's member.
///
/// Duplicates are found here and not after the member, because an error of this visitor is reported at the key.
struct Key<'a> {
    reader: &'a Reader,
    taken: &'a Map<String, Value>,
}

impl Key<'_> {
    fn refuse<E: serde::de::Error>(&self, what: &str) -> E {
        self.reader.complain(
            format!("a key must be text, found {what}"),
            "put the key in quotes if text is meant",
        )
    }
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<String, E> {
        self.visit_string(key.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, key: String) -> Result<String, E> {
        self.reader.spend(key.len())?;
        if self.taken.contains_key(&key) {
            return Err(self.reader.complain(
                format!("the key `{key}` appears twice in this object"),
                "remove or rename one of the two",
            ));
        }
        if key == "<<" && !self.reader.json {
            return Err(self.reader.complain(
                "YAML merge keys (`<<`) are not supported",
                "write the members out, or move them to a component and use `$ref` or `allOf`",
            ));
        }
        Ok(key)
    }

    fn visit_bool<E: serde::de::Error>(self, key: bool) -> Result<String, E> {
        self.visit_string(key.to_string())
    }

    fn visit_i64<E: serde::de::Error>(self, key: i64) -> Result<String, E> {
        self.visit_string(key.to_string())
    }

    fn visit_u64<E: serde::de::Error>(self, key: u64) -> Result<String, E> {
        self.visit_string(key.to_string())
    }

    fn visit_i128<E: serde::de::Error>(self, key: i128) -> Result<String, E> {
        self.visit_string(key.to_string())
    }

    fn visit_u128<E: serde::de::Error>(self, key: u128) -> Result<String, E> {
        self.visit_string(key.to_string())
    }

    fn visit_f64<E: serde::de::Error>(self, _key: f64) -> Result<String, E> {
        Err(self.refuse("a number with a fraction"))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<String, E> {
        Err(self.refuse("null"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _items: A) -> Result<String, A::Error> {
        Err(self.refuse("a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, _members: A) -> Result<String, A::Error> {
        Err(self.refuse("an object"))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _data: A) -> Result<String, A::Error> {
        Err(self.refuse("a YAML tag"))
    }
}

#[cfg(test)]
mod tests;

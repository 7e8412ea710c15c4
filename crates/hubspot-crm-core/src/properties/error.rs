//! Properties that do not read as a type, and values that properties cannot store.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Expected, Unexpected};
use serde::ser;

/// A property whose text is not of the type that was asked for, or a value that a property cannot
/// store.
///
/// It names the property. What the property holds may be personal data, so neither `Display` nor
/// `Debug` show it: [`text`](Self::text) and [`reason`](Self::reason) do.
#[derive(Clone, PartialEq, Eq)]
pub struct PropertyError {
    record_id: Option<Box<str>>,
    name: Option<String>,
    text: Option<String>,
    problem: Problem,
}

#[derive(Clone, PartialEq, Eq)]
enum Problem {
    /// A field that needs a property which is not there.
    Absent(&'static str),
    /// An empty text, where a value is needed.
    Empty,
    /// A text that is not what it says here.
    NotA(Cow<'static, str>),
    /// Properties as a whole, read as what it says here.
    NoRecord(String),
    /// The type of the user has its own reason, which may quote the value.
    Refused(String),
    /// A field that takes no other names.
    Unknown,
    /// One field, two properties.
    Repeated,
    /// No property can hold the value.
    Unfit(&'static str),
    /// A type that does not tell which properties it is made of.
    NoNames,
}

impl PropertyError {
    /// The name of the property; empty if the error is about a type as a whole, or about a property
    /// behind `#[serde(flatten)]`, where serde does not tell which one.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    /// The id of the record that the property is one of, where
    /// [`Record::properties_as`](crate::Record::properties_as) has read it. The texts do not show it.
    pub fn record_id(&self) -> Option<&str> {
        self.record_id.as_deref()
    }

    /// The text of the property, where one was read. It may be personal data.
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// What the type of the field has against the value, in its own words, if it has words of its
    /// own: `TryFrom`, `#[serde(with = "…")]` and types of other crates do. They often quote the value.
    pub fn reason(&self) -> Option<&str> {
        match &self.problem {
            Problem::Refused(reason) => Some(reason),
            _ => None,
        }
    }

    /// Whether the property has no value where the type needs one. HubSpot may not have been asked
    /// for it.
    pub fn is_missing(&self) -> bool {
        matches!(self.problem, Problem::Absent(_) | Problem::Empty)
    }

    /// The text of a property is not what was expected.
    pub(super) fn not_a(expected: &'static str) -> Self {
        Problem::NotA(expected.into()).into()
    }

    pub(super) fn absent(name: &'static str) -> Self {
        Self::from(Problem::Absent(name)).of(name, None)
    }

    pub(super) fn empty() -> Self {
        Problem::Empty.into()
    }

    pub(super) fn unfit(reason: &'static str) -> Self {
        Problem::Unfit(reason).into()
    }

    pub(super) fn no_names() -> Self {
        Problem::NoNames.into()
    }

    /// Says which record the error is about.
    pub(crate) fn of_record(self, id: &str) -> Self {
        Self {
            record_id: Some(id.into()),
            ..self
        }
    }

    /// Says which property the error is about, unless it is known.
    pub(super) fn of(mut self, name: &str, text: Option<&str>) -> Self {
        if self.name.is_none() {
            self.name = Some(name.to_owned());
            self.text = text.map(ToOwned::to_owned);
        }
        self
    }

    /// The name of the field for which there is no property.
    pub(super) fn absent_field(&self) -> Option<&'static str> {
        match self.problem {
            Problem::Absent(name) => Some(name),
            _ => None,
        }
    }
}

impl From<Problem> for PropertyError {
    fn from(problem: Problem) -> Self {
        Self {
            record_id: None,
            name: None,
            text: None,
            problem,
        }
    }
}

impl fmt::Display for PropertyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::NoRecord(expected) => {
                return write!(
                    f,
                    "properties are read as a struct or a map, not as {expected}"
                );
            }
            Problem::NoNames => {
                return f.write_str(
                    "the names of the properties are not known: only a struct without \
                     `#[serde(flatten)]` tells them",
                );
            }
            _ => {}
        }
        match &self.name {
            Some(name) => write!(f, "property `{name}` ")?,
            None => {
                f.write_str("a property behind `#[serde(flatten)]`, or the type as a whole, ")?;
            }
        }
        match &self.problem {
            Problem::Absent(_) => f.write_str("is missing: it has no value, or was not asked for"),
            Problem::Empty => f.write_str("has no value"),
            Problem::NotA(expected) => write!(f, "is not {expected}"),
            Problem::Refused(_) => f.write_str("is not what its type takes"),
            Problem::Unknown => f.write_str("has no field in the type"),
            Problem::Repeated => f.write_str("is there under two names"),
            Problem::Unfit(reason) => write!(f, "cannot be stored: {reason}"),
            Problem::NoRecord(_) | Problem::NoNames => Ok(()),
        }
    }
}

impl fmt::Debug for PropertyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PropertyError")
            .field(&format_args!("{self}"))
            .finish()
    }
}

impl std::error::Error for PropertyError {}

impl de::Error for PropertyError {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Problem::Refused(message.to_string()).into()
    }

    // What serde itself says about these would quote the value.
    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        match unexpected {
            Unexpected::Map => Problem::NoRecord(expected.to_string()),
            _ => Problem::NotA(expected.to_string().into()),
        }
        .into()
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Problem::NotA(expected.to_string().into()).into()
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Problem::NotA(expected.to_string().into()).into()
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        let expected: Vec<_> = expected.iter().map(|name| format!("`{name}`")).collect();
        Problem::NotA(format!("one of {}", expected.join(", ")).into()).into()
    }

    fn unknown_field(name: &str, _: &'static [&'static str]) -> Self {
        Self::from(Problem::Unknown).of(name, None)
    }

    fn missing_field(name: &'static str) -> Self {
        Self::absent(name)
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::from(Problem::Repeated).of(name, None)
    }
}

impl ser::Error for PropertyError {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Problem::Refused(message.to_string()).into()
    }
}

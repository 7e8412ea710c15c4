//! The order of results.

use serde::{Deserializer, Serializer};

use crate::Value;
use crate::json::JsonValue;

/// By which property results are sorted, and in which direction.
///
/// A text is read as HubSpot reads it: `createdate` sorts ascending, `-createdate` descending.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::Sort;
///
/// assert_eq!(Sort::from("-createdate"), Sort::descending("createdate"));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Sort {
    /// The smallest value of the property comes first.
    Ascending(String),
    /// The largest value of the property comes first.
    Descending(String),
    /// A rule that this version of the crate does not know, sent as it is.
    Other(Value),
}

impl Sort {
    /// The smallest value comes first.
    pub fn ascending(property: impl Into<String>) -> Self {
        Self::Ascending(property.into())
    }

    /// The largest value comes first.
    pub fn descending(property: impl Into<String>) -> Self {
        Self::Descending(property.into())
    }

    /// The rule in an object with nothing but a property and a direction.
    fn of_object(value: &Value) -> Option<Self> {
        let object = value.as_object()?;
        let property = object.get("propertyName")?.as_str()?;
        match (object.len(), object.get("direction")?.as_str()?) {
            (2, "ASCENDING") => Some(Self::ascending(property)),
            (2, "DESCENDING") => Some(Self::descending(property)),
            _ => None,
        }
    }
}

impl From<&str> for Sort {
    fn from(text: &str) -> Self {
        match text.strip_prefix('-') {
            Some(property) => Self::descending(property),
            None => Self::ascending(text),
        }
    }
}

impl From<String> for Sort {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

/// Texts, and objects such as `{"propertyName": "createdate", "direction": "DESCENDING"}`, are read.
/// Texts are written.
impl JsonValue for Sort {
    fn blank() -> Self {
        Self::Ascending(String::new())
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::read(deserializer)? {
            Value::Null => Self::blank(),
            Value::String(text) => text.into(),
            scalar @ (Value::Bool(_) | Value::Number(_)) => scalar.to_string().into(),
            other => Self::of_object(&other).unwrap_or(Self::Other(other)),
        })
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Ascending(property) => serializer.serialize_str(property),
            Self::Descending(property) => serializer.collect_str(&format_args!("-{property}")),
            Self::Other(value) => value.write(serializer),
        }
    }
}

crate::__serde_by_json_value!(Sort);

//! The property values of a record, to read and to write.

mod change;
mod error;
mod names;
mod read;
#[cfg(test)]
mod tests;
mod typed;
mod value;
mod write;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use jiff::tz::Offset;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Error as _, SerializeMap, Serializer};
use serde_json::Value;

pub use change::Change;
pub use error::PropertyError;
pub(crate) use value::from_texts;
pub use value::{Clear, MultiSelect, PropertyValue};

use crate::json::{JsonValue, Key, blank_text, parse_integer, path};
use crate::time::DateTime;
use read::Options;

/// The property values of a record.
///
/// HubSpot keeps every value as a text. Typed values convert themselves on the way in
/// ([`set`](Self::set)) and out ([`get_i64`](Self::get_i64) and the like). A struct with serde's
/// derives holds many of them at once: [`to_typed`](Self::to_typed),
/// [`from_typed`](Self::from_typed).
///
/// In an update three things differ: a value that is set, a value that is cleared ([`Clear`], sent
/// as an empty text), and a value that is left alone, because it is not in here. `null` is never
/// sent: HubSpot answers that it is fine and changes nothing.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{Clear, Properties, properties};
///
/// let mut update = properties! { "phone" => "555-0100", "employees" => 12, "fax" => Clear };
/// update.set("newsletter", true);
/// let json = r#"{"employees":"12","fax":"","newsletter":"true","phone":"555-0100"}"#;
/// assert_eq!(serde_json::to_string(&update)?, json);
///
/// let json = r#"{"email": "ada@example.com", "employees": "12", "fax": null}"#;
/// let record: Properties = serde_json::from_str(json)?;
/// assert_eq!(record.get("email"), Some("ada@example.com"));
/// assert_eq!(record.get_i64("employees")?, Some(12));
/// assert_eq!(record.get("fax"), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Properties {
    values: BTreeMap<String, PropertyValue>,
}

impl Properties {
    /// No properties.
    pub const fn new() -> Self {
        Self {
            values: BTreeMap::new(),
        }
    }

    /// The text of a property. `None` if it is absent or null; an empty text, which HubSpot sends
    /// for some cleared values, is `Some("")`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.as_str()
    }

    /// The property as an integer; `None` if it is absent, null or empty.
    ///
    /// # Errors
    /// If the text is no integer of 64 bits. `12.0` is one.
    pub fn get_i64(&self, name: &str) -> Result<Option<i64>, PropertyError> {
        self.parse(name, "an integer", parse_integer)
    }

    /// The property as a number; `None` if it is absent, null or empty.
    ///
    /// # Errors
    /// If the text is no finite number.
    pub fn get_f64(&self, name: &str) -> Result<Option<f64>, PropertyError> {
        self.parse(name, "a number", parse_number)
    }

    /// The property as a flag; `None` if it is absent, null or empty.
    ///
    /// # Errors
    /// If the text is neither `true` nor `false`, in any case.
    pub fn get_bool(&self, name: &str) -> Result<Option<bool>, PropertyError> {
        self.parse(name, "true or false", parse_bool)
    }

    /// The property as a date-time; `None` if it is absent, null or empty. A date is its midnight
    /// in UTC.
    ///
    /// # Errors
    /// If the text has none of the forms that [`DateTime`] reads.
    pub fn get_datetime(&self, name: &str) -> Result<Option<DateTime>, PropertyError> {
        self.parse(name, "a date-time", |text| text.parse().ok())
    }

    /// The property as a date; `None` if it is absent, null or empty. A date-time is its date in
    /// UTC.
    ///
    /// # Errors
    /// If the text has none of the forms that [`DateTime`] reads.
    pub fn get_date(&self, name: &str) -> Result<Option<Date>, PropertyError> {
        self.parse(name, "a date", |text| {
            let timestamp = text.parse::<DateTime>().ok()?.timestamp()?;
            Some(Offset::UTC.to_datetime(timestamp).date())
        })
    }

    /// The options of a multi-select property; none if it is absent, null or empty.
    pub fn get_list(&self, name: &str) -> Vec<&str> {
        Options::of(self.get(name).unwrap_or_default()).collect()
    }

    fn parse<T>(
        &self,
        name: &str,
        expected: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, PropertyError> {
        match self.get(name) {
            None | Some("") => Ok(None),
            Some(text) => match parse(text) {
                Some(value) => Ok(Some(value)),
                None => Err(PropertyError::not_a(expected).of(name, Some(text))),
            },
        }
    }

    /// Sets a property.
    ///
    /// An empty text is what HubSpot takes for clearing the property, as [`Clear`] does. A value
    /// that HubSpot could not store as meant (see [`PropertyValue`]) makes the request fail before
    /// it is sent.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<PropertyValue>) -> &mut Self {
        self.values.insert(name.into(), value.into());
        self
    }

    /// Sets a property if there is a value; `None` leaves it alone. To clear it then, set
    /// [`Clear`].
    pub fn set_opt(
        &mut self,
        name: impl Into<String>,
        value: Option<impl Into<PropertyValue>>,
    ) -> &mut Self {
        if let Some(value) = value {
            self.set(name, value);
        }
        self
    }

    /// Clears a property: HubSpot will delete its value.
    pub fn clear(&mut self, name: impl Into<String>) -> &mut Self {
        self.set(name, Clear)
    }

    /// Takes a property out of here, so that an update leaves it alone.
    pub fn remove(&mut self, name: &str) -> Option<PropertyValue> {
        self.values.remove(name)
    }

    /// Sets a property, in a chain.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<PropertyValue>) -> Self {
        self.set(name, value);
        self
    }

    /// Whether there is a property of this name, be its text empty or not.
    pub fn contains(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// The names of all properties, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// The names and texts of all properties, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values
            .iter()
            .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
    }

    /// The number of properties.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are no properties.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

impl<N: Into<String>, V: Into<PropertyValue>> Extend<(N, V)> for Properties {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, properties: I) {
        self.values.extend(
            properties
                .into_iter()
                .map(|(name, value)| (name.into(), value.into())),
        );
    }
}

impl<N: Into<String>, V: Into<PropertyValue>> FromIterator<(N, V)> for Properties {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(properties: I) -> Self {
        let mut collected = Self::new();
        collected.extend(properties);
        collected
    }
}

/// A finite number. The parser of std also takes "NaN" and "inf".
fn parse_number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn parse_bool(text: &str) -> Option<bool> {
    match text {
        text if text.eq_ignore_ascii_case("true") => Some(true),
        text if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

impl JsonValue for Properties {
    fn blank() -> Self {
        Self::new()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PropertiesVisitor)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (name, value) in &self.values {
            let text = value
                .to_sent()
                .map_err(|reason| S::Error::custom(path::at_key(&reason, name)))?;
            map.serialize_entry(name, text)?;
        }
        map.end()
    }
}

crate::__serde_by_json_value!(Properties);

struct PropertiesVisitor;

impl<'de> Visitor<'de> for PropertiesVisitor {
    type Value = Properties;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with property values")
    }

    fn visit_unit<E>(self) -> Result<Properties, E> {
        Ok(Properties::new())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Properties, E> {
        blank_text(text, &self).map(|()| Properties::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
        let mut properties = Properties::new();
        while let Some(Key(name)) = map.next_key()? {
            match map
                .next_value()
                .map_err(|error| A::Error::custom(path::at_key(&error, &name)))?
            {
                // The last one counts when a name is repeated, so null takes away what stood there.
                Value::Null => drop(properties.remove(&name)),
                Value::String(text) => drop(properties.set(name, text)),
                // Numbers and flags; lists and objects, which HubSpot has no property type for,
                // keep their JSON text.
                other => drop(properties.set(name, other.to_string())),
            }
        }
        Ok(properties)
    }
}

/// Makes [`Properties`] from names and values.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{Clear, properties};
///
/// let update = properties! { "phone" => "555-0100", "fax" => Clear };
/// assert_eq!(update.get("phone"), Some("555-0100"));
/// ```
#[macro_export]
macro_rules! properties {
    ($($name:expr => $value:expr),* $(,)?) => {
        $crate::Properties::new()$(.with($name, $value))*
    };
}

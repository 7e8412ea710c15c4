//! What an update does to a property.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Expected, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

/// What an update does to a property: leave it alone, clear it, or set it.
///
/// It is for the fields of a struct that [`Properties::from_typed`](crate::Properties::from_typed)
/// makes an update of. `Keep` is the default, so an update names what it changes:
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{Change, Properties, properties};
///
/// #[derive(Default, serde::Serialize)]
/// struct ContactUpdate {
///     phone: Change<String>,
///     fax: Change<String>,
///     numemployees: Change<u32>,
/// }
///
/// let update = ContactUpdate {
///     fax: Change::Clear,
///     numemployees: Change::Set(12),
///     ..ContactUpdate::default()
/// };
/// let properties = Properties::from_typed(&update)?;
/// assert_eq!(properties, properties! { "fax" => "", "numemployees" => "12" });
/// # Ok::<(), hubspot_crm_gen::PropertyError>(())
/// ```
///
/// Read from properties, a property that is not there is `Keep`, one with an empty text is `Clear`.
/// In JSON by other means `Keep` is `null` and `Clear` an empty text: as HubSpot takes them, but for
/// types other than texts only [`Properties`](crate::Properties) read an empty text back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Change<T> {
    /// Leaves the property alone: it is not sent.
    #[default]
    Keep,
    /// Deletes the value of the property.
    Clear,
    /// Stores this value. An empty text or list deletes the value, as `Clear` does.
    Set(T),
}

impl<T> Change<T> {
    /// Sets the value if there is one; `None` leaves the property alone.
    pub fn set_or_keep(value: Option<T>) -> Self {
        value.map_or(Self::Keep, Self::Set)
    }

    /// Sets the value if there is one; `None` clears the property.
    pub fn set_or_clear(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }

    /// Whether the property is left alone.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Whether the property is cleared.
    pub fn is_clear(&self) -> bool {
        matches!(self, Self::Clear)
    }

    /// The value to set, if it is to be set.
    pub fn as_set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

impl<T> From<T> for Change<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl<T: Serialize> Serialize for Change<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Keep => serializer.serialize_none(),
            Self::Clear => serializer.serialize_str(""),
            Self::Set(value) => serializer.serialize_some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // As an option: derived code takes one that is missing for none, without any attribute.
        deserializer.deserialize_option(ChangeVisitor(PhantomData))
    }
}

const EXPECTED: &str = "a change of a property";

/// Whether a value is to become a [`Change`], to which an empty text is not the same as no text.
/// Serde has no other way to tell that from an option.
pub(super) fn expects_change<'de, V: Visitor<'de>>(visitor: &V) -> bool {
    let visitor: &dyn Expected = visitor;
    visitor.to_string() == EXPECTED
}

struct ChangeVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ChangeVisitor<T> {
    type Value = Change<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Change::Keep)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Change::Keep)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match text {
            "" => Ok(Change::Clear),
            _ => Err(E::invalid_type(Unexpected::Str(text), &self)),
        }
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::deserialize(deserializer).map(Change::Set)
    }
}

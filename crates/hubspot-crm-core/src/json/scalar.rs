//! Texts, numbers and flags, each of which HubSpot may send as another.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::{Error as _, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::JsonValue;

/// A value in JSON, as the types that are neither lists nor objects see it.
#[derive(Debug)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    Integer(i128),
    Float(f64),
    Text(Cow<'a, str>),
    /// A list or an object, where none is due.
    Composite(Value),
}

impl<'a> Scalar<'a> {
    /// The text of the value as it stands in JSON, without quotes; nothing for `null`.
    pub(crate) fn into_text(self) -> Cow<'a, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Bool(flag) => Cow::Owned(flag.to_string()),
            Self::Integer(integer) => Cow::Owned(integer.to_string()),
            Self::Float(float) => {
                Cow::Owned(Number::from_f64(float).map_or_else(String::new, |it| it.to_string()))
            }
            Self::Text(text) => text,
            Self::Composite(value) => Cow::Owned(value.to_string()),
        }
    }

    /// Whether it says nothing: HubSpot writes an empty text where a value was cleared.
    fn is_blank(&self) -> bool {
        matches!(self, Self::Null) || matches!(self, Self::Text(text) if text.is_empty())
    }

    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::Bool(flag) => Unexpected::Bool(*flag),
            Self::Integer(integer) => match i64::try_from(*integer) {
                Ok(integer) => Unexpected::Signed(integer),
                Err(_) => Unexpected::Other("an integer above 64 bits"),
            },
            Self::Float(float) => Unexpected::Float(*float),
            Self::Text(text) => Unexpected::Str(text),
            Self::Composite(Value::Array(_)) => Unexpected::Seq,
            Self::Composite(_) => Unexpected::Map,
        }
    }
}

/// Reads one scalar and converts it. A conversion that gives the scalar back makes the error
/// "expected …".
pub(crate) fn scalar<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    convert: fn(Scalar<'de>) -> Result<T, Scalar<'de>>,
) -> Result<T, D::Error> {
    let scalar = deserializer.deserialize_any(ScalarVisitor { expected })?;
    convert(scalar).map_err(|scalar| D::Error::invalid_value(scalar.unexpected(), &expected))
}

struct ScalarVisitor {
    expected: &'static str,
}

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Float(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(list)).map(Scalar::Composite)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(object)).map(Scalar::Composite)
    }
}

/// The integer that a text stands for, also where it is written as `12.0`.
pub(crate) fn parse_integer(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| integral(text.parse().ok()?))
}

/// A float as an integer, if that loses nothing. `i64::MAX` itself has no float, hence the
/// half-open range.
fn integral(float: f64) -> Option<i64> {
    let range = -9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0;
    (float.fract() == 0.0 && range.contains(&float)).then_some(float as i64)
}

impl JsonValue for String {
    fn blank() -> Self {
        Self::new()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        scalar(deserializer, "a string", |scalar| {
            Ok(scalar.into_text().into_owned())
        })
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl JsonValue for i64 {
    fn blank() -> Self {
        0
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read_option(deserializer).map(Option::unwrap_or_default)
    }

    fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        scalar(deserializer, "an integer of 64 bits", |scalar| {
            let integer = match &scalar {
                scalar if scalar.is_blank() => return Ok(None),
                Scalar::Integer(integer) => Self::try_from(*integer).ok(),
                Scalar::Float(float) => integral(*float),
                Scalar::Text(text) => parse_integer(text),
                Scalar::Null | Scalar::Bool(_) | Scalar::Composite(_) => None,
            };
            integer.map(Some).ok_or(scalar)
        })
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*self)
    }
}

impl JsonValue for f64 {
    fn blank() -> Self {
        0.0
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read_option(deserializer).map(Option::unwrap_or_default)
    }

    fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        scalar(deserializer, "a number", |scalar| {
            let float = match &scalar {
                scalar if scalar.is_blank() => return Ok(None),
                Scalar::Integer(integer) => Some(*integer as Self),
                Scalar::Float(float) => Some(*float),
                // The parser of std also takes "NaN" and "inf", which are no numbers in JSON.
                Scalar::Text(text) => text.parse().ok().filter(|float: &Self| float.is_finite()),
                Scalar::Null | Scalar::Bool(_) | Scalar::Composite(_) => None,
            };
            float.map(Some).ok_or(scalar)
        })
    }

    /// Writes a whole number without a fraction, as it most likely came. Refuses what is not finite;
    /// serde_json would write `null`, which means something else.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match integral(*self) {
            // The sign of -0.0 is lost with the fraction.
            Some(whole) if whole != 0 || self.is_sign_positive() => serializer.serialize_i64(whole),
            _ if self.is_finite() => serializer.serialize_f64(*self),
            _ => Err(S::Error::custom(
                "a number that is NaN or infinite has no form in JSON",
            )),
        }
    }
}

impl JsonValue for bool {
    fn blank() -> Self {
        false
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read_option(deserializer).map(Option::unwrap_or_default)
    }

    fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        scalar(deserializer, "true or false", |scalar| match &scalar {
            scalar if scalar.is_blank() => Ok(None),
            Scalar::Bool(flag) => Ok(Some(*flag)),
            Scalar::Text(text) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Scalar::Text(text) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            _ => Err(scalar),
        })
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }
}

impl JsonValue for Value {
    fn blank() -> Self {
        Self::Null
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

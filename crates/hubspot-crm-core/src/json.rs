//! JSON as HubSpot really sends it: the trait that all field types implement, and its rules.
//!
//! Serde's own derives fail on the first missing, null or differently typed field. The types of
//! this crate decode through [`JsonValue`] instead, and implement `Serialize` and `Deserialize` on
//! top of it.

mod containers;
mod object;
pub(crate) mod path;
mod scalar;
#[cfg(test)]
mod tests;

use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer};
use serde::ser::{Serialize, Serializer};

pub(crate) use containers::blank_text;
pub use object::{Field, FieldWriter, JsonObject, read_answer, read_object, write_object};
pub(crate) use object::{Key, fields};
pub(crate) use scalar::{parse_integer, scalar};

/// A value that can stand in a JSON object of HubSpot's, with the lenient rules by which it is
/// read.
///
/// - Missing, `null` and, where no text is due, `""` are the same: they read as [`blank`](Self::blank), which is `None`, an
///   empty list or map, an empty text, zero or `false`.
/// - Texts also read from numbers and flags, numbers from numeric texts, flags from `"true"` and
///   `"false"`.
/// - An object keeps the fields that it does not know in its `extra`; of a repeated key the last
///   one counts.
/// - Error messages start with the place of the value, such as `$.results[3].createdAt: `.
///
/// `json_object!` and `open_enum!` implement it. It is public because generic types such as
/// [`Page`](crate::Page) are bound by it.
pub trait JsonValue: Sized {
    /// The value that stands for a missing or null one.
    fn blank() -> Self;

    /// Reads a value.
    ///
    /// # Errors
    /// If the JSON is malformed, or is of a kind that cannot stand for this type.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Reads a value that is the whole of an answer. An object that has fields and none of those of its
    /// type is another body, such as that of a proxy: to be lenient with it would be to take it for
    /// an empty record or list.
    ///
    /// # Errors
    /// As [`read`](Self::read), and for such an object.
    fn read_answer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer)
    }

    /// Reads a value that is not null into an option. Types for which an empty text says nothing give `None` for it.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::read(deserializer).map(Some)
    }

    /// Writes the value.
    ///
    /// # Errors
    /// If JSON has no form for the value, such as a number that is not finite.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Whether the value can be the body of a request, which is asked before it is sent.
    ///
    /// # Errors
    /// What HubSpot is known to refuse.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    /// Whether an object leaves the field out rather than writing this value.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Short form of [`JsonValue::blank`] for macros.
pub fn blank<T: JsonValue>() -> T {
    T::blank()
}

/// Reads a `T` wherever serde wants a seed.
pub(crate) struct Reader<T>(PhantomData<T>);

impl<T> Reader<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: JsonValue> DeserializeSeed<'de> for Reader<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// Reads a `T` wherever serde wants a type that it can deserialize.
pub(crate) struct Read<T>(pub(crate) T);

impl<'de, T: JsonValue> Deserialize<'de> for Read<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

/// As [`Read`], for the whole of an answer.
pub(crate) struct ReadAnswer<T>(pub(crate) T);

impl<'de, T: JsonValue> Deserialize<'de> for ReadAnswer<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read_answer(deserializer).map(Self)
    }
}

/// Writes a `T` wherever serde wants a type that it can serialize.
pub(crate) struct Written<'a, T>(pub(crate) &'a T);

impl<T: JsonValue> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// Writes a list of `T` wherever serde wants a type that it can serialize.
pub(crate) struct WrittenList<'a, T>(pub(crate) &'a [T]);

impl<T: JsonValue> Serialize for WrittenList<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        containers::write_list(self.0, serializer)
    }
}

/// Implements serde's two traits by [`JsonValue`].
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_by_json_value {
    ($name:ident $(<$param:ident>)?) => {
        impl $(<$param: $crate::JsonValue>)? $crate::__private::Serialize for $name $(<$param>)? {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::JsonValue::write(self, serializer)
            }
        }

        impl<'de $(, $param: $crate::JsonValue)?> $crate::__private::Deserialize<'de>
            for $name $(<$param>)?
        {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::JsonValue::read(deserializer)
            }
        }
    };
}

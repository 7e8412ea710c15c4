//! The names of the properties that a type is made of.

use std::cell::Cell;

use serde::de::{Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::PropertyError;
use super::read::newtype_as_its_field;

/// The fields that derived code asks for, as it tells them before it reads any value.
type Fields = Cell<Option<&'static [&'static str]>>;

/// Reads nothing; it only listens to what is asked for.
pub(super) struct Probe<'a> {
    pub(super) fields: &'a Fields,
}

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = PropertyError;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, PropertyError> {
        Err(PropertyError::no_names())
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, PropertyError> {
        self.fields.set(Some(fields));
        Err(PropertyError::no_names())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PropertyError> {
        visitor.visit_some(self)
    }

    newtype_as_its_field!();

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

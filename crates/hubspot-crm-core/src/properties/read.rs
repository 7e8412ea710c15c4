//! Reads properties into types of the user.

use std::collections::btree_map;
use std::slice;
use std::str::Split;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::change::expects_change;
use super::{Properties, PropertyError, PropertyValue, parse_bool, parse_number};
use crate::json::parse_integer;

/// A struct with one field that has no name reads as that field.
macro_rules! newtype_as_its_field {
    () => {
        fn deserialize_newtype_struct<V: Visitor<'de>>(
            self,
            _name: &'static str,
            visitor: V,
        ) -> Result<V::Value, PropertyError> {
            visitor.visit_newtype_struct(self)
        }
    };
}
pub(super) use newtype_as_its_field;

/// The properties of one record, as a struct or a map.
pub(super) struct Record<'a, 'de> {
    pub(super) properties: &'de Properties,
    /// Fields that are not in the properties, to be read as what has no value.
    pub(super) absent: &'a [&'static str],
}

impl<'de> Deserializer<'de> for Record<'_, 'de> {
    type Error = PropertyError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PropertyError> {
        visitor.visit_map(Fields {
            values: self.properties.values.iter(),
            absent: self.absent.iter(),
            current: ("", Value::Absent("")),
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PropertyError> {
        visitor.visit_some(self)
    }

    newtype_as_its_field!();

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Fields<'a, 'de> {
    values: btree_map::Iter<'de, String, PropertyValue>,
    absent: slice::Iter<'a, &'static str>,
    /// The property whose name was read and whose value comes next.
    current: (&'de str, Value<'de>),
}

impl<'de> MapAccess<'de> for Fields<'_, 'de> {
    type Error = PropertyError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, PropertyError> {
        let next = match self.values.next() {
            Some((name, value)) => Some((name.as_str(), Value::Present(value))),
            None => self.absent.next().map(|&name| (name, Value::Absent(name))),
        };
        let Some((name, value)) = next else {
            return Ok(None);
        };
        self.current = (name, value);
        seed.deserialize(BorrowedStrDeserializer::new(name))
            .map(Some)
            .map_err(|error: PropertyError| error.of(name, None))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, PropertyError> {
        let (name, value) = self.current;
        match value {
            Value::Absent(name) => seed.deserialize(Absent(name)),
            Value::Present(value) => match value.to_sent() {
                Ok(text) => seed
                    .deserialize(Text {
                        text,
                        is_option: false,
                    })
                    .map_err(|error| error.of(name, Some(text))),
                Err(reason) => Err(PropertyError::unfit(reason).of(name, None)),
            },
        }
    }
}

#[derive(Clone, Copy)]
enum Value<'de> {
    Present(&'de PropertyValue),
    /// There is none for this field.
    Absent(&'static str),
}

/// No value: fine for a list, which is empty then. Options and fields with a default do not come
/// here, they are content with what is not there.
struct Absent(&'static str);

impl<'de> Deserializer<'de> for Absent {
    type Error = PropertyError;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, PropertyError> {
        Err(PropertyError::absent(self.0))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PropertyError> {
        visitor.visit_seq(Options::of(""))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PropertyError> {
        visitor.visit_none()
    }

    newtype_as_its_field!();

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The text of a property, or of one of its options.
#[derive(Clone, Copy)]
struct Text<'de> {
    text: &'de str,
    is_option: bool,
}

impl<'de> Text<'de> {
    /// The value that the text stands for.
    fn parse<T>(
        self,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, PropertyError> {
        match self.text {
            "" => Err(PropertyError::empty()),
            text => parse(text).ok_or_else(|| PropertyError::not_a(expected)),
        }
    }
}

/// Integers may be written as `12.0`. The visitor knows whether its own type is large enough.
macro_rules! integers {
    ($($method:ident $visit:ident $integer:ty,)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PropertyError> {
            let integer = self.parse("an integer", |text| {
                let integer = text.parse::<$integer>().ok();
                integer.or_else(|| parse_integer(text)?.try_into().ok())
            })?;
            visitor.$visit(integer)
        })*
    };
}

impl<'de> Deserializer<'de> for Text<'de> {
    type Error = PropertyError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PropertyError> {
        visitor.visit_borrowed_str(self.text)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PropertyError> {
        visitor.visit_bool(self.parse("true or false", parse_bool)?)
    }

    integers! {
        deserialize_i8 visit_i64 i64,
        deserialize_i16 visit_i64 i64,
        deserialize_i32 visit_i64 i64,
        deserialize_i64 visit_i64 i64,
        deserialize_i128 visit_i128 i128,
        deserialize_u8 visit_u64 u64,
        deserialize_u16 visit_u64 u64,
        deserialize_u32 visit_u64 u64,
        deserialize_u64 visit_u64 u64,
        deserialize_u128 visit_u128 u128,
    }

    // Not by way of `f64`: rounding twice could give another number than the one that was written.
    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PropertyError> {
        let finite = |text: &str| text.parse().ok().filter(|number: &f32| number.is_finite());
        visitor.visit_f32(self.parse("a number", finite)?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PropertyError> {
        visitor.visit_f64(self.parse("a number", parse_number)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PropertyError> {
        match self.text {
            "" if expects_change(&visitor) => visitor.visit_borrowed_str(""),
            "" => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    newtype_as_its_field!();

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PropertyError> {
        if self.is_option {
            return self.deserialize_any(visitor);
        }
        let mut options = Options::of(self.text);
        let read = visitor.visit_seq(&mut options)?;
        match options.next() {
            None => Ok(read),
            Some(_) => Err(PropertyError::not_a("a list of that length")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, PropertyError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, PropertyError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, PropertyError> {
        visitor.visit_enum(BorrowedStrDeserializer::new(self.text))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, PropertyError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct map struct identifier
    }
}

/// The options of a multi-select: what stands between semicolons and is not empty.
pub(super) struct Options<'de> {
    rest: Split<'de, char>,
}

impl<'de> Options<'de> {
    pub(super) fn of(text: &'de str) -> Self {
        Self {
            rest: text.split(';'),
        }
    }
}

impl<'de> Iterator for Options<'de> {
    type Item = &'de str;

    fn next(&mut self) -> Option<&'de str> {
        self.rest.find(|option| !option.is_empty())
    }
}

impl<'de> SeqAccess<'de> for Options<'de> {
    type Error = PropertyError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, PropertyError> {
        let option = self.next().map(|text| Text {
            text,
            is_option: true,
        });
        option.map(|option| seed.deserialize(option)).transpose()
    }
}

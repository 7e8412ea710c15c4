//! Options, boxes, lists and maps.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Expected, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::{Error as _, SerializeMap, SerializeSeq, Serializer};

use super::object::Key;
use super::{JsonValue, Reader, Written, path};

impl<T: JsonValue> JsonValue for Option<T> {
    fn blank() -> Self {
        None
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(OptionVisitor(PhantomData))
    }

    /// `Some(None)` is only for writing `null`: reading it would be to see a difference between null
    /// and missing, which HubSpot does not make.
    fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::read(deserializer).map(|value| value.map(Some))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_unit(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

struct OptionVisitor<T>(PhantomData<T>);

impl<'de, T: JsonValue> Visitor<'de> for OptionVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::read_option(deserializer)
    }
}

impl<T: JsonValue> JsonValue for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self::new)
    }

    fn read_answer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read_answer(deserializer).map(Self::new)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::write(self, serializer)
    }

    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }
}

impl<T: JsonValue> JsonValue for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_list(self, serializer)
    }
}

pub(super) fn write_list<T: JsonValue, S: Serializer>(
    values: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(values.len()))?;
    for (index, value) in values.iter().enumerate() {
        list.serialize_element(&Written(value))
            .map_err(|error| S::Error::custom(path::at_index(&error, index)))?;
    }
    list.end()
}

/// Takes an empty text for nothing; any other is an error.
pub(crate) fn blank_text<E: Error>(text: &str, expected: &dyn Expected) -> Result<(), E> {
    if text.is_empty() {
        Ok(())
    } else {
        Err(E::invalid_type(Unexpected::Str(text), expected))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: JsonValue> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        blank_text(text, &self).map(|()| Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = access
            .next_element_seed(Reader::new())
            .map_err(|error| A::Error::custom(path::at_index(&error, list.len())))?
        {
            list.push(value);
        }
        Ok(list)
    }
}

impl<T: JsonValue> JsonValue for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MapVisitor(PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(key, &Written(value))
                .map_err(|error| S::Error::custom(path::at_key(&error, key)))?;
        }
        map.end()
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: JsonValue> Visitor<'de> for MapVisitor<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(BTreeMap::new())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        blank_text(text, &self).map(|()| BTreeMap::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(Key(key)) = access.next_key()? {
            let value = access
                .next_value_seed(Reader::new())
                .map_err(|error| A::Error::custom(path::at_key(&error, &key)))?;
            map.insert(key.into_owned(), value);
        }
        Ok(map)
    }
}

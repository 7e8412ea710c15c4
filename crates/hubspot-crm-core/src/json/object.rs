//! Objects: what `json_object!` expands to, and the code that all objects share.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Error as _, SerializeMap, Serializer};
use serde_json::Value;

use super::containers::blank_text;
use super::{JsonValue, Reader, Written, path, scalar};
use crate::extra::Extra;

/// What an object type says about itself. The rest is shared, so that an object type costs little
/// to compile.
pub trait JsonObject: Sized {
    /// The keys of the fields that are known.
    const KEYS: &'static [&'static str];

    /// An object in which every field is blank.
    fn blank_object() -> Self;

    /// Reads one field into its place, or into `extra` if it is not known.
    fn read_field<'de, A: MapAccess<'de>>(&mut self, field: Field<'_, A>) -> Result<(), A::Error>;

    /// The fields that are not known.
    fn unknown(&self) -> &Extra;

    /// Writes all fields, then `extra`.
    fn write_fields<S: SerializeMap>(&self, fields: &mut FieldWriter<S>);
}

/// A field that is being read: its key is known, its value comes next.
#[derive(Debug)]
pub struct Field<'a, A> {
    /// The key, as it stands in the JSON object.
    pub key: &'a str,
    access: &'a mut A,
}

impl<'de, A: MapAccess<'de>> Field<'_, A> {
    /// Reads the value into its place.
    pub fn read<T: JsonValue>(self, place: &mut T) -> Result<(), A::Error> {
        *place = self.value()?;
        Ok(())
    }

    /// As `read`, for a field that has one value only: no text is that one, too.
    pub fn read_constant(self, place: &mut String, constant: &str) -> Result<(), A::Error> {
        let text: String = self.value()?;
        *place = match text.is_empty() {
            true => constant.to_owned(),
            false => text,
        };
        Ok(())
    }

    /// Keeps the value under its key.
    pub fn keep(self, extra: &mut Extra) -> Result<(), A::Error> {
        let key = self.key;
        let value: Value = self.value()?;
        extra.insert(key, value);
        Ok(())
    }

    fn value<T: JsonValue>(self) -> Result<T, A::Error> {
        let Self { key, access } = self;
        access
            .next_value_seed(Reader::new())
            .map_err(|error| A::Error::custom(path::at_key(&error, key)))
    }
}

/// Writes fields until the first error. It keeps the error, so that a list of fields needs no `?`
/// on each line.
#[derive(Debug)]
pub struct FieldWriter<S: SerializeMap> {
    map: S,
    error: Option<S::Error>,
}

impl<S: SerializeMap> FieldWriter<S> {
    /// Writes a field, unless its value is absent.
    pub fn field<T: JsonValue>(&mut self, key: &str, value: &T) {
        if self.error.is_none() && !value.is_absent() {
            let written = self.map.serialize_entry(key, &Written(value));
            self.error = written
                .err()
                .map(|error| S::Error::custom(path::at_key(&error, key)));
        }
    }

    /// Ends the object, or gives the first error.
    pub(crate) fn end(self) -> Result<S::Ok, S::Error> {
        match self.error {
            Some(error) => Err(error),
            None => self.map.end(),
        }
    }

    /// Writes the kept fields, except those that have the key of a known one: no key is written
    /// twice.
    pub fn extra(&mut self, extra: &Extra, known: &[&str]) {
        for (key, value) in extra.iter().filter(|(key, _)| !known.contains(key)) {
            self.field(key, value);
        }
    }
}

/// Reads an object; `null` is a blank one.
pub fn read_object<'de, T: JsonObject, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(ObjectVisitor {
        is_answer: false,
        object: PhantomData,
    })
}

/// As [`read_object`], for the whole of an answer: one that has fields has one that is known.
pub fn read_answer<'de, T: JsonObject, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(ObjectVisitor {
        is_answer: true,
        object: PhantomData,
    })
}

/// Writes an object.
pub fn write_object<T: JsonObject, S: Serializer>(
    object: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut writer = fields(serializer)?;
    object.write_fields(&mut writer);
    writer.end()
}

/// Starts to write an object.
pub(crate) fn fields<S: Serializer>(
    serializer: S,
) -> Result<FieldWriter<S::SerializeMap>, S::Error> {
    Ok(FieldWriter {
        map: serializer.serialize_map(None)?,
        error: None,
    })
}

/// A key of an object or a map, borrowed where the input allows.
pub(crate) struct Key<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        scalar(deserializer, "a key", |scalar| Ok(Self(scalar.into_text())))
    }
}

struct ObjectVisitor<T> {
    /// A value, not a type of its own, so that no type is compiled twice.
    is_answer: bool,
    object: PhantomData<T>,
}

impl<T: JsonObject> ObjectVisitor<T> {
    /// Whether the object is one of another type: of the fields that came, there is none that is
    /// known.
    fn is_foreign(&self, object: &T, fields: usize) -> bool {
        self.is_answer && fields > 0 && !T::KEYS.is_empty() && object.unknown().len() == fields
    }
}

impl<'de, T: JsonObject> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::blank_object())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        blank_text(text, &self).map(|()| T::blank_object())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<T, A::Error> {
        let mut object = T::blank_object();
        let mut fields = 0;
        while let Some(Key(key)) = access.next_key()? {
            fields += 1;
            object.read_field(Field {
                key: &key,
                access: &mut access,
            })?;
        }
        if self.is_foreign(&object, fields) {
            return Err(A::Error::custom(
                "the object has none of the fields of the type",
            ));
        }
        Ok(object)
    }
}

/// Implements [`JsonValue`](crate::JsonValue), `Serialize` and `Deserialize` for a struct, from the
/// JSON name of each of its fields.
///
/// The struct has one field more, `extra: Extra`, which is not named and keeps what the others do
/// not know. All field types implement [`JsonValue`](crate::JsonValue).
///
/// A text that has one value only, such as the tag of a variant, is followed by it, as in
/// `{ kind: "kind" = "PERSON" }`: where it is missing or empty, it reads as that value.
///
/// `, check: path` after the fields names the function for [`JsonValue::check`](crate::JsonValue::check).
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{Extra, json_object};
///
/// #[derive(Debug, PartialEq)]
/// struct Owner {
///     id: String,
///     first_name: Option<String>,
///     extra: Extra,
/// }
/// json_object!(Owner { id: "id", first_name: "firstName" });
///
/// let owner: Owner = serde_json::from_str(r#"{"id": 7, "firstName": null, "teams": []}"#)?;
/// assert_eq!(owner.id, "7");
/// assert_eq!(serde_json::to_string(&owner)?, r#"{"id":"7","teams":[]}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! json_object {
    ($name:ident $(<$param:ident>)? { $($field:ident: $key:literal $(= $constant:literal)?),* $(,)? } $(, check: $check:path)?) => {
        impl $(<$param: $crate::JsonValue>)? $crate::__private::JsonObject for $name $(<$param>)? {
            const KEYS: &'static [&'static str] = &[$($key),*];

            #[inline]
            fn blank_object() -> Self {
                Self { $($field: $crate::__blank_field!($($constant)?),)* extra: $crate::Extra::new() }
            }

            fn read_field<'de, A: $crate::__private::MapAccess<'de>>(
                &mut self,
                field: $crate::__private::Field<'_, A>,
            ) -> ::core::result::Result<(), A::Error> {
                match field.key {
                    $($key => $crate::__read_field!(field, self.$field $(, $constant)?),)*
                    _ => field.keep(&mut self.extra),
                }
            }

            fn write_fields<S: $crate::__private::SerializeMap>(
                &self,
                fields: &mut $crate::__private::FieldWriter<S>,
            ) {
                $(fields.field($key, &self.$field);)*
                fields.extra(&self.extra, Self::KEYS);
            }

            #[inline]
            fn unknown(&self) -> &$crate::Extra {
                &self.extra
            }
        }

        impl $(<$param: $crate::JsonValue>)? $crate::JsonValue for $name $(<$param>)? {
            #[inline]
            fn blank() -> Self {
                $crate::__private::JsonObject::blank_object()
            }

            fn read<'de, D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::read_object(deserializer)
            }

            fn read_answer<'de, D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::read_answer(deserializer)
            }

            fn write<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::write_object(self, serializer)
            }

            $(fn check(&self) -> ::core::result::Result<(), ::std::string::String> {
                $check(self)
            })?
        }

        $crate::__serde_by_json_value!($name $(<$param>)?);
    };
}

/// What a field is before anything was read: blank, or the one value that it has.
#[doc(hidden)]
#[macro_export]
macro_rules! __blank_field {
    () => {
        $crate::__private::blank()
    };
    ($constant:literal) => {
        ::std::string::String::from($constant)
    };
}

/// Reads a field into its place.
#[doc(hidden)]
#[macro_export]
macro_rules! __read_field {
    ($field:ident, $place:expr) => {
        $field.read(&mut $place)
    };
    ($field:ident, $place:expr, $constant:literal) => {
        $field.read_constant(&mut $place, $constant)
    };
}

/// Lets a value that has one required field be made from it: `From` for each type that `new` takes.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::from_required;
///
/// #[derive(Debug, PartialEq)]
/// struct Id(String);
/// impl Id {
///     fn new(id: impl Into<String>) -> Self {
///         Self(id.into())
///     }
/// }
/// from_required!(Id, [&str, String]);
///
/// assert_eq!(Id::from("7"), Id::new("7"));
/// ```
#[macro_export]
macro_rules! from_required {
    ($name:ident, [$($ty:ty),+ $(,)?]) => {
        $(impl ::core::convert::From<$ty> for $name {
            fn from(value: $ty) -> Self {
                Self::new(value)
            }
        })+
    };
}

/// Lets a value whose one required field is a list be made from a list or an array of what its items
/// can be made from; or, with `exactly` before the type, of the items themselves.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::from_required_list;
///
/// #[derive(Debug, PartialEq)]
/// struct Ids(Vec<String>);
/// impl Ids {
///     fn new(ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
///         Self(ids.into_iter().map(Into::into).collect())
///     }
/// }
/// from_required_list!(Ids, [String]);
///
/// assert_eq!(Ids::from(["7"]), Ids::from(vec!["7".to_owned()]));
/// ```
#[macro_export]
macro_rules! from_required_list {
    ($name:ident, exactly [$item:ty]) => {
        impl ::core::convert::From<::std::vec::Vec<$item>> for $name {
            fn from(value: ::std::vec::Vec<$item>) -> Self {
                Self::new(value)
            }
        }

        impl<const N: usize> ::core::convert::From<[$item; N]> for $name {
            fn from(value: [$item; N]) -> Self {
                Self::new(value)
            }
        }
    };
    ($name:ident, [$item:ty]) => {
        impl<T: ::core::convert::Into<$item>> ::core::convert::From<::std::vec::Vec<T>> for $name {
            fn from(value: ::std::vec::Vec<T>) -> Self {
                Self::new(value)
            }
        }

        impl<T: ::core::convert::Into<$item>, const N: usize> ::core::convert::From<[T; N]>
            for $name
        {
            fn from(value: [T; N]) -> Self {
                Self::new(value)
            }
        }
    };
}

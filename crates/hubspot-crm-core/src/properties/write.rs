//! Makes properties of types of the user.

use std::fmt::Display;

use jiff::Timestamp;
use serde::ser::{
    Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    SerializeTupleStruct, Serializer,
};

use super::{MultiSelect, Properties, PropertyError, PropertyValue};

/// What no property can hold.
const NOT_A_TEXT: &str = "it is no text, number, flag, date or list of these";
/// What has no names.
const NOT_A_RECORD: &str = "properties are made of a struct or a map";

/// Implements methods of a serializer for values that it does not take.
macro_rules! refuse {
    ($reason:expr; $($method:ident($($argument:ty),*) $(-> $ok:ty)?;)*) => {
        $(refuse!(@one $reason; $method($($argument),*) $(-> $ok)?);)*
    };
    (@one $reason:expr; $method:ident($($argument:ty),*)) => {
        refuse!(@one $reason; $method($($argument),*) -> Self::Ok);
    };
    (@one $reason:expr; $method:ident() -> $ok:ty) => {
        fn $method(self) -> Result<$ok, PropertyError> {
            Err(PropertyError::unfit($reason))
        }
    };
    (@one $reason:expr; $method:ident($a:ty) -> $ok:ty) => {
        fn $method(self, _: $a) -> Result<$ok, PropertyError> {
            Err(PropertyError::unfit($reason))
        }
    };
    (@one $reason:expr; $method:ident($a:ty, $b:ty) -> $ok:ty) => {
        fn $method(self, _: $a, _: $b) -> Result<$ok, PropertyError> {
            Err(PropertyError::unfit($reason))
        }
    };
    (@one $reason:expr; $method:ident($a:ty, $b:ty, $c:ty) -> $ok:ty) => {
        fn $method(self, _: $a, _: $b, _: $c) -> Result<$ok, PropertyError> {
            Err(PropertyError::unfit($reason))
        }
    };
    (@one $reason:expr; $method:ident($a:ty, $b:ty, $c:ty, $d:ty) -> $ok:ty) => {
        fn $method(self, _: $a, _: $b, _: $c, _: $d) -> Result<$ok, PropertyError> {
            Err(PropertyError::unfit($reason))
        }
    };
}

/// Writes a struct or a map.
pub(super) struct Record;

impl Serializer for Record {
    type Ok = Properties;
    type Error = PropertyError;
    type SerializeSeq = Impossible<Properties, PropertyError>;
    type SerializeTuple = Impossible<Properties, PropertyError>;
    type SerializeTupleStruct = Impossible<Properties, PropertyError>;
    type SerializeTupleVariant = Impossible<Properties, PropertyError>;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Impossible<Properties, PropertyError>;

    fn serialize_struct(self, _name: &'static str, _len: usize) -> Result<Fields, PropertyError> {
        Ok(Fields::default())
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Fields, PropertyError> {
        Ok(Fields::default())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Properties, PropertyError> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<Properties, PropertyError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _value: &T,
    ) -> Result<Properties, PropertyError> {
        Err(PropertyError::unfit(NOT_A_RECORD))
    }

    refuse! { NOT_A_RECORD;
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
        serialize_seq(Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}

#[derive(Default)]
pub(super) struct Fields {
    properties: Properties,
    /// The key of a map, whose value comes next.
    key: Option<String>,
}

impl Fields {
    fn add<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), PropertyError> {
        let value = value
            .serialize(Value { is_option: false })
            .map_err(|error| error.of(name, None))?;
        if let Some(value) = value {
            if let Err(reason) = value.to_sent() {
                return Err(PropertyError::unfit(reason).of(name, None));
            }
            self.properties.set(name, value);
        }
        Ok(())
    }
}

impl SerializeStruct for Fields {
    type Ok = Properties;
    type Error = PropertyError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), PropertyError> {
        self.add(name, value)
    }

    fn end(self) -> Result<Properties, PropertyError> {
        Ok(self.properties)
    }
}

impl SerializeMap for Fields {
    type Ok = Properties;
    type Error = PropertyError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), PropertyError> {
        let key = key.serialize(Value { is_option: true })?;
        let name = key.as_ref().and_then(PropertyValue::as_str);
        let name = name.ok_or_else(|| PropertyError::unfit("a name has to be a text"))?;
        self.key = Some(name.to_owned());
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), PropertyError> {
        let name = self.key.take().unwrap_or_default();
        self.add(&name, value)
    }

    fn end(self) -> Result<Properties, PropertyError> {
        Ok(self.properties)
    }
}

/// Writes the value of a property, or one of its options; `None` for what is left alone.
struct Value {
    is_option: bool,
}

/// Implements methods of a serializer for values that convert themselves.
macro_rules! store {
    ($($method:ident($value:ty);)*) => {
        $(fn $method(self, value: $value) -> Result<Self::Ok, PropertyError> {
            Ok(Some(value.into()))
        })*
    };
}

impl Serializer for Value {
    type Ok = Option<PropertyValue>;
    type Error = PropertyError;
    type SerializeSeq = Options;
    type SerializeTuple = Options;
    type SerializeTupleStruct = Options;
    type SerializeTupleVariant = Impossible<Self::Ok, PropertyError>;
    type SerializeMap = Impossible<Self::Ok, PropertyError>;
    type SerializeStruct = Impossible<Self::Ok, PropertyError>;
    type SerializeStructVariant = Impossible<Self::Ok, PropertyError>;

    store! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_f64(f64);
        serialize_str(&str);
    }

    fn serialize_i128(self, value: i128) -> Result<Self::Ok, PropertyError> {
        Ok(Some(value.to_string().into()))
    }

    fn serialize_u128(self, value: u128) -> Result<Self::Ok, PropertyError> {
        Ok(Some(value.to_string().into()))
    }

    fn serialize_f32(self, value: f32) -> Result<Self::Ok, PropertyError> {
        // As an `f64`, 0.1 would be 0.10000000149011612.
        Ok(Some(match value.is_finite() {
            true => value.to_string().into(),
            false => f64::from(value).into(),
        }))
    }

    fn serialize_char(self, value: char) -> Result<Self::Ok, PropertyError> {
        Ok(Some(value.to_string().into()))
    }

    /// What shows itself as an instant is one, of whichever library: HubSpot stores milliseconds of UTC.
    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<Self::Ok, PropertyError> {
        let text = value.to_string();
        Ok(Some(match text.parse::<Timestamp>() {
            Ok(timestamp) => timestamp.into(),
            Err(_) => text.into(),
        }))
    }

    fn serialize_none(self) -> Result<Self::Ok, PropertyError> {
        Ok(None)
    }

    fn serialize_unit(self) -> Result<Self::Ok, PropertyError> {
        Ok(None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Self::Ok, PropertyError> {
        value.serialize(self)
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<Self::Ok, PropertyError> {
        Ok(Some(variant.into()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<Self::Ok, PropertyError> {
        value.serialize(self)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Options, PropertyError> {
        match self.is_option {
            true => Err(PropertyError::unfit("an option cannot be a list")),
            false => Ok(Options(Vec::with_capacity(len.unwrap_or(0)))),
        }
    }

    fn serialize_tuple(self, len: usize) -> Result<Options, PropertyError> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        len: usize,
    ) -> Result<Options, PropertyError> {
        self.serialize_seq(Some(len))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _value: &T,
    ) -> Result<Self::Ok, PropertyError> {
        Err(PropertyError::unfit(NOT_A_TEXT))
    }

    refuse! { NOT_A_TEXT;
        serialize_bytes(&[u8]);
        serialize_unit_struct(&'static str);
        serialize_map(Option<usize>) -> Self::SerializeMap;
        serialize_struct(&'static str, usize) -> Self::SerializeStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}

/// The options of a multi-select.
struct Options(Vec<String>);

impl SerializeSeq for Options {
    type Ok = Option<PropertyValue>;
    type Error = PropertyError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), PropertyError> {
        let option = value.serialize(Value { is_option: true })?;
        // What is none would be nothing in between two semicolons; the check of options refuses it.
        let option = option.unwrap_or_else(|| String::new().into());
        self.0
            .push(option.into_sent().map_err(PropertyError::unfit)?);
        Ok(())
    }

    fn end(self) -> Result<Self::Ok, PropertyError> {
        Ok(Some(MultiSelect::new(self.0).into()))
    }
}

/// Implements the traits of tuples by that of lists.
macro_rules! as_list {
    ($($trait:ident::$method:ident),*) => {
        $(impl $trait for Options {
            type Ok = Option<PropertyValue>;
            type Error = PropertyError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), PropertyError> {
                SerializeSeq::serialize_element(self, value)
            }

            fn end(self) -> Result<Self::Ok, PropertyError> {
                SerializeSeq::end(self)
            }
        })*
    };
}

as_list!(
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field
);

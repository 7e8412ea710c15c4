//! Unions: values that have one of several types, and new types at any time.

mod dispatch;
#[cfg(test)]
mod tests;

use serde::Deserializer;
use serde_json::Value;

pub use dispatch::{Matcher, is_checked};

use crate::json::{JsonValue, Written};

/// What a union type says about itself. The rest is shared, so that a union costs little to
/// compile.
pub trait JsonUnion: Sized {
    /// What each variant accepts, in the order in which they are tried.
    const VARIANTS: &'static [&'static [Matcher]];

    /// Reads a value as the content of a variant.
    fn read_variant(index: usize, value: &Value) -> Option<Self>;

    /// A value of a variant that is not known.
    fn unknown(value: Value) -> Self;
}

/// Reads a union. What does not read as one of its variants is kept as it came, so this only fails
/// where the JSON is malformed.
pub fn read_union<'de, T: JsonUnion, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = Value::read(deserializer)?;
    let mut read = None;
    dispatch::first_readable(T::VARIANTS, &value, &mut |index| {
        read = T::read_variant(index, &value);
        read.is_some()
    });
    Ok(read.unwrap_or_else(|| T::unknown(value)))
}

/// Reads the content of a variant.
///
/// Where `CHECKED`, it is only taken if its written form would find the same variant again: an
/// object that lacks a list reads as one with an empty list, and so may be written with the keys of
/// another variant.
pub fn read_content<T: JsonValue, const CHECKED: bool>(
    variants: &[&[Matcher]],
    index: usize,
    value: &Value,
) -> Option<T> {
    let content = T::read(value).ok()?;
    if CHECKED {
        let written = serde_json::to_value(Written(&content)).ok()?;
        if !dispatch::same_until(variants, index, value, &written) {
            return None;
        }
    }
    Some(content)
}

/// Implements [`JsonValue`](crate::JsonValue), `Serialize`, `Deserialize` and `Default` for an enum
/// of the types that a value can have.
///
/// The second argument is the variant for all other values, which it keeps as raw JSON. A missing
/// or null value reads as that variant with `Value::Null`, which is the default too. Each of the
/// other variants has one field, and matchers that say which values it takes; one that matches is
/// enough:
///
/// | matcher | takes |
/// | --- | --- |
/// | `tag("type", ["A", "B"])` | objects whose property `type` is one of these texts, or the number or flag of that text |
/// | `keys("id", "name")` | objects that have all of these properties; `keys()`: all objects |
/// | `text`, `flag`, `list` | texts, `true` and `false`, lists |
/// | `integer`, `number` | whole numbers, all numbers |
/// | `any` | everything but `null` |
///
/// The first variant that takes a value and can read it gets it. A variant that would be written in
/// a form that another one takes does not count. So nothing is lost by reading and writing, and an
/// odd value never costs the rest of the response.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{Extra, Value, json_object, json_union};
///
/// #[derive(Debug, Clone, PartialEq)]
/// pub struct Card {
///     pub title: String,
///     pub extra: Extra,
/// }
/// json_object!(Card { title: "title" });
///
/// #[derive(Debug, Clone, PartialEq)]
/// #[non_exhaustive]
/// pub enum Item {
///     Card(Box<Card>),
///     Text(String),
///     Unknown(Value),
/// }
/// json_union!(Item, Unknown {
///     Card: [tag("type", ["CARD"])],
///     Text: [text]
/// });
///
/// let json = r#"[{"title":"a","type":"CARD"},"b",{"type":"NEW"}]"#;
/// let items: Vec<Item> = serde_json::from_str(json)?;
/// assert!(matches!(&items[0], Item::Card(card) if card.title == "a"));
/// assert_eq!(items[1], Item::Text("b".to_owned()));
/// assert!(matches!(&items[2], Item::Unknown(value) if value["type"] == "NEW"));
/// assert_eq!(serde_json::to_string(&items)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! json_union {
    ($name:ident, $unknown:ident { $(
        $variant:ident: [$($matcher:ident $(($($argument:tt)*))?),* $(,)?]
    ),* $(,)? }) => {
        impl $crate::__private::JsonUnion for $name {
            const VARIANTS: &'static [&'static [$crate::__private::Matcher]] = &[
                $(&[$($crate::__json_union_matcher!($matcher $(($($argument)*))?)),*]),*
            ];

            // `inline` leaves it to the applications that read the union to compile the decoders of
            // its variants.
            #[inline]
            fn read_variant(
                index: usize,
                value: &$crate::Value,
            ) -> ::core::option::Option<Self> {
                enum __Index { $($variant),* }
                const __VARIANTS: &[&[$crate::__private::Matcher]] =
                    <$name as $crate::__private::JsonUnion>::VARIANTS;
                const __CHECKED: bool = $crate::__private::is_checked(__VARIANTS);
                let _ = (index, value);
                $(
                    if index == __Index::$variant as usize {
                        return $crate::__private::read_content::<_, __CHECKED>(
                            __VARIANTS, index, value,
                        )
                        .map(Self::$variant);
                    }
                )*
                ::core::option::Option::None
            }

            #[inline]
            fn unknown(value: $crate::Value) -> Self {
                Self::$unknown(value)
            }
        }

        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                Self::$unknown($crate::Value::Null)
            }
        }

        impl $crate::JsonValue for $name {
            #[inline]
            fn blank() -> Self {
                ::core::default::Default::default()
            }

            fn read<'de, D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::read_union(deserializer)
            }

            fn write<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(content) => $crate::JsonValue::write(content, serializer),)*
                    Self::$unknown(value) => $crate::JsonValue::write(value, serializer),
                }
            }

            #[inline]
            fn is_absent(&self) -> bool {
                ::core::matches!(self, Self::$unknown($crate::Value::Null))
            }
        }

        $crate::__serde_by_json_value!($name);
    };
}

/// One matcher of `json_union!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __json_union_matcher {
    (tag($property:literal, [$($text:literal),* $(,)?])) => {
        $crate::__private::Matcher::Tag($property, &[$($text),*])
    };
    (keys($($key:literal),* $(,)?)) => {
        $crate::__private::Matcher::Keys(&[$($key),*])
    };
    (text) => { $crate::__private::Matcher::Text };
    (flag) => { $crate::__private::Matcher::Flag };
    (integer) => { $crate::__private::Matcher::Integer };
    (number) => { $crate::__private::Matcher::Number };
    (list) => { $crate::__private::Matcher::List };
    (any) => { $crate::__private::Matcher::Any };
}

/// Lets a value of a variant stand where the union is due: `From` for each variant that is named.
/// The value of a variant may be boxed.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{Value, from_variants, json_union};
///
/// #[derive(Debug, Clone, PartialEq)]
/// pub enum Amount {
///     Whole(i64),
///     Text(Box<String>),
///     Unknown(Value),
/// }
/// json_union!(Amount, Unknown {
///     Whole: [integer],
///     Text: [text],
/// });
/// from_variants!(Amount, [Whole(i64), Text(String)]);
///
/// assert_eq!(Amount::from(7), Amount::Whole(7));
/// ```
#[macro_export]
macro_rules! from_variants {
    ($name:ident, [$($variant:ident($ty:ty)),* $(,)?]) => {
        $(impl ::core::convert::From<$ty> for $name {
            fn from(value: $ty) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

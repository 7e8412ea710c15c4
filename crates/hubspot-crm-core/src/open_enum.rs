//! Enums that HubSpot may add values to at any time.

use std::fmt;

/// An enum with a variant for values that are not known.
///
/// `open_enum!` implements it.
pub trait OpenEnum: Sized {
    /// The variant of a value, the one for unknown values if there is no other.
    fn from_text(text: &str) -> Self;

    /// The value as HubSpot writes it.
    fn text(&self) -> &str;
}

/// A value of an enum that this version of the crate does not know, as it came.
///
/// It cannot be made by hand: `From<&str>` of the enum decides which values are known, so that two
/// values with the same text are always equal.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// The value as HubSpot wrote it; empty if it was missing or null.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For `open_enum!` only.
    #[doc(hidden)]
    pub fn __new(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Implements what an enum of HubSpot's needs: `as_str`, `Display`, `From<&str>`, `From<String>`,
/// `Default`, JSON and query parameters.
///
/// The second argument is the variant for values that are not known. A missing or null value reads
/// as that variant with an empty text, which is the default too. To match a value that your version
/// of the crate does not know, compare texts:
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{UnknownValue, open_enum};
///
/// #[derive(Debug, Clone, PartialEq, Eq, Hash)]
/// #[non_exhaustive]
/// pub enum Stage {
///     Open,
///     Closed,
///     Unknown(UnknownValue),
/// }
/// open_enum!(Stage, Unknown { Open: "OPEN", Closed: "CLOSED" });
///
/// let text = match Stage::from("PAUSED") {
///     Stage::Open | Stage::Closed => "known",
///     // Goes on working once a version of the crate has a variant for it.
///     other if other.as_str() == "PAUSED" => "paused",
///     _ => "something newer",
/// };
/// assert_eq!(text, "paused");
/// ```
#[macro_export]
macro_rules! open_enum {
    ($name:ident, $unknown:ident { $($variant:ident: $text:literal),* $(,)? }) => {
        impl $name {
            /// The value as HubSpot writes it.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$unknown(value) => value.as_str(),
                }
            }
        }

        impl $crate::OpenEnum for $name {
            #[inline]
            fn from_text(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::$unknown($crate::UnknownValue::__new(text)),
                }
            }

            #[inline]
            fn text(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                Self::$unknown(::core::default::Default::default())
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::OpenEnum::from_text(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                $crate::OpenEnum::from_text(&text)
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
                $crate::__private::read_enum(deserializer)
            }

            fn write<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        $crate::__serde_by_json_value!($name);
    };
}

/// Reads an open enum from any scalar.
#[doc(hidden)]
pub fn read_enum<'de, T: OpenEnum, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    crate::json::scalar(deserializer, "a string", |scalar| {
        Ok(T::from_text(&scalar.into_text()))
    })
}

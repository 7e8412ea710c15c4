//! Values of properties, as HubSpot stores them: texts.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::date::CalendarDate;
use crate::time::DateTime;

/// A value to store in a property, converted from a typed one:
///
/// | from | stored as |
/// |---|---|
/// | texts, integers, `bool` | their text |
/// | `f64` | its shortest decimal form |
/// | [`jiff::civil::Date`], [`CalendarDate`] | `2026-01-31` |
/// | [`jiff::Timestamp`], [`DateTime`] | `2026-01-31T09:30:00.000Z` |
/// | [`MultiSelect`] | the options, joined by `;` |
/// | [`Clear`] | nothing: the value is deleted |
///
/// Some values have no text that means the same to HubSpot: a number that is NaN or infinite, an
/// option with a `;` in it, appending nothing. A conversion cannot fail, so such a value is only
/// marked, and the request that holds it fails with
/// [`Error::InvalidRequest`](crate::Error::InvalidRequest) before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyValue(Result<String, &'static str>);

impl PropertyValue {
    /// The text that HubSpot stores; `None` if the value cannot be stored.
    pub fn as_str(&self) -> Option<&str> {
        self.to_sent().ok()
    }

    /// As [`to_sent`](Self::to_sent), without a copy.
    pub(super) fn into_sent(self) -> Result<String, &'static str> {
        self.0
    }

    /// The text to send, or why there is none.
    pub(super) fn to_sent(&self) -> Result<&str, &'static str> {
        self.0.as_deref().map_err(|reason| *reason)
    }
}

/// Deletes the value of a property. HubSpot takes an empty text for that; `null` would change
/// nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clear;

/// The options of a property that can hold several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MultiSelect {
    options: Vec<String>,
    append: bool,
}

impl MultiSelect {
    /// Stores these options instead of those that the property has. No options delete the value.
    pub fn new<O: Into<String>>(options: impl IntoIterator<Item = O>) -> Self {
        Self {
            options: options.into_iter().map(Into::into).collect(),
            append: false,
        }
    }

    /// Adds these options to those that the property has.
    pub fn append<O: Into<String>>(options: impl IntoIterator<Item = O>) -> Self {
        Self {
            append: true,
            ..Self::new(options)
        }
    }
}

impl From<MultiSelect> for PropertyValue {
    fn from(MultiSelect { options, append }: MultiSelect) -> Self {
        // An empty option in front would turn "these" into "these too".
        let unfit = |option: &String| option.is_empty() || option.contains(';');
        if options.iter().any(unfit) {
            return Self(Err(
                "an option of a multi-select cannot be empty or contain `;`",
            ));
        }
        if append && options.is_empty() {
            return Self(Err("there are no options to append"));
        }
        let lead = if append { ";" } else { "" };
        Self(Ok(format!("{lead}{}", options.join(";"))))
    }
}

impl From<Clear> for PropertyValue {
    fn from(_: Clear) -> Self {
        Self(Ok(String::new()))
    }
}

impl From<Timestamp> for PropertyValue {
    fn from(timestamp: Timestamp) -> Self {
        // HubSpot stores milliseconds.
        Self(Ok(format!("{timestamp:.3}")))
    }
}

/// A date-time that is no instant is stored as the text that it is.
impl From<DateTime> for PropertyValue {
    fn from(date_time: DateTime) -> Self {
        match date_time.timestamp() {
            Some(timestamp) => timestamp.into(),
            None => Self(Ok(date_time.to_string())),
        }
    }
}

/// Conversions into a value that is a text, or a reason why there is none: from texts, numbers,
/// flags, and the other types that are named.
macro_rules! from_texts {
    ($value:ident, $not_finite:literal $(, $type:ty)*) => {
        $crate::properties::from_texts!(@display $value:
            &str, &String, std::borrow::Cow<'_, str>, i8, i16, i32, i64, isize, u8, u16, u32, u64,
            usize, bool $(, $type)*
        );

        impl From<String> for $value {
            fn from(text: String) -> Self {
                Self(Ok(text))
            }
        }

        impl From<f64> for $value {
            fn from(number: f64) -> Self {
                if number.is_finite() {
                    Self(Ok(number.to_string()))
                } else {
                    Self(Err($not_finite))
                }
            }
        }
    };
    (@display $value:ident: $($type:ty),*) => {
        $(impl From<$type> for $value {
            fn from(value: $type) -> Self {
                Self(Ok(value.to_string()))
            }
        })*
    };
}
pub(crate) use from_texts;

from_texts!(
    PropertyValue,
    "a number that is NaN or infinite cannot be stored",
    Date,
    CalendarDate
);

//! Values that filters compare with.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde::ser::Error as _;
use serde::{Deserializer, Serializer};

use crate::date::CalendarDate;
use crate::json::JsonValue;
use crate::properties::from_texts;
use crate::time::DateTime;

/// A value that a [`Filter`](crate::Filter) compares with, converted from a typed one:
///
/// | from | sent as |
/// |---|---|
/// | texts, integers, `bool` | their text |
/// | `f64` | its shortest decimal form |
/// | [`jiff::Timestamp`], [`DateTime`] | milliseconds since 1970 |
/// | [`jiff::civil::Date`], [`CalendarDate`] | milliseconds since 1970 at midnight UTC |
///
/// Milliseconds are the one form of times that searches take for all properties. A number that is
/// NaN or infinite cannot be compared with: the request that holds it fails with
/// [`Error::InvalidRequest`](crate::Error::InvalidRequest) before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterValue(Result<String, &'static str>);

impl FilterValue {
    /// The text to compare with; `None` if the value cannot be compared with.
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_deref().ok()
    }
}

impl JsonValue for FilterValue {
    fn blank() -> Self {
        Self(Ok(String::new()))
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::read(deserializer).map(Self::from)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Ok(text) => serializer.serialize_str(text),
            Err(reason) => Err(S::Error::custom(reason)),
        }
    }
}

crate::__serde_by_json_value!(FilterValue);

from_texts!(
    FilterValue,
    "a number that is NaN or infinite cannot be compared with"
);

impl From<Timestamp> for FilterValue {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.as_millisecond().into()
    }
}

/// A date-time that is no instant is compared with as the text that it is.
impl From<DateTime> for FilterValue {
    fn from(date_time: DateTime) -> Self {
        match date_time.timestamp() {
            Some(timestamp) => timestamp.into(),
            None => date_time.to_string().into(),
        }
    }
}

impl From<Date> for FilterValue {
    fn from(date: Date) -> Self {
        match Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)) {
            Ok(midnight) => midnight.into(),
            Err(_) => Self(Err(
                "a date before the year -9999 or after 9999 cannot be compared with",
            )),
        }
    }
}

/// A day that is no date is compared with as the text that it is.
impl From<CalendarDate> for FilterValue {
    fn from(day: CalendarDate) -> Self {
        match day.date() {
            Ok(date) => date.into(),
            Err(_) => day.to_string().into(),
        }
    }
}

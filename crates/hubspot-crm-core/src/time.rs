//! Date-times, in every form that HubSpot sends.

use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde::{Deserializer, Serializer};

use crate::json::{JsonValue, parse_integer, scalar};

/// A date-time as HubSpot sends it.
///
/// It reads RFC 3339 with any offset, plain dates (midnight UTC), and milliseconds since 1970 as a
/// number or as digits. A text that is none of these is kept as it came, so that an odd value never
/// costs a whole response; a missing or null value is blank. [`timestamp`](Self::timestamp) is
/// `None` for both.
///
/// It is written as RFC 3339 in UTC, with a fraction only where there is one:
/// `2026-01-31T09:30:00Z`.
///
/// The instant is a [`jiff::Timestamp`]: applications that use it directly need version 1 of jiff,
/// as this crate does.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DateTime(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Instant(Timestamp),
    /// What cannot be read as an instant; blank when empty.
    Text(Box<str>),
}

impl DateTime {
    /// The instant, unless the value is blank or cannot be read as one.
    pub fn timestamp(&self) -> Option<Timestamp> {
        match self.0 {
            Repr::Instant(timestamp) => Some(timestamp),
            Repr::Text(_) => None,
        }
    }

    /// The instant in whole milliseconds since 1970.
    pub fn as_millis(&self) -> Option<i64> {
        self.timestamp().map(Timestamp::as_millisecond)
    }

    /// The instant that is so many milliseconds after 1970.
    ///
    /// # Errors
    /// If that is outside the years -9999 to 9999.
    pub fn from_millis(millis: i64) -> Result<Self, DateTimeError> {
        Timestamp::from_millisecond(millis)
            .map(Self::from)
            .map_err(|_| DateTimeError {
                input: millis.to_string(),
            })
    }

    /// Whether the value was missing or null.
    pub fn is_blank(&self) -> bool {
        matches!(&self.0, Repr::Text(text) if text.is_empty())
    }

    /// What HubSpot sent: an instant if it can be read as one, else the text.
    fn from_text(text: &str) -> Self {
        text.parse()
            .unwrap_or_else(|_| Self(Repr::Text(text.into())))
    }
}

/// A blank date-time.
impl Default for DateTime {
    fn default() -> Self {
        Self(Repr::Text("".into()))
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Instant(timestamp) => timestamp.fmt(f),
            Repr::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Instant(timestamp) => timestamp.fmt(f),
            Repr::Text(text) => text.fmt(f),
        }
    }
}

/// Reads the forms that HubSpot sends, and unlike decoding keeps nothing else.
impl FromStr for DateTime {
    type Err = DateTimeError;

    fn from_str(text: &str) -> Result<Self, DateTimeError> {
        parse(text).map(Self::from).ok_or_else(|| DateTimeError {
            input: text.to_owned(),
        })
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    if let Some(millis) = parse_integer(text) {
        return Timestamp::from_millisecond(millis).ok();
    }
    // The parser of dates takes date-times too and drops the time; the length keeps those out.
    if text.len() == "2026-01-31".len() {
        return midnight(text.parse().ok()?);
    }
    text.parse().ok()
}

fn midnight(date: Date) -> Option<Timestamp> {
    Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()
}

/// A text or a number that is no date-time.
///
/// It may be personal data, so neither `Display` nor `Debug` show it: [`input`](Self::input) does.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a date-time: expected RFC 3339, a date, or milliseconds since 1970")]
pub struct DateTimeError {
    input: String,
}

impl DateTimeError {
    /// What is no date-time. It may be personal data.
    pub fn input(&self) -> &str {
        &self.input
    }
}

impl fmt::Debug for DateTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DateTimeError").finish_non_exhaustive()
    }
}

impl From<Timestamp> for DateTime {
    fn from(timestamp: Timestamp) -> Self {
        Self(Repr::Instant(timestamp))
    }
}

impl TryFrom<SystemTime> for DateTime {
    type Error = DateTimeError;

    /// Fails outside the years -9999 to 9999.
    fn try_from(time: SystemTime) -> Result<Self, DateTimeError> {
        Timestamp::try_from(time)
            .map(Self::from)
            .map_err(|_| DateTimeError {
                input: format!("{time:?}"),
            })
    }
}

impl JsonValue for DateTime {
    fn blank() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        scalar(deserializer, "a date-time", |scalar| {
            Ok(Self::from_text(&scalar.into_text()))
        })
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

crate::__serde_by_json_value!(DateTime);

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    fn written(json: &str) -> String {
        serde_json::from_str::<DateTime>(json).unwrap().to_string()
    }

    #[test]
    fn reads_every_form() {
        for (json, text) in [
            (r#""2026-01-01T00:00:00Z""#, "2026-01-01T00:00:00Z"),
            (r#""2026-01-01T00:00:00.000Z""#, "2026-01-01T00:00:00Z"),
            (r#""2026-01-01T00:00:00.120Z""#, "2026-01-01T00:00:00.12Z"),
            (r#""2026-01-01T02:00:00+02:00""#, "2026-01-01T00:00:00Z"),
            (r#""2026-01-01T02:00:00.5+0200""#, "2026-01-01T00:00:00.5Z"),
            (r#""2026-01-01""#, "2026-01-01T00:00:00Z"),
            ("1767225600000", "2026-01-01T00:00:00Z"),
            ("1767225600000.0", "2026-01-01T00:00:00Z"),
            (r#""1767225600001""#, "2026-01-01T00:00:00.001Z"),
            ("-1", "1969-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(written(json), text, "{json}");
            assert!(
                serde_json::from_str::<DateTime>(json)
                    .unwrap()
                    .timestamp()
                    .is_some()
            );
        }
    }

    #[test]
    fn keeps_what_it_cannot_read() {
        for text in [
            "soon",
            "2026-13-01",
            "2026-01-01T00:00:00",
            "99999999999999999",
            "1.5",
        ] {
            let date_time: DateTime = serde_json::from_value(text.into()).unwrap();
            assert_eq!(date_time.timestamp(), None);
            assert_eq!(date_time.as_millis(), None);
            assert!(!date_time.is_blank());
            assert_eq!(date_time.to_string(), text);
            assert_eq!(text.parse::<DateTime>().unwrap_err().input(), text);
        }
        let odd: DateTime = serde_json::from_str(r#"{"year":2026}"#).unwrap();
        assert_eq!(odd.to_string(), r#"{"year":2026}"#);
    }

    #[test]
    fn missing_is_blank() {
        assert!(DateTime::default().is_blank());
        assert_eq!(
            serde_json::from_str::<DateTime>("null").unwrap(),
            DateTime::default()
        );
        assert_eq!(
            serde_json::from_str::<DateTime>(r#""""#).unwrap(),
            DateTime::default()
        );
        assert!("".parse::<DateTime>().is_err());
    }

    #[test]
    fn converts() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_767_225_600_000);
        let date_time = DateTime::try_from(time).unwrap();
        assert_eq!(date_time, DateTime::from_millis(1_767_225_600_000).unwrap());
        assert_eq!(format!("{date_time:?}"), "2026-01-01T00:00:00Z");
        let error = DateTime::from_millis(i64::MAX).unwrap_err();
        assert_eq!(error.input(), "9223372036854775807");
        assert_eq!(
            error.to_string(),
            "not a date-time: expected RFC 3339, a date, or milliseconds since 1970"
        );
    }

    proptest! {
        #[test]
        fn instants_survive(millis in -300_000_000_000_000_i64..250_000_000_000_000) {
            let date_time = DateTime::from_millis(millis)?;
            prop_assert_eq!(date_time.as_millis(), Some(millis));
            prop_assert_eq!(&date_time, &date_time.to_string().parse()?);
        }

        #[test]
        fn texts_survive(text in ".*") {
            let date_time = DateTime::from_text(&text);
            prop_assert_eq!(&date_time, &DateTime::from_text(&date_time.to_string()));
        }
    }
}

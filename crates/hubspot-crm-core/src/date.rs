//! Days, in every form that HubSpot sends.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use serde::{Deserializer, Serializer};

use crate::json::{JsonValue, parse_integer, scalar};

/// A day as HubSpot sends it, without a time.
///
/// It reads `2026-01-31`, and midnight UTC of a day as a date-time of RFC 3339 or as milliseconds
/// since 1970. A text that is none of these is kept as it came, so that an odd value never costs a
/// whole response; a missing or null value is blank. [`date`](Self::date) is an error for both.
///
/// It is written as `2026-01-31`.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{CalendarDate, Date};
///
/// let day = CalendarDate::from("2026-01-31");
/// assert_eq!(day.date()?, Date::new(2026, 1, 31)?);
/// assert_eq!(CalendarDate::from("1769817600000"), day);
/// assert!(CalendarDate::from("soon").date().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CalendarDate(Box<str>);

impl CalendarDate {
    /// The day.
    ///
    /// # Errors
    /// If the value is blank or cannot be read as a day.
    pub fn date(&self) -> Result<Date, CalendarDateError> {
        parse(&self.0).ok_or_else(|| CalendarDateError {
            input: self.0.clone(),
        })
    }

    /// The day as it is written, `2026-01-31`, or the text that cannot be read as one.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the value was missing or null.
    pub fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

fn parse(text: &str) -> Option<Date> {
    if let Some(millis) = parse_integer(text) {
        return day_of(Timestamp::from_millisecond(millis).ok()?);
    }
    // The parser of dates takes date-times too and drops the time; the length keeps those out.
    if text.len() == "2026-01-31".len() {
        return text.parse().ok();
    }
    // Years before 0 and after 9999 have more digits.
    if let Some(date) = text
        .parse::<Date>()
        .ok()
        .filter(|date| date.to_string() == text)
    {
        return Some(date);
    }
    day_of(text.parse().ok()?)
}

/// The day that starts at this instant in UTC.
fn day_of(timestamp: Timestamp) -> Option<Date> {
    let start = Offset::UTC.to_datetime(timestamp);
    (start.time() == Time::midnight()).then(|| start.date())
}

/// A text that is no day.
///
/// It may be personal data, so neither `Display` nor `Debug` show it: [`input`](Self::input) does.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a day: expected a date such as 2026-01-31, or midnight UTC of a day")]
pub struct CalendarDateError {
    input: Box<str>,
}

impl CalendarDateError {
    /// What is no day; empty if there was no value. It may be personal data.
    pub fn input(&self) -> &str {
        &self.input
    }
}

impl fmt::Debug for CalendarDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CalendarDateError").finish_non_exhaustive()
    }
}

impl From<Date> for CalendarDate {
    fn from(date: Date) -> Self {
        Self(date.to_string().into())
    }
}

/// As it is read: what is no day is kept.
impl From<&str> for CalendarDate {
    fn from(text: &str) -> Self {
        parse(text).map_or_else(|| Self(text.into()), Self::from)
    }
}

/// As it is read: what is no day is kept.
impl From<String> for CalendarDate {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl fmt::Display for CalendarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for CalendarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Ok(_) => f.write_str(&self.0),
            Err(_) => self.0.fmt(f),
        }
    }
}

impl JsonValue for CalendarDate {
    fn blank() -> Self {
        Self::default()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        scalar(deserializer, "a date", |scalar| {
            Ok(Self::from(&*scalar.into_text()))
        })
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

crate::__serde_by_json_value!(CalendarDate);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(json: &str) -> CalendarDate {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn reads_every_form() {
        for json in [
            r#""2026-01-31""#,
            r#""2026-01-31T00:00:00Z""#,
            r#""2026-01-31T00:00:00.000Z""#,
            r#""2026-01-31T01:00:00+01:00""#,
            "1769817600000",
            "1769817600000.0",
            r#""1769817600000""#,
        ] {
            assert_eq!(day(json).as_str(), "2026-01-31", "{json}");
            assert_eq!(day(json).date(), Ok(Date::constant(2026, 1, 31)));
            assert_eq!(
                serde_json::to_string(&day(json)).unwrap(),
                r#""2026-01-31""#
            );
        }
        assert_eq!(day("0").to_string(), "1970-01-01");
        assert_eq!(day("-86400000").to_string(), "1969-12-31");
    }

    #[test]
    fn keeps_what_it_cannot_read() {
        for text in [
            "soon",
            "2026-13-01",
            "2026-01-31T00:00:01Z",
            "2026-01-31T00:00:00",
            "1769817600001",
            "20260131",
            "99999999999999999",
            "",
        ] {
            let day: CalendarDate = serde_json::from_value(text.into()).unwrap();
            assert!(day.date().is_err(), "{text}");
            assert_eq!(day.as_str(), text);
            assert_eq!(serde_json::to_value(&day).unwrap(), text);
        }
        assert_eq!(day(r#"{"year":2026}"#).as_str(), r#"{"year":2026}"#);
        let error = CalendarDate::from("soon").date().unwrap_err();
        assert_eq!(error.input(), "soon");
        assert_eq!(
            error.to_string(),
            "not a day: expected a date such as 2026-01-31, or midnight UTC of a day"
        );
    }

    #[test]
    fn missing_is_blank() {
        assert!(CalendarDate::default().is_blank());
        assert_eq!(day("null"), CalendarDate::default());
        assert!(!day("7").is_blank());
        assert_eq!(
            format!("{:?} {:?}", day("0"), day("7")),
            r#"1970-01-01 "7""#
        );
    }

    proptest! {
        #[test]
        fn days_survive(year in -9999_i16..=9999, month in 1_i8..=12, number in 1_i8..=28) {
            let date = Date::new(year, month, number)?;
            let day = CalendarDate::from(date);
            prop_assert_eq!(day.date(), Ok(date));
            prop_assert_eq!(&day, &CalendarDate::from(day.as_str()));
        }

        #[test]
        fn texts_survive(text in ".*|[0-9]{1,14}|[0-9T:Z-]{10,20}") {
            let day = CalendarDate::from(text);
            prop_assert_eq!(&day, &CalendarDate::from(day.to_string()));
        }
    }
}

//! Cells of a table as values of properties, and what is wrong with them.

use serde_json::Value;

use super::DateOrder;
use crate::reply::Failure;

pub(super) fn message(failure: &Failure) -> String {
    let body = failure.in_batch();
    body["message"].as_str().unwrap_or_default().to_owned()
}

/// What a failure to write a record is as an error of an import, with the property that is to blame.
///
/// The kinds are those of the document; which failure is of which is not documented.
pub(super) fn trouble(failure: &Failure) -> (&'static str, String, Option<String>) {
    let message = message(failure);
    let list = message.split_once(": ").map_or("", |(_, list)| list);
    let problems: Value = serde_json::from_str(list).unwrap_or_default();
    let problem = &problems[0];
    let kind = match problem["error"].as_str() {
        Some("INVALID_EMAIL") => "INVALID_EMAIL",
        Some("INVALID_OPTION") => "INVALID_ENUMERATION_OPTION",
        Some("INVALID_INTEGER") => "COULD_NOT_PARSE_NUMBER",
        Some("INVALID_DATE" | "INVALID_LONG") => "COULD_NOT_PARSE_DATE",
        Some("PROPERTY_DOESNT_EXIST") => "PROPERTY_DEFINITION_NOT_FOUND",
        Some("CONFLICTING_UNIQUE_VALUE") => "DUPLICATE_UNIQUE_PROPERTY_VALUE",
        Some(_) => "INVALID_PROPERTY_VALUE_FORMAT",
        None if message.contains("required properties") => "MISSING_REQUIRED_PROPERTY",
        None if message.contains("already exists") => "DUPLICATE_UNIQUE_PROPERTY_VALUE",
        None => "FAILED_VALIDATION",
    };
    let property = problem["name"].as_str().map(str::to_owned);
    (kind, message, property)
}

/// A date such as `12/31/2026` in the form `2026-12-31`; `None` if it is not one of this order.
pub(super) fn date(cell: &str, order: DateOrder) -> Option<String> {
    let parts: Vec<&str> = cell.trim().split(['/', '-', '.']).collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let (year, month, day) = match order {
        // Nobody writes a year first but as in the usual form.
        _ if first.len() == 4 => (first, second, third),
        DateOrder::DayMonthYear => (third, second, first),
        DateOrder::MonthDayYear => (third, first, second),
        DateOrder::YearMonthDay => (first, second, third),
    };
    let date = jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    Some(date.ok()?.to_string())
}

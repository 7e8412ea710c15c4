//! Formats and patterns of texts and numbers.

use std::sync::LazyLock;

use regex::Regex;

/// What is wrong with a text in a format. Formats that say nothing about single texts, and those that OpenAPI does not know, take all.
pub(super) fn text_fault(format: &str, text: &str) -> Option<&'static str> {
    let (is_sound, fault) = match format {
        "date-time" => (is_date_time(text), "is no date-time of RFC 3339"),
        "date" => (is_date(text), "is no date such as 2026-01-31"),
        "uuid" => (UUID.is_match(text), "is no UUID"),
        _ => return None,
    };
    (!is_sound).then_some(fault)
}

/// What is wrong with a whole number in a format.
pub(super) fn integer_fault(format: &str, number: f64) -> Option<&'static str> {
    let is_wide = !(f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&number);
    (format == "int32" && is_wide).then_some("takes more than 32 bits")
}

/// Whether a text has a pattern anywhere in it; `None` if the pattern is none that can be read here.
pub(super) fn matches(pattern: &str, text: &str) -> Option<bool> {
    Some(Regex::new(pattern).ok()?.is_match(text))
}

/// A pattern that is known to be right.
#[expect(clippy::expect_used, reason = "the tests below match all of them")]
fn known(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a known pattern is right")
}

static UUID: LazyLock<Regex> =
    LazyLock::new(|| known("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"));

static DATE: LazyLock<Regex> = LazyLock::new(|| known(r"^\d{4}-\d{2}-\d{2}$"));

static DATE_TIME: LazyLock<Regex> = LazyLock::new(|| {
    known(r"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$")
});

/// The parser of dates takes more forms than RFC 3339 has; it says whether there is such a day.
fn is_date(text: &str) -> bool {
    DATE.is_match(text) && text.parse::<jiff::civil::Date>().is_ok()
}

fn is_date_time(text: &str) -> bool {
    DATE_TIME.is_match(text) && text.parse::<jiff::Timestamp>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        for (format, sound, faulty) in [
            (
                "date-time",
                vec!["2026-01-31T09:30:00Z", "2026-02-28t09:30:00.25+01:00"],
                vec![
                    "2026-01-31",
                    "2026-02-30T09:30:00Z",
                    "2026-01-31T09:30Z",
                    "2026-01-31T09:30:00",
                    "1769851800250",
                    "",
                ],
            ),
            (
                "date",
                vec!["2026-01-31"],
                vec!["2026-13-01", "20260131", "2026-01-31T00:00:00Z", ""],
            ),
            (
                "uuid",
                vec!["01234567-89ab-cdef-0123-456789ABCDEF"],
                vec!["0123456789abcdef0123456789abcdef", "1", ""],
            ),
            ("binary", vec!["", "anything"], vec![]),
            ("of-ours", vec!["anything"], vec![]),
        ] {
            for text in sound {
                assert_eq!(text_fault(format, text), None, "{format} {text}");
            }
            for text in faulty {
                assert!(text_fault(format, text).is_some(), "{format} {text}");
            }
        }
    }

    #[test]
    fn numbers() {
        assert_eq!(integer_fault("int32", 2_147_483_647.0), None);
        assert!(integer_fault("int32", 2_147_483_648.0).is_some());
        assert_eq!(integer_fault("int64", 2_147_483_648.0), None);
    }

    #[test]
    fn patterns_may_stand_anywhere_in_the_text() {
        assert_eq!(matches("b+", "abc"), Some(true));
        assert_eq!(matches("^b", "abc"), Some(false));
        assert_eq!(matches("(?=b)", "abc"), None);
    }
}

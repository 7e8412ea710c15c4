//! Texts from outside, made fit for a line of a log.

use std::borrow::Cow;
use std::fmt;

use crate::retry::NoRetry;

/// The text in one line of at most `limit` characters.
pub(super) fn one_line(text: &str, limit: usize) -> String {
    let mut chars = text
        .trim()
        .chars()
        .map(|char| if char.is_control() { ' ' } else { char });
    let mut line: String = chars.by_ref().take(limit).collect();
    if chars.next().is_some() {
        line.push('…');
    }
    line
}

/// What serde says of a value that is not what is due, without the value, which it quotes first.
pub(super) fn without_value(message: &str) -> Cow<'_, str> {
    let Some((found, expected)) = message.rsplit_once(", expected ") else {
        return message.into();
    };
    match found.find(['"', '`']) {
        Some(quote) => format!("{}, expected {expected}", found[..quote].trim_end()).into(),
        None => message.into(),
    }
}

/// The sentence in a message of HubSpot's: without the JSON that may follow it, and nothing of an
/// HTML page.
pub(super) fn sentence(message: &str) -> String {
    if message.trim_start().starts_with('<') {
        return String::new();
    }
    let end = ["[{", "{\""]
        .iter()
        .filter_map(|json| message.find(json))
        .min()
        .unwrap_or(message.len());
    one_line(message[..end].trim_end_matches([':', ' ']), 200)
}

/// Says how often a request was sent, if more than once, and why not once more, if there is
/// something to say about it.
pub(super) fn remark(f: &mut fmt::Formatter<'_>, attempts: u32, no_retry: NoRetry) -> fmt::Result {
    match (attempts, no_retry.remark()) {
        (0 | 1, None) => Ok(()),
        (0 | 1, Some(remark)) => write!(f, " ({remark})"),
        (_, None) => write!(f, " (after {attempts} attempts)"),
        (_, Some(remark)) => write!(f, " (after {attempts} attempts; {remark})"),
    }
}

/// What [`remark`] says, as a value.
pub(super) struct Remark {
    pub(super) attempts: u32,
    pub(super) no_retry: NoRetry,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        remark(f, self.attempts, self.no_retry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_at_characters() {
        assert_eq!(one_line(" a\nb ", 9), "a b");
        assert_eq!(one_line("äöü", 3), "äöü");
        assert_eq!(one_line("äöü", 2), "äö…");
    }

    #[test]
    fn values_are_not_quoted() {
        for (message, expected) in [
            (
                "invalid type: string \"a, expected b\", expected an object at line 1",
                "invalid type: string, expected an object at line 1",
            ),
            (
                "invalid value: integer `7`, expected true or false",
                "invalid value: integer, expected true or false",
            ),
            (
                "unknown variant `a`, expected `b` or `c`",
                "unknown variant, expected `b` or `c`",
            ),
            (
                "invalid type: map, expected `b`",
                "invalid type: map, expected `b`",
            ),
            ("missing field `id`", "missing field `id`"),
        ] {
            assert_eq!(without_value(message), expected);
        }
    }

    #[test]
    fn sentences_end_before_json() {
        assert_eq!(
            sentence("Property values were not valid: [{\"name\":\"email\"}]"),
            "Property values were not valid"
        );
        assert_eq!(sentence("Bad input {\"a\":1}"), "Bad input");
        assert_eq!(sentence("<html>…"), "");
        assert_eq!(sentence(""), "");
        assert_eq!(sentence(&"x".repeat(500)).chars().count(), 201);
    }
}

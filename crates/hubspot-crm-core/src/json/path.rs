//! The place of an error inside a JSON document.
//!
//! Serde's errors carry a text and nothing else, so the place travels in the text. Each level puts
//! its part in front on the way out; a leading `$` tells a text that has a place already from one
//! that does not: `expected a string` -> `$[3]: expected a string` -> `$.results[3]: expected a
//! string`.

use std::fmt::Display;

/// The text of `error`, seen from the object that holds it under `key`.
pub(crate) fn at_key(error: &dyn Display, key: &str) -> String {
    let plain = !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    if plain {
        prefix(error, &format!(".{key}"))
    } else {
        prefix(error, &format!("[{key:?}]"))
    }
}

/// The text of `error`, seen from the list that holds it at `index`.
pub(crate) fn at_index(error: &dyn Display, index: usize) -> String {
    prefix(error, &format!("[{index}]"))
}

fn prefix(error: &dyn Display, part: &str) -> String {
    let message = error.to_string();
    match message.strip_prefix('$') {
        Some(rest) => format!("${part}{rest}"),
        None => format!("${part}: {message}"),
    }
}

/// Splits a text into the place (`results[3].createdAt`, empty if there is none) and the message.
pub(crate) fn split(message: &str) -> (&str, &str) {
    let Some(composed) = message.strip_prefix('$') else {
        return ("", message);
    };
    // Only a quoted key can hold a colon that does not end the place.
    let (mut quoted, mut escaped) = (false, false);
    for (at, char) in composed.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ':' if !quoted => {
                return (
                    composed[..at].trim_start_matches('.'),
                    composed[at + 1..].trim_start(),
                );
            }
            _ => {}
        }
    }
    ("", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_puts_its_part_in_front() {
        let message = at_key(
            &at_index(&at_key(&"expected a string", "createdAt"), 3),
            "results",
        );
        assert_eq!(message, "$.results[3].createdAt: expected a string");
        assert_eq!(
            split(&message),
            ("results[3].createdAt", "expected a string")
        );
    }

    #[test]
    fn a_message_without_a_place_stays_whole() {
        assert_eq!(
            split("EOF while parsing: oh"),
            ("", "EOF while parsing: oh")
        );
    }

    #[test]
    fn odd_keys_are_quoted() {
        for key in ["", "a.b", "a: b", "q\"\\: ", "[0]", "$", "é"] {
            let message = at_key(&at_index(&"no: good", 0), key);
            assert_eq!(split(&message), (&*format!("[{key:?}][0]"), "no: good"));
        }
    }
}

//! Texts as they are compared: by sentences, and by nothing but their letters and digits.

/// How many words a text has; what holds neither letter nor digit is none.
pub(super) fn words(text: &str) -> usize {
    let words = text.split_whitespace();
    words
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

/// A text without case, punctuation, white space, marks of HTML and addresses of links.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let skipped = match letter {
            '<' => mark(rest),
            ']' => address(rest),
            _ => None,
        };
        if letter.is_alphanumeric() {
            plain.extend(letter.to_lowercase());
        }
        rest = &rest[skipped.unwrap_or(letter.len_utf8())..];
    }
    plain
}

/// The length of a mark of HTML, such as `<br/>`.
fn mark(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    let is_mark = inside.starts_with(|first: char| first == '/' || first.is_ascii_alphabetic());
    text.find('>').filter(|_| is_mark).map(|end| end + 1)
}

/// The length of the part of a link that is not read: `](https://…)`.
fn address(text: &str) -> Option<usize> {
    text.strip_prefix("](")?;
    text.find(')').map(|end| end + 1)
}

/// The sentences of a text. Paragraphs and the items of lists end one, too.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let parts = std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (sentence, after) = rest.split_at(end(rest));
        rest = after;
        Some(sentence.trim_start_matches(is_mark_of_item).trim())
    });
    parts.filter(|sentence| !sentence.is_empty())
}

/// Where the first sentence of a text ends.
fn end(text: &str) -> usize {
    for (index, letter) in text.char_indices() {
        let after = &text[index + letter.len_utf8()..];
        let ends = match letter {
            // Brackets and quotes may stand behind a full stop; what has a letter there is a number or a name.
            '.' | '!' | '?' => !after.starts_with(|next: char| {
                next.is_alphanumeric() || matches!(next, '.' | '_' | '/')
            }),
            '\n' => {
                let line = after.trim_start_matches([' ', '\t', '\r']);
                line.starts_with('\n') || is_item(line)
            }
            _ => false,
        };
        if ends {
            return index + letter.len_utf8();
        }
    }
    text.len()
}

/// Whether something stands in front of the items of a list.
fn is_mark_of_item(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '*' | '+' | '•')
}

/// Whether a line is an item of a list: it begins with a mark or a number.
fn is_item(line: &str) -> bool {
    let number = line.trim_start_matches(|first: char| first.is_ascii_digit());
    line.starts_with(is_mark_of_item)
        || line.starts_with(['<', '#'])
        || (number.len() < line.len() && number.starts_with(['.', ')']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_are_compared() {
        assert_eq!(
            plain("The  **Id**, of\n(one) `contact`: 8,000."),
            "theidofonecontact8000"
        );
        assert_eq!(
            plain("See <a href=\"x\">[our guide](https://a.b/c)</a>, if a < b"),
            "seeourguideifab"
        );
        assert_eq!(plain("Größe"), "größe");
        assert_eq!(words("One, two - three / four-five: `six`"), 5);
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        let all = |text| sentences(text).collect::<Vec<_>>();
        assert_eq!(
            all(
                "Takes v3.1 of it. Does it (as in `a.b`)? Yes!\n\nA list:\n- one\n- two\n1. three\nand more"
            ),
            [
                "Takes v3.1 of it.",
                "Does it (as in `a.b`)?",
                "Yes!",
                "A list:",
                "one",
                "two",
                "1.",
                "three\nand more"
            ]
        );
        assert!(all(" \n").is_empty());
        assert_eq!(all("Wait... now"), ["Wait...", "now"]);
    }
}

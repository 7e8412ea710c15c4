//! Words in texts, without regard to case.

/// Whether a word may go on where a search for it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// It may: a search for text finds words by how they begin.
    Open,
    /// It may not.
    Closed,
}

/// Whether a text has a word, which is in lower case. Words begin and end where letters and digits do.
pub(super) fn has_word(text: &str, word: &str, end: End) -> bool {
    if text.is_ascii() {
        return has(text.as_bytes(), word.as_bytes(), end);
    }
    has(text.to_lowercase().as_bytes(), word.as_bytes(), end)
}

fn has(text: &[u8], word: &[u8], end: End) -> bool {
    // A byte beyond ASCII is part of a letter, as far as words go.
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let begins_as_word = word.first().is_some_and(is_letter);
    let ends_as_word = word.last().is_some_and(is_letter);
    let first = word.first().map(u8::to_ascii_lowercase);
    let windows = text.windows(word.len().max(1)).enumerate();
    let mut windows =
        windows.filter(|(_, window)| window.first().map(u8::to_ascii_lowercase) == first);
    windows.any(|(place, window)| {
        let before = place.checked_sub(1).and_then(|before| text.get(before));
        let after = text.get(place + word.len());
        window.eq_ignore_ascii_case(word)
            && !(begins_as_word && before.is_some_and(is_letter))
            && !(end == End::Closed && ends_as_word && after.is_some_and(is_letter))
    })
}

/// What a filter for words looks for.
#[derive(Debug)]
pub(super) struct Pattern {
    words: Vec<String>,
}

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        let words = text.split_whitespace();
        Self {
            words: words.map(str::to_lowercase).collect(),
        }
    }

    /// Whether a text has all words. `*` in a word stands for any text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.words.iter().all(|word| {
            if !word.contains('*') {
                return has_word(text, word, End::Closed);
            }
            let parts = lower.split(|c: char| !c.is_alphanumeric());
            let whole = std::iter::once(lower.as_str());
            let mut candidates = whole.chain(lower.split_whitespace()).chain(parts);
            candidates.any(|candidate| fits(candidate.as_bytes(), word.as_bytes()))
        })
    }
}

/// Whether a text is what a pattern says, in which `*` stands for any text.
fn fits(text: &[u8], pattern: &[u8]) -> bool {
    let (mut at, mut in_pattern) = (0, 0);
    // Where to go on if the text goes on otherwise than the pattern after its last `*`.
    let mut retry = None;
    while at < text.len() {
        if pattern.get(in_pattern) == Some(&b'*') {
            retry = Some((in_pattern + 1, at));
            in_pattern += 1;
        } else if pattern.get(in_pattern) == text.get(at) {
            at += 1;
            in_pattern += 1;
        } else if let Some((after_star, from)) = retry {
            in_pattern = after_star;
            at = from + 1;
            retry = Some((after_star, at));
        } else {
            return false;
        }
    }
    pattern[in_pattern..].iter().all(|rest| *rest == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_and_end_where_letters_do() {
        let found = |text, word| {
            (
                has_word(text, word, End::Open),
                has_word(text, word, End::Closed),
            )
        };
        assert_eq!(found("Ada Lovelace", "ada"), (true, true));
        assert_eq!(found("Ada Lovelace", "love"), (true, false));
        assert_eq!(found("Ada Lovelace", "lace"), (false, false));
        assert_eq!(found("ada@example.com", "example.com"), (true, true));
        assert_eq!(found("ada@example.com", "@example"), (true, true));
        assert_eq!(found("JÖRG", "jör"), (true, false));
        assert_eq!(found("", "a"), (false, false));
        assert_eq!(found("a", ""), (false, false));
    }

    #[test]
    fn stars_stand_for_any_text() {
        let is_in = |pattern, text| Pattern::new(pattern).is_in(text);
        assert!(is_in("*@example.com", "Ada@Example.com"));
        assert!(!is_in("*@example.com", "ada@example.org"));
        assert!(is_in("love*", "Ada Lovelace"));
        assert!(is_in("*lace", "Ada Lovelace"));
        assert!(is_in("a*a", "Ada Lovelace"));
        assert!(!is_in("a*e*x", "Ada Lovelace"));
        assert!(is_in("lovelace ada", "Ada Lovelace"));
        assert!(!is_in("lovelace bob", "Ada Lovelace"));
        assert!(is_in("*", "Ada"));
        assert!(is_in("a**a", "aba"));
    }
}

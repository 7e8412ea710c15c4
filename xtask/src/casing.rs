//! Casing, reserved words and made-up names: pure functions from wire names to Rust names.

use std::borrow::Cow;

use any_ascii::any_ascii;
use heck::{ToShoutySnakeCase, ToSnakeCase};

/// Words that Rust keeps for itself in the 2024 edition.
const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot be written as raw identifiers.
const NEVER_RAW: [&str; 4] = ["crate", "self", "super", "Self"];

/// What symbols are called where they are all that a name has, or all that tells it from another; the longest first.
const SYMBOLS: [(&str, &str); 35] = [
    ("<=", "less than or equal"),
    (">=", "greater than or equal"),
    ("!=", "not equal"),
    ("!", "exclamation mark"),
    ("\"", "quote"),
    ("#", "hash"),
    ("$", "dollar"),
    ("%", "percent"),
    ("&", "and"),
    ("'", "apostrophe"),
    ("(", "open parenthesis"),
    (")", "close parenthesis"),
    ("*", "star"),
    ("+", "plus"),
    (",", "comma"),
    ("-", "minus"),
    (".", "dot"),
    ("/", "slash"),
    (":", "colon"),
    (";", "semicolon"),
    ("<", "less than"),
    ("=", "equal"),
    (">", "greater than"),
    ("?", "question mark"),
    ("@", "at"),
    ("[", "open bracket"),
    ("\\", "backslash"),
    ("]", "close bracket"),
    ("^", "caret"),
    ("_", "underscore"),
    ("`", "backtick"),
    ("{", "open brace"),
    ("|", "bar"),
    ("}", "close brace"),
    ("~", "tilde"),
];

/// Symbols that say nothing where they stand between letters or digits.
const SEPARATORS: [char; 6] = ['-', '_', '.', '/', ':', ','];

/// A type or variant name: `batchUpdate` and `BATCH_UPDATE` become `BatchUpdate`. Empty if the wire name holds nothing that can be said.
pub fn pascal(wire: &str) -> String {
    let mut name = String::new();
    for word in readable(wire).to_snake_case().split('_') {
        let mut letters = word.chars();
        let Some(first) = letters.next() else {
            continue;
        };
        // `2026-03` and `20-2603` are two names.
        if first.is_ascii_digit() && name.ends_with(|last: char| last.is_ascii_digit()) {
            name.push('_');
        }
        name.push(first.to_ascii_uppercase());
        name.extend(letters);
    }
    digit_first(name, 'V')
}

/// A method, field or module name: `batchUpdate` becomes `batch_update`. Empty if the wire name holds nothing that can be said.
pub fn snake(wire: &str) -> String {
    digit_first(readable(wire).to_snake_case(), 'v')
}

/// The name of a constant: `batchUpdate` becomes `BATCH_UPDATE`.
pub fn shouty(wire: &str) -> String {
    digit_first(readable(wire).to_shouty_snake_case(), 'V')
}

fn digit_first(name: String, prefix: char) -> String {
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("{prefix}{name}")
    } else {
        name
    }
}

/// Whether casing alone does not make a Rust name: letters are put into ASCII, or symbols into words.
pub fn is_rewritten(wire: &str) -> bool {
    !wire.is_ascii()
        || !wire.contains(|letter: char| letter.is_ascii_alphabetic()) && spelled(wire) != wire
}

/// A wire name in ASCII with something to say.
///
/// rustc takes letters beyond ASCII, but not in the names of files, and warns of many. Where letters say something, symbols between them are only gaps.
fn readable(wire: &str) -> Cow<'_, str> {
    let ascii = if wire.is_ascii() {
        Cow::Borrowed(wire)
    } else {
        Cow::Owned(any_ascii(wire))
    };
    if ascii.contains(|letter: char| letter.is_ascii_alphabetic()) {
        ascii
    } else {
        Cow::Owned(spelled(&ascii))
    }
}

/// A wire name with words for its symbols, but for those that only part it: `-1` becomes `minus 1`, and `C++` becomes `C plus plus`.
pub fn spelled(wire: &str) -> String {
    let mut text = String::new();
    let mut rest = wire;
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        let parts = SEPARATORS.contains(&letter)
            && text.ends_with(char::is_alphanumeric)
            && after.starts_with(char::is_alphanumeric);
        let symbol = SYMBOLS
            .iter()
            .find(|(symbol, _)| !parts && rest.starts_with(symbol));
        match symbol {
            Some((symbol, words)) => {
                // A gap only where a word would run into another.
                if !text.is_empty() && !text.ends_with(' ') {
                    text.push(' ');
                }
                text.push_str(words);
                rest = &rest[symbol.len()..];
                if !rest.is_empty() {
                    text.push(' ');
                }
            }
            None => {
                text.push(letter);
                rest = after;
            }
        }
    }
    text
}

/// Whether a name must be written as a raw identifier, such as `r#type`.
pub fn needs_raw(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

/// Whether a name can be no identifier at all.
pub fn is_impossible(name: &str) -> bool {
    let is_word = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
    NEVER_RAW.contains(&name) || matches!(name, "" | "_") || !name.chars().all(is_word)
}

/// Words whose last letter is no plural, and plurals that no rule covers.
const SINGULARS: [(&str, &str); 40] = [
    ("access", "access"),
    ("alias", "alias"),
    ("aliases", "alias"),
    ("analyses", "analysis"),
    ("analytics", "analytics"),
    ("atlas", "atlas"),
    ("bias", "bias"),
    ("bonuses", "bonus"),
    ("buses", "bus"),
    ("caches", "cache"),
    ("campuses", "campus"),
    ("canvas", "canvas"),
    ("children", "child"),
    ("cookies", "cookie"),
    ("details", "details"),
    ("diagnostics", "diagnostics"),
    ("gas", "gas"),
    ("graphics", "graphics"),
    ("indices", "index"),
    ("leaves", "leaf"),
    ("lens", "lens"),
    ("logistics", "logistics"),
    ("men", "man"),
    ("movies", "movie"),
    ("news", "news"),
    ("people", "person"),
    ("preferences", "preferences"),
    ("sales", "sales"),
    ("series", "series"),
    ("settings", "settings"),
    ("shelves", "shelf"),
    ("shoes", "shoe"),
    ("species", "species"),
    ("statistics", "statistics"),
    ("statuses", "status"),
    ("ties", "tie"),
    ("urls", "url"),
    ("viruses", "virus"),
    ("women", "woman"),
    ("yes", "yes"),
];

/// One of what the last word of a snake_case name says: `event_templates` becomes `event_template`. The name itself where it says no plural.
pub fn singular(name: &str) -> String {
    let (before, word) = match name.rsplit_once('_') {
        Some((before, word)) => (&name[..=before.len()], word),
        None => ("", name),
    };
    format!("{before}{}", singular_word(word))
}

fn singular_word(word: &str) -> String {
    if let Ok(found) = SINGULARS.binary_search_by_key(&word, |(plural, _)| plural) {
        return SINGULARS[found].1.to_owned();
    }
    let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    // Abbreviations (`sms`, `dns`) and words such as `address`, `status` and `analysis`.
    if word.len() <= 3 || !word.ends_with('s') || ends(&["ss", "us", "is"]) {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let letters = match ends(&["sses", "shes", "ches", "xes", "zzes", "oes"]) {
        true => 2,
        false => 1,
    };
    word[..word.len() - letters].to_owned()
}

/// The name of a type that stands inline in `member` of `owner`.
///
/// What the member repeats of the owner is said once: `associationCategory` of `AssociationSpec` becomes `AssociationCategory`.
pub fn member_type(owner: &str, member: &str) -> String {
    let member = readable(member).to_snake_case();
    let first_word = member.split('_').next().unwrap_or_default();
    let owner = readable(owner).to_snake_case();
    // A word in the middle of the owner is not what a member of one word repeats: the `type` of `ObjectTypeUpdate` is no `ObjectType`.
    let repeats = member.contains('_')
        || owner == member
        || owner.starts_with(&format!("{member}_"))
        || owner.ends_with(&format!("_{member}"));
    let words = owner
        .split('_')
        .take_while(|word| !repeats || *word != first_word);
    let words: Vec<&str> = words.chain([member.as_str()]).collect();
    pascal(&words.join("_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn casing_follows_rust() {
        for (wire, type_name, field) in [
            ("batchUpdate", "BatchUpdate", "batch_update"),
            ("HUBSPOT_DEFINED", "HubspotDefined", "hubspot_defined"),
            (
                "SimplePublicObject",
                "SimplePublicObject",
                "simple_public_object",
            ),
            ("gdpr-delete", "GdprDelete", "gdpr_delete"),
            ("2026-03", "V2026_03", "v2026_03"),
            ("0-410", "V0_410", "v0_410"),
            ("größe", "Grosse", "grosse"),
            ("m²", "M2", "m2"),
            ("%", "Percent", "percent"),
            ("-1", "Minus1", "minus_1"),
            ("+1", "Plus1", "plus_1"),
            ("100%", "V100Percent", "v100_percent"),
            (">= 5", "GreaterThanOrEqual5", "greater_than_or_equal_5"),
            ("_", "Underscore", "underscore"),
            ("-created", "Created", "created"),
            (" ", "", ""),
            ("", "", ""),
        ] {
            assert_eq!(snake(wire), field, "{wire}");
            assert_eq!(pascal(wire), type_name, "{wire}");
        }
        assert_eq!(shouty("batchUpdate"), "BATCH_UPDATE");
    }

    #[test]
    fn symbols_have_words_where_they_part_nothing() {
        for (wire, words) in [
            ("C++", "C plus plus"),
            ("-created", "minus created"),
            ("a-b", "a-b"),
            ("a_", "a underscore"),
            ("<>", "less than greater than"),
            ("1.5%", "1.5 percent"),
        ] {
            assert_eq!(spelled(wire), words, "{wire}");
        }
        assert!(is_rewritten("%") && is_rewritten("größe") && is_rewritten("-1"));
        assert!(!is_rewritten("0-410") && !is_rewritten("-created") && !is_rewritten("7"));
    }

    #[test]
    fn keywords_are_sorted_and_raw() {
        assert!(KEYWORDS.is_sorted());
        assert!(needs_raw("type") && needs_raw("gen") && !needs_raw("id"));
        assert!(
            is_impossible("self")
                && is_impossible("")
                && is_impossible("a-b")
                && !is_impossible("r2")
        );
    }

    #[test]
    fn plurals_become_singular_and_nothing_else_does() {
        assert!(SINGULARS.is_sorted());
        for (plural, one) in [
            ("stages", "stage"),
            ("event_templates", "event_template"),
            ("properties", "property"),
            ("companies", "company"),
            ("statuses", "status"),
            ("status", "status"),
            ("series", "series"),
            ("settings", "settings"),
            ("address", "address"),
            ("addresses", "address"),
            ("analysis", "analysis"),
            ("taxes", "tax"),
            ("batches", "batch"),
            ("responses", "response"),
            ("courses", "course"),
            ("sizes", "size"),
            ("licenses", "license"),
            ("sms", "sms"),
            ("people", "person"),
            ("heroes", "hero"),
            ("list", "list"),
            ("", ""),
        ] {
            assert_eq!(singular(plural), one, "{plural}");
        }
    }

    #[test]
    fn inline_types_are_named_after_their_place() {
        assert_eq!(
            member_type("AssociationSpec", "associationCategory"),
            "AssociationCategory"
        );
        assert_eq!(member_type("Filter", "operator"), "FilterOperator");
        assert_eq!(
            member_type("ObjectTypeUpdate", "type"),
            "ObjectTypeUpdateType"
        );
        assert_eq!(member_type("CardType", "type"), "CardType");
        assert_eq!(member_type("ColorInput", "color"), "Color");
        assert_eq!(
            member_type("BatchResponseSimplePublicObject", "status"),
            "BatchResponseSimplePublicObjectStatus"
        );
    }
}

//! Casing, reserved words and made-up names: pure functions from wire names to Rust names.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

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

/// A type or variant name: `batchUpdate` and `BATCH_UPDATE` become `BatchUpdate`. Empty if the wire name has no letter and no digit.
pub fn pascal(wire: &str) -> String {
    digit_first(wire.to_pascal_case(), 'V')
}

/// A method, field or module name: `batchUpdate` becomes `batch_update`. Empty if the wire name has no letter and no digit.
pub fn snake(wire: &str) -> String {
    digit_first(wire.to_snake_case(), 'v')
}

/// The name of a constant: `batchUpdate` becomes `BATCH_UPDATE`.
pub fn shouty(wire: &str) -> String {
    digit_first(wire.to_shouty_snake_case(), 'V')
}

fn digit_first(name: String, prefix: char) -> String {
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("{prefix}{name}")
    } else {
        name
    }
}

/// Whether a name must be written as a raw identifier, such as `r#type`.
pub fn needs_raw(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

/// Whether a name can be no identifier at all.
///
/// Only ASCII counts: rustc takes some other letters, but not in the names of files, and warns of many.
pub fn is_impossible(name: &str) -> bool {
    let is_word = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
    NEVER_RAW.contains(&name) || matches!(name, "" | "_") || !name.chars().all(is_word)
}

/// The name of a type that stands inline in `member` of `owner`.
///
/// What the member repeats of the owner is said once: `associationCategory` of `AssociationSpec` becomes `AssociationCategory`.
pub fn member_type(owner: &str, member: &str) -> String {
    let member = pascal(member);
    let first_word = member.to_snake_case();
    let first_word = first_word.split('_').next().unwrap_or_default();
    let owner = owner.to_snake_case();
    let words = owner.split('_').take_while(|word| *word != first_word);
    words.map(pascal).chain([member]).collect()
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
            ("0-410", "V0410", "v0_410"),
            ("%", "", ""),
        ] {
            assert_eq!(snake(wire), field, "{wire}");
            if wire != "2026-03" {
                assert_eq!(pascal(wire), type_name, "{wire}");
            }
        }
        assert_eq!(shouty("batchUpdate"), "BATCH_UPDATE");
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
    fn inline_types_are_named_after_their_place() {
        assert_eq!(
            member_type("AssociationSpec", "associationCategory"),
            "AssociationCategory"
        );
        assert_eq!(member_type("Filter", "operator"), "FilterOperator");
        assert_eq!(
            member_type("BatchResponseSimplePublicObject", "status"),
            "BatchResponseSimplePublicObjectStatus"
        );
    }
}

mod messages;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::diagnostics::Diagnostics;
use crate::source::Sources;

/// What a user sees of a text that cannot be read.
fn refused(file: &str, text: &str) -> String {
    let mut sources = Sources::default();
    sources.insert(file, text);
    let mut found = Diagnostics::default();
    found.push(parse(file, text).unwrap_err());
    found.render(&sources, false)
}

#[test]
fn both_notations_mean_the_same() {
    let expected =
        json!({ "b": [1, -2, 1.5, true, null, "text", 1e30], "a": { "200": {}, "true": "" } });
    let yaml = "b: [1, -2, 1.5, true, null, text, 1000000000000000000000000000000]\na:\n  200: {}\n  true: ''\n";
    assert_eq!(parse("a.yaml", yaml).unwrap(), expected);
    assert_eq!(parse("a.json", &expected.to_string()).unwrap(), expected);
    assert_eq!(parse("a.yml", &expected.to_string()).unwrap(), expected);
    let keys: Vec<_> = expected.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["b", "a"], "the order of keys is kept");
}

#[test]
fn yaml_1_2_decides_what_is_text() {
    let value = parse(
        "a.yaml",
        "[yes, no, on, 0123, 2020-01-01, 1_000, !!str 5, '5', .5]",
    )
    .unwrap();
    assert_eq!(
        value,
        json!([
            "yes",
            "no",
            "on",
            "0123",
            "2020-01-01",
            "1_000",
            "5",
            "5",
            0.5
        ])
    );
}

#[test]
fn aliases_are_written_out() {
    let value = parse("a.yaml", "a: &a { b: 1 }\nc: *a\nd: [*a, *a]\n").unwrap();
    assert_eq!(
        value,
        json!({ "a": { "b": 1 }, "c": { "b": 1 }, "d": [{ "b": 1 }, { "b": 1 }] })
    );
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    assert_eq!(parse("a.json", "\u{feff}{}").unwrap(), json!({}));
    assert_eq!(parse("a.yaml", "\u{feff}a: 1").unwrap(), json!({ "a": 1 }));
    insta::assert_snapshot!(refused("a.yaml", "\u{feff}a: @"), @"
    error: not valid YAML: a value cannot start with this character
     --> a.yaml:1:4
      |
    1 | a: @
      |    ^
      |
      = help: put text that starts with `@`, `%` or a backtick in quotes

    1 error
    ");
}

#[test]
fn sizes_are_limited() {
    let message = |file: &str, text: &str| parse(file, text).unwrap_err().message;
    insta::assert_snapshot!(message("a.yaml", &"x".repeat(MAX_BYTES + 1)), @"the file holds 20971521 bytes, more than the limit of 20971520");
    insta::assert_snapshot!(message("a.json", &"[".repeat(200)), @"objects and lists are nested too deeply, the limit is 128 levels");
    insta::assert_snapshot!(message("a.yaml", &"[".repeat(200)), @"objects and lists are nested too deeply, the limit is 128 levels");
    insta::assert_snapshot!(message("a.yaml", &"[".repeat(1_000_000)), @"objects and lists are nested too deeply, the limit is 128 levels");
    insta::assert_snapshot!(message("a.yaml", &"- ".repeat(100_000)), @"objects and lists are nested too deeply, the limit is 128 levels");
    insta::assert_snapshot!(message("a.yaml", &"- a\n".repeat(MAX_SEPARATORS + 1)), @"the file has more than 1500000 lines and commas, which is more than is read");
    insta::assert_snapshot!(message("a.json", &format!("[{}1]", "1,".repeat(MAX_SEPARATORS + 1))), @"the file has more than 1500000 lines and commas, which is more than is read");
    insta::assert_snapshot!(message("a.yaml", &"? ".repeat(100_000)), @"objects and lists are nested too deeply, the limit is 128 levels");
    insta::assert_snapshot!(message("a.yaml", "a: &a [*a]\n"), @"objects and lists are nested too deeply, the limit is 128 levels");
}

#[test]
fn aliases_cannot_blow_up_a_document() {
    let mut nested = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let items = vec![format!("*a{}", level - 1); 9].join(", ");
        nested.push_str(&format!("a{level}: &a{level} [{items}]\n"));
    }
    insta::assert_snapshot!(parse("a.yaml", &nested).unwrap_err().message, @"the aliases of this document repeat too much");
    // No single alias is repeated often here, but what it stands for is long.
    let flat = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(100_000),
        "*a, ".repeat(10_000)
    );
    insta::assert_snapshot!(parse("a.yaml", &flat).unwrap_err().message, @"the aliases of this document repeat too much");
}

/// Texts that are nearly documents.
fn broken() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a", "b", ": ", "\n", "\n  ", "- ", "{", "}", "[", "]", ", ", "\"", "'", "&x ", "*x",
        "!t ", "|\n", ">-\n", "#", "---\n", "...\n", "? ", "<<", "~", "1", ".5", "\\", "\t",
        "\u{feff}", "é", "\u{85}", "\u{2028}", "\r", "%", "@", "\0", "null", "true",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_text_makes_it_panic(text in broken()) {
        for file in ["a.yaml", "a.json"] {
            if let Err(diagnostic) = parse(file, &text) {
                prop_assert!(!diagnostic.message.is_empty());
                let mut sources = Sources::default();
                sources.insert(file, text.as_str());
                let mut found = Diagnostics::default();
                found.push(diagnostic);
                prop_assert!(found.render(&sources, true).contains("1 error"));
            }
        }
    }
}

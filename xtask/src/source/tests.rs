use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn place(text: &str, pointer: &str) -> (usize, usize) {
    let mut sources = Sources::default();
    sources.insert("a.yaml", text);
    let position = sources
        .locate(&Origin {
            file: "a.yaml".into(),
            pointer: pointer.to_owned(),
        })
        .unwrap();
    (position.line, position.column)
}

#[test]
fn keys_and_items_are_found_in_yaml() {
    let text = "# top\nopenapi: 3.0.3\npaths:\n  /a/{b}:\n    get:\n      responses:\n        200:\n          description: é\n      tags:\n        - one\n        - two: 2\n        - [3, 4]\n";
    assert_eq!(place(text, ""), (2, 1));
    assert_eq!(place(text, "/openapi"), (2, 1));
    assert_eq!(place(text, "/paths/~1a~1{b}/get"), (5, 5));
    assert_eq!(place(text, "/paths/~1a~1{b}/get/responses/200"), (7, 9));
    assert_eq!(place(text, "/paths/~1a~1{b}/get/tags/0"), (10, 11));
    assert_eq!(place(text, "/paths/~1a~1{b}/get/tags/1"), (11, 11));
    assert_eq!(place(text, "/paths/~1a~1{b}/get/tags/2/1"), (12, 15));
}

#[test]
fn keys_and_items_are_found_in_json() {
    let text = "{\n\t\"é\": {\"b\\\"c\" : [1, {\"d\":2}]}\n}";
    assert_eq!(place(text, ""), (1, 1));
    assert_eq!(place(text, "/é"), (2, 2));
    assert_eq!(place(text, "/é/b\"c"), (2, 8));
    assert_eq!(place(text, "/é/b\"c/1"), (2, 21));
    assert_eq!(place(text, "/é/b\"c/1/d"), (2, 22));
}

#[test]
fn what_is_missing_is_where_it_should_be() {
    let text = "info:\n  title: A\nlist:\n  - 1\n";
    assert_eq!(place(text, "/info/version"), (1, 1));
    assert_eq!(place(text, "/info/title/x/y"), (2, 3));
    assert_eq!(place(text, "/list/1"), (3, 1));
    assert_eq!(place(text, "/list/x"), (3, 1));
    assert_eq!(place(text, "/paths"), (1, 1));
    assert_eq!(place(text, "no pointer"), (1, 1));
    assert_eq!(place("", "/a"), (1, 1));
    assert_eq!(place("a: 1\nb: [\n", "/b/0"), (2, 1));
    let origin = Origin::document("other.yaml");
    assert_eq!(Sources::default().locate(&origin), None);
}

#[test]
fn aliases_lead_to_what_they_stand_for() {
    let text = "a: &a\n  b: 1\nc: *a\nd: &d [*d]\ne: *a\n";
    assert_eq!(place(text, "/c"), (3, 1));
    assert_eq!(place(text, "/c/b"), (2, 3));
    assert_eq!(place(text, "/e/b"), (2, 3));
    assert_eq!(place(text, "/d/0/0/0/0"), (4, 8));
}

#[test]
fn a_byte_order_mark_takes_no_column() {
    assert_eq!(place("\u{feff}a: 1", "/a"), (1, 1));
}

/// Values with short keys, so that the keys of one object are often the same as those of another.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from)
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-c/~ \"é]{1,3}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// The origins of all elements in a value.
fn origins(value: &Value, at: &Origin, found: &mut Vec<Origin>) {
    found.push(at.clone());
    match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| origins(item, &at.index(index), found)),
        Value::Object(members) => members
            .iter()
            .for_each(|(key, value)| origins(value, &at.key(key), found)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_member_is_found_at_its_key(value in values(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let mut sources = Sources::default();
        sources.insert("a.json", text.as_str());
        let mut all = Vec::new();
        origins(&value, &Origin::document("a.json"), &mut all);
        for origin in all {
            let position = sources.locate(&origin).unwrap();
            let line = text.split('\n').nth(position.line - 1).unwrap();
            let rest: String = line.chars().skip(position.column - 1).collect();
            let parts = pointer::split(&origin.pointer).unwrap();
            let parent = parts.split_last().map(|(last, way)| (last, way.iter().fold(&value, |value, part| match value {
                Value::Array(items) => &items[part.parse::<usize>().unwrap()],
                other => &other[part],
            })));
            if let Some((last, Value::Object(_))) = parent {
                prop_assert!(rest.starts_with(&Value::from(last.as_str()).to_string()), "{origin} at {rest}");
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(cut in 0..200_usize, text in "[a-b:\\- \n{}\\[\\],&*x!?|>'\"#\t]{0,60}") {
        let text: String = text.chars().skip(cut % 60).chain(text.chars()).collect();
        for pointer in ["", "/a", "/a/0/b", "/0/0/0/0/0/0"] {
            prop_assert!(place(&text, pointer).0 > 0);
        }
    }
}

#[test]
fn a_document_as_a_whole_starts_where_its_first_element_does() {
    for (text, line, column) in [
        ("# first\n\n  a: 1\n", 3, 3),
        ("\n \t[1]", 2, 3),
        ("{}", 1, 1),
        ("--- text", 1, 5),
        ("", 1, 1),
        ("# nothing", 1, 1),
    ] {
        let mut sources = Sources::default();
        sources.insert("a.yaml", text);
        let at = sources.locate(&Origin::document("a.yaml")).unwrap();
        assert_eq!((at.line, at.column), (line, column), "{text:?}");
    }
}

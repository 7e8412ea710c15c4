//! The rules of decoding, on a struct that has every kind of field.
#![expect(
    unreachable_pub,
    reason = "`open_enum!` makes public methods, whatever the enum is"
)]

mod laws;
mod nulls;

use std::collections::BTreeMap;

use serde_json::{Map, json};

use crate::{
    Batch, DateTime, Extra, Page, Properties, UnknownValue, Value, json_object, open_enum,
};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Kind {
    Home,
    Work,
    Other(UnknownValue),
}
open_enum!(
    Kind,
    Other {
        Home: "HOME",
        Work: "WORK"
    }
);

#[derive(Debug, Clone, PartialEq)]
struct Inner {
    id: String,
    count: Option<i64>,
    extra: Extra,
}
json_object!(Inner {
    id: "id",
    count: "count"
});

#[derive(Debug, Clone, PartialEq)]
struct Sample {
    text: String,
    integer: i64,
    float: f64,
    flag: bool,
    created_at: DateTime,
    value: Value,
    properties: Properties,
    kind: Kind,
    inner: Inner,
    page: Page<Inner>,
    batch: Batch<Inner>,
    texts: Vec<String>,
    links: BTreeMap<String, String>,
    history: BTreeMap<String, Vec<Inner>>,
    maybe_text: Option<String>,
    maybe_value: Option<Value>,
    maybe_list: Option<Vec<String>>,
    maybe_self: Option<Box<Sample>>,
    deep: Option<Vec<BTreeMap<String, Option<DateTime>>>>,
    extra: Extra,
}
json_object!(Sample {
    text: "text",
    integer: "integer",
    float: "float",
    flag: "flag",
    created_at: "createdAt",
    value: "value",
    properties: "properties",
    kind: "kind",
    inner: "inner",
    page: "page",
    batch: "batch",
    texts: "texts",
    links: "links",
    history: "history",
    maybe_text: "maybeText",
    maybe_value: "maybeValue",
    maybe_list: "maybeList",
    maybe_self: "maybeSelf",
    deep: "deep",
});

fn sample(json: &Value) -> Sample {
    serde_json::from_str(&json.to_string()).unwrap()
}

fn error(json: &str) -> String {
    serde_json::from_str::<Sample>(json)
        .unwrap_err()
        .to_string()
}

#[test]
fn missing_and_null_are_blank() {
    let blank = sample(&json!({}));
    assert_eq!(blank, sample(&json!(null)));
    let keys = serde_json::to_value(&blank).unwrap();
    let nulls: Map<String, Value> = keys
        .as_object()
        .unwrap()
        .keys()
        .map(|key| (key.clone(), Value::Null))
        .collect();
    assert_eq!(blank, sample(&nulls.into()));

    assert_eq!(
        (blank.text.as_str(), blank.integer, blank.float, blank.flag),
        ("", 0, 0.0, false)
    );
    assert!(blank.created_at.is_blank());
    assert_eq!(blank.value, Value::Null);
    assert_eq!(blank.kind.as_str(), "");
    assert_eq!(
        blank.inner,
        Inner {
            id: String::new(),
            count: None,
            extra: Extra::new()
        }
    );
    assert!(blank.page.results.is_empty() && blank.batch.results().is_empty());
    assert_eq!(
        (blank.maybe_text, blank.maybe_value, blank.maybe_list),
        (None, None, None)
    );
}

#[test]
fn nulls_inside_lists_and_maps_are_blank() {
    let sample = sample(&json!({
        "texts": ["a", null],
        "links": {"a": null},
        "history": {"a": null, "b": [null]},
        "properties": {"a": "x", "b": null},
    }));
    assert_eq!(sample.texts, ["a", ""]);
    assert_eq!(sample.links["a"], "");
    assert!(sample.history["a"].is_empty());
    assert_eq!(sample.history["b"][0].id, "");
    assert_eq!(sample.properties.iter().collect::<Vec<_>>(), [("a", "x")]);
}

#[test]
fn texts_read_from_numbers_and_flags() {
    let texts = sample(&json!({"texts": [1, -2, u64::MAX, i64::MIN, 1.5, 2.0, true, "x"]})).texts;
    assert_eq!(
        texts,
        [
            "1",
            "-2",
            "18446744073709551615",
            "-9223372036854775808",
            "1.5",
            "2.0",
            "true",
            "x"
        ]
    );
}

#[test]
fn numbers_and_flags_read_from_texts() {
    for (json, integer) in [
        (json!("12"), 12),
        (json!(12.0), 12),
        (json!("-3.0"), -3),
        (json!(i64::MAX), i64::MAX),
    ] {
        assert_eq!(sample(&json!({"integer": json})).integer, integer);
    }
    for (json, float) in [(json!("1.5"), 1.5), (json!(2), 2.0), (json!("1e3"), 1000.0)] {
        assert_eq!(sample(&json!({"float": json})).float, float);
    }
    for (json, flag) in [(json!("true"), true), (json!("FALSE"), false)] {
        assert_eq!(sample(&json!({"flag": json})).flag, flag);
    }
}

#[test]
fn what_is_no_number_is_an_error() {
    for json in [
        "1.5",
        "\"x\"",
        "true",
        "[]",
        "18446744073709551615",
        "9223372036854775808.0",
    ] {
        let text = error(&format!(r#"{{"integer": {json}}}"#));
        assert!(
            text.starts_with("$.integer: ") && text.contains("an integer of 64 bits"),
            "{text}"
        );
    }
    for json in [r#""NaN""#, r#""inf""#, r#""1e999""#, "false"] {
        let text = error(&format!(r#"{{"float": {json}}}"#));
        assert!(text.starts_with("$.float: invalid "), "{text}");
    }
    assert_eq!(
        error(r#"{"flag": 1}"#),
        "$.flag: invalid value: integer `1`, expected true or false at line 1 column 11"
    );
}

#[test]
fn errors_name_the_place() {
    for (json, place) in [
        (r#"{"integer": {}}"#, "$.integer: "),
        (
            r#"{"page": {"results": [{}, {"count": []}]}}"#,
            "$.page.results[1].count: ",
        ),
        (
            r#"{"batch": {"results": [{"count": []}]}}"#,
            "$.batch.results[0].count: ",
        ),
        (
            r#"{"history": {"first name": [{}, 7]}}"#,
            "$.history[\"first name\"][1]: ",
        ),
        (
            r#"{"maybeSelf": {"maybeSelf": {"texts": 7}}}"#,
            "$.maybeSelf.maybeSelf.texts: ",
        ),
        (r#"{"deep": [{"a": null}, 7]}"#, "$.deep[1]: "),
        (r#"{"properties": 7}"#, "$.properties: "),
        (
            r#"{"odd": [1, }"#,
            "$.odd: expected value at line 1 column 13",
        ),
        (
            r#"{"inner": {"id": "x"#,
            "$.inner.id: EOF while parsing a string at line 1 column 19",
        ),
        (
            r#"{"inner": {"id": "x""#,
            "$.inner: EOF while parsing an object at line 1 column 20",
        ),
        (
            "7",
            "invalid type: integer `7`, expected an object at line 1 column 1",
        ),
    ] {
        assert!(error(json).starts_with(place), "{}", error(json));
    }
}

#[test]
fn texts_read_from_anything_and_numbers_from_nothing() {
    let odd = sample(&json!({
        "text": [1, {"a": null}], "links": {"docs": ["x"]}, "integer": "", "float": "", "flag": ""
    }));
    assert_eq!(odd.text, r#"[1,{"a":null}]"#);
    assert_eq!(odd.links["docs"], r#"["x"]"#);
    assert_eq!((odd.integer, odd.float, odd.flag), (0, 0.0, false));
    let blank = sample(&json!({
        "inner": {"count": ""}, "texts": "", "links": "", "page": "", "properties": "", "maybeList": ""
    }));
    assert_eq!(blank.inner.count, None);
    assert_eq!(blank.page, Page::default());
    assert!(blank.texts.is_empty() && blank.links.is_empty() && blank.properties.is_empty());
    assert_eq!(blank.maybe_list, Some(Vec::new()));
}

#[test]
fn the_depth_is_bounded() {
    let text = error(&format!(r#"{{"odd": {}"#, "[".repeat(10_000)));
    assert!(
        text.starts_with("$.odd: recursion limit exceeded"),
        "{text}"
    );
    let text = error(&r#"{"maybeSelf":"#.repeat(10_000));
    assert!(
        text.contains("recursion limit exceeded"),
        "{}",
        &text[text.len() - 60..]
    );
}

#[test]
fn unknown_fields_survive() {
    let sample = sample(&json!({"text": "a", "new": {"a": [1, null]}, "null": null}));
    assert_eq!(sample.extra.len(), 2);
    let text = serde_json::to_string(&sample).unwrap();
    assert!(
        text.ends_with(r#","new":{"a":[1,null]},"null":null}"#),
        "{text}"
    );
}

#[test]
fn a_known_field_is_written_once() {
    let mut inner: Inner = serde_json::from_str(r#"{"id": "1"}"#).unwrap();
    inner.extra.insert("id", "2");
    inner.extra.insert("count", 3);
    assert_eq!(serde_json::to_string(&inner).unwrap(), r#"{"id":"1"}"#);
}

#[test]
fn of_a_repeated_key_the_last_one_counts() {
    let json = r#"{"text": "a", "x": 1, "inner": {"id": "1"}, "properties": {"a": "1", "a": null, "b": null, "b": "2"},
        "text": "b", "x": 2, "inner": {"count": 1}}"#;
    let sample: Sample = serde_json::from_str(json).unwrap();
    assert_eq!(sample.text, "b");
    assert_eq!(sample.extra.get("x"), Some(&json!(2)));
    assert_eq!(
        (sample.inner.id.as_str(), sample.inner.count),
        ("", Some(1))
    );
    assert_eq!(sample.properties.iter().collect::<Vec<_>>(), [("b", "2")]);
}

#[test]
fn keys_may_be_escaped() {
    let sample: Sample = serde_json::from_str(r#"{"te\u0078t": "a", "a\"b": 1}"#).unwrap();
    assert_eq!(sample.text, "a");
    assert!(sample.extra.get("a\"b").is_some());
}

#[test]
fn absent_is_not_written_and_empty_is() {
    assert_eq!(
        serde_json::to_string(&sample(&json!({})).inner).unwrap(),
        r#"{"id":""}"#
    );
    let written = serde_json::to_value(sample(&json!({"maybeList": []}))).unwrap();
    assert_eq!(written["maybeList"], json!([]));
    assert_eq!(written.get("maybeText"), None);
    assert_eq!(
        (&written["texts"], &written["links"], &written["flag"]),
        (&json!([]), &json!({}), &json!(false))
    );
}

#[test]
fn a_number_that_is_not_finite_is_not_written() {
    let mut blank = sample(&json!({}));
    blank.float = f64::NAN;
    let outer = Sample {
        maybe_self: Some(Box::new(blank.clone())),
        float: 0.0,
        ..blank
    };
    let text = serde_json::to_string(&outer).unwrap_err().to_string();
    assert_eq!(
        text,
        "$.maybeSelf.float: a number that is NaN or infinite has no form in JSON"
    );
}

#[test]
fn enums_know_their_values() {
    assert_eq!(Kind::from("HOME"), Kind::Home);
    assert_eq!(Kind::Work.to_string(), "WORK");
    assert_eq!(
        format!("{:?} {:?}", Kind::Home, Kind::from("NEW")),
        r#"Home Other("NEW")"#
    );
    assert_eq!(serde_json::from_str::<Kind>("7").unwrap().as_str(), "7");
    assert_eq!(
        serde_json::from_str::<Kind>("null").unwrap(),
        Kind::default()
    );
}

#[test]
fn fields_beside_the_results_of_a_batch_never_cost_them() {
    let odd = sample(&json!({
        "batch": {"status": "PENDING", "results": [{"id": "1"}], "numErrors": "many", "links": ["x"]}
    }));
    assert_eq!(odd.batch.results()[0].id, "1");
    assert_eq!(odd.batch.num_errors(), None);
    assert!(!odd.batch.is_complete(), "it is not done");
}

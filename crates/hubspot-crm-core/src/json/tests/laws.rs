//! The law that nothing decoded is lost.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Map, json};

use super::{Kind, Sample};
use crate::Value;

fn any_scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    any_scalar().prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(".{0,4}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn any_integer() -> impl Strategy<Value = Value> {
    let integer = any::<i64>();
    (integer, 0..4).prop_map(|(integer, form)| match form {
        0 => json!(integer),
        1 => json!(integer.to_string()),
        2 => json!((integer % 1_000_000) as f64),
        _ => Value::Null,
    })
}

fn any_date_time() -> impl Strategy<Value = Value> {
    prop_oneof![
        any_scalar(),
        any::<i64>().prop_map(|millis| json!(millis % 100_000_000_000_000)),
        "[12][0-9]{3}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]0[0-9]:30))?"
            .prop_map(Value::from),
    ]
}

fn object(fields: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let fields: Vec<_> = fields
        .into_iter()
        .map(|(key, value)| {
            proptest::option::weighted(0.7, value).prop_map(move |value| (key, value))
        })
        .collect();
    (fields, btree_map(".{0,4}", any_json(), 0..3))
        .prop_map(|(fields, extra)| {
            let mut object: Map<String, Value> = extra.into_iter().collect();
            object.extend(
                fields
                    .into_iter()
                    .filter_map(|(key, value)| Some((key.to_owned(), value?))),
            );
            Value::Object(object)
        })
        .boxed()
}

fn list(item: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop_oneof![1 => Just(Value::Null), 5 => vec(item, 0..3).prop_map(Value::from)].boxed()
}

fn map(value: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    btree_map(".{0,4}", value, 0..3)
        .prop_map(|map| Value::Object(map.into_iter().collect()))
        .boxed()
}

fn any_inner() -> BoxedStrategy<Value> {
    let inner = object(vec![
        ("id", any_scalar().boxed()),
        ("count", any_integer().boxed()),
    ]);
    prop_oneof![1 => Just(Value::Null), 5 => inner].boxed()
}

fn any_sample() -> BoxedStrategy<Value> {
    let text = || any_scalar().boxed();
    let cursor = object(vec![("after", text()), ("link", text())]);
    let failure = object(vec![
        ("message", text()),
        ("context", any_json().boxed()),
        ("subCategory", any_json().boxed()),
    ]);
    object(vec![
        ("text", text()),
        ("integer", any_integer().boxed()),
        (
            "float",
            prop_oneof![any::<f64>().prop_map(Value::from), any_integer()].boxed(),
        ),
        (
            "flag",
            prop_oneof![any::<bool>().prop_map(Value::from), Just(json!("true"))].boxed(),
        ),
        ("createdAt", any_date_time().boxed()),
        ("value", any_json().boxed()),
        ("properties", map(any_json().boxed())),
        (
            "kind",
            prop_oneof![Just(json!("HOME")), any_scalar()].boxed(),
        ),
        ("inner", any_inner()),
        (
            "page",
            object(vec![
                ("results", list(any_inner())),
                ("paging", object(vec![("next", cursor)])),
            ]),
        ),
        (
            "batch",
            object(vec![
                ("status", text()),
                ("results", list(any_inner())),
                ("errors", list(failure)),
            ]),
        ),
        ("texts", list(text())),
        ("links", map(text())),
        ("history", map(list(any_inner()))),
        ("maybeText", text()),
        ("maybeValue", any_json().boxed()),
        ("maybeList", list(text())),
        (
            "maybeSelf",
            object(vec![
                ("text", text()),
                ("createdAt", any_date_time().boxed()),
            ]),
        ),
        ("deep", list(map(any_date_time().boxed()))),
    ])
}

proptest! {
    #[test]
    fn what_is_decoded_survives(json in any_sample()) {
        let decoded: Sample = serde_json::from_str(&json.to_string())?;
        let text = serde_json::to_string(&decoded).unwrap();
        prop_assert_eq!(&decoded, &serde_json::from_str::<Sample>(&text)?);
        let value = serde_json::to_value(&decoded).unwrap();
        prop_assert_eq!(&decoded, &serde_json::from_value::<Sample>(value)?);
    }

    #[test]
    fn decoding_never_panics(json in any_json()) {
        let inside = json!({"text": json, "page": json, "deep": json, "links": json, "properties": json, "batch": json});
        drop(serde_json::from_value::<Sample>(inside.clone()));
        drop(serde_json::from_str::<Sample>(&inside.to_string()));
    }

    #[test]
    fn enums_keep_every_value(text in ".*") {
        let kind = Kind::from(text.as_str());
        prop_assert_eq!(kind.as_str(), text.as_str());
        prop_assert_eq!(&kind, &serde_json::from_str(&serde_json::to_string(&kind).unwrap()).unwrap());
        prop_assert_eq!(kind, Kind::from(text));
    }
}

//! Values in JSON for the types of `API.md`.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::strategy::Union;
use serde_json::{Map, Value, json};

use crate::support::listing::{self, Type};

fn find(name: &str) -> Type {
    let mut types = listing::types().into_iter();
    types
        .find(|ty| ty.name == name)
        .unwrap_or_else(|| panic!("there is no sample for the type {name}"))
}

/// A value of a type with every field, each in the form in which it is written.
pub(crate) fn full(ty: &str) -> Value {
    if let Some(item) = ty.strip_suffix("[]") {
        return json!([full(item), full(item)]);
    }
    if let Some(value) = ty.strip_suffix("{}") {
        return json!({"a": full(value), "b c": full(value)});
    }
    if let Some(item) = inside(ty, "Page<") {
        let paging =
            json!({"next": {"after": "8", "link": "l"}, "prev": {"before": "6", "link": "l"}});
        return json!({"results": [full(item)], "paging": paging, "total": 9});
    }
    match ty {
        "text" => json!("a \"text\"\n"),
        "integer" => json!(9_007_199_254_740_993_i64),
        "number" => json!(0.1),
        "boolean" => json!(true),
        "date-time" => json!("2026-01-31T09:30:00.123Z"),
        "JSON" => json!({"a": [null, 1]}),
        "Properties" => json!({"email": "ada@example.com", "fax": ""}),
        name => {
            let ty = find(name);
            match ty.values.first() {
                Some(value) => json!(value),
                None => ty
                    .fields
                    .iter()
                    .map(|(name, ty)| (*name, full(ty)))
                    .collect(),
            }
        }
    }
}

fn inside<'a>(ty: &'a str, start: &str) -> Option<&'a str> {
    ty.strip_prefix(start)?.strip_suffix('>')
}

pub(crate) fn with(mut object: Value, name: &str, value: &Value) -> Value {
    object[name] = value.clone();
    object
}

/// Any value of a type, on a bad day: fields missing or null, numbers as texts, texts as numbers, unknown ones.
pub(crate) fn any(ty: &str) -> BoxedStrategy<Value> {
    if let Some(item) = ty.strip_suffix("[]") {
        return vec(or_null(any(item)), 0..3).prop_map(Value::from).boxed();
    }
    if let Some(value) = ty.strip_suffix("{}") {
        return map(or_null(any(value)));
    }
    if let Some(item) = inside(ty, "Page<") {
        let edge = any_object(&[("after", "text"), ("before", "text"), ("link", "text")]);
        let paging = fields(vec![("next", edge.clone()), ("prev", edge)]);
        let results = vec(any(item), 0..3).prop_map(Value::from).boxed();
        return fields(vec![
            ("results", results),
            ("paging", paging),
            ("total", any("integer")),
        ]);
    }
    match ty {
        "text" => any_scalar(),
        "integer" => prop_oneof![
            any_i64(),
            any_i64().prop_map(|value| json!(value.to_string())),
            (-1000_i32..1000).prop_map(|value| json!(f64::from(value))),
        ]
        .boxed(),
        "number" => prop_oneof![
            any_f64(),
            any_i64(),
            any_f64().prop_map(|value| json!(value.to_string()))
        ]
        .boxed(),
        "boolean" => {
            Union::new([json!(true), json!(false), json!("true"), json!("False")].map(Just)).boxed()
        }
        "date-time" => prop_oneof![any_scalar(), any_instant()].boxed(),
        "JSON" => unknown(),
        "Properties" => map(prop_oneof![any_scalar(), Just(Value::Null), unknown()].boxed()),
        name => {
            let ty = find(name);
            if ty.values.is_empty() {
                return any_object(&ty.fields);
            }
            let known = Union::new(ty.values.iter().map(|value| Just(json!(value))));
            prop_oneof![known, any_scalar()].boxed()
        }
    }
}

fn any_object(listed: &[(&'static str, &str)]) -> BoxedStrategy<Value> {
    fields(listed.iter().map(|(name, ty)| (*name, any(ty))).collect())
}

/// An object with these fields, each of which may be missing or null, and with unknown ones.
fn fields(fields: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let known: Vec<_> = fields
        .into_iter()
        .map(|(name, value)| (Just(name), prop::option::weighted(0.8, or_null(value))))
        .collect();
    let others = btree_map("[a-z]{0,3}|\\PC{0,3}", unknown(), 0..3);
    (known, others)
        .prop_map(|(known, others)| {
            let mut object: Map<_, _> = others.into_iter().collect();
            for (name, value) in known {
                if let Some(value) = value {
                    object.insert(name.to_owned(), value);
                } else {
                    object.remove(name);
                }
            }
            Value::Object(object)
        })
        .boxed()
}

fn or_null(value: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop_oneof![9 => value, 1 => Just(Value::Null)].boxed()
}

fn map(value: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let map = btree_map("[a-z_]{1,8}|(?s).{0,4}", value, 0..4);
    map.prop_map(|map| map.into_iter().collect()).boxed()
}

fn any_scalar() -> BoxedStrategy<Value> {
    prop_oneof![
        4 => "(?s).{0,12}".prop_map(Value::from),
        1 => any_i64(),
        1 => any_f64(),
        1 => proptest::num::u64::ANY.prop_map(Value::from),
        1 => prop::bool::ANY.prop_map(Value::from),
    ]
    .boxed()
}

fn any_i64() -> BoxedStrategy<Value> {
    proptest::num::i64::ANY.prop_map(Value::from).boxed()
}

fn any_f64() -> BoxedStrategy<Value> {
    prop::num::f64::NORMAL.prop_map(Value::from).boxed()
}

/// Around the turn of the century, as milliseconds in two forms and as RFC 3339 of any precision.
fn any_instant() -> BoxedStrategy<Value> {
    let millis = -2_000_000_000_000_i64..4_000_000_000_000;
    let text = "20[0-9]{2}-0[1-9]-[012][1-8]T[01][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]0[0-9]:[03]0)";
    prop_oneof![
        millis.clone().prop_map(Value::from),
        millis.prop_map(|value| json!(value.to_string())),
        text.prop_map(Value::from),
    ]
    .boxed()
}

fn unknown() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![any_scalar(), Just(Value::Null)];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::from),
            btree_map("(?s).{0,3}", inner, 0..3).prop_map(|map| map.into_iter().collect()),
        ]
    })
    .boxed()
}

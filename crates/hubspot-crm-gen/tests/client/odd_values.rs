//! Values on a bad day: fields missing or null, numbers as texts, texts as numbers, fields that nobody knows. Whatever reads is written so that it reads as the same again.
//!
//! The values are made after the documents. What each type makes of each single oddity is shown by the generated test of the round trip.

use std::fmt::Debug;
use std::path::Path;
use std::sync::LazyLock;

use hubspot_crm_gen::v3::prelude::*;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::strategy::Union;
use proptest::test_runner::TestRunner;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use xtask::conform::{Node, Specs};
use xtask::inputs::Inputs;
use xtask::pointer::Origin;

static SPECS: LazyLock<Specs> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let inputs = Inputs::read(&folder).expect("the documents can be read");
    xtask::conform::read(&inputs).expect("the documents are YAML")
});

fn survive<T>(json: &Value) -> Result<(), String>
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let read = |text: &str| -> Result<T, String> {
        serde_json::from_str(text).map_err(|error| format!("{error} in {text}"))
    };
    let value = read(&json.to_string())?;
    let text = serde_json::to_string(&value).map_err(|error| error.to_string())?;
    let again = read(&text)?;
    if again != value {
        return Err(format!(
            "{json} is {value:?}, written {text}, and then {again:?}"
        ));
    }
    let text_again = serde_json::to_string(&again).map_err(|error| error.to_string())?;
    if text_again != text {
        return Err(format!("{json} is written {text}, and then {text_again}"));
    }
    // A value and a text take different ways through serde.
    match serde_json::from_value::<T>(json.clone()) {
        Ok(other) if other == value => Ok(()),
        other => Err(format!("{json} also reads as {other:?}")),
    }
}

/// Takes odd values of a schema through a type.
fn check<T>(file: &str, name: &str)
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let schemas = Origin::document(file).key("components").key("schemas");
    let schema = SPECS
        .at(&schemas.key(name))
        .expect("there is such a schema");
    let mut runner = TestRunner::new(ProptestConfig::with_cases(48));
    let result = runner.run(&any(&schema), |json| {
        survive::<T>(&json).map_err(TestCaseError::fail)
    });
    result.unwrap_or_else(|error| panic!("{name}: {error}"));
}

macro_rules! survive {
    ($file:literal: $($ty:ident),* $(,)?) => {
        $(check::<$ty>($file, stringify!($ty));)*
    };
}

#[test]
fn of_records() {
    survive!("common/objects.yaml":
        SimplePublicObject, SimplePublicObjectWithAssociations, SimplePublicUpsertObject, ValueWithTimestamp,
        SimplePublicObjectBatchInput, SimplePublicObjectBatchInputUpsert, SimplePublicObjectInputForCreate,
    );
}

#[test]
fn of_searches() {
    survive!("common/search.yaml": Filter, FilterGroup);
    check::<SearchRequest>("common/search.yaml", "PublicObjectSearchRequest");
}

#[test]
fn of_pages_and_batches() {
    check::<Page<SimplePublicObjectWithAssociations>>(
        "common/objects.yaml",
        "CollectionResponseSimplePublicObjectWithAssociationsForwardPaging",
    );
    check::<Page<SimplePublicObject>>(
        "common/search.yaml",
        "CollectionResponseWithTotalSimplePublicObject",
    );
    check::<Batch<SimplePublicObject>>(
        "common/objects.yaml",
        "BatchResponseSimplePublicObjectWithErrors",
    );
    check::<Batch<SimplePublicUpsertObject>>(
        "common/objects.yaml",
        "BatchResponseSimplePublicUpsertObjectWithErrors",
    );
}

/// Any value of a schema, on a bad day.
fn any(schema: &Node<'_>) -> BoxedStrategy<Value> {
    let values = schema.values("enum");
    if !values.is_empty() {
        let known = Union::new(values.iter().cloned().map(Just));
        return prop_oneof![known, any_scalar()].boxed();
    }
    match (schema.text("type"), schema.text("format")) {
        (Some("string"), Some("date-time")) => prop_oneof![any_scalar(), any_instant()].boxed(),
        (Some("string"), _) => any_scalar(),
        (Some("integer"), _) => prop_oneof![
            any_i64(),
            any_i64().prop_map(|value| json!(value.to_string())),
            (-1000_i32..1000).prop_map(|value| json!(f64::from(value))),
        ]
        .boxed(),
        (Some("number"), _) => prop_oneof![
            any_f64(),
            any_i64(),
            any_f64().prop_map(|value| json!(value.to_string()))
        ]
        .boxed(),
        (Some("boolean"), _) => {
            Union::new([json!(true), json!(false), json!("true"), json!("False")].map(Just)).boxed()
        }
        (Some("array"), _) => {
            let items = any(&schema.get("items").expect("items"));
            vec(or_null(items), 0..3).prop_map(Value::from).boxed()
        }
        _ => match schema.get("additionalProperties") {
            Some(values) => map(or_null(any(&values))),
            None => fields(schema.members("properties")),
        },
    }
}

/// An object with these fields, each of which may be missing or null, and with unknown ones.
fn fields(members: Vec<(&str, Node<'_>)>) -> BoxedStrategy<Value> {
    let known: Vec<_> = members
        .into_iter()
        .map(|(name, schema)| {
            let value = or_null(any(&schema));
            (Just(name.to_owned()), prop::option::weighted(0.8, value))
        })
        .collect();
    let others = btree_map("[a-z]{0,3}|\\PC{0,3}", unknown(), 0..3);
    (known, others)
        .prop_map(|(known, others)| {
            let mut object: Map<_, _> = others.into_iter().collect();
            for (name, value) in known {
                match value {
                    Some(value) => object.insert(name, value),
                    None => object.remove(&name),
                };
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

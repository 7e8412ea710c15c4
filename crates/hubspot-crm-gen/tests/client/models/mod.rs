//! All types of the models: decode, encode, decode again, and nothing is lost.

mod samples;

use std::collections::BTreeSet;
use std::fmt::Debug;

use hubspot_crm_gen::v3::prelude::*;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::support::listing;
use samples::{any, full, with};

/// A type of the models: its name, and the check that a value in JSON survives. It gives what was written.
struct Model {
    name: &'static str,
    survive: fn(&Value) -> Result<Value, String>,
}

macro_rules! models {
    ($($name:ident),* $(,)?) => {
        &[$(Model { name: stringify!($name), survive: survive::<$name> }),*]
    };
}

/// All types of `API.md`.
const MODELS: &[Model] = models![
    AssociatedId,
    AssociationCategory,
    AssociationSpec,
    BatchReadInputSimplePublicObjectId,
    Filter,
    FilterGroup,
    FilterOperator,
    PublicAssociationsForObject,
    PublicGdprDeleteInput,
    PublicMergeInput,
    PublicObjectId,
    PublicObjectSearchRequest,
    PublicObjectWarning,
    SimplePublicObject,
    SimplePublicObjectBatchInput,
    SimplePublicObjectBatchInputForCreate,
    SimplePublicObjectBatchInputUpsert,
    SimplePublicObjectId,
    SimplePublicObjectInput,
    SimplePublicObjectInputForCreate,
    SimplePublicObjectWithAssociations,
    SimplePublicUpsertObject,
    ValueWithTimestamp,
];

fn survive<T>(json: &Value) -> Result<Value, String>
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
    if serde_json::from_value::<T>(json.clone()).map_err(|error| error.to_string())? != value {
        return Err(format!("{json} reads in two ways"));
    }
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

fn check(model: &Model, json: &Value) -> Value {
    (model.survive)(json).unwrap_or_else(|error| panic!("{}: {error}", model.name))
}

#[test]
fn are_all_in_the_list() {
    let listed: BTreeSet<_> = listing::types().iter().map(|ty| ty.name).collect();
    let tested: BTreeSet<_> = MODELS.iter().map(|model| model.name).collect();
    assert_eq!(tested, listed);
}

#[test]
fn with_all_fields_are_written_as_they_came() {
    for model in MODELS {
        let full = full(model.name);
        assert_eq!(check(model, &full), full, "{}", model.name);
    }
}

#[test]
fn with_unknown_fields_keep_them() {
    for (model, ty) in MODELS.iter().zip(listing::types()) {
        if ty.fields.is_empty() {
            continue;
        }
        for unknown in [
            json!(null),
            json!(1.5),
            json!("x"),
            json!([null, {"a": []}]),
            json!({"b": {"c": -7}}),
        ] {
            let full = with(full(ty.name), "aNewField", &unknown);
            assert_eq!(check(model, &full), full, "{}", ty.name);
            let written = check(model, &json!({"aNewField": unknown.clone()}));
            assert_eq!(written["aNewField"], unknown, "{}", ty.name);
        }
    }
}

#[test]
fn without_fields_are_the_same_as_with_nulls() {
    for (model, ty) in MODELS.iter().zip(listing::types()) {
        let none = if ty.fields.is_empty() {
            json!("")
        } else {
            json!({})
        };
        let nulls = ty
            .fields
            .iter()
            .map(|(name, _)| (*name, Value::Null))
            .collect();
        let written = check(model, &none);
        assert_eq!(check(model, &written), written, "{}", ty.name);
        if !ty.fields.is_empty() {
            assert_eq!(check(model, &nulls), written, "{}", ty.name);
        }
        assert_eq!(check(model, &Value::Null), written, "{}", ty.name);
    }
}

#[test]
fn with_one_field_missing_or_null_keep_the_others() {
    for (model, ty) in MODELS.iter().zip(listing::types()) {
        for (name, _) in &ty.fields {
            let full = full(ty.name);
            let mut missing = full.clone();
            missing.as_object_mut().unwrap().remove(*name);
            for odd in [missing, with(full.clone(), name, &Value::Null)] {
                let written = check(model, &odd);
                for (other, _) in ty.fields.iter().filter(|(other, _)| other != name) {
                    assert_eq!(
                        written[other], full[other],
                        "{}.{other} without {name}",
                        ty.name
                    );
                }
            }
        }
    }
}

#[test]
fn of_enums_know_all_values_and_keep_others() {
    for (model, ty) in MODELS.iter().zip(listing::types()) {
        for value in ty.values.iter().chain(&["NEW_VALUE", "", "lower case"]) {
            if ty.fields.is_empty() {
                assert_eq!(check(model, &json!(value)), json!(value), "{}", ty.name);
            }
        }
    }
}

#[test]
fn of_any_content_survive() {
    for model in MODELS {
        let mut runner = TestRunner::new(ProptestConfig::with_cases(48));
        let result = runner.run(&any(model.name), |json| {
            (model.survive)(&json).map_err(TestCaseError::fail)?;
            Ok(())
        });
        result.unwrap_or_else(|error| panic!("{}: {error}", model.name));
    }
}

#[test]
fn in_pages_and_batches_survive() {
    let batch = Model {
        name: "Batch<SimplePublicUpsertObject>",
        survive: survive::<Batch<SimplePublicUpsertObject>>,
    };
    let page = Model {
        name: "Page<SimplePublicObject>",
        survive: survive::<Page<SimplePublicObject>>,
    };
    let failure = json!({
        "status": "error", "id": "e-1", "category": "CONFLICT", "subCategory": {"a": null}, "message": "m",
        "errors": [{"message": "m", "code": "C", "subCategory": "s", "in": "email", "context": {"a": "b"}, "new": 1}],
        "context": {"ids": ["1", 2], "odd": null}, "links": {"docs": "l"}, "new": [],
    });
    let all = json!({
        "status": "NEW_STATUS", "results": [full("SimplePublicUpsertObject")], "errors": [failure],
        "numErrors": 1, "requestedAt": "2026-01-01T00:00:00Z", "startedAt": "2026-01-01T00:00:01Z",
        "completedAt": "2026-01-01T00:00:02Z", "links": {"docs": "l"}, "new": {"a": null},
    });
    assert_eq!(check(&batch, &all), all);
    let none = check(&batch, &json!({}));
    let names = all
        .as_object()
        .unwrap()
        .keys()
        .filter(|name| *name != "new");
    let nulls = names.map(|name| (name.clone(), Value::Null)).collect();
    assert_eq!(check(&batch, &nulls), none);
    check(
        &batch,
        &json!({"results": [null], "errors": [null, {"errors": [null], "context": "odd"}]}),
    );

    let full = full(page.name);
    assert_eq!(check(&page, &full), full);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(48));
    let result = runner.run(&any(page.name), |json| {
        (page.survive)(&json).map_err(TestCaseError::fail)?;
        Ok(())
    });
    result.unwrap();
}

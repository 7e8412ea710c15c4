//! Failures that do not matter to the caller, in the answer to one request.

use hubspot_crm_core::{Batch, BatchFailure, Error, Value};
use serde_json::json;

fn batch(json: &Value) -> Batch<Value> {
    serde_json::from_value(json.clone()).unwrap()
}

fn failure(json: Value) -> BatchFailure {
    serde_json::from_value(json).unwrap()
}

#[test]
fn are_forgiven_if_all_are_such() {
    let missing =
        json!({"category": "OBJECT_NOT_FOUND", "message": "m", "context": {"ids": ["2", "3"]}});
    let other = json!({"category": "VALIDATION_ERROR", "message": "m"});
    for (errors, count, is_forgiven) in [
        (json!([missing]), json!(2), true),
        (json!([missing]), json!(null), true),
        (json!([missing]), json!(1), true),
        (json!([missing]), json!(3), false),
        (json!([missing, other]), json!(3), false),
        (json!([]), json!(1), false),
        (json!([]), json!(0), true),
    ] {
        let batch = batch(&json!({"results": [{}], "errors": errors, "numErrors": count}));
        let result = batch.into_complete_except(BatchFailure::is_not_found);
        assert_eq!(result.is_ok(), is_forgiven, "{errors} {count}");
    }
    let canceled = batch(&json!({"status": "CANCELED", "results": [], "errors": [missing]}));
    let error = canceled.into_complete_except(|_| true).unwrap_err();
    assert_eq!(error.failures().len(), 1);
}

#[test]
fn say_what_kind_they_are() {
    let none = failure(json!({"category": "OBJECT_NOT_FOUND",
        "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND", "message": "m"}));
    assert!(none.is_not_found() && none.has_no_associations());
    let missing = failure(json!({"category": "OBJECT_NOT_FOUND", "subCategory": {}}));
    assert!(missing.is_not_found() && !missing.has_no_associations());
    assert!(failure(json!({"category": "VALIDATION_ERROR"})).is_validation());
    for json in [
        json!({"category": "CONFLICT"}),
        json!({"category": "VALIDATION_ERROR", "message": "Contact already exists. Existing ID: 6001"}),
    ] {
        assert!(failure(json).is_conflict());
    }
    let empty = failure(json!({}));
    assert!(!empty.is_not_found() && !empty.is_conflict() && !empty.is_validation());
}

/// Of one answer: whether it leaves open that something was done.
#[test]
fn say_whether_anything_may_have_been_done() {
    let failure = json!({"category": "VALIDATION_ERROR", "message": "m"});
    for (answer, may_have_been) in [
        (
            json!({"results": [], "errors": [failure], "numErrors": 1}),
            false,
        ),
        (json!({"results": [{}], "errors": [failure]}), true),
        (json!({"status": "PROCESSING", "errors": [failure]}), true),
        (json!({"status": "CANCELED"}), true),
    ] {
        let error = Error::from(batch(&answer).into_complete().unwrap_err());
        assert_eq!(error.may_have_been_processed(), may_have_been, "{answer}");
    }
}

#[test]
fn without_a_text_are_told_as_such() {
    for (json, text) in [
        (json!({}), "HubSpot does not say why"),
        (json!({"message": "m"}), "m"),
        (json!({"category": "C"}), "C"),
        (json!({"category": "C", "message": "m"}), "C: m"),
    ] {
        assert_eq!(failure(json).to_string(), text);
    }
}

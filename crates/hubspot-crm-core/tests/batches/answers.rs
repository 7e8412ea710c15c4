//! Which input a result or a failure belongs to.

use std::sync::Arc;

use hubspot_crm_core::{
    BatchAnswer, BatchBody, BatchOutcomes, BatchResponse, Call, Extra, InputError, Inputs, Json,
    JsonBody, NoContent, Outcome, Page, Value, batch_body, json_object,
};
use serde_json::json;

use crate::common::recorder::Recorder;
use crate::hubspot::{CREATE, CREATE_ALL};

async fn send<D: BatchAnswer, B>(
    status: u16,
    answer: &str,
    body: B,
) -> BatchOutcomes<Value, D::Item>
where
    B: BatchBody<Input = Value>,
{
    let recorder = Recorder::new(status, &[], answer);
    let endpoint = recorder.client().endpoint(&CREATE_ALL);
    Call::<D, B>::new(endpoint, body).in_chunks().await
}

/// The outcomes of a batch of results.
async fn answered<const N: usize>(
    status: u16,
    inputs: [Value; N],
    answer: Value,
) -> BatchOutcomes<Value, Value> {
    let answer = answer.to_string();
    send::<BatchResponse<Value>, _>(status, &answer, Inputs(inputs.into())).await
}

/// One word for each outcome; `field` of the result where there is one.
fn told<T>(outcomes: &BatchOutcomes<Value, T>, show: impl Fn(&T) -> String) -> Vec<String> {
    let tell = |outcome: &Outcome<T>| match outcome {
        Outcome::Succeeded(result) => show(result),
        Outcome::Unmatched => "unmatched".to_owned(),
        Outcome::Failed(InputError::Unnamed) => "failed".to_owned(),
        Outcome::Failed(error) => error.to_string(),
        Outcome::Unknown(_) => "unknown".to_owned(),
        Outcome::NotSent(_) => "not sent".to_owned(),
        _ => "new".to_owned(),
    };
    outcomes
        .items()
        .iter()
        .map(|item| tell(&item.outcome))
        .collect()
}

fn by(field: &'static str) -> impl Fn(&Value) -> String {
    move |result| result[field].as_str().unwrap().to_owned()
}

fn id(id: &str) -> Value {
    json!({ "id": id })
}

fn not_found(context: &Value) -> Value {
    json!({"status": "error", "category": "OBJECT_NOT_FOUND", "message": "gone", "context": context})
}

#[tokio::test]
async fn ids_decide_whatever_their_form_and_order() {
    let answer = json!({"status": "COMPLETE", "results": [{"id": 3, "v": "c"}, {"id": "1", "v": "a"}],
        "numErrors": 1, "errors": [not_found(&json!({"ids": ["2"]}))]});
    let outcomes = answered(207, [id("1"), id("2"), json!({"id": "3"})], answer).await;
    assert_eq!(
        told(&outcomes, by("v")),
        ["a", "OBJECT_NOT_FOUND: gone", "c"]
    );
    assert!(outcomes.unmatched_failures().is_empty());
    let found = outcomes.into_complete_except(|failure| failure.is_not_found());
    assert_eq!(found.unwrap().len(), 2);
}

/// What is counted and not named may be any of the others.
#[tokio::test]
async fn failures_that_are_only_counted_leave_the_others_unknown() {
    let errors = json!([not_found(&json!({"ids": ["1"]}))]);
    let inputs = || Inputs(["1", "2", "3"].map(id).into());
    for (count, other) in [
        (json!(2), "unknown"),
        (json!(1), "done"),
        (json!(null), "done"),
    ] {
        let answer = json!({"status": "COMPLETE", "numErrors": count, "errors": errors});
        let outcomes = send::<NoContent, _>(207, &answer.to_string(), inputs()).await;
        let expected = ["OBJECT_NOT_FOUND: gone", other, other];
        assert_eq!(told(&outcomes, |()| "done".to_owned()), expected, "{count}");
    }
    // A result that names no input may still be of any of them.
    let answer = json!({"results": [{"v": "a"}, {"v": "b"}], "numErrors": 2, "errors": errors});
    let outcomes = send::<BatchResponse<Value>, _>(207, &answer.to_string(), inputs()).await;
    let expected = ["OBJECT_NOT_FOUND: gone", "unknown", "unknown"];
    assert_eq!(told(&outcomes, by("v")), expected);
}

#[tokio::test]
async fn several_inputs_may_share_a_failure() {
    let answer = json!({"results": [{"id": "1", "v": "a"}],
        "errors": [not_found(&json!({"ids": ["3", "2"]}))]});
    let outcomes = answered(207, [id("1"), id("2"), id("3")], answer).await;
    let failures: Vec<_> = outcomes
        .failures()
        .map(|(_, error)| error.clone())
        .collect();
    let [InputError::Failure(one), InputError::Failure(other)] = &failures[..] else {
        panic!("{failures:?}")
    };
    assert!(Arc::ptr_eq(one, other));
}

#[derive(Debug)]
struct Read {
    inputs: Vec<Value>,
    id_property: String,
    extra: Extra,
}
json_object!(Read {
    inputs: "inputs",
    id_property: "idProperty"
});
batch_body!(Read, inputs as Value);

#[tokio::test]
async fn unique_properties_decide_where_they_stand_for_ids() {
    let answer = json!({"results": [
            {"id": "12", "properties": {"email": "b@example.com"}},
            {"id": "11", "properties": {"email": "a@example.com"}}],
        "errors": [not_found(&json!({"ids": ["c@example.com"]}))]});
    let ids = ["A@Example.com ", "b@example.com", "c@example.com"];
    let body = Read {
        inputs: ids.map(id).into(),
        id_property: "email".to_owned(),
        extra: Extra::new(),
    };
    let outcomes = send::<BatchResponse<Value>, _>(207, &answer.to_string(), JsonBody(body)).await;
    assert_eq!(
        told(&outcomes, by("id")),
        ["11", "12", "OBJECT_NOT_FOUND: gone"]
    );

    // Of the input itself; and an id is no value of that property.
    let input = |id: &str| json!({"id": id, "idProperty": "vin"});
    let answer = json!({"results": [{"id": "1", "properties": {"vin": "2"}},
        {"id": "2", "properties": {"vin": "1"}}]});
    let outcomes = answered(200, [input("1"), input("2"), json!({"id": "9"})], answer).await;
    assert_eq!(told(&outcomes, by("id")), ["2", "1", "unknown"]);
}

#[tokio::test]
async fn trace_ids_come_before_all_else() {
    let recorder = Recorder::new(
        207,
        &[],
        json!({"results": [{"id": "2", "objectWriteTraceId": "0"}, {"id": "1", "objectWriteTraceId": "1"}],
            "errors": [{"category": "X", "message": "x",
                "context": {"objectWriteTraceId": ["2"], "ids": ["1"]}}]})
        .to_string(),
    );
    let endpoint = recorder.client().endpoint(&CREATE);
    let inputs = Inputs(vec![id("1"), id("2"), id("3")]);
    let call: Call<BatchResponse<Value>, _> = Call::new(endpoint, inputs);
    let outcomes = call.in_chunks().await;
    assert_eq!(told(&outcomes, by("id")), ["2", "1", "X: x"]);
}

#[tokio::test]
async fn links_are_told_by_both_ends() {
    let link = |from: &str, to: &str| json!({"from": {"id": from}, "to": {"id": to}});
    let typed = |from: &str, to: &str, ty: &str| json!({"from": {"id": from}, "to": {"id": to}, "type": ty});
    // HubSpot gives both directions of a link.
    let answer =
        json!({"results": [link("2", "1"), link("1", "2"), link("3", "1"), link("1", "3")]});
    let outcomes = answered(200, [link("1", "3"), link("1", "2")], answer).await;
    assert_eq!(
        told(&outcomes, |it| it["to"]["id"].to_string()),
        ["\"3\"", "\"2\""]
    );
    assert_eq!(
        outcomes.unmatched_results(),
        [link("2", "1"), link("3", "1")]
    );
    assert!(outcomes.is_complete());
    assert_eq!(
        outcomes.into_complete().unwrap().len(),
        4,
        "nothing is lost"
    );

    let answer = json!({"results": [typed("1", "2", "b"), typed("1", "2", "a")]});
    let outcomes = answered(200, [typed("1", "2", "a"), typed("1", "2", "b")], answer).await;
    assert_eq!(told(&outcomes, by("type")), ["a", "b"]);

    let answer = json!({"results": [{"fromObjectId": 1, "toObjectId": 2, "labels": []}],
        "errors": [not_found(&json!({"fromObjectId": ["1"], "toObjectId": ["3"]})),
            not_found(&json!({"ids": ["5"]}))]});
    let inputs = [link("1", "2"), link("1", "3"), link("4", "5")];
    let outcomes = answered(207, inputs, answer).await;
    assert_eq!(outcomes.failures().count(), 2);
    assert!(outcomes.unmatched_failures().is_empty());
}

#[tokio::test]
async fn links_of_a_record_belong_to_it() {
    let none = json!({"category": "OBJECT_NOT_FOUND", "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
        "message": "none", "context": {"fromObjectId": ["2"], "fromObjectType": ["contact"]}});
    let answer = json!({"numErrors": 1, "errors": [none],
        "results": [{"from": {"id": "3"}, "to": [{"toObjectId": 7}]}, {"from": {"id": "1"}, "to": []}]});
    let outcomes = answered(207, [id("1"), id("2"), id("3")], answer).await;
    assert_eq!(outcomes.succeeded().count(), 2);
    let links = outcomes.into_complete_except(|failure| failure.has_no_associations());
    assert_eq!(links.unwrap()[1]["from"]["id"], "3");
}

#[tokio::test]
async fn names_and_records_with_their_types_are_told_too() {
    let answer = json!({"results": [{"name": "b", "label": "B"}, {"name": "a", "label": "A"}]});
    let inputs = ["a", "b"].map(|name| json!({"name": name, "label": "?"}));
    assert_eq!(
        told(&answered(200, inputs, answer).await, by("label")),
        ["A", "B"]
    );

    let record = |ty: &str, id: &str| json!({"objectTypeId": ty, "recordId": id});
    let answer = json!({"results": [record("0-2", "1"), record("0-1", "1")]});
    let outcomes = answered(200, [record("0-1", "1"), record("0-2", "1")], answer).await;
    assert_eq!(told(&outcomes, by("objectTypeId")), ["0-1", "0-2"]);

    let answer = json!({"results": [{"id": "9", "name": "y", "objectTypeId": "2-2"},
        {"id": "8", "name": "x", "objectTypeId": "2-1"}]});
    let outcomes = answered(200, [json!("2-1"), json!("9")], answer).await;
    assert_eq!(told(&outcomes, by("name")), ["x", "y"]);
}

#[tokio::test]
async fn inputs_that_ask_for_the_same_share_a_result() {
    let answer = json!({"results": [{"id": "1", "v": "a"}]});
    let outcomes = answered(200, [id("1"), id("1")], answer.clone()).await;
    assert_eq!(told(&outcomes, by("v")), ["a", "a"]);
    let set = |value: &str| json!({"id": "1", "properties": {"a": value}});
    let outcomes = answered(200, [set("x"), set("y")], answer).await;
    assert_eq!(told(&outcomes, by("v")), ["unknown", "unknown"]);
    assert_eq!(outcomes.unmatched_results().len(), 1);
}

#[tokio::test]
async fn what_is_left_alone_belongs_together() {
    // The record was merged into another one.
    let answer = json!({"results": [{"id": "7", "v": "c"}, {"id": "1", "v": "a"}]});
    let outcomes = answered(200, [id("1"), id("2")], answer).await;
    assert_eq!(told(&outcomes, by("v")), ["a", "c"]);
    let answer = json!({"results": [{"id": "1", "v": "a"}],
        "errors": [{"category": "X", "message": "x", "context": {"WORDS": ["CONTACT=2 is not valid"]}}]});
    let outcomes = answered(207, [id("1"), id("2")], answer).await;
    assert_eq!(told(&outcomes, by("v")), ["a", "X: x"]);
}

#[tokio::test]
async fn positions_decide_nothing() {
    let event = |v: &str| json!({ "tokens": { "v": v } });
    let answer = json!({"results": [{"id": "1"}, {"id": "2"}]});
    let outcomes = answered(201, [event("a"), event("b")], answer).await;
    assert_eq!(told(&outcomes, by("id")), ["unmatched", "unmatched"]);
    assert!(outcomes.is_complete());
    assert_eq!(outcomes.into_complete().unwrap().len(), 2);

    let answer = json!({"results": [{"id": "1"}], "errors": [{"message": "x"}]});
    let outcomes = answered(207, [event("a"), event("b")], answer).await;
    assert_eq!(told(&outcomes, by("id")), ["unknown", "unknown"]);
    assert_eq!(outcomes.unmatched_results().len(), 1);
    assert_eq!(outcomes.unmatched_failures().len(), 1);
    assert!(!outcomes.is_complete());

    let answer = json!({"results": [], "errors": [{"message": "x"}, {"message": "y"}]});
    let outcomes = answered(207, [event("a"), event("b")], answer).await;
    assert_eq!(told(&outcomes, by("id")), ["failed", "failed"]);
    assert_eq!(outcomes.unmatched_failures().len(), 2);
}

#[tokio::test]
async fn what_the_answer_does_not_mention_is_unknown() {
    // HubSpot has said this where it had done nothing at all.
    let done = json!({"status": "COMPLETE", "results": []});
    for (status, answer) in [
        (201, done.clone()),
        (207, done),
        (200, json!({"status": "PENDING", "results": []})),
        (200, json!({"status": "CANCELED", "results": []})),
    ] {
        let outcomes = answered(status, [json!({"a": 1}), json!({"a": 2})], answer).await;
        assert_eq!(told(&outcomes, by("id")), ["unknown", "unknown"]);
        assert!(!outcomes.is_complete());
    }
    let answer = json!({"results": [{"id": "1", "v": "a"}],
        "errors": [{"message": "all have results", "context": {}}]});
    let outcomes = answered(207, [id("1")], answer).await;
    assert_eq!(told(&outcomes, by("v")), ["a"]);
    assert!(!outcomes.is_complete(), "a failure is never overlooked");
    assert_eq!(outcomes.unmatched_failures().len(), 1);
}

#[tokio::test]
async fn no_content_means_all() {
    let archived = async |status, answer: &str| {
        let inputs = Inputs(vec![id("1"), id("2")]);
        let outcomes = send::<NoContent, _>(status, answer, inputs).await;
        told(&outcomes, |()| "done".to_owned())
    };
    assert_eq!(archived(204, "").await, ["done", "done"]);
    let some = json!({"errors": [not_found(&json!({"ids": ["2"]}))]}).to_string();
    assert_eq!(
        archived(207, &some).await,
        ["done", "OBJECT_NOT_FOUND: gone"]
    );
    assert_eq!(archived(207, "<html>").await, ["unknown", "unknown"]);
    assert_eq!(archived(207, "{}").await, ["unknown", "unknown"]);
    let other = json!({"errors": [not_found(&json!({}))]}).to_string();
    assert_eq!(
        archived(207, &other).await,
        ["OBJECT_NOT_FOUND: gone", "OBJECT_NOT_FOUND: gone"]
    );
}

#[tokio::test]
async fn pages_are_answers_too() {
    let answer = json!({"results": [{"id": "2", "v": "b"}]}).to_string();
    let inputs = || Inputs(vec![id("1"), id("2")]);
    let outcomes = send::<Json<Page<Value>>, _>(200, &answer, inputs()).await;
    assert_eq!(told(&outcomes, by("v")), ["unknown", "b"]);
    let answer = json!({"results": [{"id": "2", "v": "b"}],
        "errors": [not_found(&json!({"id": ["1"]}))]});
    let outcomes = send::<Json<Page<Value>>, _>(207, &answer.to_string(), inputs()).await;
    assert_eq!(told(&outcomes, by("v")), ["OBJECT_NOT_FOUND: gone", "b"]);
}

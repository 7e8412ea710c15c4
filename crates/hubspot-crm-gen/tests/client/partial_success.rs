//! Batches of which some inputs failed: nothing of it gets lost, and nobody overlooks it.

use std::fmt::Debug;

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{BatchStatus, Client, Error, IncompleteBatch};
use serde_json::json;

use crate::support::{Answer, Server};

/// As HubSpot's own example of a 207 is, without `errors` and `links` in the failure, which it calls required.
const PARTIAL: &str = r#"{"status":"COMPLETE","startedAt":"2026-01-01T00:00:00Z","completedAt":"2026-01-01T00:00:01Z",
    "results":[{"id":"1","properties":{"phone":"555-0100"}}],"numErrors":2,"errors":[
    {"status":"error","category":"OBJECT_NOT_FOUND","message":"Could not get some CONTACT objects",
     "context":{"ids":["2","3"]}},
    {"status":"error","category":"VALIDATION_ERROR","id":"e-2","message":"Property \"a\" does not exist",
     "subCategory":{},"context":{"objectWriteTraceId":["trace-4"]}}]}"#;

fn inputs() -> Vec<SimplePublicObjectBatchInput> {
    ["1", "2", "3", "4"]
        .map(|id| SimplePublicObjectBatchInput::new(id, properties! { "a" => "b" }))
        .into()
}

async fn answered(status: u16, body: &str) -> Batch<SimplePublicObject> {
    let server = Server::start([Answer::json(status, body)]).await;
    let batch = server.client().contacts().batch_update(inputs()).await;
    batch.unwrap_or_else(|error| panic!("{status} {body}: {error}"))
}

fn check<T: Debug + PartialEq + Clone>(batch: Batch<T>, id: impl Fn(&T) -> &str) {
    assert!(!batch.is_complete());
    assert_eq!(batch.num_errors(), Some(2));
    assert_eq!(batch.results().iter().map(&id).collect::<Vec<_>>(), ["1"]);
    let [missing, invalid] = batch.failures() else {
        panic!("{:?}", batch.failures())
    };
    assert_eq!(missing.category.as_deref(), Some("OBJECT_NOT_FOUND"));
    assert_eq!(missing.ids(), ["2", "3"]);
    assert!(missing.errors.is_empty() && missing.links.is_empty());
    assert_eq!(invalid.object_write_trace_id(), Some("trace-4"));
    assert_eq!(invalid.id.as_deref(), Some("e-2"));
    let (results, failures) = batch.clone().into_parts();
    assert_eq!((results.len(), failures.len()), (1, 2));

    let incomplete = batch.into_complete().expect_err("it is incomplete");
    assert_eq!(
        incomplete.results().iter().map(id).collect::<Vec<_>>(),
        ["1"]
    );
    assert_eq!(incomplete.failures(), failures);
    let text = incomplete.to_string();
    assert!(
        text.contains("OBJECT_NOT_FOUND") && !text.contains('\n'),
        "{text}"
    );
}

#[tokio::test]
async fn of_an_update() {
    let server = Server::start([Answer::json(207, PARTIAL), Answer::json(207, PARTIAL)]).await;
    let client = server.client();
    let contacts = client.contacts().batch_update(inputs()).send();
    check(contacts.await.unwrap(), |record| &record.id);
    let communications = client.communications().batch_update(inputs());
    check(communications.await.unwrap(), |record| &record.id);
    let paths: Vec<_> = server.requests().into_iter().map(|it| it.target).collect();
    assert_eq!(
        paths,
        [
            "/crm/v3/objects/contacts/batch/update",
            "/crm/v3/objects/communications/batch/update"
        ]
    );
}

#[tokio::test]
async fn of_an_upsert() {
    let server = Server::start([Answer::json(207, PARTIAL)]).await;
    let inputs = [SimplePublicObjectBatchInputUpsert::new("1", properties! {})];
    let batch = server.client().contacts().batch_upsert(inputs).await;
    check(batch.unwrap(), |record| &record.id);
}

#[tokio::test]
async fn of_a_read() {
    let server = Server::start([Answer::json(207, PARTIAL)]).await;
    let batch = server.client().objects("cars").batch_read(["1", "2", "3"]);
    check(batch.await.unwrap(), |record| &record.id);
}

/// What an application does that wants all or an error.
async fn all_or_nothing(client: &Client) -> Result<Vec<SimplePublicObject>, Error> {
    let batch = client.contacts().batch_update(inputs()).await?;
    Ok(batch.into_complete()?)
}

#[tokio::test]
async fn becomes_the_one_error_of_the_crate() {
    let server = Server::start([Answer::json(207, PARTIAL)]).await;
    let error = all_or_nothing(&server.client()).await.unwrap_err();
    let Error::Batch(batch) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(batch.failures().len(), 2);
    assert_eq!(batch.results().len(), 1);
    assert_eq!(error.to_string(), batch.to_string());
    let error: Box<dyn std::error::Error + Send + Sync> = error.into();
    assert!(error.to_string().contains("3 of 4 inputs"), "{error}");
}

#[tokio::test]
async fn the_results_outlive_the_error() {
    let incomplete: IncompleteBatch<SimplePublicObject> =
        answered(207, PARTIAL).await.into_complete().unwrap_err();
    let (results, failures) = incomplete.into_parts();
    assert_eq!(results[0].properties.get("phone"), Some("555-0100"));
    assert_eq!(failures.len(), 2);
}

#[tokio::test]
async fn whatever_the_sign_of_it() {
    for (status, body) in [
        (207, r#"{"status":"COMPLETE","results":[{"id":"1"}]}"#),
        (
            207,
            r#"{"status":"COMPLETE","results":[{"id":"1"}],"errors":[],"numErrors":0}"#,
        ),
        (207, r#"{"results":[{"id":"1"}],"errors":null}"#),
        (
            200,
            r#"{"status":"COMPLETE","results":[{"id":"1"}],"numErrors":1}"#,
        ),
        (200, r#"{"results":[{"id":"1"}],"numErrors":"1"}"#),
        (201, r#"{"results":[{"id":"1"}],"numErrors":1,"errors":[]}"#),
        (200, r#"{"results":[{"id":"1"}],"errors":[{}]}"#),
        (200, r#"{"results":[{"id":"1"}],"errors":[null]}"#),
        (200, r#"{"status":"CANCELED","results":[{"id":"1"}]}"#),
    ] {
        let batch = answered(status, body).await;
        assert!(!batch.is_complete(), "{status} {body}");
        let incomplete = batch.into_complete().expect_err(body);
        assert_eq!(incomplete.results()[0].id, "1");
        assert!(!Error::from(incomplete).to_string().is_empty());
    }
}

#[tokio::test]
async fn is_not_seen_where_there_is_none() {
    for (status, body) in [
        (200, r#"{"results":[{"id":"1"}],"errors":[],"numErrors":0}"#),
        (
            201,
            r#"{"status":"COMPLETE","results":[{"id":"1"}],"errors":null,"numErrors":null}"#,
        ),
        (200, r#"{"status":null,"results":[{"id":1}]}"#),
    ] {
        let records = answered(status, body).await.into_complete();
        assert_eq!(records.expect(body)[0].id, "1");
    }
}

#[tokio::test]
async fn an_unknown_status_survives() {
    let body = json!({"status": "HALF_DONE", "results": [], "newField": {"a": [1]}});
    for status in [200, 207] {
        let batch = answered(status, &body.to_string()).await;
        assert!(matches!(batch.status(), BatchStatus::Unknown(_)));
        assert_eq!(batch.status().as_str(), "HALF_DONE");
        assert_eq!(batch.status().to_string(), "HALF_DONE");
        assert_eq!(batch.extra().get("newField"), Some(&json!({"a": [1]})));
        let written = serde_json::to_value(&batch).unwrap();
        assert_eq!(written["status"], "HALF_DONE");
        assert_eq!(written["newField"], body["newField"]);
    }
}

#[tokio::test]
async fn every_failure_says_what_it_knows() {
    let body = r#"{"results":[],"errors":[{"status":"error","category":"CONFLICT","subCategory":"crm.dup",
        "message":"Contact already exists. Existing ID: 6001","links":{"docs":"https://example.com"},"newField":1,
        "errors":[{"message":"m","code":"C","in":"email","context":{"propertyName":["email"]}}]},
        {"context":"odd","message":null,"category":null}]}"#;
    let batch = answered(207, body).await;
    let [conflict, odd] = batch.failures() else {
        panic!("{:?}", batch.failures())
    };
    assert_eq!(conflict.existing_id(), Some("6001"));
    assert_eq!(conflict.sub_category, Some("crm.dup".into()));
    assert_eq!(conflict.links["docs"], "https://example.com");
    assert_eq!(conflict.extra.get("newField"), Some(&1.into()));
    assert_eq!(conflict.errors[0].location.as_deref(), Some("email"));
    assert_eq!(conflict.errors[0].context.get("propertyName"), ["email"]);
    assert_eq!(
        conflict.to_string(),
        "CONFLICT: Contact already exists. Existing ID: 6001"
    );
    assert_eq!(odd.context.text(), Some("odd"));
    assert!(!odd.to_string().is_empty());
}

/// What is told about a failure is for people. However odd it is, the records that were written must not go with it.
#[tokio::test]
async fn an_odd_failure_does_not_cost_the_results() {
    for failure in [
        json!({"message": "m", "context": {"ids": "2"}, "subCategory": ["s"]}),
        json!({"message": "m", "links": {"docs": ["https://example.com"]}}),
        json!({"message": "m", "links": "https://example.com"}),
        json!({"message": "m", "errors": "none"}),
        json!({"message": "m", "errors": [{"message": "m", "in": ["a", "b"]}]}),
        json!({"message": {"text": "m"}, "category": ["C"]}),
        json!("m"),
    ] {
        let body = json!({"results": [{"id": "1"}], "errors": [failure]}).to_string();
        let batch = answered(207, &body).await;
        assert_eq!(batch.results()[0].id, "1");
        assert_eq!(batch.failures().len(), 1, "{body}");
        assert!(!batch.is_complete());
    }
}

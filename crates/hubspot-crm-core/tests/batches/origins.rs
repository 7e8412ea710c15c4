//! Which call the errors of batches are about: operation, status and correlation id.

use hubspot_crm_core::{
    BatchResponse, Call, Error, Inputs, Json, NoContent, Page, RetryPolicy, StatusCode,
    TransportErrorKind, Value,
};
use serde_json::json;

use crate::common::script::{Script, Step, answer};
use crate::hubspot::{CREATE, thing};

const ID: &str = "x-hubspot-correlation-id";

/// One of two inputs failed.
fn partly(id: Option<&str>) -> Step {
    let failure = json!({"category": "VALIDATION_ERROR", "message": "m", "correlationId": id});
    let body = json!({"results": [{"id": "1"}], "errors": [failure], "numErrors": 1});
    answer(207, &body.to_string()).header(ID, "c-header")
}

fn unavailable() -> Step {
    answer(
        503,
        r#"{"category":"SERVICE_UNAVAILABLE","message":"later","correlationId":"c-503"}"#,
    )
}

fn call<D>(step: Step) -> Call<D, Inputs<Value>> {
    let client = Script::new([step]).builder().retry(RetryPolicy::none());
    let inputs = Inputs(vec![thing(0), thing(1)]);
    Call::new(client.build().unwrap().endpoint(&CREATE), inputs)
}

async fn in_chunks<D>(step: Step) -> Error
where
    D: hubspot_crm_core::BatchAnswer,
{
    let outcomes = call::<D>(step).in_chunks().await;
    assert_eq!(outcomes.operation().path(), CREATE.path());
    outcomes.into_complete().err().unwrap().into()
}

#[track_caller]
fn is_about(error: &Error, status: Option<u16>, id: Option<&str>) {
    assert_eq!(error.operation(), Some(&CREATE), "{error}");
    let known = status.and_then(|status| StatusCode::from_u16(status).ok());
    assert_eq!(error.status(), known, "{error}");
    assert_eq!(error.correlation_id(), id, "{error}");
}

#[tokio::test(start_paused = true)]
async fn are_kept_of_an_answer() {
    for (own, known) in [(None, "c-header"), (Some("c-own"), "c-own")] {
        let batch = call::<BatchResponse<Value>>(partly(own)).await.unwrap();
        assert_eq!(batch.correlation_id(), Some("c-header"));
        assert_eq!(batch.operation(), Some(&CREATE));
        let failure = &batch.failures()[0];
        assert_eq!(failure.correlation_id.as_deref(), Some(known));
        let error = Error::from(batch.into_complete().unwrap_err());
        is_about(&error, Some(207), Some("c-header"));

        let error = in_chunks::<BatchResponse<Value>>(partly(own)).await;
        is_about(&error, None, Some(known));
        is_about(
            &in_chunks::<Json<Page<Value>>>(partly(own)).await,
            None,
            Some(known),
        );
        is_about(
            &in_chunks::<NoContent>(partly(own)).await,
            None,
            Some(known),
        );
    }
}

#[tokio::test(start_paused = true)]
async fn are_kept_of_requests_that_fail_as_a_whole() {
    let refusal = answer(400, r#"{"message":"no"}"#).header(ID, "c-400");
    for (step, status, id) in [
        (unavailable(), Some(503), Some("c-503")),
        (refusal, Some(400), Some("c-400")),
        (
            answer(201, "<html>").header(ID, "c-201"),
            Some(201),
            Some("c-201"),
        ),
        (Step::Fail(TransportErrorKind::Connect), None, None),
    ] {
        let error = in_chunks::<BatchResponse<Value>>(step.clone()).await;
        is_about(&error, status, id);
        let outcomes = call::<BatchResponse<Value>>(step).in_chunks().await;
        for (_, error) in outcomes.failures() {
            assert_eq!(error.correlation_id(), id);
        }
        let Error::Batch(batch) = error else {
            panic!("{error:?}")
        };
        let of_request = batch.request_errors().next().unwrap();
        is_about(of_request, status, id);
        for failure in batch.failures() {
            assert_eq!(failure.correlation_id.as_deref(), id);
        }
    }
}

#[test]
fn are_not_known_of_json_from_elsewhere() {
    let batch: hubspot_crm_core::Batch<Value> = serde_json::from_str(r#"{"numErrors":1}"#).unwrap();
    assert!(batch.operation().is_none() && batch.correlation_id().is_none());
    let error = Error::from(batch.into_complete().unwrap_err());
    assert!(error.operation().is_none() && error.status().is_none());
}

//! Answers with an error status: the status counts, whatever the body is.

use std::time::Duration;

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{ApiError, Error};
use serde_json::json;

use crate::support::{Answer, Server};

/// The error of an update to which this is the answer, after a look at its text.
async fn error(answer: Answer) -> Error {
    let server = Server::start([answer]).await;
    let values = properties! { "email" => "canary-value" };
    let update = server.client().contacts().update("canary-id", values);
    let error = update
        .id_property("canary-query")
        .send()
        .await
        .expect_err("it is an error");
    let line = error.to_string();
    assert!(
        line.starts_with("PATCH /crm/v3/objects/contacts/{contactId}: "),
        "{line}"
    );
    assert!(
        !line.contains("canary") && !line.contains('\n') && line.len() < 400,
        "{line}"
    );
    error
}

async fn api_error(answer: Answer) -> ApiError {
    match error(answer).await {
        Error::Api(error) => *error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn invalid_property_values() {
    let listed = r#"[{"isValid":false,"message":"Email address x is invalid","error":"INVALID_EMAIL","name":"email"},
        {"isValid":false,"message":"m","error":"INVALID_INTEGER","name":"age"}]"#;
    let body = json!({
        "status": "error", "message": format!("Property values were not valid: {listed}"),
        "correlationId": "c-1", "category": "VALIDATION_ERROR",
    });
    let error = error(Answer::json(400, body.to_string())).await;
    assert!(error.is_validation() && !error.is_conflict());
    let errors = error.property_errors();
    let pairs: Vec<_> = errors.iter().map(|it| (&*it.name, &*it.code)).collect();
    assert_eq!(
        pairs,
        [("email", "INVALID_EMAIL"), ("age", "INVALID_INTEGER")]
    );
    assert_eq!(errors[0].message, "Email address x is invalid");
    assert_eq!(
        error.to_string(),
        "PATCH /crm/v3/objects/contacts/{contactId}: 400 Bad Request VALIDATION_ERROR: \
         Property values were not valid (correlation id c-1)"
    );
}

#[tokio::test]
async fn everything_that_a_body_can_say() {
    let body = json!({
        "status": "error", "message": "Bad.", "correlationId": "c-1", "category": "VALIDATION_ERROR",
        "subCategory": "crm.sub", "context": {"ids": ["1", "2"], "name": "email"}, "links": {"docs": "https://x"},
        "errors": [{"message": "m", "code": "C", "in": "email", "subCategory": "s", "context": {"a": ["b"]}, "new": 1}],
        "requestId": "r-1",
    });
    let error = api_error(Answer::json(400, body.to_string()).header("X-Other", "o")).await;
    assert_eq!(error.status(), 400);
    assert_eq!(error.category.as_deref(), Some("VALIDATION_ERROR"));
    assert_eq!(error.sub_category.as_deref(), Some("crm.sub"));
    assert_eq!(error.message.as_deref(), Some("Bad."));
    assert_eq!(error.correlation_id.as_deref(), Some("c-1"));
    assert_eq!(error.context.get("ids"), ["1", "2"]);
    assert_eq!(error.context.get("name"), ["email"]);
    assert_eq!(error.links["docs"], "https://x");
    let detail = &error.details[0];
    assert_eq!((&*detail.message, detail.code.as_deref()), ("m", Some("C")));
    assert_eq!(detail.location.as_deref(), Some("email"));
    assert_eq!(detail.context.get("a"), ["b"]);
    assert_eq!(detail.extra.get("new"), Some(&1.into()));
    assert_eq!(error.headers["x-other"], "o");
    assert_eq!(error.body, body.to_string());
    assert_eq!(error.operation.id(), "contacts.update");
    assert_eq!(
        error.operation.path(),
        "/crm/v3/objects/contacts/{contactId}"
    );
    assert_eq!(error.attempts, 1);
    assert_eq!(error.extra.get("requestId"), Some(&"r-1".into()));
}

#[tokio::test]
async fn a_page_of_html() {
    let page = "<!DOCTYPE html>\n<html><body>Not here</body></html>";
    let answer = Answer::new(404)
        .header("Content-Type", "text/html")
        .body(page);
    let error = error(answer).await;
    assert!(error.is_not_found());
    let api = error.as_api().unwrap();
    assert_eq!(
        (api.message.as_deref(), api.category.as_deref()),
        (None, None)
    );
    assert_eq!(api.body, page);
    assert_eq!(
        error.to_string(),
        "PATCH /crm/v3/objects/contacts/{contactId}: 404 Not Found"
    );
}

#[tokio::test]
async fn a_record_that_exists() {
    let body = r#"{"status":"error","message":"Contact already exists. Existing ID: 6001","category":"CONFLICT"}"#;
    let error = error(Answer::json(409, body)).await;
    assert!(error.is_conflict() && !error.is_validation());
    assert_eq!(error.existing_id(), Some("6001"));
    for body in [
        "",
        "{}",
        r#"{"message":"Conflict."}"#,
        r#"{"message":"Existing ID: "}"#,
    ] {
        let error = api_error(Answer::json(409, body)).await;
        assert!(error.is_conflict(), "{body}");
        assert_eq!(error.existing_id(), None, "{body}");
    }
}

#[tokio::test]
async fn a_rate_limit() {
    let body = r#"{"status":"error","message":"You have reached your ten_secondly_rolling limit.",
        "errorType":"RATE_LIMIT","correlationId":"c-1","policyName":"TEN_SECONDLY_ROLLING","requestId":"r-1"}"#;
    let error = error(Answer::json(429, body).header("Retry-After", "10")).await;
    assert!(error.is_rate_limited() && !error.is_daily_limit());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(10)));
    let api = error.as_api().unwrap();
    assert_eq!(api.category, None);
    assert_eq!(api.error_type.as_deref(), Some("RATE_LIMIT"));
    assert_eq!(api.policy_name.as_deref(), Some("TEN_SECONDLY_ROLLING"));
    assert!(
        error
            .to_string()
            .contains("429 Too Many Requests RATE_LIMIT"),
        "{error}"
    );
}

#[tokio::test]
async fn the_daily_limit() {
    let body = r#"{"status":"error","message":"You have reached your daily limit.","errorType":"RATE_LIMIT",
        "policyName":"DAILY"}"#;
    let error = error(Answer::json(429, body)).await;
    assert!(error.is_rate_limited() && error.is_daily_limit());
    assert_eq!(error.retry_after(), None);
    assert!(error.to_string().contains("daily limit"), "{error}");
}

#[tokio::test]
async fn nothing_but_a_status() {
    for status in [
        400, 401, 404, 414, 423, 477, 500, 502, 503, 504, 521, 523, 524,
    ] {
        let error = api_error(Answer::new(status)).await;
        assert_eq!(error.status().as_u16(), status);
        assert!(error.body.is_empty() && error.extra.is_empty() && error.context.is_empty());
        assert_eq!(
            (error.message.as_deref(), error.correlation_id.as_deref()),
            (None, None)
        );
        assert!(error.to_string().contains(&status.to_string()), "{error}");
    }
    let answer = Answer::new(502).header("X-HubSpot-Correlation-Id", "c-9");
    let error = api_error(answer).await;
    assert_eq!(error.correlation_id.as_deref(), Some("c-9"));
}

#[tokio::test]
async fn a_token_that_is_no_good() {
    let body = r#"{"status":"error","message":"Authentication credentials not found.","category":"INVALID_AUTHENTICATION"}"#;
    let error = error(Answer::json(401, body)).await;
    assert!(error.is_unauthorized() && !error.is_forbidden());
    assert!(error.missing_scopes().is_empty());
}

#[tokio::test]
async fn scopes_that_are_missing() {
    let body = json!({
        "status": "error", "message": "This app hasn't been granted all required scopes.", "category": "MISSING_SCOPES",
        "errors": [{"message": "One or more are required.", "context": {"requiredGranularScopes": ["crm.a", "crm.b"]}}],
        "context": {"requiredScopes": ["crm.b", "crm.c"]}, "links": {"scopes": "https://x"},
    });
    let error = error(Answer::json(403, body.to_string())).await;
    assert!(error.is_forbidden() && !error.is_unauthorized());
    let mut scopes = error.missing_scopes();
    scopes.sort_unstable();
    assert_eq!(scopes, ["crm.a", "crm.b", "crm.c"]);
}

#[tokio::test]
async fn json_that_says_it_is_something_else() {
    for kind in [
        "text/html",
        "text/plain; charset=latin1",
        "application/octet-stream",
        "?",
    ] {
        let body = r#"{"message":"No such record.","category":"OBJECT_NOT_FOUND"}"#;
        let error = api_error(Answer::new(404).header("Content-Type", kind).body(body)).await;
        assert_eq!(
            error.category.as_deref(),
            Some("OBJECT_NOT_FOUND"),
            "{kind}"
        );
        assert_eq!(error.message.as_deref(), Some("No such record."), "{kind}");
    }
}

#[tokio::test]
async fn bodies_of_odd_shape() {
    let long =
        json!({"message": "line\n".repeat(10_000), "category": "C\r\nX".repeat(1000)}).to_string();
    for body in [
        "null",
        "[]",
        "7",
        r#""oops""#,
        "{",
        r#"{"message":"cut"#,
        "\0",
        "<",
        "[{]",
        &long,
        r#"{"message":null,"category":null,"context":null,"errors":null,"links":null}"#,
        r#"{"message":7,"category":[],"errors":"none","context":"none","links":[1],"correlationId":{}}"#,
        r#"{"message":"<html><body>canary</body></html>"}"#,
        r#"{"errors":[null,{},{"message":null,"context":[["x"]]}]}"#,
    ] {
        let error = api_error(Answer::json(400, body)).await;
        assert_eq!(error.status(), 400);
        assert_eq!(error.body, body);
    }
    let error = api_error(Answer::new(500).body([0xff, 0xfe, 0x00])).await;
    assert_eq!(&error.body[..], [0xff, 0xfe, 0x00]);
}

#[tokio::test]
async fn of_every_kind_of_operation() {
    let server = Server::start([]).await;
    let client = server.client();
    let push = || server.push(Answer::new(404));
    push();
    assert!(
        client
            .contacts()
            .archive(1)
            .await
            .unwrap_err()
            .is_not_found()
    );
    push();
    assert!(client.contacts().list().await.unwrap_err().is_not_found());
    push();
    let batch = client.objects("cars").batch_archive(["1"]).await;
    assert!(batch.unwrap_err().is_not_found());
    push();
    let inputs = [SimplePublicObjectBatchInput::new("1", properties! {})];
    let batch = client.contacts().batch_update(inputs).await;
    assert!(batch.unwrap_err().is_not_found());
}

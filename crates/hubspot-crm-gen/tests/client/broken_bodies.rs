//! Successful answers without the value that is due: an error that says so, never a hollow value.

use std::fmt::Debug;

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{DecodeError, Error, StatusCode};

use crate::support::{Answer, Server};

fn decode_error<T: Debug>(result: Result<T, Error>) -> DecodeError {
    match result {
        Err(Error::Decode(error)) => {
            let line = error.to_string();
            assert!(!line.contains('\n') && line.len() < 700, "{line}");
            *error
        }
        other => panic!("{other:?}"),
    }
}

/// The error of an update, of a list and of a batch to which this is the answer.
async fn errors(answer: Answer) -> [DecodeError; 3] {
    let server = Server::start([answer.clone(), answer.clone(), answer]).await;
    let contacts = server.client().contacts();
    let input = SimplePublicObjectBatchInput::new("1", properties! {});
    [
        decode_error(contacts.update(1, properties! {}).await),
        decode_error(contacts.list().await),
        decode_error(contacts.batch_update([input]).await),
    ]
}

#[tokio::test]
async fn empty() {
    for answer in [
        Answer::new(200),
        Answer::json(200, ""),
        Answer::json(201, ""),
    ] {
        for error in errors(answer).await {
            assert!(error.to_string().contains("the body is empty"), "{error}");
            assert!(error.status.is_success());
        }
    }
    for error in errors(Answer::json(207, "")).await {
        assert_eq!(error.status, StatusCode::MULTI_STATUS);
    }
}

#[tokio::test]
async fn no_content() {
    for error in errors(Answer::new(204)).await {
        assert_eq!(error.status, StatusCode::NO_CONTENT);
        assert!(error.to_string().contains("no content"), "{error}");
    }
}

#[tokio::test]
async fn blank() {
    for body in [" ", "\n\n", "\u{feff}"] {
        errors(Answer::json(200, body)).await;
    }
}

#[tokio::test]
async fn null() {
    for body in ["null", " null\n"] {
        for error in errors(Answer::json(200, body)).await {
            assert!(error.to_string().contains("null"), "{error}");
        }
    }
}

#[tokio::test]
async fn of_another_kind() {
    for body in [
        "[]",
        "7",
        "true",
        r#""ok""#,
        "<html>\n<body>Sign in</body></html>",
        "OK",
    ] {
        for error in errors(Answer::json(200, body)).await {
            let start: String = body.chars().take(5).collect();
            assert!(error.body_start.starts_with(start.trim_end()), "{error:?}");
            assert_eq!(error.path, "");
        }
    }
}

#[tokio::test]
async fn cut_short_by_the_sender() {
    let body = r#"{"id":"1","results":[{"id":"1","properties":{"email":"ada@"#;
    for error in errors(Answer::json(200, body)).await {
        assert!(error.to_string().contains("ends too early"), "{error}");
    }
}

#[tokio::test]
async fn with_something_after_it() {
    for body in [r#"{"id":"1"}x"#, r#"{"id":"1"}{"id":"2"}"#] {
        errors(Answer::json(200, body)).await;
    }
}

#[tokio::test]
async fn of_a_wrong_type_somewhere() {
    let body =
        r#"{"results":[{"id":"1"},{"id":"2"},{"id":"3","archived":{"since":1}}],"n":"0123456789"}"#;
    let answer = Answer::json(200, body).header("X-HubSpot-Correlation-Id", "c-0815");
    let server = Server::start([answer]).await;
    let error = decode_error(server.client().contacts().list().await);
    assert_eq!(error.path, "results[2].archived");
    assert_eq!(error.status, StatusCode::OK);
    assert_eq!(error.correlation_id.as_deref(), Some("c-0815"));
    assert_eq!(error.type_name, "Page<SimplePublicObjectWithAssociations>");
    assert_eq!(error.operation.id(), "contacts.list");
    let line = error.to_string();
    for part in [
        "GET /crm/v3/objects/contacts",
        "200 OK",
        "Page<SimplePublicObjectWithAssociations>",
        "results[2].archived",
        "expected true or false",
        "c-0815",
        r#"{"results":[{"id":"1"}"#,
    ] {
        assert!(line.contains(part), "{part} in {line}");
    }
}

#[tokio::test]
async fn of_a_wrong_type_in_many_places() {
    for (body, path) in [
        (r#"{"properties":"none"}"#, "properties"),
        (r#"{"properties":[]}"#, "properties"),
        (r#"{"archived":{}}"#, "archived"),
        (r#"{"warnings":{}}"#, "warnings"),
        (
            r#"{"warnings":[{},{"context":["a"]}]}"#,
            "warnings[1].context",
        ),
        (
            r#"{"propertiesWithHistory":{"a b":[{"value":"v"},1]}}"#,
            r#"propertiesWithHistory["a b"][1]"#,
        ),
        (
            r#"{"propertiesWithHistory":{"a":[{"updatedByUserId":1.5}]}}"#,
            "propertiesWithHistory.a[0].updatedByUserId",
        ),
    ] {
        let server = Server::start([Answer::json(200, body)]).await;
        let error = decode_error(server.client().contacts().update(1, properties! {}).await);
        assert_eq!(error.path, path, "{body}");
        assert_eq!(error.type_name, "SimplePublicObject");
        assert_eq!(error.body_start, body);
    }
}

/// Where text is due, anything is one: its JSON.
#[tokio::test]
async fn of_a_wrong_type_where_text_is_due() {
    let body = r#"{"id":["1"],"createdAt":{"year":2026},"warnings":[{"context":{"a":{}}}]}"#;
    let server = Server::start([Answer::json(200, body)]).await;
    let contact = server
        .client()
        .contacts()
        .update(1, properties! {})
        .await
        .unwrap();
    assert_eq!(contact.id, r#"["1"]"#);
    assert_eq!(contact.created_at.to_string(), r#"{"year":2026}"#);
    assert_eq!(contact.warnings[0].context["a"], "{}");
}

#[tokio::test]
async fn too_long_to_show() {
    let body = format!(r#"{{"results":"{}"}}"#, "ä\u{2028}".repeat(100_000));
    let server = Server::start([Answer::json(200, body)]).await;
    let error = decode_error(server.client().contacts().list().await);
    assert!(error.body_start.starts_with(r#"{"results":"ä"#), "{error}");
    assert!(error.body_start.chars().count() < 300);
}

#[tokio::test]
async fn not_even_utf8() {
    let mut body = br#"{"id":"1","url":""#.to_vec();
    body.extend([0xff, 0xfe]);
    body.extend(br#""}"#);
    errors(Answer::new(200).body(body)).await;
}

//! Answers of every kind, and the values or errors that they become.

mod common;

use std::time::Duration;

use common::models::AssociationCategory;
use common::recorder::{Recorder, contacts};
use hubspot_crm_core::{ApiError, BatchStatus, Client, DecodeError, Error, Method, properties};

async fn api_error(status: u16, headers: &[(&'static str, &str)], body: &str) -> ApiError {
    let recorder = Recorder::new(status, headers, body);
    match recorder.contacts().update("ada", properties! {}).await {
        Err(Error::Api(error)) => *error,
        other => panic!("{other:?}"),
    }
}

fn decode_error<T: std::fmt::Debug>(result: Result<T, Error>) -> DecodeError {
    match result {
        Err(Error::Decode(error)) => *error,
        other => panic!("{other:?}"),
    }
}

const AT: &str = "PATCH /crm/v3/objects/{objectType}/{objectId}: ";

#[tokio::test]
async fn a_record_on_a_bad_day() {
    let body = r#"{
        "id": 6001, "archived": null, "createdAt": 1767225600000, "properties": {"email": null, "age": 7},
        "propertiesWithHistory": {"email": [{"value": null, "timestamp": "2026-01-01"}]},
        "associations": [{"category": "NEW", "parent": {"category": "USER_DEFINED"}}], "new": true
    }"#;
    let record = contacts(200, body).update(1, properties! {}).await.unwrap();
    assert_eq!(record.id, "6001");
    assert_eq!(record.created_at.to_string(), "2026-01-01T00:00:00Z");
    assert_eq!(record.properties.get("email"), None);
    assert_eq!(record.properties.get_i64("age"), Ok(Some(7)));
    assert_eq!(record.properties_with_history["email"][0].value, "");
    assert_eq!(record.associations[0].category.as_str(), "NEW");
    let parent = record.associations[0].parent.as_ref().unwrap();
    assert_eq!(parent.category, AssociationCategory::UserDefined);
    assert_eq!(record.extra.get("new"), Some(&true.into()));
}

#[tokio::test]
async fn pages() {
    let page = contacts(
        200,
        r#"{"results": [{"id": "1"}], "paging": {"next": {"after": "NTI1%3D"}}}"#,
    );
    let page = page.list().await.unwrap();
    assert_eq!(page.next_cursor(), Some("NTI1%3D"));
    assert_eq!((&page).into_iter().count(), 1);
    assert_eq!(page.into_iter().next().unwrap().id, "1");
    for last in [
        "{}",
        r#"{"paging": null}"#,
        r#"{"paging": {}}"#,
        r#"{"paging": {"next": {"after": ""}}}"#,
    ] {
        assert_eq!(
            contacts(200, last).list().await.unwrap().next_cursor(),
            None,
            "{last}"
        );
    }
}

#[tokio::test]
async fn a_batch_without_failures() {
    let body = r#"{"status": "COMPLETE", "results": [{"id": "1"}, {"id": "2"}], "startedAt": "2026-01-01T00:00:00Z",
        "links": {"docs": "https://x"}, "new": 1}"#;
    for status in [200, 201] {
        let batch = contacts(status, body)
            .batch_update([properties! {}])
            .await
            .unwrap();
        assert!(batch.is_complete());
        assert_eq!(batch.status(), &BatchStatus::Complete);
        assert!(
            batch.started_at().is_some()
                && batch.completed_at().is_none()
                && batch.requested_at().is_none()
        );
        assert_eq!(batch.links().collect::<Vec<_>>(), [("docs", "https://x")]);
        assert_eq!(batch.extra().len(), 1);
        assert_eq!(
            batch,
            serde_json::from_str(&serde_json::to_string(&batch).unwrap()).unwrap()
        );
        assert_eq!(batch.into_complete().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_batch_with_failures() {
    let body = r#"{"status": "COMPLETE", "results": [{"id": "1"}], "numErrors": 1, "errors": [{
        "status": "error", "category": "OBJECT_NOT_FOUND", "message": "Could not get some CONTACT objects",
        "context": {"ids": ["2", "3"], "objectWriteTraceId": "t"}, "subCategory": {"a": 1}, "new": 1}]}"#;
    let batch = contacts(207, body)
        .batch_update([properties! {}])
        .await
        .unwrap();
    assert!(!batch.is_complete());
    assert_eq!(batch.num_errors(), Some(1));
    let failure = &batch.failures()[0];
    assert_eq!(
        failure.to_string(),
        "OBJECT_NOT_FOUND: Could not get some CONTACT objects"
    );
    assert_eq!(failure.ids(), ["2", "3"]);
    assert_eq!(failure.object_write_trace_id(), Some("t"));
    assert!(failure.errors.is_empty() && failure.links.is_empty() && failure.extra.len() == 1);
    assert_eq!(batch.clone().into_parts().0.len(), 1);

    let incomplete = batch.into_complete().unwrap_err();
    assert_eq!(
        (incomplete.results().len(), incomplete.failures().len()),
        (1, 1)
    );
    let text =
        "2 of 3 inputs of the batch failed: OBJECT_NOT_FOUND: Could not get some CONTACT objects";
    assert_eq!(incomplete.to_string(), text);
    let error = Error::from(incomplete);
    assert_eq!(error.to_string(), text);
    match error {
        Error::Batch(batch) => {
            assert_eq!((batch.results().len(), batch.into_parts().1.len()), (1, 1));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_partial_success_cannot_be_overlooked() {
    for (status, body) in [
        (207, "{}"),
        (200, r#"{"numErrors": 2}"#),
        (200, r#"{"errors": [{}]}"#),
        (200, r#"{"status": "CANCELED"}"#),
    ] {
        let batch = contacts(status, body)
            .batch_update([properties! {}])
            .await
            .unwrap();
        assert!(!batch.is_complete(), "{status} {body}");
        let error = batch.into_complete().unwrap_err();
        assert!(!error.to_string().is_empty());
    }
}

#[tokio::test]
async fn no_content_takes_any_success() {
    for (status, body) in [(204, ""), (200, ""), (200, "{"), (202, "<html>")] {
        contacts(status, body).archive(1).await.unwrap();
    }
}

#[tokio::test]
async fn a_body_that_is_due_and_missing() {
    let error = decode_error(contacts(204, "").list().await);
    assert_eq!(
        error.to_string(),
        "GET /crm/v3/objects/{objectType}: 204 No Content: cannot read Page<SimplePublicObject>: \
         the answer has no content"
    );
    for status in [200, 201, 207] {
        let error = decode_error(contacts(status, "").batch_update([properties! {}]).await);
        assert_eq!(error.message, "the body is empty");
        assert_eq!(error.type_name, "Batch<SimplePublicObject>");
    }
}

#[tokio::test]
async fn a_body_that_does_not_read() {
    let body = r#"{"results": [{}, {"id": "1"}, {"archived": {}}]}"#;
    let recorder = Recorder::new(200, &[("x-hubspot-correlation-id", "c-1")], body);
    let error = decode_error(recorder.contacts().list().await);
    assert_eq!(error.path, "results[2].archived");
    assert_eq!(
        error.to_string(),
        format!(
            "GET /crm/v3/objects/{{objectType}}: 200 OK: cannot read Page<SimplePublicObject> at \
             results[2].archived: invalid value: map, expected true or false at line 1 column 46 \
             (correlation id c-1); the body starts with {body}"
        )
    );

    let error = decode_error(contacts(200, r#"{"results": [{"id": "1"#).list().await);
    assert_eq!(error.path, "results[0].id");
    assert!(
        error.message.starts_with("the body ends too early: EOF "),
        "{error}"
    );

    let long = format!("<html>\n{}", "ä".repeat(1000));
    let error = decode_error(contacts(200, &long).list().await);
    assert_eq!(error.body_start, format!("<html> {}…", "ä".repeat(113)));
    assert_eq!(error.message, "expected value at line 1 column 1");

    let long = format!(r#"{{"results": "{}"}}"#, "x".repeat(5000));
    assert!(
        decode_error(contacts(200, &long).list().await)
            .to_string()
            .len()
            < 600
    );
}

#[tokio::test]
async fn an_error_with_everything() {
    let body = r#"{"status": "error", "message": "Property values were not valid: [{\"isValid\":false,\"message\":\"Email address x is invalid\",\"error\":\"INVALID_EMAIL\",\"name\":\"email\"}]",
        "correlationId": "c-1", "category": "VALIDATION_ERROR", "subCategory": "s", "context": {"a": ["b"]},
        "links": {"docs": "https://x"}, "errors": [{"message": "m", "code": "C", "in": "email"}]}"#;
    let error = api_error(400, &[("x-hubspot-correlation-id", "other")], body).await;
    assert_eq!(
        error.to_string(),
        format!(
            "{AT}400 Bad Request VALIDATION_ERROR: Property values were not valid (correlation id c-1)"
        )
    );
    assert!(error.is_validation() && !error.is_conflict() && !error.is_not_found());
    assert_eq!(error.sub_category.as_deref(), Some("s"));
    assert_eq!(error.context.get("a"), ["b"]);
    assert_eq!(error.links["docs"], "https://x");
    assert_eq!(error.details[0].location.as_deref(), Some("email"));
    assert_eq!(
        (error.operation.id(), error.attempts),
        ("objects.update", 1)
    );
    assert_eq!(error.body, body);
    let [property] = &error.property_errors()[..] else {
        panic!()
    };
    assert_eq!(
        (property.name.as_str(), property.code.as_str()),
        ("email", "INVALID_EMAIL")
    );
    assert_eq!(property.message, "Email address x is invalid");
    assert_eq!(property.extra.get("isValid"), Some(&false.into()));
}

#[tokio::test]
async fn bodies_that_are_no_errors_of_hubspots() {
    for body in [
        "",
        "<html><b>502</b></html>",
        "{",
        r#"{"message": "cut"#,
        "[]",
        "null",
        "\u{0}",
        r#""oops""#,
    ] {
        let error = api_error(502, &[("x-hubspot-correlation-id", "c-2")], body).await;
        assert_eq!(
            error.to_string(),
            format!("{AT}502 Bad Gateway (correlation id c-2)")
        );
        assert_eq!(error.body, body);
        assert_eq!(
            (error.category.as_deref(), error.message.as_deref()),
            (None, None)
        );
    }
    let error = api_error(
        477,
        &[("content-type", "text/html")],
        r#"{"message": "<html>", "errors": 7}"#,
    )
    .await;
    assert_eq!(error.to_string(), format!("{AT}477"));
    assert_eq!(error.extra.get("errors"), Some(&7.into()));
    let error = api_error(
        500,
        &[],
        &format!(r#"{{"message": "{}"}}"#, "ö\\n".repeat(1000)),
    )
    .await;
    assert!(error.to_string().len() < 400 && !error.to_string().contains('\n'));
}

#[tokio::test]
async fn limits() {
    let body = r#"{"status": "error", "message": "You have reached your daily limit.", "errorType": "RATE_LIMIT",
        "policyName": "DAILY", "context": "none"}"#;
    let error = api_error(429, &[("retry-after", "7")], body).await;
    assert!(error.is_rate_limited() && error.is_daily_limit());
    assert_eq!(error.category, None);
    assert_eq!(error.context.text(), Some("none"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(
        error.to_string(),
        format!(
            "{AT}429 Too Many Requests RATE_LIMIT: You have reached your daily limit. \
             (not repeated: the requests of this day are used up)"
        )
    );
    let error = api_error(429, &[], r#"{"policyName": "SECONDLY"}"#).await;
    assert!(error.is_rate_limited() && !error.is_daily_limit());
    assert_eq!(error.retry_after(), None);
}

#[tokio::test]
async fn retry_after_may_be_a_date() {
    let date = ("date", "Wed, 21 Oct 2026 07:28:00 GMT");
    for (text, wait) in [
        ("Wed, 21 Oct 2026 07:29:30 GMT", Some(90)),
        ("Wed, 21 Oct 2026 07:27:00 GMT", Some(0)),
        (" 86400 ", Some(86400)),
        ("0", Some(0)),
        ("-1", None),
        ("soon", None),
        ("", None),
    ] {
        let error = api_error(477, &[date, ("retry-after", text)], "").await;
        assert_eq!(error.retry_after(), wait.map(Duration::from_secs), "{text}");
    }
}

#[tokio::test]
async fn conflicts_and_scopes() {
    let error = api_error(
        409,
        &[],
        r#"{"message": "Contact already exists. Existing ID: 6001"}"#,
    )
    .await;
    assert!(error.is_conflict());
    assert_eq!(error.existing_id(), Some("6001"));
    let error = api_error(409, &[], r#"{"message": "Existing ID: none"}"#).await;
    assert_eq!(error.existing_id(), None);

    let body = r#"{"category": "MISSING_SCOPES", "context": {"requiredScopes": "a"}, "errors": [
        {"context": {"requiredGranularScopes": ["b", "a"]}}]}"#;
    let error = api_error(403, &[], body).await;
    assert!(error.is_forbidden() && !error.is_unauthorized());
    assert_eq!(error.missing_scopes(), ["a", "b"]);
}

#[tokio::test]
async fn property_errors_in_other_places() {
    let body = r#"{"message": "not valid: [{\"name\": \"a\"}] (2 more)"}"#;
    assert_eq!(
        api_error(400, &[], body).await.property_errors()[0].name,
        "a"
    );
    let body = r#"{"errors": [{"code": "C", "message": "m", "context": {"propertyName": ["a"]}}, {"message": "x"}]}"#;
    let errors = api_error(400, &[], body).await.property_errors();
    assert_eq!(
        (
            errors.len(),
            errors[0].name.as_str(),
            errors[0].code.as_str()
        ),
        (1, "a", "C")
    );
    for body in [
        r#"{"message": "cut [{\"name\""}"#,
        "{}",
        r#"{"message": "[{}"}"#,
    ] {
        assert!(api_error(400, &[], body).await.property_errors().is_empty());
    }
}

#[tokio::test]
async fn the_helpers_are_on_the_error_itself() {
    let error = contacts(404, "").archive(1).await.unwrap_err();
    assert!(error.is_not_found() && !error.is_timeout() && !error.is_connect());
    assert_eq!(error.status().unwrap(), 404);
    assert!(error.property_errors().is_empty() && error.missing_scopes().is_empty());
    assert_eq!((error.existing_id(), error.retry_after()), (None, None));
    assert!(
        contacts(401, "")
            .archive(1)
            .await
            .unwrap_err()
            .is_unauthorized()
    );
    assert!(
        contacts(403, "")
            .archive(1)
            .await
            .unwrap_err()
            .is_forbidden()
    );
    assert!(
        contacts(409, "")
            .archive(1)
            .await
            .unwrap_err()
            .is_conflict()
    );
    assert!(
        contacts(429, "")
            .archive(1)
            .await
            .unwrap_err()
            .is_rate_limited()
    );
}

/// What a log or a metric wants to know, whatever the kind of error is.
#[tokio::test]
async fn errors_name_their_operation_and_the_id_of_the_call() {
    let id = r#"{"correlationId": "c-1"}"#;
    let refused = contacts(404, id).archive(1).await.unwrap_err();
    assert_eq!(refused.correlation_id(), Some("c-1"));
    let unread = Recorder::new(200, &[("x-hubspot-correlation-id", "c-2")], "<html>");
    let unread = unread.contacts().update(1, properties! {}).await;
    let unread = unread.unwrap_err();
    assert_eq!(unread.correlation_id(), Some("c-2"));
    let unsendable = contacts(200, "").archive("..").await.unwrap_err();
    assert_eq!(unsendable.correlation_id(), None);
    for (error, method) in [
        (refused, Method::Delete),
        (unread, Method::Patch),
        (unsendable, Method::Delete),
    ] {
        let operation = error.operation().unwrap();
        assert_eq!(operation.method(), method, "{error}");
        assert!(error.to_string().starts_with(&operation.to_string()));
    }
    let settings = Client::builder().build().unwrap_err();
    assert!(settings.operation().is_none() && settings.correlation_id().is_none());
}

#[test]
fn errors_are_small_and_can_be_sent() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Error>();
    check::<Client>();
    assert!(size_of::<Error>() <= 24);
}

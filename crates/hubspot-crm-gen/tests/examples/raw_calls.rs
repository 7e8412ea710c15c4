//! Calls by hand, and what goes over the wire for them.

use std::time::Duration;

use hubspot_crm_gen::RetryPolicy;
use serde_json::json;

use crate::support::{Answer, RECORD, Server, TOKEN};

#[path = "../../examples/raw_calls.rs"]
mod example;

#[tokio::test]
async fn all_ways_out() {
    let created = Answer::json(201, RECORD).header("Location", "/contacts/6001");
    let server = Server::start([
        created,
        Answer::json(200, RECORD),
        // A path by hand is repeated like any other, and so is a POST that is said to be safe.
        Answer::new(503),
        Answer::json(200, RECORD),
        Answer::new(503),
        Answer::json(200, format!(r#"{{"results":[{RECORD}]}}"#)),
        Answer::new(503),
        Answer::json(200, RECORD),
        Answer::new(204),
    ])
    .await;
    let at_once = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);
    let client = server.builder().retry(at_once).build().unwrap();
    let report = example::run(&client, "ada@example.com").await.unwrap();
    assert_eq!(report.status, 201);
    assert_eq!(report.location.as_deref(), Some("/contacts/6001"));
    assert_eq!(report.email.as_deref(), Some("ada@example.com"));
    assert_eq!(report.found.as_deref(), Some("6001"));
    assert_eq!(report.in_batch, 1);

    let requests = server.requests();
    let lines: Vec<_> = requests.iter().map(|request| request.line()).collect();
    let read = "GET /crm/v3/objects/contacts/6001?properties=email";
    let found = "GET /crm/v3/objects/contacts/ada%40example.com?idProperty=email";
    let batch = "POST /crm/v3/objects/contacts/batch/read";
    assert_eq!(
        lines,
        [
            "POST /crm/v3/objects/contacts",
            "PATCH /crm/v3/objects/contacts/6001?newParameter=true",
            read,
            read,
            batch,
            batch,
            found,
            found,
            "DELETE /crm/v3/objects/contacts/6001",
        ]
    );
    let bearer = format!("Bearer {TOKEN}");
    for request in &requests {
        assert_eq!(request.header("authorization"), Some(&*bearer));
    }
    assert_eq!(requests[1].header("x-new-header"), Some("nightly"));
    assert_eq!(
        requests[1].json(),
        json!({"properties": {"city": "London"}, "newField": {"depth": 2}})
    );
    assert_eq!(
        requests[5].json(),
        json!({"inputs": [{"id": "6001"}], "properties": ["email"]})
    );
}

#[tokio::test]
async fn errors_of_calls_by_hand_show_no_id() {
    let ok = || Answer::json(200, RECORD);
    let server = Server::start([ok(), ok(), Answer::new(404)]).await;
    let error = example::run(&server.client(), "ada@example.com")
        .await
        .unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.to_string(), "GET {path}: 404 Not Found");

    let batch = Answer::json(200, r#"{"results":[]}"#);
    let server = Server::start([ok(), ok(), ok(), batch, Answer::new(404)]).await;
    let error = example::run(&server.client(), "ada@example.com")
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /crm/v3/objects/{objectType}/{objectId}: 404 Not Found"
    );
}

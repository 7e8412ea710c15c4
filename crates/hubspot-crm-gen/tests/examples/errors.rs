//! An error of each kind, what it tells, and what it advises.

use hubspot_crm_gen::Error;
use serde_json::json;

use crate::support::{Answer, RECORD, Server};

#[path = "../../examples/errors.rs"]
mod example;

const EXISTS: &str = r#"{"status":"error","message":"Contact already exists. Existing ID: 6001","category":"CONFLICT"}"#;

async fn run(server: &Server) -> Result<String, Error> {
    example::run(&server.client(), "ada@example.com", "555-0100").await
}

/// The error where this is the answer to the first call, and what the example makes of it.
async fn refused(answer: Answer) -> (Error, String, Vec<String>) {
    let server = Server::start([answer]).await;
    let error = run(&server).await.expect_err("it is an error");
    let (advice, details) = (example::advice(&error), example::details(&error));
    (error, advice, details)
}

fn batch(status: u16, results: &str, failures: &str) -> Answer {
    let body = format!(
        r#"{{"status":"COMPLETE","results":[{results}],"errors":[{failures}],"numErrors":1}}"#
    );
    Answer::json(status, body)
}

#[tokio::test]
async fn a_contact_that_exists_is_updated() {
    let updated = format!(r#"{{"status":"COMPLETE","results":[{RECORD}]}}"#);
    let answers = [Answer::json(409, EXISTS), Answer::json(200, updated)];
    let server = Server::start(answers).await;
    assert_eq!(run(&server).await.unwrap(), "6001");
    let requests = server.requests();
    assert_eq!(requests[1].path(), "/crm/v3/objects/contacts/batch/update");
    assert_eq!(requests[1].json()["inputs"][0]["id"], "6001");
}

#[tokio::test]
async fn of_a_batch_some_failures_do_not_matter() {
    let gone = r#"{"category":"OBJECT_NOT_FOUND","message":"gone","context":{"ids":["6001"]}}"#;
    let server = Server::start([Answer::json(409, EXISTS), batch(207, "", gone)]).await;
    assert_eq!(run(&server).await.unwrap(), "6001");

    let invalid =
        r#"{"category":"VALIDATION_ERROR","message":"bad phone","context":{"ids":["6001"]}}"#;
    let server = Server::start([Answer::json(409, EXISTS), batch(207, "", invalid)]).await;
    let error = run(&server).await.unwrap_err();
    assert_eq!(
        example::advice(&error),
        "0 inputs are done, others not: VALIDATION_ERROR: bad phone"
    );
    assert_eq!(
        example::details(&error),
        ["VALIDATION_ERROR: bad phone: 6001"]
    );
}

#[tokio::test]
async fn values_that_are_not_valid() {
    let listed =
        r#"[{"isValid":false,"message":"no address","error":"INVALID_EMAIL","name":"email"}]"#;
    let message = format!("Property values were not valid: {listed}");
    let body = json!({"status": "error", "message": message, "correlationId": "c-1",
        "category": "VALIDATION_ERROR", "subCategory": "crm.sub", "context": {"name": ["email"]},
        "errors": [{"message": "no address", "in": "email"}]});
    let (error, advice, details) = refused(Answer::json(400, body.to_string())).await;
    assert_eq!(
        error.to_string(),
        "POST /crm/v3/objects/contacts: 400 Bad Request VALIDATION_ERROR: Property values were not valid \
         (correlation id c-1)"
    );
    assert_eq!(advice, "the user has to correct email: no address");
    assert_eq!(
        details,
        [
            "correlation id: c-1",
            "category: VALIDATION_ERROR",
            "sub-category: crm.sub",
            &format!("message: {message}"),
            "name: email",
            "email: no address",
        ]
    );
}

#[tokio::test]
async fn each_kind_has_its_advice() {
    let scopes = r#"{"message":"no","category":"MISSING_SCOPES","errors":[{"message":"no",
        "context":{"requiredGranularScopes":["crm.objects.contacts.write"]}}]}"#;
    let daily = r#"{"errorType":"RATE_LIMIT","policyName":"DAILY"}"#;
    let cases = [
        (Answer::new(404), "it is not there, or not for this token"),
        (
            Answer::json(403, scopes),
            "the app lacks scopes: crm.objects.contacts.write",
        ),
        (Answer::new(401), "the token is wrong or expired"),
        (Answer::json(429, daily), "no more requests today"),
        (
            Answer::new(429).header("Retry-After", "7"),
            "try again in 7s",
        ),
        (Answer::new(429), "try again later"),
        (Answer::new(409), "it conflicts with what there is"),
        (
            Answer::json(400, "{}"),
            "this program is wrong, or its settings are",
        ),
        // Answers that break off.
        (
            Answer::raw("HTTP/1.1 2"),
            "look whether it was done, then try again",
        ),
        (
            Answer::json(201, RECORD).broken_after(10),
            "look whether it was done, then try again",
        ),
    ];
    for (answer, expected) in cases {
        let (_, advice, _) = refused(answer.clone()).await;
        assert_eq!(advice, expected, "{answer:?}");
    }
}

#[tokio::test]
async fn bodies_of_another_shape() {
    let page = "<html><body>Bad gateway</body></html>";
    let answer = Answer::new(502).header("Content-Type", "text/html");
    let (error, advice, details) = refused(answer.body(page)).await;
    assert_eq!(
        error.to_string(),
        "POST /crm/v3/objects/contacts: 502 Bad Gateway (not repeated: it may have been processed)"
    );
    assert_eq!(advice, "look whether it was done, then try again");
    assert_eq!(details, [format!("body: {page}")]);

    // A success that does not read: it was done all the same.
    let answer = Answer::json(201, r#"{"id":"1","archived":{}}"#);
    let (_, advice, details) = refused(answer).await;
    assert_eq!(advice, "look whether it was done, then try again");
    assert_eq!(details, ["no SimplePublicObject at archived"]);
}

#[tokio::test]
async fn no_connection() {
    let server = Server::start([]).await;
    let client = server.client();
    drop(server);
    let error = example::run(&client, "ada@example.com", "1")
        .await
        .unwrap_err();
    assert_eq!(
        example::advice(&error),
        "HubSpot cannot be reached: try again later"
    );
    assert!(!example::details(&error).is_empty());
}

/// The error of the service keeps operation and correlation id, whatever kind of error it is made of.
#[tokio::test]
async fn a_service_keeps_what_support_asks_for() {
    let id = "x-hubspot-correlation-id";
    let failure = r#"{"category":"VALIDATION_ERROR","message":"bad phone"}"#;
    for (answers, operation, known) in [
        (
            vec![Answer::json(400, r#"{"correlationId":"c-1"}"#)],
            "contacts.create",
            "c-1",
        ),
        (
            vec![Answer::json(201, "<html>").header(id, "c-2")],
            "contacts.create",
            "c-2",
        ),
        (
            vec![
                Answer::json(409, EXISTS),
                batch(207, "", failure).header(id, "c-3"),
            ],
            "contacts.batch_update",
            "c-3",
        ),
    ] {
        let server = Server::start(answers).await;
        let error = example::save_phone(&server.client(), "ada@example.com", "1")
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "HubSpot has not taken the phone number, operation {operation}, correlation id {known}"
            )
        );
        assert!(std::error::Error::source(&error).is_some());
    }
    let server = Server::start([]).await;
    let error = example::save_phone(&server.client(), "ada", "1").await;
    assert!(matches!(error, Err(example::ServiceError::NoAddress)));
}

//! Reads with more names of properties than a URL can hold.

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Error, StatusCode};
use serde_json::json;

use crate::support::{Answer, RECORD, Server};

/// Some 20,000 bytes of names.
fn names() -> Vec<String> {
    (0..1000).map(|it| format!("property_{it:04}")).collect()
}

fn batch(status: u16, body: &serde_json::Value) -> Answer {
    Answer::json(status, body.to_string()).header("X-HubSpot-Correlation-Id", "c-1")
}

#[tokio::test]
async fn a_read_becomes_a_batch_read_and_gives_the_same() {
    let record: serde_json::Value = serde_json::from_str(RECORD).unwrap();
    let short = Server::start([Answer::json(200, RECORD)]).await;
    let expected = short.client().contacts().get(6001).await.unwrap();
    assert_eq!(short.request().method, "GET");

    for id in ["6001", "a/b+c d@example.com", "%2F", "100%", "../ä"] {
        let server = Server::start([batch(
            200,
            &json!({"status": "COMPLETE", "results": [record]}),
        )])
        .await;
        let contact = server
            .client()
            .contacts()
            .get(id)
            .id_property("email")
            .archived(true)
            .properties(names())
            .properties_with_history(["phone"])
            .await
            .unwrap();
        assert_eq!(contact, expected);
        let request = server.request();
        assert_eq!(request.method, "POST");
        assert_eq!(
            request.target,
            "/crm/v3/objects/contacts/batch/read?archived=true"
        );
        request.assert_standard_headers();
        assert_eq!(
            request.json(),
            json!({
                "inputs": [{"id": id}],
                "idProperty": "email",
                "properties": names(),
                "propertiesWithHistory": ["phone"],
            })
        );
    }
}

#[tokio::test]
async fn parameters_of_the_path_and_names_joined_by_commas() {
    let server = Server::start([batch(200, &json!({"results": [{"id": "1"}]}))]).await;
    let car = server
        .client()
        .objects("a/b")
        .get("VIN 1")
        .extra_query("properties", names().join(","))
        .extra_header("X-Turn", "2")
        .await
        .unwrap();
    assert_eq!(car.id, "1");
    let request = server.request();
    assert_eq!(request.target, "/crm/v3/objects/a%2Fb/batch/read");
    assert_eq!(request.header("x-turn"), Some("2"));
    assert_eq!(
        request.json(),
        json!({"inputs": [{"id": "VIN 1"}], "properties": names()})
    );
}

/// The whole URL counts, with the address of the server. A client may be told another length, shorter or longer.
#[tokio::test]
async fn a_url_of_a_safe_length_stays_as_it_is() {
    for longest in [None, Some(400), Some(12_000)] {
        for (over, method) in [(0, "GET"), (1, "POST")] {
            let answer = json!({"id": "1", "results": [{"id": "1"}]});
            let server = Server::start([Answer::json(200, answer.to_string())]).await;
            let client = match longest {
                Some(longest) => server.builder().longest_url(longest).build().unwrap(),
                None => server.client(),
            };
            let start = server.url().len() + "/crm/v3/objects/contacts/1?properties=".len();
            let name = "x".repeat(longest.unwrap_or(8000) - start + over);
            let read = client.contacts().get(1).properties([name]);
            assert_eq!(read.await.unwrap().id, "1");
            let request = server.request();
            assert_eq!(request.method, method);
            assert_eq!(request.body.is_empty(), method == "GET");
        }
    }
}

/// Other requests are not held to it, and what is refused says how much there was and how much is allowed.
#[tokio::test]
async fn a_bound_of_nothing_refuses_what_must_be_a_get() {
    let record = json!({"status": "COMPLETE", "results": [{"id": "1"}]});
    let server = Server::start([batch(200, &record), Answer::json(200, RECORD)]).await;
    let client = server.builder().longest_url(0).build().unwrap();
    let length = server.url().len() + "/crm/v3/objects/contacts?".len();
    let line = refused(client.contacts().list()).await;
    let expected = format!("the URL would have {length} bytes, of which 0 are allowed: ");
    assert!(line.contains(&expected), "{line}");
    assert_eq!(client.contacts().get(1).await.unwrap().id, "1");
    let update = client.contacts().update(1, properties! { "phone" => "1" });
    update.await.unwrap();
    let methods: Vec<_> = server.requests().into_iter().map(|it| it.method).collect();
    assert_eq!(methods, ["POST", "PATCH"]);
}

#[tokio::test]
async fn a_record_that_is_not_there_is_not_found() {
    let failure = json!({
        "status": "error", "category": "OBJECT_NOT_FOUND", "message": "Could not get some CONTACT objects",
        "context": {"ids": ["6001"]},
    });
    for answer in [
        batch(
            207,
            &json!({"status": "COMPLETE", "results": [], "numErrors": 1, "errors": [failure]}),
        ),
        batch(
            200,
            &json!({"status": "COMPLETE", "results": [], "errors": failure}),
        ),
        batch(200, &json!({"status": "COMPLETE", "results": []})),
    ] {
        let server = Server::start([answer]).await;
        let error = server
            .client()
            .contacts()
            .get(6001)
            .properties(names())
            .await
            .unwrap_err();
        server.request();
        assert!(error.is_not_found(), "{error:?}");
        let api = error.as_api().unwrap();
        assert_eq!(api.operation.id(), "contacts.get");
        assert_eq!(api.category.as_deref(), Some("OBJECT_NOT_FOUND"));
        assert_eq!(api.correlation_id.as_deref(), Some("c-1"));
        let line = error.to_string();
        assert!(
            line.starts_with(
                "GET /crm/v3/objects/contacts/{contactId}: 404 Not Found OBJECT_NOT_FOUND: "
            ),
            "{line}"
        );
        assert!(!line.contains("6001"), "{line}");
    }
}

#[tokio::test]
async fn other_failures_are_errors_too() {
    for (category, status) in [
        ("VALIDATION_ERROR", 400),
        ("SOMETHING_NEW", 400),
        ("MISSING_SCOPES", 403),
        ("INTERNAL_ERROR", 500),
    ] {
        let answer = json!({"status": "COMPLETE", "results": [], "errors": [{"category": category, "message": "no"}]});
        let server = Server::start([batch(207, &answer)]).await;
        let read = server.client().contacts().get(1).properties(names());
        let error = read.await.unwrap_err();
        server.request();
        assert_eq!(error.status().unwrap().as_u16(), status, "{error:?}");
        assert_eq!(error.as_api().unwrap().category.as_deref(), Some(category));
    }
    // Of the whole batch.
    let server = Server::start([batch(400, &json!({"category": "VALIDATION_ERROR"}))]).await;
    let read = server.client().contacts().get(1).properties(names());
    let error = read.await.unwrap_err();
    server.request();
    assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
    assert_eq!(error.as_api().unwrap().operation.id(), "contacts.get");
}

/// A hollow record would be the worst of all answers.
#[tokio::test]
async fn a_success_that_is_no_batch_is_an_error() {
    for body in ["", "{", "{}", "null", "[]", r#"{"results":null}"#, RECORD] {
        let server = Server::start([Answer::json(200, body)]).await;
        let read = server.client().contacts().get(1).properties(names());
        let error = read.await.unwrap_err();
        server.request();
        let Error::Decode(error) = error else {
            panic!("{body}: {error:?}")
        };
        assert_eq!(error.operation.id(), "contacts.get");
    }
}

async fn refused<O>(request: impl IntoFuture<Output = Result<O, Error>>) -> String
where
    O: std::fmt::Debug,
{
    let error = request.into_future().await.expect_err("it is refused");
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    error.to_string()
}

#[tokio::test]
async fn what_no_batch_read_can_stand_for_is_refused_with_advice() {
    let server = Server::start([]).await;
    let client = server.client();
    let contacts = client.contacts();
    let line = refused(
        contacts
            .get(1)
            .properties(names())
            .associations(["companies"]),
    )
    .await;
    assert!(
        line.starts_with("GET /crm/v3/objects/contacts/{contactId}: the URL would have 2"),
        "{line}"
    );
    assert!(line.contains("does not return `associations`"), "{line}");
    let line = refused(contacts.get(1).properties(names()).extra_query("newOne", 1)).await;
    assert!(
        line.contains("does not have the parameter `newOne`"),
        "{line}"
    );

    let line = refused(contacts.list().properties(names())).await;
    assert!(
        line.contains("ask for fewer properties")
            && line.contains("batch read")
            && line.contains("search"),
        "{line}"
    );
    let line = refused(client.owners().list().email("x".repeat(9000))).await;
    assert!(line.contains("fewer or shorter parameters"), "{line}");
    assert!(!line.contains("xx"), "{line}");
}

/// What is wrong with a request comes before its length.
#[test]
fn an_invalid_read_says_why() {
    let client = hubspot_crm_gen::Client::new("t").unwrap();
    let read = client.contacts().get("").properties(names());
    let error = futures_util::FutureExt::now_or_never(read.into_future());
    let line = error.unwrap().unwrap_err().to_string();
    assert!(
        line.contains("path parameter `contactId` is empty"),
        "{line}"
    );
}

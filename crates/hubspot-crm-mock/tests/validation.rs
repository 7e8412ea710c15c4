//! Requests that their documents forbid.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use hubspot_crm_mock::MockHubSpot;
use reqwest::{Client, Method};
use serde_json::{Value, json};

/// Sends a request with a body of JSON, and gives status and body of the answer.
async fn send(mock: &MockHubSpot, line: &str, body: &Value) -> (u16, Value) {
    let (method, path) = line.split_once(' ').unwrap();
    let method: Method = method.parse().unwrap();
    let mut request = Client::new().request(method, format!("{}{path}", mock.url()));
    if !body.is_null() {
        request = request.json(body);
    }
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or_default())
}

/// What is wrong with a request, as `place: message`.
async fn faults(mock: &MockHubSpot, line: &str, body: Value) -> Vec<String> {
    let (status, answer) = send(mock, line, &body).await;
    assert_eq!(status, 400, "{line} {answer}");
    assert_eq!(answer["category"], "VALIDATION_ERROR", "{answer}");
    assert!(answer["correlationId"].is_string(), "{answer}");
    let errors = answer["errors"].as_array().unwrap().iter();
    let text = |error: &Value, key: &str| error[key].as_str().unwrap().to_owned();
    let told: Vec<String> = errors
        .map(|error| {
            let message = text(error, "message");
            assert!(answer["message"].as_str().unwrap().contains(&message));
            format!("{}: {message}", text(error, "in"))
        })
        .collect();
    told
}

#[tokio::test]
async fn parameters_are_held_against_the_document() {
    let mock = MockHubSpot::start().await.unwrap();
    let none = Value::Null;
    for (line, told) in [
        (
            "GET /crm/v3/objects/contacts?limit=500",
            "limit: the query parameter `limit` is 500, and `maximum` is 100",
        ),
        (
            "GET /crm/v3/objects/contacts?limit=many",
            "limit: the query parameter `limit` is text and not of the type `integer`",
        ),
        (
            "GET /crm/v3/objects/contacts?limit=51&propertiesWithHistory=email",
            "limit: the query parameter `limit` is 51, and may be 50 together with `propertiesWithHistory`",
        ),
        (
            "GET /crm/v3/objects/contacts?archived=perhaps",
            "archived: the query parameter `archived` is text and not of the type `boolean`",
        ),
        (
            "GET /crm/v3/owners/1?idProperty=name",
            "idProperty: the query parameter `idProperty` is \"name\", which `enum` does not list",
        ),
        (
            "GET /crm/v3/owners/me",
            "ownerId: the path parameter `ownerId` is text and not of the type `integer`",
        ),
    ] {
        assert_eq!(faults(&mock, line, none.clone()).await, [told], "{line}");
    }
    for line in [
        "GET /crm/v3/objects/contacts?limit=100&after=1&archived=False&unknown=1",
        "GET /crm/v3/objects/contacts?properties=a&properties=b,c&limit=50&propertiesWithHistory=d",
    ] {
        assert_eq!(send(&mock, line, &none).await.0, 200, "{line}");
    }
}

#[tokio::test]
async fn bodies_are_held_against_the_document() {
    let mock = MockHubSpot::start().await.unwrap();
    let found = faults(
        &mock,
        "POST /crm/v3/objects/contacts/batch/read",
        json!({
            "inputs": [{"id": "1"}, {}, {"id": ["2"]}], "properties": "email",
        }),
    );
    assert_eq!(
        found.await,
        [
            "/inputs/1: /inputs/1 of the body lacks the required property `id`",
            "/inputs/2/id: /inputs/2/id of the body is a list and not of the type `string`",
            "/properties: /properties of the body is text and not of the type `array`",
        ]
    );
    let found = faults(&mock, "POST /crm/v3/objects/contacts", Value::Null);
    assert_eq!(found.await, [": the body is missing"]);
    // Faults of all places are told at once.
    let found = faults(
        &mock,
        "POST /crm/v3/pipelines/deals?validate=x",
        json!({"label": {}}),
    );
    assert!(found.await.len() > 1);
    let inputs = vec![json!({"id": "1"}); 101];
    let found = faults(
        &mock,
        "POST /crm/v3/objects/contacts/batch/archive",
        json!({"inputs": inputs}),
    );
    assert_eq!(
        found.await,
        ["/inputs: /inputs of the body has 101 items, and `maxItems` is 100"]
    );
}

#[tokio::test]
async fn what_hubspot_reads_all_the_same_passes() {
    let mock = MockHubSpot::start().await.unwrap();
    for (line, body) in [
        (
            "PATCH /crm/v3/objects/contacts/1",
            json!({"properties": {"a": 1, "b": true, "c": null}, "unknown": []}),
        ),
        ("POST /crm/v3/objects/contacts/search", json!({})),
        (
            "POST /crm/v3/objects/contacts/search",
            json!({"limit": "10", "sorts": null, "filterGroups": null}),
        ),
        (
            "POST /crm/v3/objects/contacts/search",
            json!({"sorts": [{"propertyName": "email", "direction": "DESCENDING"}]}),
        ),
        (
            "POST /crm/v3/objects/contacts/batch/read",
            json!({"inputs": [{"id": 1}], "properties": []}),
        ),
    ] {
        let (status, answer) = send(&mock, line, &body).await;
        assert_ne!(answer["category"], "VALIDATION_ERROR", "{line} {answer}");
        assert_ne!(status, 415, "{line} {answer}");
    }
    // The log has what came, not what it was taken for.
    assert_eq!(mock.requests()[0].json()["properties"]["a"], 1);
    let found = faults(
        &mock,
        "POST /crm/v3/objects/contacts/batch/read",
        json!({"inputs": [{"id": null}]}),
    );
    assert_eq!(
        found.await,
        ["/inputs/0: /inputs/0 of the body lacks the required property `id`"]
    );
}

#[tokio::test]
async fn bodies_have_to_be_of_the_right_kind() {
    let mock = MockHubSpot::start().await.unwrap();
    let url = format!("{}/crm/v3/objects/contacts", mock.url());
    for (content_type, body, status) in [
        (Some("application/json"), "{", 400),
        (Some("Application/JSON; charset=utf-8"), "{", 400),
        (Some("text/plain"), r#"{"properties":{}}"#, 415),
        (None, r#"{"properties":{}}"#, 415),
        (None, "", 400),
    ] {
        let mut request = Client::new().post(&url).body(body);
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), status, "{content_type:?} {body}");
        let answer: Value = answer.json().await.unwrap();
        let message = answer["message"].as_str().unwrap();
        match body {
            "{" => assert!(
                message == "Invalid input JSON on line 1, column 1: EOF while parsing an object",
                "{message}"
            ),
            _ => assert!(!message.is_empty()),
        }
    }
}

#[tokio::test]
async fn objects_in_forms_may_be_text_of_any_content_type() {
    let request = json!({
        "name": "People", "importOperations": null,
        "files": [{"fileName": "a.csv", "fileFormat": "CSV", "fileImportPage": {
            "hasHeader": true,
            "columnMappings": [{"columnObjectTypeId": "0-1", "columnName": "Email", "propertyName": "email"}],
        }}],
    });
    for content_type in [
        "",
        "Content-Type: text/plain\r\n",
        "Content-Type: application/json\r\n",
    ] {
        let mock = MockHubSpot::start().await.unwrap();
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\nEmail\nada@example.com\n\r\n\
             --b\r\nContent-Disposition: form-data; name=\"importRequest\"\r\n{content_type}\r\n{request}\r\n--b--\r\n"
        );
        let answer = Client::new()
            .post(format!("{}/crm/v3/imports", mock.url()))
            .header("content-type", "multipart/form-data; boundary=b")
            .body(body);
        let answer: Value = answer.send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["state"], "STARTED", "{content_type} {answer}");
        // Rows become records once somebody looks.
        assert_eq!(
            send(&mock, "GET /crm/v3/imports", &Value::Null).await.0,
            200
        );
        let line = "GET /crm/v3/objects/contacts/ada@example.com?idProperty=email";
        assert_eq!(send(&mock, line, &Value::Null).await.0, 200);
    }
}

#[tokio::test]
async fn schemas_have_two_paths() {
    let mock = MockHubSpot::start().await.unwrap();
    let car = json!({
        "name": "car", "labels": {"singular": "Car", "plural": "Cars"},
        "properties": [{"name": "vin", "label": "VIN"}],
    });
    let none = Value::Null;
    for (line, body, status) in [
        ("POST /crm/v3/schemas", &car, 201),
        ("GET /crm/v3/schemas/", &none, 200),
        ("GET /crm/v3/schemas/p_car", &none, 200),
        ("GET /crm-object-schemas/v3/schemas/p_car", &none, 200),
        ("GET /crm/v3/schemas/car", &none, 404),
        ("DELETE /crm/v3/schemas/p_car", &none, 204),
        ("GET /crm/v3/schemasofmine", &none, 404),
    ] {
        let (told, answer) = send(&mock, line, body).await;
        assert_eq!(told, status, "{line} {answer}");
    }
}

#[tokio::test]
async fn answers_that_are_made_up_say_so() {
    let mock = MockHubSpot::start().await.unwrap();
    for (path, is_sample) in [
        ("/integrators/timeline/v3/1/event-templates", true),
        ("/crm/v3/owners", false),
        ("/crm/v3/owners/7", false),
        ("/nowhere", false),
    ] {
        let answer = reqwest::get(format!("{}{path}", mock.url())).await.unwrap();
        let told = answer.headers().contains_key("x-mock-sample");
        assert_eq!(told, is_sample, "{path} {}", answer.status());
    }
}

#[tokio::test]
async fn what_is_no_operation_is_told_apart_from_what_is_not_there() {
    let mock = MockHubSpot::start().await.unwrap();
    for (line, told) in [
        ("GET /crm/v3/objects/contacts/1", "resource not found"),
        (
            "POST /crm/v3/object/contacts",
            "resource not found: there is no operation POST /crm/v3/object/contacts",
        ),
    ] {
        let (status, answer) = send(&mock, line, &Value::Null).await;
        assert_eq!((status, &answer["message"]), (404, &json!(told)));
    }
}

#[tokio::test]
async fn forms_are_held_against_the_document() {
    let mock = MockHubSpot::start().await.unwrap();
    let url = format!("{}/crm/v3/imports", mock.url());
    let form = |body: &'static str| {
        Client::new()
            .post(&url)
            .header("content-type", "multipart/form-data; boundary=b")
            .body(body)
            .send()
    };
    let sound = "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\na\r\n\
        --b\r\nContent-Disposition: form-data; name=\"importRequest\"\r\n\r\n{\"name\":\"a\"}\r\n--b--\r\n";
    let answer = form(sound).await.unwrap();
    assert!(
        answer.status() != 415 && answer.status().as_u16() < 500,
        "{answer:?}"
    );
    // What is in the text is held against the document, too.
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(answer["errors"][0]["in"], "/importRequest", "{answer}");
    let answer: Value = form("--b\r\nno form").await.unwrap().json().await.unwrap();
    assert_eq!(
        answer["message"],
        "Invalid request: of the body, the form is not closed"
    );

    let url = format!("{}/oauth/v3/token", mock.url());
    let answer = Client::new()
        .post(&url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body("grant_type=wish");
    let answer: Value = answer.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["errors"][0]["in"], "/grant_type", "{answer}");
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_what_can() {
    let mock = MockHubSpot::start().await.unwrap();
    let url = format!("{}/crm/v3/objects/contacts", mock.url());
    let answer = Client::new().put(&url).send().await.unwrap();
    assert_eq!(answer.status(), 405);
    assert_eq!(answer.headers()["allow"], "GET, POST");
    for (encoding, expected) in [("identity", 201), ("gzip", 415)] {
        let request = Client::new().post(&url).json(&json!({"properties": {}}));
        let request = request.header("content-encoding", encoding);
        assert_eq!(
            request.send().await.unwrap().status(),
            expected,
            "{encoding}"
        );
    }
}

#[tokio::test]
async fn paths_may_end_in_a_slash() {
    let mock = MockHubSpot::start().await.unwrap();
    let none = Value::Null;
    let (status, owners) = send(&mock, "GET /crm/v3/owners/?limit=1", &none).await;
    assert_eq!(
        (status, owners["results"][0]["id"].as_str()),
        (200, Some("1001"))
    );
    let (status, owner) = send(&mock, "GET /crm/v3/owners/1001/", &none).await;
    assert_eq!((status, owner["id"].as_str()), (200, Some("1001")));
    let new = json!({"properties": {"email": "ada@example.com"}});
    let (status, _) = send(&mock, "POST /crm/v3/objects/contacts/", &new).await;
    assert_eq!(status, 201);
    let operations = mock.requests();
    let operations: Vec<_> = operations.iter().map(|one| one.operation()).collect();
    assert_eq!(
        operations,
        [
            Some("GET /crm/v3/owners"),
            Some("GET /crm/v3/owners/{ownerId}"),
            Some("POST /crm/v3/objects/contacts")
        ]
    );
    for path in ["1001", "1001/", "{ownerId}"] {
        let name = format!("GET /crm/v3/owners/{path}");
        assert_eq!(mock.requests_to(&name).len(), 1, "{name}");
    }
    // An id that is empty is none, and none of the records that there are.
    for line in [
        "DELETE /crm/v3/objects/contacts/",
        "PATCH /crm/v3/objects/contacts/",
    ] {
        assert_eq!(send(&mock, line, &none).await.0, 405, "{line}");
    }
    let (status, _) = send(&mock, "GET /crm/v3/owners//", &none).await;
    assert_eq!(status, 404);
}

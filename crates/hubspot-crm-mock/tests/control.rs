//! What programs in other languages ask the server for itself, and what tests in Rust ask it by methods.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use hubspot_crm_mock::{Fault, MockHubSpot, RateLimits};
use reqwest::{Client, Method};
use serde_json::{Value, json};

/// Sends a request, and gives status and body of the answer.
async fn send(mock: &MockHubSpot, line: &str, body: Value) -> (u16, Value) {
    let (method, path) = line.split_once(' ').unwrap();
    let method: Method = method.parse().unwrap();
    let mut request = Client::new().request(method, format!("{}{path}", mock.url()));
    if !body.is_null() {
        request = request.json(&body);
    }
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or_default())
}

async fn get(mock: &MockHubSpot, path: &str) -> u16 {
    send(mock, &format!("GET {path}"), Value::Null).await.0
}

#[tokio::test]
async fn requests_are_told_and_forgotten() {
    let mock = MockHubSpot::start().await.unwrap();
    let ada = json!({"properties": {"email": "ada@example.com"}});
    send(&mock, "POST /crm/v3/objects/contacts", ada.clone()).await;
    get(&mock, "/crm/v3/owners?limit=5&x=1&x=2").await;
    get(&mock, "/crm/v3/owners/1001").await;

    let (status, told) = send(&mock, "GET /_mock/requests", Value::Null).await;
    assert_eq!(status, 200);
    let results = told["results"].as_array().unwrap();
    // What is asked of the server itself is not among them.
    assert_eq!(results.len(), 3);
    assert_eq!(results[0]["method"], "POST");
    assert_eq!(results[0]["operation"], "POST /crm/v3/objects/contacts");
    assert_eq!(results[0]["body"], ada);
    assert_eq!(results[0]["status"], 201);
    assert_eq!(results[0]["headers"]["content-type"], "application/json");
    assert_eq!(results[1]["path"], "/crm/v3/owners");
    assert_eq!(
        results[1]["query"],
        json!({"limit": ["5"], "x": ["1", "2"]})
    );
    assert_eq!(results[1]["body"], Value::Null);

    for (operation, count) in [
        ("GET /crm/v3/owners/{ownerId}", 1),
        ("GET /crm/v3/owners/1001", 1),
        ("* /crm/v3/owners", 1),
        ("POST /crm/v3/owners", 0),
    ] {
        assert_eq!(mock.requests_to(operation).len(), count, "{operation}");
        let line = format!(
            "GET /_mock/requests?operation={}",
            operation.replace(' ', "%20")
        );
        let (_, told) = send(&mock, &line, Value::Null).await;
        assert_eq!(
            told["results"].as_array().unwrap().len(),
            count,
            "{operation}"
        );
    }
    assert_eq!(
        send(&mock, "DELETE /_mock/requests", Value::Null).await.0,
        204
    );
    assert_eq!(mock.requests().len(), 0);
}

#[tokio::test]
async fn faults_are_taken_as_headers_have_them() {
    let mock = MockHubSpot::start().await.unwrap();
    let fault =
        json!({"fault": "503 retry-after=1", "on": "GET /crm/v3/owners", "skip": 1, "times": 2});
    assert_eq!(send(&mock, "POST /_mock/faults", fault).await.0, 204);
    let pending = send(&mock, "GET /_mock/faults", Value::Null).await;
    assert_eq!(pending, (200, json!({"pending": 2})));
    let mut statuses = Vec::new();
    for path in [
        "/crm/v3/owners",
        "/crm/v3/owners/1001",
        "/crm/v3/owners",
        "/crm/v3/owners",
        "/crm/v3/owners",
    ] {
        statuses.push(get(&mock, path).await);
    }
    assert_eq!(statuses, [200, 200, 503, 503, 200]);

    let fault = json!({"fault": "423", "always": true});
    assert_eq!(send(&mock, "POST /_mock/faults", fault).await.0, 204);
    for _ in 0..3 {
        assert_eq!(get(&mock, "/crm/v3/owners").await, 423);
    }
    // Nothing goes wrong with what is asked of the server itself.
    assert_eq!(
        send(&mock, "DELETE /_mock/faults", Value::Null).await.0,
        204
    );
    assert_eq!(get(&mock, "/crm/v3/owners").await, 200);

    assert_eq!(
        send(&mock, "POST /_mock/faults", json!({"latency": 1}))
            .await
            .0,
        204
    );
    assert_eq!(mock.pending_faults(), 1);
    for (fault, told) in [
        (json!({}), "There is neither a `fault` nor a `latency`"),
        (json!({"fault": "wish"}), "a fault is a status, `close`,"),
        (json!({"faults": "503"}), "unknown field `faults`"),
        (json!({"fault": 503}), "invalid type: integer `503`"),
        (
            json!({"fault": "503", "on": "PATCH /crm/v3/objects/deals/{dealId}"}),
            "there is no operation `PATCH /crm/v3/objects/deals/{dealId}`",
        ),
    ] {
        let (status, answer) = send(&mock, "POST /_mock/faults", fault).await;
        assert_eq!(status, 400);
        let message = answer["message"].as_str().unwrap();
        assert!(message.contains(told), "{message}");
    }
}

#[tokio::test]
async fn faults_may_pass_some_requests_by() {
    let mock = MockHubSpot::start().await.unwrap();
    mock.fail(Fault::status(500).skip(1));
    mock.fail(Fault::status(502).skip(1).on("* /crm/v3/owners"));
    assert_eq!(mock.pending_faults(), 2);
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(get(&mock, "/crm/v3/owners").await);
    }
    // The second one does not count for the other fault, since it meets this one.
    assert_eq!(statuses, [200, 500, 502, 200]);
}

#[tokio::test]
async fn seeds_give_the_ids_of_their_records_and_know_each_other() {
    let contact = |key: &str| json!({"records": {"contacts": [{"key": key}]}});
    let mock = MockHubSpot::builder().seed(&contact("ada")).unwrap();
    let mock = mock.start().await.unwrap();
    let mut more = contact("alan");
    more["records"]["companies"] = json!([{"key": "acme"}]);
    more["associations"] = json!([{"from": "ada", "to": "acme"}]);
    let (status, told) = send(&mock, "POST /_mock/seed", more).await;
    assert_eq!(status, 200);
    for key in ["ada", "alan", "acme"] {
        assert_eq!(told["ids"][key], mock.seeded_id(key).as_str());
    }
    let path = format!("/crm/v3/objects/contacts/{}", mock.seeded_id("ada"));
    let line = format!("GET {path}?associations=companies");
    let (_, ada) = send(&mock, &line, Value::Null).await;
    let linked = &ada["associations"]["companies"]["results"][0]["id"];
    assert_eq!(*linked, mock.seeded_id("acme").as_str());

    let (status, answer) = send(&mock, "POST /_mock/seed", contact("ada")).await;
    assert_eq!(status, 400);
    assert_eq!(
        answer["message"],
        "records.contacts[0]: there is another record with the key `ada`"
    );
}

#[tokio::test]
#[should_panic(expected = "no record of a seed has the key `bob`")]
async fn an_unknown_key_ends_the_test() {
    MockHubSpot::start().await.unwrap().seeded_id("bob");
}

#[tokio::test]
async fn templates_have_to_be_those_of_operations() {
    let mock = MockHubSpot::start().await.unwrap();
    let line = "GET /_mock/requests?operation=GET%20/crm/v3/owners/%7Bid%7D";
    let (status, answer) = send(&mock, line, Value::Null).await;
    assert_eq!(status, 400);
    let message = answer["message"].as_str().unwrap();
    assert!(
        message.contains("there is no operation `GET /crm/v3/owners/{id}`"),
        "{message}"
    );
    let mock = &mock;
    for name in ["GET /crm/v3/owners/{id}", "PUT /crm/v3/owners/{ownerId}"] {
        let asks = [
            std::panic::catch_unwind(|| drop(Fault::status(500).on(name))),
            std::panic::catch_unwind(|| drop(mock.requests_to(name))),
        ];
        assert!(asks.iter().all(Result::is_err), "{name}");
    }
}

#[tokio::test]
async fn a_reset_brings_back_the_start() {
    let seed = json!({"owners": [{"email": "o@example.com"}], "records": {"contacts": [{"key": "ada", "properties": {"email": "ada@example.com"}}]}});
    let limits = RateLimits::default().per_day(3);
    let builder = MockHubSpot::builder().access_token("t").rate_limits(limits);
    let mock = builder.seed(&seed).unwrap().start().await.unwrap();
    for is_by_request in [true, false] {
        let id = mock.seeded_id("ada");
        let url = format!("{}/crm/v3/objects/contacts", mock.url());
        let client = Client::new();
        let one = format!("{url}/{id}");
        let gone = client.delete(&one).bearer_auth("t").send().await.unwrap();
        assert_eq!(gone.status(), 204);
        let more = client
            .post(&url)
            .bearer_auth("t")
            .json(&json!({"properties": {}}));
        assert_eq!(more.send().await.unwrap().status(), 201);
        mock.seed(&json!({"records": {"contacts": [{"key": "bob"}]}}))
            .unwrap();
        mock.fail(Fault::status(500).always());

        match is_by_request {
            true => assert_eq!(send(&mock, "POST /_mock/reset", Value::Null).await.0, 204),
            false => mock.reset(),
        }
        assert_eq!(mock.requests().len(), 0);
        assert_eq!(mock.pending_faults(), 0);
        assert_eq!(mock.seeded_id("ada"), id);
        let all = client.get(&url).bearer_auth("t").send().await.unwrap();
        // One of three requests of this day, not the third.
        assert_eq!(all.headers()["x-hubspot-ratelimit-daily-remaining"], "2");
        let all: Value = all.json().await.unwrap();
        assert_eq!(all["results"].as_array().unwrap().len(), 1, "{all}");
        assert_eq!(all["results"][0]["properties"]["email"], "ada@example.com");
        // Tokens stay.
        assert_eq!(client.get(&url).send().await.unwrap().status(), 401);
        mock.reset();
    }
}

#[tokio::test]
async fn tokens_expire_by_request_and_what_there_is_not_is_told() {
    let mock = MockHubSpot::builder()
        .access_token("t")
        .start()
        .await
        .unwrap();
    let owners = || {
        Client::new()
            .get(format!("{}/crm/v3/owners", mock.url()))
            .bearer_auth("t")
            .send()
    };
    assert_eq!(owners().await.unwrap().status(), 200);
    assert_eq!(
        send(&mock, "POST /_mock/expire-tokens", Value::Null)
            .await
            .0,
        204
    );
    assert_eq!(owners().await.unwrap().status(), 401);
    let (status, answer) = send(&mock, "POST /_mock/wishes", Value::Null).await;
    assert_eq!(status, 404);
    assert!(
        answer["message"]
            .as_str()
            .unwrap()
            .contains("/_mock/faults"),
        "{answer}"
    );
}

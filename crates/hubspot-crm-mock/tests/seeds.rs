//! What an account has from the start.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use hubspot_crm_mock::{MockHubSpot, RateLimits};
use serde_json::{Value, json};

/// What is wrong with a seed.
fn error(seed: &Value) -> String {
    let seeded = MockHubSpot::builder().seed(seed);
    seeded.unwrap_err().to_string()
}

#[tokio::test]
async fn seeds_go_the_way_of_requests_and_leave_no_trace_of_it() {
    let seed = json!({
        "properties": {"contacts": [{"name": "tier", "label": "Tier", "groupName": "contactinformation", "type": "string", "fieldType": "text"}]},
        "records": {
            "contacts": [{"key": "ada", "properties": {"email": "ada@example.com", "tier": "1"}}, {"properties": {"email": "alan@example.com"}}],
            "companies": [{"key": "acme", "properties": {"name": "Acme"}}],
        },
        "associations": [{"from": "ada", "to": "acme"}],
        "requests": [{"method": "GET", "path": "/crm/v3/owners"}],
    });
    let limits = RateLimits::default().per_ten_seconds(0);
    let builder = MockHubSpot::builder().access_token("t").rate_limits(limits);
    let mock = builder.seed(&seed).unwrap().start().await.unwrap();
    assert_eq!(mock.requests().len(), 0);
    mock.seed(&json!({"records": {"contacts": [{"properties": {"email": "grace@example.com"}}]}}))
        .unwrap();
    assert_eq!(mock.requests().len(), 0);
}

#[tokio::test]
async fn owners_are_those_that_are_there_and_those_of_the_seed() {
    let seed = json!({
        "owners": [{"email": "ada@example.com", "firstName": "Ada"}],
        "records": {"contacts": [{"properties": {"email": "alan@example.com", "hubspot_owner_id": "1003"}}]},
    });
    let mock = MockHubSpot::builder()
        .seed(&seed)
        .unwrap()
        .start()
        .await
        .unwrap();
    let url = format!("{}/crm/v3/owners/1003", mock.url());
    let owner: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    assert_eq!(owner["email"], "ada@example.com");
    assert_eq!(owner["firstName"], "Ada");
}

#[test]
fn faults_of_seeds_are_told_with_their_place() {
    for (seed, told) in [
        (json!([]), "a seed is an object"),
        (
            json!({"contacts": []}),
            "unknown part `contacts`; there are `owners`, `schemas`, ",
        ),
        (
            json!({"records": []}),
            "records: it has to be an object, with a list for each type of objects",
        ),
        (
            json!({"records": {"contacts": {}}}),
            "records.contacts: it has to be a list",
        ),
        (
            json!({"records": {"contacts": [{}, {"email": "a@example.com"}]}}),
            "records.contacts[1]: unknown field `email`, expected `key` or `properties`",
        ),
        (
            json!({"owners": [{"email": "a@example.com", "name": "A"}]}),
            "owners[0]: unknown field `name`, expected one of `email`, `firstName`, `lastName`",
        ),
        (
            json!({"associations": [{"from": "a"}]}),
            "associations[0]: missing field `to`",
        ),
        (json!({"requests": [1]}), "requests[0]: invalid type"),
        (
            json!({"records": {"contacts": [{"properties": {"email": "a@example.com"}}, {"properties": {"email": []}}]}}),
            "records.contacts[1]: 400: Invalid request: /properties/email of the body is a list",
        ),
        (
            json!({"records": {"contacts": [{"key": "a"}, {"key": "a"}]}}),
            "records.contacts[1]: there is another record with the key `a`",
        ),
        (
            json!({"associations": [{"from": "a", "to": "b"}]}),
            "associations[0]: there is no record with the key `a`",
        ),
        (
            json!({"requests": [{"method": "GET", "path": "/nowhere"}]}),
            "requests[0]: 404: resource not found: there is no operation GET /nowhere",
        ),
        (
            json!({"requests": [{"method": "G E T", "path": "/"}]}),
            "requests[0]: 400: `G E T /` is no request",
        ),
        (
            json!({"properties": {"contacts": [{"name": 1}]}}),
            "properties.contacts[0]: 400: Invalid request: the body lacks the required property",
        ),
    ] {
        let error = error(&seed);
        assert!(error.starts_with(told), "{error}");
    }
}

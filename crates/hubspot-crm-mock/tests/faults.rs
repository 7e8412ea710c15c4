//! What goes wrong on demand.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::time::{Duration, Instant};

use hubspot_crm_gen::Client as HubSpot;
use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_mock::{Fault, MockHubSpot, RateLimitPolicy};
use reqwest::{Client, Response};
use serde_json::Value;

async fn get(mock: &MockHubSpot, path: &str) -> reqwest::Result<Response> {
    Client::new()
        .get(format!("{}{path}", mock.url()))
        .send()
        .await
}

async fn asked(mock: &MockHubSpot, fault: &str) -> reqwest::Result<Response> {
    let request = Client::new().get(format!("{}/crm/v3/owners", mock.url()));
    request.header("X-Mock-Fault", fault).send().await
}

fn statuses(mock: &MockHubSpot) -> Vec<Option<u16>> {
    mock.requests().iter().map(|one| one.status()).collect()
}

#[tokio::test]
async fn faults_happen_as_often_as_is_said_to_those_who_are_meant() {
    let mock = MockHubSpot::start().await.unwrap();
    mock.fail(
        Fault::status(503)
            .on("GET /crm/v3/owners/{ownerId}")
            .times(2),
    );
    mock.fail(Fault::status(423).on("* /crm/v3/owners/7"));
    mock.fail(Fault::status(500).on("POST /crm/v3/owners"));
    assert_eq!(mock.pending_faults(), 4);
    for (path, status) in [
        ("/crm/v3/owners", 200),
        ("/crm/v3/owners/1", 503),
        ("/crm/v3/owners/7", 503),
        ("/crm/v3/owners/1", 200),
        ("/crm/v3/owners/7", 423),
        ("/crm/v3/owners/7", 200),
    ] {
        let answer = get(&mock, path).await.unwrap();
        assert!(answer.headers().contains_key("x-hubspot-correlation-id") || status >= 400);
        let told = answer.status().as_u16();
        match status {
            200 => assert!(told == 200 || told == 404, "{path} {told}"),
            status => assert_eq!(told, status, "{path}"),
        }
    }
    assert_eq!(mock.pending_faults(), 1);
    mock.clear_faults();
    mock.fail(Fault::status(500).always());
    for _ in 0..5 {
        assert_eq!(get(&mock, "/nowhere").await.unwrap().status(), 500);
    }
    mock.clear_faults();
    assert_eq!(get(&mock, "/nowhere").await.unwrap().status(), 404);
}

#[tokio::test]
async fn answers_look_as_those_of_hubspot_and_its_gateways() {
    let mock = MockHubSpot::start().await.unwrap();
    let fault = Fault::status(477).header("Retry-After", "30");
    mock.fail(fault);
    let answer = get(&mock, "/crm/v3/owners").await.unwrap();
    assert_eq!(answer.status(), 477);
    assert_eq!(answer.headers()["retry-after"], "30");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["status"], "error");

    mock.fail(Fault::status(502).html());
    let answer = get(&mock, "/crm/v3/owners").await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/html; charset=UTF-8");
    assert!(answer.text().await.unwrap().starts_with("<!DOCTYPE html>"));

    for (policy, name) in [
        (RateLimitPolicy::TenSecondly, "TEN_SECONDLY_ROLLING"),
        (RateLimitPolicy::Secondly, "SECONDLY"),
        (RateLimitPolicy::Daily, "DAILY"),
    ] {
        mock.fail(Fault::rate_limit(policy));
        let answer = get(&mock, "/crm/v3/owners").await.unwrap();
        assert_eq!(answer.status(), 429);
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["policyName"], name);
        assert_eq!(body["errorType"], "RATE_LIMIT");
        assert_eq!(body.get("category"), None);
    }

    mock.fail(Fault::expired_token());
    let answer = get(&mock, "/crm/v3/owners").await.unwrap();
    assert_eq!(answer.status(), 401);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["category"], "EXPIRED_AUTHENTICATION");

    mock.fail(
        Fault::slow(Duration::ZERO)
            .body("{")
            .header("content-type", "text/plain"),
    );
    let answer = get(&mock, "/crm/v3/owners").await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "text/plain");
    assert_eq!(answer.text().await.unwrap(), "{");
}

#[tokio::test]
async fn bodies_break_off_and_connections_too() {
    let mock = MockHubSpot::start().await.unwrap();
    let whole = get(&mock, "/crm/v3/owners").await.unwrap();
    let whole = whole.bytes().await.unwrap();
    for bytes in [0, 1, whole.len() - 1, whole.len()] {
        mock.fail(Fault::truncated(bytes));
        let mut answer = get(&mock, "/crm/v3/owners").await.unwrap();
        assert_eq!(answer.status(), 200);
        let mut read = Vec::new();
        let end = loop {
            match answer.chunk().await {
                Ok(Some(chunk)) => read.extend(chunk),
                end => break end,
            }
        };
        assert_eq!(read, &whole[..bytes]);
        assert_eq!(end.is_err(), bytes < whole.len(), "{bytes}");
    }
    mock.clear_requests();
    mock.fail(Fault::closed());
    assert!(get(&mock, "/crm/v3/owners").await.unwrap_err().is_request());
    assert_eq!(statuses(&mock), [None]);
}

#[tokio::test]
async fn latency_is_waited_for() {
    let mock = MockHubSpot::start().await.unwrap();
    let delay = Duration::from_millis(80);
    mock.fail(Fault::slow(delay));
    mock.fail(Fault::status(503).after(delay));
    for status in [200, 503] {
        let start = Instant::now();
        assert_eq!(get(&mock, "/crm/v3/owners").await.unwrap().status(), status);
        assert!(start.elapsed() >= delay);
    }
    let start = Instant::now();
    let request = Client::new().get(format!("{}/crm/v3/owners", mock.url()));
    let answer = request.header("X-Mock-Latency", "80").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(start.elapsed() >= delay);
}

#[tokio::test]
async fn requests_ask_for_faults_themselves() {
    let mock = MockHubSpot::start().await.unwrap();
    let answer = asked(&mock, "477 retry-after=7 html").await.unwrap();
    assert_eq!(answer.status(), 477);
    assert_eq!(answer.headers()["retry-after"], "7");
    assert!(answer.text().await.unwrap().starts_with("<!DOCTYPE html>"));
    assert!(asked(&mock, "close").await.is_err());
    let answer = asked(&mock, "truncate=1").await.unwrap();
    assert!(answer.bytes().await.is_err());
    let answer = asked(&mock, "rate-limit=daily").await.unwrap();
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["policyName"], "DAILY");
    let answer = asked(&mock, "sometimes").await.unwrap();
    assert_eq!(answer.status(), 400);
    let body: Value = answer.json().await.unwrap();
    assert!(body["message"].as_str().unwrap().contains("sometimes"));
}

#[tokio::test]
async fn clients_get_over_what_passes() {
    let mock = MockHubSpot::start().await.unwrap();
    mock.fail(Fault::rate_limit(RateLimitPolicy::TenSecondly).header("Retry-After", "0"));
    mock.fail(Fault::status(502).html());
    mock.fail(Fault::truncated(3));
    let client = HubSpot::builder().access_token("t").base_url(mock.url());
    client.build().unwrap().owners().list().await.unwrap();
    assert_eq!(
        statuses(&mock),
        [Some(429), Some(502), Some(200), Some(200)]
    );
}

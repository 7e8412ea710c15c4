//! Limits as clients see them.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::time::Duration;

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Client as HubSpot, RetryPolicy};
use hubspot_crm_mock::{MockHubSpot, RateLimits};
use reqwest::{Client, Response};
use serde_json::{Value, json};

async fn get(mock: &MockHubSpot, token: &str) -> Response {
    let request = Client::new().get(format!("{}/crm/v3/owners", mock.url()));
    request.bearer_auth(token).send().await.unwrap()
}

fn header(answer: &Response, name: &str) -> String {
    let name = format!("x-hubspot-ratelimit-{name}");
    let value = answer.headers().get(name);
    value.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn requests_beyond_a_limit_are_refused_and_all_tell_what_is_left() {
    let limits = RateLimits::default().per_ten_seconds(2).per_day(4);
    let mock = MockHubSpot::builder()
        .rate_limits(limits)
        .start()
        .await
        .unwrap();
    for (token, status, remaining, day) in [
        ("a", 200, "1", "3"),
        ("a", 200, "0", "2"),
        ("a", 429, "0", "2"),
        ("b", 200, "1", "1"),
        ("b", 200, "0", "0"),
        ("c", 429, "2", "0"),
    ] {
        let answer = get(&mock, token).await;
        assert_eq!(answer.status(), status);
        assert_eq!(header(&answer, "max"), "2");
        assert_eq!(header(&answer, "remaining"), remaining);
        assert_eq!(header(&answer, "interval-milliseconds"), "10000");
        assert_eq!(header(&answer, "daily"), "4");
        assert_eq!(header(&answer, "daily-remaining"), day);
        if status == 429 {
            let policy = if token == "a" {
                "TEN_SECONDLY_ROLLING"
            } else {
                "DAILY"
            };
            let body: Value = answer.json().await.unwrap();
            assert_eq!(body["policyName"], policy);
            assert_eq!(body["errorType"], "RATE_LIMIT");
            assert_eq!(body.get("category"), None);
            let policy = policy.to_ascii_lowercase();
            assert_eq!(
                body["message"],
                format!("You have reached your {policy} limit.")
            );
        }
    }
}

#[tokio::test]
async fn searches_have_a_limit_of_their_own_and_no_headers() {
    let limits = RateLimits::default().searches_per_second(1);
    let mock = MockHubSpot::builder()
        .rate_limits(limits)
        .start()
        .await
        .unwrap();
    let search = || {
        Client::new()
            .post(format!("{}/crm/v3/objects/contacts/search", mock.url()))
            .json(&json!({}))
            .send()
    };
    let (first, second) = (search().await.unwrap(), search().await.unwrap());
    assert_eq!(first.status(), 200);
    assert_eq!(second.status(), 429);
    for answer in [&first, &second] {
        assert_eq!(header(answer, "max"), "");
        assert_eq!(header(answer, "daily"), "");
    }
    let body: Value = second.json().await.unwrap();
    assert_eq!(body["policyName"], "SECONDLY");
}

#[tokio::test]
async fn without_limits_there_are_no_headers() {
    let mock = MockHubSpot::start().await.unwrap();
    assert_eq!(header(&get(&mock, "a").await, "max"), "");
}

#[tokio::test]
async fn clients_that_know_the_limits_are_never_refused() {
    let limits = RateLimits::default().searches_per_second(5);
    let mock = MockHubSpot::builder()
        .rate_limits(limits)
        .start()
        .await
        .unwrap();
    let client = HubSpot::builder().access_token("t").base_url(mock.url());
    let client = client.retry(RetryPolicy::none()).build().unwrap();
    let searches = (0..12).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.contacts().search(SearchRequest::new()).await })
    });
    let searches: Vec<_> = searches.collect();
    for search in searches {
        tokio::time::timeout(Duration::from_secs(60), search)
            .await
            .unwrap()
            .unwrap()
            .unwrap();
    }
    assert!(mock.requests().iter().all(|one| one.status() == Some(200)));
}

#[tokio::test(start_paused = true)]
async fn time_is_what_a_test_says_it_is() {
    let limits = RateLimits::default().per_ten_seconds(2).per_day(5);
    let mock = MockHubSpot::builder().rate_limits(limits);
    let mock = mock.start().await.unwrap();
    let client = Client::new();
    let get = async || {
        let request = client.get(format!("{}/crm/v3/owners", mock.url()));
        let answer = request.bearer_auth("token").send().await.unwrap();
        answer.status().as_u16()
    };
    for (wait, expected) in [
        (0, 200),
        (0, 200),
        (0, 429),
        (10, 200),
        // Nobody minds a connection that is idle.
        (3600, 200),
        (10, 200),
        (10, 429),
        (24 * 3600, 200),
    ] {
        tokio::time::advance(Duration::from_secs(wait)).await;
        assert_eq!(get().await, expected, "after {wait} seconds");
    }
}

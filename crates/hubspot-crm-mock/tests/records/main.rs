//! Records, their properties and their types, as a client sees them.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod batches;
mod model;
mod properties;
mod schemas;
mod search;
mod single;
#[path = "../support/mod.rs"]
mod support;

use std::sync::LazyLock;

use hubspot_crm_mock::MockHubSpot;
use serde_json::Value;
use support::start;

/// Sends what the client would not, and gives status and body.
async fn send(mock: &MockHubSpot, method: &str, path: &str, body: Value) -> (u16, Value) {
    // One for all tests, which have runtimes of their own: so it keeps no connections.
    static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
        let client = reqwest::Client::builder().pool_max_idle_per_host(0);
        client.build().unwrap()
    });
    let url = format!("{}{path}", mock.url());
    let request = CLIENT.request(method.parse().unwrap(), url);
    let request = match body {
        Value::Null => request,
        body => request.json(&body),
    };
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    let body = match text.as_str() {
        "" => Value::Null,
        text => serde_json::from_str(text).unwrap(),
    };
    (status, body)
}

//! Refusals and faults, answered by a script, in a time that passes at once.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hubspot_crm_gen::{
    BoxFuture, Client, HttpRequest, HttpResponse, StatusCode, Transport, TransportError,
    TransportErrorKind,
};
use tokio::time::Instant;

use crate::support::TOKEN;

#[path = "../../examples/retries.rs"]
mod example;

/// Gives one answer after the other, each a status and a body. Status 0 is a connection that breaks.
struct Script {
    answers: Mutex<VecDeque<(u16, &'static str)>>,
    /// What was sent, and when.
    sent: Mutex<Vec<(String, Instant)>>,
    /// Whether the first answer says that others have used up the quota.
    is_quota_used: bool,
}

impl Script {
    fn new(answers: impl IntoIterator<Item = (u16, &'static str)>) -> Arc<Self> {
        Arc::new(Self {
            answers: Mutex::new(answers.into_iter().collect()),
            sent: Mutex::default(),
            is_quota_used: false,
        })
    }
}

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let path = request.url.trim_start_matches("https://api.hubapi.com");
        let line = format!("{} {path}", request.method);
        let is_first = self.sent.lock().unwrap().is_empty();
        let is_quota_used = self.is_quota_used && is_first;
        self.sent.lock().unwrap().push((line, Instant::now()));
        let answer = self.answers.lock().unwrap().pop_front();
        let (status, body) = answer.expect("there is an answer left");
        Box::pin(async move {
            if status == 0 {
                let kind = TransportErrorKind::Interrupted;
                return Err(TransportError::new(kind, "the connection broke"));
            }
            let mut headers = hubspot_crm_gen::HeaderMap::new();
            headers.insert("x-hubspot-ratelimit-daily", 625_000.into());
            headers.insert("x-hubspot-ratelimit-daily-remaining", 1234.into());
            if is_quota_used {
                headers.insert("x-hubspot-ratelimit-max", 190.into());
                headers.insert("x-hubspot-ratelimit-remaining", 0.into());
                headers.insert("x-hubspot-ratelimit-interval-milliseconds", 10_000.into());
            }
            let status = StatusCode::from_u16(status).unwrap();
            Ok(HttpResponse::new(status, headers, body))
        })
    }
}

const ROLLING: &str =
    r#"{"status":"error","errorType":"RATE_LIMIT","policyName":"TEN_SECONDLY_ROLLING"}"#;
const CONTACT: &str = r#"{"id":"6001"}"#;
const EXISTS: &str = r#"{"status":"error","message":"Contact already exists. Existing ID: 6002","category":"CONFLICT"}"#;

async fn run(script: &Arc<Script>) -> Result<example::Report, hubspot_crm_gen::Error> {
    let transport: Arc<dyn Transport> = Arc::<Script>::clone(script);
    let client = Client::builder().access_token(TOKEN).transport(transport);
    let report = example::run(client, "6001", "ada@example.com", "Order 1234").await;
    assert!(script.answers.lock().unwrap().is_empty());
    report
}

#[tokio::test(start_paused = true)]
async fn a_bad_day() {
    let script = Script::new([
        // The read comes through in spite of all.
        (429, ROLLING),
        (503, ""),
        (0, ""),
        (200, CONTACT),
        // The read that does not wait does not.
        (503, ""),
        // The create is repeated, and was done the first time.
        (502, "<html>"),
        (409, EXISTS),
        // The other is not repeated, but looked for.
        (0, ""),
        (200, r#"{"total":1,"results":[{"id":"77"}]}"#),
    ]);
    let report = run(&script).await.unwrap();
    assert!(!report.read_at_once);
    assert_eq!(report.contact_id, "6002");
    assert_eq!(report.deal_id.as_deref(), Some("77"));
    assert_eq!(report.repeats, 4);
    assert_eq!(report.limits.ten_secondly.limit, Some(190));
    assert_eq!(report.limits.max_in_flight, Some(20));
    assert_eq!(report.limits.in_flight, 0);
    assert_eq!(report.limits.search.used, 1);
    assert_eq!(report.limits.daily_remaining, Some(1234));

    let sent = script.sent.lock().unwrap();
    let lines: Vec<_> = sent.iter().map(|(line, _)| line.as_str()).collect();
    let read = "GET /crm/v3/objects/contacts/6001";
    let create = "POST /crm/v3/objects/contacts";
    assert_eq!(
        lines,
        [
            read,
            read,
            read,
            read,
            read,
            create,
            create,
            "POST /crm/v3/objects/0-3",
            "POST /crm/v3/objects/0-3/search",
        ]
    );
    // HubSpot's window moves on within a second at the earliest, and a search needs its time.
    let wait = |number: usize| sent[number].1 - sent[number - 1].1;
    assert!(wait(1) >= Duration::from_secs(1), "{:?}", wait(1));
    assert!(wait(8) >= Duration::from_secs(10), "{:?}", wait(8));
}

#[tokio::test(start_paused = true)]
async fn a_good_day() {
    let script = Script::new([
        (200, CONTACT),
        (200, CONTACT),
        (201, r#"{"id":"6002"}"#),
        (201, r#"{"id":"77"}"#),
    ]);
    let report = run(&script).await.unwrap();
    assert!(report.read_at_once);
    assert_eq!(report.contact_id, "6002");
    assert_eq!(report.deal_id.as_deref(), Some("77"));
    assert_eq!((report.repeats, report.limits.ten_secondly.used), (0, 4));
}

#[tokio::test(start_paused = true)]
async fn a_person_does_not_wait_for_the_rate_limit() {
    let mut script = Script::new([
        (200, CONTACT),
        (201, r#"{"id":"6002"}"#),
        (201, r#"{"id":"77"}"#),
    ]);
    Arc::get_mut(&mut script).unwrap().is_quota_used = true;
    let report = run(&script).await.unwrap();
    assert!(!report.read_at_once);
    assert_eq!(report.contact_id, "6002");
    // What nobody waits for comes through, once the quota has room again.
    let sent = script.sent.lock().unwrap();
    let lines: Vec<_> = sent.iter().map(|(line, _)| line.as_str()).collect();
    assert_eq!(lines[0], "GET /crm/v3/objects/contacts/6001");
    assert_eq!(lines[1], "POST /crm/v3/objects/contacts");
    assert_eq!(sent[1].1 - sent[0].1, Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn a_deal_that_was_certainly_not_made() {
    let refused = r#"{"status":"error","message":"No.","category":"VALIDATION_ERROR"}"#;
    let script = Script::new([
        (200, CONTACT),
        (200, CONTACT),
        (201, CONTACT),
        (400, refused),
    ]);
    let error = run(&script).await.unwrap_err();
    assert!(error.is_validation() && !error.may_have_been_processed());
}

#[tokio::test(start_paused = true)]
async fn a_deal_that_is_not_found() {
    let script = Script::new([
        (200, CONTACT),
        (200, CONTACT),
        (201, CONTACT),
        (500, ""),
        (200, r#"{"total":0,"results":[]}"#),
    ]);
    assert_eq!(run(&script).await.unwrap().deal_id, None);
}

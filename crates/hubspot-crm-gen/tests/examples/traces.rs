//! What is written about a call that was sent twice.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hubspot_crm_gen::RetryPolicy;
use tracing::instrument::WithSubscriber;

use crate::support::{Answer, Server, TOKEN};

#[path = "../../examples/traces.rs"]
mod example;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The log of the example, with a fault before the answer.
async fn log(personal_data: bool) -> String {
    let record = r#"{"id":"canary-6001","properties":{"phone":"555-0100"}}"#;
    let server = Server::start([
        Answer::new(503).header("X-HubSpot-Correlation-Id", "c-1"),
        Answer::json(200, record).header("X-HubSpot-Correlation-Id", "c-2"),
    ])
    .await;
    let client = server
        .builder()
        .retry(RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO))
        .trace_personal_data(personal_data)
        .build()
        .unwrap();
    let log = Log::default();
    let writer = log.clone();
    let id = example::run(&client, "ada@example.com")
        .with_subscriber(example::subscriber(move || writer.clone()))
        .await
        .unwrap();
    assert_eq!(id, "canary-6001");
    assert_eq!(server.requests().len(), 2);
    let text = log.0.lock().unwrap().clone();
    String::from_utf8(text).unwrap()
}

fn assert_shown(line: &str, fields: &[&str]) {
    for field in fields {
        assert!(line.contains(field), "{field}\n{line}");
    }
}

#[tokio::test]
async fn calls_and_attempts_are_there_and_nothing_personal() {
    let log = log(false).await;
    // Spans end from the inside out.
    let ends: Vec<_> = log
        .lines()
        .filter(|line| line.contains(" close "))
        .collect();
    let [first, second, call, work] = ends[..] else {
        panic!("{log}");
    };
    assert_shown(work, &[" find_contact: "]);
    for line in [first, second, call] {
        assert_shown(line, &[" find_contact:hubspot.call{"]);
    }
    assert!(!call.contains("hubspot.attempt{"), "{call}");
    let both = [
        "otel.name=\"contacts.get\"",
        "http.request.method=\"GET\"",
        "url.template=\"/crm/v3/objects/contacts/{contactId}\"",
        "server.address=\"127.0.0.1\"",
        "server.port=",
        "hubspot.duration_ms=",
    ];
    for line in [first, second] {
        assert_shown(line, &["}:hubspot.attempt{"]);
        assert_shown(line, &both);
    }
    let of_the_fault = [
        "http.request.resend_count=0",
        "http.response.status_code=503",
        "hubspot.correlation_id=\"c-1\"",
        "error.type=\"503\"",
        "otel.status_code=\"ERROR\"",
    ];
    assert_shown(first, &of_the_fault);
    let of_the_answer = [
        "http.request.resend_count=1",
        "http.response.status_code=200",
        "hubspot.correlation_id=\"c-2\"",
    ];
    assert_shown(second, &of_the_answer);
    let of_the_call = [
        "hubspot.operation=\"contacts.get\"",
        "otel.kind=\"client\"",
        "hubspot.attempts=2",
        "http.response.status_code=200",
    ];
    assert_shown(call, &of_the_call);
    assert!(log.contains("failed, to be repeated"), "{log}");
    for hidden in [
        TOKEN,
        "ada",
        "example.com",
        "canary",
        "555-0100",
        "idProperty",
    ] {
        assert!(!log.contains(hidden), "{hidden}\n{log}");
    }
}

#[tokio::test]
async fn personal_data_is_there_for_those_who_ask() {
    let log = log(true).await;
    assert_shown(
        &log,
        &[
            "url.path=\"/crm/v3/objects/contacts/ada%40example.com\"",
            "url.query=\"idProperty=email\"",
        ],
    );
    // Bodies are of a level that the example does not write.
    for hidden in [TOKEN, "555-0100"] {
        assert!(!log.contains(hidden), "{hidden}\n{log}");
    }
}

//! What traces show, and what they never do.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::TOKEN;
use common::log::Log;
use common::objects::Objects;
use common::script::{Script, Step, answer, limited, ok};
use hubspot_crm_core::{
    Call, ClientBuilder, Error, Method, OperationInfo, RetryPolicy, TransportErrorKind, Whole,
    properties,
};

/// An update of a contact with an id, an address and a value, as a client of these settings.
async fn update(
    steps: impl IntoIterator<Item = Step>,
    settings: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> (Log, Result<(), Error>) {
    let log = Log::default();
    let guard = log.start();
    let script = Script::new(steps);
    let client = settings(script.builder()).build().unwrap();
    let result = Objects::new(&client, "contacts")
        .update("ada@example.com", properties! { "phone" => "555-0100" })
        .id_property("email")
        .extra_query("hapikey", "query-secret")
        .extra_header("x-api-key", "header-secret")
        .await
        .map(drop);
    drop(guard);
    (log, result)
}

const SECRETS: [&str; 3] = [TOKEN, "query-secret", "header-secret"];
const PERSONAL: [&str; 4] = ["ada", "555-0100", "phone", "idProperty"];

#[tokio::test(start_paused = true)]
async fn a_call_and_its_attempts_are_spans() {
    let steps = [
        limited("SECONDLY").header("x-hubspot-correlation-id", "c-1"),
        ok().header("x-hubspot-correlation-id", "c-2"),
    ];
    let (log, result) = update(steps, |builder| builder).await;
    result.unwrap();
    let first = log.span("hubspot.attempt", 0);
    for field in [
        "http.request.method=\"PATCH\"",
        "url.template=\"/crm/v3/objects/{objectType}/{objectId}\"",
        "server.address=\"api.hubapi.com\"",
        "server.port=443",
        "http.request.resend_count=0",
        "http.response.status_code=429",
        "hubspot.correlation_id=\"c-1\"",
        "hubspot.duration_ms=0",
        "error.type=\"429\"",
        "otel.status_code=\"ERROR\"",
    ] {
        assert!(first.contains(field), "{field}\n{first}");
    }
    let second = log.span("hubspot.attempt", 1);
    assert!(second.contains("http.request.resend_count=1"), "{second}");
    assert!(second.contains("http.response.status_code=200"), "{second}");
    let call = log.span("hubspot.call", 0);
    for field in [
        "otel.name=\"objects.update\"",
        "otel.kind=\"client\"",
        "hubspot.operation=\"objects.update\"",
        "hubspot.attempts=2",
        "http.response.status_code=200",
        "hubspot.correlation_id=\"c-2\"",
    ] {
        assert!(call.contains(field), "{field}\n{call}");
    }
    assert!(!call.contains("error.type"), "{call}");
    assert!(!log.text().contains("sent_operation"), "it is the same");
}

#[tokio::test(start_paused = true)]
async fn a_long_read_has_the_name_of_what_was_called() {
    static BATCH_READ: OperationInfo =
        OperationInfo::new("things.batchRead", Method::Post, "/things/batch/read");
    static READ: OperationInfo =
        OperationInfo::new("things.read", Method::Get, "/things/{id}").batch_read(&BATCH_READ);
    let log = Log::default();
    let _guard = log.start();
    let seen: Arc<Mutex<Vec<&str>>> = Arc::default();
    let names = Arc::clone(&seen);
    let policy = RetryPolicy::new()
        .on_attempt(move |attempt| names.lock().unwrap().push(attempt.operation.id()));
    let script = Script::new([answer(503, ""), answer(404, "")]);
    let client = script.builder().longest_url(10).retry(policy);
    let endpoint = client.build().unwrap().endpoint(&READ).arg("ada");
    let read: Call<Whole, ()> = Call::new(endpoint, ());
    let error = read.await.unwrap_err();
    assert_eq!(error.operation().unwrap().id(), "things.read");
    assert_eq!(*seen.lock().unwrap(), ["things.read"; 2]);
    let call = log.span("hubspot.call", 0);
    for field in [
        "hubspot.operation=\"things.read\"",
        "url.template=\"/things/{id}\"",
    ] {
        assert!(call.contains(field), "{field}\n{call}");
    }
    let attempt = log.span("hubspot.attempt", 1);
    for field in [
        "hubspot.operation=\"things.read\"",
        "hubspot.sent_operation=\"things.batchRead\"",
        "http.request.method=\"POST\"",
        "url.template=\"/things/batch/read\"",
    ] {
        assert!(attempt.contains(field), "{field}\n{attempt}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_wait_before_the_next_attempt_is_no_part_of_an_attempt() {
    let log = Log::default();
    let _guard = log.start();
    let script = Script::new([limited("SECONDLY"), ok()]);
    let client = script.client();
    let mut call = Objects::new(&client, "contacts").list().send();
    // The wait is half a second at the least.
    let soon = tokio::time::timeout(Duration::from_millis(1), &mut call).await;
    assert!(soon.is_err());
    assert!(
        log.span("hubspot.attempt", 0)
            .contains("http.response.status_code=429")
    );
    call.await.unwrap();
    assert!(
        log.span("hubspot.attempt", 1)
            .contains("http.response.status_code=200")
    );
}

#[tokio::test(start_paused = true)]
async fn neither_secrets_nor_personal_data_are_shown() {
    let failures = [
        ok(),
        answer(200, r#"{"id": {"email": "ada"}}"#),
        answer(200, "{\"ada"),
        answer(404, r#"{"message": "ada was not found"}"#),
        answer(503, "ada"),
        Step::Fail(TransportErrorKind::Interrupted),
        Step::Fail(TransportErrorKind::Connect),
        Step::Hang,
    ];
    for step in failures {
        let (log, result) = update(vec![step.clone(); 4], |builder| builder).await;
        let text = log.text();
        assert!(text.contains("hubspot.call"), "{text}");
        assert_eq!(
            text.contains("ERROR") || text.contains("decode"),
            result.is_err(),
            "{text}"
        );
        for secret in SECRETS.iter().chain(&PERSONAL) {
            assert!(!text.contains(secret), "{secret} after {step:?}\n{text}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn personal_data_is_shown_to_those_who_ask_but_no_secret() {
    let steps = [ok()];
    let (log, _) = update(steps, |builder| builder.trace_personal_data(true)).await;
    let text = log.text();
    for shown in [
        "url.path=\"/crm/v3/objects/contacts/ada%40example.com\"",
        "idProperty=email",
        "hapikey=***",
        "555-0100",
        r#"{"id":"1","results":[]}"#,
    ] {
        assert!(text.contains(shown), "{shown}\n{text}");
    }
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret}\n{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_repeats_the_token_is_shown_without_it() {
    for status in [200, 404] {
        let echo = answer(
            status,
            &format!(r#"{{"message": "Bearer {TOKEN} by Ada"}}"#),
        );
        let (log, _) = update([echo], |builder| builder.trace_personal_data(true)).await;
        let text = log.text();
        assert!(text.contains("Bearer *** by Ada"), "{text}");
        assert!(!text.contains(TOKEN), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn long_waits_for_the_rate_limit_are_told() {
    let log = Log::default();
    let _guard = log.start();
    let refused = limited("TEN_SECONDLY_ROLLING").header("retry-after", "40");
    let script = Script::new([refused, ok(), ok()]);
    let limits = hubspot_crm_core::RateLimits::automatic();
    let client = script.builder().rate_limits(limits);
    let client = client.retry(RetryPolicy::none()).build().unwrap();
    let contacts = Objects::new(&client, "contacts");
    contacts.list().await.unwrap_err();
    let late = contacts.list().deadline(Duration::from_secs(3));
    late.await.unwrap_err();
    let span = log.span("hubspot.call", 1);
    assert!(span.contains("error.type=\"deadline\""), "{span}");
    assert!(span.contains("hubspot.attempts=0"), "{span}");
    assert!(!log.text().contains("waited for"), "{}", log.text());

    contacts.list().await.unwrap();
    contacts.list().await.unwrap();
    let text = log.text();
    let waits: Vec<_> = text
        .lines()
        .filter(|it| it.contains("waited for"))
        .collect();
    let [wait] = waits[..] else {
        panic!("{text}");
    };
    assert!(wait.contains("DEBUG hubspot.call{"), "{wait}");
    assert!(
        wait.contains("hubspot.operation=\"objects.list\" hubspot.waited_ms=40000"),
        "{wait}"
    );
}

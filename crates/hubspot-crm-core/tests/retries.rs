//! Requests that are sent again, and those that are not.

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::body_of;
use common::objects::Objects;
use common::script::{Script, Step, answer, limited, ok};
use hubspot_crm_core::{Client, NoRetry, RetryPolicy, TransportErrorKind, Value, properties};
use tokio::time::Instant;

fn contacts(client: &Client) -> Objects {
    Objects::new(client, "contacts")
}

/// An error with this status.
fn failing(status: u16) -> Step {
    answer(status, "")
}

const INTERRUPTED: Step = Step::Fail(TransportErrorKind::Interrupted);

#[tokio::test(start_paused = true)]
async fn a_call_survives_a_bad_day() {
    let script = Script::new([
        Step::Fail(TransportErrorKind::Connect),
        failing(502),
        limited("TEN_SECONDLY_ROLLING").header("retry-after", "3"),
        ok(),
    ]);
    let contact = contacts(&script.client())
        .update(1, properties! { "phone" => "1" })
        .await
        .unwrap();
    assert_eq!(contact.id, "1");
    let requests = script.requests();
    assert_eq!(requests.len(), 4);
    for request in &requests {
        assert_eq!(request.url, requests[0].url);
        assert_eq!(request.headers, requests[0].headers);
        assert_eq!(body_of(request), body_of(&requests[0]));
    }
    assert!(script.waits()[2] >= Duration::from_secs(3));
    assert!(script.waits()[2] <= Duration::from_millis(3_500));
}

#[tokio::test(start_paused = true)]
async fn a_create_that_may_have_happened_is_not_repeated() {
    for step in [failing(503), failing(500), INTERRUPTED, Step::Hang] {
        let script = Script::new([step.clone(), ok()]);
        // Without a body, but a POST that nobody calls safe.
        let error = contacts(&script.client()).restore(1).await.unwrap_err();
        assert_eq!(script.count(), 1, "{step:?}");
        assert!(error.may_have_been_processed());
        assert_eq!(error.no_retry(), NoRetry::MayBeProcessed);
        assert!(
            error
                .to_string()
                .ends_with("(not repeated: it may have been processed)"),
            "{error}"
        );

        let script = Script::new([step.clone(), ok()]);
        contacts(&script.client())
            .restore(1)
            .replay_safe(true)
            .await
            .unwrap();
        assert_eq!(script.count(), 2, "{step:?}");

        let script = Script::new([step, ok()]);
        let policy = RetryPolicy::new().repeat_creates(true);
        contacts(&script.client())
            .restore(1)
            .retry(policy)
            .await
            .unwrap();
        assert_eq!(script.count(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_create_that_was_refused_is_repeated() {
    for step in [
        limited("SECONDLY"),
        failing(429),
        failing(423),
        failing(477),
        Step::Fail(TransportErrorKind::Connect),
    ] {
        let script = Script::new([step.clone(), step, ok()]);
        contacts(&script.client()).restore(1).await.unwrap();
        assert_eq!(script.count(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn a_safe_request_can_be_called_unsafe() {
    let script = Script::new([failing(503)]);
    let call = contacts(&script.client())
        .update(1, properties! {})
        .replay_safe(false);
    let error = call.await.unwrap_err();
    assert_eq!(error.no_retry(), NoRetry::MayBeProcessed);
}

#[tokio::test(start_paused = true)]
async fn the_error_tells_what_was_tried() {
    let script = Script::new([failing(503), failing(503), failing(503), failing(503)]);
    let error = contacts(&script.client()).list().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /crm/v3/objects/{objectType}: 503 Service Unavailable (after 4 attempts)"
    );
    assert_eq!(
        (error.attempts(), error.no_retry()),
        (4, NoRetry::OutOfAttempts)
    );
    assert!(error.may_have_been_processed());

    // That an earlier attempt may have been processed is not forgotten.
    let script = Script::new([INTERRUPTED, failing(409)]);
    let error = contacts(&script.client()).list().await.unwrap_err();
    assert!(error.may_have_been_processed());
    assert_eq!(
        (error.attempts(), error.no_retry()),
        (2, NoRetry::Permanent)
    );

    let script = Script::new([failing(429), failing(404)]);
    let error = contacts(&script.client()).list().await.unwrap_err();
    assert!(error.is_not_found() && !error.may_have_been_processed());

    let script = Script::new([limited("DAILY")]);
    let error = contacts(&script.client()).list().await.unwrap_err();
    assert!(error.is_daily_limit() && !error.may_have_been_processed());
    assert_eq!(
        error.to_string(),
        "GET /crm/v3/objects/{objectType}: 429 Too Many Requests RATE_LIMIT \
         (not repeated: the requests of this day are used up)"
    );

    let script = Script::new([failing(477).header("retry-after", "3600")]);
    let started = Instant::now();
    let error = contacts(&script.client()).list().await.unwrap_err();
    assert_eq!(error.no_retry(), NoRetry::WaitTooLong);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!(started.elapsed(), Duration::ZERO);
}

/// It would be so once more.
#[tokio::test(start_paused = true)]
async fn an_answer_that_is_too_long_is_not_asked_for_again() {
    let script = Script::new([Step::Fail(TransportErrorKind::TooLong)]);
    let error = contacts(&script.client()).list().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /crm/v3/objects/{objectType}: the answer is too long"
    );
    assert_eq!(
        (error.attempts(), error.no_retry()),
        (1, NoRetry::Permanent)
    );
    assert!(error.may_have_been_processed());
}

#[tokio::test(start_paused = true)]
async fn the_time_for_all_attempts_is_kept() {
    let policy = RetryPolicy::new()
        .max_attempts(100)
        .max_total_time(Duration::from_secs(90));
    let script = Script::new(vec![Step::Hang; 100]);
    let client = script.builder().retry(policy).build().unwrap();
    let started = Instant::now();
    let error = contacts(&client).list().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.no_retry(), NoRetry::OutOfTime);
    assert!(
        started.elapsed() <= Duration::from_secs(91),
        "{:?}",
        started.elapsed()
    );
    let timeouts: Vec<_> = script.requests().iter().map(|it| it.timeout).collect();
    assert_eq!(timeouts[0], Duration::from_secs(60));
    assert!(timeouts[1] <= Duration::from_secs(30), "{timeouts:?}");
}

/// As for the upload of a large file.
#[tokio::test(start_paused = true)]
async fn a_time_out_may_be_longer_than_the_usual_time_for_all_attempts() {
    let long = Duration::from_secs(600);
    let explicit = RetryPolicy::new().max_total_time(Duration::from_secs(90));
    for (policy, expected) in [
        (RetryPolicy::new(), 600),
        (RetryPolicy::none(), 600),
        (explicit, 90),
    ] {
        let script = Script::new([ok()]);
        let client = script.builder().timeout(long).retry(policy.clone());
        let client = client.build().unwrap();
        contacts(&client).list().await.unwrap();
        let expected = Duration::from_secs(expected);
        assert_eq!(script.requests()[0].timeout, expected, "{policy:?}");
    }
    let script = Script::new([failing(503), Step::Hang]);
    let list = contacts(&script.client()).list().timeout(long);
    let error = list.await.unwrap_err();
    assert_eq!(error.no_retry(), NoRetry::OutOfTime);
    assert!(script.requests()[1].timeout > Duration::from_secs(599));
}

#[tokio::test(start_paused = true)]
async fn each_request_may_have_settings_of_its_own() {
    let script = Script::new([failing(503), ok()]);
    let client = script.client();
    contacts(&client)
        .list()
        .retry(RetryPolicy::none())
        .timeout(Duration::from_secs(5))
        .await
        .unwrap_err();
    assert_eq!(script.requests()[0].timeout, Duration::from_secs(5));
    contacts(&client).list().await.unwrap();
    assert_eq!(script.requests()[1].timeout, Duration::from_secs(60));
}

#[tokio::test(start_paused = true)]
async fn each_attempt_can_be_observed() {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = Arc::clone(&seen);
    let policy = RetryPolicy::new().on_attempt(move |attempt| {
        log.lock().unwrap().push(format!(
            "{} {} {:?} error {} again {}",
            attempt.operation.id(),
            attempt.number,
            attempt.status.map(|status| status.as_u16()),
            attempt.error.is_some(),
            attempt.retry_in.is_some(),
        ));
    });
    let script = Script::new([INTERRUPTED, failing(502), ok()]);
    let client = script.builder().retry(policy).build().unwrap();
    contacts(&client).list().await.unwrap();
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "objects.list 1 None error true again true",
            "objects.list 2 Some(502) error true again true",
            "objects.list 3 Some(200) error false again false",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn fields_can_be_added_to_the_body() {
    let script = Script::new([ok(), ok()]);
    let client = script.client();
    contacts(&client)
        .update(1, properties! { "phone" => "1" })
        .extra_body("traceId", "t")
        .extra_body("properties", serde_json::json!({ "fax": 1.5 }))
        .await
        .unwrap();
    contacts(&client)
        .restore(1)
        .extra_body("when", 7)
        .await
        .unwrap();
    let bodies: Vec<Value> = script
        .requests()
        .iter()
        .map(|it| serde_json::from_slice(&body_of(it)).unwrap())
        .collect();
    assert_eq!(
        bodies,
        [
            serde_json::json!({ "properties": { "fax": 1.5 }, "traceId": "t" }),
            serde_json::json!({ "when": 7 }),
        ]
    );
    let error = contacts(&client)
        .list()
        .extra_body("a", 1)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /crm/v3/objects/{objectType}: extra fields cannot be added: the body is not an object in JSON"
    );
    assert_eq!(
        (error.attempts(), error.may_have_been_processed()),
        (0, false)
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_sends_nothing_more() {
    let script = Script::new([failing(503), ok()]);
    let client = script.client();
    let call = contacts(&client).list().send();
    assert!(tokio::time::timeout(Duration::ZERO, call).await.is_err());
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(script.count(), 1);
}

//! Calls that have to be over in time, their turn within the rate limits included.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

mod common;

use std::time::Duration;

use common::objects::Objects;
use common::script::{Script, Step, answer, limited, ok};
use hubspot_crm_core::{Client, Error, NoRetry, RateLimitBucket, RateLimits, RetryPolicy};
use tokio::time::Instant;

fn contacts(client: &Client) -> Objects {
    Objects::new(client, "contacts")
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A client that HubSpot has asked to wait for 40 seconds.
async fn refused(script: &std::sync::Arc<Script>) -> Client {
    let builder = script.builder().rate_limits(RateLimits::automatic());
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    contacts(&client).list().await.unwrap_err();
    client
}

fn refusal() -> Step {
    limited("TEN_SECONDLY_ROLLING").header("retry-after", "40")
}

#[tokio::test(start_paused = true)]
async fn a_call_that_would_wait_too_long_is_an_error_at_once() {
    let script = Script::new([refusal(), ok()]);
    let client = refused(&script).await;
    let started = Instant::now();
    let call = contacts(&client).list().deadline(seconds(3));
    let error = call.await.unwrap_err();
    assert_eq!((started.elapsed(), script.count()), (Duration::ZERO, 1));
    assert_eq!(
        error.to_string(),
        "GET /crm/v3/objects/{objectType}: not sent: the rate limit lets no call go for 40 s, \
         which is beyond the deadline"
    );
    assert!(error.is_rate_limited() && !error.is_daily_limit() && !error.is_timeout());
    assert_eq!(error.retry_after(), Some(seconds(40)));
    assert_eq!((error.attempts(), error.status()), (0, None));
    assert!(!error.may_have_been_processed());
    assert_eq!(error.no_retry(), NoRetry::OutOfTime);
    assert_eq!(error.operation().unwrap().id(), "objects.list");
    let Error::Deadline(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.bucket(), RateLimitBucket::TenSecondly);

    // One without a deadline waits.
    contacts(&client).list().await.unwrap();
    assert_eq!(started.elapsed(), seconds(40));
}

#[tokio::test(start_paused = true)]
async fn a_client_has_a_deadline_for_all_its_calls() {
    let script = Script::new([refusal(), ok()]);
    let builder = script.builder().rate_limits(RateLimits::automatic());
    let builder = builder.retry(RetryPolicy::none()).deadline(seconds(3));
    assert!(format!("{builder:?}").contains("deadline: Some(3s)"));
    let client = builder.build().unwrap();
    contacts(&client).list().await.unwrap_err();
    let error = contacts(&client).list().await.unwrap_err();
    assert!(matches!(error, Error::Deadline(_)), "{error:?}");
    // A call may have another one.
    let call = contacts(&client).list().deadline(Duration::MAX);
    call.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_turn_that_does_not_come_is_waited_for_until_the_deadline() {
    let script = Script::new([Step::Hang, Step::Hang]);
    let builder = script.builder();
    let builder = builder.rate_limits(RateLimits::none().max_in_flight(1));
    let client = builder.build().unwrap();
    let other = contacts(&client);
    let other = tokio::spawn(async move { other.list().retry(RetryPolicy::none()).await });
    tokio::task::yield_now().await;
    let started = Instant::now();
    let call = contacts(&client).list().deadline(seconds(3));
    let error = call.await.unwrap_err();
    assert_eq!((started.elapsed(), script.count()), (seconds(3), 1));
    assert_eq!(error.retry_after(), None);
    assert_eq!(
        error.to_string(),
        "GET /crm/v3/objects/{objectType}: not sent: its turn did not come before its deadline"
    );
    assert!(other.await.unwrap().unwrap_err().is_timeout());
}

#[tokio::test(start_paused = true)]
async fn attempts_and_waits_between_them_end_by_the_deadline() {
    let script = Script::new([answer(503, ""), Step::Hang]);
    let started = Instant::now();
    let call = contacts(&script.client()).list().deadline(seconds(5));
    let error = call.await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(
        (error.attempts(), error.no_retry()),
        (2, NoRetry::OutOfTime)
    );
    assert_eq!(started.elapsed(), seconds(5));
}

/// The refusal of the first attempt makes others wait too, its own repeat among them.
#[tokio::test(start_paused = true)]
async fn a_repeat_does_not_wait_for_a_turn_that_comes_too_late() {
    for with_deadline in [false, true] {
        let policy = RetryPolicy::new().max_wait(seconds(60));
        let policy = match with_deadline {
            true => policy,
            false => policy.max_total_time(seconds(8)),
        };
        let script = Script::new([answer(503, "")]);
        // One request in ten seconds.
        let builder = script.builder().retry(policy);
        let builder = builder.rate_limits(RateLimits::none().ten_secondly(1));
        let client = builder.build().unwrap();
        let call = contacts(&client).list();
        let call = match with_deadline {
            true => call.deadline(seconds(8)),
            false => call,
        };
        let started = Instant::now();
        let error = call.await.unwrap_err();
        // The error is what HubSpot answered.
        assert_eq!(error.status().unwrap(), 503);
        assert_eq!(
            (error.attempts(), error.no_retry()),
            (1, NoRetry::OutOfTime)
        );
        assert!(error.may_have_been_processed());
        assert!(started.elapsed() < seconds(1), "{:?}", started.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn to_drop_a_call_that_waits_is_safe() {
    let script = Script::new([refusal(), ok()]);
    let client = refused(&script).await;
    let call = contacts(&client).list();
    let result = tokio::time::timeout(seconds(1), call.send()).await;
    assert!(result.is_err());
    assert_eq!(script.count(), 1);
    assert_eq!(client.rate_limits().ten_secondly.waiting, 0);
    contacts(&client).list().await.unwrap();
}

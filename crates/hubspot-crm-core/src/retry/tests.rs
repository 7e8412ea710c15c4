use std::time::Duration;

use super::*;
use crate::error::{ApiError, TransportError, TransportErrorKind};
use crate::info::Method;
use crate::response::Response;

const CREATE: OperationInfo = OperationInfo::new("things.create", Method::Post, "/things");

fn answer(status: u16, headers: &[(&'static str, &'static str)], body: &'static str) -> Error {
    let headers = headers
        .iter()
        .map(|(name, text)| (name.parse().unwrap(), text.parse().unwrap()))
        .collect();
    let response = Response::new(
        &CREATE,
        StatusCode::from_u16(status).unwrap(),
        headers,
        body.into(),
    );
    ApiError::new(&response).into()
}

fn broken(kind: TransportErrorKind) -> Error {
    TransportError::new(kind, "broken").into()
}

/// The attempts of a call whose time-out is the default one.
fn start(policy: &RetryPolicy, replay_safe: bool) -> Attempts<'_> {
    Attempts::new(policy, replay_safe, Duration::from_secs(60), None)
}

fn next(error: &Error, replay_safe: bool) -> Next {
    next_at(error, replay_safe, 1.0)
}

fn next_at(error: &Error, replay_safe: bool, random: f64) -> Next {
    let policy = RetryPolicy::new();
    start(&policy, replay_safe).after(error, true, random)
}

fn wait(seconds: f64) -> Next {
    Next::Retry(Duration::from_secs_f64(seconds))
}

const RATE_LIMIT: &str = r#"{"errorType":"RATE_LIMIT","policyName":"SECONDLY"}"#;
const TEN_SECONDS: &str = r#"{"policyName":"TEN_SECONDLY_ROLLING"}"#;
const DAILY: &str = r#"{"policyName":"DAILY"}"#;

#[tokio::test(start_paused = true)]
async fn what_was_refused_is_repeated_whatever_it_is() {
    let asked = [("retry-after", "7")];
    for (error, least, most) in [
        (broken(TransportErrorKind::Connect), 0.0, 0.5),
        (answer(429, &[], ""), 0.0, 1.0),
        (answer(429, &[], RATE_LIMIT), 0.5, 1.5),
        (answer(429, &[], TEN_SECONDS), 1.0, 5.0),
        (answer(429, &asked, TEN_SECONDS), 7.0, 7.5),
        (answer(423, &[], ""), 2.0, 2.5),
        (answer(477, &[], ""), 2.0, 2.5),
        (answer(477, &asked, ""), 7.0, 7.5),
    ] {
        for replay_safe in [false, true] {
            assert_eq!(next_at(&error, replay_safe, 0.0), wait(least), "{error}");
            assert_eq!(next_at(&error, replay_safe, 1.0), wait(most), "{error}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_may_have_happened_is_repeated_if_it_is_safe() {
    for error in [
        broken(TransportErrorKind::Timeout),
        broken(TransportErrorKind::Interrupted),
        broken(TransportErrorKind::Other),
        answer(408, &[], ""),
        answer(500, &[], ""),
        answer(502, &[], ""),
        answer(503, &[], "<html>"),
        answer(504, &[], ""),
        answer(521, &[], ""),
        answer(523, &[], ""),
        answer(524, &[], ""),
    ] {
        assert_eq!(next(&error, true), wait(0.5), "{error}");
        assert_eq!(
            next(&error, false),
            Next::Stop(NoRetry::MayBeProcessed),
            "{error}"
        );
        let policy = RetryPolicy::new().repeat_creates(true);
        assert_eq!(
            start(&policy, false).after(&error, true, 1.0),
            wait(0.5),
            "{error}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn what_another_attempt_does_not_mend_is_not_repeated() {
    for status in [400, 401, 403, 404, 409, 414, 415, 422, 501, 505, 302] {
        let error = answer(status, &[], "");
        assert_eq!(
            next(&error, true),
            Next::Stop(NoRetry::Permanent),
            "{status}"
        );
    }
    assert_eq!(
        next(&answer(429, &[], DAILY), true),
        Next::Stop(NoRetry::DailyLimit)
    );
    let long = answer(477, &[("retry-after", "86400")], "");
    assert_eq!(next(&long, true), Next::Stop(NoRetry::WaitTooLong));
    let lazy = RetryPolicy::new()
        .max_wait(Duration::from_secs(90_000))
        .max_total_time(Duration::from_secs(100_000));
    assert_eq!(start(&lazy, true).after(&long, true, 0.0), wait(86_400.0));
    let policy = RetryPolicy::new();
    assert_eq!(
        start(&policy, true).after(&answer(429, &[], ""), false, 0.0),
        Next::Stop(NoRetry::BodyIsStream)
    );
}

#[tokio::test(start_paused = true)]
async fn waits_double_up_to_their_bound() {
    let policy = RetryPolicy::new()
        .max_attempts(9)
        .backoff(Duration::from_secs(1), Duration::from_secs(5));
    let mut attempts = start(&policy, true);
    let mut bounds = Vec::new();
    for _ in 0..5 {
        bounds.push(attempts.after(&answer(503, &[], ""), true, 1.0));
        assert!(attempts.again());
    }
    assert_eq!(bounds, [1.0, 2.0, 4.0, 5.0, 5.0].map(wait));
    assert!(attempts.may_have_been_processed());
}

#[tokio::test(start_paused = true)]
async fn attempts_and_time_run_out() {
    let policy = RetryPolicy::new()
        .max_attempts(2)
        .max_total_time(Duration::from_secs(3));
    let error = answer(503, &[], "");
    let mut attempts = start(&policy, true);
    assert_eq!(attempts.time_left(), Duration::from_secs(3));
    assert_eq!(attempts.after(&error, true, 1.0), wait(0.5));
    assert!(attempts.again());
    assert_eq!(
        attempts.after(&error, true, 1.0),
        Next::Stop(NoRetry::OutOfAttempts)
    );

    let mut attempts = start(&policy, true);
    tokio::time::advance(Duration::from_millis(2600)).await;
    assert_eq!(
        attempts.after(&error, true, 1.0),
        Next::Stop(NoRetry::OutOfTime)
    );
    assert_eq!(attempts.after(&error, true, 0.5), wait(0.25));
    tokio::time::advance(Duration::from_millis(400)).await;
    assert!(!attempts.again());
    assert_eq!(attempts.number(), 1);
}

#[test]
fn settings_beyond_all_bounds_do_no_harm() {
    let policy = RetryPolicy::new()
        .max_attempts(u32::MAX)
        .max_total_time(Duration::MAX)
        .max_wait(Duration::MAX)
        .backoff(Duration::MAX, Duration::MAX);
    let mut attempts = start(&policy, true);
    for _ in 0..100 {
        let next = attempts.after(
            &answer(503, &[("retry-after", "18446744073709551615")], ""),
            true,
            1.0,
        );
        assert!(matches!(
            next,
            Next::Retry(_) | Next::Stop(NoRetry::OutOfTime)
        ));
        attempts.after(&answer(423, &[], ""), true, 1.0);
        attempts.again();
    }
    assert_eq!(
        start(&RetryPolicy::none().max_attempts(0), true).after(&answer(503, &[], ""), true, 0.0),
        Next::Stop(NoRetry::OutOfAttempts)
    );
}

mod cancel;
mod deadline;
mod headers;
mod in_flight;
mod law;
mod refusals;
mod waiting;

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode};
use tokio::time::{Instant, advance};

use super::{Limiter, Observed, Permit, RateLimitBucket, RateLimits};
use crate::info::{Method, OperationInfo};

const GET: OperationInfo = OperationInfo::new("owners.list", Method::Get, "/crm/v3/owners");
const SEARCH: OperationInfo =
    OperationInfo::new("deals.search", Method::Post, "/crm/v3/objects/deals/search")
        .rate_limit_exempt(&["daily", "ten-secondly"]);
const LABELS: OperationInfo =
    OperationInfo::new("labels.list", Method::Get, "/crm/v4/associations/labels")
        .rate_limit_exempt(&["ten-secondly"]);

impl Limiter {
    /// Waits however long it takes.
    async fn acquire(&self, operation: &OperationInfo) -> Permit {
        self.acquire_by(operation, None).await.unwrap()
    }
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// An answer.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    policy: Option<&'static str>,
    retry_after: Option<Duration>,
}

impl Answer {
    fn ok() -> Self {
        Self {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            policy: None,
            retry_after: None,
        }
    }

    fn refused(policy: Option<&'static str>, retry_after: Option<Duration>) -> Self {
        Self {
            status: StatusCode::TOO_MANY_REQUESTS,
            policy,
            retry_after,
            ..Self::ok()
        }
    }

    fn header(mut self, name: &'static str, value: u64) -> Self {
        self.headers.insert(name, HeaderValue::from(value));
        self
    }

    /// The headers of the quota.
    fn quota(self, max: u64, remaining: u64) -> Self {
        self.header("x-hubspot-ratelimit-max", max)
            .header("x-hubspot-ratelimit-remaining", remaining)
            .header("x-hubspot-ratelimit-interval-milliseconds", 10_000)
    }

    fn to(&self, permit: Permit) {
        permit.answered(&Observed {
            status: self.status,
            headers: &self.headers,
            policy: self.policy,
            retry_after: self.retry_after,
        });
    }
}

/// Sends a request that is answered at once, and tells how long it waited.
async fn send(limiter: &Limiter, operation: &OperationInfo) -> Duration {
    let start = Instant::now();
    let permit = limiter.acquire(operation).await;
    let waited = start.elapsed();
    Answer::ok().to(permit);
    waited
}

/// Uses up what may go at once.
async fn exhaust(limiter: &Limiter, operation: &OperationInfo, count: usize) {
    for _ in 0..count {
        assert_eq!(send(limiter, operation).await, Duration::ZERO);
    }
}

/// Polls once.
fn poll<F: Future + ?Sized>(future: &mut Pin<Box<F>>) -> Poll<F::Output> {
    future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn buckets() {
    const OF_SEARCH: RateLimitBucket = SEARCH.rate_limit_bucket();
    assert_eq!(OF_SEARCH, RateLimitBucket::Search);
    assert_eq!(GET.rate_limit_bucket(), RateLimitBucket::TenSecondly);
    assert_eq!(LABELS.rate_limit_bucket(), RateLimitBucket::Exempt);
    let of = |method, path, exempt| {
        let operation = OperationInfo::new("a.b", method, path);
        operation.rate_limit_exempt(exempt).rate_limit_bucket()
    };
    let cases: [(_, _, &[&str], _); 6] = [
        (
            Method::Post,
            "/crm/v3/lists/search",
            &[],
            RateLimitBucket::TenSecondly,
        ),
        (
            Method::Post,
            "/a/search",
            &["daily"],
            RateLimitBucket::TenSecondly,
        ),
        (
            Method::Post,
            "/a/search",
            &["ten-secondly"],
            RateLimitBucket::Search,
        ),
        (
            Method::Get,
            "/a/search",
            &["ten-secondly"],
            RateLimitBucket::Exempt,
        ),
        (
            Method::Post,
            "/a/research",
            &["ten-secondly"],
            RateLimitBucket::Exempt,
        ),
        (
            Method::Post,
            "/a/search",
            &["not-ten-secondly"],
            RateLimitBucket::TenSecondly,
        ),
    ];
    for (method, path, exempt, bucket) in cases {
        let exempt: &'static [&'static str] = Box::leak(Box::from(exempt));
        assert_eq!(
            of(method, path, exempt),
            bucket,
            "{method} {path} {exempt:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn limiters_share_nothing_and_clones_everything() {
    let one = Limiter::new(RateLimits::none().ten_secondly(1));
    let clone = one.clone();
    let other = Limiter::new(RateLimits::none().ten_secondly(1));
    exhaust(&one, &GET, 1).await;
    exhaust(&other, &GET, 1).await;
    assert_eq!(send(&clone, &GET).await, seconds(10));
}

#[tokio::test(start_paused = true)]
async fn presets() {
    let cases = [
        (RateLimits::default(), 100),
        (RateLimits::private_app_starter(), 100),
        (RateLimits::oauth_app(), 110),
        (RateLimits::private_app_professional(), 190),
        (RateLimits::limit_increase(), 250),
    ];
    for (limits, requests) in cases {
        let limiter = Limiter::new(limits);
        exhaust(&limiter, &GET, requests).await;
        exhaust(&limiter, &SEARCH, 5).await;
        exhaust(&limiter, &LABELS, 1000).await;
        assert_eq!(send(&limiter, &SEARCH).await, seconds(1));
        assert_eq!(send(&limiter, &GET).await, seconds(9));
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_nothing_is_one() {
    let limits = RateLimits::none().ten_secondly(0).search_per_second(0);
    let limiter = Limiter::new(limits.max_in_flight(0));
    for operation in [&GET, &SEARCH, &LABELS] {
        exhaust(&limiter, operation, 1).await;
    }
}

#[tokio::test(start_paused = true)]
async fn none_never_waits() {
    let limiter = Limiter::new(RateLimits::none());
    for operation in [&GET, &SEARCH, &LABELS] {
        let permit = limiter.acquire(operation).await;
        Answer::refused(Some("TEN_SECONDLY_ROLLING"), Some(seconds(9)))
            .quota(100, 0)
            .to(permit);
        exhaust(&limiter, operation, 1000).await;
    }
    let status = limiter.status();
    assert_eq!(status.ten_secondly, super::BucketStatus::default());
    assert_eq!(status.in_flight, 0);
}

#[tokio::test(start_paused = true)]
async fn status_and_debug() {
    let limiter = Limiter::new(RateLimits::none().ten_secondly(3).max_in_flight(9));
    let permits = [limiter.acquire(&GET).await, limiter.acquire(&LABELS).await];
    exhaust(&limiter, &GET, 2).await;
    let mut waits = Box::pin(limiter.acquire(&GET));
    assert!(poll(&mut waits).is_pending());
    let status = limiter.status();
    assert_eq!((status.in_flight, status.max_in_flight), (2, Some(9)));
    let bucket = &status.ten_secondly;
    assert_eq!((bucket.limit, bucket.used), (Some(3), 3));
    assert_eq!((bucket.available, bucket.waiting), (Some(0), 1));
    assert_eq!((status.exempt.limit, status.exempt.available), (None, None));
    assert_eq!(status.search.limit, None);
    assert!(format!("{limiter:?} {permits:?}").contains("in_flight: 2"));
    let limits = RateLimits::oauth_app().on_wait(|_| {});
    assert!(format!("{limits:?}").contains("Some(Hook)"));
    drop(waits);
    drop(permits);
    advance(seconds(11)).await;
    let status = limiter.status();
    assert_eq!(status.in_flight, 0);
    let bucket = &status.ten_secondly;
    assert_eq!(
        (bucket.used, bucket.available, bucket.waiting),
        (0, Some(3), 0)
    );
}

//! Callers that do not wait for any length of time.

use super::super::Late;
use super::*;

async fn within(
    limiter: &Limiter,
    operation: &OperationInfo,
    time: Duration,
) -> Result<Permit, Late> {
    limiter
        .acquire_by(operation, Some(Instant::now() + time))
        .await
}

fn late(bucket: RateLimitBucket, opens_in: Option<Duration>) -> Late {
    Late { bucket, opens_in }
}

/// Tells that a caller was refused, and after how long.
async fn refused(limiter: &Limiter, operation: &OperationInfo, time: Duration) -> (Late, Duration) {
    let start = Instant::now();
    let late = within(limiter, operation, time).await.unwrap_err();
    (late, start.elapsed())
}

#[tokio::test(start_paused = true)]
async fn a_known_wait_that_is_too_long_is_refused_at_once() {
    let limiter = Limiter::new(RateLimits::none().ten_secondly(2));
    exhaust(&limiter, &GET, 2).await;
    let (refusal, after) = refused(&limiter, &GET, seconds(3)).await;
    assert_eq!(
        refusal,
        late(RateLimitBucket::TenSecondly, Some(seconds(10)))
    );
    assert_eq!(after, Duration::ZERO);
    // It is in nobody's way.
    assert_eq!(limiter.status().ten_secondly.waiting, 0);
    advance(seconds(4)).await;
    assert_eq!(send(&limiter, &GET).await, seconds(6));
}

#[tokio::test(start_paused = true)]
async fn a_pause_after_a_refusal_counts_too() {
    let limiter = Limiter::new(RateLimits::automatic());
    let permit = limiter.acquire(&GET).await;
    Answer::refused(Some("TEN_SECONDLY_ROLLING"), Some(seconds(40))).to(permit);
    let (refusal, after) = refused(&limiter, &GET, seconds(3)).await;
    assert_eq!(refusal.opens_in, Some(seconds(40)));
    assert_eq!(after, Duration::ZERO);
    // Others are not concerned.
    assert!(within(&limiter, &LABELS, Duration::ZERO).await.is_ok());
    let start = Instant::now();
    assert!(within(&limiter, &GET, seconds(41)).await.is_ok());
    assert_eq!(start.elapsed(), seconds(40));
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_ends_in_time_is_waited_for() {
    let limiter = Limiter::new(RateLimits::none().ten_secondly(1));
    exhaust(&limiter, &GET, 1).await;
    let start = Instant::now();
    assert!(within(&limiter, &GET, seconds(10)).await.is_ok());
    assert_eq!(start.elapsed(), seconds(10));
}

#[tokio::test(start_paused = true)]
async fn a_place_in_flight_is_waited_for_until_the_deadline() {
    let limiter = Limiter::new(RateLimits::none().max_in_flight(1));
    let permit = limiter.acquire(&LABELS).await;
    let (refusal, after) = refused(&limiter, &GET, seconds(3)).await;
    assert_eq!(refusal, late(RateLimitBucket::TenSecondly, None));
    assert_eq!(after, seconds(3));
    drop(permit);
    assert!(within(&limiter, &GET, Duration::ZERO).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn others_before_are_waited_for_until_the_deadline() {
    let limiter = Limiter::new(RateLimits::none().search_per_second(1));
    exhaust(&limiter, &SEARCH, 1).await;
    let others: Vec<_> = (0..5)
        .map(|_| {
            let limiter = limiter.clone();
            tokio::spawn(async move { send(&limiter, &SEARCH).await })
        })
        .collect();
    tokio::task::yield_now().await;
    let (refusal, after) = refused(&limiter, &SEARCH, millis(2_500)).await;
    // The limit opens in time at first, and then for others.
    assert!(after <= millis(2_500), "{after:?}");
    assert!(refusal.opens_in.is_some_and(|wait| wait <= seconds(1)));
    for (place, other) in (1..).zip(others) {
        assert_eq!(other.await.unwrap(), seconds(place));
    }
}

#[tokio::test(start_paused = true)]
async fn no_time_is_enough_where_nothing_is_waited_for() {
    let limiter = Limiter::new(RateLimits::none().ten_secondly(1));
    assert!(within(&limiter, &GET, Duration::ZERO).await.is_ok());
    assert!(within(&limiter, &GET, Duration::ZERO).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn the_hook_is_told_of_waits_that_were_given_up() {
    let waits = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let told = std::sync::Arc::clone(&waits);
    let limits = RateLimits::none().ten_secondly(1).max_in_flight(1);
    let limiter = Limiter::new(limits.on_wait(move |wait| {
        told.lock().unwrap().push((wait.waited, wait.given_up));
    }));
    let permit = limiter.acquire(&LABELS).await;
    refused(&limiter, &LABELS, seconds(2)).await;
    assert_eq!(*waits.lock().unwrap(), [(seconds(2), true)]);
    drop(permit);
    exhaust(&limiter, &GET, 1).await;
    // Nobody waited.
    refused(&limiter, &GET, seconds(2)).await;
    assert_eq!(waits.lock().unwrap().len(), 1);
}

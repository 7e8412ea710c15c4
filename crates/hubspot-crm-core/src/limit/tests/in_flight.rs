//! The bound on calls in flight.

use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use tokio::time::sleep;

use super::*;

#[tokio::test(start_paused = true)]
async fn bounds_all_buckets_together() {
    let limiter = Limiter::new(RateLimits::none().max_in_flight(2));
    let first = limiter.acquire(&GET).await;
    let second = limiter.acquire(&SEARCH).await;
    let mut third = Box::pin(limiter.acquire(&LABELS));
    assert!(poll(&mut third).is_pending());
    drop(first);
    let Poll::Ready(third) = poll(&mut third) else {
        panic!("it waits");
    };
    assert_eq!(limiter.status().in_flight, 2);
    drop((second, third));
    assert_eq!(limiter.status().in_flight, 0);
}

/// Who waits for a limit takes no place in flight from those who need not.
#[tokio::test(start_paused = true)]
async fn waiting_takes_no_place() {
    let limits = RateLimits::none().search_per_second(1).max_in_flight(2);
    let limiter = Limiter::new(limits);
    exhaust(&limiter, &SEARCH, 1).await;
    let mut searches: Vec<_> = (0..9).map(|_| Box::pin(limiter.acquire(&SEARCH))).collect();
    assert!(searches.iter_mut().all(|search| poll(search).is_pending()));
    exhaust(&limiter, &GET, 20).await;
}

/// The earlier caller goes first, whatever its bucket.
#[tokio::test(start_paused = true)]
async fn places_go_in_order() {
    let limiter = Limiter::new(RateLimits::none().max_in_flight(1));
    let held = limiter.acquire(&GET).await;
    let mut callers: Vec<_> = [&SEARCH, &GET, &LABELS, &GET]
        .into_iter()
        .map(|operation| Box::pin(limiter.acquire(operation)))
        .collect();
    assert!(callers.iter_mut().all(|caller| poll(caller).is_pending()));
    drop(held);
    while !callers.is_empty() {
        // The last that asks is not the first to go.
        for later in callers.iter_mut().skip(1).rev() {
            assert!(poll(later).is_pending());
        }
        assert!(poll(&mut callers[0]).is_ready());
        drop(callers.remove(0));
    }
}

/// A caller of another bucket that is put aside holds nobody up.
#[tokio::test(start_paused = true)]
async fn callers_that_are_put_aside() {
    let limiter = Limiter::new(RateLimits::none().max_in_flight(1));
    let held = limiter.acquire(&GET).await;
    let mut aside = Box::pin(limiter.acquire(&SEARCH));
    assert!(poll(&mut aside).is_pending());
    drop(held);
    assert!(send(&limiter, &GET).await <= millis(200));
    assert_eq!(limiter.status().search.waiting, 1);
    drop(aside);
    assert_eq!(limiter.status().search.waiting, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn is_never_exceeded(
        max in 1..4_u32,
        calls in prop::collection::vec((0..3_usize, 0..2000_u64, 0..3000_u64), 1..60),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        let limits = RateLimits::none().ten_secondly(5).search_per_second(2);
        let limiter = Limiter::new(limits.max_in_flight(max));
        let in_flight = AtomicUsize::new(0);
        let calls = calls.into_iter().map(|(operation, after, takes)| {
            let (limiter, in_flight) = (&limiter, &in_flight);
            async move {
                sleep(millis(after)).await;
                let permit = limiter.acquire([&GET, &SEARCH, &LABELS][operation]).await;
                let now = in_flight.fetch_add(1, Ordering::Relaxed) + 1;
                assert!(now <= max as usize);
                sleep(millis(takes)).await;
                in_flight.fetch_sub(1, Ordering::Relaxed);
                Answer::ok().to(permit);
            }
        });
        runtime.block_on(futures_util::future::join_all(calls));
        assert_eq!(limiter.status().in_flight, 0);
    }
}

/// Threads that compete for a place.
#[test]
fn among_threads() {
    let limiter = Limiter::new(RateLimits::none().max_in_flight(3));
    let in_flight = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_time()
                    .build()
                    .unwrap();
                runtime.block_on(async {
                    for _ in 0..100 {
                        let permit = limiter.acquire(&GET).await;
                        assert!(in_flight.fetch_add(1, Ordering::SeqCst) < 3);
                        tokio::task::yield_now().await;
                        in_flight.fetch_sub(1, Ordering::SeqCst);
                        drop(permit);
                    }
                });
            });
        }
    });
    let status = limiter.status();
    assert_eq!((status.in_flight, status.ten_secondly.waiting), (0, 0));
}

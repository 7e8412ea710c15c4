//! Callers that go away.

use super::*;

fn assert_idle(limiter: &Limiter, used: usize) {
    let status = limiter.status();
    assert_eq!(status.in_flight, 0);
    assert_eq!(status.ten_secondly.waiting, 0);
    assert_eq!(status.ten_secondly.used, used);
}

/// A wait has two reasons here, one after the other; it is given up after each number of polls.
#[tokio::test(start_paused = true)]
async fn at_every_poll() {
    for polls in 0..=4 {
        let limits = RateLimits::none().ten_secondly(2).max_in_flight(1);
        let limiter = Limiter::new(limits);
        exhaust(&limiter, &GET, 1).await;
        let held = limiter.acquire(&GET).await;
        let mut caller = Box::pin(limiter.acquire(&GET));
        let mut held = Some(held);
        for number in 0..polls {
            match number {
                0 => {}
                1 => Answer::ok().to(held.take().unwrap()),
                2 => advance(seconds(9)).await,
                _ => advance(seconds(1)).await,
            }
            // The permit is dropped as well.
            assert_eq!(poll(&mut caller).is_ready(), number == 3);
            if number == 3 {
                break;
            }
        }
        drop(caller);
        if let Some(held) = held {
            Answer::ok().to(held);
        }
        // A permit that was not answered for counts a little longer.
        assert_idle(&limiter, if polls == 4 { 1 } else { 2 });
        advance(seconds(11)).await;
        assert_idle(&limiter, 0);
        exhaust(&limiter, &GET, 2).await;
    }
}

#[tokio::test(start_paused = true)]
async fn those_behind_move_up() {
    let limiter = Limiter::new(RateLimits::none().ten_secondly(1));
    exhaust(&limiter, &GET, 1).await;
    let mut callers: Vec<_> = (0..5).map(|_| Box::pin(limiter.acquire(&GET))).collect();
    assert!(callers.iter_mut().all(|caller| poll(caller).is_pending()));
    // Those in the middle, then the first, after it was woken.
    callers.drain(1..3);
    advance(seconds(10)).await;
    drop(callers.remove(0));
    assert!(poll(&mut callers[1]).is_pending(), "it is not its turn");
    assert!(poll(&mut callers[0]).is_ready());
    drop(callers);
    assert_idle(&limiter, 1);
}

/// The first goes away while the others sleep: the next one takes over its timer.
#[tokio::test(start_paused = true)]
async fn the_next_wakes_in_time() {
    let limiter = Limiter::new(RateLimits::none().ten_secondly(1));
    exhaust(&limiter, &GET, 1).await;
    let first = tokio::time::timeout(seconds(9), limiter.acquire(&GET));
    let (first, waited) = tokio::join!(first, send(&limiter, &GET));
    assert!(first.is_err());
    assert_eq!(waited, seconds(10));
}

/// Nobody polls the permit's owner any more, and no answer comes.
#[tokio::test(start_paused = true)]
async fn a_request_without_end_does_not_count_for_ever() {
    let limiter = Limiter::new(RateLimits::none().search_per_second(1));
    let stuck = limiter.acquire(&SEARCH).await;
    assert_eq!(send(&limiter, &SEARCH).await, seconds(16));
    Answer::ok().to(stuck);
    assert_eq!(limiter.status().search.used, 1);
}

/// It may have left, and arrive yet.
#[tokio::test(start_paused = true)]
async fn a_request_that_was_given_up_counts_a_little_longer() {
    let limiter = Limiter::new(RateLimits::none().ten_secondly(1));
    drop(limiter.acquire(&GET).await);
    assert_eq!(send(&limiter, &GET).await, seconds(11));
}

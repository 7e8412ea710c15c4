//! The order of those who wait, and what is told of it.

use std::sync::{Arc, Mutex};

use super::*;

#[tokio::test(start_paused = true)]
async fn first_come_first_served() {
    let limiter = Limiter::new(RateLimits::none().ten_secondly(7));
    let order = Mutex::new(Vec::new());
    let callers = (0..100).map(|number| {
        let (limiter, order) = (&limiter, &order);
        async move {
            send(limiter, &GET).await;
            order.lock().unwrap().push(number);
        }
    });
    let start = Instant::now();
    futures_util::future::join_all(callers).await;
    assert_eq!(*order.lock().unwrap(), (0..100).collect::<Vec<_>>());
    // The hundredth is in the fifteenth interval. Timers of Tokio count whole milliseconds.
    assert!(start.elapsed() >= seconds(140) && start.elapsed() < seconds(141));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_comes_early_makes_room_early() {
    let limiter = Limiter::new(RateLimits::none().search_per_second(1));
    let permit = limiter.acquire(&SEARCH).await;
    let start = Instant::now();
    let answer = async {
        tokio::time::sleep(millis(300)).await;
        Answer::ok().to(permit);
    };
    let ((), next) = tokio::join!(answer, limiter.acquire(&SEARCH));
    assert_eq!(start.elapsed(), millis(1300));
    drop(next);
}

/// As in a stream of calls whose consumer makes a call for each item.
#[tokio::test(start_paused = true)]
async fn callers_that_are_put_aside_hold_nobody_up() {
    let limiter = Limiter::new(RateLimits::none().ten_secondly(2));
    exhaust(&limiter, &GET, 2).await;
    let mut aside: Vec<_> = (0..30).map(|_| Box::pin(limiter.acquire(&GET))).collect();
    assert!(aside.iter_mut().all(|caller| poll(caller).is_pending()));
    assert_eq!(limiter.status().ten_secondly.waiting, 30);

    let waited = send(&limiter, &GET).await;
    assert!(waited >= seconds(10) && waited <= seconds(12), "{waited:?}");
    // By then they have been passed by, and cost no more time.
    assert_eq!(send(&limiter, &GET).await, Duration::ZERO);
    assert_eq!(limiter.status().ten_secondly.waiting, 30);

    // They come first again once they are polled.
    assert!(aside.iter_mut().all(|caller| poll(caller).is_pending()));
    let mut late = Box::pin(limiter.acquire(&GET));
    assert!(poll(&mut late).is_pending());
    advance(seconds(10)).await;
    assert!(poll(&mut late).is_pending());
    let permits: Vec<_> = aside.iter_mut().map(poll).collect();
    assert!(permits[..2].iter().all(Poll::is_ready));
    assert!(permits[2..].iter().all(Poll::is_pending));
}

#[tokio::test(start_paused = true)]
async fn the_hook_hears_of_each_wait() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hook = {
        let heard = Arc::clone(&heard);
        move |wait: &super::super::RateLimitWait| {
            assert!(!wait.given_up);
            heard.lock().unwrap().push((wait.bucket, wait.waited));
        }
    };
    let limits = RateLimits::none().ten_secondly(1).search_per_second(1);
    let limiter = Limiter::new(limits.on_wait(hook));
    for operation in [&GET, &SEARCH, &SEARCH, &LABELS, &GET] {
        send(&limiter, operation).await;
    }
    let expected = [
        (RateLimitBucket::Search, seconds(1)),
        (RateLimitBucket::TenSecondly, seconds(9)),
    ];
    assert_eq!(*heard.lock().unwrap(), expected);
}

/// A caller that waits for a place in flight, one that is passed by and one that never asked.
#[tokio::test(start_paused = true)]
async fn the_hook_hears_of_waits_that_are_given_up() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hook = {
        let heard = Arc::clone(&heard);
        move |wait: &super::super::RateLimitWait| heard.lock().unwrap().push(wait.clone())
    };
    let limits = RateLimits::none().ten_secondly(1).max_in_flight(1);
    let limiter = Limiter::new(limits.on_wait(hook));
    let permit = limiter.acquire(&GET).await;
    let impatient = tokio::time::timeout(seconds(3), limiter.acquire(&LABELS));
    assert!(impatient.await.is_err());
    Answer::ok().to(permit);
    let mut passed_by = Box::pin(limiter.acquire(&GET));
    assert!(poll(&mut passed_by).is_pending());
    let waited = send(&limiter, &GET).await;
    drop(passed_by);
    drop(limiter.acquire(&GET));
    let heard: Vec<_> = heard.lock().unwrap().clone();
    let told: Vec<_> = heard
        .iter()
        .map(|wait| (wait.bucket, wait.waited, wait.given_up))
        .collect();
    let expected = [
        (RateLimitBucket::Exempt, seconds(3), true),
        (RateLimitBucket::TenSecondly, waited, false),
        (RateLimitBucket::TenSecondly, waited, true),
    ];
    assert_eq!(told, expected);
    let status = limiter.status();
    assert_eq!((status.in_flight, status.ten_secondly.waiting), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_hook_that_panics_keeps_nothing() {
    let limits = RateLimits::none().ten_secondly(1).max_in_flight(1);
    let limiter = Limiter::new(limits.on_wait(|_| panic!("the hook fails")));
    send(&limiter, &GET).await;
    let failing = limiter.clone();
    let task = tokio::spawn(async move { send(&failing, &GET).await });
    assert!(task.await.unwrap_err().is_panic());
    let status = limiter.status();
    assert_eq!((status.in_flight, status.ten_secondly.waiting), (0, 0));
}

/// What need not wait needs no timer, so it works in any executor.
#[test]
fn no_runtime_is_needed_to_go_at_once() {
    let limiter = Limiter::new(RateLimits::automatic());
    let mut caller = Box::pin(limiter.acquire(&GET));
    let Poll::Ready(permit) = poll(&mut caller) else {
        panic!("it waits");
    };
    Answer::ok().to(permit);
}

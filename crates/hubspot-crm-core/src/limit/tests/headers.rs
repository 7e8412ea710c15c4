//! What the headers of answers do.

use super::*;

async fn answer(limiter: &Limiter, operation: &OperationInfo, answer: &Answer) {
    answer.to(limiter.acquire(operation).await);
}

/// How many go at once.
async fn at_once(limiter: &Limiter) -> usize {
    let mut count = 0;
    while let Poll::Ready(permit) = poll(&mut Box::pin(limiter.acquire(&GET))) {
        Answer::ok().to(permit);
        count += 1;
        assert!(count < 1000);
    }
    count
}

#[tokio::test(start_paused = true)]
async fn others_use_the_quota() {
    let limiter = Limiter::new(RateLimits::private_app_starter());
    answer(&limiter, &GET, &Answer::ok().quota(100, 30)).await;
    let status = limiter.status().ten_secondly;
    assert_eq!((status.used, status.used_by_others), (1, 69));
    assert_eq!(status.available, Some(30));
    assert_eq!(at_once(&limiter).await, 30);
    // Until the interval has passed.
    assert_eq!(send(&limiter, &GET).await, seconds(10));
    assert_eq!(at_once(&limiter).await, 99);
}

/// A ceiling is for this client alone: what others use does not count against it.
#[tokio::test(start_paused = true)]
async fn a_share_of_the_quota() {
    let limiter = Limiter::new(RateLimits::none().ten_secondly(50));
    answer(&limiter, &GET, &Answer::ok().quota(100, 60)).await;
    assert_eq!(at_once(&limiter).await, 49);
    advance(seconds(10)).await;
    answer(&limiter, &GET, &Answer::ok().quota(100, 20)).await;
    assert_eq!(at_once(&limiter).await, 20);
}

/// Nothing that this client sent itself is ever taken for others' requests, however late the news.
#[tokio::test(start_paused = true)]
async fn own_requests_are_not_those_of_others() {
    let limiter = Limiter::new(RateLimits::private_app_starter());
    let slow = limiter.acquire(&GET).await;
    for sent in 2..=100 {
        answer(&limiter, &GET, &Answer::ok().quota(100, 100 - sent)).await;
        assert_eq!(limiter.status().ten_secondly.used_by_others, 0);
    }
    // What it says was true when the last of these had arrived.
    advance(seconds(11)).await;
    Answer::ok().quota(100, 0).to(slow);
    assert_eq!(limiter.status().ten_secondly.used_by_others, 0);
}

#[tokio::test(start_paused = true)]
async fn newer_answers_count() {
    let limiter = Limiter::new(RateLimits::private_app_starter());
    answer(&limiter, &GET, &Answer::ok().quota(100, 0)).await;
    assert_eq!(limiter.status().ten_secondly.available, Some(0));
    // The only one that may go is the one that takes the place of the first.
    assert_eq!(send(&limiter, &GET).await, seconds(10));
    let permit = limiter.acquire(&GET).await;
    Answer::ok().quota(100, 90).to(permit);
    assert_eq!(limiter.status().ten_secondly.used_by_others, 8);
}

#[tokio::test(start_paused = true)]
async fn the_quota_may_be_another() {
    // A smaller one holds.
    let limiter = Limiter::new(RateLimits::private_app_professional());
    answer(&limiter, &GET, &Answer::ok().quota(110, 109)).await;
    assert_eq!(at_once(&limiter).await, 109);
    // A larger one does not lift what was set.
    let limiter = Limiter::new(RateLimits::private_app_starter());
    answer(&limiter, &GET, &Answer::ok().quota(190, 189)).await;
    assert_eq!(at_once(&limiter).await, 99);
    // Unless nothing was set.
    let limiter = Limiter::new(RateLimits::automatic());
    answer(&limiter, &GET, &Answer::ok().quota(190, 189)).await;
    assert_eq!(at_once(&limiter).await, 189);
}

/// News of more room reaches those who wait.
#[tokio::test(start_paused = true)]
async fn a_larger_quota_wakes() {
    let limiter = Limiter::new(RateLimits::automatic());
    let permit = limiter.acquire(&GET).await;
    exhaust(&limiter, &GET, 99).await;
    let news = async {
        tokio::time::sleep(seconds(2)).await;
        Answer::ok().quota(190, 90).to(permit);
    };
    let ((), waited) = tokio::join!(news, send(&limiter, &GET));
    assert_eq!(waited, seconds(2));
}

#[tokio::test(start_paused = true)]
async fn numbers_beyond_all_bounds_do_no_harm() {
    let extremes = [0, 1, u64::from(u32::MAX), u64::MAX - 1, u64::MAX];
    for max in extremes {
        for remaining in extremes {
            let limiter = Limiter::new(RateLimits::automatic());
            let mut odd = Answer::ok().quota(max, remaining);
            for name in ["daily", "daily-remaining"] {
                let name = format!("x-hubspot-ratelimit-{name}");
                let name: http::HeaderName = name.parse().unwrap();
                odd.headers.insert(name, HeaderValue::from(u64::MAX));
            }
            for _ in 0..3 {
                answer(&limiter, &GET, &odd).await;
                let status = limiter.status().ten_secondly;
                assert!(status.available <= status.limit, "{max} {remaining}");
            }
            // With the headers of a refusal too.
            odd.status = StatusCode::TOO_MANY_REQUESTS;
            odd.retry_after = Some(Duration::MAX);
            answer(&limiter, &GET, &odd).await;
            assert!(send(&limiter, &GET).await <= seconds(60));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_about_this_limit_is_let_be() {
    const OF_APP: OperationInfo = OperationInfo::new(
        "cards.list",
        Method::Get,
        "/crm/v3/extensions/cards/{appId}",
    )
    .developer_key();
    let full = Answer::ok().quota(10, 0);
    let limiter = Limiter::new(RateLimits::private_app_starter());
    // The quota of an app's own calls is another.
    for operation in [&SEARCH, &LABELS, &OF_APP] {
        answer(&limiter, operation, &full).await;
    }
    let second = full.header("x-hubspot-ratelimit-interval-milliseconds", 1000);
    answer(&limiter, &GET, &second).await;
    let nothing = Answer::ok().header("x-hubspot-ratelimit-max", 0);
    answer(&limiter, &GET, &nothing).await;
    let mut odd = Answer::ok();
    for name in ["x-hubspot-ratelimit-max", "x-hubspot-ratelimit-remaining"] {
        odd.headers.insert(name, HeaderValue::from_static("-1"));
    }
    answer(&limiter, &GET, &odd).await;
    assert_eq!(at_once(&limiter).await, 96);
    assert_eq!(limiter.status().search.limit, Some(5));
}

#[tokio::test(start_paused = true)]
async fn the_daily_limit_is_kept_in_mind() {
    let limiter = Limiter::new(RateLimits::private_app_starter());
    assert_eq!(limiter.status().daily_limit, None);
    let daily = Answer::ok()
        .header("x-hubspot-ratelimit-daily", 250_000)
        .header("x-hubspot-ratelimit-daily-remaining", 249_000);
    answer(&limiter, &LABELS, &daily).await;
    answer(&limiter, &GET, &Answer::ok()).await;
    let status = limiter.status();
    assert_eq!(status.daily_limit, Some(250_000));
    assert_eq!(status.daily_remaining, Some(249_000));
}

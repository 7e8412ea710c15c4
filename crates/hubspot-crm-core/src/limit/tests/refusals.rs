//! What a 429 does.

use super::*;

/// How long a request of each bucket waits after a refusal: ten-secondly, search, exempt.
async fn pauses(operation: &OperationInfo, refusal: &Answer) -> [Duration; 3] {
    let mut pauses = [Duration::ZERO; 3];
    for (pause, other) in pauses.iter_mut().zip([&GET, &SEARCH, &LABELS]) {
        let limiter = Limiter::new(RateLimits::private_app_starter());
        // Enough that the quota holds no call up beyond the pause.
        exhaust(&limiter, &GET, 50).await;
        advance(millis(9500)).await;
        let permit = limiter.acquire(operation).await;
        refusal.to(permit);
        *pause = send(&limiter, other).await;
    }
    pauses
}

const NOT: Duration = Duration::ZERO;

#[tokio::test(start_paused = true)]
async fn for_the_ten_seconds() {
    let refusal = Answer::refused(Some("TEN_SECONDLY_ROLLING"), None);
    assert_eq!(pauses(&GET, &refusal).await, [seconds(1), NOT, NOT]);
    let refusal = Answer::refused(Some("TEN_SECONDLY_ROLLING"), Some(seconds(4)));
    assert_eq!(pauses(&GET, &refusal).await, [seconds(4), NOT, NOT]);
    // An operation that should not be counted was.
    assert_eq!(
        pauses(&LABELS, &refusal).await,
        [seconds(4), NOT, seconds(4)]
    );
}

#[tokio::test(start_paused = true)]
async fn for_the_second() {
    for policy in [Some("SECONDLY"), Some("ANOTHER"), None] {
        let refusal = Answer::refused(policy, None);
        assert_eq!(pauses(&SEARCH, &refusal).await, [NOT, seconds(1), NOT]);
        assert_eq!(pauses(&LABELS, &refusal).await, [NOT, NOT, seconds(1)]);
        let refusal = Answer::refused(policy, Some(seconds(7)));
        assert_eq!(pauses(&SEARCH, &refusal).await, [NOT, seconds(7), NOT]);
    }
}

#[tokio::test(start_paused = true)]
async fn for_the_day() {
    let refusal = Answer::refused(Some("DAILY"), Some(seconds(30_000)));
    assert_eq!(pauses(&GET, &refusal).await, [NOT; 3]);
    let limiter = Limiter::new(RateLimits::private_app_starter());
    refusal.to(limiter.acquire(&GET).await);
    assert_eq!(limiter.status().daily_remaining, Some(0));
}

/// Nobody should wait for hours without a word.
#[tokio::test(start_paused = true)]
async fn for_long() {
    let refusal = Answer::refused(Some("SECONDLY"), Some(Duration::MAX));
    assert_eq!(pauses(&SEARCH, &refusal).await, [NOT, seconds(60), NOT]);
}

/// Without headers too, a refusal says that the quota is used up: no more goes out than before.
#[tokio::test(start_paused = true)]
async fn what_others_used_stays_used_for_an_interval() {
    let limiter = Limiter::new(RateLimits::private_app_starter());
    exhaust(&limiter, &GET, 9).await;
    let permit = limiter.acquire(&GET).await;
    Answer::refused(Some("TEN_SECONDLY_ROLLING"), None).to(permit);
    let status = limiter.status().ten_secondly;
    assert_eq!((status.used, status.used_by_others), (10, 90));
    assert_eq!(status.available, Some(0));
    assert_eq!(status.paused_for, Some(seconds(1)));
    assert_eq!(send(&limiter, &GET).await, seconds(10));
}

/// HubSpot knows when the quota has room again: what it says counts, be it more or less than the
/// interval, and whatever the headers of this answer and of earlier requests say.
#[tokio::test(start_paused = true)]
async fn what_others_used_is_over_when_hubspot_says() {
    let cases = [0, 1, 3, 10, 30, 60, u64::MAX].map(|asked| (asked, asked.min(60)));
    for (asked, expected) in cases {
        let limiter = Limiter::new(RateLimits::private_app_starter());
        exhaust(&limiter, &GET, 9).await;
        let refused = limiter.acquire(&GET).await;
        let earlier = limiter.acquire(&GET).await;
        Answer::refused(Some("TEN_SECONDLY_ROLLING"), Some(seconds(asked)))
            .quota(100, 0)
            .to(refused);
        if asked > 0 {
            Answer::ok().quota(100, 0).to(earlier);
        }
        // As many as the quota has room for beside those of this client.
        let others = (0..20).map(|_| send(&limiter, &GET));
        let waited = futures_util::future::join_all(others).await;
        assert_eq!(waited, [seconds(expected); 20], "{asked}");
        // Afterwards headers count as ever.
        let permit = limiter.acquire(&GET).await;
        Answer::ok().quota(100, 0).to(permit);
        assert!(send(&limiter, &GET).await > seconds(5), "{asked}");
    }
}

/// A wait that HubSpot asks for does not lift the limit: it need not know of all requests yet.
#[tokio::test(start_paused = true)]
async fn a_short_wait_lifts_no_limit() {
    let limiter = Limiter::new(RateLimits::none().ten_secondly(5));
    exhaust(&limiter, &GET, 4).await;
    let permit = limiter.acquire(&GET).await;
    Answer::refused(Some("TEN_SECONDLY_ROLLING"), Some(seconds(2))).to(permit);
    assert_eq!(send(&limiter, &GET).await, seconds(10));
}

/// Of several waits the longest counts, also where one refusal says none.
#[tokio::test(start_paused = true)]
async fn the_longest_wait_counts() {
    for waits in [[Some(4), Some(2), None], [None, Some(2), Some(4)]] {
        let limiter = Limiter::new(RateLimits::private_app_starter());
        let mut permits = Vec::new();
        for _ in waits {
            permits.push(limiter.acquire(&GET).await);
        }
        for (permit, wait) in permits.into_iter().zip(waits) {
            Answer::refused(Some("TEN_SECONDLY_ROLLING"), wait.map(seconds)).to(permit);
        }
        assert_eq!(send(&limiter, &GET).await, seconds(4));
    }
}

/// The quota of an app's own calls is another one.
#[tokio::test(start_paused = true)]
async fn what_is_not_about_this_account_stops_none_of_its_calls() {
    const OF_APP: OperationInfo =
        OperationInfo::new("cards.list", Method::Get, "/cards/{appId}").developer_key();
    for policy in [Some("TEN_SECONDLY_ROLLING"), Some("DAILY"), None] {
        let refusal = Answer::refused(policy, Some(seconds(4)));
        assert_eq!(pauses(&OF_APP, &refusal).await, [NOT; 3], "{policy:?}");
        let limiter = Limiter::new(RateLimits::private_app_starter());
        refusal.to(limiter.acquire(&OF_APP).await);
        assert_eq!(limiter.status().daily_remaining, None);
    }
}

/// Many refusals at once are one pause, and the longest counts.
#[tokio::test(start_paused = true)]
async fn pauses_do_not_add_up() {
    let limiter = Limiter::new(RateLimits::private_app_starter());
    let mut permits = Vec::new();
    for _ in 0..5 {
        permits.push(limiter.acquire(&SEARCH).await);
    }
    for (permit, pause) in permits.into_iter().zip([1, 3, 2, 3, 1]) {
        Answer::refused(Some("SECONDLY"), Some(seconds(pause))).to(permit);
    }
    assert_eq!(send(&limiter, &SEARCH).await, seconds(3));
}

/// A pause that begins while callers wait holds them too.
#[tokio::test(start_paused = true)]
async fn those_who_wait_already_pause_as_well() {
    let limiter = Limiter::new(RateLimits::none().search_per_second(2));
    let refused = limiter.acquire(&SEARCH).await;
    exhaust(&limiter, &SEARCH, 1).await;
    let refusal = async {
        tokio::time::sleep(millis(500)).await;
        Answer::refused(Some("SECONDLY"), Some(seconds(5))).to(refused);
    };
    let ((), waited) = tokio::join!(refusal, send(&limiter, &SEARCH));
    assert_eq!(waited, millis(5500));
}

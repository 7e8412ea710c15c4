//! Whatever callers and the network do, HubSpot never sees more than the limit.

use std::ops::Range;

use proptest::prelude::*;
use tokio::time::{sleep, timeout};

use super::*;

/// What a caller does, in milliseconds.
#[derive(Debug, Clone)]
struct Caller {
    /// From the caller before it.
    after: u64,
    /// It goes away if it had to wait this long.
    patience: Option<u64>,
    /// From when it may send to when the request arrives.
    arrives: u64,
    end: End,
}

#[derive(Debug, Clone)]
enum End {
    /// So long after the request arrived.
    Answered(u64),
    /// So long after the request arrived it is refused, and HubSpot asks to wait so long, if it says.
    Refused(u64, Option<u64>),
    /// So long before the request arrived, or at once.
    GivenUp(u64),
}

fn caller() -> impl Strategy<Value = Caller> {
    let end = prop_oneof![
        4 => (0..4000_u64).prop_map(End::Answered),
        // A minute is longer than a request is taken to need.
        1 => (0..60_000_u64).prop_map(End::Answered),
        1 => (0..1000_u64, prop::option::of(0..=20_u64)).prop_map(|(later, wait)| End::Refused(later, wait)),
        1 => (0..=1000_u64).prop_map(End::GivenUp),
    ];
    let arrives = prop_oneof![4 => 0..500_u64, 1 => 0..=15_000_u64];
    let after = prop_oneof![4 => 1..50_u64, 1 => 1..12_000_u64];
    (
        after,
        prop::option::weighted(0.2, 0..20_000_u64),
        arrives,
        end,
    )
        .prop_map(|(after, patience, arrives, end)| Caller {
            after,
            patience,
            arrives,
            end,
        })
}

/// What became of a request.
#[derive(Debug)]
struct Sent {
    let_go: Instant,
    arrived: Instant,
    /// The time for which HubSpot wants no other request, if it refused it.
    pause: Option<Range<Instant>>,
}

async fn call(limiter: Limiter, operation: &OperationInfo, caller: Caller) -> Option<Sent> {
    let permit = limiter.acquire(operation);
    let permit = match caller.patience {
        Some(patience) => timeout(millis(patience), permit).await.ok()?,
        None => permit.await,
    };
    let let_go = Instant::now();
    let mut pause = None;
    let arrived = match caller.end {
        End::Answered(later) => {
            sleep(millis(caller.arrives)).await;
            let arrived = Instant::now();
            sleep(millis(later)).await;
            Answer::ok().to(permit);
            arrived
        }
        End::Refused(later, wait) => {
            sleep(millis(caller.arrives)).await;
            let arrived = Instant::now();
            sleep(millis(later)).await;
            let policy = match operation.rate_limit_bucket() {
                RateLimitBucket::Search => "SECONDLY",
                _ => "TEN_SECONDLY_ROLLING",
            };
            let wait = wait.map(seconds);
            Answer::refused(Some(policy), wait).to(permit);
            let now = Instant::now();
            pause = Some(now..now + wait.unwrap_or(seconds(1)));
            arrived
        }
        End::GivenUp(before) => {
            let before = before.min(caller.arrives);
            sleep(millis(caller.arrives - before)).await;
            drop(permit);
            sleep(millis(before)).await;
            Instant::now()
        }
    };
    Some(Sent {
        let_go,
        arrived,
        pause,
    })
}

/// Runs the callers, and returns what they sent, in the order in which they came.
fn run(
    limiter: &Limiter,
    operation: &'static OperationInfo,
    callers: Vec<Caller>,
) -> Vec<Option<Sent>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut tasks = Vec::new();
        for caller in callers {
            sleep(millis(caller.after)).await;
            tasks.push(tokio::spawn(call(limiter.clone(), operation, caller)));
        }
        let mut sent = Vec::new();
        for task in tasks {
            sent.push(task.await.unwrap());
        }
        sleep(seconds(30)).await;
        let status = limiter.status();
        assert_eq!(status.in_flight, 0);
        for bucket in [status.ten_secondly, status.search] {
            assert_eq!((bucket.used, bucket.waiting), (0, 0));
            assert_eq!(bucket.available, bucket.limit);
        }
        sent
    })
}

/// No stretch of the length has more than the limit.
fn assert_law(mut times: Vec<Instant>, limit: usize, length: Duration) {
    times.sort();
    for (first, beyond) in times.iter().zip(times.iter().skip(limit)) {
        let distance = *beyond - *first;
        assert!(distance >= length, "more than {limit} within {distance:?}");
    }
}

fn check(operation: &'static OperationInfo, limit: u32, length: Duration, callers: Vec<Caller>) {
    let limits = RateLimits::none()
        .ten_secondly(limit)
        .search_per_second(limit);
    let patient: Vec<bool> = callers.iter().map(|one| one.patience.is_none()).collect();
    let sent = run(&Limiter::new(limits), operation, callers);
    for (sent, patient) in sent.iter().zip(patient) {
        assert!(sent.is_some() || !patient, "a caller was forgotten");
    }
    let sent: Vec<_> = sent.into_iter().flatten().collect();
    assert!(sent.is_sorted_by_key(|it| it.let_go), "out of order");
    let limit = limit as usize;
    assert_law(sent.iter().map(|it| it.let_go).collect(), limit, length);
    assert_law(sent.iter().map(|it| it.arrived).collect(), limit, length);
    for pause in sent.iter().filter_map(|it| it.pause.as_ref()) {
        let within = |it: &&Sent| pause.start < it.let_go && it.let_go < pause.end;
        let hasty = sent.iter().find(within);
        assert!(hasty.is_none(), "{hasty:?} within {pause:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn ten_seconds(limit in 1..8_u32, callers in prop::collection::vec(caller(), 1..60)) {
        check(&GET, limit, seconds(10), callers);
    }

    #[test]
    fn searches(limit in 1..8_u32, callers in prop::collection::vec(caller(), 1..60)) {
        check(&SEARCH, limit, seconds(1), callers);
    }
}

/// The law costs no more than the time of an answer for each interval.
#[tokio::test(start_paused = true)]
async fn throughput() {
    let limiter = Limiter::new(RateLimits::private_app_professional());
    let start = Instant::now();
    let callers = (0..1900).map(|_| async {
        let permit = limiter.acquire(&GET).await;
        sleep(millis(200)).await;
        Answer::ok().to(permit);
    });
    futures_util::future::join_all(callers).await;
    // Ten intervals of which the last needs only its answers.
    assert!(start.elapsed() <= millis(10_210) * 9 + millis(200));
}

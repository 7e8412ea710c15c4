//! What a request waits for before it is sent: a token, and the limits of the account.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use common::built::{Built, GET};
use common::script::{Script, answer, ok};
use futures_util::future::join_all;
use hubspot_crm_core::{
    AccessToken, AuthError, BoxFuture, Client, Error, NoRetry, RateLimits, RetryPolicy,
    TokenProvider, Transport,
};
use tokio::time::{Instant, sleep_until};

/// Has tokens from a moment on, each named by the second in which it is given.
struct Clock {
    start: Instant,
    ready_at: Instant,
    asked: AtomicU32,
}

impl Clock {
    fn ready_in(seconds: u64) -> Arc<Self> {
        let start = Instant::now();
        Arc::new(Self {
            start,
            ready_at: start + Duration::from_secs(seconds),
            asked: AtomicU32::new(0),
        })
    }
}

impl TokenProvider for Clock {
    fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, AuthError>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Box::pin(async {
            sleep_until(self.ready_at).await;
            Ok(format!("token of second {}", self.start.elapsed().as_secs()).into())
        })
    }
}

fn client(script: &Arc<Script>, clock: &Arc<Clock>, limits: RateLimits) -> Client {
    let transport: Arc<dyn Transport> = Arc::<Script>::clone(script);
    let provider: Arc<dyn TokenProvider> = Arc::<Clock>::clone(clock);
    Client::builder()
        .transport(transport)
        .token_provider(provider)
        .rate_limits(limits)
        .build()
        .expect("the settings are right")
}

async fn call(client: &Client) -> Result<(), Error> {
    client.send(&Built::new(client, &GET, Ok)).await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn calls_that_waited_for_a_token_do_not_exceed_the_limit_together() {
    let script = Script::new(vec![ok(); 400]);
    let clock = Clock::ready_in(60);
    let client = client(&script, &clock, RateLimits::private_app_starter());
    for result in join_all((0..400).map(|_| call(&client))).await {
        result.unwrap();
    }
    let mut time = Duration::ZERO;
    let mut times = vec![time];
    times.extend(script.waits().into_iter().map(|wait| {
        time += wait;
        time
    }));
    let most = times.iter().map(|&start| {
        let within = start..start + Duration::from_secs(10);
        times.iter().filter(|time| within.contains(time)).count()
    });
    assert_eq!(most.max(), Some(100));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_waited_for_the_limit_is_sent_with_the_token_of_then() {
    let script = Script::new([ok(), ok()]);
    let clock = Clock::ready_in(0);
    let client = client(&script, &clock, RateLimits::none().ten_secondly(1));
    call(&client).await.unwrap();
    assert_eq!(clock.asked.load(Ordering::SeqCst), 1, "nothing has waited");
    call(&client).await.unwrap();
    assert_eq!(clock.asked.load(Ordering::SeqCst), 3);
    let tokens: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.headers["authorization"].clone())
        .collect();
    assert_eq!(tokens[0], "Bearer token of second 0");
    assert_eq!(tokens[1], "Bearer token of second 10");
}

#[tokio::test(start_paused = true)]
async fn the_time_for_all_attempts_bounds_the_wait_for_the_turn_of_a_repeat() {
    let pause = answer(429, "").header("retry-after", "60");
    let script = Script::new([answer(503, ""), pause]);
    let policy = RetryPolicy::new()
        .max_total_time(Duration::from_secs(10))
        .backoff(Duration::from_secs(4), Duration::from_secs(4));
    let limits = RateLimits::automatic();
    let client = script.builder().rate_limits(limits).retry(policy);
    let client = client.build().unwrap();
    let start = Instant::now();
    let first = async { (call(&client).await.unwrap_err(), start.elapsed()) };
    // Makes all calls pause while the first one waits for its second attempt.
    let second = call(&client);
    let ((error, elapsed), _) = tokio::join!(first, second);
    assert!(elapsed <= Duration::from_secs(10), "{elapsed:?}: {error}");
    assert_eq!(error.no_retry(), NoRetry::OutOfTime);
    assert_eq!((error.attempts(), script.count()), (1, 2));
    assert!(error.may_have_been_processed());
}

#[tokio::test(start_paused = true)]
async fn a_deadline_bounds_the_wait_for_a_token() {
    let script = Script::new([ok()]);
    let clock = Clock::ready_in(60);
    let transport: Arc<dyn Transport> = Arc::<Script>::clone(&script);
    let provider: Arc<dyn TokenProvider> = Arc::<Clock>::clone(&clock);
    let client = Client::builder()
        .transport(transport)
        .token_provider(provider)
        .deadline(Duration::from_secs(3))
        .build()
        .expect("the settings are right");
    let error = call(&client).await.expect_err("there is no token yet");
    assert!(matches!(error, Error::Deadline(_)), "{error:?}");
    assert_eq!((error.attempts(), script.count()), (0, 0));
    assert_eq!(clock.start.elapsed(), Duration::from_secs(3));
    assert!(!error.may_have_been_processed());
}

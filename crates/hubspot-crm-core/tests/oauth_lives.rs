//! What may happen to a client while it renews its OAuth tokens: they cannot be saved, calls are dropped, runtimes end.

mod common;

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::hub::{Answer, BAD_REFRESH_TOKEN, Hub, all_well, auth, call, minutes, storm};
use futures_util::FutureExt as _;
use futures_util::future::join_all;
use hubspot_crm_core::{OAuth, OAuthTokens};
use proptest::prelude::*;
use tokio::time::{Instant, advance, sleep};

type Saved = Arc<Mutex<Vec<(String, String)>>>;

fn save_to(saved: &Saved, oauth: OAuth) -> OAuth {
    let saved = Arc::clone(saved);
    oauth.on_refresh(move |tokens: OAuthTokens| {
        let saved = Arc::clone(&saved);
        async move {
            sleep(Duration::from_millis(100)).await;
            let access = tokens.access_token.secret().to_owned();
            let refresh = tokens.refresh_token.secret().to_owned();
            saved.lock().expect("nobody panics").push((access, refresh));
            Ok::<_, Infallible>(())
        }
    })
}

#[tokio::test(start_paused = true)]
async fn new_tokens_are_saved_once() {
    let hub = Hub::new();
    let saved = Saved::default();
    let oauth = save_to(&saved, hub.oauth());
    let client = hub.builder().oauth(oauth).build().unwrap();
    all_well(storm(&client).await);
    minutes(60).await;
    all_well(storm(&client).await);
    let pair = |number| {
        let access = format!("canary-access-{number}");
        (access, format!("canary-refresh-{number}"))
    };
    assert_eq!(*saved.lock().unwrap(), [pair(1), pair(2)]);
}

#[tokio::test(start_paused = true)]
async fn tokens_that_could_not_be_saved_are_used_and_saved_later() {
    let hub = Hub::new();
    let (tries, fails) = (Arc::new(AtomicUsize::new(0)), 3);
    let counted = Arc::clone(&tries);
    let oauth = hub.oauth().on_refresh(move |tokens: OAuthTokens| {
        let number = counted.fetch_add(1, Ordering::SeqCst);
        async move {
            assert_eq!(tokens.access_token.secret(), "canary-access-1");
            match number {
                // It does not end, it panics, it fails.
                0 => std::future::pending().await,
                1 => panic!("the hook panics"),
                2 => Err("the database is gone"),
                _ => Ok(()),
            }
        }
    });
    let client = hub.builder().oauth(oauth).build().unwrap();
    let start = Instant::now();
    all_well(storm(&client).await);
    assert_eq!(
        start.elapsed().as_secs(),
        61,
        "as long as a request may take"
    );
    for expected in 1..=fails {
        all_well(storm(&client).await);
        assert_eq!(tries.load(Ordering::SeqCst), expected);
        advance(Duration::from_secs(5)).await;
    }
    for _ in 0..3 {
        advance(Duration::from_secs(5)).await;
        call(&client).await.unwrap();
    }
    assert_eq!(
        tries.load(Ordering::SeqCst),
        fails + 1,
        "saved, and no more"
    );
    assert_eq!(hub.token_requests().len(), 1);
}

/// Also where the hook is called already for somebody else.
#[tokio::test(start_paused = true)]
async fn a_call_waits_for_a_hook_as_long_as_a_request_may_take_and_no_longer() {
    let hub = Hub::new();
    let oauth = hub
        .oauth()
        .on_refresh(|_| std::future::pending::<Result<(), Infallible>>());
    let client = hub.builder().oauth(oauth).build().unwrap();
    call(&client).await.unwrap();
    advance(Duration::from_secs(10)).await;
    // Starts the hook once more, and does not wait for it.
    call(&client).await.unwrap();
    hub.revoke();
    let start = Instant::now();
    call(&client).await.unwrap();
    // A refusal, half a second for the token, the hook, and a success.
    assert_eq!(start.elapsed(), Duration::from_millis(62_500));
    assert_eq!(hub.token_requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_hook_that_panics_loses_nothing() {
    let hub = Hub::new();
    let oauth = hub.oauth().on_refresh(|tokens: OAuthTokens| async move {
        assert!(tokens.hub_id.is_some(), "the hook panics");
        Ok::<_, Infallible>(())
    });
    let client = hub.builder().oauth(oauth).build().unwrap();
    all_well(storm(&client).await);
    assert_eq!(hub.token_requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn clients_do_not_share_tokens() {
    let hub = Hub::new();
    let saved = Saved::default();
    let builder = hub.builder().oauth(save_to(&saved, hub.oauth()));
    let (one, other) = (builder.clone().build().unwrap(), builder.build().unwrap());
    call(&one).await.unwrap();
    call(&one.clone()).await.unwrap();
    assert_eq!(hub.token_requests().len(), 1, "clones are one client");
    call(&other).await.unwrap();
    assert_eq!(hub.token_requests().len(), 2);
    // What fails for one is nothing to the other.
    hub.answer([Answer::new(400, BAD_REFRESH_TOKEN)]);
    minutes(60).await;
    let (failed, went) = tokio::join!(call(&one), call(&other));
    assert!(auth(&failed.unwrap_err()).is_invalid_grant());
    went.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_takes_nothing_with_it() {
    let hub = Hub::new();
    let saved = Saved::default();
    let client = hub.builder().oauth(save_to(&saved, hub.oauth()));
    let client = client.build().unwrap();
    // The one that starts the request goes away in the middle of it.
    assert!(call(&client).now_or_never().is_none());
    sleep(Duration::from_millis(500)).await;
    let waiting = call(&client);
    waiting.await.unwrap();
    assert_eq!(hub.token_requests().len(), 1);
    // All go away, and the answer comes all the same.
    minutes(60).await;
    assert!(call(&client).now_or_never().is_none());
    sleep(Duration::from_secs(2)).await;
    assert_eq!(saved.lock().unwrap().len(), 2);
    call(&client).await.unwrap();
    assert_eq!(hub.token_requests().len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Calls that are dropped after any time, at any of their awaits.
    #[test]
    fn calls_may_be_dropped_anywhere(drops in proptest::collection::vec((0u64..4000, 0u64..3000), 1..12)) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            let hub = Hub::new();
            let saved = Saved::default();
            let client = hub.builder().oauth(save_to(&saved, hub.oauth())).build().unwrap();
            for round in 1..=2 {
                let calls = drops.iter().map(|&(starts, lives)| {
                    let client = &client;
                    async move {
                        sleep(Duration::from_millis(starts)).await;
                        let limit = Duration::from_millis(lives);
                        if let Ok(result) = tokio::time::timeout(limit, call(client)).await {
                            result.unwrap();
                        }
                    }
                });
                join_all(calls).await;
                call(&client).await.unwrap();
                sleep(Duration::from_millis(100)).await;
                assert_eq!(hub.token_requests().len(), round);
                assert_eq!(saved.lock().unwrap().len(), round);
                // The next round begins with a call that is refused.
                minutes(5).await;
                hub.revoke();
            }
        });
    }
}

#[test]
fn a_runtime_that_ends_takes_no_other_with_it() {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap()
    };
    let hub = Hub::with_latency(Duration::from_millis(20));
    let client = hub.client();
    let (first, second) = (runtime(), runtime());
    // The request is a task of the first runtime, which does not go on.
    first.block_on(async { assert!(call(&client).now_or_never().is_none()) });
    second.block_on(async {
        let waiting = call(&client);
        tokio::pin!(waiting);
        assert!(waiting.as_mut().now_or_never().is_none());
        std::thread::spawn(move || drop(first)).join().unwrap();
        waiting.await.unwrap();
    });
    assert_eq!(hub.used().len(), 1);
}

#[test]
fn without_a_runtime_there_is_an_error() {
    let hub = Hub::new();
    let client = hub.client();
    let error = call(&client).now_or_never().unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "no access token: to renew it needs a Tokio runtime"
    );
}

//! A client that renews its OAuth tokens.

mod common;

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::hub::{Answer, EXPIRED, Hub, call};
use futures_util::FutureExt as _;
use futures_util::future::join_all;
use hubspot_crm_core::{
    AuthError, AuthErrorKind, Client, Error, OAuth, OAuthTokens, StatusCode, Timestamp,
    TransportErrorKind,
};
use proptest::prelude::*;
use tokio::time::{Instant, advance, sleep};

const BAD_REFRESH_TOKEN: &str =
    r#"{"status":"BAD_REFRESH_TOKEN","message":"unknown token","correlationId":"c-1"}"#;

fn auth(error: &Error) -> &AuthError {
    match error {
        Error::Auth(error) => error,
        other => panic!("{other:?}"),
    }
}

async fn minutes(minutes: u64) {
    advance(Duration::from_secs(minutes * 60)).await;
}

/// Many calls at once.
async fn storm(client: &Client) -> Vec<Result<(), Error>> {
    join_all((0..1000).map(|_| call(client))).await
}

fn all_well(results: Vec<Result<(), Error>>) {
    for result in results {
        result.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_storm_makes_one_token_request() {
    let hub = Hub::new();
    let client = hub.client();
    all_well(storm(&client).await);
    assert_eq!(
        hub.token_requests(),
        [
            "grant_type=refresh_token&refresh_token=canary-refresh-0&client_id=client-1\
          &client_secret=canary-client-secret"
        ]
    );
    // When it expires, and when it is refused.
    minutes(60).await;
    all_well(storm(&client).await);
    assert_eq!(hub.token_requests().len(), 2);
    minutes(5).await;
    hub.revoke();
    all_well(storm(&client).await);
    assert_eq!(hub.token_requests().len(), 3);
    assert_eq!(hub.used().len(), 4000, "refused calls are sent once more");
    // The newest refresh token is the one that counts.
    assert!(hub.token_requests()[2].contains("refresh_token=canary-refresh-2&"));
}

#[tokio::test(start_paused = true)]
async fn tasks_on_their_own_make_one_token_request_too() {
    let hub = Hub::new();
    let client = hub.client();
    let calls = (0..1000).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { call(&client).await })
    });
    for task in calls.collect::<Vec<_>>() {
        task.await.unwrap().unwrap();
    }
    assert_eq!(hub.token_requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn tokens_are_renewed_before_they_expire() {
    let hub = Hub::new();
    let client = hub.client();
    call(&client).await.unwrap();
    minutes(27).await;
    call(&client).await.unwrap();
    assert_eq!(hub.token_requests().len(), 1);
    minutes(1).await;
    call(&client).await.unwrap();
    assert_eq!(hub.token_requests().len(), 2);
    assert_eq!(hub.used().len(), 3, "none was refused");

    let oauth = hub.oauth().refresh_margin(Duration::from_secs(600));
    let client = hub.builder().oauth(oauth).build().unwrap();
    call(&client).await.unwrap();
    minutes(20).await;
    call(&client).await.unwrap();
    assert_eq!(hub.token_requests().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn tokens_of_a_short_life_are_not_renewed_without_end() {
    for (expires_in, requests) in [(0, 10), (1, 10), (100, 1), (119, 1), (240, 1)] {
        let hub = Hub::with_latency(Duration::from_millis(500));
        hub.expires_in(expires_in);
        let client = hub.client();
        // Ten times one after the other, in ten seconds at most.
        for _ in 0..10 {
            call(&client).await.unwrap();
        }
        assert_eq!(hub.token_requests().len(), requests, "{expires_in}");
    }
    // Half of the life is used.
    let hub = Hub::new();
    hub.expires_in(100);
    let client = hub.client();
    call(&client).await.unwrap();
    advance(Duration::from_secs(47)).await;
    call(&client).await.unwrap();
    assert_eq!(hub.token_requests().len(), 1);
    advance(Duration::from_secs(2)).await;
    call(&client).await.unwrap();
    assert_eq!(hub.token_requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn tokens_that_were_kept_are_used_until_they_expire() {
    let hub = Hub::new();
    let tokens = |seconds| {
        let at = Timestamp::now() + Duration::from_secs(seconds);
        OAuthTokens::new("canary-access-0", "canary-refresh-0", at)
    };
    let client = |seconds| {
        let oauth = OAuth::new(hub.app(), tokens(seconds));
        hub.builder().oauth(oauth).build().unwrap()
    };
    call(&client(1800)).await.unwrap();
    assert_eq!(hub.token_requests().len(), 0);
    call(&client(0)).await.unwrap();
    assert_eq!(hub.token_requests().len(), 1);
    let past = OAuthTokens::new("a", "r", Timestamp::UNIX_EPOCH);
    let far = OAuthTokens::new("canary-access-2", "r", Timestamp::MAX);
    for (tokens, requests) in [(past, 2), (far, 2)] {
        let oauth = OAuth::new(hub.app(), tokens);
        call(&hub.builder().oauth(oauth).build().unwrap())
            .await
            .unwrap();
        assert_eq!(hub.token_requests().len(), requests);
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_call_is_sent_once_more() {
    let hub = Hub::new();
    let client = hub.client();
    call(&client).await.unwrap();
    minutes(5).await;
    for body in [
        EXPIRED,
        r#"{"category":"INVALID_AUTHENTICATION"}"#,
        "",
        "<html>",
    ] {
        hub.refuse(Some((401, body)));
        let (before, renewed) = (hub.used().len(), hub.token_requests().len());
        let error = call(&client).await.unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
        assert_eq!(error.as_api().unwrap().attempts, 2);
        assert_eq!(hub.used().len(), before + 2, "{body}");
        assert_eq!(hub.token_requests().len(), renewed + 1, "{body}");
        // The token is a new one: that it is refused has another reason.
        let error = call(&client).await.unwrap_err();
        assert_eq!(error.as_api().unwrap().attempts, 1);
        assert_eq!(hub.token_requests().len(), renewed + 1, "{body}");
        minutes(5).await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_about_the_token_does_not_renew_it() {
    let hub = Hub::new();
    let client = hub.client();
    call(&client).await.unwrap();
    minutes(5).await;
    for refusal in [
        (401, r#"{"category":"SOMETHING_ELSE"}"#),
        (403, r#"{"category":"MISSING_SCOPES"}"#),
        (403, EXPIRED),
        (500, ""),
    ] {
        hub.refuse(Some(refusal));
        let error = call(&client).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), refusal.0);
    }
    assert_eq!(hub.token_requests().len(), 1);
    // A token that does not come from the client is not the client's to renew.
    hub.refuse(Some((401, EXPIRED)));
    let mut built = common::built::Built::new(&client, &common::built::GET, Ok);
    built.endpoint.extra_header("authorization", "Bearer mine");
    client.send(&built).await.unwrap_err();
    let fixed = hub.builder().access_token("fixed").build().unwrap();
    call(&fixed).await.unwrap_err();
    assert_eq!(hub.token_requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_comes_late_finds_the_new_token() {
    let hub = Hub::with_latency(Duration::from_secs(10));
    let client = hub.client();
    call(&client).await.unwrap();
    minutes(5).await;
    hub.revoke();
    // The second call leaves with the old token, and is refused when the first has renewed it.
    let second = async {
        sleep(Duration::from_secs(9)).await;
        call(&client).await
    };
    // The third one comes while it is being renewed.
    let third = async {
        sleep(Duration::from_secs(12)).await;
        call(&client).await
    };
    let (first, second, third) = tokio::join!(call(&client), second, third);
    first.and(second).and(third).unwrap();
    assert_eq!(hub.used().len(), 1 + 2 + 2 + 1);
    assert_eq!(hub.token_requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_told_to_all_that_wait_and_the_next_call_tries_again() {
    let hub = Hub::new();
    let client = hub.client();
    hub.answer([Answer::new(400, BAD_REFRESH_TOKEN)]);
    let results = storm(&client).await;
    assert_eq!(hub.token_requests().len(), 1, "it is final");
    for result in results {
        let error = result.unwrap_err();
        assert_eq!(
            error.to_string(),
            "no access token: POST /oauth/2026-03/token: 400 Bad Request BAD_REFRESH_TOKEN: \
             unknown token (correlation id c-1)"
        );
        assert!(auth(&error).is_invalid_grant());
        assert_eq!(auth(&error).kind(), AuthErrorKind::Refused);
        assert_eq!(auth(&error).status(), Some(StatusCode::BAD_REQUEST));
    }
    assert!(hub.used().is_empty());
    call(&client).await.unwrap();
    assert_eq!(hub.token_requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_passes_is_tried_again() {
    let hub = Hub::new();
    let client = hub.client();
    for passing in [
        Answer::new(503, ""),
        Answer::new(429, ""),
        Answer::Fails(TransportErrorKind::Connect),
        Answer::Fails(TransportErrorKind::Timeout),
        Answer::Fails(TransportErrorKind::Interrupted),
    ] {
        let before = hub.token_requests().len();
        hub.answer([passing.clone(), passing.clone(), passing.clone()]);
        call(&client).await.unwrap();
        assert_eq!(hub.token_requests().len(), before + 4, "{passing:?}");
        minutes(60).await;
        // Four times, and it is final.
        hub.answer(vec![passing.clone(); 4]);
        let error = call(&client).await.unwrap_err();
        assert_eq!(auth(&error).kind(), AuthErrorKind::Unavailable);
        assert!(!auth(&error).is_invalid_grant());
    }
    // For as long as the server asks, and no longer than calls can wait.
    for (asks, waits) in [("7", 7), ("3600", 10)] {
        hub.answer([Answer::RetryAfter(asks)]);
        let start = Instant::now();
        call(&client).await.unwrap();
        assert_eq!(start.elapsed().as_secs(), waits + 2);
        minutes(60).await;
    }
}

#[tokio::test(start_paused = true)]
async fn while_it_lives_the_old_token_stands_in() {
    let hub = Hub::new();
    let client = hub.client();
    call(&client).await.unwrap();
    minutes(28).await;
    hub.answer(vec![Answer::new(400, BAD_REFRESH_TOKEN); 20]);
    all_well(storm(&client).await);
    assert_eq!(hub.token_requests().len(), 2);
    all_well(storm(&client).await);
    assert_eq!(hub.token_requests().len(), 2, "not with every call");
    advance(Duration::from_secs(10)).await;
    call(&client).await.unwrap();
    assert_eq!(hub.token_requests().len(), 3);
    minutes(2).await;
    assert!(auth(&call(&client).await.unwrap_err()).is_invalid_grant());
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_does_not_stand_in() {
    let hub = Hub::new();
    let client = hub.client();
    call(&client).await.unwrap();
    minutes(5).await;
    hub.revoke();
    hub.answer([Answer::new(400, BAD_REFRESH_TOKEN)]);
    assert!(auth(&call(&client).await.unwrap_err()).is_invalid_grant());
    call(&client).await.unwrap();
    assert_eq!(hub.used().len(), 3, "nothing goes out without a token");
}

#[tokio::test(start_paused = true)]
async fn answers_without_tokens_are_failures() {
    for body in ["", "{}", r#"{"access_token":"canary\n","expires_in":1}"#] {
        let hub = Hub::new();
        hub.answer([Answer::new(200, body)]);
        let error = call(&hub.client()).await.unwrap_err();
        assert_eq!(auth(&error).kind(), AuthErrorKind::Unusable, "{body}");
        assert!(hub.used().is_empty());
    }
}

type Saved = Arc<Mutex<Vec<(String, String)>>>;

fn save_to(saved: &Saved, oauth: OAuth) -> OAuth {
    let saved = Arc::clone(saved);
    oauth.on_refresh(move |tokens: OAuthTokens| {
        let saved = Arc::clone(&saved);
        async move {
            sleep(Duration::from_millis(100)).await;
            let access = tokens.access_token.secret().to_owned();
            let refresh = tokens.refresh_token.secret().to_owned();
            saved.lock().unwrap().push((access, refresh));
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

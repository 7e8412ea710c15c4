//! A client that renews its OAuth tokens.

mod common;

use std::time::Duration;

use common::hub::{Answer, BAD_REFRESH_TOKEN, EXPIRED, Hub, all_well, auth, call, minutes, storm};
use hubspot_crm_core::{
    AuthErrorKind, NoRetry, OAuth, OAuthTokens, StatusCode, Timestamp, TransportErrorKind,
};
use tokio::time::{Instant, advance, sleep};

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
    for (asks, waits) in [
        ("7", 7),
        ("3600", 10),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 10),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ] {
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

/// Some endpoints answer 401 whatever the token is.
#[tokio::test(start_paused = true)]
async fn a_refused_token_stands_in_where_the_token_endpoint_gives_no_answer() {
    let hub = Hub::new();
    let client = hub.client();
    call(&client).await.unwrap();
    minutes(5).await;
    hub.refuse(Some((401, "")));
    hub.answer(vec![Answer::new(503, ""); 8]);
    let error = call(&client).await.unwrap_err();
    assert_eq!(auth(&error).kind(), AuthErrorKind::Unavailable);
    assert_eq!(hub.token_requests().len(), 5);
    hub.refuse(None);
    call(&client).await.unwrap();
    assert_eq!(hub.token_requests().len(), 5, "not with every call");
    // It is due, and another one comes as soon as there is one.
    advance(Duration::from_secs(10)).await;
    call(&client).await.unwrap();
    assert_eq!(hub.token_requests().len(), 9);
    advance(Duration::from_secs(10)).await;
    call(&client).await.unwrap();
    assert_eq!(hub.used().last().unwrap(), "Bearer canary-access-2");
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

/// What is asked of any error is told of the request for a token.
#[tokio::test(start_paused = true)]
async fn failures_say_what_they_are_about() {
    let fails = Answer::Fails;
    for (answer, attempts, text, status, id, no_retry) in [
        (
            fails(TransportErrorKind::Connect),
            4,
            "cannot connect (after 4 attempts)",
            None,
            None,
            NoRetry::OutOfAttempts,
        ),
        (
            fails(TransportErrorKind::Timeout),
            4,
            "the answer did not come in time (after 4 attempts)",
            None,
            None,
            NoRetry::OutOfAttempts,
        ),
        (
            fails(TransportErrorKind::Other),
            1,
            "the request failed (not repeated: it may have been processed)",
            None,
            None,
            NoRetry::MayBeProcessed,
        ),
        (
            Answer::new(503, r#"{"correlationId":"c-1"}"#),
            4,
            "503 Service Unavailable (correlation id c-1) (after 4 attempts)",
            Some(503),
            Some("c-1"),
            NoRetry::OutOfAttempts,
        ),
        (
            Answer::new(400, r#"{"status":"BAD_CLIENT_ID","correlationId":"c-2"}"#),
            1,
            "400 Bad Request BAD_CLIENT_ID (correlation id c-2)",
            Some(400),
            Some("c-2"),
            NoRetry::Permanent,
        ),
    ] {
        let hub = Hub::new();
        hub.answer(vec![answer.clone(); attempts]);
        let error = call(&hub.client()).await.unwrap_err();
        assert_eq!(hub.token_requests().len(), attempts, "{answer:?}");
        let operation = error.operation().unwrap();
        assert_eq!(operation.id(), "oauth.token");
        assert_eq!(
            error.to_string(),
            format!("no access token: {operation}: {text}")
        );
        assert_eq!(error.status().map(|status| status.as_u16()), status);
        assert_eq!(error.correlation_id(), id);
        assert_eq!(error.no_retry(), no_retry, "{answer:?}");
        let is = |kind| matches!(answer, Answer::Fails(it) if it == kind);
        assert_eq!(error.is_connect(), is(TransportErrorKind::Connect));
        assert_eq!(error.is_timeout(), is(TransportErrorKind::Timeout));
        // The request itself was not sent.
        assert_eq!(error.attempts(), 0);
        assert!(!error.may_have_been_processed());
    }
}

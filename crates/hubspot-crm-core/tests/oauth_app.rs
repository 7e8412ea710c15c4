//! What an app asks of HubSpot before there is a client: where users allow it, and its first tokens.

mod common;

use std::error::Error as _;
use std::time::Duration;

use common::hub::{Answer, Hub, SECRET, call};
use hubspot_crm_core::{
    AuthErrorKind, Error, Method, OAuth, OAuthApp, StatusCode, TokenEndpoint, TransportErrorKind,
};

fn auth(error: Error) -> hubspot_crm_core::AuthError {
    match error {
        Error::Auth(error) => *error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_page_where_users_allow_it() {
    let app = OAuthApp::new("id 1", SECRET, "https://example.com/cb?a=1&b=ä");
    assert_eq!(
        app.authorize_url().scopes(["oauth"]).build(),
        "https://app.hubspot.com/oauth/authorize?client_id=id%201\
         &redirect_uri=https%3A%2F%2Fexample.com%2Fcb%3Fa%3D1%26b%3D%C3%A4&scope=oauth"
    );
    let url = app
        .authorize_url()
        .scopes(vec![
            "oauth".to_owned(),
            "crm.objects.contacts.read".to_owned(),
        ])
        .optional_scopes(["tickets", "e-commerce"])
        .state("x=1&y z+#")
        .build();
    let (_, query) = url.split_once("&scope=").unwrap();
    assert_eq!(
        query,
        "oauth%20crm.objects.contacts.read&optional_scope=tickets%20e-commerce\
         &state=x%3D1%26y%20z%2B%23"
    );
}

#[tokio::test(start_paused = true)]
async fn a_code_that_was_asked_for_with_a_challenge_takes_its_verifier() {
    let hub = Hub::new();
    let app = hub.app();
    let url = app.authorize_url().code_challenge("E9-_").build();
    let end = "&code_challenge=E9-_&code_challenge_method=S256";
    assert!(url.ends_with(end), "{url}");
    let tokens = app.exchange_code_with_verifier("code", "a~b.c");
    assert_eq!(
        tokens.await.unwrap().access_token.secret(),
        "canary-access-1"
    );
    assert_eq!(
        hub.token_requests()[0],
        "grant_type=authorization_code&code=code\
         &redirect_uri=https%3A%2F%2Fexample.com%2Fcallback&code_verifier=a~b.c\
         &client_id=client-1&client_secret=canary-client-secret"
    );
    // Neither is shown where an answer repeats it.
    hub.answer([Answer::new(
        400,
        r#"{"message":"neither canary-1 nor canary-2"}"#,
    )]);
    let error = app.exchange_code_with_verifier("canary-1", "canary-2");
    let shown = format!("{0} {0:?}", auth(error.await.unwrap_err()));
    assert!(shown.contains("neither *** nor ***"), "{shown}");
    assert!(!shown.contains("canary"), "{shown}");
}

#[tokio::test(start_paused = true)]
async fn a_code_is_exchanged_for_tokens() {
    let hub = Hub::new();
    let tokens = hub.app().exchange_code("code &+1").await.unwrap();
    assert_eq!(tokens.access_token.secret(), "canary-access-1");
    assert_eq!(tokens.refresh_token.secret(), "canary-refresh-1");
    let request = &hub.token_http()[0];
    assert_eq!(request.method, Method::Post);
    assert_eq!(request.url, "https://api.hubapi.com/oauth/2026-03/token");
    assert_eq!(request.timeout, Duration::from_secs(60));
    assert_eq!(
        request.headers["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(request.headers["accept"], "application/json");
    assert_eq!(
        request.headers["user-agent"],
        concat!("hubspot-crm-rust/", env!("CARGO_PKG_VERSION"))
    );
    assert!(!request.headers.contains_key("authorization"));
    assert_eq!(
        hub.token_requests()[0],
        "grant_type=authorization_code&code=code%20%26%2B1\
         &redirect_uri=https%3A%2F%2Fexample.com%2Fcallback&client_id=client-1\
         &client_secret=canary-client-secret"
    );
    // The tokens are what a client starts with.
    let oauth = OAuth::new(hub.app(), tokens);
    let client = hub.builder().oauth(oauth).build().unwrap();
    call(&client).await.unwrap();
    assert_eq!(hub.token_requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_endpoint_is_a_setting() {
    let hub = Hub::new();
    let app = hub
        .app()
        .token_endpoint(TokenEndpoint::V1)
        .base_url("http://localhost:1/proxy/")
        .timeout(Duration::from_secs(5));
    app.refresh(&"canary-refresh-0".into()).await.unwrap();
    // In a client, the settings of the app come before those of the client, which come before those
    // that an app has of itself.
    let oauth = OAuth::from_refresh_token(app, "r");
    let builder = hub
        .builder()
        .base_url("http://localhost:2")
        .user_agent("mine/1");
    let builder = builder.timeout(Duration::from_secs(7));
    call(&builder.clone().oauth(oauth).build().unwrap())
        .await
        .unwrap();
    call(&builder.oauth(hub.oauth()).build().unwrap())
        .await
        .unwrap();
    let sent: Vec<_> = hub
        .token_http()
        .iter()
        .map(|request| {
            let agent = request.headers["user-agent"].to_str().unwrap().to_owned();
            (request.url.clone(), request.timeout.as_secs(), agent)
        })
        .collect();
    let own = concat!("hubspot-crm-rust/", env!("CARGO_PKG_VERSION")).to_owned();
    let v1 = "http://localhost:1/proxy/oauth/v1/token".to_owned();
    let v2026 = "http://localhost:2/oauth/2026-03/token".to_owned();
    assert_eq!(
        sent,
        [
            (v1.clone(), 5, own),
            (v1, 5, "mine/1".to_owned()),
            (v2026, 7, "mine/1".to_owned()),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_code_is_not_sent_again_once_it_may_be_used() {
    for (answer, requests, kind) in [
        (
            Answer::Fails(TransportErrorKind::Timeout),
            1,
            AuthErrorKind::Unavailable,
        ),
        (
            Answer::Fails(TransportErrorKind::Interrupted),
            1,
            AuthErrorKind::Unavailable,
        ),
        (Answer::new(502, "<html>"), 1, AuthErrorKind::Unavailable),
        (Answer::new(400, ""), 1, AuthErrorKind::Refused),
        (
            Answer::Fails(TransportErrorKind::Connect),
            4,
            AuthErrorKind::Unavailable,
        ),
        (Answer::new(429, ""), 4, AuthErrorKind::Unavailable),
    ] {
        let hub = Hub::new();
        hub.answer(vec![answer.clone(); requests]);
        let error = auth(hub.app().exchange_code("code").await.unwrap_err());
        assert_eq!(hub.token_requests().len(), requests, "{answer:?}");
        assert_eq!(error.kind(), kind, "{answer:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn errors_say_what_hubspot_says() {
    let line = "no access token: POST /oauth/2026-03/token: ";
    for (status, body, code, text) in [
        (
            400,
            r#"{"status":"BAD_AUTH_CODE","message":"no such code","correlationId":"c"}"#,
            Some("BAD_AUTH_CODE"),
            "400 Bad Request BAD_AUTH_CODE: no such code (correlation id c)",
        ),
        (
            400,
            r#"{"error":"invalid_grant","error_description":"it is used"}"#,
            Some("invalid_grant"),
            "400 Bad Request invalid_grant: it is used",
        ),
        (
            400,
            r#"{"status":"error","category":"VALIDATION_ERROR","message":"redirect"}"#,
            Some("VALIDATION_ERROR"),
            "400 Bad Request VALIDATION_ERROR: redirect",
        ),
        (401, "<html>", None, "401 Unauthorized"),
        (404, r#"{"status":7,"message":{}}"#, None, "404 Not Found"),
        (302, "", None, "302 Found"),
    ] {
        let hub = Hub::new();
        hub.answer([Answer::new(status, body)]);
        let error = auth(hub.app().exchange_code("canary-code").await.unwrap_err());
        assert_eq!(error.to_string(), format!("{line}{text}"));
        assert_eq!(error.code(), code);
        assert_eq!(error.status(), StatusCode::from_u16(status).ok());
        assert_eq!(error.kind(), AuthErrorKind::Refused);
        let user_has_to_act = matches!(code, Some("BAD_AUTH_CODE" | "invalid_grant"));
        assert_eq!(error.is_invalid_grant(), user_has_to_act);
    }
    let hub = Hub::new();
    hub.answer([Answer::Fails(TransportErrorKind::Timeout)]);
    let error = auth(hub.app().exchange_code("code").await.unwrap_err());
    assert_eq!(
        error.to_string(),
        "no access token: POST /oauth/2026-03/token: the answer did not come in time \
         (not repeated: it may have been processed)"
    );
    assert_eq!(error.source().unwrap().to_string(), "scripted");
}

#[tokio::test]
async fn settings_that_cannot_be_right() {
    let hub = Hub::new();
    for (app, why) in [
        (
            OAuthApp::new(" ", SECRET, ""),
            "the client id of the app is empty",
        ),
        (
            OAuthApp::new("id", "", ""),
            "the client secret of the app is empty",
        ),
        (
            hub.app().base_url("ftp://h"),
            "the base URL must be an http or https URL",
        ),
    ] {
        let oauth = OAuth::from_refresh_token(app.clone(), "r");
        let of_client = hub.builder().oauth(oauth).build().unwrap_err();
        let of_code = app.exchange_code("code").await.unwrap_err();
        let of_refresh = app.refresh(&"r".into()).await.unwrap_err();
        for error in [of_client, of_code, of_refresh] {
            assert!(matches!(error, Error::Config(_)));
            assert_eq!(error.to_string(), why);
        }
    }
    let oauth = OAuth::from_refresh_token(hub.app(), " ");
    let error = hub.builder().oauth(oauth).build().unwrap_err();
    assert_eq!(error.to_string(), "the refresh token is empty");
    assert!(hub.token_requests().is_empty());
}

//! A whole life with OAuth, of which nothing that is shown or logged holds a secret.

mod common;

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use common::everything;
use common::hub::{Answer, Hub, SECRET, call};
use common::log::Log;
use hubspot_crm_core::{
    AccessToken, ClientSecret, Error, OAuth, OAuthApp, OAuthTokens, RefreshToken, Timestamp,
    TransportErrorKind,
};
use tokio::net::TcpListener;
use tokio::time::advance;

/// All secrets begin alike.
#[track_caller]
fn hidden(text: &str) {
    assert!(!text.to_lowercase().contains("canary"), "{text}");
}

#[track_caller]
fn check(value: &dyn Debug) {
    hidden(&format!("{value:?} {value:#?}"));
}

#[track_caller]
fn check_error(error: &Error) {
    hidden(&everything(error));
    hidden(&format!("{error:#?}"));
    assert!(!error.to_string().contains('\n'), "{error}");
}

fn logged() -> (Log, tracing::subscriber::DefaultGuard) {
    let log = Log::default();
    let guard = log.start();
    (log, guard)
}

#[tokio::test(start_paused = true)]
async fn a_whole_life() {
    let (log, _guard) = logged();
    let hub = Hub::new();
    let app = hub.app();
    check(&app);
    check(&app.authorize_url().state("canary-state"));

    // Codes: good, bad, without an answer.
    let tokens = app.exchange_code("canary-code").await.unwrap();
    check(&tokens);
    hidden(&format!("{} {}", tokens.access_token, tokens.refresh_token));
    for answer in failures() {
        hub.answer(vec![answer; 4]);
        check_error(&app.exchange_code("canary-code").await.unwrap_err());
        drain(&hub, &app).await;
    }

    // A client that saves its tokens with more or less luck.
    let oauth = OAuth::new(app.clone(), tokens).on_refresh(|tokens: OAuthTokens| async move {
        Err::<(), _>(format!("cannot save {}", tokens.access_token.secret()))
    });
    check(&oauth);
    let builder = hub.builder().oauth(oauth);
    check(&builder);
    let client = builder.build().unwrap();
    check(&client);
    hub.revoke();
    call(&client).await.unwrap();
    for answer in failures() {
        hub.answer(vec![answer; 4]);
        advance(Duration::from_secs(3600)).await;
        check_error(&call(&client).await.unwrap_err());
        drain(&hub, &app).await;
    }
    hub.refuse(Some((401, r#"{"message":"expired"}"#)));
    advance(Duration::from_secs(3600)).await;
    check_error(&call(&client).await.unwrap_err());
    for request in hub.token_http() {
        check(&request);
    }
    let text = log.text();
    hidden(&text);
    assert!(
        text.contains("the OAuth access token was renewed"),
        "{text}"
    );
    assert!(
        text.contains("new OAuth tokens could not be saved"),
        "{text}"
    );
    assert!(text.contains("could not be renewed"), "{text}");
}

/// Takes the failures that nobody has asked for.
async fn drain(hub: &Arc<Hub>, app: &OAuthApp) {
    while app.refresh(&"canary-refresh".into()).await.is_err() {
        assert!(hub.token_requests().len() < 1000);
    }
}

/// Answers of servers that repeat what they were sent, in any field.
fn failures() -> Vec<Answer> {
    let mut answers = vec![
        Answer::Fails(TransportErrorKind::Connect),
        Answer::Fails(TransportErrorKind::Timeout),
        Answer::new(500, "canary-in-a-page"),
        Answer::new(200, r#"{"access_token":["canary-access"]}"#),
        Answer::new(200, r#"{"access_token":"canary-access""#),
    ];
    for field in [
        "status",
        "error",
        "category",
        "message",
        "error_description",
        "correlationId",
        "x",
    ] {
        let body =
            format!(r#"{{"{field}":"{SECRET} and form code={{sent}}&client_secret={SECRET}"}}"#);
        answers.push(Answer::new(400, &body));
    }
    answers
}

#[tokio::test(start_paused = true)]
async fn secrets_that_come_back_encoded() {
    let hub = Hub::new();
    for echoed in [
        "canary+/code=",
        "canary%2B%2Fcode%3D",
        "canary%2b%2fcode%3d",
    ] {
        hub.answer([Answer::new(
            400,
            &format!(r#"{{"message":"code={echoed}"}}"#),
        )]);
        let error = hub.app().exchange_code("canary+/code=").await.unwrap_err();
        check_error(&error);
    }
}

#[test]
fn of_secrets_themselves() {
    let (access, refresh) = (AccessToken::new("canary"), RefreshToken::new("canary"));
    let secret = ClientSecret::new("canary");
    hidden(&format!(
        "{access} {access:?} {refresh} {refresh:?} {secret} {secret:?}"
    ));
    assert_eq!(
        (access.secret(), refresh.secret(), secret.secret()),
        ("canary", "canary", "canary")
    );
    let app = OAuthApp::new("id", secret, "https://example.com");
    let tokens = OAuthTokens::new(access, refresh, Timestamp::UNIX_EPOCH);
    check(&tokens);
    check(&OAuth::new(app, tokens));
}

#[tokio::test]
async fn of_connections_that_fail() {
    let (log, _guard) = logged();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let app = OAuthApp::new("id", SECRET, "https://example.com").base_url(&url);
    check_error(&app.exchange_code("canary-code").await.unwrap_err());
    let oauth = OAuth::from_refresh_token(app, "canary-refresh");
    let client = hubspot_crm_core::Client::builder()
        .oauth(oauth)
        .base_url(url);
    check_error(&call(&client.build().unwrap()).await.unwrap_err());
    hidden(&log.text());
}

//! Operations that take no credentials of the client, and secrets in what they send.

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::ask::{ASK, Answer, Form, GOOD, ask, hidden};
use common::built::{Built, GET};
use common::recorder::Recorder;
use common::{TOKEN, everything};
use hubspot_crm_core::{
    AccessToken, AuthError, BoxFuture, Call, Client, ClientBuilder, ClientSecret, Error, Json,
    JsonBody, JsonValue, Method, OperationInfo, RateLimits, RefreshToken, Request, RetryPolicy,
    SecretString, StatusCode, TokenProvider,
};
use tokio::time::Instant;

/// Whom nobody may ask.
struct Nobody;

impl TokenProvider for Nobody {
    fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, AuthError>> {
        panic!("a token is asked for")
    }

    fn rejected<'a>(&'a self, _: &'a AccessToken) -> BoxFuture<'a, Result<bool, AuthError>> {
        panic!("a token is refused that was not sent")
    }
}

#[tokio::test]
async fn no_credentials_are_sent() {
    assert!(ASK.takes_no_authorization() && !GET.takes_no_authorization());
    let with: [fn(ClientBuilder) -> ClientBuilder; 3] = [
        |builder| builder.access_token(TOKEN).developer_api_key("key"),
        |builder| builder.developer_api_key("key"),
        |builder| builder.token_provider(Arc::new(Nobody)),
    ];
    for with in with {
        let recorder = Recorder::new(200, &[], GOOD);
        let client = with(recorder.builder()).build().unwrap();
        let answer = ask(&client).await.unwrap();
        assert_eq!(
            (answer.answer.secret(), answer.left),
            ("canary-answer", Some(7))
        );
        let request = recorder.request();
        assert_eq!(request.url, "https://api.hubapi.com/oauth/ask");
        assert!(!request.headers.contains_key("authorization"));
        assert_eq!(
            request.headers["content-type"],
            "application/x-www-form-urlencoded"
        );
        let body = request.body.unwrap();
        assert_eq!(
            body.as_bytes().unwrap(),
            "id=an%20id&secret=canary%2B%2F%C3%A4%22%3D"
        );
    }
}

#[tokio::test]
async fn a_header_of_the_callers_is_sent() {
    let recorder = Recorder::new(200, &[], GOOD);
    let ask = ask(&recorder.client()).extra_header("Authorization", "Basic mine");
    ask.await.unwrap();
    assert_eq!(recorder.request().headers["authorization"], "Basic mine");
}

#[test]
fn a_client_without_any_credentials_is_still_none() {
    let error = Client::builder().build().unwrap_err();
    assert!(
        error.to_string().contains("needs an access token"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn refusals_and_failures_are_repeated_as_those_of_others() {
    for (status, attempts) in [(401, 1), (400, 1), (429, 3), (503, 3)] {
        let recorder = Recorder::new(status, &[], "");
        let client = recorder
            .builder()
            .token_provider(Arc::new(Nobody))
            .retry(RetryPolicy::new().max_attempts(3))
            .build()
            .unwrap();
        let error = ask(&client).await.unwrap_err();
        assert_eq!(error.status(), StatusCode::from_u16(status).ok());
        assert_eq!(recorder.requests().len(), attempts, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn it_is_not_counted_for_the_account() {
    let full = [
        ("x-hubspot-ratelimit-max", "1"),
        ("x-hubspot-ratelimit-remaining", "0"),
        ("x-hubspot-ratelimit-interval-milliseconds", "10000"),
    ];
    let recorder = Recorder::new(200, &full, GOOD);
    let client = recorder.client();
    let start = Instant::now();
    let before = client.rate_limits();
    for _ in 0..300 {
        ask(&client).await.unwrap();
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(format!("{:?}", client.rate_limits()), format!("{before:?}"));

    // Nor does it wait for the limit of the account.
    let limits = RateLimits::private_app_starter().max_in_flight(1);
    let builder = recorder.builder().access_token(TOKEN).rate_limits(limits);
    let client = builder.build().unwrap();
    for _ in 0..100 {
        client.send(&Built::new(&client, &GET, Ok)).await.unwrap();
    }
    let start = Instant::now();
    ask(&client).await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
    client.send(&Built::new(&client, &GET, Ok)).await.unwrap();
    assert!(start.elapsed() > Duration::from_secs(9));
}

#[tokio::test]
async fn what_answers_repeat_of_other_requests_is_hidden_too() {
    static JSON: OperationInfo =
        OperationInfo::new("json", Method::Put, "/json").secrets(&["words"]);
    static WHOLE: OperationInfo = OperationInfo::new("whole", Method::Put, "/json").secrets(&[""]);
    static PARAMS: OperationInfo =
        OperationInfo::new("params", Method::Get, "/params").secrets(&["key", "X-Key"]);
    let recorder = Recorder::new(400, &[], r#"{"message":"canary-1 canary-2 plain"}"#);
    let client = recorder.client();
    let json = serde_json::json!({ "in": [{ "words": ["canary-1", { "a": "canary-2" }], "other": "plain" }] });
    let json = Call::<Json<Answer>, _>::new(client.endpoint(&JSON), JsonBody(json));
    let whole = JsonBody(serde_json::json!(["canary-1", "canary-2"]));
    let whole = Call::<Json<Answer>, _>::new(client.endpoint(&WHOLE), whole);
    let params: fn(Request) -> Result<Request, Error> = |request| {
        Ok(request
            .query("key", &SecretString::new("canary-1"))
            .header("X-Key", &vec![SecretString::new("canary-2")]))
    };
    let params = Built::new(&client, &PARAMS, params);
    for error in [
        json.await.unwrap_err(),
        whole.await.unwrap_err(),
        client.send(&params).await.unwrap_err(),
    ] {
        hidden(&everything(&error));
        assert!(error.to_string().contains("*** ***"), "{error}");
    }
    let sent = recorder.requests();
    assert_eq!(sent[2].url, "https://api.hubapi.com/params?key=canary-1");
    assert_eq!(sent[2].headers["x-key"], "canary-2");
}

#[test]
fn secrets_among_values() {
    let secret = SecretString::from(ClientSecret::new("canary"));
    hidden(&format!("{secret:?} {:#?}", Some(&secret)));
    assert_eq!(secret, "canary".into());
    assert_eq!(RefreshToken::from(secret).secret(), "canary");
    assert_eq!(SecretString::from(&AccessToken::new("a")).secret(), "a");
    assert_eq!(SecretString::default(), SecretString::blank());

    let form: Form = serde_json::from_str(r#"{"id":1,"secret":2}"#).unwrap();
    assert_eq!(form.secret.secret(), "2");
    assert_eq!(
        serde_json::to_string(&form).unwrap(),
        r#"{"id":"1","secret":"2"}"#
    );
    let form: Form = serde_json::from_str("{}").unwrap();
    assert_eq!(form.secret.secret(), "");
}

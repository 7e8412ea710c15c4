//! Access tokens that an application gets in a way of its own.

mod common;

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use common::everything;
use common::hub::{Hub, call};
use common::recorder::Recorder;
use hubspot_crm_core::{
    AccessToken, AuthError, AuthErrorKind, BoxFuture, Client, Error, HeaderMap, HttpBody,
    HttpRequest, HttpResponse, Method, StatusCode, TokenProvider, Transport, TransportError,
};

/// Numbers its tokens; a refusal leads to the next one.
#[derive(Default)]
struct Numbered {
    number: AtomicU32,
    asked: AtomicU32,
}

impl TokenProvider for Numbered {
    fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, AuthError>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let number = self.number.load(Ordering::SeqCst);
        Box::pin(async move { Ok(format!("canary-access-{number}").into()) })
    }

    fn rejected<'a>(&'a self, token: &'a AccessToken) -> BoxFuture<'a, Result<bool, AuthError>> {
        Box::pin(async move {
            let number = self.number.fetch_add(1, Ordering::SeqCst);
            assert_eq!(token.secret(), format!("canary-access-{number}"));
            Ok(true)
        })
    }
}

/// Has the same answer for everybody.
struct Fixed(Result<&'static str, &'static str>);

impl TokenProvider for Fixed {
    fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, AuthError>> {
        Box::pin(async { self.0.map(Into::into).map_err(AuthError::new) })
    }
}

fn of(recorder: &Arc<Recorder>, provider: impl TokenProvider + 'static) -> Client {
    let builder = recorder.builder().token_provider(Arc::new(provider));
    builder.build().expect("the settings are right")
}

#[tokio::test(start_paused = true)]
async fn it_is_asked_before_each_attempt_and_told_of_refusals() {
    let hub = Hub::new();
    hub.app().refresh(&"r".into()).await.unwrap();
    let provider = Arc::new(Numbered::default());
    let given: Arc<dyn TokenProvider> = Arc::<Numbered>::clone(&provider);
    let client = hub.builder().token_provider(given).build().unwrap();
    call(&client).await.unwrap();
    assert_eq!(
        hub.used(),
        ["Bearer canary-access-0", "Bearer canary-access-1"]
    );
    call(&client).await.unwrap();
    assert_eq!(provider.asked.load(Ordering::SeqCst), 3);
    // Once a call, and no more.
    hub.revoke();
    let error = call(&client).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(provider.asked.load(Ordering::SeqCst), 5);
}

/// Reads the body, and refuses the token.
struct Refuses;

impl Transport for Refuses {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async {
            let body = request.body.expect("there is one");
            body.collect().await.expect("it can be read");
            Ok(HttpResponse::new(
                StatusCode::UNAUTHORIZED,
                HeaderMap::new(),
                "",
            ))
        })
    }
}

#[tokio::test]
async fn it_is_told_of_the_refusal_of_a_stream_that_cannot_be_sent_again() {
    let provider = Arc::new(Numbered::default());
    let given: Arc<dyn TokenProvider> = Arc::<Numbered>::clone(&provider);
    let builder = Client::builder().transport(Arc::new(Refuses));
    let client = builder.token_provider(given).build().unwrap();
    let chunks = futures_util::stream::iter([Ok::<_, std::io::Error>(vec![b'x'])]);
    let upload = client
        .request(Method::Post, "/upload")
        .body("text/plain", HttpBody::from_stream(Some(1), chunks));
    let error = upload.await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(provider.asked.load(Ordering::SeqCst), 1);
    assert_eq!(provider.number.load(Ordering::SeqCst), 1, "the next one");
}

#[tokio::test]
async fn unless_it_says_so_a_refusal_stands() {
    let recorder = Recorder::new(401, &[], "");
    let error = call(&of(&recorder, Fixed(Ok("t")))).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(recorder.request().headers["authorization"], "Bearer t");
}

#[tokio::test]
async fn its_failure_is_that_of_the_call() {
    let recorder = Recorder::new(200, &[], "");
    let error = call(&of(&recorder, Fixed(Err("the vault is sealed"))))
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "the token provider failed");
    assert_eq!(error.source().unwrap().to_string(), "the vault is sealed");
    let Error::Auth(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), AuthErrorKind::Provider);
    assert!(recorder.requests().is_empty());
}

/// Has a token once, and then none.
#[derive(Default)]
struct Once(AtomicU32);

impl TokenProvider for Once {
    fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, AuthError>> {
        let token = match self.0.fetch_add(1, Ordering::SeqCst) {
            0 => Ok("t".into()),
            _ => Err(AuthError::new("the vault is sealed")),
        };
        Box::pin(async { token })
    }

    fn rejected<'a>(&'a self, _: &'a AccessToken) -> BoxFuture<'a, Result<bool, AuthError>> {
        Box::pin(async { Err(AuthError::new("the vault is sealed")) })
    }
}

/// An outage may take the API and the tokens together.
#[tokio::test(start_paused = true)]
async fn its_failure_does_not_undo_what_was_sent_before() {
    for (status, may_have_been_processed) in [(502, true), (429, false), (401, false)] {
        let recorder = Recorder::new(status, &[], "");
        let transport: Arc<dyn Transport> = Arc::<Recorder>::clone(&recorder);
        let client = Client::builder()
            .transport(transport)
            .token_provider(Arc::new(Once::default()));
        let error = call(&client.build().unwrap()).await.unwrap_err();
        assert!(matches!(error, Error::Auth(_)), "{error:?}");
        assert_eq!(recorder.requests().len(), 1, "{status}");
        assert_eq!(error.attempts(), 1, "{status}");
        assert_eq!(
            error.may_have_been_processed(),
            may_have_been_processed,
            "{status}"
        );
    }
}

#[tokio::test]
async fn tokens_that_no_header_can_hold() {
    let recorder = Recorder::new(200, &[], "");
    for token in ["", " ", "canary\n", "Bearer canary", "canary "] {
        let error = call(&of(&recorder, Fixed(Ok(token)))).await.unwrap_err();
        assert_eq!(error.to_string(), "no access token that can be sent");
        assert!(!everything(&error).contains("canary"), "{error:?}");
    }
    assert!(recorder.requests().is_empty());
}

#[test]
fn there_is_one_place_that_tokens_come_from() {
    let hub = Hub::new();
    let provider: Arc<dyn TokenProvider> = Arc::new(Fixed(Ok("t")));
    let builder = hub.builder().developer_api_key("key");
    builder.clone().build().unwrap();
    let with_oauth = builder.clone().oauth(hub.oauth());
    let with_provider = builder.token_provider(Arc::clone(&provider));
    with_oauth.clone().build().unwrap();
    with_provider.clone().build().unwrap();
    for several in [
        with_oauth.clone().access_token("t"),
        with_oauth.token_provider(provider),
        with_provider.clone().access_token("t"),
        with_provider.access_token("t").oauth(hub.oauth()),
    ] {
        let error = several.build().unwrap_err();
        assert!(matches!(error, Error::Config(_)));
        assert_eq!(
            error.to_string(),
            "a client takes its access token from one place: set `access_token`, \
             `token_provider` or `oauth`, not several of them"
        );
    }
    assert_eq!(
        hub.builder().build().unwrap_err().to_string(),
        "a client needs an access token"
    );
}

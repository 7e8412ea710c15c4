//! A HubSpot that gives tokens, and refuses calls with any but the newest one.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use futures_util::future::join_all;
use hubspot_crm_core::{
    AuthError, BoxFuture, Client, ClientBuilder, Error, HeaderMap, HttpRequest, HttpResponse,
    OAuth, OAuthApp, StatusCode, Transport, TransportError, TransportErrorKind,
};

use super::built::{Built, GET};

pub const SECRET: &str = "canary-client-secret";
pub const BAD_REFRESH_TOKEN: &str =
    r#"{"status":"BAD_REFRESH_TOKEN","message":"unknown token","correlationId":"c-1"}"#;
pub const EXPIRED: &str =
    r#"{"status":"error","category":"EXPIRED_AUTHENTICATION","message":"expired"}"#;

pub struct Hub {
    state: Mutex<State>,
    /// How long the answer to a call takes. Tokens come in half the time.
    latency: Duration,
}

struct State {
    /// What the next token requests get, before they get tokens.
    answers: VecDeque<Answer>,
    expires_in: u64,
    /// The number of the newest access token.
    issued: u32,
    /// What calls are refused with, whatever their token is.
    refusal: Option<(u16, &'static str)>,
    tokens: Vec<HttpRequest>,
    calls: Vec<HttpRequest>,
}

#[derive(Debug, Clone)]
pub enum Answer {
    /// A body may repeat the code or the refresh token that it answers, as `{sent}`.
    Status(u16, String),
    RetryAfter(&'static str),
    Fails(TransportErrorKind),
}

impl Answer {
    pub fn new(status: u16, body: &str) -> Self {
        Self::Status(status, body.to_owned())
    }
}

impl Hub {
    pub fn new() -> Arc<Self> {
        Self::with_latency(Duration::from_secs(1))
    }

    pub fn with_latency(latency: Duration) -> Arc<Self> {
        Arc::new(Self {
            latency,
            state: Mutex::new(State {
                answers: VecDeque::new(),
                expires_in: 1800,
                issued: 0,
                refusal: None,
                tokens: Vec::new(),
                calls: Vec::new(),
            }),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub fn answer(&self, answers: impl IntoIterator<Item = Answer>) {
        self.state().answers.extend(answers);
    }

    pub fn expires_in(&self, seconds: u64) {
        self.state().expires_in = seconds;
    }

    /// From now on no token is good but one that is still to be given.
    pub fn revoke(&self) {
        self.state().issued += 100;
    }

    pub fn refuse(&self, refusal: Option<(u16, &'static str)>) {
        self.state().refusal = refusal;
    }

    pub fn app(self: &Arc<Self>) -> OAuthApp {
        let transport: Arc<dyn Transport> = Arc::<Self>::clone(self);
        OAuthApp::new("client-1", SECRET, "https://example.com/callback").transport(transport)
    }

    /// For a client that has a refresh token and nothing else.
    pub fn oauth(self: &Arc<Self>) -> OAuth {
        OAuth::from_refresh_token(self.app(), "canary-refresh-0")
    }

    pub fn builder(self: &Arc<Self>) -> ClientBuilder {
        let transport: Arc<dyn Transport> = Arc::<Self>::clone(self);
        Client::builder()
            .transport(transport)
            .rate_limits(hubspot_crm_core::RateLimits::none())
            .retry(hubspot_crm_core::RetryPolicy::none())
    }

    pub fn client(self: &Arc<Self>) -> Client {
        self.builder().oauth(self.oauth()).build().unwrap()
    }

    /// The requests for tokens: their forms.
    pub fn token_requests(&self) -> Vec<String> {
        let text =
            |request: &HttpRequest| String::from_utf8(super::body_of(request).to_vec()).unwrap();
        self.state().tokens.iter().map(text).collect()
    }

    pub fn token_http(&self) -> Vec<HttpRequest> {
        self.state().tokens.clone()
    }

    /// The tokens of the calls.
    pub fn used(&self) -> Vec<String> {
        let token = |request: &HttpRequest| {
            request.headers["authorization"]
                .to_str()
                .unwrap()
                .to_owned()
        };
        self.state().calls.iter().map(token).collect()
    }

    fn token(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let mut state = self.state();
        match state.answers.pop_front() {
            None => {
                state.issued += 1;
                let (number, seconds) = (state.issued, state.expires_in);
                let body = format!(
                    r#"{{"token_type":"bearer","access_token":"canary-access-{number}",
                        "refresh_token":"canary-refresh-{number}","expires_in":{seconds}}}"#
                );
                Ok(response(200, &body))
            }
            Some(Answer::Status(status, body)) => {
                let bytes = super::body_of(request);
                let form = std::str::from_utf8(&bytes).unwrap();
                let mut fields = form.split('&').filter_map(|pair| pair.split_once('='));
                let sent = fields.find(|(name, _)| matches!(*name, "code" | "refresh_token"));
                Ok(response(status, &body.replace("{sent}", sent.unwrap().1)))
            }
            Some(Answer::RetryAfter(seconds)) => {
                let mut answer = response(429, "");
                answer
                    .headers
                    .insert("retry-after", seconds.parse().unwrap());
                Ok(answer)
            }
            Some(Answer::Fails(kind)) => Err(TransportError::new(kind, "scripted")),
        }
    }

    fn call(&self, request: &HttpRequest) -> HttpResponse {
        let state = self.state();
        if let Some((status, body)) = state.refusal {
            return response(status, body);
        }
        let newest = format!("Bearer canary-access-{}", state.issued);
        if request.headers["authorization"] == newest {
            response(200, "{}")
        } else {
            response(401, EXPIRED)
        }
    }
}

impl Transport for Hub {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let is_token = request.url.ends_with("/token");
            if is_token {
                self.state().tokens.push(request.clone());
            } else {
                self.state().calls.push(request.clone());
            }
            if is_token {
                tokio::time::sleep(self.latency / 2).await;
                self.token(&request)
            } else {
                tokio::time::sleep(self.latency).await;
                Ok(self.call(&request))
            }
        })
    }
}

fn response(status: u16, body: &str) -> HttpResponse {
    let status = StatusCode::from_u16(status).unwrap();
    HttpResponse::new(status, HeaderMap::new(), body.to_owned())
}

/// A call of the client.
pub async fn call(client: &Client) -> Result<(), Error> {
    client.send(&Built::new(client, &GET, Ok)).await.map(|_| ())
}

/// Many calls at once.
pub async fn storm(client: &Client) -> Vec<Result<(), Error>> {
    join_all((0..1000).map(|_| call(client))).await
}

pub fn all_well(results: Vec<Result<(), Error>>) {
    for result in results {
        result.unwrap();
    }
}

/// Lets time pass.
pub async fn minutes(minutes: u64) {
    tokio::time::advance(Duration::from_secs(minutes * 60)).await;
}

/// The error of a call that got no token.
pub fn auth(error: &Error) -> &AuthError {
    match error {
        Error::Auth(error) => error,
        other => panic!("{other:?}"),
    }
}

//! The request for tokens.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::{Map, Value};
use tokio::time::Instant;

use super::app::TokenEndpoint;
use super::tokens::Granted;
use super::{ClientSecret, RefreshToken};
use crate::error::{
    AuthError, AuthErrorKind, Said, TransportError, TransportErrorKind, retry_after,
};
use crate::info::{Method, OperationInfo};
use crate::query::push_pair;
use crate::retry::NoRetry;
use crate::secrets::without;
use crate::transport::{HttpRequest, HttpResponse, Transport};

static TOKEN_2026_03: OperationInfo =
    OperationInfo::new("oauth.token", Method::Post, "/oauth/2026-03/token");
static TOKEN_V1: OperationInfo = OperationInfo::new("oauth.token", Method::Post, "/oauth/v1/token");

/// How often a request is sent before its failure is final.
const ATTEMPTS: u32 = 4;
/// The longest pause before the second attempt; each further one may take twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The longest pause that the server can ask for: everybody waits for the token.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The way to the token endpoint.
#[derive(Clone)]
pub(crate) struct Channel {
    /// Without a slash at its end.
    pub(crate) base_url: String,
    pub(crate) user_agent: HeaderValue,
    pub(crate) timeout: Duration,
    pub(crate) transport: Arc<dyn Transport>,
}

/// What tokens are given for.
pub(super) enum Grant<'a> {
    Code {
        code: &'a str,
        /// Of PKCE.
        verifier: Option<&'a str>,
        redirect_uri: &'a str,
    },
    Refresh(&'a RefreshToken),
}

impl Grant<'_> {
    fn secrets(&self) -> [&str; 2] {
        match self {
            Self::Code { code, verifier, .. } => [code, verifier.unwrap_or_default()],
            Self::Refresh(token) => [token.secret(), ""],
        }
    }

    fn push(&self, form: &mut String) {
        match self {
            Self::Code {
                code,
                verifier,
                redirect_uri,
            } => {
                push_pair(form, "grant_type", "authorization_code");
                push_pair(form, "code", code);
                push_pair(form, "redirect_uri", redirect_uri);
                if let Some(verifier) = verifier {
                    push_pair(form, "code_verifier", verifier);
                }
            }
            Self::Refresh(token) => {
                push_pair(form, "grant_type", "refresh_token");
                push_pair(form, "refresh_token", token.secret());
            }
        }
    }

    /// Whether the request may be sent again after a failure. A code can be used once: after a
    /// failure that leaves open whether it was, a second attempt would only hide what happened.
    fn may_repeat(&self, failure: &Failure) -> bool {
        match (self, failure) {
            (_, Failure::Transport(error)) if error.kind() == TransportErrorKind::Connect => true,
            (_, Failure::Answer(answer)) if answer.status == StatusCode::TOO_MANY_REQUESTS => true,
            (Self::Code { .. }, _) => false,
            (Self::Refresh(_), Failure::Transport(error)) => matches!(
                error.kind(),
                TransportErrorKind::Timeout | TransportErrorKind::Interrupted
            ),
            (Self::Refresh(_), Failure::Answer(answer)) => answer.status.is_server_error(),
        }
    }
}

enum Failure {
    Transport(TransportError),
    Answer(HttpResponse),
}

impl Failure {
    /// Why the request is not sent again after it, where that is not for their number.
    fn reason(&self) -> NoRetry {
        let may_have_been_processed = match self {
            Self::Transport(error) => error.may_have_been_processed(),
            Self::Answer(answer) => answer.status.is_server_error(),
        };
        match may_have_been_processed {
            true => NoRetry::MayBeProcessed,
            false => NoRetry::Permanent,
        }
    }
}

/// Asks for tokens, several times where that may help.
pub(super) async fn request(
    channel: &Channel,
    endpoint: TokenEndpoint,
    client_id: &str,
    client_secret: &ClientSecret,
    grant: Grant<'_>,
) -> Result<Granted, AuthError> {
    let operation = match endpoint {
        TokenEndpoint::V2026_03 => &TOKEN_2026_03,
        TokenEndpoint::V1 => &TOKEN_V1,
    };
    let mut form = String::new();
    grant.push(&mut form);
    push_pair(&mut form, "client_id", client_id);
    push_pair(&mut form, "client_secret", client_secret.secret());
    let http = channel.request(operation, form.into());

    let mut attempt = 1;
    let no_retry;
    let failure = loop {
        let since = Instant::now();
        let failure = match channel.transport.send(http.clone()).await {
            Ok(answer) if answer.status.is_success() => {
                let before = match &grant {
                    Grant::Code { .. } => None,
                    Grant::Refresh(token) => Some(*token),
                };
                return Granted::read(&answer.body, before, since)
                    .ok_or_else(|| unreadable(operation));
            }
            Ok(answer) => Failure::Answer(answer),
            Err(error) => Failure::Transport(error),
        };
        let may_repeat = grant.may_repeat(&failure);
        if attempt == ATTEMPTS || !may_repeat {
            no_retry = match may_repeat {
                true => NoRetry::OutOfAttempts,
                false => failure.reason(),
            };
            break failure;
        }
        tokio::time::sleep(pause(attempt, &failure)).await;
        attempt += 1;
    };
    Err(match failure {
        Failure::Transport(error) => AuthError::no_answer(operation, error, attempt, no_retry),
        Failure::Answer(answer) => {
            let [first, second] = grant.secrets();
            let mut said = said(&answer.body, &[client_secret.secret(), first, second]);
            let of_headers = || {
                answer
                    .headers
                    .get("x-hubspot-correlation-id")?
                    .to_str()
                    .ok()
            };
            if said.correlation_id.is_none() {
                said.correlation_id = of_headers().map(ToOwned::to_owned);
            }
            AuthError::answer(operation, answer.status, &said, attempt, no_retry)
        }
    })
}

/// What the body was is not told: it may well hold tokens.
fn unreadable(operation: &'static OperationInfo) -> AuthError {
    AuthError::of(
        AuthErrorKind::Unusable,
        format!("no access token: {operation}: the answer holds no tokens"),
    )
    .of_operation(operation)
}

impl Channel {
    fn request(&self, operation: &'static OperationInfo, form: Bytes) -> HttpRequest {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        headers.insert(USER_AGENT, self.user_agent.clone());
        HttpRequest {
            operation,
            method: operation.method(),
            url: format!("{}{}", self.base_url, operation.path()),
            headers,
            body: Some(form.into()),
            timeout: self.timeout,
        }
    }
}

/// A random time, within a bound that doubles, or what the server asks for.
fn pause(attempt: u32, failure: &Failure) -> Duration {
    if let Failure::Answer(answer) = failure
        && let Some(asked) = retry_after(&answer.headers)
    {
        return asked.min(LONGEST_PAUSE);
    }
    FIRST_PAUSE
        .saturating_mul(1 << (attempt - 1).min(8))
        .min(LONGEST_PAUSE)
        .mul_f64(fastrand::f64())
}

/// What an answer says about an error, in HubSpot's fields or in those of OAuth, without the secrets
/// that it may repeat.
fn said(body: &[u8], secrets: &[&str]) -> Said {
    let fields: Map<String, Value> = serde_json::from_slice(body).unwrap_or_default();
    let text = |names: &[&str]| {
        let texts = names.iter().filter_map(|name| fields.get(*name)?.as_str());
        // `"status": "error"` says nothing.
        let mut texts = texts.filter(|text| !text.is_empty() && *text != "error");
        texts.next().map(|text| without(text, secrets))
    };
    Said {
        code: text(&["status", "error", "category"]),
        message: text(&["message", "error_description"]),
        correlation_id: text(&["correlationId"]),
    }
}

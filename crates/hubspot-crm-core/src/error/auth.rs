//! Access tokens that could not be got.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use http::StatusCode;

use super::text::{Remark, one_line, sentence};
use super::transport::{TransportError, TransportErrorKind};
use crate::info::OperationInfo;
use crate::retry::NoRetry;

/// There is no access token to send a request with. The request was not sent, or was refused for its
/// token before, or an earlier attempt failed: [`Error::attempts`](crate::Error::attempts) and
/// [`Error::may_have_been_processed`](crate::Error::may_have_been_processed) tell.
///
/// All calls that wait for one token get the same error, so it is cheap to clone. It holds no
/// secrets, unless the [`source`](StdError::source) that a [`TokenProvider`](crate::TokenProvider)
/// gives it does.
#[derive(Debug, Clone)]
pub struct AuthError {
    kind: AuthErrorKind,
    operation: Option<&'static OperationInfo>,
    status: Option<StatusCode>,
    /// How there was no answer.
    no_answer: Option<TransportErrorKind>,
    no_retry: NoRetry,
    correlation_id: Option<Arc<str>>,
    code: Option<Arc<str>>,
    /// The whole line that `Display` shows.
    text: Arc<str>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
    /// How often the request was sent that now has no token.
    pub(super) attempts: u32,
    pub(super) may_have_been_processed: bool,
}

/// Why there is no access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthErrorKind {
    /// The token endpoint refused. To try again will not help, see
    /// [`is_invalid_grant`](AuthError::is_invalid_grant).
    Refused,
    /// The token endpoint could not be reached, or answered with a 429 or 5xx, several times.
    Unavailable,
    /// A token came that is of no use: an answer that does not read, or a token that no header can
    /// hold.
    Unusable,
    /// The request for a token ended without a result, as where its Tokio runtime was shut down.
    Interrupted,
    /// A [`TokenProvider`](crate::TokenProvider) of the application failed.
    Provider,
}

impl AuthError {
    /// For implementations of [`TokenProvider`](crate::TokenProvider): why they have no token. Error
    /// reports show the text of `source`, so it should hold no secret.
    pub fn new(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::of(AuthErrorKind::Provider, "the token provider failed").caused_by(source)
    }

    pub(crate) fn of(kind: AuthErrorKind, text: impl Into<Arc<str>>) -> Self {
        Self {
            kind,
            operation: None,
            status: None,
            no_answer: None,
            no_retry: NoRetry::Permanent,
            correlation_id: None,
            code: None,
            text: text.into(),
            source: None,
            attempts: 0,
            may_have_been_processed: false,
        }
    }

    pub(crate) fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    pub(crate) fn of_operation(mut self, operation: &'static OperationInfo) -> Self {
        self.operation = Some(operation);
        self
    }

    /// No answer of the token endpoint, after so many attempts.
    pub(crate) fn no_answer(
        operation: &'static OperationInfo,
        error: TransportError,
        attempts: u32,
        no_retry: NoRetry,
    ) -> Self {
        let mut error = error.of(operation);
        error.after_attempts(attempts, error.may_have_been_processed(), no_retry);
        Self {
            no_answer: Some(error.kind()),
            no_retry,
            // The text of the error is in this one, so the cause comes next.
            ..Self::of(
                AuthErrorKind::Unavailable,
                format!("no access token: {error}"),
            )
        }
        .of_operation(operation)
        .caused_by(error.into_source())
    }

    /// An answer of the token endpoint that has no tokens. The texts are free of secrets.
    pub(crate) fn answer(
        operation: &'static OperationInfo,
        status: StatusCode,
        said: &Said,
        attempts: u32,
        no_retry: NoRetry,
    ) -> Self {
        let kind = if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
            AuthErrorKind::Unavailable
        } else {
            AuthErrorKind::Refused
        };
        let mut text = format!("no access token: {operation}: {}", status.as_str());
        if let Some(reason) = status.canonical_reason() {
            text = format!("{text} {reason}");
        }
        if let Some(code) = &said.code {
            text = format!("{text} {}", one_line(code, 60));
        }
        let message = said.message.as_deref().map(sentence).unwrap_or_default();
        if !message.is_empty() {
            text = format!("{text}: {message}");
        }
        if let Some(id) = &said.correlation_id {
            text = format!("{text} (correlation id {})", one_line(id, 60));
        }
        let remark = Remark { attempts, no_retry };
        Self {
            status: Some(status),
            no_retry,
            correlation_id: said.correlation_id.as_deref().map(Arc::from),
            code: said.code.as_deref().map(Arc::from),
            ..Self::of(kind, format!("{text}{remark}"))
        }
        .of_operation(operation)
    }

    /// Why there is no token.
    pub fn kind(&self) -> AuthErrorKind {
        self.kind
    }

    /// The request for a token; `None` if there was none.
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        self.operation
    }

    /// The id under which HubSpot logs the request for a token, if it answered with one. HubSpot's
    /// support asks for it.
    pub fn correlation_id(&self) -> Option<&str> {
        self.correlation_id.as_deref()
    }

    /// Why the request for a token was not sent once more.
    pub fn no_retry(&self) -> NoRetry {
        self.no_retry
    }

    /// Whether no connection to the token endpoint could be made.
    pub fn is_connect(&self) -> bool {
        self.no_answer == Some(TransportErrorKind::Connect)
    }

    /// Whether the token endpoint did not answer in time.
    pub fn is_timeout(&self) -> bool {
        self.no_answer == Some(TransportErrorKind::Timeout)
    }

    /// The HTTP status of the token endpoint, if it answered with an error.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// What the token endpoint calls the error, such as `BAD_REFRESH_TOKEN` or `invalid_grant`.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Whether the authorization code or the refresh token is not good, or no longer: the user has
    /// to allow the app once more, from [`OAuthApp::authorize_url`](crate::OAuthApp::authorize_url)
    /// on.
    pub fn is_invalid_grant(&self) -> bool {
        matches!(
            self.code(),
            Some("BAD_REFRESH_TOKEN" | "BAD_AUTH_CODE" | "invalid_grant")
        )
    }
}

/// What the body of an answer says about an error.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) correlation_id: Option<String>,
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl StdError for AuthError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&**self.source.as_ref()?)
    }
}

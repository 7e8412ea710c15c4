//! Requests that got no answer, or not a whole one.

use std::error::Error as StdError;
use std::fmt;

use super::text::remark;
use crate::info::OperationInfo;
use crate::retry::NoRetry;

/// A request that got no answer, or not a whole one. See
/// [`may_have_been_processed`](Self::may_have_been_processed).
///
/// The text says what kind of failure it was; [`source`](StdError::source) has the details.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
    operation: Option<&'static OperationInfo>,
    attempts: u32,
    may_have_been_processed: bool,
    no_retry: NoRetry,
}

/// How a request failed to get an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made, so HubSpot never saw the request.
    Connect,
    /// The whole answer did not come in time.
    Timeout,
    /// The connection broke, before the answer or within it.
    Interrupted,
    /// What the body is read from failed, or is not as long as it was said to be. HubSpot got a
    /// part of the request at most. See [`BodyError`](crate::BodyError).
    Body,
    /// The answer is longer than any that is read. It would be so once more.
    TooLong,
    /// Anything else.
    Other,
}

impl TransportError {
    /// For implementations of [`Transport`](crate::Transport). The text of `source` should not hold
    /// the URL, nor a header.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            source: source.into(),
            operation: None,
            attempts: 1,
            may_have_been_processed: !matches!(
                kind,
                TransportErrorKind::Connect | TransportErrorKind::Body
            ),
            no_retry: NoRetry::Permanent,
        }
    }

    pub(super) fn after_attempts(&mut self, attempts: u32, processed: bool, no_retry: NoRetry) {
        self.attempts = attempts;
        self.may_have_been_processed = processed;
        self.no_retry = no_retry;
    }

    pub(crate) fn of(mut self, operation: &'static OperationInfo) -> Self {
        self.operation = Some(operation);
        self
    }

    pub(super) fn into_source(self) -> Box<dyn StdError + Send + Sync> {
        self.source
    }

    /// How the request failed.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Whether HubSpot may have processed the request, in any of the attempts. It is known that it
    /// did not where no connection was made, or where the body did not come to its end.
    pub fn may_have_been_processed(&self) -> bool {
        self.may_have_been_processed
    }

    /// Why the request was not sent once more.
    pub fn no_retry(&self) -> NoRetry {
        self.no_retry
    }

    /// The operation that was called; `None` until the client has the error.
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        self.operation
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "cannot connect",
            TransportErrorKind::Timeout => "the answer did not come in time",
            TransportErrorKind::Interrupted => "the connection broke",
            TransportErrorKind::Body => "the body of the request could not be read",
            TransportErrorKind::TooLong => "the answer is too long",
            TransportErrorKind::Other => "the request failed",
        })?;
        remark(f, self.attempts, self.no_retry)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

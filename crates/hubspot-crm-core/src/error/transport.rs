//! Requests that got no answer, or not a whole one.

use std::error::Error as StdError;
use std::fmt;

use crate::info::OperationInfo;

/// A request that got no answer, or not a whole one. Whether HubSpot has processed it is only known
/// for [`TransportErrorKind::Connect`]: it has not.
///
/// The text says what kind of failure it was; [`source`](StdError::source) has the details.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
    operation: Option<&'static OperationInfo>,
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
        }
    }

    pub(crate) fn of(mut self, operation: &'static OperationInfo) -> Self {
        self.operation = Some(operation);
        self
    }

    /// How the request failed.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
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
            TransportErrorKind::Other => "the request failed",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

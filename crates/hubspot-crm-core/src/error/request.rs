//! Requests and clients that cannot be made.

use std::borrow::Cow;
use std::error::Error as StdError;

use crate::info::OperationInfo;

/// A request that cannot be sent as it is. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{operation}: {reason}")]
pub struct InvalidRequest {
    operation: &'static OperationInfo,
    reason: String,
}

impl InvalidRequest {
    pub(crate) fn new(operation: &'static OperationInfo, reason: impl Into<String>) -> Self {
        Self {
            operation,
            reason: reason.into(),
        }
    }

    /// The operation that was to be called.
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// What is wrong with the request.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// Settings from which no client can be made, or which lack what an operation needs. Nothing was
/// sent.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub struct ConfigError {
    reason: Cow<'static, str>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl ConfigError {
    pub(crate) fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            reason: reason.into(),
            source: None,
        }
    }

    pub(crate) fn caused_by(
        reason: &'static str,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            reason: reason.into(),
            source: Some(source.into()),
        }
    }
}

//! Calls that cannot be sent in time.

use std::fmt;
use std::time::Duration;

use crate::info::OperationInfo;
use crate::limit::{Late, RateLimitBucket};

/// A call whose turn within HubSpot's rate limits does not come before its deadline. Nothing was
/// sent, and HubSpot did not refuse anything: the client keeps the limits by itself.
///
/// Calls have a deadline if the client or the call sets one: see
/// [`ClientBuilder::deadline`](crate::ClientBuilder::deadline).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineError {
    operation: &'static OperationInfo,
    late: Late,
}

impl DeadlineError {
    pub(crate) fn new(operation: &'static OperationInfo, late: Late) -> Self {
        Self { operation, late }
    }

    /// The operation that was to be called.
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// The limit that counts the call.
    pub fn bucket(&self) -> RateLimitBucket {
        self.late.bucket
    }

    /// How long it takes at least until the limit lets a call go. `None` if nobody knows: there may
    /// be others before this call, too many calls in flight, or the token is not there yet.
    pub fn retry_after(&self) -> Option<Duration> {
        self.late.opens_in
    }
}

impl fmt::Display for DeadlineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation;
        match self.late.opens_in {
            // A tenth more or less helps nobody.
            Some(wait) => write!(
                f,
                "{operation}: not sent: the rate limit lets no call go for {} s, which is beyond the deadline",
                wait.as_millis().div_ceil(1000)
            ),
            None => write!(
                f,
                "{operation}: not sent: its turn did not come before its deadline"
            ),
        }
    }
}

impl std::error::Error for DeadlineError {}

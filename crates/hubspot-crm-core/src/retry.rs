//! When a request is sent again.

mod decide;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

pub(crate) use decide::{Attempts, Next};

use crate::error::Error;
use crate::info::OperationInfo;

/// When a request that failed is sent again, and how long to wait before.
///
/// What helps depends on the failure:
///
/// | failure | repeated | wait |
/// |---|---|---|
/// | no connection | always | backoff |
/// | 429, but for the daily limit | always: HubSpot did not process it | `Retry-After`, or about what the exceeded limit takes |
/// | 429, daily limit | never: it would not help | |
/// | 423 (locked) | always | 2 seconds and backoff |
/// | 477 (the account is moving) | always | `Retry-After`, or 2 seconds and backoff |
/// | 408, and 5xx but for 501 and 505 | if the operation is safe to repeat | `Retry-After`, or backoff |
/// | time-out, connection broken | if the operation is safe to repeat | backoff |
/// | everything else | never | |
///
/// An operation is safe to repeat if doing it twice does the same as doing it once. That is a fact
/// of the operation ([`OperationInfo::is_replay_safe`]): a create is not, for it may have happened
/// although no answer came. It is repeated only if the caller allows it, see
/// [`repeat_creates`](Self::repeat_creates).
///
/// Backoff has full jitter: the wait is a random part of a bound that doubles with each attempt.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use std::time::Duration;
/// use hubspot_crm_gen::{Client, RetryPolicy};
///
/// # fn run(token: String) -> Result<(), hubspot_crm_gen::Error> {
/// let client = Client::builder()
///     .access_token(token)
///     .retry(
///         RetryPolicy::new()
///             .max_attempts(6)
///             .max_total_time(Duration::from_secs(300))
///             .on_attempt(|attempt| {
///                 if let Some(wait) = attempt.retry_in {
///                     eprintln!("{}: again in {wait:?}", attempt.operation);
///                 }
///             }),
///     )
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct RetryPolicy {
    max_attempts: u32,
    /// `None`: see [`Self::total_time`].
    max_total_time: Option<Duration>,
    max_wait: Duration,
    backoff: Duration,
    max_backoff: Duration,
    repeat_creates: bool,
    observer: Option<Observer>,
}

type Observer = Arc<dyn Fn(&Attempt<'_>) + Send + Sync>;

impl RetryPolicy {
    /// At most 4 attempts within 2 minutes, or within the time-out of one attempt if that is longer,
    /// waits of at most 30 seconds, a backoff of up to half a
    /// second that doubles up to 10 seconds; creates are not repeated.
    pub const fn new() -> Self {
        Self {
            max_attempts: 4,
            max_total_time: None,
            max_wait: Duration::from_secs(30),
            backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(10),
            repeat_creates: false,
            observer: None,
        }
    }

    /// One attempt, whatever happens.
    pub const fn none() -> Self {
        Self::new().attempts(1)
    }

    const fn attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts;
        self
    }

    /// How often a request is sent at most, the first time included. Zero counts as one.
    pub fn max_attempts(self, max_attempts: u32) -> Self {
        self.attempts(max_attempts)
    }

    /// The time for all attempts and the waits between them, from the moment when the request is
    /// sent first. A wait that would end later is not begun, and an attempt is given up then, also
    /// where its time-out is longer, as is the wait for the turn of a repeat. Unless it is set, it
    /// is 2 minutes, or the time-out if that is longer.
    ///
    /// Before that, a request may wait for the rate limits, which is not counted:
    /// [`ClientBuilder::deadline`](crate::ClientBuilder::deadline) and `deadline` on the request
    /// are bounds of everything.
    pub fn max_total_time(mut self, time: Duration) -> Self {
        self.max_total_time = Some(time);
        self
    }

    /// The longest wait before an attempt. If HubSpot asks for a longer one by `Retry-After`, the
    /// error returns at once, and tells the wait by [`Error::retry_after`].
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// The bound of the first wait where HubSpot says none. It doubles with each attempt up to
    /// `max`.
    pub fn backoff(mut self, first: Duration, max: Duration) -> Self {
        self.backoff = first;
        self.max_backoff = max;
        self
    }

    /// Whether a request is repeated although it may have been processed, and processing it twice
    /// is not the same as once: a create may then make two records. For one request only, there is
    /// `replay_safe` on the request.
    pub fn repeat_creates(mut self, repeat: bool) -> Self {
        self.repeat_creates = repeat;
        self
    }

    /// Calls a function after each attempt, the successful ones included. It should return soon:
    /// the call waits for it.
    pub fn on_attempt(mut self, observer: impl Fn(&Attempt<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// The time for all attempts, of which each may take `timeout`. What nobody has set does not cut
    /// short what somebody has.
    fn total_time(&self, timeout: Duration) -> Duration {
        self.max_total_time
            .unwrap_or(timeout.max(Duration::from_secs(120)))
    }

    pub(crate) fn observe(&self, attempt: &Attempt<'_>) {
        if let Some(observer) = &self.observer {
            observer(attempt);
        }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("max_attempts", &self.max_attempts)
            .field("max_total_time", &self.max_total_time)
            .field("max_wait", &self.max_wait)
            .field("backoff", &(self.backoff..=self.max_backoff))
            .field("repeat_creates", &self.repeat_creates)
            .finish_non_exhaustive()
    }
}

/// An attempt that is over, for [`RetryPolicy::on_attempt`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The operation that was called, also where a batch read was sent for a GET whose URL would
    /// have been too long.
    pub operation: &'static OperationInfo,
    /// The number of the attempt, from 1.
    pub number: u32,
    /// The HTTP status, if there was an answer.
    pub status: Option<StatusCode>,
    /// Why the attempt failed, if it did.
    pub error: Option<&'a Error>,
    /// The time from sending the request to the end of the answer.
    pub duration: Duration,
    /// The wait before the next attempt; `None` if there is none.
    pub retry_in: Option<Duration>,
}

/// Why a failed request was not sent once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoRetry {
    /// The failure is of a kind that another attempt does not mend.
    Permanent,
    /// 429 because the requests of this day are used up.
    DailyLimit,
    /// It may have been processed, and the operation is not safe to repeat. Where the caller knows
    /// that it is, `replay_safe` on the request says so.
    MayBeProcessed,
    /// The attempts that the policy allows are used up.
    OutOfAttempts,
    /// The time that the policy allows is used up, or would be after the wait.
    OutOfTime,
    /// HubSpot asks for a longer wait than the policy allows.
    WaitTooLong,
    /// The body is a stream, which can be sent once.
    BodyIsStream,
}

impl NoRetry {
    /// What an error says about it, behind its own text; nothing where that is what one expects.
    pub(crate) fn remark(self) -> Option<&'static str> {
        match self {
            Self::Permanent | Self::OutOfAttempts => None,
            Self::DailyLimit => Some("not repeated: the requests of this day are used up"),
            Self::MayBeProcessed => Some("not repeated: it may have been processed"),
            Self::OutOfTime => Some("not repeated: the time for it is used up"),
            Self::WaitTooLong => Some("not repeated: HubSpot asks for too long a wait"),
            Self::BodyIsStream => Some("not repeated: the body is a stream"),
        }
    }
}

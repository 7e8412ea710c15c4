//! Rate limits: who may send when.
//!
//! HubSpot counts the requests that arrive in any stretch of ten seconds, and the searches in any
//! second. [`Limiter::acquire_by`] waits until one more request is within these limits, and
//! [`Permit::answered`] takes in what the answer says about them.
//!
//! HubSpot's clock starts when a request arrives, which nobody here sees: somewhere between sending
//! it and its answer. So a request counts from the moment it may be sent until ten seconds after
//! its *answer*. However long it takes to arrive, HubSpot then never sees more than the limit: when
//! a request is let go, all those that arrived within the ten seconds before its own arrival still
//! count. The price is the time of an answer in each interval: some percent of ten seconds, more of
//! one second.

mod acquire;
mod bucket;
mod headers;
mod lane;
mod settings;
mod state;
mod status;
#[cfg(test)]
mod tests;
mod window;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

pub use bucket::RateLimitBucket;
pub use settings::{RateLimitWait, RateLimits};
pub use status::{BucketStatus, RateLimitStatus};

use crate::info::OperationInfo;
use crate::trace;
use acquire::Acquire;
pub(crate) use acquire::Late;
use settings::Hook;
use state::State;
use window::Grant;

/// Holds calls back until they are within the limits. Clones share one count; two limiters share
/// nothing.
///
/// There is no task behind it. Callers that wait have timers of their own, and the one that goes
/// wakes the next.
#[derive(Clone)]
pub(crate) struct Limiter {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    on_wait: Option<Hook>,
}

impl Shared {
    /// Works on the state, then wakes whom that concerns. Wakers run and end outside the lock:
    /// either may drop a permit, which takes the lock.
    fn with<T>(&self, work: impl FnOnce(&mut State, Instant, &mut Vec<Waker>) -> T) -> T {
        let mut wakers = Vec::new();
        let done = {
            let mut state = self.lock();
            work(&mut state, Instant::now(), &mut wakers)
        };
        wakers.into_iter().for_each(Waker::wake);
        done
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an answer says about limits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Observed<'a> {
    /// The status.
    pub(crate) status: StatusCode,
    /// The headers.
    pub(crate) headers: &'a HeaderMap,
    /// `policyName` in the body of a 429.
    pub(crate) policy: Option<&'a str>,
    /// How long HubSpot asks to wait.
    pub(crate) retry_after: Option<Duration>,
}

impl Limiter {
    pub(crate) fn new(limits: RateLimits) -> Self {
        let state = Mutex::new(State::new(&limits));
        let on_wait = limits.on_wait;
        Self {
            shared: Arc::new(Shared { state, on_wait }),
        }
    }

    /// Waits until the operation may be sent, which is to be done at once. If that is later than
    /// `deadline`, it is an error: as soon as it is known, and then at the latest.
    ///
    /// First come, first served in each bucket. A caller that goes away while it waits leaves
    /// nothing behind. One that is not polled when its turn comes is passed by until it is: it
    /// may be part of a stream whose consumer waits right behind it.
    ///
    /// Waiting needs a Tokio runtime with timers; going on at once does not.
    pub(crate) async fn acquire_by(
        &self,
        operation: &OperationInfo,
        deadline: Option<Instant>,
    ) -> Result<Permit, Late> {
        let bucket = operation.rate_limit_bucket();
        let (grant, waited) = Acquire::new(&self.shared, bucket, deadline).await?;
        let permit = Permit {
            shared: Arc::clone(&self.shared),
            bucket,
            own_quota: !operation.takes_developer_key(),
            has_waited: waited.is_some(),
            grant: Some(grant),
        };
        if let Some(waited) = waited {
            trace::waited(operation, waited);
        }
        if let (Some(hook), Some(waited)) = (&self.shared.on_wait, waited) {
            hook.call(&RateLimitWait {
                bucket,
                waited,
                given_up: false,
            });
        }
        Ok(permit)
    }

    /// How things stand.
    pub(crate) fn status(&self) -> RateLimitStatus {
        self.shared.with(|state, now, _| state.status(now))
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Limiter").field(&self.status()).finish()
    }
}

/// Leave to send one request, once: a repeat needs another. It holds a place among the calls in
/// flight until it is dropped, so it is to be dropped before the pause that precedes a repeat.
///
/// If it is dropped without an answer, the request may still be on its way, and counts a little
/// longer.
#[must_use]
pub(crate) struct Permit {
    shared: Arc<Shared>,
    bucket: RateLimitBucket,
    /// Whether what an answer says is about the quota of this client's token.
    own_quota: bool,
    has_waited: bool,
    /// Taken out once the end of the request is settled. `Some(None)`: it is not counted.
    grant: Option<Option<Grant>>,
}

impl Permit {
    /// Whether the request had to wait for it.
    pub(crate) fn has_waited(&self) -> bool {
        self.has_waited
    }

    /// Says that the answer is there, and what it says.
    pub(crate) fn answered(mut self, answer: &Observed<'_>) {
        let Some(grant) = self.grant.take() else {
            return;
        };
        let told = headers::read(answer.headers);
        self.shared.with(|state, now, wakers| {
            if self.own_quota {
                state.told(self.bucket, grant.as_ref(), &told, now);
                if answer.status == StatusCode::TOO_MANY_REQUESTS {
                    state.refused(self.bucket, grant.as_ref(), answer, now);
                }
            }
            state.end(self.bucket, grant, Duration::ZERO, now, wakers);
        });
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        /// How long a request that was given up may still be on its way.
        const ON_ITS_WAY: Duration = Duration::from_secs(1);
        if let Some(grant) = self.grant.take() {
            self.shared.with(|state, now, wakers| {
                state.end(self.bucket, grant, ON_ITS_WAY, now, wakers);
            });
        }
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit")
            .field("bucket", &self.bucket)
            .finish_non_exhaustive()
    }
}

//! What to do after an attempt: a decision without any waiting or sending in it.

use std::time::Duration;

use tokio::time::Instant;

use super::{NoRetry, RetryPolicy};
use crate::error::{ApiError, Error, TransportErrorKind};

/// The least wait where something is locked or moving: sooner there is no point.
const LOCKED: Duration = Duration::from_secs(2);

/// The longest random wait on top of one that HubSpot asks for.
const SPREAD: Duration = Duration::from_millis(500);

/// No bound is above it: times beyond all reason cannot be multiplied.
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The attempts of one call.
#[derive(Debug)]
pub(crate) struct Attempts<'a> {
    policy: &'a RetryPolicy,
    /// Whether the request may be sent again although it may have been processed.
    may_repeat: bool,
    started: Instant,
    /// The time for all of them.
    total_time: Duration,
    /// When the whole call is to be over.
    deadline: Option<Instant>,
    number: u32,
    /// Whether any attempt up to now may have been processed.
    may_have_been_processed: bool,
}

/// What follows on a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Next {
    /// Another attempt, after a wait.
    Retry(Duration),
    /// None.
    Stop(NoRetry),
}

impl Next {
    /// The wait before another attempt, if there is one.
    pub(crate) fn wait(self) -> Option<Duration> {
        match self {
            Self::Retry(wait) => Some(wait),
            Self::Stop(_) => None,
        }
    }
}

/// What a failure says about repeating the request.
struct Failure {
    processed: Processed,
    /// The wait that HubSpot asks for.
    asked: Option<Duration>,
    /// The least wait.
    floor: Duration,
    /// The bound of the first random wait, where it is not that of the policy.
    backoff: Option<Duration>,
}

enum Processed {
    No,
    Maybe,
    /// Surely, and once more it would fail as it did.
    Yes,
    /// As far as it ever will be.
    Final(NoRetry),
}

impl<'a> Attempts<'a> {
    /// The first attempt, which starts now. Each may take `timeout`.
    pub(crate) fn new(
        policy: &'a RetryPolicy,
        replay_safe: bool,
        timeout: Duration,
        deadline: Option<Instant>,
    ) -> Self {
        Self {
            policy,
            may_repeat: replay_safe || policy.repeat_creates,
            started: Instant::now(),
            total_time: policy.total_time(timeout),
            deadline,
            number: 1,
            may_have_been_processed: false,
        }
    }

    /// The number of the current attempt, from 1.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    pub(crate) fn may_have_been_processed(&self) -> bool {
        self.may_have_been_processed
    }

    /// The time that is left for all that is to come.
    pub(crate) fn time_left(&self) -> Duration {
        let now = Instant::now();
        let left = self.total_time.saturating_sub(now - self.started);
        let deadline = self.deadline.map(|it| it.saturating_duration_since(now));
        deadline.map_or(left, |deadline| deadline.min(left))
    }

    /// When there is no time left; `None` for never.
    pub(crate) fn ends_at(&self) -> Option<Instant> {
        Instant::now().checked_add(self.time_left())
    }

    /// Goes on to the next attempt, if there still is time for it.
    pub(crate) fn again(&mut self) -> bool {
        let in_time = !self.time_left().is_zero();
        self.number += u32::from(in_time);
        in_time
    }

    /// Decides what follows on a failure. A request that is not repeatable cannot be sent again at
    /// all. `random` is from 0 to 1.
    pub(crate) fn after(&mut self, error: &Error, repeatable: bool, random: f64) -> Next {
        let failure = Failure::of(error);
        match failure.processed {
            Processed::Final(reason) => return Next::Stop(reason),
            Processed::Yes => {
                self.may_have_been_processed = true;
                return Next::Stop(NoRetry::Permanent);
            }
            Processed::Maybe => self.may_have_been_processed = true,
            Processed::No => {}
        }
        if matches!(failure.processed, Processed::Maybe) && !self.may_repeat {
            return Next::Stop(NoRetry::MayBeProcessed);
        }
        if self.number >= self.policy.max_attempts {
            return Next::Stop(NoRetry::OutOfAttempts);
        }
        if !repeatable {
            return Next::Stop(NoRetry::BodyIsStream);
        }
        let jitter = self.bound(&failure).mul_f64(random);
        let wait = match failure.asked {
            Some(asked) if asked > self.policy.max_wait => return Next::Stop(NoRetry::WaitTooLong),
            // A bit more, so that not all who were told the same come back at once.
            Some(asked) => asked.max(failure.floor).saturating_add(jitter.min(SPREAD)),
            None => (failure.floor + jitter).min(self.policy.max_wait),
        };
        if wait >= self.time_left() {
            return Next::Stop(NoRetry::OutOfTime);
        }
        Next::Retry(wait)
    }

    /// The bound of the random part of the wait.
    fn bound(&self, failure: &Failure) -> Duration {
        let first = failure.backoff.unwrap_or(self.policy.backoff);
        let doubled = 2_u32.saturating_pow(self.number.saturating_sub(1).min(30));
        first
            .saturating_mul(doubled)
            .min(self.policy.max_backoff.max(first))
            .min(YEAR)
    }
}

impl Failure {
    fn of(error: &Error) -> Self {
        match error {
            Error::Api(error) => Self::of_answer(error),
            Error::Transport(error) => Self::of_kind(match error.kind() {
                TransportErrorKind::Connect => Processed::No,
                // What did not arrive to its end cannot be processed, and its source is used up.
                TransportErrorKind::Body => Processed::Final(NoRetry::Permanent),
                TransportErrorKind::TooLong => Processed::Yes,
                _ => Processed::Maybe,
            }),
            _ => Self::of_kind(Processed::Final(NoRetry::Permanent)),
        }
    }

    fn of_kind(processed: Processed) -> Self {
        Self {
            processed,
            asked: None,
            floor: Duration::ZERO,
            backoff: None,
        }
    }

    fn of_answer(error: &ApiError) -> Self {
        let mut failure = Self::of_kind(match error.status.as_u16() {
            429 if error.is_daily_limit() => Processed::Final(NoRetry::DailyLimit),
            // Refused at the door.
            429 | 423 | 477 => Processed::No,
            501 | 505 => Processed::Final(NoRetry::Permanent),
            408 | 500..=599 => Processed::Maybe,
            _ => Processed::Final(NoRetry::Permanent),
        });
        failure.asked = error.retry_after();
        match error.status.as_u16() {
            423 | 477 => failure.floor = LOCKED,
            // The window of the limit moves on within its length.
            429 => {
                failure.backoff = match error.policy_name.as_deref() {
                    Some("SECONDLY") => {
                        failure.floor = Duration::from_millis(500);
                        Some(Duration::from_secs(1))
                    }
                    Some("TEN_SECONDLY_ROLLING") => {
                        failure.floor = Duration::from_secs(1);
                        Some(Duration::from_secs(4))
                    }
                    _ => Some(Duration::from_secs(1)),
                }
            }
            _ => {}
        }
        failure
    }
}

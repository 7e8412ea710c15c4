//! What became of an input.

use std::fmt;
use std::sync::Arc;

use crate::error::{BatchFailure, Error};

/// What became of an input of a batch.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Outcome<T> {
    /// HubSpot has done what the input asks for. This is its result.
    Succeeded(T),
    /// HubSpot has done what the input asks for, and its answer does not tell which of its results belongs to
    /// which input. The results are in [`BatchOutcomes::unmatched_results`](crate::BatchOutcomes::unmatched_results).
    Unmatched,
    /// HubSpot has refused the input. It has done nothing about it.
    Failed(InputError),
    /// It may have been done, and it may not.
    ///
    /// With an error, that is why nobody knows: no answer came in time, the connection broke, HubSpot or a
    /// gateway had a fault, or the answer could not be read. Without one, the batch was given up before the
    /// answer came, or the answer does not mention the input.
    Unknown(Option<Arc<Error>>),
    /// HubSpot has not seen the input, because of this error if there is one: of the input itself, of
    /// the connection, or the one after which no more was sent.
    NotSent(Option<Arc<Error>>),
}

impl<T> Outcome<T> {
    /// Whether HubSpot has done what the input asks for.
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Succeeded(_) | Self::Unmatched)
    }

    /// Whether HubSpot has refused the input.
    pub fn is_failed(&self) -> bool {
        matches!(self, Self::Failed(_))
    }

    /// Whether it may have been done, and may not.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// Whether HubSpot has not seen the input.
    pub fn is_not_sent(&self) -> bool {
        matches!(self, Self::NotSent(_))
    }

    /// The result.
    pub fn result(&self) -> Option<&T> {
        match self {
            Self::Succeeded(result) => Some(result),
            _ => None,
        }
    }

    /// The result.
    pub fn into_result(self) -> Option<T> {
        match self {
            Self::Succeeded(result) => Some(result),
            _ => None,
        }
    }

    /// What it shares with the outcomes of other inputs that have the same reason; nothing for a success.
    pub(super) fn identity(&self) -> Option<(u8, *const ())> {
        let of = |error: &Option<Arc<Error>>| {
            error
                .as_ref()
                .map_or(std::ptr::null(), |error| Arc::as_ptr(error).cast())
        };
        match self {
            Self::Succeeded(_) | Self::Unmatched => None,
            Self::Failed(InputError::Failure(failure)) => Some((0, Arc::as_ptr(failure).cast())),
            Self::Failed(InputError::Request(error)) => Some((1, Arc::as_ptr(error).cast())),
            Self::Failed(InputError::Unnamed) => Some((2, std::ptr::null())),
            Self::Unknown(error) => Some((3, of(error))),
            Self::NotSent(error) => Some((4, of(error))),
        }
    }

    /// The same outcome of any other type; nothing for a success.
    pub(super) fn without_result(&self) -> Option<Outcome<()>> {
        match self {
            Self::Succeeded(_) | Self::Unmatched => None,
            Self::Failed(error) => Some(Outcome::Failed(error.clone())),
            Self::Unknown(error) => Some(Outcome::Unknown(error.clone())),
            Self::NotSent(error) => Some(Outcome::NotSent(error.clone())),
        }
    }

    /// Why HubSpot has refused the input.
    pub fn failure(&self) -> Option<&InputError> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }
}

/// Why HubSpot has refused an input of a batch. `Debug` shows as much as `Display`.
#[derive(Clone, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// HubSpot names the failure. Several inputs may have the same one.
    #[error("{0}")]
    Failure(Arc<BatchFailure>),
    /// HubSpot has refused the whole request that the input was part of.
    #[error("{0}")]
    Request(Arc<Error>),
    /// The input is not among those that succeeded, and which of the failures is its own is not told.
    #[error("HubSpot does not tell which of the failures is that of this input")]
    Unnamed,
}

impl fmt::Debug for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("InputError")
            .field(&format_args!("{self}"))
            .finish()
    }
}

impl InputError {
    /// The failure, if HubSpot names it.
    pub fn as_failure(&self) -> Option<&BatchFailure> {
        match self {
            Self::Failure(failure) => Some(failure),
            _ => None,
        }
    }

    /// The error of the whole request, if that was refused.
    pub fn as_request(&self) -> Option<&Error> {
        match self {
            Self::Request(error) => Some(error),
            _ => None,
        }
    }

    /// There is no such thing, or the token may not see it.
    pub fn is_not_found(&self) -> bool {
        self.is(BatchFailure::is_not_found, Error::is_not_found)
    }

    /// The input conflicts with what there is. See [`existing_id`](Self::existing_id).
    pub fn is_conflict(&self) -> bool {
        self.is(BatchFailure::is_conflict, Error::is_conflict)
    }

    /// The input is not valid.
    pub fn is_validation(&self) -> bool {
        self.is(BatchFailure::is_validation, Error::is_validation)
    }

    /// The id under which HubSpot logs the call, if it answered with one. HubSpot's support asks for
    /// it.
    pub fn correlation_id(&self) -> Option<&str> {
        match self {
            Self::Failure(failure) => failure.correlation_id.as_deref(),
            Self::Request(error) => error.correlation_id(),
            Self::Unnamed => None,
        }
    }

    /// The id of the record that a new one would duplicate. HubSpot tells it in the message only.
    pub fn existing_id(&self) -> Option<&str> {
        match self {
            Self::Failure(failure) => failure.existing_id(),
            Self::Request(error) => error.existing_id(),
            Self::Unnamed => None,
        }
    }

    fn is(&self, failure: fn(&BatchFailure) -> bool, request: fn(&Error) -> bool) -> bool {
        self.as_failure().is_some_and(failure) || self.as_request().is_some_and(request)
    }
}

/// An input of a batch, with what became of it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BatchItem<I, T> {
    /// The input, as it was given.
    pub input: I,
    /// What became of it.
    pub outcome: Outcome<T>,
}

impl<I, T> BatchItem<I, T> {
    pub(super) fn new(input: I) -> Self {
        Self {
            input,
            outcome: Outcome::NotSent(None),
        }
    }
}

/// How far a batch is, in numbers of inputs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchProgress {
    /// All inputs.
    pub total: usize,
    /// Those that succeeded.
    pub succeeded: usize,
    /// Those that HubSpot has refused.
    pub failed: usize,
    /// Those of which nobody knows whether they were done, see [`Outcome::Unknown`].
    pub unknown: usize,
    /// Those that will not be sent, see [`Outcome::NotSent`].
    pub not_sent: usize,
}

impl BatchProgress {
    /// The inputs about which there is nothing more to be done.
    pub fn done(&self) -> usize {
        self.succeeded + self.failed + self.unknown + self.not_sent
    }

    pub(super) fn count<T>(&mut self, outcome: &Outcome<T>) {
        match outcome {
            Outcome::Succeeded(_) | Outcome::Unmatched => self.succeeded += 1,
            Outcome::Failed(_) => self.failed += 1,
            Outcome::Unknown(_) => self.unknown += 1,
            Outcome::NotSent(_) => self.not_sent += 1,
        }
    }
}

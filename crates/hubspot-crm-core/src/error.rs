//! Everything that can go wrong with a call.

mod api;
mod auth;
mod batch;
mod by_value;
mod context;
mod deadline;
mod decode;
mod helpers;
mod incomplete;
mod paging;
mod request;
mod text;
mod transport;

use http::StatusCode;

use crate::info::OperationInfo;
use crate::retry::NoRetry;

pub use api::{ApiError, ErrorDetail};
pub(crate) use auth::Said;
pub use auth::{AuthError, AuthErrorKind};
pub use batch::BatchFailure;
pub use context::ErrorContext;
pub use deadline::DeadlineError;
pub use decode::DecodeError;
pub use helpers::PropertyValidationError;
pub(crate) use helpers::retry_after;
pub use incomplete::IncompleteBatch;
pub(crate) use incomplete::{Origin, tell_counts};
pub use paging::PagingError;
pub use request::{ConfigError, InvalidRequest};
pub use transport::{TransportError, TransportErrorKind};

use crate::poll::PollError;
use crate::properties::PropertyError;

/// Why a call failed.
///
/// Texts are one line. They name the operation by its method and path template: never by a URL,
/// which may hold ids and secrets. What HubSpot says is part of them, shortened: the message of a
/// refusal, or the start of a body that does not read. That may name a record, or a value that was
/// sent.
///
/// All other errors of this crate that a program meets on its way convert into it by `?`: those of
/// its variants, [`IncompleteBatch`] and [`IncompleteOutcomes`](crate::IncompleteOutcomes) of
/// `into_complete`, [`PollError`] of [`poll`](crate::poll), and [`PropertyError`] of
/// `properties_as`, `names_of` and `from_typed`. Values that do not read,
/// [`DateTimeError`](crate::DateTimeError) and [`CalendarDateError`](crate::CalendarDateError), do
/// not: they are about a value, and no call.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// HubSpot answered with a status other than 2xx.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// HubSpot answered with a 2xx, and a body that does not read as what is due. The call itself
    /// has succeeded.
    #[error(transparent)]
    Decode(Box<DecodeError>),
    /// There was no answer, or not a whole one.
    #[error(transparent)]
    Transport(Box<TransportError>),
    /// The request cannot be sent as it is. Nothing was sent.
    #[error(transparent)]
    InvalidRequest(Box<InvalidRequest>),
    /// Not all inputs of a batch succeeded. Made by `?` from an [`IncompleteBatch`] or from
    /// [`IncompleteOutcomes`](crate::IncompleteOutcomes): it keeps how many there were of each
    /// outcome, and why; of the results only the count is left.
    #[error(transparent)]
    Batch(Box<IncompleteBatch<()>>),
    /// The pages of a list lead in a circle. All items up to there were given.
    #[error(transparent)]
    Paging(Box<PagingError>),
    /// A client cannot be made from these settings, or they lack what an operation needs. Nothing
    /// was sent.
    #[error(transparent)]
    Config(Box<ConfigError>),
    /// A property does not read as the type that was asked for, or cannot hold a value. No call
    /// failed.
    #[error(transparent)]
    Property(Box<PropertyError>),
    /// The turn of a call with a deadline does not come before that. Nothing was sent.
    #[error(transparent)]
    Deadline(Box<DeadlineError>),
    /// There is no access token to send the request with, or to send it once more.
    #[error(transparent)]
    Auth(Box<AuthError>),
    /// What HubSpot does in the background was not over in time. It may well go on. Where a look
    /// fails, its error is what a [`PollError`] becomes.
    #[error(transparent)]
    Poll(Box<PollError>),
}

impl Error {
    /// The HTTP status, if HubSpot answered. See [`IncompleteBatch::status`] for batches; without a
    /// token, it is that of the request for one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status),
            Self::Decode(error) => Some(error.status),
            Self::Batch(batch) => batch.status(),
            Self::Auth(error) => error.status(),
            _ => None,
        }
    }

    /// The id under which HubSpot logs the call, if it answered with one. HubSpot's support asks for
    /// it. See [`IncompleteBatch::correlation_id`] for batches.
    pub fn correlation_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.correlation_id.as_deref(),
            Self::Decode(error) => error.correlation_id.as_deref(),
            Self::Batch(batch) => batch.correlation_id(),
            Self::Auth(error) => error.correlation_id(),
            _ => None,
        }
    }

    /// The operation that was called, or was to be: its method and path template, for logs and
    /// metrics. Without a token, it is the request for one. `None` for settings and properties, for a
    /// token that was not asked for here, for a batch that was not read from an answer, and for
    /// [`Poll`](Self::Poll).
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        match self {
            Self::Api(error) => Some(error.operation),
            Self::Decode(error) => Some(error.operation),
            Self::Transport(error) => error.operation(),
            Self::InvalidRequest(error) => Some(error.operation()),
            Self::Paging(error) => Some(error.operation()),
            Self::Batch(batch) => batch.operation(),
            Self::Auth(error) => error.operation(),
            Self::Config(_) | Self::Property(_) | Self::Poll(_) => None,
            Self::Deadline(error) => Some(error.operation()),
        }
    }

    /// HubSpot's own description of the error, if it answered with one.
    pub fn as_api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    /// See [`ApiError::is_not_found`].
    pub fn is_not_found(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_not_found)
    }

    /// Whether a rate limit stands in the way: HubSpot refused the request, see
    /// [`ApiError::is_rate_limited`], or the client did not let it go before its deadline, see
    /// [`DeadlineError`].
    pub fn is_rate_limited(&self) -> bool {
        matches!(self, Self::Deadline(_)) || self.as_api().is_some_and(ApiError::is_rate_limited)
    }

    /// See [`ApiError::is_daily_limit`].
    pub fn is_daily_limit(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_daily_limit)
    }

    /// See [`ApiError::is_conflict`].
    pub fn is_conflict(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_conflict)
    }

    /// See [`ApiError::is_unauthorized`].
    pub fn is_unauthorized(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_unauthorized)
    }

    /// See [`ApiError::is_forbidden`].
    pub fn is_forbidden(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_forbidden)
    }

    /// See [`ApiError::is_validation`].
    pub fn is_validation(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_validation)
    }

    /// Whether no answer came in time, or no token; of a batch, whether nothing else went wrong.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Transport(error) => error.kind() == TransportErrorKind::Timeout,
            Self::Batch(batch) => batch.is_only(Self::is_timeout),
            Self::Auth(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Whether no connection could be made, so that HubSpot never saw the request, nor any of a
    /// batch. That includes waiting too long for one, and a token endpoint that cannot be reached.
    pub fn is_connect(&self) -> bool {
        match self {
            Self::Transport(error) => error.kind() == TransportErrorKind::Connect,
            Self::Batch(batch) => {
                !batch.may_have_been_processed() && batch.is_only(Self::is_connect)
            }
            Self::Auth(error) => error.is_connect(),
            _ => false,
        }
    }

    /// How often the request was sent: 0 if it cannot be. Of a batch in chunks it is the most
    /// attempts of a request that failed.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Api(error) => error.attempts,
            Self::Transport(error) => error.attempts(),
            Self::Auth(error) => error.attempts,
            Self::Batch(batch) => batch.attempts(),
            Self::Decode(_) => 1,
            _ => 0,
        }
    }

    /// Whether HubSpot may have done what the request asks for, in spite of the error.
    ///
    /// After a time-out, a broken connection or a 5xx nobody knows. Refused requests (4xx) and those
    /// that got no connection were not processed, unless an earlier attempt was. What HubSpot
    /// answered with success was processed, even if the answer cannot be read. So was a batch of
    /// which any input succeeded; it may have been if nobody knows of any.
    ///
    /// After a create, look for what it would have made before sending it again. Searches are some
    /// seconds behind.
    pub fn may_have_been_processed(&self) -> bool {
        match self {
            Self::Api(error) => error.may_have_been_processed,
            Self::Transport(error) => error.may_have_been_processed(),
            Self::Auth(error) => error.may_have_been_processed,
            Self::Batch(batch) => batch.may_have_been_processed(),
            Self::Decode(_) | Self::Poll(_) => true,
            _ => false,
        }
    }

    /// Why the request was not sent once more; without a token, why none was asked for again.
    pub fn no_retry(&self) -> NoRetry {
        match self {
            Self::Api(error) => error.no_retry,
            Self::Transport(error) => error.no_retry(),
            Self::Batch(batch) => batch.no_retry(),
            Self::Auth(error) => error.no_retry(),
            Self::Deadline(_) => NoRetry::OutOfTime,
            _ => NoRetry::Permanent,
        }
    }

    pub(crate) fn after_attempts(
        mut self,
        attempts: u32,
        processed: bool,
        reason: NoRetry,
    ) -> Self {
        match &mut self {
            Self::Api(error) => {
                error.attempts = attempts;
                error.may_have_been_processed = processed;
                error.no_retry = reason;
            }
            Self::Transport(error) => error.after_attempts(attempts, processed, reason),
            Self::Auth(error) => {
                error.attempts = attempts;
                error.may_have_been_processed = processed;
            }
            _ => {}
        }
        self
    }

    /// See [`ApiError::existing_id`].
    pub fn existing_id(&self) -> Option<&str> {
        self.as_api()?.existing_id()
    }

    /// See [`ApiError::property_errors`].
    pub fn property_errors(&self) -> Vec<PropertyValidationError> {
        self.as_api()
            .map(ApiError::property_errors)
            .unwrap_or_default()
    }

    /// See [`ApiError::missing_scopes`].
    pub fn missing_scopes(&self) -> Vec<&str> {
        self.as_api()
            .map(ApiError::missing_scopes)
            .unwrap_or_default()
    }

    /// How long to wait before another try, if that is known. See [`ApiError::retry_after`] and
    /// [`DeadlineError::retry_after`].
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        match self {
            Self::Deadline(error) => error.retry_after(),
            _ => self.as_api()?.retry_after(),
        }
    }
}

macro_rules! boxed {
    ($($variant:ident($type:ty)),*) => {
        $(impl From<$type> for Error {
            fn from(error: $type) -> Self {
                Self::$variant(Box::new(error))
            }
        })*
    };
}

boxed!(
    Api(ApiError),
    Decode(DecodeError),
    Transport(TransportError),
    InvalidRequest(InvalidRequest),
    Paging(PagingError),
    Deadline(DeadlineError),
    Config(ConfigError),
    Property(PropertyError),
    Auth(AuthError)
);

impl From<PollError> for Error {
    fn from(error: PollError) -> Self {
        match error {
            PollError::Look(error) => error,
            timed_out => Self::Poll(Box::new(timed_out)),
        }
    }
}

impl<T> From<IncompleteBatch<T>> for Error {
    fn from(batch: IncompleteBatch<T>) -> Self {
        Self::Batch(Box::new(batch.without_results()))
    }
}

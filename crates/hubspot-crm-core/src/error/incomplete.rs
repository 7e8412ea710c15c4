//! Batches of which not all inputs succeeded.

use std::fmt;
use std::sync::Arc;

use http::StatusCode;

use super::{BatchFailure, Error};
use crate::batch::BatchProgress;
use crate::info::OperationInfo;
use crate::response::Response;
use crate::retry::NoRetry;

/// What an answer was about, beside its body.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origin {
    pub(crate) operation: Option<&'static OperationInfo>,
    pub(crate) status: Option<StatusCode>,
    pub(crate) correlation_id: Option<String>,
}

impl Origin {
    pub(crate) fn of(response: &Response) -> Self {
        Self {
            operation: Some(response.operation()),
            status: Some(response.status()),
            correlation_id: response.correlation_id().map(ToOwned::to_owned),
        }
    }
}

/// A batch of which not all inputs succeeded. It keeps the results of those that did.
///
/// `Debug` shows how many these are and what HubSpot says of the failures, and no data of records.
#[derive(Clone)]
#[must_use]
pub struct IncompleteBatch<T> {
    results: Vec<T>,
    failures: Vec<BatchFailure>,
    /// Apart, so that results of which it is the error stay small.
    facts: Box<Facts>,
}

#[derive(Clone)]
struct Facts {
    counts: BatchProgress,
    /// Whether the answer leaves open what was done, so that the counts do not tell it.
    is_open: bool,
    /// The errors of requests that failed as a whole, each once.
    requests: Vec<Arc<Error>>,
    origin: Origin,
}

impl<T> IncompleteBatch<T> {
    /// The answer to one request. It may count more failures than it names.
    pub(crate) fn answered(
        results: Vec<T>,
        failures: Vec<BatchFailure>,
        num_errors: Option<i64>,
        is_finished: bool,
        origin: Origin,
    ) -> Self {
        let named: usize = failures.iter().map(BatchFailure::inputs).sum();
        let counted = usize::try_from(num_errors.unwrap_or(0)).unwrap_or(0);
        let (succeeded, failed) = (results.len(), counted.max(named));
        Self {
            results,
            failures,
            facts: Box::new(Facts {
                counts: BatchProgress {
                    total: succeeded.saturating_add(failed),
                    succeeded,
                    failed,
                    ..BatchProgress::default()
                },
                is_open: !is_finished || failed == 0,
                requests: Vec::new(),
                origin,
            }),
        }
    }

    /// The results of the inputs that succeeded.
    pub fn results(&self) -> &[T] {
        &self.results
    }

    /// Why HubSpot has refused inputs, each reason once. It can be empty: HubSpot does not always say
    /// what it was, and inputs that were not sent were not refused.
    pub fn failures(&self) -> &[BatchFailure] {
        &self.failures
    }

    /// The errors of requests that failed as a whole, where the batch was sent
    /// [in chunks](crate::ChunkedBatch), each once: refusals, answers that never came, and why
    /// inputs were not sent.
    pub fn request_errors(&self) -> impl Iterator<Item = &Error> {
        self.facts.requests.iter().map(|error| &**error)
    }

    /// How many inputs there were, and what became of them. Of an answer to one request they are
    /// what it tells: there may be more failures than it counts.
    pub fn counts(&self) -> BatchProgress {
        self.facts.counts
    }

    /// The results and the failures.
    pub fn into_parts(self) -> (Vec<T>, Vec<BatchFailure>) {
        (self.results, self.failures)
    }

    /// The operation that was called, or was to be; `None` for a batch that was not read from an
    /// answer.
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        self.facts.origin.operation
    }

    /// The HTTP status of the answer; of a batch in chunks, that of the first request that HubSpot
    /// refused as a whole.
    pub fn status(&self) -> Option<StatusCode> {
        let of_requests = || self.request_errors().find_map(Error::status);
        self.facts.origin.status.or_else(of_requests)
    }

    /// The id under which HubSpot logs the call; of a batch in chunks, that of the first call of
    /// which it is known. Each [`failure`](Self::failures) and each
    /// [error of a request](Self::request_errors) has its own.
    pub fn correlation_id(&self) -> Option<&str> {
        let mut of_failures = self.failures.iter();
        self.facts
            .origin
            .correlation_id
            .as_deref()
            .or_else(|| of_failures.find_map(|failure| failure.correlation_id.as_deref()))
            .or_else(|| self.request_errors().find_map(Error::correlation_id))
    }

    /// Whether HubSpot may have done what any of the inputs asks for: some succeeded, or nobody knows.
    pub fn may_have_been_processed(&self) -> bool {
        self.facts.is_open || self.facts.counts.succeeded > 0 || self.facts.counts.unknown > 0
    }

    /// Whether requests failed as a whole, all of them in this way, and no input was refused.
    pub(super) fn is_only(&self, kind: fn(&Error) -> bool) -> bool {
        let is_all = self.facts.requests.iter().all(|error| kind(error));
        self.failures.is_empty() && !self.facts.requests.is_empty() && is_all
    }

    /// The most attempts of a request.
    pub(super) fn attempts(&self) -> u32 {
        let most = self
            .facts
            .requests
            .iter()
            .map(|error| error.attempts())
            .max();
        let answered =
            self.facts.is_open || self.facts.counts.succeeded + self.facts.counts.failed > 0;
        most.unwrap_or(0).max(u32::from(answered))
    }

    /// Why requests were not sent again, where all that failed as a whole say the same.
    pub(super) fn no_retry(&self) -> NoRetry {
        let mut reasons = self.facts.requests.iter().map(|error| error.no_retry());
        match reasons.next() {
            Some(first) if reasons.all(|it| it == first) => first,
            _ => NoRetry::Permanent,
        }
    }

    /// Of the results only the count is left, as a list of units, which takes no memory.
    pub(super) fn without_results(self) -> IncompleteBatch<()> {
        IncompleteBatch {
            results: vec![(); self.results.len()],
            failures: self.failures,
            facts: self.facts,
        }
    }
}

impl IncompleteBatch<()> {
    /// Many requests, of which the counts tell what became of the inputs.
    pub(crate) fn of_chunks(
        operation: &'static OperationInfo,
        counts: BatchProgress,
        failures: Vec<BatchFailure>,
        requests: Vec<Arc<Error>>,
    ) -> Self {
        Self {
            results: vec![(); counts.succeeded],
            failures,
            facts: Box::new(Facts {
                counts,
                is_open: false,
                requests,
                origin: Origin {
                    operation: Some(operation),
                    ..Origin::default()
                },
            }),
        }
    }
}

/// Says how many inputs had which outcome.
pub(crate) fn tell_counts(
    f: &mut fmt::Formatter<'_>,
    counts: BatchProgress,
    of_no_certain_one: usize,
) -> fmt::Result {
    write!(f, "of {} inputs of the batch", counts.total)?;
    let mut separator = " ";
    for (count, what) in [
        (counts.succeeded, "succeeded"),
        (counts.failed, "failed"),
        (counts.unknown, "may or may not have been done"),
        (counts.not_sent, "were not sent"),
        (of_no_certain_one, "failures belong to no certain one"),
    ] {
        if count > 0 {
            write!(f, "{separator}{count} {what}")?;
            separator = ", ";
        }
    }
    Ok(())
}

impl<T> fmt::Display for IncompleteBatch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.facts.counts;
        let (total, succeeded, failed) = (counts.total, counts.succeeded, counts.failed);
        if succeeded == total {
            return write!(
                f,
                "the batch is incomplete: {succeeded} inputs succeeded, {}",
                match self.failures.is_empty() {
                    true => "no failure is named",
                    false => "failures belong to no certain one",
                }
            );
        }
        match succeeded + failed == total {
            true => write!(f, "{failed} of {total} inputs of the batch failed")?,
            false => tell_counts(f, counts, 0)?,
        }
        match (self.failures.first(), self.facts.requests.first()) {
            (Some(failure), _) => write!(f, ": {failure}"),
            (None, Some(error)) => write!(f, ": {error}"),
            (None, None) => Ok(()),
        }
    }
}

impl<T> fmt::Debug for IncompleteBatch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failures: Vec<String> = self.failures.iter().map(ToString::to_string).collect();
        let requests: Vec<String> = self
            .facts
            .requests
            .iter()
            .map(ToString::to_string)
            .collect();
        f.debug_struct("IncompleteBatch")
            .field("operation", &self.operation().map(ToString::to_string))
            .field("status", &self.status())
            .field("correlation_id", &self.correlation_id())
            .field("succeeded", &self.facts.counts.succeeded)
            .field("failed", &self.facts.counts.failed)
            .field("unknown", &self.facts.counts.unknown)
            .field("not_sent", &self.facts.counts.not_sent)
            .field("failures", &failures)
            .field("request_errors", &requests)
            .finish()
    }
}

impl<T> std::error::Error for IncompleteBatch<T> {
    /// The cause of the error of a request, whose own text is in that of the batch.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.facts.requests.first()?.source()
    }
}

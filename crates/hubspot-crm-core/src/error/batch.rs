//! Batches of which some inputs failed.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use http::StatusCode;
use serde_json::Value;

use super::Error;
use super::api::ErrorDetail;
use super::by_value::by_value;
use super::context::ErrorContext;
use super::helpers::existing_id;
use super::text::{one_line, sentence};
use crate::batch::BatchProgress;
use crate::extra::Extra;
use crate::info::OperationInfo;
use crate::response::Response;
use crate::retry::NoRetry;

/// Why an input of a batch failed, or several inputs for the same reason: HubSpot's
/// `StandardError`.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct BatchFailure {
    /// HubSpot's kind of error, such as `OBJECT_NOT_FOUND`.
    pub category: Option<String>,
    /// A finer kind of error, as HubSpot sends it.
    pub sub_category: Option<Value>,
    /// What went wrong, in English.
    pub message: String,
    /// The id of the error.
    pub id: Option<String>,
    /// The id under which HubSpot logs the call, from the failure or the headers of the answer.
    /// HubSpot's support asks for it.
    pub correlation_id: Option<String>,
    /// The status, usually `error`.
    pub status: Option<String>,
    /// What the error is about. See [`ids`](Self::ids).
    pub context: ErrorContext,
    /// The single errors that make up this one.
    pub errors: Vec<ErrorDetail>,
    /// Pages with more information: what they are about, and their URLs.
    pub links: BTreeMap<String, String>,
    /// Fields that this version of the crate does not know, kept as they came.
    pub extra: Extra,
}
by_value!(BatchFailure {
    status: "status",
    id: "id",
    correlation_id: "correlationId",
    category: "category",
    sub_category: "subCategory",
    message: "message",
    errors: "errors",
    context: "context",
    links: "links",
});

impl BatchFailure {
    /// The ids of the records that the failure is about, where HubSpot names them.
    pub fn ids(&self) -> &[String] {
        self.context.get("ids")
    }

    /// The trace id of the input that failed, if the request gave it one.
    pub fn object_write_trace_id(&self) -> Option<&str> {
        self.context
            .get("objectWriteTraceId")
            .first()
            .map(String::as_str)
    }

    /// The id of the record that a new one would duplicate. HubSpot tells it in the message only.
    pub fn existing_id(&self) -> Option<&str> {
        existing_id(&self.message)
    }

    /// There is no such thing, or the token may not see it. It is also the category of a record that
    /// has no associations, see [`has_no_associations`](Self::has_no_associations).
    pub fn is_not_found(&self) -> bool {
        self.category
            .as_deref()
            .is_some_and(|category| category.ends_with("NOT_FOUND"))
    }

    /// A read of associations found none for the record.
    pub fn has_no_associations(&self) -> bool {
        self.sub_category
            .as_ref()
            .and_then(Value::as_str)
            .is_some_and(|kind| kind.ends_with("NO_ASSOCIATIONS_FOUND"))
    }

    /// The input conflicts with what there is. See [`existing_id`](Self::existing_id).
    pub fn is_conflict(&self) -> bool {
        self.category.as_deref() == Some("CONFLICT") || self.existing_id().is_some()
    }

    /// Category `VALIDATION_ERROR`: the input is not valid.
    pub fn is_validation(&self) -> bool {
        self.category.as_deref() == Some("VALIDATION_ERROR")
    }

    /// The number of inputs that the failure is about, as far as HubSpot tells.
    pub(crate) fn inputs(&self) -> usize {
        self.ids().len().max(1)
    }

    /// Takes the correlation id from the answer that the failure is part of, unless it has its own.
    pub(crate) fn of_answer(&mut self, response: &Response) {
        if self.correlation_id.is_none() {
            self.correlation_id = response.correlation_id().map(ToOwned::to_owned);
        }
    }

    /// What a request that failed as a whole means for each of its inputs.
    pub(crate) fn of_request(error: &Error) -> Self {
        let Some(api) = error.as_api() else {
            let message = error.to_string();
            return Self {
                message,
                ..Self::default()
            };
        };
        Self {
            category: api.category.clone(),
            sub_category: api.sub_category.clone().map(Value::String),
            message: match &api.message {
                Some(message) => message.clone(),
                None => error.to_string(),
            },
            status: Some(api.status.as_str().to_owned()),
            correlation_id: api.correlation_id.clone(),
            context: api.context.clone(),
            errors: api.details.clone(),
            links: api.links.clone(),
            ..Self::default()
        }
    }
}

impl fmt::Display for BatchFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let category = one_line(self.category.as_deref().unwrap_or_default(), 60);
        match (&*category, &*sentence(&self.message)) {
            ("", "") => f.write_str("HubSpot does not say why"),
            (category, "") => f.write_str(category),
            ("", message) => f.write_str(message),
            (category, message) => write!(f, "{category}: {message}"),
        }
    }
}

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
            counts: BatchProgress {
                total: succeeded.saturating_add(failed),
                succeeded,
                failed,
                ..BatchProgress::default()
            },
            is_open: !is_finished || failed == 0,
            requests: Vec::new(),
            origin,
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
        self.requests.iter().map(|error| &**error)
    }

    /// How many inputs there were, and what became of them. Of an answer to one request they are
    /// what it tells: there may be more failures than it counts.
    pub fn counts(&self) -> BatchProgress {
        self.counts
    }

    /// The results and the failures.
    pub fn into_parts(self) -> (Vec<T>, Vec<BatchFailure>) {
        (self.results, self.failures)
    }

    /// The operation that was called, or was to be; `None` for a batch that was not read from an
    /// answer.
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        self.origin.operation
    }

    /// The HTTP status of the answer; of a batch in chunks, that of the first request that HubSpot
    /// refused as a whole.
    pub fn status(&self) -> Option<StatusCode> {
        let of_requests = || self.request_errors().find_map(Error::status);
        self.origin.status.or_else(of_requests)
    }

    /// The id under which HubSpot logs the call; of a batch in chunks, that of the first call of
    /// which it is known. Each [`failure`](Self::failures) and each
    /// [error of a request](Self::request_errors) has its own.
    pub fn correlation_id(&self) -> Option<&str> {
        let mut of_failures = self.failures.iter();
        self.origin
            .correlation_id
            .as_deref()
            .or_else(|| of_failures.find_map(|failure| failure.correlation_id.as_deref()))
            .or_else(|| self.request_errors().find_map(Error::correlation_id))
    }

    /// Whether HubSpot may have done what any of the inputs asks for: some succeeded, or nobody knows.
    pub fn may_have_been_processed(&self) -> bool {
        self.is_open || self.counts.succeeded > 0 || self.counts.unknown > 0
    }

    /// Whether requests failed as a whole, all of them in this way, and no input was refused.
    pub(super) fn is_only(&self, kind: fn(&Error) -> bool) -> bool {
        let is_all = self.requests.iter().all(|error| kind(error));
        self.failures.is_empty() && !self.requests.is_empty() && is_all
    }

    /// The most attempts of a request.
    pub(super) fn attempts(&self) -> u32 {
        let most = self.requests.iter().map(|error| error.attempts()).max();
        let answered = self.is_open || self.counts.succeeded + self.counts.failed > 0;
        most.unwrap_or(0).max(u32::from(answered))
    }

    /// Why requests were not sent again, where all that failed as a whole say the same.
    pub(super) fn no_retry(&self) -> NoRetry {
        let mut reasons = self.requests.iter().map(|error| error.no_retry());
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
            counts: self.counts,
            is_open: self.is_open,
            requests: self.requests,
            origin: self.origin,
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
            counts,
            is_open: false,
            requests,
            origin: Origin {
                operation: Some(operation),
                ..Origin::default()
            },
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
        let counts = self.counts;
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
        match (self.failures.first(), self.requests.first()) {
            (Some(failure), _) => write!(f, ": {failure}"),
            (None, Some(error)) => write!(f, ": {error}"),
            (None, None) => Ok(()),
        }
    }
}

impl<T> fmt::Debug for IncompleteBatch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failures: Vec<String> = self.failures.iter().map(ToString::to_string).collect();
        let requests: Vec<String> = self.requests.iter().map(ToString::to_string).collect();
        f.debug_struct("IncompleteBatch")
            .field("operation", &self.operation().map(ToString::to_string))
            .field("status", &self.status())
            .field("correlation_id", &self.correlation_id())
            .field("succeeded", &self.counts.succeeded)
            .field("failed", &self.counts.failed)
            .field("unknown", &self.counts.unknown)
            .field("not_sent", &self.counts.not_sent)
            .field("failures", &failures)
            .field("request_errors", &requests)
            .finish()
    }
}

impl<T> std::error::Error for IncompleteBatch<T> {
    /// The cause of the error of a request, whose own text is in that of the batch.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.requests.first()?.source()
    }
}

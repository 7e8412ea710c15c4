//! Batches of which some inputs failed.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::Error;
use super::api::ErrorDetail;
use super::by_value::by_value;
use super::context::ErrorContext;
use super::helpers::existing_id;
use super::text::{one_line, sentence};
use crate::extra::Extra;

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
            context: api.context.clone(),
            errors: api.details.clone(),
            links: api.links.clone(),
            ..Self::default()
        }
    }
}

impl fmt::Display for BatchFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let category = one_line(self.category.as_deref().unwrap_or("failed"), 60);
        match &*sentence(&self.message) {
            "" => f.write_str(&category),
            message => write!(f, "{category}: {message}"),
        }
    }
}

/// A batch of which not all inputs succeeded. It keeps the results of those that did.
///
/// `Debug` shows how many these are and what HubSpot says of the failures, and no data of records.
#[derive(Clone, PartialEq)]
#[must_use]
pub struct IncompleteBatch<T> {
    results: Vec<T>,
    failures: Vec<BatchFailure>,
    num_errors: i64,
}

impl<T> IncompleteBatch<T> {
    pub(crate) fn new(
        results: Vec<T>,
        failures: Vec<BatchFailure>,
        num_errors: Option<i64>,
    ) -> Self {
        Self {
            results,
            failures,
            num_errors: num_errors.unwrap_or(0),
        }
    }

    /// The results of the inputs that succeeded.
    pub fn results(&self) -> &[T] {
        &self.results
    }

    /// What failed. It can be empty: HubSpot does not always say what it was.
    pub fn failures(&self) -> &[BatchFailure] {
        &self.failures
    }

    /// The results and the failures.
    pub fn into_parts(self) -> (Vec<T>, Vec<BatchFailure>) {
        (self.results, self.failures)
    }

    /// Of the results only the count is left, as a list of units, which takes no memory.
    pub(super) fn without_results(self) -> IncompleteBatch<()> {
        let results = self.results.into_iter().map(drop).collect();
        IncompleteBatch {
            results,
            failures: self.failures,
            num_errors: self.num_errors,
        }
    }

    /// The number of inputs that failed, as far as HubSpot tells: one failure may stand for several
    /// inputs.
    fn failed(&self) -> usize {
        let listed = self.failures.iter().map(BatchFailure::inputs).sum();
        usize::try_from(self.num_errors).unwrap_or(0).max(listed)
    }
}

impl<T> fmt::Display for IncompleteBatch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (failed, succeeded) = (self.failed(), self.results.len());
        if failed == 0 {
            return write!(
                f,
                "the batch is incomplete: {succeeded} inputs succeeded, no failure is named"
            );
        }
        write!(
            f,
            "{failed} of {} inputs of the batch failed",
            failed.saturating_add(succeeded)
        )?;
        match self.failures.first() {
            Some(failure) => write!(f, ": {failure}"),
            None => Ok(()),
        }
    }
}

impl<T> fmt::Debug for IncompleteBatch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failures: Vec<String> = self.failures.iter().map(ToString::to_string).collect();
        f.debug_struct("IncompleteBatch")
            .field("succeeded", &self.results.len())
            .field("failed", &self.failed())
            .field("failures", &failures)
            .finish()
    }
}

impl<T> std::error::Error for IncompleteBatch<T> {}

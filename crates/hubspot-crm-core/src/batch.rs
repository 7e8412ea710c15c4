//! Batches: many inputs in one call, some of which may fail.

mod answer;
mod attribute;
mod body;
mod chunked;
mod keys;
mod outcome;
mod outcomes;
mod reason;
mod run;

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use http::StatusCode;
use serde::ser::{Error as _, SerializeMap};
use serde::{Deserializer, Serialize, Serializer};

use crate::decode::{Decode, Json};
use crate::error::{BatchFailure, Error, IncompleteBatch, Origin};
use crate::extra::Extra;
use crate::info::OperationInfo;
use crate::json::{JsonValue, WrittenList, path};
use crate::open_enum::UnknownValue;
use crate::response::Response;
use crate::time::DateTime;
use crate::{Value, json_object, open_enum};

pub use answer::BatchAnswer;
pub use body::{BatchBody, beside_inputs};
pub use chunked::ChunkedBatch;
pub use outcome::{BatchItem, BatchProgress, InputError, Outcome};
pub use outcomes::{BatchOutcomes, IncompleteOutcomes};
pub use reason::BatchReason;
pub use run::BatchRun;

/// The body of a batch request: `{"inputs": […]}`.
#[derive(Debug)]
pub struct BatchInput<'a, T> {
    /// The inputs.
    pub inputs: &'a [T],
}

impl<T: JsonValue> Serialize for BatchInput<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(1))?;
        object
            .serialize_entry("inputs", &WrittenList(self.inputs))
            .map_err(|error| S::Error::custom(path::at_key(&error, "inputs")))?;
        object.end()
    }
}

/// How far a batch is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BatchStatus {
    /// It was given up.
    Canceled,
    /// It is done.
    Complete,
    /// It has not started.
    Pending,
    /// It is being worked on.
    Processing,
    /// A value that this version of the crate does not know, kept as it came.
    Unknown(UnknownValue),
}
open_enum!(
    BatchStatus,
    Unknown {
        Canceled: "CANCELED",
        Complete: "COMPLETE",
        Pending: "PENDING",
        Processing: "PROCESSING",
    }
);

/// The outcome of a batch: the results of the inputs that succeeded, and the failures of the
/// others.
///
/// HubSpot answers with 200 or 201 if all inputs succeeded, and with 207 if some failed; both end
/// up here. Results may be in another order than the inputs. To go on only if all succeeded, use
/// [`into_complete`](Self::into_complete).
#[derive(Debug, Clone)]
#[must_use = "some inputs may have failed: see `failures` and `into_complete`"]
pub struct Batch<T> {
    body: Body<T>,
    /// Of the answer; of JSON from elsewhere nothing is known.
    origin: Origin,
}

/// Two answers that say the same are equal, whichever calls they belong to.
impl<T: PartialEq> PartialEq for Batch<T> {
    fn eq(&self, other: &Self) -> bool {
        self.body == other.body && self.is_multi_status() == other.is_multi_status()
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Body<T> {
    status: BatchStatus,
    results: Vec<T>,
    errors: Failures,
    num_errors: Lenient<i64>,
    requested_at: Option<DateTime>,
    started_at: Option<DateTime>,
    completed_at: Option<DateTime>,
    links: Lenient<BTreeMap<String, String>>,
    extra: Extra,
}
json_object!(Body<T> {
    status: "status",
    results: "results",
    errors: "errors",
    num_errors: "numErrors",
    requested_at: "requestedAt",
    started_at: "startedAt",
    completed_at: "completedAt",
    links: "links",
});

/// The failures of a batch. Whatever stands in their place, it never costs the results.
#[derive(Debug, Clone, PartialEq)]
struct Failures(Vec<BatchFailure>);

impl JsonValue for Failures {
    fn blank() -> Self {
        Self(Vec::new())
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let failures = match Value::read(deserializer)? {
            Value::Null => Vec::new(),
            Value::Array(values) => values.into_iter().map(BatchFailure::of).collect(),
            single => vec![BatchFailure::of(single)],
        };
        Ok(Self(failures))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// A field beside the results. If it does not read, it never costs them.
#[derive(Debug, Clone, PartialEq)]
struct Lenient<T>(Option<T>);

impl<T: JsonValue> JsonValue for Lenient<T> {
    fn blank() -> Self {
        Self(None)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::read(deserializer)?;
        Ok(Self(Option::read(value).unwrap_or_default()))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }

    fn is_absent(&self) -> bool {
        self.0.is_none()
    }
}

impl<T: JsonValue> Batch<T> {
    fn answered(response: &Response) -> Result<Self, Error> {
        let mut batch = Json::<Self>::decode(response)?;
        batch.origin = Origin::of(response);
        for failure in &mut batch.body.errors.0 {
            failure.of_answer(response);
        }
        Ok(batch)
    }
}

impl<T> Batch<T> {
    /// The results of the inputs that succeeded.
    pub fn results(&self) -> &[T] {
        &self.body.results
    }

    /// What failed. One failure may be about several inputs, see [`BatchFailure::ids`].
    pub fn failures(&self) -> &[BatchFailure] {
        &self.body.errors.0
    }

    /// How far the batch is.
    pub fn status(&self) -> &BatchStatus {
        &self.body.status
    }

    /// The number of errors, where HubSpot tells it.
    pub fn num_errors(&self) -> Option<i64> {
        self.body.num_errors.0
    }

    /// When HubSpot took the batch.
    pub fn requested_at(&self) -> Option<&DateTime> {
        self.body.requested_at.as_ref()
    }

    /// When HubSpot started on it.
    pub fn started_at(&self) -> Option<&DateTime> {
        self.body.started_at.as_ref()
    }

    /// When HubSpot was done with it.
    pub fn completed_at(&self) -> Option<&DateTime> {
        self.body.completed_at.as_ref()
    }

    /// Pages with more information: what they are about, and their URLs.
    pub fn links(&self) -> impl Iterator<Item = (&str, &str)> {
        self.body
            .links
            .0
            .iter()
            .flatten()
            .map(|(name, url)| (name.as_str(), url.as_str()))
    }

    /// The operation that was called; `None` for a batch that was not read from an answer.
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        self.origin.operation
    }

    /// The id under which HubSpot logs the call, from the headers of the answer. HubSpot's support
    /// asks for it.
    pub fn correlation_id(&self) -> Option<&str> {
        self.origin.correlation_id.as_deref()
    }

    /// Fields of the answer that this version of the crate does not know.
    pub fn extra(&self) -> &Extra {
        &self.body.extra
    }

    /// Whether all inputs succeeded: HubSpot lists no failure, counts no error, did not answer 207,
    /// and did not cancel.
    pub fn is_complete(&self) -> bool {
        self.body.errors.0.is_empty()
            && self.body.num_errors.0.unwrap_or(0) <= 0
            && !self.is_multi_status()
            && !self.is_unfinished()
    }

    /// The results, if all inputs succeeded.
    ///
    /// # Errors
    /// [`IncompleteBatch`], with the results that there are, unless
    /// [`is_complete`](Self::is_complete).
    pub fn into_complete(self) -> Result<Vec<T>, IncompleteBatch<T>> {
        if self.is_complete() {
            return Ok(self.body.results);
        }
        let is_finished = !self.is_unfinished();
        Err(IncompleteBatch::answered(
            self.body.results,
            self.body.errors.0,
            self.body.num_errors.0,
            is_finished,
            self.origin,
        ))
    }

    /// The results, if all inputs succeeded or failed in a way that does not matter.
    ///
    /// A read of associations answers 207 whenever a record has none, and a read of records whenever one of
    /// them does not exist:
    ///
    /// ```
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// use hubspot_crm_gen::{Batch, Error, Value};
    ///
    /// fn found(batch: Batch<Value>) -> Result<Vec<Value>, Error> {
    ///     Ok(batch.into_complete_except(|failure| failure.is_not_found())?)
    /// }
    /// ```
    ///
    /// # Errors
    /// [`IncompleteBatch`], with the results and all failures, if `forgive` is false for any of the
    /// failures, or if HubSpot counts more failures than it names.
    pub fn into_complete_except(
        self,
        forgive: impl Fn(&BatchFailure) -> bool,
    ) -> Result<Vec<T>, IncompleteBatch<T>> {
        let failures = &self.body.errors.0;
        let named: usize = failures.iter().map(BatchFailure::inputs).sum();
        let is_named = !failures.is_empty() && self.counted() <= named && !self.is_unfinished();
        if is_named && failures.iter().all(forgive) {
            return Ok(self.body.results);
        }
        self.into_complete()
    }

    /// The results and the failures.
    pub fn into_parts(self) -> (Vec<T>, Vec<BatchFailure>) {
        (self.body.results, self.body.errors.0)
    }

    fn is_multi_status(&self) -> bool {
        self.origin.status == Some(StatusCode::MULTI_STATUS)
    }

    /// How many errors HubSpot counts; none if it does not say.
    fn counted(&self) -> usize {
        usize::try_from(self.body.num_errors.0.unwrap_or(0)).unwrap_or(0)
    }

    /// Whether HubSpot has not done all that it was asked for, failures aside.
    fn is_unfinished(&self) -> bool {
        matches!(
            self.body.status,
            BatchStatus::Canceled | BatchStatus::Pending | BatchStatus::Processing
        )
    }
}

/// The HTTP status is not part of the JSON: what is read back counts as an answer other than 207.
impl<T: JsonValue> JsonValue for Batch<T> {
    fn blank() -> Self {
        Self {
            body: Body::blank(),
            origin: Origin::default(),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            body: Body::read(deserializer)?,
            origin: Origin::default(),
        })
    }

    fn read_answer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            body: Body::read_answer(deserializer)?,
            origin: Origin::default(),
        })
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.body.write(serializer)
    }
}

crate::__serde_by_json_value!(Batch<T>);

/// The answer to a batch request, whichever 2xx status it has. A missing or empty body is an error.
pub struct BatchResponse<T>(PhantomData<fn() -> T>);

impl<T: JsonValue> Decode for BatchResponse<T> {
    type Output = Batch<T>;

    fn decode(response: &Response) -> Result<Batch<T>, Error> {
        Batch::answered(response)
    }
}

impl<T> fmt::Debug for BatchResponse<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BatchResponse")
    }
}

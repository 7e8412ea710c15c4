//! Answers to a chunk of inputs: what of them can be attributed to an input.

use std::fmt;
use std::marker::PhantomData;

use http::StatusCode;
use serde_json::Value;

use super::{Batch, BatchResponse};
use crate::decode::{Decode, Json, NoContent};
use crate::error::{BatchFailure, Error};
use crate::extra::Extra;
use crate::json::JsonValue;
use crate::json_object;
use crate::page::Page;
use crate::response::Response;

/// How the answer to a batch is read, so that its parts can be attributed to the inputs.
///
/// The answers that batches have implement it: outcomes of batches, pages, and no content at all.
pub trait BatchAnswer: Decode + sealed::Sealed + 'static {
    /// What an input that succeeded gives.
    type Item: Clone + Send + 'static;

    #[doc(hidden)]
    fn parts(response: &Response) -> Result<Parts<Self::Item>, Error>;
}

mod sealed {
    pub trait Sealed {}
    impl<T> Sealed for super::BatchResponse<T> {}
    impl<T> Sealed for super::Json<super::Page<T>> {}
    impl Sealed for super::NoContent {}
}

/// What an answer says.
#[derive(Debug)]
#[doc(hidden)]
pub struct Parts<T> {
    pub(super) results: Vec<T>,
    /// The results as they came; none if they do not pair with `results`.
    pub(super) raw: Vec<Value>,
    pub(super) failures: Vec<BatchFailure>,
    /// How many errors HubSpot counts, which may be more than it lists.
    pub(super) num_errors: usize,
    /// Whether all inputs succeeded.
    pub(super) is_complete: bool,
    /// Whether nothing is still to be done, failures aside.
    pub(super) is_finished: bool,
    /// The result of inputs that succeeded, where the answer lists none.
    pub(super) implied: Option<T>,
}

impl<T: JsonValue + Clone + Send + 'static> BatchAnswer for BatchResponse<T> {
    type Item = T;

    fn parts(response: &Response) -> Result<Parts<T>, Error> {
        let batch = Self::decode(response)?;
        let (is_complete, is_finished) = (batch.is_complete(), !batch.is_unfinished());
        let num_errors = batch.counted();
        let (results, failures) = batch.into_parts();
        Ok(Parts {
            raw: raw_results(response, results.len()),
            results,
            failures,
            num_errors,
            is_complete,
            is_finished,
            implied: None,
        })
    }
}

impl<T: JsonValue + Clone + Send + 'static> BatchAnswer for Json<Page<T>> {
    type Item = T;

    fn parts(response: &Response) -> Result<Parts<T>, Error> {
        let results = Self::decode(response)?.results;
        // Nobody documents failures beside a page; if they come, they count.
        let batch: Option<Batch<Value>> = Batch::answered(response).ok();
        let is_complete = response.status() != StatusCode::MULTI_STATUS
            && batch.as_ref().is_none_or(Batch::is_complete);
        Ok(Parts {
            raw: raw_results(response, results.len()),
            results,
            num_errors: batch.as_ref().map_or(0, Batch::counted),
            failures: batch.map(|batch| batch.into_parts().1).unwrap_or_default(),
            is_complete,
            is_finished: true,
            implied: None,
        })
    }
}

/// Nothing is due but the status; a 207 has failures in its body nevertheless.
impl BatchAnswer for NoContent {
    type Item = ();

    fn parts(response: &Response) -> Result<Parts<()>, Error> {
        let is_complete = response.status() != StatusCode::MULTI_STATUS;
        let batch: Option<Batch<Value>> = match is_complete {
            true => None,
            false => Batch::answered(response).ok(),
        };
        Ok(Parts {
            results: Vec::new(),
            raw: Vec::new(),
            is_complete,
            num_errors: batch.as_ref().map_or(0, Batch::counted),
            is_finished: batch.as_ref().is_none_or(|batch| !batch.is_unfinished()),
            failures: batch.map(|batch| batch.into_parts().1).unwrap_or_default(),
            implied: Some(()),
        })
    }
}

struct RawResults {
    results: Vec<Value>,
    extra: Extra,
}
json_object!(RawResults { results: "results" });

fn raw_results(response: &Response, count: usize) -> Vec<Value> {
    let raw = response.json::<RawResults>().map(|raw| raw.results);
    raw.ok()
        .filter(|raw| raw.len() == count)
        .unwrap_or_default()
}

/// Reads what `D` reads, into its parts.
pub(super) struct InParts<D>(PhantomData<fn() -> D>);

impl<D: BatchAnswer> Decode for InParts<D> {
    type Output = Parts<D::Item>;

    fn decode(response: &Response) -> Result<Self::Output, Error> {
        D::parts(response)
    }
}

impl<D> fmt::Debug for InParts<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InParts")
    }
}

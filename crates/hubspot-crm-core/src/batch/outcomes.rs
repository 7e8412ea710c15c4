//! What became of all inputs.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use super::outcome::{BatchItem, BatchProgress, InputError, Outcome};
use crate::error::{BatchFailure, Error, IncompleteBatch, tell_counts};
use crate::info::OperationInfo;

/// The outcome of each input of a [`ChunkedBatch`](crate::ChunkedBatch), in the order of the inputs.
///
/// Nothing is lost: every input is in here with its outcome, and every result and failure of HubSpot's is
/// with its input or in [`unmatched_results`](Self::unmatched_results) and
/// [`unmatched_failures`](Self::unmatched_failures).
#[derive(Debug, Clone)]
#[must_use = "some inputs may have failed: see `failures` and `into_complete`"]
pub struct BatchOutcomes<I, T> {
    pub(super) items: Vec<BatchItem<I, T>>,
    pub(super) results: Vec<T>,
    pub(super) failures: Vec<Arc<BatchFailure>>,
    pub(super) operation: &'static OperationInfo,
}

impl<I, T> BatchOutcomes<I, T> {
    /// Each input with its outcome, in the order of the inputs.
    pub fn items(&self) -> &[BatchItem<I, T>] {
        &self.items
    }

    /// Each input with its outcome, in the order of the inputs.
    pub fn into_items(self) -> Vec<BatchItem<I, T>> {
        self.items
    }

    /// The operation that the batch was sent to, or was to be.
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// The number of inputs.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there was no input.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The inputs that succeeded, with their results. Those that are [`Outcome::Unmatched`] are not among
    /// them.
    pub fn succeeded(&self) -> impl Iterator<Item = (&I, &T)> {
        self.of(Outcome::result)
    }

    /// The inputs that HubSpot has refused, and why.
    pub fn failures(&self) -> impl Iterator<Item = (&I, &InputError)> {
        self.of(Outcome::failure)
    }

    /// The inputs of which nobody knows whether they were done, and why. See [`Outcome::Unknown`].
    pub fn unknown(&self) -> impl Iterator<Item = (&I, Option<&Error>)> {
        self.of(|outcome| match outcome {
            Outcome::Unknown(error) => Some(error.as_deref()),
            _ => None,
        })
    }

    /// The inputs that HubSpot has not seen, and why. See [`Outcome::NotSent`].
    pub fn not_sent(&self) -> impl Iterator<Item = (&I, Option<&Error>)> {
        self.of(|outcome| match outcome {
            Outcome::NotSent(error) => Some(error.as_deref()),
            _ => None,
        })
    }

    fn of<'a, O: 'a>(
        &'a self,
        pick: impl Fn(&'a Outcome<T>) -> Option<O> + 'a,
    ) -> impl Iterator<Item = (&'a I, O)> {
        self.items
            .iter()
            .filter_map(move |item| Some((&item.input, pick(&item.outcome)?)))
    }

    /// Results that belong to no certain input. Some operations give two results for one input.
    pub fn unmatched_results(&self) -> &[T] {
        &self.results
    }

    /// Failures that HubSpot names, and that belong to no certain input.
    pub fn unmatched_failures(&self) -> &[Arc<BatchFailure>] {
        &self.failures
    }

    /// Outcomes other than success, each reason once, with the number of inputs that share it. They do so by sharing the
    /// `Arc`, and mostly stand side by side.
    pub(super) fn distinct(&self) -> Vec<(&Outcome<T>, usize)> {
        let mut found: Vec<(&Outcome<T>, usize)> = Vec::new();
        let mut places: HashMap<_, usize> = HashMap::new();
        for BatchItem { outcome, .. } in &self.items {
            let Some(identity) = outcome.identity() else {
                continue;
            };
            let place = *places.entry(identity).or_insert_with(|| {
                found.push((outcome, 0));
                found.len() - 1
            });
            if let Some((_, inputs)) = found.get_mut(place) {
                *inputs += 1;
            }
        }
        found
    }

    /// How many inputs had which outcome.
    pub fn counts(&self) -> BatchProgress {
        let mut counts = BatchProgress {
            total: self.items.len(),
            ..BatchProgress::default()
        };
        for item in &self.items {
            counts.count(&item.outcome);
        }
        counts
    }

    /// Whether all inputs succeeded. Without inputs, that is so.
    pub fn is_complete(&self) -> bool {
        self.is_complete_except(|_| false)
    }

    fn is_complete_except(&self, forgive: impl Fn(&BatchFailure) -> bool) -> bool {
        let is_forgiven = |outcome: &Outcome<T>| {
            let failure = outcome.failure().and_then(InputError::as_failure);
            failure.is_some_and(&forgive)
        };
        self.failures.iter().all(|failure| forgive(failure))
            && self
                .items
                .iter()
                .all(|item| item.outcome.is_success() || is_forgiven(&item.outcome))
    }

    /// The results, if all inputs succeeded: in the order of the inputs, and then those that belong
    /// to no certain input.
    ///
    /// # Errors
    /// [`IncompleteOutcomes`], which keeps everything, unless [`is_complete`](Self::is_complete).
    /// `?` makes an [`Error::Batch`] of it.
    pub fn into_complete(self) -> Result<Vec<T>, IncompleteOutcomes<I, T>> {
        self.into_complete_except(|_| false)
    }

    /// The results, if all inputs succeeded or failed in a way that does not matter, such as
    /// [`BatchFailure::is_not_found`] for a read. Otherwise as [`into_complete`](Self::into_complete).
    ///
    /// # Errors
    /// [`IncompleteOutcomes`], which keeps everything, if `forgive` is false for any failure, or if an input
    /// has another outcome than success or failure.
    pub fn into_complete_except(
        self,
        forgive: impl Fn(&BatchFailure) -> bool,
    ) -> Result<Vec<T>, IncompleteOutcomes<I, T>> {
        if !self.is_complete_except(forgive) {
            return Err(IncompleteOutcomes(Box::new(self)));
        }
        let results = self.items.into_iter();
        let results = results.filter_map(|item| item.outcome.into_result());
        Ok(results.chain(self.results).collect())
    }

    /// Takes out the inputs that are still to be done, to send them again: those that were not sent and, where an
    /// operation does the same if it is repeated, those of which nobody knows.
    ///
    /// What HubSpot has refused stays, since it would refuse it again, and so does what cannot be sent as it is
    /// ([`Error::InvalidRequest`], [`Error::Config`]). Creates of which nobody knows stay, too: look for what they would
    /// have made.
    ///
    /// The client has had its retries by then, so wait before sending these inputs again, and give up some time: without a
    /// token or a connection none of them gets any further.
    pub fn take_unfinished(&mut self) -> Vec<I> {
        let is_replay_safe = self.operation.is_replay_safe();
        self.take(|outcome| match outcome {
            Outcome::NotSent(Some(error)) => {
                !matches!(**error, Error::InvalidRequest(_) | Error::Config(_))
            }
            Outcome::NotSent(None) => true,
            Outcome::Unknown(_) => is_replay_safe,
            _ => false,
        })
    }

    /// Takes out all inputs that may be sent once more without anything being done twice. Beside those that are
    /// [unfinished](Self::take_unfinished) these are the ones that HubSpot has refused, or that cannot be sent as they are:
    /// correct them first, or a loop of it never ends. See [`failures`](Self::failures).
    pub fn take_repeatable(&mut self) -> Vec<I> {
        let is_replay_safe = self.operation.is_replay_safe();
        self.take(|outcome| match outcome {
            Outcome::Succeeded(_) | Outcome::Unmatched => false,
            Outcome::Failed(_) | Outcome::NotSent(_) => true,
            Outcome::Unknown(_) => is_replay_safe,
        })
    }

    fn take(&mut self, which: impl Fn(&Outcome<T>) -> bool) -> Vec<I> {
        let (taken, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.items)
            .into_iter()
            .partition(|item| which(&item.outcome));
        self.items = rest;
        taken.into_iter().map(|item| item.input).collect()
    }
}

impl<I, T> IntoIterator for BatchOutcomes<I, T> {
    type Item = BatchItem<I, T>;
    type IntoIter = std::vec::IntoIter<BatchItem<I, T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, I, T> IntoIterator for &'a BatchOutcomes<I, T> {
    type Item = &'a BatchItem<I, T>;
    type IntoIter = std::slice::Iter<'a, BatchItem<I, T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

/// Outcomes of a batch of which not all inputs succeeded. It keeps all of them. `Debug` shows as
/// much as `Display`, and no data of records.
#[derive(Clone)]
#[must_use]
pub struct IncompleteOutcomes<I, T>(Box<BatchOutcomes<I, T>>);

impl<I, T> IncompleteOutcomes<I, T> {
    /// The outcomes.
    pub fn outcomes(&self) -> &BatchOutcomes<I, T> {
        &self.0
    }

    /// The outcomes.
    pub fn into_outcomes(self) -> BatchOutcomes<I, T> {
        *self.0
    }

    /// The first reason why an input did not succeed.
    fn reason(&self) -> Option<&dyn fmt::Display> {
        let outcomes = &*self.0;
        let failure = outcomes
            .failures()
            .map(|(_, error)| error as &dyn fmt::Display);
        let other = outcomes.unmatched_failures().iter();
        let other = other.map(|failure| &**failure as &dyn fmt::Display);
        let errors = outcomes.unknown().chain(outcomes.not_sent());
        let errors = errors.filter_map(|(_, error)| Some(error? as &dyn fmt::Display));
        failure.chain(other).chain(errors).next()
    }
}

impl<I, T> fmt::Display for IncompleteOutcomes<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tell_counts(f, self.0.counts(), self.0.failures.len())?;
        match self.reason() {
            Some(reason) => write!(f, ": {reason}"),
            None => Ok(()),
        }
    }
}

impl<I, T> fmt::Debug for IncompleteOutcomes<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IncompleteOutcomes")
            .field(&format_args!("{self}"))
            .finish()
    }
}

impl<I, T> std::error::Error for IncompleteOutcomes<I, T> {}

/// Keeps the counts, the failures and the errors of requests, one for each reason; of the results only the count is
/// left.
impl<I, T> From<IncompleteOutcomes<I, T>> for Error {
    fn from(incomplete: IncompleteOutcomes<I, T>) -> Self {
        let outcomes = incomplete.0;
        let (mut failures, mut requests) = (Vec::new(), Vec::new());
        for (outcome, _) in outcomes.distinct() {
            match outcome {
                Outcome::Failed(InputError::Failure(failure)) => {
                    failures.push(BatchFailure::clone(failure));
                }
                Outcome::Failed(InputError::Request(error)) => {
                    failures.push(BatchFailure::of_request(error));
                    requests.push(Arc::clone(error));
                }
                Outcome::Unknown(Some(error)) | Outcome::NotSent(Some(error)) => {
                    requests.push(Arc::clone(error));
                }
                _ => {}
            }
        }
        // What has stopped the batch is the reason of those that were not sent as well.
        let mut seen = HashSet::new();
        requests.retain(|error| seen.insert(Arc::as_ptr(error)));
        failures.extend(outcomes.failures.iter().map(|it| BatchFailure::clone(it)));
        let batch =
            IncompleteBatch::of_chunks(outcomes.operation, outcomes.counts(), failures, requests);
        Self::Batch(Box::new(batch))
    }
}

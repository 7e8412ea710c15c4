//! Which input a result or a failure belongs to.
//!
//! HubSpot gives results in an order of its own, and failures apart from them. What an input shares with its result
//! decides, never the position: a record that is taken for another one does more harm than one
//! whose input is not known.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;

use super::answer::Parts;
use super::keys::{self, Key, Mentioned};
use super::outcome::{InputError, Outcome};
use crate::error::BatchFailure;

/// The outcome of each input of a chunk, and what belongs to none.
pub(super) struct Attributed<T> {
    pub(super) outcomes: Vec<Outcome<T>>,
    pub(super) results: Vec<T>,
    pub(super) failures: Vec<Arc<BatchFailure>>,
}

/// The inputs are as they were sent, trace ids included.
pub(super) fn attribute<T: Clone>(
    inputs: &[Value],
    id_property: Option<&str>,
    parts: Parts<T>,
) -> Attributed<T> {
    let keys: Vec<Vec<Key>> = inputs
        .iter()
        .map(|input| keys::of_input(input, id_property))
        .collect();
    let mut outcomes: Vec<Option<Outcome<T>>> = inputs.iter().map(|_| None).collect();
    let mut results = Vec::new();
    let finder = Finder::new(inputs, &keys, id_property);
    let raw = parts.raw.iter().map(Some).chain(std::iter::repeat(None));
    for (result, raw) in parts.results.into_iter().zip(raw) {
        let open = |index: &usize| outcomes[*index].is_none();
        let found = raw.map(|raw| finder.inputs_of(raw, open));
        match found.as_deref().unwrap_or_default() {
            [] => results.push(result),
            [indices @ .., last] => {
                for index in indices {
                    outcomes[*index] = Some(Outcome::Succeeded(result.clone()));
                }
                outcomes[*last] = Some(Outcome::Succeeded(result));
            }
        }
    }
    let is_told = !parts.failures.is_empty();
    let mut failures = Vec::new();
    for failure in parts.failures.into_iter().map(Arc::new) {
        let mentioned = Mentioned::by(&failure);
        let mut is_placed = false;
        for (outcome, keys) in outcomes.iter_mut().zip(&keys) {
            if outcome.is_none() && mentioned.has(keys) {
                *outcome = Some(failed(&failure));
                is_placed = true;
            }
        }
        if !is_placed {
            failures.push(failure);
        }
    }
    let left = outcomes.iter().filter(|outcome| outcome.is_none()).count();
    let is_failed = |outcome: &&Option<_>| matches!(outcome, Some(Outcome::Failed(_)));
    let is_all_named = parts.num_errors <= outcomes.iter().filter(is_failed).count();
    // If each failure has its input, and none is only counted, the others did not fail.
    let is_all_told =
        parts.is_complete || (parts.is_finished && is_told && failures.is_empty() && is_all_named);
    let mut rest = if left == 0 {
        Rest::Unknown
    } else if let (Some(implied), true) = (parts.implied, is_all_told) {
        Rest::Succeeded(implied)
    } else if parts.is_complete || (is_all_told && results.len() == left) {
        Rest::of_success(left, &mut results)
    } else if parts.is_finished && results.is_empty() {
        Rest::of_failure(&mut failures)
    } else {
        Rest::Unknown
    };
    let outcomes = outcomes
        .into_iter()
        .map(|outcome| outcome.unwrap_or_else(|| rest.outcome()))
        .collect();
    Attributed {
        outcomes,
        results,
        failures,
    }
}

fn failed<T>(failure: &Arc<BatchFailure>) -> Outcome<T> {
    Outcome::Failed(InputError::Failure(Arc::clone(failure)))
}

/// Finds the inputs that a result may belong to.
struct Finder<'a> {
    inputs: &'a [Value],
    by_key: HashMap<&'a Key, Vec<usize>>,
    /// Unique properties that inputs are found by.
    properties: HashSet<String>,
}

impl<'a> Finder<'a> {
    fn new(inputs: &'a [Value], keys: &'a [Vec<Key>], id_property: Option<&str>) -> Self {
        let mut by_key: HashMap<&Key, Vec<usize>> = HashMap::new();
        for (index, keys) in keys.iter().enumerate() {
            for key in keys {
                by_key.entry(key).or_default().push(index);
            }
        }
        let properties = inputs
            .iter()
            .filter_map(|input| keys::id_property(input, id_property))
            .collect();
        Self {
            inputs,
            by_key,
            properties,
        }
    }

    /// The inputs without a result that this one belongs to: one, or several that ask for the
    /// same.
    fn inputs_of(&self, result: &Value, open: impl Fn(&usize) -> bool) -> Vec<usize> {
        let keys = keys::of_result(result, &self.properties);
        let Some(found) = keys.iter().find_map(|key| self.by_key.get(key)) else {
            return Vec::new();
        };
        let mut found: Vec<usize> = found.iter().copied().filter(open).collect();
        if found.len() > 1 {
            found.retain(|index| keys::agree(&self.inputs[*index], result));
        }
        let is_one = found
            .windows(2)
            .all(|two| keys::ask_the_same(&self.inputs[two[0]], &self.inputs[two[1]]));
        if is_one { found } else { Vec::new() }
    }
}

/// What became of the inputs that neither a result nor a failure was attributed to.
enum Rest<T> {
    Succeeded(T),
    /// There is one input and one result.
    Only(Option<T>),
    Unmatched,
    /// For this reason, if it is known.
    Failed(Option<Arc<BatchFailure>>),
    Unknown,
}

impl<T: Clone> Rest<T> {
    /// All inputs succeeded, as HubSpot says. It also says so where it has done nothing, and lists no result.
    fn of_success(left: usize, results: &mut Vec<T>) -> Self {
        match results.len() {
            1 if left == 1 => Self::Only(results.pop()),
            count if count >= left => Self::Unmatched,
            _ => Self::Unknown,
        }
    }

    /// Some inputs failed, and all results belong to others: these failed, if any failure is left.
    fn of_failure(failures: &mut Vec<Arc<BatchFailure>>) -> Self {
        match failures.len() {
            0 => Self::Unknown,
            1 => Self::Failed(failures.pop()),
            _ => Self::Failed(None),
        }
    }

    fn outcome(&mut self) -> Outcome<T> {
        match self {
            Self::Succeeded(result) => Outcome::Succeeded(result.clone()),
            Self::Only(result) => result.take().map_or(Outcome::Unmatched, Outcome::Succeeded),
            Self::Unmatched => Outcome::Unmatched,
            Self::Failed(Some(failure)) => failed(failure),
            Self::Failed(None) => Outcome::Failed(InputError::Unnamed),
            Self::Unknown => Outcome::Unknown(None),
        }
    }
}

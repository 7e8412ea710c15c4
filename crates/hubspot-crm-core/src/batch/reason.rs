//! Why inputs did not succeed, told once for all that have the same reason.

use std::collections::HashMap;
use std::fmt;

use super::outcome::{InputError, Outcome};
use super::outcomes::BatchOutcomes;

/// Why inputs of a batch did not succeed, and how many of them did not for this reason. From
/// [`BatchOutcomes::reasons`]. The text is a line for a log.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BatchReason {
    /// The number of inputs. It is 0 for failures that belong to no certain one.
    pub inputs: usize,
    /// What became of them, and why; never a success. Of reasons that read the same it is the first.
    pub outcome: Outcome<()>,
}

impl<I, T> BatchOutcomes<I, T> {
    /// Why inputs did not succeed, each reason once, with the number of inputs; the most frequent
    /// one comes first. Reasons are the same if their texts are.
    ///
    /// ```
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// # use hubspot_crm_gen::BatchOutcomes;
    /// # fn run<I, T>(outcomes: &BatchOutcomes<I, T>) {
    /// for reason in outcomes.reasons() {
    ///     // Such as "100 inputs failed: POST /crm/v3/…: 403 Forbidden …"
    ///     eprintln!("{reason}");
    /// }
    /// # }
    /// ```
    pub fn reasons(&self) -> Vec<BatchReason> {
        let shared = self.distinct().into_iter();
        let shared = shared.filter_map(|(outcome, inputs)| {
            let outcome = outcome.without_result()?;
            Some(BatchReason { inputs, outcome })
        });
        let unmatched = self.unmatched_failures().iter().map(|failure| BatchReason {
            inputs: 0,
            outcome: Outcome::Failed(InputError::Failure(failure.clone())),
        });
        let mut reasons: Vec<BatchReason> = Vec::new();
        let mut places: HashMap<(bool, &str, String), usize> = HashMap::new();
        for reason in shared.chain(unmatched) {
            let key = (reason.inputs == 0, reason.what(), reason.why());
            let place = *places.entry(key).or_insert(reasons.len());
            match reasons.get_mut(place) {
                Some(same) => same.inputs += reason.inputs,
                None => reasons.push(reason),
            }
        }
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.inputs));
        reasons
    }
}

impl BatchReason {
    fn what(&self) -> &'static str {
        match self.outcome {
            Outcome::Failed(_) => "failed",
            Outcome::NotSent(_) => "not sent",
            _ => "may or may not have been done",
        }
    }

    fn why(&self) -> String {
        match &self.outcome {
            Outcome::Failed(error) => error.to_string(),
            Outcome::Unknown(Some(error)) | Outcome::NotSent(Some(error)) => error.to_string(),
            _ => String::new(),
        }
    }
}

impl fmt::Display for BatchReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.inputs {
            0 => f.write_str("no certain input")?,
            1 => f.write_str("1 input")?,
            count => write!(f, "{count} inputs")?,
        }
        write!(f, " {}", self.what())?;
        match &*self.why() {
            "" => Ok(()),
            why => write!(f, ": {why}"),
        }
    }
}

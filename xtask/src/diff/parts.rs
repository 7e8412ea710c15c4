//! Which parts of two sides belong together: fields, values, parameters.

use std::collections::{BTreeMap, BTreeSet};

use super::guess;

/// A part of one side with what it is on the other.
#[derive(Debug)]
pub(super) struct Paired<'a, P> {
    /// Key and part before.
    pub(super) old: Option<(&'a str, &'a P)>,
    /// Key and part after.
    pub(super) new: Option<(&'a str, &'a P)>,
    /// By what they belong together.
    pub(super) by: By,
}

/// By what two parts belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// They have the same key, or there is only one of them.
    Key,
    /// Programs call them the same.
    RustName,
    /// They look like each other.
    Guess,
}

/// All parts of both sides by their keys, those that belong together in one. `rust_name` is what programs call a part, if they name it; `likeness` how much two
/// parts look like each other if their names do not match.
pub(super) fn paired<'a, P>(
    old: &'a BTreeMap<String, P>,
    new: &'a BTreeMap<String, P>,
    rust_name: impl Fn(&'a str, &'a P) -> Option<&'a str>,
    likeness: impl Fn((&str, &P), (&str, &P)) -> usize,
) -> Vec<Paired<'a, P>> {
    let mut gone = without(old, new);
    let mut come = without(new, old);
    let names: BTreeMap<&str, &str> = come
        .iter()
        .filter_map(|(key, part)| Some((rust_name(key, part)?, *key)))
        .collect();
    let spelled: BTreeMap<&str, &str> = gone
        .iter()
        .filter_map(|(key, part)| Some((*key, *names.get(rust_name(key, part)?)?)))
        .collect();
    let taken: BTreeSet<&str> = spelled.values().copied().collect();
    gone.retain(|key, _| !spelled.contains_key(key));
    come.retain(|key, _| !taken.contains(key));
    let mut found = Vec::new();
    for (key, part) in &gone {
        for (other_key, other) in &come {
            let likeness = likeness((key, part), (other_key, other));
            if likeness > 0 {
                found.push((likeness, *key, *other_key));
            }
        }
    }
    let guessed = guess::matched(found);
    let come_of: BTreeSet<&str> = spelled.values().chain(guessed.values()).copied().collect();
    let mut pairs = Vec::new();
    for (key, part) in old {
        let key = key.as_str();
        let (other, by) = match (spelled.get(key), guessed.get(key)) {
            (Some(other), _) => (*other, By::RustName),
            (None, Some(other)) => (*other, By::Guess),
            (None, None) => (key, By::Key),
        };
        pairs.push(Paired {
            old: Some((key, part)),
            new: new
                .get_key_value(other)
                .map(|(key, part)| (key.as_str(), part)),
            by,
        });
    }
    for (key, part) in new {
        if !old.contains_key(key) && !come_of.contains(key.as_str()) {
            pairs.push(Paired {
                old: None,
                new: Some((key, part)),
                by: By::Key,
            });
        }
    }
    pairs
}

fn without<'a, P>(
    one: &'a BTreeMap<String, P>,
    other: &BTreeMap<String, P>,
) -> BTreeMap<&'a str, &'a P> {
    one.iter()
        .filter(|(key, _)| !other.contains_key(*key))
        .map(|(key, part)| (key.as_str(), part))
        .collect()
}

/// The parts that two lists have in common, in the order of each, if that is not the same.
pub(super) fn reordered(old: &[String], new: &[String]) -> Option<(String, String)> {
    let common = |one: &[String], other: &[String]| -> Vec<String> {
        let in_both = one.iter().filter(|part| other.contains(part));
        in_both.cloned().collect()
    };
    let (old, new) = (common(old, new), common(new, old));
    (old != new).then(|| (old.join(", "), new.join(", ")))
}

//! What may have been renamed: something that went and something that came, so alike that a person would take one for the other.
//!
//! Where two are equally good nothing is guessed.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Facts, OperationKey, TypeFacts};
use crate::casing;

/// As alike as that: at least so many of all parts are the same in both, of a hundred.
const ALIKE: usize = 60;

/// As alike as that a type is the same whatever it is called.
const ALIKE_BY_ITSELF: usize = 75;

/// At least so many of the words of two names are the same, of a hundred.
const SAME_WORDS: usize = 50;

/// What two names have in common that differ in a single letter.
const ONE_LETTER: usize = 90;

/// The types that went, with the types that they may have become.
pub(super) fn types<'a>(old: &'a Facts, new: &'a Facts) -> BTreeMap<&'a str, &'a str> {
    let gone = old
        .types
        .iter()
        .filter(|(name, _)| !new.types.contains_key(*name));
    let come: Vec<_> = new
        .types
        .iter()
        .filter(|(name, _)| !old.types.contains_key(*name))
        .collect();
    let mut found = Vec::new();
    for (name, ty) in gone {
        for (other_name, other) in &come {
            let likeness = likeness(ty, other);
            let names = names(name, other_name);
            if likeness >= ALIKE_BY_ITSELF || likeness >= ALIKE && names > 0 {
                // Of types with the same parts the one with the better name is meant.
                found.push(((likeness, names), name.as_str(), other_name.as_str()));
            }
        }
    }
    matched(found)
}

/// The operations that went, with the operations that they may have become: those of the same function, or of the same id.
pub(super) fn operations<'a>(
    old: &'a Facts,
    new: &'a Facts,
) -> BTreeMap<&'a OperationKey, &'a OperationKey> {
    let gone = old
        .operations
        .iter()
        .filter(|(key, _)| !new.operations.contains_key(*key));
    let come: Vec<_> = new
        .operations
        .iter()
        .filter(|(key, _)| !old.operations.contains_key(*key))
        .collect();
    let mut found = Vec::new();
    for (key, operation) in gone {
        for (other_key, other) in &come {
            // Many APIs may have the same operation; then it belongs to none of them.
            let same_target = key.target == other_key.target
                && has_once(old, &key.target)
                && has_once(new, &key.target);
            let same_id =
                key.api == other_key.api && operation.id.is_some() && operation.id == other.id;
            let same_function = operation.function == other.function;
            let likeness =
                usize::from(same_function) * 2 + usize::from(same_id) + usize::from(same_target);
            if likeness > 0 {
                found.push((likeness, key, *other_key));
            }
        }
    }
    matched(found)
}

/// Whether a side has the target of an operation in one API only.
fn has_once(side: &Facts, target: &str) -> bool {
    let keys = side.operations.keys();
    keys.filter(|key| key.target == target).count() == 1
}

/// Pairs, the most alike first, each side once. What is as much like two others is left alone.
pub(super) fn matched<L: Ord + Copy, T: Ord + Copy>(mut found: Vec<(L, T, T)>) -> BTreeMap<T, T> {
    found.sort_by_key(|(likeness, ..)| Reverse(*likeness));
    let mut pairs = BTreeMap::new();
    let (mut gone, mut come) = (BTreeSet::new(), BTreeSet::new());
    for equal in found.chunk_by(|one, other| one.0 == other.0) {
        let free: Vec<(T, T)> = equal
            .iter()
            .filter(|(_, old, new)| !gone.contains(old) && !come.contains(new))
            .map(|(_, old, new)| (*old, *new))
            .collect();
        for (old, new) in &free {
            let rivals = free
                .iter()
                .filter(|(other, another)| (other == old) != (another == new));
            if rivals.count() == 0 {
                pairs.insert(*old, *new);
            }
        }
        gone.extend(free.iter().map(|(old, _)| *old));
        come.extend(free.iter().map(|(_, new)| *new));
    }
    pairs
}

/// How many of the parts of both are the same, of a hundred.
fn likeness(one: &TypeFacts, other: &TypeFacts) -> usize {
    if one.kind != other.kind {
        return 0;
    }
    let parts = |ty: &TypeFacts| -> BTreeSet<(String, String)> {
        let fields = ty
            .fields
            .iter()
            .map(|(name, field)| (name.clone(), field.ty.clone()));
        fields
            .chain(ty.variants.keys().map(|name| (name.clone(), String::new())))
            .collect()
    };
    // Of types with nothing in them one is as good as another.
    common(&parts(one), &parts(other))
}

/// How much two wire names are alike, of a hundred; nothing unless a person may take one for the other.
pub(super) fn names(one: &str, other: &str) -> usize {
    let (one, other) = (casing::snake(one), casing::snake(other));
    // `line1` and `line2` are two things.
    let digits = |name: &str| -> String {
        let digits = name.chars().filter(char::is_ascii_digit);
        digits.collect()
    };
    if digits(&one) != digits(&other) {
        return 0;
    }
    let words = |name: &'_ str| -> BTreeSet<String> {
        let words = name.split('_').filter(|word| !word.is_empty());
        words.map(ToOwned::to_owned).collect()
    };
    let same = common(&words(&one), &words(&other));
    match same {
        _ if differ_in_a_letter(&one, &other) => same.max(ONE_LETTER),
        same if same >= SAME_WORDS => same,
        _ => 0,
    }
}

/// How much of two sets is in both, of a hundred.
fn common<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> usize {
    match one.union(other).count() {
        0 => 0,
        all => one.intersection(other).count() * 100 / all,
    }
}

/// Whether one of two names has a letter more, or another letter in one place: what a correction of a spelling does. Short names differ in so little by chance.
fn differ_in_a_letter(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = match one.len() <= other.len() {
        true => (one, other),
        false => (other, one),
    };
    let same = |pair: &(&char, &char)| pair.0 == pair.1;
    let front = short.iter().zip(&long).take_while(same).count();
    let ends = short.iter().rev().zip(long.iter().rev());
    let back = ends.take_while(same).count().min(short.len() - front);
    short.len() >= 4 && long.len() - front - back == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_by_their_words() {
        for (one, other) in [
            ("objectType", "objectTypeId"),
            ("label", "displayLabel"),
            ("label", "labels"),
            ("adress", "address"),
            ("FOO_BAR", "FOO-BAR-BAZ"),
        ] {
            assert!(names(one, other) > 0, "{one} {other}");
            assert_eq!(names(one, other), names(other, one));
        }
        for (one, other) in [
            ("createdAt", "updatedAt"),
            ("minValue", "maxValue"),
            ("minimumValue", "maximumValue"),
            ("line1", "line2"),
            ("from", "to"),
            ("id", "of"),
            ("label", "title"),
        ] {
            assert_eq!(names(one, other), 0, "{one} {other}");
        }
    }

    #[test]
    fn nothing_is_guessed_where_two_are_equally_good() {
        assert_eq!(
            matched(vec![(1, "a", "x"), (2, "b", "y")]),
            [("a", "x"), ("b", "y")].into()
        );
        assert!(matched(vec![(1, "a", "x"), (1, "a", "y")]).is_empty());
        assert!(matched(vec![(1, "a", "x"), (1, "b", "x")]).is_empty());
        // The better one takes its place, and what it leaves is no longer in doubt.
        assert_eq!(
            matched(vec![(2, "a", "x"), (1, "a", "y"), (1, "b", "y")]),
            [("a", "x"), ("b", "y")].into()
        );
        // What could not be decided is not decided by something worse.
        assert!(matched(vec![(2, "a", "x"), (2, "a", "y"), (1, "b", "y")]).is_empty());
    }
}

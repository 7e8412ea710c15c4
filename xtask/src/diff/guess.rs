//! What may have been renamed: something that went and something that came, so alike that a person would take one for the other.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Facts, OperationKey, TypeFacts};

/// As alike as that: at least so many of all parts are the same in both, of a hundred.
const ALIKE: usize = 60;

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
            if likeness >= ALIKE {
                found.push((likeness, name.as_str(), other_name.as_str()));
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
            let same_target = key.target == other_key.target;
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

/// Pairs, the most alike first, each side once.
fn matched<T: Ord + Copy>(mut found: Vec<(usize, T, T)>) -> BTreeMap<T, T> {
    found.sort_by(|one, other| {
        other
            .0
            .cmp(&one.0)
            .then(one.1.cmp(&other.1))
            .then(one.2.cmp(&other.2))
    });
    let mut pairs = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (_, old, new) in found {
        if !pairs.contains_key(&old) && taken.insert(new) {
            pairs.insert(old, new);
        }
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
    let (one, other) = (parts(one), parts(other));
    let all = one.union(&other).count();
    match all {
        // Of types with nothing in them one is as good as another.
        0 => 0,
        all => one.intersection(&other).count() * 100 / all,
    }
}

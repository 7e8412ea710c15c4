//! Makes one type of inline enums with the same values, wherever they stand.
//!
//! A single value says too little: such enums must also belong to members of one name.

use std::collections::{BTreeMap, BTreeSet};

use super::share::point_to;
use crate::casing::{member_type, pascal, snake};
use crate::ir::{Ir, Shape, Type, TypeId};
use crate::pointer;

/// The values in their order, and the member where they are too few.
type Key = (Vec<String>, Option<String>);

pub(super) fn run(ir: &mut Ir) {
    let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    let mut components: BTreeSet<String> = BTreeSet::new();
    for (number, ty) in ir.types.iter().enumerate() {
        if is_component(&ty.origin.pointer) {
            components.insert(pascal(&ty.name));
        } else if let Shape::Enum(values) = &ty.shape {
            let mut values = values.clone();
            values.sort();
            let member = (values.len() < 2).then(|| member(&ty.origin.pointer));
            groups.entry((values, member)).or_default().push(number);
        }
    }
    let groups: Vec<Vec<usize>> = groups.into_values().collect();
    let mut target: Vec<TypeId> = (0..ir.types.len()).map(TypeId).collect();
    for (group, name) in groups.iter().zip(names(&ir.types, &groups, &components)) {
        // The docs and the order of values come from the one whose name says the least of its place; the alphabet decides between equals, so that the order
        // of documents does not.
        let Some(&chosen) = group.iter().min_by_key(|number| {
            let ty = &ir.types[**number];
            (ty.name.len(), &ty.name, &ty.origin)
        }) else {
            continue;
        };
        let documents: Vec<_> = group
            .iter()
            .flat_map(|number| ir.types[*number].documents.clone())
            .collect();
        let ty = &mut ir.types[chosen];
        ty.documents.extend(documents);
        if let Some(name) = name {
            ty.name = name;
        }
        group
            .iter()
            .for_each(|number| target[*number] = TypeId(chosen));
    }
    ir.rewrite_uses(|ty| point_to(ty, &|id| target[id.0]));
}

/// Better names for groups than those of their members, where there are any and nothing else has them.
fn names(
    types: &[Type],
    groups: &[Vec<usize>],
    components: &BTreeSet<String>,
) -> Vec<Option<String>> {
    let wishes: Vec<Option<String>> = groups
        .iter()
        .map(|group| common_name(types, group))
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for wish in wishes.iter().flatten() {
        *counts.entry(wish).or_default() += 1;
    }
    // A name that belongs to a group already is no clash for that group.
    let mut holders: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        for ty in group {
            let holders = holders.entry(&types[*ty].name).or_default();
            holders.insert(number);
        }
    }
    let is_free = |name: &str, group: usize| {
        let others = |holders: &BTreeSet<usize>| holders.iter().any(|holder| *holder != group);
        counts[name] == 1 && !components.contains(name) && !holders.get(name).is_some_and(others)
    };
    let free: Vec<bool> = wishes
        .iter()
        .enumerate()
        .map(|(group, wish)| wish.as_deref().is_some_and(|name| is_free(name, group)))
        .collect();
    let checked = wishes.into_iter().zip(free);
    checked.map(|(wish, free)| wish.filter(|_| free)).collect()
}

/// What members of one name in several types have in common: `BatchResponseStatus` for the `status` of all `BatchResponse…` and few others.
fn common_name(types: &[Type], group: &[usize]) -> Option<String> {
    let places = group
        .iter()
        .map(|number| place(&types[*number].origin.pointer))
        .collect::<Option<BTreeSet<_>>>()?;
    let (_, member) = places.first()?;
    if places.iter().any(|(_, other)| other != member) {
        return None;
    }
    let owners: Vec<String> = places.iter().map(|(owner, _)| snake(owner)).collect();
    let common = words_of_most(&owners);
    // One owner has given it a good name, and a lone word such as `Type` says nothing.
    let says_enough = !common.is_empty() || snake(member).contains('_');
    (owners.len() > 1 && says_enough).then(|| member_type(&common.join("_"), member))
}

/// The words that more than half of the names begin with.
fn words_of_most(names: &[String]) -> Vec<&str> {
    let mut common = Vec::new();
    loop {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for name in names {
            let mut words = name.split('_');
            if common.iter().all(|word| words.next() == Some(*word))
                && let Some(next) = words.next()
            {
                *counts.entry(next).or_default() += 1;
            }
        }
        let most = counts.into_iter().max_by_key(|(_, count)| *count);
        match most {
            Some((word, count)) if count * 2 > names.len() => common.push(word),
            _ => return common,
        }
    }
}

/// Whether a pointer names a component, which has a name of its own.
pub(super) fn is_component(pointer: &str) -> bool {
    pointer.starts_with("/components/schemas/") && pointer.matches('/').count() == 3
}

/// The component and the property in it that hold a schema; `None` where none do.
fn place(pointer: &str) -> Option<(String, String)> {
    if !pointer.starts_with("/components/schemas/") {
        return None;
    }
    let parts = pointer::split(pointer)?;
    let property = parts.iter().rposition(|part| part == "properties")?;
    Some((parts.get(2)?.clone(), parts.get(property + 1)?.clone()))
}

/// The name of the property that holds a schema; the whole pointer where no property does.
fn member(pointer: &str) -> String {
    place(pointer).map_or_else(|| pointer.to_owned(), |(_, member)| member)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_names_say_what_they_have_in_common() {
        let names = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        for (owners, common) in [
            (
                &["batch_response_a", "batch_response_b", "action_response"][..],
                "batch_response",
            ),
            (&["thing", "box"], ""),
            (&["thing", "thing_part"], "thing"),
            (&[], ""),
        ] {
            assert_eq!(words_of_most(&names(owners)).join("_"), common);
        }
    }

    #[test]
    fn places_are_components_with_a_property() {
        let found = |pointer| place(pointer).map(|(owner, member)| format!("{owner}.{member}"));
        for (pointer, expected) in [
            ("/components/schemas/A/properties/b", Some("A.b")),
            (
                "/components/schemas/A/properties/b/items/properties/c/items",
                Some("A.c"),
            ),
            ("/components/schemas/A", None),
            ("/paths/~1a/get/parameters/0/schema", None),
        ] {
            assert_eq!(found(pointer).as_deref(), expected);
        }
    }
}

//! Makes one type of equal unions, and finds how the variants of each are told apart.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;

use super::enums::is_component;
use super::share::point_to;
use crate::casing::pascal;
use crate::diagnostics::Diagnostics;
use crate::ir::{Ir, Matcher, Shape, TypeId, TypeRef, Variant};

pub(super) fn run(ir: &mut Ir, diagnostics: &mut Diagnostics) {
    merge(ir);
    for number in 0..ir.types.len() {
        let Shape::Union(variants) = &ir.types[number].shape else {
            continue;
        };
        let found = told_apart(ir, variants);
        if found
            .iter()
            .enumerate()
            .any(|(index, variant)| is_hidden(variant, &found[..index]))
        {
            diagnostics.note(
                &ir.types[number].origin,
                "two alternatives of this choice look alike; a value that fits both reads as the first one, and keeps what that does not know in `extra`",
            );
        }
        let named = named(ir, &ir.types[number].name, found);
        ir.types[number].shape = Shape::Union(named);
    }
}

/// Makes one type of inline unions with the same variants, wherever they stand: that of a component with these variants, if there is one.
fn merge(ir: &mut Ir) {
    let mut groups: BTreeMap<Vec<(TypeRef, Vec<Matcher>)>, Vec<usize>> = BTreeMap::new();
    for (number, ty) in ir.types.iter().enumerate() {
        if let Shape::Union(variants) = &ty.shape {
            let variants = variants.iter();
            let mut key: Vec<_> = variants
                .map(|variant| (variant.ty.clone(), variant.matchers.clone()))
                .collect();
            key.sort();
            groups.entry(key).or_default().push(number);
        }
    }
    let mut target: Vec<TypeId> = (0..ir.types.len()).map(TypeId).collect();
    for mut group in groups.into_values() {
        // A component has a name, and two of them are two types; what stands inline is the first of them.
        let is_named = |number: &usize| is_component(&ir.types[*number].origin.pointer);
        let component = group.iter().copied().find(is_named);
        group.retain(|number| !is_named(number));
        let Some(chosen) = component.or(group.first().copied()) else {
            continue;
        };
        if component.is_none() {
            let names = group.iter().map(|number| &ir.types[*number].name);
            let shortest = names.min_by_key(|name| (name.len(), *name)).cloned();
            // The variants say better what they have in common than any of the places where they are listed.
            let common = match &ir.types[chosen].shape {
                Shape::Union(variants) => common_name(ir, variants),
                _ => None,
            };
            if let Some(name) = common.or(shortest) {
                ir.types[chosen].name = name;
            }
        }
        let documents: Vec<_> = group
            .iter()
            .flat_map(|number| ir.types[*number].documents.clone())
            .collect();
        ir.types[chosen].documents.extend(documents);
        group
            .iter()
            .for_each(|number| target[*number] = TypeId(chosen));
    }
    ir.rewrite_uses(|ty| point_to(ty, &|id| target[id.0]));
}

/// The words that the names of all variants begin and end with.
fn common_name(ir: &Ir, variants: &[Variant]) -> Option<String> {
    if variants.len() < 2 {
        return None;
    }
    let names: Option<Vec<Vec<String>>> = variants
        .iter()
        .map(|variant| match variant.ty {
            TypeRef::Named(id) => Some(words(&ir.ty(id).name)),
            _ => None,
        })
        .collect();
    let (first, last) = affixes(&names?);
    // A beginning alone says where they come from, not what they are.
    let kept: Vec<String> = first.into_iter().chain(last.iter().cloned()).collect();
    (!last.is_empty()).then(|| pascal(&kept.join("_")))
}

/// The words that all names begin with, and those that all end with.
fn affixes(names: &[Vec<String>]) -> (Vec<String>, Vec<String>) {
    let Some((one, others)) = names.split_first() else {
        return Default::default();
    };
    let shortest = names.iter().map(Vec::len).min().unwrap_or_default();
    let count = |is_shared: &dyn Fn(&Vec<String>, usize) -> bool, most: usize| {
        (0..most)
            .take_while(|index| others.iter().all(|other| is_shared(other, *index)))
            .count()
    };
    let first = count(&|other, index| other[index] == one[index], shortest);
    let from_end = |list: &Vec<String>, index: usize| list[list.len() - 1 - index].clone();
    let last = count(
        &|other, index| from_end(other, index) == from_end(one, index),
        shortest - first,
    );
    (one[..first].to_vec(), one[one.len() - last..].to_vec())
}

fn words(name: &str) -> Vec<String> {
    name.to_snake_case().split('_').map(str::to_owned).collect()
}

/// The variants with the signs by which they are recognized, in the order in which they are tried.
fn told_apart(ir: &Ir, variants: &[Variant]) -> Vec<Variant> {
    let tags = tags(ir, variants);
    let mut found = variants.to_vec();
    for (index, variant) in found.iter_mut().enumerate() {
        if !variant.matchers.is_empty() {
            let own = single_values(ir, &variant.ty);
            variant
                .matchers
                .iter_mut()
                .for_each(|matcher| add_own_value(matcher, &own));
            continue;
        }
        variant.matchers = match tags.get(&index) {
            Some((property, value)) => vec![Matcher::Tag(property.clone(), vec![value.clone()])],
            None => by_kind(ir, &variant.ty, &mut BTreeSet::new()),
        };
    }
    // The sort keeps the document's order between equals.
    found.sort_by_key(|variant| {
        let rank = variant.matchers.iter().map(rank).max();
        (rank, breadth(&variant.ty))
    });
    found
}

/// A discriminator without a mapping says that the name of a schema is the value, which documents do not always mean: a property with a single value knows better.
fn add_own_value(matcher: &mut Matcher, own: &[(&str, &str)]) {
    let Matcher::Tag(property, values) = matcher else {
        return;
    };
    let own = own.iter().filter(|(name, _)| name == property);
    for (_, value) in own {
        if !values.iter().any(|other| other == value) {
            values.push((*value).to_owned());
        }
    }
}

/// How much of what has the same kind reads as this type, where the kind alone decides: numbers read as text, not all texts as numbers.
fn breadth(ty: &TypeRef) -> u8 {
    match ty {
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => breadth(inner),
        TypeRef::Integer | TypeRef::Boolean => 0,
        TypeRef::Number => 1,
        TypeRef::Text => 3,
        TypeRef::Json => 4,
        _ => 2,
    }
}

/// What must be tried later: it fits more values.
fn rank(matcher: &Matcher) -> (u8, usize) {
    match matcher {
        Matcher::Tag(..) => (0, 0),
        Matcher::Keys(keys) => (1, usize::MAX - keys.len()),
        Matcher::Boolean | Matcher::Integer | Matcher::List | Matcher::Text => (2, 0),
        Matcher::Number => (3, 0),
        Matcher::Any => (4, 0),
    }
}

/// By variant: the property with a single value that tells it from the others.
///
/// HubSpot's documents have no discriminators; each variant has such a property, not always under the same name within one union.
fn tags(ir: &Ir, variants: &[Variant]) -> BTreeMap<usize, (String, String)> {
    let candidates: Vec<Vec<(&str, &str)>> = variants
        .iter()
        .map(|variant| single_values(ir, &variant.ty))
        .collect();
    let is_unique = |candidate: &(&str, &str)| {
        candidates
            .iter()
            .flatten()
            .filter(|other| *other == candidate)
            .count()
            == 1
    };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (property, _) in candidates.iter().flatten().filter(|one| is_unique(one)) {
        *counts.entry(property).or_default() += 1;
    }
    let mut tags = BTreeMap::new();
    for (index, candidates) in candidates.iter().enumerate() {
        // The property that most variants have, so that a version of HubSpot's that adds variants is not mistaken for one of these.
        let best = candidates
            .iter()
            .filter(|candidate| is_unique(candidate))
            .max_by_key(|(property, _)| (counts[property], std::cmp::Reverse(*property)));
        if let Some((property, value)) = best {
            tags.insert(index, ((*property).to_owned(), (*value).to_owned()));
        }
    }
    tags
}

/// The properties of an object that have a single value each.
fn single_values<'a>(ir: &'a Ir, ty: &TypeRef) -> Vec<(&'a str, &'a str)> {
    let fields = ir.fields(ty).unwrap_or_default();
    let values = fields.iter().filter_map(|field| {
        let TypeRef::Named(id) = &field.ty else {
            return None;
        };
        match &ir.ty(*id).shape {
            Shape::Enum(values) => match values.as_slice() {
                [only] => Some((field.name.as_str(), only.as_str())),
                _ => None,
            },
            _ => None,
        }
    });
    values.collect()
}

/// What a value looks like that has no tag. `seen` ends unions of themselves.
fn by_kind(ir: &Ir, ty: &TypeRef, seen: &mut BTreeSet<TypeId>) -> Vec<Matcher> {
    match ty {
        TypeRef::Text
        | TypeRef::Secret
        | TypeRef::DateTime
        | TypeRef::Date
        | TypeRef::Bytes
        | TypeRef::File => vec![Matcher::Text],
        TypeRef::Boolean => vec![Matcher::Boolean],
        TypeRef::Integer => vec![Matcher::Integer],
        TypeRef::Number => vec![Matcher::Number],
        TypeRef::Json => vec![Matcher::Any],
        TypeRef::List(_) => vec![Matcher::List],
        TypeRef::Map(_)
        | TypeRef::Properties
        | TypeRef::Page(_)
        | TypeRef::BatchInput(_)
        | TypeRef::Batch(_) => vec![Matcher::Keys(Vec::new())],
        TypeRef::Nullable(inner) => by_kind(ir, inner, seen),
        TypeRef::Named(id) => match &ir.ty(*id).shape {
            Shape::Enum(_) => vec![Matcher::Text],
            Shape::Form(_) => vec![Matcher::Keys(Vec::new())],
            Shape::Object(fields) => {
                let required = fields.iter().filter(|field| field.required);
                vec![Matcher::Keys(
                    required.map(|field| field.name.clone()).collect(),
                )]
            }
            Shape::Union(_) if !seen.insert(*id) => Vec::new(),
            Shape::Union(variants) => {
                let tags = tags(ir, variants);
                let mut matchers = Vec::new();
                for (index, variant) in variants.iter().enumerate() {
                    let own = match (tags.get(&index), variant.matchers.is_empty()) {
                        (_, false) => variant.matchers.clone(),
                        (Some((property, value)), _) => {
                            vec![Matcher::Tag(property.clone(), vec![value.clone()])]
                        }
                        (None, _) => by_kind(ir, &variant.ty, seen),
                    };
                    own.into_iter().for_each(|one| add(&mut matchers, one));
                }
                matchers
            }
        },
    }
}

/// Adds a sign; the values of one tag stand together.
fn add(matchers: &mut Vec<Matcher>, new: Matcher) {
    if let Matcher::Tag(property, values) = &new {
        let tags = matchers.iter_mut().find_map(|matcher| match matcher {
            Matcher::Tag(name, values) if name == property => Some(values),
            _ => None,
        });
        if let Some(known) = tags {
            let new = values.iter().filter(|value| !known.contains(value));
            let new: Vec<String> = new.cloned().collect();
            known.extend(new);
            return;
        }
    }
    if !matchers.contains(&new) {
        matchers.push(new);
    }
}

/// Whether every value that fits a variant fits an earlier one, too.
fn is_hidden(variant: &Variant, earlier: &[Variant]) -> bool {
    variant.matchers.iter().all(|own| {
        let earlier = earlier.iter().flat_map(|other| &other.matchers);
        earlier.clone().any(|other| other == own)
    })
}

/// Names the variants: after the value of the tag, or else after the type.
fn named(ir: &Ir, union: &str, mut variants: Vec<Variant>) -> Vec<Variant> {
    let names: Vec<Vec<String>> = variants
        .iter()
        .filter_map(|variant| match variant.ty {
            TypeRef::Named(id) => Some(words(&ir.ty(id).name)),
            _ => None,
        })
        .collect();
    let (first, last) = match names.len() {
        0 | 1 => Default::default(),
        _ => affixes(&names),
    };
    let by_type = |variant: &Variant| {
        let name = of_type(ir, &variant.ty, first.len(), last.len());
        // What stands inline is called after the union.
        let own = words(&name);
        match own.strip_prefix(words(union).as_slice()) {
            Some(rest) if !rest.is_empty() => rest.join("_"),
            _ => name,
        }
    };
    for variant in &mut variants {
        variant.name = match variant.matchers.as_slice() {
            [Matcher::Tag(_, values)] if values.len() == 1 => values[0].clone(),
            _ => by_type(variant),
        };
    }
    // One value in two properties, or no letter in it: then the types say better what they are.
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for variant in &variants {
        *counts.entry(pascal(&variant.name)).or_default() += 1;
    }
    for variant in &mut variants {
        let name = pascal(&variant.name);
        if name.is_empty() || counts[&name] > 1 {
            variant.name = of_type(ir, &variant.ty, 0, 0);
        }
    }
    variants
}

fn of_type(ir: &Ir, ty: &TypeRef, first: usize, last: usize) -> String {
    let name = match ty {
        TypeRef::Named(id) => {
            let name = &ir.ty(*id).name;
            let words = words(name);
            let own = words.get(first..words.len() - last).unwrap_or_default();
            return match own {
                [] => name.clone(),
                own => own.join("_"),
            };
        }
        TypeRef::Text | TypeRef::Bytes | TypeRef::File => "Text",
        TypeRef::Secret => "Secret",
        TypeRef::Boolean => "Boolean",
        TypeRef::Integer => "Integer",
        TypeRef::Number => "Number",
        TypeRef::DateTime => "DateTime",
        TypeRef::Date => "Date",
        TypeRef::Json => "Json",
        TypeRef::List(item) | TypeRef::BatchInput(item) => {
            return format!("{} list", of_type(ir, item, 0, 0));
        }
        TypeRef::Map(value) => return format!("{} map", of_type(ir, value, 0, 0)),
        TypeRef::Nullable(inner) => return of_type(ir, inner, first, last),
        TypeRef::Properties => "Properties",
        TypeRef::Page(_) => "Page",
        TypeRef::Batch(_) => "Batch",
    };
    name.to_owned()
}

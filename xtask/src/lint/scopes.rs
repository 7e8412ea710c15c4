//! Scopes: what a token must allow, said by each operation and explained in one place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::specs::Specs;
use crate::diagnostics::Diagnostics;
use crate::nearest::nearest;
use crate::pointer::Origin;

const KEY: &str = "x-scopes";

/// Reports operations that do not say their scopes, scopes without an explanation and explanations of scopes that nobody needs. That a list holds something else than
/// text is reported by the generator.
pub(super) fn check(specs: &Specs<'_>, diagnostics: &mut Diagnostics) {
    let explained = explained(specs);
    for operation in specs.operations() {
        if operation.own_or_shared(KEY).is_none() {
            diagnostics.error(
                &operation.element.origin,
                format!("the operation `{}` does not say its scopes", operation.name()),
                "list them in `x-scopes`, here or at the top of the document; write `x-scopes: []` if it needs none",
            );
        }
    }
    for (origin, list) in lists(specs) {
        let scopes: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
        for (index, scope) in scopes.iter().enumerate() {
            let origin = origin.index(index);
            if !explained.contains_key(scope) {
                diagnostics.error(
                    &origin,
                    format!("nothing explains the scope `{scope}`"),
                    unknown(scope, &explained),
                );
            }
            if scopes[..index].contains(scope) {
                let message = format!("the scope `{scope}` is listed twice");
                diagnostics.error(&origin, message, "remove one of the two");
            }
        }
        if let Some(pair) = scopes.windows(2).position(|pair| pair[0] > pair[1]) {
            diagnostics.error(
                &origin.index(pair + 1),
                format!(
                    "the scope `{}` stands behind `{}`",
                    scopes[pair + 1],
                    scopes[pair]
                ),
                "sort the list, so that every change of it is a change of scopes",
            );
        }
    }
    let named = named(specs);
    for (scope, origin) in explained {
        if !named.contains(scope) {
            diagnostics.error(
                &origin,
                format!("no operation needs the scope `{scope}`"),
                "name it in `x-scopes` of the operations that do, or remove it here",
            );
        }
    }
}

/// The scopes that operations need.
pub(super) fn named<'a>(specs: &Specs<'a>) -> BTreeSet<&'a str> {
    let lists = lists(specs);
    lists
        .flat_map(|(_, list)| list)
        .filter_map(Value::as_str)
        .collect()
}

/// Every list of scopes with its place: those of operations, and those at the top that stand for operations without a list.
fn lists<'a>(specs: &Specs<'a>) -> impl Iterator<Item = (Origin, &'a Vec<Value>)> {
    let lists: BTreeMap<Origin, &Vec<Value>> = specs
        .operations()
        .filter_map(|operation| {
            let (list, origin) = operation.own_or_shared(KEY)?;
            Some((origin, list.as_array()?))
        })
        .collect();
    lists.into_iter()
}

/// The scopes of all OAuth flows, with the places of their texts.
fn explained<'a>(specs: &Specs<'a>) -> BTreeMap<&'a str, Origin> {
    let mut explained = BTreeMap::new();
    for flow in specs.of_kind("OAuth Flow Object") {
        let origin = flow.origin.key("scopes");
        let scopes = flow.members.get("scopes").and_then(Value::as_object);
        for (scope, _) in scopes.into_iter().flatten() {
            explained
                .entry(scope.as_str())
                .or_insert_with(|| origin.key(scope));
        }
    }
    explained
}

fn unknown(scope: &str, explained: &BTreeMap<&str, Origin>) -> String {
    let Some(place) = explained.values().next() else {
        return "add a security scheme of the type `oauth2` whose flow lists every scope with its meaning".to_owned();
    };
    let file = &place.file;
    match nearest(scope, explained.keys().copied()) {
        Some(name) => format!("did you mean `{name}`? if not, explain it in {file}"),
        None => format!("explain it in {file}"),
    }
}

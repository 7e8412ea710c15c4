//! Names each operation within its API.
//!
//! `operationId` says the name where it is a word: our documents and most others have such ids. HubSpot's begin with the HTTP method and the path; there, both
//! decide by a rule, so the names do not depend on ids at all.

mod path;
mod segments;

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToLowerCamelCase, ToSnakeCase};

use crate::casing::{pascal, snake};
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Ir, Operation, Type};
use crate::pointer::Origin;
use crate::renames::Renames;
use path::{Call, Detail};

/// Ids beyond this are no names that anybody wants to type.
const LONGEST_ID: usize = 40;

/// What ids begin with that are made of method and path.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "patch", "head", "options", "trace",
];

pub(super) fn run(ir: &mut Ir, renames: &mut Renames<'_>, diagnostics: &mut Diagnostics) {
    for api in ir.versions.iter_mut().flat_map(|version| &mut version.apis) {
        let names = names(api, renames, diagnostics);
        for (operation, name) in api.operations.iter_mut().zip(names) {
            operation.name = name.to_lower_camel_case();
            let id = operation.id.as_deref().unwrap_or_default();
            if snake(id) != snake(&operation.name) {
                rename_inline_types(&mut ir.types, &api.module, operation);
            }
        }
    }
}

/// The names of an API's operations in snake_case, in the order of the document.
fn names(api: &Api, renames: &mut Renames<'_>, diagnostics: &mut Diagnostics) -> Vec<String> {
    let operations = &api.operations;
    let mut names = vec![String::new(); operations.len()];
    let mut used: BTreeSet<String> = BTreeSet::new();
    let ids = ids(api, diagnostics);
    let mut left: Vec<usize> = Vec::new();
    for (index, operation) in operations.iter().enumerate() {
        // That two of these clash is told when Rust names are given.
        match renames.take(&operation.origin).or(ids[index]) {
            Some(name) => {
                names[index] = canonical(name);
                used.insert(names[index].clone());
            }
            None => left.push(index),
        }
    }
    let known = operations
        .iter()
        .map(|operation| (operation.method.as_str(), operation.path.as_str()));
    let archives = operations
        .iter()
        .filter_map(|operation| operation.id.as_deref())
        .any(|id| id.ends_with("_archive"));
    let rule = path::Api::new(&api.module, known, archives);
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for index in left {
        let name = rule.name(call(&operations[index]), Detail::Short);
        groups.entry(canonical(&name)).or_default().push(index);
    }
    let mut others: Vec<(String, usize, Option<usize>)> = Vec::new();
    for (name, mut group) in groups {
        // Not the order of the document: it may change without anything else.
        group.sort_by_key(|index| importance(&operations[*index]));
        let keeper = used.insert(name.clone()).then_some(group[0]);
        for index in group {
            match keeper {
                Some(keeper) if keeper == index => names[index] = name.clone(),
                _ => others.push((name.clone(), index, keeper)),
            }
        }
    }
    for (name, index, keeper) in others {
        let operation = &operations[index];
        let other = candidates(
            &rule,
            &name,
            operation,
            keeper.map(|index| &operations[index]),
        )
        .into_iter()
        .map(|name| canonical(&name))
        .find(|name| !used.contains(name))
        .unwrap_or_else(|| numbered(&name, &used));
        let holder = names.iter().position(|given| *given == name);
        let holder = holder.map_or(String::new(), |holder| call_text(&operations[holder]));
        diagnostics.note(
            &operation.origin,
            format!(
                "the method of `{}` is called `{other}`: that of `{holder}` is `{name}`",
                call_text(operation)
            ),
        );
        used.insert(other.clone());
        names[index] = other;
    }
    names
}

/// As the name will be once it has gone through camelCase.
fn canonical(name: &str) -> String {
    snake(&name.to_lower_camel_case())
}

fn call(operation: &Operation) -> Call<'_> {
    Call {
        method: operation.method.as_str(),
        path: &operation.path,
    }
}

fn call_text(operation: &Operation) -> String {
    format!("{} {}", operation.method.as_str(), operation.path)
}

/// The ids that are names; the others give `None`.
fn ids<'a>(api: &'a Api, diagnostics: &mut Diagnostics) -> Vec<Option<&'a str>> {
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for operation in &api.operations {
        let Some(id) = operation.id.as_deref() else {
            continue;
        };
        *names.entry(canonical(id)).or_default() += 1;
    }
    let mut ids = Vec::new();
    for operation in &api.operations {
        let id = operation.id.as_deref().filter(|id| is_name(id));
        let name = id.map(canonical).unwrap_or_default();
        let is_unique = names.get(&name) == Some(&1);
        if let Some(id) = id
            && !is_unique
            && told.insert(name)
        {
            diagnostics.note(
                &operation.origin,
                format!("`{id}` and another `operationId` differ in casing only: their methods are named after their paths"),
            );
        }
        ids.push(id.filter(|_| is_unique));
    }
    ids
}

/// Whether an id is a name that somebody chose: one word or several, but neither a sentence nor a path.
fn is_name(id: &str) -> bool {
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || "_-./".contains(letter);
    let after_method = METHODS.iter().find_map(|method| {
        let (start, rest) = id.split_at_checked(method.len())?;
        start.eq_ignore_ascii_case(method).then_some(rest)
    });
    let is_path = after_method.is_some_and(|rest| {
        let rest = rest.trim_start_matches(['-', '_', '.']);
        rest.starts_with('/')
    });
    id.len() <= LONGEST_ID
        && id.starts_with(|first: char| first.is_ascii_alphabetic())
        && id.chars().all(is_word)
        && !is_path
}

/// Which of the operations with one name keeps it; the smallest wins.
fn importance(operation: &Operation) -> impl Ord + use<'_> {
    let parts = segments::segments(&operation.path);
    let is_by_id = parts
        .last()
        .is_some_and(|last| last.to_lowercase().ends_with("id}"));
    let is_param = parts.last().is_some_and(|last| last.ends_with('}'));
    (
        parts.len(),
        is_param && !is_by_id,
        operation.path.as_str(),
        operation.method,
    )
}

/// Other names for an operation, the best first: by what differs in parameters, then by the whole path.
fn candidates(
    rule: &path::Api,
    name: &str,
    operation: &Operation,
    keeper: Option<&Operation>,
) -> Vec<String> {
    let params = |path: &str| -> Vec<String> {
        let inside = path.split('{').skip(1);
        inside
            .filter_map(|rest| rest.split('}').next())
            .map(snake)
            .collect()
    };
    let of_keeper = keeper.map(|keeper| params(&keeper.path));
    let own = params(&operation.path);
    let different = own.iter().rev().find(|param| {
        of_keeper
            .as_ref()
            .is_some_and(|other| !other.contains(param))
    });
    let full = rule.name(call(operation), Detail::Full);
    let by = different.map(|param| {
        // `get_folder_by_path`, not `get_folder_by_folder_path`.
        let words = param
            .split('_')
            .filter(|word| !name.split('_').any(|said| said == *word));
        let words: Vec<&str> = words.collect();
        match words.is_empty() {
            true => param.clone(),
            false => words.join("_"),
        }
    });
    let mut candidates = Vec::new();
    candidates.extend(by.as_ref().map(|by| format!("{name}_by_{by}")));
    candidates.push(full.clone());
    candidates.extend(by.map(|by| format!("{full}_by_{by}")));
    let method = operation.method.as_str().to_lowercase();
    candidates.push(format!("{method}_{name}"));
    candidates
}

fn numbered(name: &str, used: &BTreeSet<String>) -> String {
    // One of so many is free.
    (2..used.len() + 3)
        .map(|number| canonical(&format!("{name}{number}")))
        .find(|name| !used.contains(name))
        .unwrap_or_else(|| name.to_owned())
}

/// Types that stand inside an operation are called after its id; where that is no name, they are called after the method instead.
fn rename_inline_types(types: &mut [Type], module: &str, operation: &Operation) {
    let inside = format!("{}/", operation.origin.pointer);
    let owner = match &operation.id {
        Some(id) => pascal(id),
        None => pascal(&operation.path),
    };
    let is_inside = |origin: &Origin| {
        origin.file == operation.origin.file && origin.pointer.starts_with(&inside)
    };
    for ty in types.iter_mut().filter(|ty| is_inside(&ty.origin)) {
        let name = ty.name.to_snake_case();
        let owner = owner.to_snake_case();
        // As many words of the owner as are left: what the rest repeats was said once.
        let said = name
            .split('_')
            .zip(owner.split('_'))
            .take_while(|(word, owner)| word == owner)
            .count();
        let rest: Vec<&str> = name.split('_').skip(said).collect();
        let rest = match rest.is_empty() {
            true => "value".to_owned(),
            false => rest.join("_"),
        };
        ty.name = pascal(&format!("{module} {} {rest}", snake(&operation.name)));
    }
}

#[cfg(test)]
mod tests;

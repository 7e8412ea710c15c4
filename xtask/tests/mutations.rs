//! Documents that went wrong in some place: whatever that is, the generator gives code or says what is the matter.
//!
//! The cases are always the same ones; `PROPTEST_RNG_SEED=7 PROPTEST_CASES=5000 cargo test -p xtask --test mutations` tries others.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

mod support;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Map, Value, json};
use support::{Case, emitted, report};
use xtask::generate;

/// As many as run in a few seconds: what is generated goes through rustfmt.
const RUNS: u32 = 200;

/// One change at a place, both by number: what they select depends on the document.
#[derive(Debug, Clone)]
struct Mutation {
    place: usize,
    kind: Kind,
    choice: usize,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    /// Gives a property, a component, a parameter, an operation or a value of an enum an odd name.
    Name,
    /// Puts one schema in the place of another one.
    Schema,
    /// Removes an element.
    Delete,
    /// Puts a copy of an element beside it.
    Duplicate,
    /// Puts an odd value in the place of an element.
    Replace,
    /// Puts an element from elsewhere in the same document in its place.
    Copy,
}

/// Most changes leave a document that the grammar accepts: what comes behind it is to be tried as well.
const KINDS: [Kind; 10] = [
    Kind::Name,
    Kind::Name,
    Kind::Name,
    Kind::Schema,
    Kind::Schema,
    Kind::Schema,
    Kind::Delete,
    Kind::Duplicate,
    Kind::Replace,
    Kind::Copy,
];

fn mutation() -> impl Strategy<Value = Mutation> {
    (any::<usize>(), 0..KINDS.len(), any::<usize>()).prop_map(|(place, kind, choice)| Mutation {
        place,
        kind: KINDS[kind],
        choice,
    })
}

#[test]
fn whatever_is_wrong_is_reported() {
    let cases = emitted();
    let mut config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = RUNS;
    }
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(1);
    }
    let strategy = (
        any::<usize>(),
        any::<usize>(),
        proptest::collection::vec(mutation(), 1..4),
    );
    let result = TestRunner::new(config).run(&strategy, |(case, document, mutations)| {
        run(&cases[case % cases.len()], document, &mutations)
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn run(case: &Case, document: usize, mutations: &[Mutation]) -> Result<(), TestCaseError> {
    let mut inputs = case.inputs.clone();
    let number = document % inputs.files.len();
    let (path, text) = inputs.files.iter_mut().nth(number).unwrap();
    let mut value = xtask::parse::parse(path, text).unwrap();
    mutations
        .iter()
        .for_each(|mutation| mutate(&mut value, mutation));
    // JSON is YAML as well, so the file keeps its name and the references to it.
    *text = serde_json::to_string_pretty(&value).unwrap();
    let shown = format!("{} with {path}:\n{text}", case.name);
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| generate(&inputs)));
    match result {
        Ok(Ok(done)) => prop_assert!(!done.tree.is_empty(), "nothing for {shown}"),
        Ok(Err(errors)) => {
            prop_assert!(errors.has_errors(), "no error for {shown}");
            // Also that every place can be found and shown.
            let text = report(&errors, &inputs);
            prop_assert!(!text.contains("internal error"), "{text}\nfor {shown}");
        }
        Err(_) => prop_assert!(false, "a panic for {shown}"),
    }
    Ok(())
}

fn mutate(document: &mut Value, mutation: &Mutation) {
    let mut pointers = Vec::new();
    collect(document, "", &mut pointers);
    match mutation.kind {
        Kind::Name => pointers.retain(|pointer| is_name(pointer) || has_named_members(pointer)),
        Kind::Schema => pointers.retain(|pointer| is_schema(document, pointer)),
        _ => {}
    }
    let Some(pointer) = pick(&pointers, mutation.place).cloned() else {
        return;
    };
    let (parent, key) = pointer.rsplit_once('/').unwrap_or_default();
    let key = key.replace("~1", "/").replace("~0", "~");
    let value = document.pointer(&pointer).cloned().unwrap_or_default();
    let donor = pick(&pointers, mutation.choice).and_then(|pointer| document.pointer(pointer));
    let donor = donor.cloned().unwrap_or_default();
    let name = ODD_NAMES[mutation.choice % ODD_NAMES.len()];
    match (document.pointer_mut(parent), mutation.kind) {
        (Some(Value::Object(members)), Kind::Name) if has_named_members(&pointer) => {
            let renamed = std::mem::take(members).into_iter().map(|(old, value)| {
                let new = if old == key { name.to_owned() } else { old };
                (new, value)
            });
            *members = renamed.collect::<Map<_, _>>();
        }
        (_, Kind::Name) => put(document, &pointer, name.into()),
        (Some(Value::Object(members)), Kind::Delete) => {
            members.shift_remove(&key);
        }
        (Some(Value::Object(members)), Kind::Duplicate) => {
            members.insert(format!("{key}2"), value);
        }
        (Some(Value::Array(items)), Kind::Delete) => {
            items.pop();
        }
        (Some(Value::Array(items)), Kind::Duplicate) => items.push(value),
        (_, Kind::Replace) => {
            let values = odd_values();
            let value = values[mutation.choice % values.len()].clone();
            put(document, &pointer, value);
        }
        (_, Kind::Copy | Kind::Schema) => put(document, &pointer, donor),
        _ => {}
    }
}

/// Whether the element is a name itself.
fn is_name(pointer: &str) -> bool {
    let (parent, key) = pointer.rsplit_once('/').unwrap_or_default();
    matches!(key, "name" | "operationId") || parent.ends_with("/enum")
}

/// Whether the key of the element is a name.
fn has_named_members(pointer: &str) -> bool {
    let (parent, _) = pointer.rsplit_once('/').unwrap_or_default();
    parent.ends_with("/properties") || parent == "/components/schemas"
}

fn is_schema(document: &Value, pointer: &str) -> bool {
    document.pointer(pointer).is_some_and(|value| {
        value.get("type").is_some_and(Value::is_string)
            || (value.get("$ref").is_some_and(Value::is_string) && !pointer.contains("/responses/"))
    })
}

fn put(document: &mut Value, pointer: &str, value: Value) {
    if let Some(place) = document.pointer_mut(pointer) {
        *place = value;
    }
}

fn pick(pointers: &[String], number: usize) -> Option<&String> {
    (!pointers.is_empty()).then(|| &pointers[number % pointers.len()])
}

/// The pointer of every element but the document itself.
fn collect(value: &Value, pointer: &str, pointers: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| (index.to_string(), item))
            .collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        let pointer = format!("{pointer}/{key}");
        collect(child, &pointer, pointers);
        pointers.push(pointer);
    }
}

const ODD_NAMES: [&str; 18] = [
    "", "%", "self", "Self", "crate", "super", "type", "new", "extra", "Option", "a/b~c", "m²",
    "½", "größe", "$ref", "x-thing", "thingId", "Unknown",
];

fn odd_values() -> Vec<Value> {
    let mut values: Vec<Value> = ODD_NAMES.map(Value::from).to_vec();
    values.extend([
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5e300),
        json!(18_446_744_073_709_551_615_u64),
        json!([]),
        json!({}),
        json!([null]),
        json!({ "type": "object" }),
        json!({ "type": "string", "enum": ["", " ", "a"] }),
        json!({ "$ref": "#/components/schemas/Thing" }),
        json!({ "$ref": "" }),
        json!("#/components/schemas/Thing"),
        json!("line\nbreak\u{0}\u{7f}\u{202e}"),
        json!("date-time"),
        json!("```\n```rust"),
    ]);
    values
}

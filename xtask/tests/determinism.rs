//! The output depends on what the documents say, and on nothing else.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value};
use support::{Case, emitted, report};
use tempfile::TempDir;
use xtask::generate;
use xtask::inputs::Inputs;
use xtask::tree::Tree;

/// All cases that give code, and the repository's own documents.
fn cases() -> Vec<Case> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let inputs = Inputs::read(&dir).unwrap();
    let mut cases = emitted();
    cases.push(Case {
        name: "specs".to_owned(),
        inputs,
    });
    cases
}

fn tree(name: &str, inputs: &Inputs) -> Tree {
    generate(inputs)
        .unwrap_or_else(|errors| panic!("{name}:\n{}", report(&errors, inputs)))
        .tree
}

/// Whole trees are too long to be shown when they differ.
#[track_caller]
fn assert_same(name: &str, one: &Tree, other: &Tree) {
    let dir = TempDir::new().unwrap();
    one.compare(dir.path()).unwrap().apply().unwrap();
    let changes = other.compare(dir.path()).unwrap();
    assert!(changes.is_empty(), "{name}:\n{}", changes.diff());
}

#[test]
fn a_second_run_gives_the_same_and_finds_nothing_to_do() {
    for case in cases() {
        let (one, other) = (
            tree(&case.name, &case.inputs),
            tree(&case.name, &case.inputs),
        );
        assert_same(&case.name, &one, &other);
    }
}

#[test]
fn the_order_in_which_files_are_read_does_not_matter() {
    for case in cases() {
        let mut inputs = case.inputs.clone();
        inputs.files.clear();
        for (path, text) in case.inputs.files.iter().rev() {
            inputs.files.insert(path.clone(), text.clone());
        }
        assert_same(
            &case.name,
            &tree(&case.name, &case.inputs),
            &tree(&case.name, &inputs),
        );
    }
}

#[test]
fn the_order_of_components_does_not_matter() {
    for case in cases() {
        let mut inputs = case.inputs.clone();
        for (path, text) in &mut inputs.files {
            let mut document = xtask::parse::parse(path, text).unwrap();
            if let Some(Value::Object(components)) = document.get_mut("components") {
                for component in components.values_mut() {
                    reverse(component);
                }
            }
            // JSON is YAML as well, so the file keeps its name and the references to it.
            *text = serde_json::to_string_pretty(&document).unwrap();
        }
        assert_same(
            &case.name,
            &tree(&case.name, &case.inputs),
            &tree(&case.name, &inputs),
        );
    }
}

fn reverse(value: &mut Value) {
    if let Value::Object(members) = value {
        let reversed: Map<String, Value> = std::mem::take(members).into_iter().rev().collect();
        *members = reversed;
    }
}

#[test]
fn the_working_folder_does_not_matter() {
    let dir = TempDir::new().unwrap();
    let specs = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases/layout/two_versions_and_models")
        .canonicalize()
        .unwrap();
    let run = |from: &Path, specs: &Path, out: &str| {
        let status = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .current_dir(from)
            .args(["codegen", "--specs"])
            .arg(specs)
            .arg("--out")
            // Examples name the crate, and the crate has the name of its folder.
            .arg(dir.path().join(out).join("client"))
            .output()
            .unwrap();
        assert!(
            status.status.success(),
            "{}",
            String::from_utf8_lossy(&status.stderr)
        );
    };
    run(dir.path(), &specs, "one");
    run(&specs, Path::new("."), "two");
    run(&specs.join("v3"), Path::new(".."), "three");
    let files = |out: &str| {
        let mut files = Vec::new();
        let root = dir.path().join(out).join("client");
        collect(&root.join("src"), &root, &mut files);
        files.sort();
        assert!(files.len() > 5, "{files:?}");
        files
    };
    assert!(files("one") == files("two") && files("two") == files("three"));
}

/// Paths below `root` and texts of the files in `folder`.
fn collect(folder: &Path, root: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, root, files);
        } else {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

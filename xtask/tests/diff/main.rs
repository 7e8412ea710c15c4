//! What `cargo xtask diff` says of a change, held against the compiler.
//!
//! One document is changed in one respect at a time. A program that uses everything compiles with the client of the document as it was; whether it does with the
//! client of the changed one is what the verdict says.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

mod command;
mod compiler;
mod example;
mod laws;
mod pairs;
mod semver;
#[path = "../support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::fs;

use pairs::{Pair, pairs};
use support::report;
use xtask::diff::{Diff, Format, Verdict};
use xtask::inputs::Inputs;
use xtask::tree::Tree;
use xtask::{Model, generate};

const BASE: &str = include_str!("base.yaml");

/// A program that uses everything of its client.
pub(crate) const PROGRAM: &str = include_str!("program.rs");

/// The inputs of one document.
pub(crate) fn inputs(text: &str) -> Inputs {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("v1")).unwrap();
    fs::write(folder.path().join("v1/things.yaml"), text).unwrap();
    Inputs::read(folder.path()).unwrap()
}

impl Pair {
    /// The document after the change.
    pub(crate) fn changed(&self) -> String {
        let mut text = BASE.to_owned();
        for (from, to) in self.edits {
            assert_eq!(text.matches(from).count(), 1, "{}: {from}", self.name);
            text = text.replace(from, to);
        }
        text
    }

    fn diff(&self) -> Diff {
        let model = |text: &str| {
            let inputs = inputs(text);
            Model::read(&inputs)
                .unwrap_or_else(|errors| panic!("{}: {}", self.name, report(&errors, &inputs)))
        };
        Diff::of(&model(BASE), &model(&self.changed())).unwrap()
    }
}

/// The client of the document as it was, `before`, and of each that was changed, by the number of its pair.
pub(crate) fn clients() -> Vec<(String, Tree)> {
    let client = |text: &str| generate(&inputs(text)).unwrap().tree;
    let changed = pairs().enumerate();
    let changed = changed.map(|(number, pair)| (format!("pair{number}"), client(&pair.changed())));
    [("before".to_owned(), client(BASE))]
        .into_iter()
        .chain(changed)
        .collect()
}

#[test]
fn every_change_has_its_verdict() {
    let mut report = String::new();
    let mut wrong = Vec::new();
    for pair in pairs() {
        let diff = pair.diff();
        let verdict = diff.verdict().unwrap_or(Verdict::Documentation);
        if verdict != pair.verdict {
            wrong.push(format!(
                "{}: {verdict:?}, not {:?}",
                pair.name, pair.verdict
            ));
        }
        let text = diff.render(Format::Text);
        let _ = writeln!(report, "===== {} =====\n{}", pair.name, text.trim_end());
    }
    insta::assert_snapshot!("verdicts", report);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_compiler_agrees() {
    let broken = compiler::broken(&clients(), PROGRAM);
    assert!(
        !broken.contains("before"),
        "the program does not compile with the client as it was"
    );
    let mut wrong = Vec::new();
    for (number, pair) in pairs().enumerate() {
        let compiles = !broken.contains(&format!("pair{number}"));
        if compiles == (pair.verdict == Verdict::Breaking) {
            let does = if compiles {
                "compiles"
            } else {
                "does not compile"
            };
            wrong.push(format!(
                "{} is {}, but the program {does}",
                pair.name,
                pair.verdict.name()
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

//! Documents in, code or messages out: one folder for each construct.
//!
//! `cases/<theme>/<case>` is an input folder. What the generator makes of it stands beside the documents in `code.snap`, after its notes if there are any, or
//! in `report.snap` for the themes `errors` and `warnings`. A new folder is a new case; after a look at the snapshots, `INSTA_UPDATE=always cargo test -p xtask --test cases` accepts them.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

#[path = "support/messages.rs"]
mod messages;
#[path = "support/scratch.rs"]
mod scratch;
mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use support::{Case, cases, emitted, file_name, report, root};
use xtask::diagnostics::{Diagnostic, Severity};
use xtask::generate_with;
use xtask::tree::Tree;

/// Below `src`: the stages that report about documents. The grammar and the parser are left out: the tests beside them show each of their messages.
const STAGES: [&str; 15] = [
    "association_types.rs",
    "document.rs",
    "document/leave_out.rs",
    "document/reference.rs",
    "document/repeated.rs",
    "lower.rs",
    "lower",
    "manifest.rs",
    "modules.rs",
    "modules",
    "overlay.rs",
    "overlay",
    "passes",
    "passes.rs",
    "renames.rs",
];

#[test]
fn every_case_gives_what_its_snapshot_says() {
    let mut failed = Vec::new();
    for case in cases() {
        // One failure must not hide the others.
        let result = panic::catch_unwind(AssertUnwindSafe(|| check(&case)));
        if result.is_err() {
            failed.push(case.name);
        }
    }
    assert!(
        failed.is_empty(),
        "{} cases failed, as told above:\n  {}",
        failed.len(),
        failed.join("\n  ")
    );
}

fn check(case: &Case) {
    let tested = (case.theme() == "calls").then_some("client");
    let (name, text) = match (case.theme(), generate_with(&case.inputs, tested)) {
        ("errors", Err(errors)) => ("report", report(&errors, &case.inputs)),
        ("errors", Ok(_)) => panic!("{}: there are no errors", case.name),
        (_, Err(errors)) => panic!(
            "{}: there are errors:\n{}",
            case.name,
            report(&errors, &case.inputs)
        ),
        ("warnings", Ok(done)) => {
            assert!(
                done.warnings.iter().next().is_some(),
                "{}: there are no warnings",
                case.name
            );
            ("report", report(&done.warnings, &case.inputs))
        }
        (theme, Ok(done)) => {
            let told = report(&done.warnings, &case.inputs);
            let is_note = |found: &Diagnostic| found.severity == Severity::Note;
            assert!(done.warnings.iter().all(is_note), "{}:\n{told}", case.name);
            let code = code(&done.tree, theme);
            // What the generator made of odd input comes before the code that it explains.
            let gap = if told.is_empty() { "" } else { "\n" };
            ("code", format!("{told}{gap}{code}"))
        }
    };
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join(&case.name));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// The lines of `API.md`, which say in short what was understood, and the generated code without headers.
fn code(tree: &Tree, theme: &str) -> String {
    let mut text = String::new();
    let mut in_fence = false;
    for line in tree.get("API.md").unwrap_or_default().lines() {
        let is_fence = line.starts_with("```");
        in_fence ^= is_fence;
        if in_fence && !is_fence {
            let _ = writeln!(text, "{line}");
        }
    }
    for (path, content) in tree.iter().filter(|(path, _)| is_shown(path, theme)) {
        let lines = content
            .lines()
            .skip_while(|line| line.starts_with("// ") || line.is_empty());
        let _ = writeln!(text, "\n// ===== {path} =====");
        lines.for_each(|line| {
            let _ = writeln!(text, "{line}");
        });
    }
    text
}

/// Whether a snapshot holds a file: as few as show what the theme is about, because everything else looks alike in all cases.
fn is_shown(path: &str, theme: &str) -> bool {
    // `src/lib.rs`, `src/models.rs` and `src/v1.rs`, but not `src/v1/things.rs`.
    let is_layout = path.matches('/').count() == 1;
    path.ends_with(".rs")
        && match theme {
            // Names are shown best by `API.md`.
            "listing" | "collection" | "manifest" | "overlay" => false,
            // These have their types in a document without operations.
            "schemas" | "unions" | "direction" => path.starts_with("src/models/"),
            "layout" => true,
            "calls" => path.starts_with("tests/generated/calls/"),
            _ => !is_layout,
        }
}

#[test]
fn every_snapshot_belongs_to_a_case() {
    let mut stale = Vec::new();
    let expected: BTreeSet<PathBuf> = cases()
        .iter()
        .map(|case| {
            let is_reported = matches!(case.theme(), "errors" | "warnings");
            root().join(&case.name).join(if is_reported {
                "report.snap"
            } else {
                "code.snap"
            })
        })
        .collect();
    find(&root(), &mut |path| {
        // A pending snapshot is told by the test that has written it.
        let is_input = [
            ".yaml",
            ".yml",
            ".json",
            "/overview.md",
            "/selection.txt",
            ".snap.new",
        ]
        .iter()
        .any(|end| path.display().to_string().ends_with(end));
        if !is_input && !expected.contains(path) {
            stale.push(path.display().to_string());
        }
    });
    assert!(
        stale.is_empty(),
        "neither documents nor snapshots of a case; remove them:\n  {}",
        stale.join("\n  ")
    );
}

fn find(dir: &Path, found: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, found);
        } else {
            found(&path);
        }
    }
}

#[test]
fn every_emitted_case_compiles() {
    let members: Vec<(String, Tree)> = emitted()
        .into_iter()
        .map(|case| {
            let name = case.name.replace(['/', '_'], "-");
            let library = name.replace('-', "_");
            let tree = generate_with(&case.inputs, Some(&library))
                .unwrap_or_else(|errors| {
                    panic!("{}:\n{}", case.name, report(&errors, &case.inputs))
                })
                .tree;
            (name, tree)
        })
        .collect();
    scratch::compile(&members);
}

#[test]
fn every_message_has_a_case() {
    let mut reports = String::new();
    find(&root(), &mut |path| {
        // Notes stand before the code of a case; no line of code looks like a message.
        if matches!(file_name(path).as_str(), "report.snap" | "code.snap") {
            reports.push_str(&fs::read_to_string(path).unwrap());
        }
    });
    let missing: Vec<String> = messages::of(&STAGES, 50)
        .into_iter()
        .filter(|message| !message.is_in(&reports))
        .map(|message| message.to_string())
        .collect();
    assert!(
        missing.is_empty(),
        "no case shows these messages; add a document to tests/cases:\n  {}",
        missing.join("\n  ")
    );
}

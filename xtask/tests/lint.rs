//! Documents in, findings out: a folder for each rule, and the program as a user runs it.
//!
//! `lint/clean` holds documents that keep to all rules. `lint/<rule>` adds documents to them, or replaces some, and breaks that rule only; what is said about it
//! stands beside the documents in `report.snap`. Blanks, tabs and carriage returns that no editor would keep are written as their pictures: `␠`, `␉`, `␍`.
//! `lint/broken` and `lint/generator` break no rule: the generator has something against them. `lint/wording` holds documents of ours and of others.
//!
//! After a look at the snapshots, `INSTA_UPDATE=always cargo test -p xtask --test lint` accepts them.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

#[path = "support/messages.rs"]
mod messages;
#[path = "support/program.rs"]
mod program;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use program::{assert_code, command};
use xtask::diagnostics::{Diagnostic, Diagnostics};
use xtask::inputs::Inputs;
use xtask::lint::{Lint, RULES, Rule, lint, lint_by, wording};
use xtask::source::Sources;

/// Folders that are not named after a rule.
const OTHERS: [&str; 4] = ["broken", "clean", "generator", "wording"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint")
}

fn read(folder: &str) -> Inputs {
    let mut inputs = Inputs::read(&root().join(folder)).unwrap();
    let manifest = inputs.manifest.iter_mut().map(|text| &mut text.text);
    for text in inputs.files.values_mut().chain(manifest) {
        *text = text.replace('␠', " ").replace('␉', "\t").replace('␍', "\r");
    }
    inputs
}

/// The clean documents with those of a folder.
fn with_clean(folder: &str) -> Inputs {
    let mut inputs = read("clean");
    let own = read(folder);
    inputs.files.extend(own.files);
    inputs.manifest = own.manifest;
    inputs
}

fn report(findings: &Diagnostics, inputs: &Inputs) -> String {
    let mut sources = Sources::default();
    for (file, text) in inputs.texts() {
        sources.insert(file, text);
    }
    findings.render(&sources, false)
}

fn assert_report(folder: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("report", text));
}

/// The findings in an order of their own.
fn sorted(lint: &Lint) -> Vec<&Diagnostic> {
    let mut findings: Vec<_> = lint.findings.iter().collect();
    findings.sort_by_key(|found| found.to_string());
    findings
}

#[test]
fn clean_documents_keep_to_all_rules() {
    let inputs = read("clean");
    let lint = lint(&inputs);
    assert!(
        lint.findings.is_empty(),
        "{}",
        report(&lint.findings, &inputs)
    );
    assert!(lint.complete);
    assert_eq!(lint.documents, 3);
}

#[test]
fn each_rule_finds_what_its_documents_break_and_no_other_rule_does() {
    for rule in &RULES {
        let inputs = with_clean(rule.name);
        let none: [&Rule; 0] = [];
        let by_the_generator = lint_by(&inputs, none.into_iter());
        assert!(
            by_the_generator.findings.is_empty(),
            "{}: {:?}",
            rule.name,
            by_the_generator.findings
        );
        let all = lint(&inputs);
        let own = lint_by(&inputs, [rule].into_iter());
        assert_eq!(sorted(&all), sorted(&own), "{}", rule.name);
        assert_report(rule.name, &report(&all.findings, &inputs));
    }
}

#[test]
fn what_the_generator_has_against_a_document_is_told_as_well() {
    for (folder, complete) in [("generator", true), ("broken", false)] {
        let inputs = with_clean(folder);
        let lint = lint(&inputs);
        assert_eq!(lint.complete, complete, "{folder}");
        assert_report(folder, &report(&lint.findings, &inputs));
    }
}

#[test]
fn wording_of_others_is_found_wherever_it_stands() {
    let ours = read("wording/ours");
    let theirs = read("wording/theirs");
    let findings = wording::check(&ours, &theirs).unwrap();
    assert_report("wording", &report(&findings, &ours));
    assert!(lint(&ours).findings.is_empty());
}

#[test]
fn a_document_of_others_that_cannot_be_read_is_an_error() {
    let ours = read("wording/ours");
    let mut theirs = read("wording/theirs");
    theirs.files.insert("b.json".into(), "{".into());
    theirs.files.insert("a.yaml".into(), "a: b: c".into());
    let error = wording::check(&ours, &theirs).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.yaml cannot be read: not valid YAML: a `:` cannot stand here"
    );
}

#[test]
fn every_folder_is_a_rule_and_every_message_is_shown() {
    let mut reports = String::new();
    let mut folders = BTreeSet::new();
    for entry in fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        folders.insert(path.file_name().unwrap().to_string_lossy().into_owned());
        reports.push_str(&fs::read_to_string(path.join("report.snap")).unwrap_or_default());
    }
    let known = RULES.iter().map(|rule| rule.name).chain(OTHERS);
    let known: BTreeSet<String> = known.map(str::to_owned).collect();
    assert_eq!(folders, known);
    let missing: Vec<String> = messages::of(&["lint"], 40)
        .into_iter()
        .filter(|message| !message.is_in(&reports))
        .map(|message| message.to_string())
        .collect();
    assert!(
        missing.is_empty(),
        "no case shows these messages; add a document to tests/lint:\n  {}",
        missing.join("\n  ")
    );
}

#[test]
fn help_tells_the_rules() {
    let (help, _) = assert_code(&command(&root(), &["lint", "--help"]).output().unwrap(), 0);
    for rule in &RULES {
        assert!(help.contains(&format!("{}: ", rule.name)), "{help}");
    }
    for part in [
        "--specs <DIR>",
        "--against <DIR>",
        "Exit codes:",
        "Examples:",
        "specs/README.md",
    ] {
        assert!(help.contains(part), "{part} is missing in:\n{help}");
    }
    assert!(
        help.lines().all(|line| line.chars().count() <= 100),
        "{help}"
    );
}

#[test]
fn exit_codes_tell_clean_from_findings_from_trouble() {
    let run = |arguments: &[&str], code| {
        let arguments = [&["lint"], arguments].concat();
        let output = command(&root(), &arguments).output().unwrap();
        assert_code(&output, code)
    };
    let (stdout, stderr) = run(&["--specs", "clean"], 0);
    assert!(
        stdout.starts_with(&format!(
            "clean: 3 documents keep all {} rules, in ",
            RULES.len()
        )),
        "{stdout}"
    );
    assert_eq!(stderr, "");

    let (stdout, stderr) = run(&["--specs", "default-response"], 1);
    assert_eq!(stdout, "");
    assert!(stderr.contains("which does not exist"), "{stderr}");
    assert!(stderr.ends_with("error: default-response: the rules about what documents say were not applied, because of the errors above\n"), "{stderr}");

    let against = ["--specs", "wording/ours", "--against"];
    let (_, stderr) = run(&[&against[..], &["wording/theirs"]].concat(), 1);
    assert!(stderr.contains("HubSpot's as well"), "{stderr}");
    assert!(
        stderr.ends_with("error: wording/ours: specs/README.md has the rules and their reasons\n"),
        "{stderr}"
    );
    let (stdout, _) = run(&[&against[..], &["default-response"]].concat(), 0);
    assert!(
        stdout.contains(" rules, and no wording of 1 document below default-response, in "),
        "{stdout}"
    );

    let (_, stderr) = run(&["--specs", "nowhere"], 2);
    assert!(
        stderr.contains(
            "nowhere: there is no such folder; name the one that holds the documents with --specs"
        ),
        "{stderr}"
    );
    let (_, stderr) = run(&[&against[..], &["nowhere"]].concat(), 2);
    assert!(
        stderr.contains(
            "nowhere: there is no such folder; name the one that holds the documents with --against"
        ),
        "{stderr}"
    );
    run(&["--unknown"], 2);
}

//! The verdicts, held against those of cargo-semver-checks.
//!
//! It looks for changes that it knows to break programs, one lint for each kind, and says nothing of the others: the types of fields and in signatures are beyond it. So what it
//! finds has to be breaking here as well; what is breaking here and not found there is listed, each with the reason.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::diff::Verdict;

use super::pairs::pairs;
use super::{PROGRAM, clients, compiler};

/// What cargo-semver-checks does not see, by the reason.
const UNSEEN: &[(&str, &[&str])] = &[
    (
        "it does not compare the types of parameters",
        &[
            "parameter of another type",
            "required fields of a request in another order",
        ],
    ),
    (
        "it does not compare what methods give",
        &["type that is sent is received as well"],
    ),
    (
        "it does not compare the types of fields",
        &[
            "field of an answer becomes optional",
            "field of an answer becomes required",
            "field of an answer becomes nullable",
            "field of an answer with another type",
            "field of an answer loses its format",
            "field of a request becomes nullable",
            "field with another spelling and type",
        ],
    ),
];

#[test]
#[ignore = "needs cargo-semver-checks, and documents every client: minutes"]
fn cargo_semver_checks_agrees() {
    let clients = clients();
    let dir = compiler::workspace(&clients, PROGRAM);
    let documented: BTreeMap<&str, PathBuf> = clients
        .iter()
        .map(|(name, _)| (name.as_str(), document(&dir, name)))
        .collect();
    let mut wrong = Vec::new();
    for (number, pair) in pairs().enumerate() {
        let name = format!("pair{number}");
        let found = lints(&documented["before"], &documented[name.as_str()]);
        let unseen = UNSEEN.iter().find(|(_, pairs)| pairs.contains(&pair.name));
        let is_breaking = pair.verdict == Verdict::Breaking;
        match (is_breaking, found.is_empty(), unseen) {
            (true, false, None) | (false, true, None) | (true, true, Some(_)) => {}
            _ => wrong.push(format!(
                "{} is {}; cargo-semver-checks finds {found:?}; listed as unseen: {}",
                pair.name,
                pair.verdict.name(),
                unseen.is_some()
            )),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let names: Vec<&str> = pairs().map(|pair| pair.name).collect();
    for (_, pairs) in UNSEEN {
        for pair in *pairs {
            assert!(names.contains(pair), "there is no pair `{pair}`");
        }
    }
}

/// Writes the documentation of a client as JSON, and gives the file.
fn document(dir: &Path, client: &str) -> PathBuf {
    let target = dir.join("target-json");
    let output = Command::new(env!("CARGO"))
        .current_dir(dir)
        .args(["rustdoc", "--quiet", "--lib", "--package", client, "--"])
        .args([
            "-Zunstable-options",
            "--output-format=json",
            "--cap-lints=allow",
        ])
        // The format is not stable; cargo-semver-checks asks for it in the same way.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{client}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let file = target.join(format!("{client}.json"));
    fs::rename(target.join("doc/client.json"), &file).unwrap();
    file
}

/// The lints that find something to break between two documentations.
fn lints(before: &Path, after: &Path) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["semver-checks", "--color=never", "--release-type=minor"])
        .arg("--baseline-rustdoc")
        .arg(before)
        .arg("--current-rustdoc")
        .arg(after)
        .output()
        .expect("cargo runs");
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        errors.contains("Checked"),
        "cargo-semver-checks cannot be run: {errors}"
    );
    let lints = told.lines().filter_map(|line| {
        let title = line.strip_prefix("--- failure ")?;
        Some(title.split(':').next().unwrap_or(title).to_owned())
    });
    let lints: Vec<String> = lints.collect();
    assert_eq!(output.status.success(), lints.is_empty(), "{told}{errors}");
    lints
}

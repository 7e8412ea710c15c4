//! The command line: what may stand on each side, and how it ends.

#[path = "../support/program.rs"]
pub(crate) mod program;

use std::fs;
use std::path::Path;
use std::process::Command;

use program::{assert_code, command};
use tempfile::TempDir;

use super::BASE;

/// A folder with the document as it was, one with a field less, and the two documents by themselves.
fn sides() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let label = "        label: { type: string, description: What people call it }\n";
    let changed = BASE.replace(label, "");
    assert_ne!(changed, BASE);
    for (folder, text) in [("before", BASE), ("after", &*changed)] {
        fs::create_dir_all(dir.path().join(folder).join("v1")).unwrap();
        fs::write(dir.path().join(folder).join("v1/things.yaml"), text).unwrap();
        fs::write(dir.path().join(format!("{folder}.yaml")), text).unwrap();
    }
    dir
}

fn diff(dir: &Path, arguments: &[&str], code: i32) -> (String, String) {
    let mut command = command(dir, &["diff"]);
    // The repository is found by the folder of the package.
    command
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", dir.join("xtask"));
    assert_code(&command.output().unwrap(), code)
}

#[test]
fn sides_are_folders_or_documents() {
    let dir = sides();
    let (folders, told) = diff(dir.path(), &["before", "after"], 0);
    assert!(folders.starts_with("BREAKING (1)\n"), "{folders}");
    assert!(folders.contains("field `label` removed"), "{folders}");
    assert_eq!(told, "");
    let (same, _) = diff(dir.path(), &["before", "before"], 0);
    assert_eq!(same, "nothing has changed\n");
    let (documents, _) = diff(dir.path(), &["before.yaml", "after.yaml"], 0);
    assert!(documents.contains("field `label` removed"), "{documents}");
}

#[test]
fn sides_are_revisions() {
    let dir = sides();
    let git = |arguments: &[&str]| {
        let done = Command::new("git")
            .current_dir(dir.path())
            .args([
                "-c",
                "user.name=Somebody",
                "-c",
                "user.email=somebody@example.com",
            ])
            .args(arguments)
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
        String::from_utf8(done.stdout).unwrap()
    };
    git(&["init", "--quiet"]);
    fs::rename(dir.path().join("before"), dir.path().join("specs")).unwrap();
    git(&["add", "specs"]);
    git(&["commit", "--quiet", "-m", "Before"]);
    git(&["tag", "before"]);
    fs::remove_dir_all(dir.path().join("specs")).unwrap();
    fs::rename(dir.path().join("after"), dir.path().join("specs")).unwrap();
    let (staged, _) = diff(dir.path(), &["HEAD", "specs"], 0);
    assert!(staged.contains("field `label` removed"), "{staged}");
    git(&["commit", "--quiet", "-am", "After"]);
    let status = git(&["status", "--porcelain"]);
    for range in ["before..HEAD", "before.."] {
        let (range, _) = diff(dir.path(), &[range], 0);
        assert_eq!(range, staged);
    }
    // Neither what is staged nor what is there has been touched.
    assert_eq!(git(&["status", "--porcelain"]), status);
}

#[test]
fn the_exit_code_is_for_pipelines() {
    let dir = sides();
    let sides = ["before", "after"];
    let with = |option: &[&'static str]| [&sides[..], option].concat();
    diff(dir.path(), &with(&["--fail-on", "breaking"]), 1);
    diff(dir.path(), &["after", "before", "--fail-on", "breaking"], 0);
    diff(
        dir.path(),
        &["after", "before", "--fail-on", "compatible"],
        1,
    );
    diff(
        dir.path(),
        &["before", "before", "--fail-on", "documentation"],
        0,
    );
}

#[test]
fn forms_for_pull_requests_and_programs() {
    let dir = sides();
    let (page, _) = diff(dir.path(), &["before", "after", "--format", "markdown"], 0);
    insta::assert_snapshot!("markdown", page);
    let (json, _) = diff(dir.path(), &["before", "after", "--format", "json"], 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["changes"][0]["verdict"], "breaking");
    assert_eq!(
        json["changes"][0]["effects"][0]["path"],
        "v1::things::Thing.label"
    );
}

#[test]
fn what_cannot_be_compared_is_told() {
    let dir = sides();
    let (_, one) = diff(dir.path(), &["before"], 2);
    assert!(one.contains("`before` is one side"), "{one}");
    let (_, unknown) = diff(dir.path(), &["before", "nowhere"], 2);
    assert!(
        unknown.contains("`nowhere` is neither a folder"),
        "{unknown}"
    );
    let (_, option) = diff(dir.path(), &["before", "--", "--output=x"], 2);
    assert!(option.contains("is neither a folder"), "{option}");
    fs::write(dir.path().join("after/v1/things.yaml"), "openapi: 3.0.3\n").unwrap();
    let (out, broken) = diff(dir.path(), &["before", "after"], 2);
    assert!(
        broken.contains("because of the errors above in after"),
        "{broken}"
    );
    assert_eq!(out, "");
}

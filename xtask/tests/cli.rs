//! Drives the program as a user does.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::{Duration, SystemTime};

use program::{assert_code, command};
use tempfile::TempDir;

const DOCUMENT: &str = "\
openapi: 3.0.3
info:
  title: Pets
  version: v1
servers:
  - url: https://api.example.com
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      summary: Get a pet
      parameters:
        - name: petId
          in: path
          required: true
          schema:
            type: string
      responses:
        '200':
          description: The pet
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Pet'
components:
  schemas:
    Pet:
      type: object
      required: [id]
      properties:
        id:
          type: string
        name:
          type: string
";

/// A folder with `specs/v1/pets.yaml`.
fn folder() -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::create_dir_all(dir.path().join("specs/v1")).unwrap();
    fs::write(dir.path().join("specs/v1/pets.yaml"), DOCUMENT).unwrap();
    dir
}

/// Runs `codegen` from `specs` to `out`, both in the folder.
fn codegen(dir: &TempDir, more: &[&str]) -> Output {
    let arguments = [&["codegen", "--specs", "specs", "--out", "out"], more].concat();
    command(dir.path(), &arguments).output().unwrap()
}

#[track_caller]
/// Changes the document, and checks that it did change.
fn edit(dir: &TempDir, from: &str, to: &str) {
    let path = dir.path().join("specs/v1/pets.yaml");
    let old = fs::read_to_string(&path).unwrap();
    let new = old.replace(from, to);
    assert_ne!(old, new);
    fs::write(path, new).unwrap();
}

/// All files of the output with their texts and times of change.
fn snapshot(dir: &TempDir) -> Vec<(String, String, SystemTime)> {
    fn walk(folder: &Path, found: &mut Vec<(String, String, SystemTime)>) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                let time = fs::metadata(&path).unwrap().modified().unwrap();
                found.push((
                    path.display().to_string(),
                    fs::read_to_string(&path).unwrap(),
                    time,
                ));
            }
        }
    }
    let mut found = Vec::new();
    walk(&dir.path().join("out"), &mut found);
    found.sort();
    found
}

#[test]
fn help_tells_a_newcomer_what_it_does() {
    let dir = TempDir::new().unwrap();
    let (help, _) = assert_code(
        &command(dir.path(), &["codegen", "--help"])
            .output()
            .unwrap(),
        0,
    );
    for part in [
        "cargo xtask codegen",
        "--check",
        "--specs <DIR>",
        "--manifest <FILE>",
        "--overlay <FILE>",
        "--api-version <VERSION>",
        "--api <NAME>",
        "--out <DIR>",
        "leave_out:",
        "xtask/overlays/hubspot.yaml",
        "Exit codes:",
        "Examples:",
        "API.md",
    ] {
        assert!(help.contains(part), "{part} is missing in:\n{help}");
    }
    assert!(
        help.lines().all(|line| line.chars().count() <= 100),
        "{help}"
    );
    let (help, _) = assert_code(&command(dir.path(), &["--help"]).output().unwrap(), 0);
    assert!(
        help.contains("Generate the client from OpenAPI documents"),
        "{help}"
    );
}

#[test]
fn wrong_usage_is_2() {
    let dir = TempDir::new().unwrap();
    for arguments in [
        &[][..],
        &["unknown"],
        &["codegen", "--unknown"],
        &["codegen", "--specs"],
    ] {
        let (_, stderr) = assert_code(&command(dir.path(), arguments).output().unwrap(), 2);
        assert!(stderr.contains("--help"), "{stderr}");
    }
}

#[test]
fn a_missing_folder_is_2() {
    let dir = TempDir::new().unwrap();
    let (_, stderr) = assert_code(&codegen(&dir, &[]), 2);
    assert!(
        stderr.starts_with("error: ") && stderr.contains("specs: there is no such folder"),
        "{stderr}"
    );
    fs::create_dir(dir.path().join("specs")).unwrap();
    let (_, stderr) = assert_code(&codegen(&dir, &[]), 2);
    assert!(
        stderr.contains("no .yaml, .yml or .json file in it"),
        "{stderr}"
    );
    assert!(!dir.path().join("out").exists());
}

#[test]
fn generates_once_and_is_then_up_to_date() {
    let dir = folder();
    let (stdout, _) = assert_code(&codegen(&dir, &[]), 0);
    assert!(
        stdout.contains(": 1 operation of 1 API, from 1 document\n1 type, 0 builders, ")
            && stdout.contains(" lines\n"),
        "{stdout}"
    );
    assert!(
        stdout.contains(" written, 0 unchanged, 0 removed"),
        "{stdout}"
    );
    assert!(stdout.contains("wrote a Cargo.toml"), "{stdout}");
    let lib = fs::read_to_string(dir.path().join("out/src/lib.rs")).unwrap();
    assert!(
        lib.starts_with("// @generated by `cargo xtask codegen`"),
        "{lib}"
    );
    assert!(
        fs::read_to_string(dir.path().join("out/API.md"))
            .unwrap()
            .contains("@generated by `cargo xtask codegen`")
    );

    let before = snapshot(&dir);
    let (stdout, _) = assert_code(&codegen(&dir, &["--check"]), 0);
    assert!(stdout.contains("up to date"), "{stdout}");
    let (stdout, _) = assert_code(&codegen(&dir, &[]), 0);
    assert!(
        stdout.contains("0 files written") && !stdout.contains("Cargo.toml"),
        "{stdout}"
    );
    assert_eq!(
        before,
        snapshot(&dir),
        "texts and times of change are as before"
    );
}

#[test]
fn check_shows_what_is_stale_and_writes_nothing() {
    let dir = folder();
    let (stdout, stderr) = assert_code(&codegen(&dir, &["--check"]), 1);
    assert!(
        stdout.contains("--- /dev/null (new file)\n+++ b/src/lib.rs\n"),
        "{stdout}"
    );
    assert!(
        stderr.contains("run the same command without --check"),
        "{stderr}"
    );
    assert!(!dir.path().join("out").exists());

    assert_code(&codegen(&dir, &[]), 0);
    let before = snapshot(&dir);
    edit(&dir, "        name:\n", "        species:\n");
    let (stdout, _) = assert_code(&codegen(&dir, &["--check"]), 1);
    assert!(
        stdout
            .lines()
            .any(|line| line.starts_with('-') && line.contains("name")),
        "{stdout}"
    );
    assert!(
        stdout
            .lines()
            .any(|line| line.starts_with('+') && line.contains("species")),
        "{stdout}"
    );
    assert_eq!(before, snapshot(&dir));

    assert_code(&codegen(&dir, &[]), 0);
    assert_code(&codegen(&dir, &["--check"]), 0);
}

#[test]
fn only_what_differs_is_written() {
    let dir = folder();
    assert_code(&codegen(&dir, &[]), 0);
    let past = SystemTime::now() - Duration::from_secs(1000);
    for (path, ..) in snapshot(&dir) {
        fs::File::options()
            .write(true)
            .open(path)
            .unwrap()
            .set_modified(past)
            .unwrap();
    }
    edit(&dir, "        name:\n", "        species:\n");
    assert_code(&codegen(&dir, &[]), 0);
    let after = snapshot(&dir);
    let written = after.iter().filter(|(.., time)| *time != past).count();
    assert!(
        written > 0 && written < after.len(),
        "{written} of {}",
        after.len()
    );
}

#[test]
fn errors_in_documents_are_1_and_nothing_is_written() {
    let dir = folder();
    assert_code(&codegen(&dir, &[]), 0);
    let before = snapshot(&dir);
    edit(
        &dir,
        "#/components/schemas/Pet",
        "#/components/schemas/Missing",
    );
    for more in [&[][..], &["--check"]] {
        let (stdout, stderr) = assert_code(&codegen(&dir, more), 1);
        assert!(
            stderr.contains("pets.yaml") && stderr.contains("Missing"),
            "{stderr}"
        );
        assert!(
            !stderr.contains('\u{1b}'),
            "no color where there is no terminal: {stderr}"
        );
        assert_eq!(stdout, "");
        assert_eq!(before, snapshot(&dir));
    }
    fs::write(dir.path().join("specs/v1/pets.yaml"), "openapi: [").unwrap();
    let (_, stderr) = assert_code(&codegen(&dir, &[]), 1);
    assert!(stderr.contains("pets.yaml"), "{stderr}");
    assert_eq!(before, snapshot(&dir));
}

#[test]
fn files_by_hand_are_2_and_nothing_is_written() {
    let dir = folder();
    fs::create_dir_all(dir.path().join("out/src")).unwrap();
    fs::write(dir.path().join("out/src/mine.rs"), "fn by_hand() {}\n").unwrap();
    let (_, stderr) = assert_code(&codegen(&dir, &[]), 2);
    assert!(stderr.contains("mine.rs: not a generated file"), "{stderr}");
    assert_eq!(snapshot(&dir).len(), 1);
}

#[test]
fn stale_files_are_removed_and_the_manifest_is_kept() {
    let dir = folder();
    assert_code(&codegen(&dir, &[]), 0);
    let manifest = dir.path().join("out/Cargo.toml");
    fs::write(&manifest, "# mine\n").unwrap();
    let stale = dir.path().join("out/src/old/stale.rs");
    fs::create_dir(stale.parent().unwrap()).unwrap();
    fs::write(
        &stale,
        "// @generated by `cargo xtask codegen` from old.yaml.\n",
    )
    .unwrap();
    let (stdout, _) = assert_code(&codegen(&dir, &["--check"]), 1);
    assert!(
        stdout.contains("--- a/src/old/stale.rs\n+++ /dev/null (removed)\n"),
        "{stdout}"
    );
    let (stdout, _) = assert_code(&codegen(&dir, &[]), 0);
    assert!(stdout.contains("1 removed"), "{stdout}");
    assert!(!stale.parent().unwrap().exists());
    assert_eq!(fs::read_to_string(&manifest).unwrap(), "# mine\n");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let dir = folder();
    let mut child = command(
        dir.path(),
        &["codegen", "--specs", "specs", "--out", "out", "--check"],
    )
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_code(&output, 1);
}

#[test]
fn the_repository_itself_is_found_from_anywhere() {
    let dir = TempDir::new().unwrap();
    // The default output is not written here; that the default input is found shows in what is not said.
    let output = command(dir.path(), &["codegen", "--check", "--out", "nowhere"])
        .output()
        .unwrap();
    let (_, stderr) = assert_code(&output, 1);
    assert!(!stderr.contains("no such folder"), "{stderr}");
}

#[test]
fn a_missing_rustfmt_is_told_with_its_cure() {
    let dir = folder();
    let output = command(dir.path(), &["codegen", "--specs", "specs", "--out", "out"])
        .env("RUSTFMT", "no-such-rustfmt")
        .output()
        .unwrap();
    assert_ne!(output.status.code(), Some(0));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("rustup component add rustfmt"), "{stderr}");
    assert!(!dir.path().join("out").exists());
}

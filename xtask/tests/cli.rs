//! Drives the program as a user does.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

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

fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(dir).args(arguments);
    command
}

/// Runs `codegen` from `specs` to `out`, both in the folder.
fn codegen(dir: &TempDir, more: &[&str]) -> Output {
    let arguments = [&["codegen", "--specs", "specs", "--out", "out"], more].concat();
    command(dir.path(), &arguments).output().unwrap()
}

#[track_caller]
fn assert_code(output: &Output, code: i32) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(
        output.status.code(),
        Some(code),
        "stdout:\n{stdout}\nstderr:\n{stderr}"
    );
    assert!(!stderr.contains("panicked"), "{stderr}");
    (stdout, stderr)
}

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

/// A small clone: two APIs, one of them in two versions and two rollouts, and files that are no documents.
fn collection() -> TempDir {
    let dir = TempDir::new().unwrap();
    let document = |path: &str, paths: &str| {
        let path = dir.path().join("clone/PublicApiSpecs").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let schemas =
            r#"{"Pet":{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}}}"#;
        let text = format!(
            r#"{{"openapi":"3.0.1","info":{{"title":"Pets","version":"v3"}},"paths":{paths},"components":{{"schemas":{schemas}}}}}"#
        );
        fs::write(path, text).unwrap();
    };
    let get = |path: &str| {
        format!(
            r##"{{"{path}":{{"get":{{"responses":{{"200":{{"description":"D","content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/Pet"}}}}}}}}}}}}}}}}"##
        )
    };
    document(
        "CRM/House Pets/Rollouts/1/v3/housePets.json",
        &get("/pets/v3"),
    );
    document(
        "CRM/House Pets/Rollouts/22/v3/housePets.json",
        &get("/pets/v3/new"),
    );
    document(
        "CRM/House Pets/Rollouts/22/2026-03/housePets.json",
        &get("/pets/2026-03"),
    );
    document("CRM/Owners/Rollouts/3/v3/owners.json", &get("/owners/v3"));
    let other = |path: &str, text: &str| {
        let path = dir.path().join("clone").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    other("README.md", "# A collection\n");
    other(".github/workflows/check.yml", "on: push\n");
    other("package.json", "{}\n");
    other(
        "PublicApiSpecs/CRM/Owners/Rollouts/3/v3/postman/owners.json",
        r#"{"info":{"name":"Owners"},"item":[]}"#,
    );
    dir
}

/// Runs `codegen` on the clone, and gives what it says and the modules that it made.
fn from_collection(dir: &TempDir, arguments: &[&str], code: i32) -> (String, Vec<String>) {
    let out = dir.path().join("out");
    let _ = fs::remove_dir_all(&out);
    let all = [&["codegen", "--out", "out"], arguments].concat();
    let output = command(dir.path(), &all).output().unwrap();
    let (stdout, stderr) = assert_code(&output, code);
    let listing = fs::read_to_string(out.join("API.md")).unwrap_or_default();
    let calls = listing.lines().filter(|line| line.contains(" GET "));
    let modules = calls.filter_map(|line| Some(line.split(" GET ").next()?.rsplit_once('.')?.0));
    (
        format!("{stdout}{stderr}"),
        modules.map(str::to_owned).collect(),
    )
}

#[test]
fn a_clone_of_the_collection_is_taken_as_it_is() {
    let dir = collection();
    for specs in ["clone", "clone/PublicApiSpecs", "clone/PublicApiSpecs/CRM"] {
        let (said, modules) = from_collection(&dir, &["--specs", specs], 0);
        assert_eq!(
            modules,
            [
                "v3.house_pets_1",
                "v3.house_pets_22",
                "v3.owners",
                "v2026_03.house_pets"
            ],
            "{said}"
        );
        assert!(
            said.contains("make the modules `house_pets_1` and `house_pets_22` of v3"),
            "{said}"
        );
        assert!(said.contains("no OpenAPI document"), "{said}");
        assert!(
            said.contains("4 operations of 4 APIs, from 4 documents"),
            "{said}"
        );
    }
    let folder = "clone/PublicApiSpecs/CRM/House Pets/Rollouts/22/2026-03";
    let (said, modules) = from_collection(&dir, &["--specs", folder], 0);
    assert_eq!(modules, ["v2026_03.house_pets"], "{said}");
}

#[test]
fn versions_and_apis_are_selected() {
    let dir = collection();
    let select = |arguments: &[&str]| {
        let all = [&["--specs", "clone"], arguments].concat();
        from_collection(&dir, &all, 0).1
    };
    let owners = ["v3.owners"];
    assert_eq!(select(&["--api", "owners"]), owners);
    assert_eq!(select(&["--api", "OWNERS", "--api-version", "v3"]), owners);
    let pets = ["v3.house_pets_1", "v3.house_pets_22"];
    assert_eq!(
        select(&["--api", "House Pets", "--api-version", "v3"]),
        pets
    );
    assert_eq!(select(&["--api", "house-pets-22"]), pets[1..]);
    let all = select(&[
        "--api",
        "owners,housepets",
        "--api-version",
        "v3",
        "--api-version",
        "2026-03",
    ]);
    assert_eq!(all.len(), 4);

    let (said, _) = from_collection(&dir, &["--specs", "clone", "--api", "Owner"], 1);
    assert!(
        said.contains("`--api Owner` selects nothing")
            && said.contains("there is `Owners` and `House Pets`"),
        "{said}"
    );
    let (said, _) = from_collection(&dir, &["--specs", "clone", "--api-version", "v4,v3"], 1);
    assert!(
        said.contains("`--api-version v4` selects nothing")
            && said.contains("there is `v3` and `2026-03`"),
        "{said}"
    );
    assert!(!dir.path().join("out").exists());
}

#[test]
fn a_manifest_and_overlays_may_come_from_outside() {
    let dir = collection();
    fs::write(
        dir.path().join("mine.yaml"),
        "versions:\n  v3:\n    pets: PublicApiSpecs/CRM/House Pets/Rollouts/22/v3/housePets.json\n",
    )
    .unwrap();
    fs::write(
        dir.path().join("overlay.yaml"),
        "overlay: 1.0.0\ninfo: { title: T, version: 1.0.0 }\nactions: [{ target: $.components.schemas.Pet.required, remove: true }]\n",
    )
    .unwrap();
    let arguments = [
        "--specs",
        "clone",
        "--manifest",
        "mine.yaml",
        "--overlay",
        "overlay.yaml",
    ];
    let (said, modules) = from_collection(&dir, &arguments, 0);
    assert_eq!(modules, ["v3.pets"], "{said}");
    let listing = fs::read_to_string(dir.path().join("out/API.md")).unwrap();
    assert!(listing.contains("Pet.id?: text"), "{listing}");

    let with_check = [&arguments[..], &["--check"]].concat();
    let all = [&["codegen", "--out", "out"], &with_check[..]].concat();
    assert_code(&command(dir.path(), &all).output().unwrap(), 0);

    fs::write(
        dir.path().join("overlay.yaml"),
        "overlay: 1.0.0\ninfo: { title: T, version: 1.0.0 }\nactions: [{ target: $.nothing, remove: true }]\n",
    )
    .unwrap();
    let (said, _) = from_collection(&dir, &arguments, 1);
    assert!(
        said.contains("`$.nothing` matches nothing in any document")
            && said.contains("--> overlay.yaml:3:13"),
        "{said}"
    );
    let (said, _) = from_collection(&dir, &["--specs", "clone", "--overlay", "gone.yaml"], 2);
    assert!(said.contains("gone.yaml: there is no such file"), "{said}");
}

#[test]
fn one_broken_document_of_many_is_named_and_hides_no_other() {
    let dir = collection();
    let crm = dir.path().join("clone/PublicApiSpecs/CRM");
    fs::write(
        crm.join("Owners/Rollouts/3/v3/owners.json"),
        "{\"openapi\": ",
    )
    .unwrap();
    fs::write(crm.join("House Pets/Rollouts/1/v3/housePets.json"), b"\xff").unwrap();
    let large = fs::File::create(crm.join("House Pets/Rollouts/22/v3/housePets.json")).unwrap();
    large.set_len(50_000_000).unwrap();
    let (said, _) = from_collection(&dir, &["--specs", "clone"], 1);
    for part in [
        "Owners/Rollouts/3/v3/owners.json:1:",
        "House Pets/Rollouts/1/v3/housePets.json:1:1",
        "the text is not UTF-8",
        "the file holds 48 MB, more than the limit of 20 MB",
        "3 errors",
        "nothing was written",
    ] {
        assert!(said.contains(part), "{part} is missing in:\n{said}");
    }
    assert!(!dir.path().join("out").exists());
}

//! Drives `cargo xtask drift` as a user does.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::path::Path;

use program::{assert_code, command};
use tempfile::TempDir;
use xtask::drift::Ours;
use xtask::inputs::Inputs;

/// Our document of an API with one operation, which HubSpot has as well.
const OURS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: v3 }
x-hubspot-source: CRM/House Pets
paths:
  /pets:
    get:
      operationId: list
      summary: List pets
      parameters: [{ name: limit, in: query, schema: { type: integer, default: 10 } }]
      responses: { '204': { description: Done } }
";

/// A folder with our document and a clone that has the same API.
fn folder() -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::create_dir_all(dir.path().join("specs/v3")).unwrap();
    fs::write(dir.path().join("specs/v3/pets.yaml"), OURS).unwrap();
    publish(&dir, "House Pets", 10);
    dir
}

/// Writes a document of HubSpot's, in which the limit is this by default.
fn publish(dir: &TempDir, api: &str, limit: u32) {
    let folder = format!("clone/PublicApiSpecs/CRM/{api}/Rollouts/1/v3");
    let folder = dir.path().join(folder);
    fs::create_dir_all(&folder).unwrap();
    let text = format!(
        r#"{{"openapi":"3.0.1","info":{{"title":"T","version":"v3"}},"paths":{{"/pets":{{"get":{{
            "parameters":[{{"name":"limit","in":"query","schema":{{"type":"integer","default":{limit}}}}}],
            "responses":{{"204":{{"description":"D"}}}}}}}}}}}}"#
    );
    fs::write(folder.join("pets.json"), text).unwrap();
}

fn deviations(dir: &TempDir, text: &str) {
    fs::write(dir.path().join("specs/deviations.yaml"), text).unwrap();
}

/// Runs the task on the two folders.
#[track_caller]
fn drift(dir: &TempDir, more: &[&str], code: i32) -> (String, String) {
    let arguments = [&["drift", "--specs", "specs", "--against", "clone"], more].concat();
    assert_code(&command(dir.path(), &arguments).output().unwrap(), code)
}

#[test]
fn help_tells_a_newcomer_what_it_does() {
    let dir = TempDir::new().unwrap();
    let output = command(dir.path(), &["drift", "--help"]).output().unwrap();
    let (help, _) = assert_code(&output, 0);
    for part in [
        "cargo xtask drift",
        "--against <DIR>",
        "--specs <DIR>",
        "--format <FORMAT>",
        "x-hubspot-source",
        "deviations.yaml",
        "left_out:",
        "Exit codes:",
        "Examples:",
    ] {
        assert!(help.contains(part), "{part} is missing in:\n{help}");
    }
    assert!(
        help.lines().all(|line| line.chars().count() <= 100),
        "{help}"
    );
}

#[test]
fn nothing_to_report_is_0() {
    let dir = folder();
    for against in ["clone", "clone/PublicApiSpecs", "clone/PublicApiSpecs/CRM"] {
        let arguments = ["drift", "--specs", "specs", "--against", against];
        let output = command(dir.path(), &arguments).output().unwrap();
        let (stdout, stderr) = assert_code(&output, 0);
        assert_eq!(stdout, "1 API compared: nothing to report\n");
        assert_eq!(stderr, "");
    }
}

#[test]
fn drift_is_1_until_it_is_explained() {
    let dir = folder();
    publish(&dir, "House Pets", 20);
    publish(&dir, "Cats", 10);
    let (stdout, stderr) = drift(&dir, &[], 1);
    for part in [
        "  added    api CRM/Cats/Rollouts/1/v3/pets.json (1 operation), presence: ours absent, theirs present\n",
        "v3/pets (CRM/House Pets/Rollouts/1/v3/pets.json)\n",
        "  changed  operation GET /pets, at parameter query limit, default: ours 10, theirs 20\n",
    ] {
        assert!(stdout.contains(part), "{part} is missing in:\n{stdout}");
    }
    assert_eq!(stderr, "");

    // What the report proposes is taken as it is.
    let (_, entries) = stdout.split_once("\ndeviations:\n").unwrap();
    let (entry, left_out) = entries.split_once("\n\nWrite a document").unwrap();
    let (_, left_out) = left_out.split_once("left_out:\n").unwrap();
    deviations(
        &dir,
        &format!("left_out:\n{left_out}\ndeviations:\n{entry}\n"),
    );
    let (stdout, _) = drift(&dir, &[], 0);
    assert_eq!(
        stdout,
        "1 API compared: nothing to report; deviations.yaml explains 1 difference\n"
    );
    // It is no document, so nothing is generated from it.
    let arguments = ["codegen", "--specs", "specs", "--out", "out"];
    let output = command(dir.path(), &arguments).output().unwrap();
    let (_, stderr) = assert_code(&output, 0);
    assert!(!stderr.contains("deviations"), "{stderr}");

    // Once HubSpot agrees, there is nothing left to explain.
    publish(&dir, "House Pets", 10);
    let (stdout, stderr) = drift(&dir, &[], 1);
    assert_eq!(stdout, "1 API compared: nothing to report\n");
    assert!(
        stderr.contains("this entry explains nothing") && stderr.contains("--> deviations.yaml:"),
        "{stderr}"
    );
}

#[test]
fn the_other_formats_hold_everything() {
    let dir = folder();
    publish(&dir, "House Pets", 20);
    deviations(
        &dir,
        "deviations:\n  - { schema: Pet, aspect: type, reason: R }\n",
    );
    let (markdown, stderr) = drift(&dir, &["--format", "markdown"], 1);
    assert!(
        markdown.contains("- **changed** operation `GET /pets`")
            && markdown.contains("- `deviations.yaml:2`: "),
        "{markdown}"
    );
    assert_eq!(stderr, "");
    let (json, stderr) = drift(&dir, &["--format", "json"], 1);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["drift"], true);
    assert_eq!(json["changes"][0]["aspect"], "default");
    assert_eq!(json["problems"][0]["line"], 2);
    assert_eq!(stderr, "");
}

/// What HubSpot's documents are not needed for: they are not everywhere where tests run.
#[test]
fn the_deviations_of_this_repository_are_sound() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let inputs = Inputs::read(&specs).unwrap();
    assert!(inputs.deviations.is_some());
    let ours = Ours::read(&inputs).unwrap();
    let problems: Vec<String> = ours.problems().iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn trouble_is_2() {
    let dir = folder();
    let fails = |arguments: &[&str], part: &str| {
        let output = command(dir.path(), arguments).output().unwrap();
        let (_, stderr) = assert_code(&output, 2);
        assert!(stderr.contains(part), "{part} is missing in:\n{stderr}");
    };
    fails(&["drift"], "--against <DIR>");
    let against = ["drift", "--specs", "specs", "--against"];
    fails(
        &[&against[..], &["clone", "--format", "xml"]].concat(),
        "markdown",
    );
    fails(
        &[&against[..], &["gone"]].concat(),
        "gone: there is no such folder; name a clone",
    );
    fails(
        &[&against[..], &["specs"]].concat(),
        "specs: no document of HubSpot's collection is in it",
    );
    fails(
        &["drift", "--specs", "gone", "--against", "clone"],
        "gone: there is no such folder",
    );

    let document = "clone/PublicApiSpecs/CRM/House Pets/Rollouts/1/v3/pets.json";
    fs::write(dir.path().join(document), r#"{"openapi": "3.0.1", "#).unwrap();
    let all = [&against[..], &["clone"]].concat();
    fails(&all, "pets.json:1:");
    fails(
        &all,
        "nothing was compared, because of the errors above in HubSpot's documents",
    );
    fs::write(dir.path().join("specs/v3/pets.yaml"), "openapi: 3.0.3\n").unwrap();
    fails(
        &all,
        "nothing was compared, because of the errors above in our documents",
    );
}

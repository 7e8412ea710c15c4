//! Drives the program on a collection of documents that is laid out as HubSpot's is.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

#[path = "support/program.rs"]
mod program;

use std::fs;

use program::{assert_code, command};
use tempfile::TempDir;

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

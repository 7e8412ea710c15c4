//! A repository like this one, with one API and a clone of HubSpot's collection.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::program::{assert_code, command};

/// Our document.
pub(crate) const OURS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: v3 }
x-hubspot-source: CRM/Pets
paths:
  /crm/v3/pets:
    get:
      operationId: list
      summary: List pets
      parameters:
        - { name: limit, in: query, description: Pets per page., schema: { type: integer, format: int32 } }
      responses:
        '200': { description: The pets., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
components:
  schemas:
    Pet:
      type: object
      description: An animal.
      properties:
        kind: { type: string, description: Which animal., enum: [cat, dog] }
";

/// HubSpot's document of the same API, which it publishes as JSON.
pub(crate) const THEIRS: &str = "\
openapi: 3.0.1
info: { title: T, version: v3 }
paths:
  /crm/v3/pets:
    get:
      summary: T
      parameters:
        - { name: limit, in: query, schema: { type: integer, format: int32 } }
      responses:
        '200': { description: T, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
components:
  schemas:
    Pet:
      type: object
      properties:
        kind: { type: string, enum: [cat, dog] }
";

pub(crate) const CHANGELOG: &str = "# Changelog\n\n## Unreleased\n\n### Added\n\n- Pets.\n";

const WORKSPACE: &str = "\
[workspace]
members = [\"crates/hubspot-crm-gen\", \"crates/hubspot-crm-mock\"]
resolver = \"3\"

[workspace.package]
version = \"0.1.0\"
";

const CRATE: &str = "\
[package]
name = \"hubspot-crm-gen\"
version.workspace = true
edition = \"2024\"
";

const MOCK: &str = "\
[package]
name = \"hubspot-crm-mock\"
version.workspace = true
edition = \"2024\"
";

pub(crate) struct Repository {
    dir: TempDir,
}

impl Repository {
    /// Everything is generated and committed, and both sides say the same.
    pub(crate) fn new() -> Self {
        let repository = Self {
            dir: TempDir::new().unwrap(),
        };
        repository.publish(THEIRS);
        for (path, text) in [
            ("specs/v3/pets.yaml", OURS),
            ("CHANGELOG.md", CHANGELOG),
            ("Cargo.toml", WORKSPACE),
            ("crates/hubspot-crm-gen/Cargo.toml", CRATE),
            ("crates/hubspot-crm-mock/Cargo.toml", MOCK),
            ("crates/hubspot-crm-mock/src/lib.rs", ""),
        ] {
            repository.write(path, text);
        }
        repository.run(&["codegen"], 0);
        repository.git(&["init", "--quiet"]);
        repository.git(&["add", "specs", "crates", "CHANGELOG.md", "Cargo.toml"]);
        repository.git(&["commit", "--quiet", "-m", "Start"]);
        repository
    }

    /// Writes HubSpot's document.
    pub(crate) fn publish(&self, yaml: &str) {
        let document: serde_json::Value = serde_yaml::from_str(yaml).unwrap();
        let path = "clone/PublicApiSpecs/CRM/Pets/Rollouts/1/v3/pets.json";
        self.write(path, &document.to_string());
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Every file but git's, with its text.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, String> {
        fn walk(folder: &Path, files: &mut BTreeMap<PathBuf, String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true if path.ends_with(".git") => {}
                    true => walk(&path, files),
                    false => {
                        files.insert(path.clone(), fs::read_to_string(&path).unwrap());
                    }
                }
            }
        }
        let mut files = BTreeMap::new();
        walk(self.dir.path(), &mut files);
        files
    }

    #[track_caller]
    pub(crate) fn update(&self, more: &[&str], code: i32) -> (String, String) {
        self.run(&[&["update", "--from", "clone"], more].concat(), code)
    }

    #[track_caller]
    fn run(&self, arguments: &[&str], code: i32) -> (String, String) {
        let mut command = command(self.dir.path(), arguments);
        // The repository is found by the folder of the package.
        command.env("CARGO_MANIFEST_DIR", self.path("xtask"));
        assert_code(&command.output().unwrap(), code)
    }

    pub(crate) fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let who = [
            "-c",
            "user.name=Somebody",
            "-c",
            "user.email=somebody@example.com",
        ];
        let done = Command::new("git")
            .current_dir(self.dir.path())
            .args(who)
            .args(arguments)
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
        String::from_utf8(done.stdout).unwrap()
    }
}

//! Drives `cargo xtask update` as somebody does who takes over what HubSpot has changed.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

#[path = "../support/program.rs"]
mod program;
mod repository;

use std::fs;

use repository::{OURS, Repository, THEIRS};

/// What is added at each of these places, on both sides; of HubSpot's with texts that are not ours.
const ADDED: [(&str, &str, &str); 4] = [
    (
        "paths:\n",
        "  /crm/v3/pets/archive:\n    post: { responses: { '204': { description: T } } }\n",
        "  /crm/v3/pets/archive:\n    post: { operationId: archive, summary: Archive all, responses: { '204': { description: Done. } } }\n",
    ),
    (
        "      parameters:\n",
        "        - { name: after, in: query, description: T, schema: { type: string } }\n",
        "        - { name: after, in: query, description: Where the page starts., schema: { type: string } }\n",
    ),
    (
        "  schemas:\n",
        "    Tag: { type: object, title: T, required: [id], properties: { id: { type: string, example: T } } }\n",
        "    Tag: { type: object, description: A word., required: [id], properties: { id: { type: string, description: Its id. } } }\n",
    ),
    (
        "      properties:\n",
        "        tags: { type: array, description: T, items: { $ref: '#/components/schemas/Tag' } }\n",
        "        tags: { type: array, description: What people call it., items: { $ref: '#/components/schemas/Tag' } }\n",
    ),
];

fn changed(
    document: &str,
    added: impl Fn(&(&str, &'static str, &'static str)) -> &'static str,
) -> String {
    let mut text = document.replace("[cat, dog]", "[cat, bird]");
    assert_ne!(text, document);
    for addition in &ADDED {
        let (place, ..) = addition;
        let after = text.find(place).unwrap() + place.len();
        text.insert_str(after, added(addition));
    }
    text
}

/// What HubSpot has changed: a parameter, a property, a value, and an operation.
fn moved() -> String {
    changed(THEIRS, |(_, theirs, _)| theirs)
}

/// Our document after what was told has been done.
fn edited() -> String {
    changed(OURS, |(.., ours)| ours)
}

#[test]
fn what_hubspot_has_changed_is_told_line_by_line_and_a_dry_run_writes_nothing() {
    let repository = Repository::new();
    repository.publish(&moved());
    let before = repository.files();
    let (told, _) = repository.update(&["--dry-run"], 1);
    assert_eq!(repository.files(), before);
    insta::assert_snapshot!(
        "dry_run",
        told.replace(&repository.head()[..10], "[commit]")
    );
}

#[test]
fn an_update_writes_the_code_and_the_entry_once() {
    let repository = Repository::new();
    repository.publish(&moved());
    repository.write("specs/v3/pets.yaml", &edited());
    let (told, _) = repository.update(&[], 0);
    insta::assert_snapshot!("update", told.replace(&repository.head()[..10], "[commit]"));
    let changelog = repository.read("CHANGELOG.md");
    insta::assert_snapshot!(
        "changelog",
        changelog.replace(&repository.head()[..10], "[commit]")
    );
    let types = repository.read("crates/hubspot-crm-gen/src/v3/pets.rs");
    assert!(types.contains("pub tags"), "{types}");
    let files = repository.files();
    let (again, _) = repository.update(&[], 0);
    assert_eq!(repository.files(), files);
    assert!(again.contains("CHANGELOG.md stays as it is\n"), "{again}");

    // What was given up leaves nothing behind.
    repository.write("specs/v3/pets.yaml", OURS);
    repository.publish(THEIRS);
    let (back, _) = repository.update(&[], 0);
    assert!(back.contains("nothing has changed\n"), "{back}");
    assert_eq!(
        repository.git(&["status", "--porcelain", "--untracked-files=no"]),
        ""
    );
}

#[test]
fn the_version_follows_what_has_changed_since_the_release() {
    let repository = Repository::new();
    repository.git(&["tag", "v0.1.0"]);
    let (same, _) = repository.update(&[], 0);
    assert!(same.contains("0.1.0 stands: "), "{same}");
    repository.publish(&moved());
    repository.write("specs/v3/pets.yaml", &edited());
    let (raise, _) = repository.update(&["--dry-run"], 0);
    assert!(
        raise.contains("raise 0.1.0 to 0.2.0: changes since 0.1.0 are breaking\n"),
        "{raise}"
    );
    let manifest = repository.read("Cargo.toml").replace("0.1.0", "0.2.0");
    repository.write("Cargo.toml", &manifest);
    let (enough, _) = repository.update(&["--dry-run"], 0);
    assert!(
        enough.contains("0.2.0 is enough for changes since 0.1.0 that are breaking\n"),
        "{enough}"
    );
}

#[test]
fn changes_are_counted_from_the_base() {
    let repository = Repository::new();
    let base = repository.head();
    repository.publish(&moved());
    repository.write("specs/v3/pets.yaml", &edited());
    repository.git(&["commit", "--quiet", "-am", "Take over what has changed"]);
    let (head, _) = repository.update(&["--dry-run"], 0);
    assert!(head.contains("nothing has changed\n"), "{head}");
    let (all, _) = repository.update(&["--dry-run", "--base", &base], 0);
    assert!(all.contains("value `dog` removed"), "{all}");
    let (_, error) = repository.update(&["--base", "nowhere"], 2);
    assert!(
        error.contains("`nowhere` is no revision of this repository"),
        "{error}"
    );
}

#[test]
fn nothing_is_written_unless_all_of_it_can_be() {
    let repository = Repository::new();
    repository.publish(&moved());
    repository.write("specs/v3/pets.yaml", &edited());
    repository.write("CHANGELOG.md", "# Changelog\n");
    let before = repository.files();
    let (_, error) = repository.update(&[], 2);
    assert!(
        error.contains("there is no section `## Unreleased`"),
        "{error}"
    );
    assert_eq!(repository.files(), before);

    repository.write("CHANGELOG.md", repository::CHANGELOG);
    repository.write(
        "specs/v3/pets.yaml",
        &edited().replace("schema: { type: string }", "schema: { type: strin }"),
    );
    let before = repository.files();
    let (_, error) = repository.update(&[], 2);
    assert!(error.contains("strin"), "{error}");
    assert_eq!(repository.files(), before);

    fs::remove_dir_all(repository.path("clone")).unwrap();
    let (_, error) = repository.update(&[], 2);
    assert!(
        error.contains("name a clone of HubSpot's collection with --from")
            || error.contains("strin"),
        "{error}"
    );
}

#[test]
fn help_tells_a_newcomer_what_it_does() {
    let repository = Repository::new();
    let (help, _) = repository.update(&["--help"], 0);
    for part in [
        "--from <DIR>",
        "--base <REVISION>",
        "--dry-run",
        "CHANGELOG.md",
        "Exit codes:",
        "Examples:",
    ] {
        assert!(help.contains(part), "{part} in {help}");
    }
}

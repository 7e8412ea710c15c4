//! What a typical change of our documents does to generated code: which files change, in how many places, by how many lines.
//!
//! The table of all changes is a snapshot, for people to read. The promises in `promises.rs` hold whatever the snapshot says.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

mod changes;
mod edits;
mod footprint;
mod promises;

use std::path::Path;
use std::sync::LazyLock;

use changes::CHANGES;
use footprint::Footprint;
use xtask::inputs::Inputs;
use xtask::source::Sources;
use xtask::tree::Tree;

/// The repository's own documents.
static DOCUMENTS: LazyLock<Inputs> = LazyLock::new(|| {
    let mut inputs = Inputs::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")).unwrap();
    inputs.library = Some(LIBRARY.to_owned());
    inputs
});

/// What is made of them as they stand.
static BASE: LazyLock<Tree> = LazyLock::new(|| generate(&DOCUMENTS, "the documents as they stand"));

/// The client of this repository, as programs call it.
const LIBRARY: &str = "hubspot_crm_gen";

/// All that `cargo xtask codegen` writes for this repository.
fn generate(inputs: &Inputs, what: &str) -> Tree {
    let generation = xtask::generate_with(inputs, Some(LIBRARY));
    generation
        .unwrap_or_else(|errors| panic!("{what}:\n{}", errors.render(&Sources::default(), false)))
        .tree
}

#[test]
fn every_change_leaves_the_footprint_that_it_should() {
    let mut table = String::new();
    let mut broken = Vec::new();
    for change in CHANGES {
        let tree = generate(&change.applied_to(&DOCUMENTS), change.name);
        let footprint = Footprint::of(&BASE, &tree);
        let list = footprint.to_string();
        assert!(!footprint.files.is_empty(), "{}: no effect", change.name);
        let reasons = change.promise.broken_by(&footprint).into_iter();
        broken.extend(reasons.map(|reason| format!("{}: {reason}", change.name)));
        table.push_str(&format!("## {}\n\n{list}\n", change.name));
    }
    assert!(broken.is_empty(), "{}\n\n{table}", broken.join("\n"));
    insta::assert_snapshot!("footprints", table);
}

/// Without this, the table would be about something else than what is committed.
#[test]
fn the_base_is_what_is_committed() {
    let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/hubspot-crm-gen");
    let changes = BASE.compare(&client).unwrap();
    assert!(changes.is_empty(), "{}", changes.diff());
}

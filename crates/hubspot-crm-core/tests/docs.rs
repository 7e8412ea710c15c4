//! How examples in the documentation are written.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Programs depend on `hubspot-crm-gen`, which shows the items of this crate as its own: an example
/// that names this crate would not compile there.
#[test]
fn examples_name_the_crate_that_programs_depend_on() {
    let mut examples = 0;
    for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        // Shown by this crate alone.
        if file.ends_with("src/lib.rs") {
            continue;
        }
        for line in fs::read_to_string(&file).unwrap().lines() {
            let line = line.trim_start();
            let Some(doc) = line.strip_prefix("///").or(line.strip_prefix("//!")) else {
                continue;
            };
            match doc.trim() {
                "# extern crate hubspot_crm_core as hubspot_crm_gen;" => examples += 1,
                doc => assert!(!doc.contains("hubspot_crm_core::"), "{file:?}: {doc}"),
            }
        }
    }
    assert!(examples > 40, "{examples}");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let found = entries.flat_map(|path| match path.is_dir() {
        true => files(&path),
        false => vec![path],
    });
    found.collect()
}

//! The program in the README of the repository is one that compiles: it is the example `updates`.

use std::{fs, path::Path};

#[test]
fn the_readme_shows_the_example() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(here.join("../../README.md")).unwrap();
    let example = fs::read_to_string(here.join("examples/updates.rs")).unwrap();
    let program: Vec<&str> = example
        .lines()
        .skip_while(|line| line.starts_with("//!"))
        .collect();
    assert!(
        readme.contains(program.join("\n").trim()),
        "copy the program of examples/updates.rs into README.md"
    );
}

//! What reviews generated code on GitHub, held against this repository: `.github/workflows`, the scripts in `.ci`, and `.gitattributes`.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

mod attributes;
mod commands;
mod length;
#[cfg(unix)]
mod scripts;
mod workflows;

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the repository.
fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().unwrap()
}

/// Paths below the repository and texts of the files in one of its folders, sorted.
fn texts(folder: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut texts: Vec<(String, String)> = paths
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            (
                format!("{folder}/{name}"),
                fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    texts.sort();
    assert!(!texts.is_empty(), "there is nothing in {folder}");
    texts
}

/// The workflows, by path.
fn workflows() -> Vec<(String, String)> {
    texts(".github/workflows")
}

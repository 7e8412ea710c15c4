//! The case folders below `tests/cases`, which several test binaries run.
//!
//! A case is a folder `cases/<theme>/<case>` with documents in it: an input folder of its own, as `--specs` takes it. Files called `overlay….yaml` (or `.json`)
//! are its overlays, and `selection.txt` has options of the command line, one a line.

use std::fs;
use std::path::{Path, PathBuf};

use xtask::diagnostics::Diagnostics;
use xtask::inputs::{Inputs, Request, Selection};
use xtask::source::Sources;

/// Themes whose cases show what is reported instead of what is generated.
const REPORTED: [&str; 2] = ["errors", "warnings"];

/// One case.
#[derive(Debug)]
pub(crate) struct Case {
    /// `<theme>/<case>`.
    pub(crate) name: String,
    /// The documents in it.
    pub(crate) inputs: Inputs,
}

impl Case {
    /// First part of the name.
    pub(crate) fn theme(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }
}

/// The folder of all cases.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// All cases, sorted by name.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for theme in folders(&root()) {
        for dir in folders(&theme) {
            let name = [&theme, &dir].map(|path| file_name(path)).join("/");
            let mut inputs = Inputs::request(&request(&dir))
                .map(with_short_names)
                .unwrap_or_else(|error| panic!("the case {name} cannot be read: {error}"));
            // Elsewhere examples would only repeat what the case is not about.
            inputs.library = name.ends_with("/examples").then(|| "client".to_owned());
            cases.push(Case { name, inputs });
        }
    }
    cases
}

/// What a case asks for.
fn request(dir: &Path) -> Request {
    let mut files: Vec<PathBuf> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let mut selection = Selection::default();
    let options = fs::read_to_string(dir.join("selection.txt")).unwrap_or_default();
    for line in options.lines() {
        match line.split_once(' ').unwrap() {
            ("--api-version", version) => selection.versions.push(version.to_owned()),
            ("--api", api) => selection.apis.push(api.to_owned()),
            other => panic!("{other:?} is no option of a case"),
        }
    }
    files.retain(|path| file_name(path).starts_with("overlay"));
    Request {
        specs: dir.to_path_buf(),
        manifest: None,
        overlays: files,
        selection,
    }
}

/// Overlays are called as on the command line, which differs from machine to machine.
fn with_short_names(mut inputs: Inputs) -> Inputs {
    for overlay in &mut inputs.overlays {
        overlay.file = file_name(Path::new(&overlay.file));
    }
    inputs
}

/// The cases that give code.
pub(crate) fn emitted() -> Vec<Case> {
    let mut cases = cases();
    cases.retain(|case| !REPORTED.contains(&case.theme()));
    cases
}

/// What a user reads on the terminal.
pub(crate) fn report(diagnostics: &Diagnostics, inputs: &Inputs) -> String {
    let mut sources = Sources::default();
    for (file, text) in inputs.texts() {
        sources.insert(file, text);
    }
    diagnostics.render(&sources, false)
}

/// The folders in a folder, sorted.
fn folders(dir: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(dir)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", dir.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

/// Last part of a path.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

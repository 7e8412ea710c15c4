//! Reads the input folder: every document in it that is wanted, the manifest, and the overlays.
//!
//! The folder is one of ours (`<version>/<module>.yaml`, parts in `common/`), or it is in or above a clone of HubSpot's public collection. Of a collection
//! only those documents are read that the manifest names or the command line selects.

mod collection;
mod error;
mod look;
mod selection;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

pub use self::collection::Place;
pub use self::error::{InputsError, InputsProblem, InputsTrouble};
use self::look::Look;
pub use self::selection::{Selection, is_one_of};
use self::walk::{Found, Walk};
use crate::diagnostics::{Diagnostic, Severity};
use crate::manifest::{self, Manifest};
use crate::parse::MAX_BYTES;
use crate::pointer::{Origin, Position};

/// The manifest's name, directly in the input folder.
pub const MANIFEST: &str = "codegen.yaml";

/// The name of the list of deliberate differences from HubSpot's documents, directly in the input folder.
pub const DEVIATIONS: &str = "deviations.yaml";

/// The option that names the input folder.
const SPECS: &str = "--specs";

/// The name of the text that opens the documentation of the client.
pub const OVERVIEW: &str = "overview.md";

/// What is to be read.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The folder with the documents.
    pub specs: PathBuf,
    /// The manifest, if it is not the one in the folder.
    pub manifest: Option<PathBuf>,
    /// The overlays, in the order in which they apply.
    pub overlays: Vec<PathBuf>,
    /// Which of the documents are wanted.
    pub selection: Selection,
}

/// What a run is made from. Everything below works on this, and never looks at the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs {
    /// Path below the input folder, with `/` on every platform, and text of every document that may be used.
    pub files: BTreeMap<String, String>,
    /// Path and text of documents that are not selected. They are kept only where there are overlays, to tell whether an action fits anything.
    pub set_aside: BTreeMap<String, String>,
    /// Documents whose text was not kept.
    pub unread: BTreeSet<String>,
    /// Where the documents stand that belong to HubSpot's collection, whether they were read or not.
    pub places: BTreeMap<String, Place>,
    /// How many files of the collection are no OpenAPI documents.
    pub skipped: usize,
    /// Documents that could not be read.
    pub faults: BTreeMap<String, Fault>,
    /// The manifest, if there is one.
    pub manifest: Option<Text>,
    /// The overlays, in the order in which they apply.
    pub overlays: Vec<Text>,
    /// The list of deliberate differences from HubSpot's documents, if there is one. Nothing is generated from it.
    pub deviations: Option<Text>,
    /// The table of kinds of links that the manifest names, if there is one.
    pub association_types: Option<Text>,
    /// The text of `overview.md`, if there is one.
    pub overview: Option<String>,
    /// What programs call the library that is made; without it, its documentation has no examples.
    pub library: Option<String>,
    /// Which of the documents are wanted.
    pub selection: Selection,
}

/// A text beside the documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What messages call it.
    pub file: String,
    /// Its content.
    pub text: String,
}

/// Why a document could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Where, if it is only a place.
    pub position: Option<Position>,
}

impl Fault {
    /// The fault as a finding about a file.
    pub fn diagnostic(&self, file: &str) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            message: self.message.clone(),
            origin: Some(Origin::document(file)),
            position: self.position,
            help: Some(self.help.clone()),
        }
    }
}

impl Inputs {
    /// Reads a whole folder, with the manifest in it.
    ///
    /// # Errors
    ///
    /// Everything that cannot be read, not only the first thing.
    pub fn read(dir: &Path) -> Result<Self, InputsError> {
        Self::read_for(dir, SPECS)
    }

    /// As [`Inputs::read`], of the folder that this option names.
    ///
    /// # Errors
    ///
    /// Everything that cannot be read, not only the first thing.
    pub fn read_for(dir: &Path, option: &'static str) -> Result<Self, InputsError> {
        let request = Request {
            specs: dir.to_path_buf(),
            ..Request::default()
        };
        Self::of(&request, option)
    }

    /// Reads what is wanted of a folder, its manifest, and overlays.
    ///
    /// A document that is no text is not an error here: it comes with the findings about all others.
    ///
    /// # Errors
    ///
    /// Everything that cannot be read, not only the first thing.
    pub fn request(request: &Request) -> Result<Self, InputsError> {
        Self::of(request, SPECS)
    }

    fn of(request: &Request, option: &'static str) -> Result<Self, InputsError> {
        let mut walk = Walk::through(&request.specs, option);
        let mut inputs = Self {
            selection: request.selection.clone(),
            ..Self::default()
        };
        let beside = request.manifest.iter().chain(&request.overlays);
        let beside: BTreeSet<PathBuf> =
            beside.filter_map(|path| path.canonicalize().ok()).collect();
        // What an option names is no document, even if it lies among them.
        let mut found = std::mem::take(&mut walk.found);
        found.retain(|file| beside.is_empty() || !is_among(&beside, &file.path));

        if let Some(path) = &request.manifest {
            inputs.manifest = named(path, "--manifest", &mut walk);
        } else if let Some(file) = found.iter().find(|file| file.below == MANIFEST) {
            inputs.manifest = text_of(&file.path, MANIFEST, &mut walk);
        }
        if let Some(file) = found.iter().find(|file| file.below == OVERVIEW) {
            inputs.overview = text_of(&file.path, OVERVIEW, &mut walk).map(|text| text.text);
        }
        if let Some(file) = found.iter().find(|file| file.below == DEVIATIONS) {
            inputs.deviations = text_of(&file.path, DEVIATIONS, &mut walk);
        }
        for path in &request.overlays {
            inputs.overlays.extend(named(path, "--overlay", &mut walk));
        }
        if let Some(table) = inputs.parsed_manifest().association_types {
            if let Some(file) = found.iter().find(|file| file.below == table.table) {
                inputs.association_types = text_of(&file.path, &table.table, &mut walk);
            }
            found.retain(|file| file.below != table.table);
        }
        found.retain(Found::is_document);
        if walk.problems.is_empty() && found.is_empty() {
            walk.problem(&request.specs, InputsTrouble::NoDocuments(option));
        }
        if walk.problems.is_empty() {
            inputs.documents(&walk.root, &found);
            return Ok(inputs);
        }
        let mut problems = walk.problems;
        problems.sort_by(|one, other| one.path.cmp(&other.path));
        Err(InputsError { problems })
    }

    /// Whether there is such a document, whatever became of it.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.is_known(path)
    }

    /// Whether there is such a document, whose text is not at hand.
    pub fn is_known(&self, path: &str) -> bool {
        self.faults.contains_key(path)
            || self.set_aside.contains_key(path)
            || self.unread.contains(path)
    }

    /// The paths of all documents, whatever became of them.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let kept = self.files.keys().chain(self.set_aside.keys());
        let lost = self.faults.keys().chain(&self.unread);
        kept.chain(lost).map(String::as_str)
    }

    /// Name and text of everything that a finding may be about.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let documents = self.files.iter().chain(&self.set_aside);
        let documents = documents.map(|(file, text)| (file.as_str(), text.as_str()));
        let beside = self.manifest.iter().chain(&self.overlays);
        let beside = beside
            .chain(&self.deviations)
            .chain(&self.association_types);
        documents.chain(beside.map(|text| (text.file.as_str(), text.text.as_str())))
    }

    /// What the manifest names. A manifest with faults is reported later; then nothing comes of the documents.
    fn parsed_manifest(&self) -> Manifest {
        let manifest = self.manifest.as_ref();
        let manifest = manifest.and_then(|text| manifest::parse(&text.file, &text.text).ok());
        manifest.unwrap_or_default()
    }

    /// Reads the documents.
    fn documents(&mut self, root: &Path, found: &[Found]) {
        let place = |file: &Found| Some((file.below.clone(), Place::of(root, &file.below)?));
        self.places = found.iter().filter_map(place).collect();
        let manifest = self.parsed_manifest();
        let named: BTreeSet<&str> = manifest.documents().collect();
        let in_collection = !self.places.is_empty();
        for file in found {
            let path = file.below.as_str();
            let place = self.places.get(path);
            let is_wanted = match place {
                Some(_) if named.contains(path) => true,
                Some(place) => named.is_empty() && self.selection.may_have(place),
                None => true,
            };
            if !is_wanted && self.overlays.is_empty() {
                self.unread.insert(path.to_owned());
                continue;
            }
            // A clone holds other files as well, which nobody asked for.
            let is_stray = in_collection && place.is_none() && !named.contains(path);
            let text = match read(&file.path, file.bytes) {
                Ok(text) => text,
                Err(_) if is_stray || !is_wanted => continue,
                Err(fault) => {
                    self.faults.insert(path.to_owned(), fault);
                    continue;
                }
            };
            let is_document = named.contains(path)
                || !in_collection
                || match look::at(path, &text) {
                    Look::OpenApi => true,
                    Look::Broken => !is_stray,
                    Look::Other => false,
                };
            if !is_document {
                self.skipped += usize::from(is_wanted);
                self.places.remove(path);
            } else if is_wanted {
                self.files.insert(path.to_owned(), text);
            } else {
                self.set_aside.insert(path.to_owned(), text);
            }
        }
    }
}

/// Whether a file is one of those, which are named without links.
fn is_among(files: &BTreeSet<PathBuf>, path: &Path) -> bool {
    path.canonicalize().is_ok_and(|path| files.contains(&path))
}

/// Reads a file that an option names; messages call it as the option does.
fn named(path: &Path, option: &'static str, walk: &mut Walk) -> Option<Text> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {
            // A name with `/` on every platform, as those of documents.
            let parts: Vec<_> = path
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect();
            let name = parts.join("/").replacen("//", "/", 1);
            text_of(path, &name, walk)
        }
        Err(error) if error.kind() != ErrorKind::NotFound => {
            walk.problem(path, InputsTrouble::Unreadable(error));
            None
        }
        _ => {
            walk.problem(path, InputsTrouble::NoFile(option));
            None
        }
    }
}

fn text_of(path: &Path, name: &str, walk: &mut Walk) -> Option<Text> {
    let bytes = fs::metadata(path).map_or(0, |metadata| metadata.len());
    match read(path, bytes) {
        Ok(text) => Some(Text {
            file: name.to_owned(),
            text,
        }),
        Err(fault) => {
            let place = fault
                .position
                .map(|at| format!(" (first at line {})", at.line));
            let text = format!(
                "{}{}; {}",
                fault.message,
                place.unwrap_or_default(),
                fault.help
            );
            walk.problem(path, InputsTrouble::NoText(text));
            None
        }
    }
}

/// Reads a text of a size that a document may have.
fn read(path: &Path, bytes: u64) -> Result<String, Fault> {
    let fault = |message: String, help: &str, position| {
        Err(Fault {
            message,
            help: help.to_owned(),
            position,
        })
    };
    if bytes > MAX_BYTES as u64 {
        let message = format!(
            "the file holds {} MB, more than the limit of {} MB",
            bytes.div_ceil(1024 * 1024),
            MAX_BYTES / 1024 / 1024
        );
        let help = "split the document, or take the file out of the folder if it is none";
        return fault(message, help, None);
    }
    let content = match fs::read(path) {
        Ok(content) => content,
        Err(error) => {
            let message = format!("the file cannot be read: {error}");
            return fault(
                message,
                "make it readable, or take it out of the folder",
                None,
            );
        }
    };
    match String::from_utf8(content) {
        Ok(text) => Ok(without_mark(text)),
        Err(error) => {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = 1 + valid.iter().filter(|byte| **byte == b'\n').count();
            let last = valid
                .rsplit(|byte| *byte == b'\n')
                .next()
                .unwrap_or_default();
            let column = 1 + String::from_utf8_lossy(last).chars().count();
            fault(
                "the text is not UTF-8".to_owned(),
                "save it as UTF-8",
                Some(Position { line, column }),
            )
        }
    }
}

/// The text without a byte order mark, which some editors put in front and which no parser needs.
fn without_mark(text: String) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests;

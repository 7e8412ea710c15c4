//! Reads the input folder: every document in it, and the manifest.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The manifest's name, directly in the input folder.
pub const MANIFEST: &str = "codegen.yaml";

/// The name of the text that opens the documentation of the client.
pub const OVERVIEW: &str = "overview.md";

/// Larger documents are taken for a mistake: the largest API description known to us has less than half of this.
const MAX_BYTES: u64 = 20 * 1024 * 1024;

/// What a run is made from. Everything below works on this, and never looks at the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs {
    /// Path below the input folder, with `/` on every platform, and text of every document.
    pub files: BTreeMap<String, String>,
    /// The text of `codegen.yaml`, if there is one.
    pub manifest: Option<String>,
    /// The text of `overview.md`, if there is one.
    pub overview: Option<String>,
}

impl Inputs {
    /// Reads all `.yaml`, `.yml` and `.json` files below `dir`, except hidden ones and those in hidden folders, and the overview.
    ///
    /// # Errors
    ///
    /// Everything that cannot be read, not only the first thing.
    pub fn read(dir: &Path) -> Result<Self, InputsError> {
        let mut reader = Reader {
            inputs: Self::default(),
            problems: Vec::new(),
            above: Vec::new(),
            root: PathBuf::new(),
        };
        match fs::metadata(dir) {
            Ok(metadata) if metadata.is_dir() => match dir.canonicalize() {
                Ok(root) => {
                    reader.root = root.clone();
                    reader.folder(dir, "", root);
                }
                Err(error) => reader.problem(dir, InputsTrouble::Unreadable(error)),
            },
            Ok(_) => reader.problem(dir, InputsTrouble::NotAFolder),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                reader.problem(dir, InputsTrouble::Missing);
            }
            Err(error) => reader.problem(dir, InputsTrouble::Unreadable(error)),
        }
        if reader.problems.is_empty() && reader.inputs.files.is_empty() {
            reader.problem(dir, InputsTrouble::NoDocuments);
        }
        if reader.problems.is_empty() {
            return Ok(reader.inputs);
        }
        reader
            .problems
            .sort_by(|one, other| one.path.cmp(&other.path));
        Err(InputsError {
            problems: reader.problems,
        })
    }
}

/// Why the input folder cannot be read: all reasons.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the input: {}", Listed(.problems))]
pub struct InputsError {
    /// What is wrong, sorted by path; never empty.
    pub problems: Vec<InputsProblem>,
}

/// One file or folder that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{}: {trouble}", .path.display())]
pub struct InputsProblem {
    /// The file or folder.
    pub path: PathBuf,
    /// What is the matter with it, and what to do.
    pub trouble: InputsTrouble,
}

/// What is wrong with a file or folder, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum InputsTrouble {
    /// There is no such folder.
    #[error("there is no such folder; name the one that holds the documents with --specs")]
    Missing,
    /// A file was named where a folder is expected.
    #[error("not a folder; name the folder that holds the document with --specs")]
    NotAFolder,
    /// The folder holds no document.
    #[error(
        "no .yaml, .yml or .json file in it; name the folder that holds the documents with --specs"
    )]
    NoDocuments,
    /// The system does not let us read it.
    #[error("cannot be read ({0}); make it readable, or take it out of the folder")]
    Unreadable(std::io::Error),
    /// The text is not UTF-8.
    #[error("not UTF-8 (first at line {line}); save it as UTF-8")]
    NotUtf8 {
        /// The line of the first byte that is not, from 1.
        line: usize,
    },
    /// More than a document may have.
    #[error("{} MB; a document may have {} MB: split it, or take it out of the folder", .bytes.div_ceil(1024 * 1024), MAX_BYTES / 1024 / 1024)]
    TooLarge {
        /// The size.
        bytes: u64,
    },
    /// A link to a place outside of the folder.
    #[error(
        "a symbolic link to a place outside of the input folder, which is not followed; put a copy in its place, or remove it"
    )]
    LinkLeaves,
    /// A link to nothing.
    #[error("a symbolic link to nothing; remove it")]
    LinkDangles,
    /// A link to a folder above itself.
    #[error("a symbolic link to a folder that it is in; remove it")]
    LinkLoops,
    /// A name that is not Unicode, which a `$ref` cannot name.
    #[error("its name is not Unicode; rename it")]
    Name,
    /// Another spelling of the manifest.
    #[error("the manifest is called `{MANIFEST}`; rename it")]
    ManifestName,
}

/// A list of problems, one a line where there are several.
struct Listed<'a>(&'a [InputsProblem]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [only] = self.0 {
            return only.fmt(formatter);
        }
        write!(formatter, "{} problems:", self.0.len())?;
        self.0
            .iter()
            .try_for_each(|problem| write!(formatter, "\n  {problem}"))
    }
}

struct Reader {
    inputs: Inputs,
    problems: Vec<InputsProblem>,
    /// The input folder, without links.
    root: PathBuf,
    /// The folders that are being read, without links, from the input folder down: a link to one of them would never end.
    above: Vec<PathBuf>,
}

impl Reader {
    fn problem(&mut self, path: &Path, trouble: InputsTrouble) {
        self.problems.push(InputsProblem {
            path: path.to_path_buf(),
            trouble,
        });
    }

    /// Reads the folder `dir`, which lies at `below` in the input folder (empty, or with a final `/`) and is `real` without links.
    fn folder(&mut self, dir: &Path, below: &str, real: PathBuf) {
        let entries = match fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) => return self.problem(dir, InputsTrouble::Unreadable(error)),
        };
        self.above.push(real);
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(&entry.path(), below),
                Err(error) => self.problem(dir, InputsTrouble::Unreadable(error)),
            }
        }
        self.above.pop();
    }

    fn entry(&mut self, path: &Path, below: &str) {
        let Some(os_name) = path.file_name() else {
            return;
        };
        let lossy = os_name.to_string_lossy();
        if lossy.starts_with('.') {
            return;
        }
        let is_read = is_document(&lossy) || (below.is_empty() && lossy == OVERVIEW);
        let (is_link, kind) = match (fs::symlink_metadata(path), fs::metadata(path)) {
            (Ok(link), Ok(kind)) => (link.is_symlink(), kind),
            // A link to nothing matters only if it would be read.
            (Ok(link), Err(_)) if link.is_symlink() && !is_read => return,
            (Ok(link), Err(error)) if link.is_symlink() && error.kind() == ErrorKind::NotFound => {
                return self.problem(path, InputsTrouble::LinkDangles);
            }
            (_, Err(error)) | (Err(error), _) => {
                return self.problem(path, InputsTrouble::Unreadable(error));
            }
        };
        if !kind.is_dir() && !is_read {
            return;
        }
        let Some(name) = os_name.to_str() else {
            return self.problem(path, InputsTrouble::Name);
        };
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(error) => return self.problem(path, InputsTrouble::Unreadable(error)),
        };
        if is_link && !real.starts_with(&self.root) {
            self.problem(path, InputsTrouble::LinkLeaves);
        } else if !kind.is_dir() {
            self.file(path, format!("{below}{name}"), kind.len());
        } else if self.above.contains(&real) {
            self.problem(path, InputsTrouble::LinkLoops);
        } else {
            self.folder(path, &format!("{below}{name}/"), real);
        }
    }

    fn file(&mut self, path: &Path, below: String, bytes: u64) {
        if matches!(below.as_str(), "codegen.yml" | "codegen.json") {
            return self.problem(path, InputsTrouble::ManifestName);
        }
        if bytes > MAX_BYTES {
            return self.problem(path, InputsTrouble::TooLarge { bytes });
        }
        let content = match fs::read(path) {
            Ok(content) => content,
            Err(error) => return self.problem(path, InputsTrouble::Unreadable(error)),
        };
        match String::from_utf8(content) {
            Ok(text) if below == MANIFEST => self.inputs.manifest = Some(without_mark(text)),
            Ok(text) if below == OVERVIEW => self.inputs.overview = Some(without_mark(text)),
            Ok(text) => {
                self.inputs.files.insert(below, without_mark(text));
            }
            Err(error) => {
                let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let line = 1 + valid.iter().filter(|byte| **byte == b'\n').count();
                self.problem(path, InputsTrouble::NotUtf8 { line });
            }
        }
    }
}

/// Whether a name is one of a document.
fn is_document(name: &str) -> bool {
    let extension = Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        ["yaml", "yml", "json"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
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

//! Finds the files of the input folder, without reading them.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{InputsProblem, InputsTrouble};
use super::{DEVIATIONS, MANIFEST, OVERVIEW};

/// A file that may be read.
#[derive(Debug)]
pub(super) struct Found {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Its path below the input folder, with `/` on every platform.
    pub(super) below: String,
    /// Its size.
    pub(super) bytes: u64,
}

/// What is in an input folder.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// All files that may be documents, and the manifest and the overview.
    pub(super) found: Vec<Found>,
    /// What cannot be looked at.
    pub(super) problems: Vec<InputsProblem>,
    /// The input folder, without links.
    pub(super) root: PathBuf,
    /// The folders that are being looked at, without links, from the input folder down: a link to one of them would never end.
    above: Vec<PathBuf>,
}

impl Walk {
    /// Looks through a folder: for all `.yaml`, `.yml` and `.json` files in it, except hidden ones and those in hidden folders, and the overview. Messages name the
    /// folder by its option.
    pub(super) fn through(dir: &Path, option: &'static str) -> Self {
        let mut walk = Self::default();
        match fs::metadata(dir) {
            Ok(metadata) if metadata.is_dir() => match dir.canonicalize() {
                Ok(root) => {
                    walk.root.clone_from(&root);
                    walk.folder(dir, "", root);
                }
                Err(error) => walk.problem(dir, InputsTrouble::Unreadable(error)),
            },
            Ok(_) => walk.problem(dir, InputsTrouble::NotAFolder(option)),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                walk.problem(dir, InputsTrouble::Missing(option));
            }
            Err(error) => walk.problem(dir, InputsTrouble::Unreadable(error)),
        }
        walk.found.sort_by(|one, other| one.below.cmp(&other.below));
        walk
    }

    pub(super) fn problem(&mut self, path: &Path, trouble: InputsTrouble) {
        self.problems.push(InputsProblem {
            path: path.to_path_buf(),
            trouble,
        });
    }

    /// Looks through the folder `dir`, which lies at `below` in the input folder (empty, or with a final `/`) and is `real` without links.
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
        // Only a link leads elsewhere than its path says.
        let real = match (is_link, self.above.last()) {
            (false, Some(above)) => above.join(name),
            _ => match path.canonicalize() {
                Ok(real) => real,
                Err(error) => return self.problem(path, InputsTrouble::Unreadable(error)),
            },
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
        self.found.push(Found {
            path: path.to_path_buf(),
            below,
            bytes,
        });
    }
}

impl Found {
    /// Whether it is none of the files with a meaning of their own.
    pub(super) fn is_document(&self) -> bool {
        ![MANIFEST, DEVIATIONS, OVERVIEW].contains(&self.below.as_str())
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

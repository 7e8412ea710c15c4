//! What a run would change on disk: to be applied, or to be shown.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use similar::TextDiff;

use super::TreeError;

/// How many lines of one file's diff are shown.
const DIFF_LINES: usize = 60;

/// How many files are shown with their lines; of the others, the names.
const DIFF_FILES: usize = 20;

/// A file to be written.
#[derive(Debug)]
pub(super) struct Write {
    pub(super) path: String,
    pub(super) old: Option<String>,
    pub(super) new: String,
}

/// A file to be removed.
#[derive(Debug)]
pub(super) struct Removal {
    pub(super) path: String,
    pub(super) old: String,
}

/// The difference between a [`Tree`](super::Tree) and a folder.
#[derive(Debug)]
pub struct Changes {
    dir: PathBuf,
    pub(super) writes: Vec<Write>,
    pub(super) removals: Vec<Removal>,
    pub(super) unchanged: usize,
}

impl Changes {
    pub(super) fn new(dir: &Path) -> Self {
        Self {
            dir: dir.to_path_buf(),
            writes: Vec::new(),
            removals: Vec::new(),
            unchanged: 0,
        }
    }

    /// Whether the folder is up to date.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.removals.is_empty()
    }

    /// The files that are new or different.
    pub fn written(&self) -> impl ExactSizeIterator<Item = &str> {
        self.writes.iter().map(|write| write.path.as_str())
    }

    /// The files that the tree no longer has.
    pub fn removed(&self) -> impl ExactSizeIterator<Item = &str> {
        self.removals.iter().map(|removal| removal.path.as_str())
    }

    /// How many files are as they should be.
    pub fn unchanged(&self) -> usize {
        self.unchanged
    }

    /// Makes the folder hold what the tree holds. Files that are as they should be are not touched.
    ///
    /// # Errors
    ///
    /// [`TreeError::Io`] if the system refuses; another run completes the work.
    pub fn apply(&self) -> Result<(), TreeError> {
        // Removals first: a stale file may stand where a folder goes, or differ from a new one only in case.
        for removal in &self.removals {
            self.remove(&removal.path)?;
        }
        for write in &self.writes {
            self.write(write)?;
        }
        Ok(())
    }

    fn remove(&self, path: &str) -> Result<(), TreeError> {
        let path = self.dir.join(path);
        fs::remove_file(&path).map_err(failed("remove", &path))?;
        let src = self.dir.join("src");
        // Folders that the removal left empty go as well; the first that is not empty ends it.
        for folder in path.ancestors().skip(1).take_while(|folder| *folder != src) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn write(&self, write: &Write) -> Result<(), TreeError> {
        let path = self.dir.join(&write.path);
        let folder = path.parent().unwrap_or(&self.dir);
        fs::create_dir_all(folder).map_err(failed("create", folder))?;
        replace(&path, &write.new)
    }

    /// A unified diff for people to read; long ones are cut short and say by how much.
    pub fn diff(&self) -> String {
        let mut files: Vec<(&str, Option<&str>, Option<&str>)> = Vec::new();
        files.extend(self.writes.iter().map(|write| {
            (
                write.path.as_str(),
                write.old.as_deref(),
                Some(write.new.as_str()),
            )
        }));
        files.extend(
            self.removals
                .iter()
                .map(|removal| (removal.path.as_str(), Some(removal.old.as_str()), None)),
        );
        files.sort_unstable();

        let mut text = String::new();
        for (number, (path, old, new)) in files.iter().enumerate() {
            if number < DIFF_FILES {
                diff_file(&mut text, path, *old, *new);
                continue;
            }
            if number == DIFF_FILES {
                let _ = writeln!(text, "… and {} more files:", files.len() - DIFF_FILES);
            }
            let state = match (old, new) {
                (None, _) => "new",
                (_, None) => "removed",
                _ => "changed",
            };
            let _ = writeln!(text, "  {path} ({state})");
        }
        text
    }
}

fn diff_file(text: &mut String, path: &str, old: Option<&str>, new: Option<&str>) {
    let (before, after) = match (old, new) {
        (None, _) => ("/dev/null (new file)".to_owned(), format!("b/{path}")),
        (_, None) => (format!("a/{path}"), "/dev/null (removed)".to_owned()),
        _ => (format!("a/{path}"), format!("b/{path}")),
    };
    let _ = writeln!(text, "--- {before}\n+++ {after}");
    // A limit for files that have nothing in common: the diff is then coarser, not wrong.
    let diff = TextDiff::configure()
        .timeout(Duration::from_secs(2))
        .diff_lines(old.unwrap_or_default(), new.unwrap_or_default());
    let lines = diff.unified_diff().context_radius(3).to_string();
    for line in lines.lines().take(DIFF_LINES) {
        let _ = writeln!(text, "{line}");
    }
    let rest = lines.lines().count().saturating_sub(DIFF_LINES);
    if rest > 0 {
        let _ = writeln!(text, "… and {rest} more lines of {path}");
    }
}

/// Writes a file anew, whose folder is there, or leaves it as it is: a temporary file and a rename, so that a run that is cut short leaves whole files only.
///
/// # Errors
///
/// [`TreeError::Io`] if the system refuses.
pub fn replace(path: &Path, text: &str) -> Result<(), TreeError> {
    let folder = path.parent().unwrap_or(path);
    let mut temporary = temporary(folder, path).map_err(failed("create a file in", folder))?;
    temporary
        .write_all(text.as_bytes())
        .map_err(failed("write", path))?;
    temporary
        .persist(path)
        .map_err(|error| failed("write", path)(error.error))?;
    Ok(())
}

/// A file beside `path`, with the permissions that `path` has or, if it is new, those of any new file.
fn temporary(folder: &Path, path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".codegen-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Temporary files are private by default; the process's mask still applies to this.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder)?;
    if let Ok(metadata) = fs::metadata(path) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    Ok(file)
}

fn failed<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> TreeError + 'a {
    move |source| TreeError::Io {
        action,
        path: path.to_path_buf(),
        source,
    }
}

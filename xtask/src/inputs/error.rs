//! Why the input cannot be read at all.

use std::fmt;
use std::path::PathBuf;

use super::MANIFEST;

/// Why the input cannot be read: all reasons.
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
    /// There is no such folder, which an option names.
    #[error("there is no such folder; name the one that holds the documents with {0}")]
    Missing(&'static str),
    /// A file where an option expects a folder.
    #[error("not a folder; name the folder that holds the document with {0}")]
    NotAFolder(&'static str),
    /// The folder that an option names holds no document.
    #[error(
        "no .yaml, .yml or .json file in it; name the folder that holds the documents with {0}"
    )]
    NoDocuments(&'static str),
    /// There is no such file, which an option names.
    #[error("there is no such file; correct the path behind {0}")]
    NoFile(&'static str),
    /// The system does not let us read it.
    #[error("cannot be read ({0}); make it readable, or take it out of the folder")]
    Unreadable(std::io::Error),
    /// A file that an option names holds no text, or too much.
    #[error("{0}")]
    NoText(String),
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

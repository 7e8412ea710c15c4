//! What is compared: a folder with documents, a single document, or a revision of this repository.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;
use xtask::Model;
use xtask::inputs::{Inputs, Request, Selection};

use super::console::{report, repository};
use super::git::Git;

/// A folder with documents, which is gone after the comparison if it was made for it.
#[derive(Debug)]
pub(crate) struct Side {
    name: String,
    folder: PathBuf,
    _made: Option<TempDir>,
}

impl Side {
    /// Finds what a side names: what is on the disk before a revision of the same name.
    pub(crate) fn of(name: &str) -> Result<Self> {
        let path = Path::new(name);
        if path.is_dir() {
            return Ok(Self {
                name: name.to_owned(),
                folder: path.to_path_buf(),
                _made: None,
            });
        }
        if path.is_file() {
            let made = tempfile::tempdir().context("cannot make a folder for one side")?;
            document(path, made.path())?;
            return Ok(Self {
                name: name.to_owned(),
                folder: made.path().to_path_buf(),
                _made: Some(made),
            });
        }
        let git = Git::new(repository()?);
        let Some(commit) = git.commit(name)? else {
            bail!(
                "`{name}` is neither a folder, nor a document, nor a revision of this repository"
            );
        };
        let side = Self::of_commit(&git, &commit)?;
        Ok(Self {
            name: name.to_owned(),
            ..side
        })
    }

    /// The documents of a commit.
    pub(crate) fn of_commit(git: &Git, commit: &str) -> Result<Self> {
        let made = tempfile::tempdir().context("cannot make a folder for one side")?;
        git.specs(commit, made.path())?;
        Ok(Self {
            name: commit.to_owned(),
            folder: made.path().join("specs"),
            _made: Some(made),
        })
    }

    /// Reads the documents that are wanted.
    pub(crate) fn inputs(&self, selection: Selection) -> Result<Inputs> {
        Inputs::request(&Request {
            specs: self.folder.clone(),
            selection,
            ..Request::default()
        })
        .with_context(|| format!("{} cannot be compared", self.name))
    }

    /// Understands what was read. What is wrong with it is printed.
    pub(crate) fn model(&self, inputs: &Inputs) -> Result<Model> {
        match Model::read(inputs) {
            Ok(model) => Ok(model),
            Err(errors) => {
                report(&errors, inputs)?;
                bail!(
                    "nothing was compared, because of the errors above in {}",
                    self.name
                );
            }
        }
    }
}

/// Puts a document where a document of a version stands.
fn document(path: &Path, folder: &Path) -> Result<()> {
    let folder = folder.join("v1");
    let context = || format!("cannot read {}", path.display());
    fs::create_dir(&folder).with_context(context)?;
    // Sides are compared by the names of their documents, and two files may have any names.
    let name = match path.extension() {
        Some(extension) => Path::new("document").with_extension(extension),
        None => PathBuf::from("document.yaml"),
    };
    fs::copy(path, folder.join(name)).with_context(context)?;
    Ok(())
}

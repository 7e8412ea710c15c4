//! What git knows of this repository.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context as _, Result, bail};

/// The repository.
#[derive(Debug)]
pub(crate) struct Git {
    root: PathBuf,
}

impl Git {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The commit that a revision stands for; `None` if there is no such revision.
    pub(crate) fn commit(&self, revision: &str) -> Result<Option<String>> {
        let commit = format!("{revision}^{{commit}}");
        let options = ["--verify", "--quiet", "--end-of-options"];
        let found = self.run(self.command("rev-parse").args(options).arg(commit))?;
        Ok(found.status.success().then(|| text(&found)))
    }

    /// The tag of the last release before what is checked out, such as `v0.1.0`; `None` if there is none.
    pub(crate) fn last_release(&self) -> Result<Option<String>> {
        let options = ["--tags", "--abbrev=0", "--match=v[0-9]*"];
        let found = self.run(self.command("describe").args(options))?;
        Ok(found.status.success().then(|| text(&found)))
    }

    /// Puts the folder `specs` of a commit into a folder.
    pub(crate) fn specs(&self, commit: &str, folder: &Path) -> Result<()> {
        // An index of its own leaves that of the repository alone.
        let mut checkout = Command::new("git");
        checkout
            .current_dir(&self.root)
            .arg(format!("--work-tree={}", folder.display()))
            .args(["checkout", "--quiet", commit, "--", "specs"])
            .env("GIT_INDEX_FILE", folder.join("index"));
        let done = self.run(&mut checkout)?;
        if !done.status.success() {
            let reason = String::from_utf8_lossy(&done.stderr);
            bail!(
                "the documents of `{commit}` cannot be taken from git: {}",
                reason.trim()
            );
        }
        Ok(())
    }

    fn command(&self, name: &str) -> Command {
        let mut git = Command::new("git");
        git.current_dir(&self.root).arg(name);
        git
    }

    fn run(&self, command: &mut Command) -> Result<Output> {
        command
            .stdin(Stdio::null())
            .output()
            .context("git cannot be run")
    }
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

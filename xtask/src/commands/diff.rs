//! `cargo xtask diff`: tells what a change of the documents does to the client, and to programs that use it.

use std::io;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use xtask::diff::{self, Diff as Comparison, Verdict};
use xtask::inputs::Selection;

use super::console::{Outcome, say};
use super::sides::Side;

/// Tell what a change of the documents does to the client
///
/// Compares two sides, each of which is a folder with documents, a single document, or a revision of this repository, whose folder specs is taken. `main..HEAD` names both sides.
///
/// Tells what came, went and changed: APIs, operations, parameters, types, fields, values; what becomes of the items of the client; and whether programs that use it still compile. What seems to
/// have got another name is told as a guess. Where the only version of one side is called differently on the other, both are compared as one. Of several rollouts of an API in HubSpot's collection
/// those are compared that both sides have; notes name the documents that are left out.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Exit codes:
  0  the comparison was made
  1  something has a verdict that --fail-on names, or a graver one
  2  wrong usage, or documents cannot be read or understood

Examples:
  cargo xtask diff main..HEAD
      What do my commits do to users?
  cargo xtask diff HEAD specs --fail-on breaking
      Does what I am about to commit break anything?
  cargo xtask diff v3 2026-03 --old-version v3 --new-version 2026-03 --api contacts
      What does a new version change? (Both sides are folders here.)
  cargo xtask diff main..HEAD --format markdown > changes.md
      A page for the pull request.
")]
pub(crate) struct Diff {
    /// The side before: a folder, a document, a revision, or both sides as OLD..NEW
    #[arg(value_name = "OLD")]
    old: String,
    /// The side after: a folder, a document, or a revision
    #[arg(value_name = "NEW")]
    new: Option<String>,
    /// In which form to print what was found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Exit with 1 if a change has this verdict or a graver one
    #[arg(long, value_name = "VERDICT", value_enum)]
    fail_on: Option<FailOn>,
    /// Versions of the side before, such as v3, separated by commas
    #[arg(long, value_name = "VERSIONS", value_delimiter = ',')]
    old_version: Vec<String>,
    /// Versions of the side after
    #[arg(long, value_name = "VERSIONS", value_delimiter = ',')]
    new_version: Vec<String>,
    /// APIs of both sides, separated by commas
    #[arg(long, value_name = "APIS", value_delimiter = ',')]
    api: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For a pull request
    Markdown,
    /// For programs
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Programs may no longer compile
    Breaking,
    /// The client offers something else, and programs still compile
    Compatible,
    /// Anything has changed
    Documentation,
}

impl Diff {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<Outcome> {
        let (old, new) = match (&self.new, self.old.split_once("..")) {
            (Some(new), _) => (self.old.clone(), new.clone()),
            (None, Some((old, new))) if !old.is_empty() => {
                let new = if new.is_empty() { "HEAD" } else { new };
                (old.to_owned(), new.to_owned())
            }
            (None, _) => bail!(
                "`{}` is one side; name the other as well, or both as OLD..NEW",
                self.old
            ),
        };
        let (old, new) = (Side::of(&old)?, Side::of(&new)?);
        let mut before = old.inputs(self.selection(&self.old_version))?;
        let mut after = new.inputs(self.selection(&self.new_version))?;
        for path in diff::counterparts(&mut before, &mut after) {
            let note = format!(
                "note: {path} is not compared: another rollout of the API is the counterpart of what the other side has\n"
            );
            say(io::stderr(), &note)?;
        }
        let (old, new) = (old.model(&before)?, new.model(&after)?);
        let found = Comparison::of(&old, &new)?;
        let format = match self.format {
            Format::Text => diff::Format::Text,
            Format::Markdown => diff::Format::Markdown,
            Format::Json => diff::Format::Json,
        };
        say(io::stdout(), &found.render(format))?;
        let limit = self.fail_on.map(|limit| match limit {
            FailOn::Breaking => Verdict::Breaking,
            FailOn::Compatible => Verdict::Compatible,
            FailOn::Documentation => Verdict::Documentation,
        });
        match (limit, found.verdict()) {
            (Some(limit), Some(verdict)) if verdict >= limit => Ok(Outcome::Findings),
            _ => Ok(Outcome::Done),
        }
    }

    fn selection(&self, versions: &[String]) -> Selection {
        Selection {
            versions: versions.to_vec(),
            apis: self.api.clone(),
        }
    }
}

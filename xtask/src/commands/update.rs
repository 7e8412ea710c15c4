//! `cargo xtask update`: takes over what HubSpot has changed, from what to edit to the number of the next version.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, anyhow, bail};
use clap::Args;
use semver::Version;
use serde_json::Value;
use xtask::Model;
use xtask::diff::{Diff, Format, Verdict};
use xtask::drift::{Correction, Report};
use xtask::inputs::{Inputs, Selection};
use xtask::tree::{Changes, replace};
use xtask::update::{Suggestion, insert};

use super::codegen::{documents, generate};
use super::console::{Outcome, counted, report, repository, say};
use super::drift::against;
use super::git::Git;
use super::sides::Side;

/// The folder of the client.
const CLIENT: &str = "crates/hubspot-crm-gen";

/// The folder with the documents as the in-memory HubSpot reads them.
const MOCK: &str = "crates/hubspot-crm-mock/generated";

/// Take over what HubSpot has changed
///
/// Compares our documents with a clone of HubSpot's collection of API descriptions and tells what to edit: the line, what to write, and what HubSpot has there, but for texts, which are
/// ours to write. Then generates the client from our documents as they are, tells what has changed since --base and what that does to programs, writes an entry under Unreleased in
/// CHANGELOG.md, and suggests a version.
///
/// Run it, edit, run it again, until there is nothing left to edit. The entry in the changelog is written again each time, until its first line, a comment, is removed.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Exit codes:
  0  our documents say what HubSpot's say
  1  there is something to edit, or our documents have errors
  2  wrong usage, or files cannot be read or written

Examples:
  cargo xtask update --from ~/hubspot-collection --dry-run
      What has HubSpot changed, and what would come of what I have edited so far?
  cargo xtask update --from ~/hubspot-collection
      Is all taken over? Write what follows from it.
  cargo xtask update --from ~/hubspot-collection --base main
      The same, for an update of several commits.
")]
pub(crate) struct Update {
    /// The clone of HubSpot's collection, or its folder PublicApiSpecs
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// The revision that the update starts from
    #[arg(long, value_name = "REVISION", default_value = "HEAD")]
    base: String,
    /// Write nothing; tell what would be written
    #[arg(long)]
    dry_run: bool,
}

impl Update {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<Outcome> {
        let root = repository()?;
        let git = Git::new(root.clone());
        let Some(base) = git.commit(&self.base)? else {
            bail!("`{}` is no revision of this repository", self.base);
        };
        let inputs = Inputs::read(&root.join("specs"))?;
        let (drift, theirs) = against(&self.from, "--from", &inputs)?;
        report(&drift.problems, &inputs)?;
        let corrections = drift.corrections(&inputs, &theirs);
        say(io::stdout(), &edits(&drift, &corrections))?;

        // All that is written is ready before the first of it is.
        let out = root.join(CLIENT);
        let model = Model::read(&inputs);
        let beside = documents(&root, &inputs)?;
        let Some((_, code)) = generate(inputs, &out, true)? else {
            return Ok(Outcome::Findings);
        };
        // What is wrong with the documents has just been told.
        let model = model.map_err(|_| anyhow!("the documents are not understood"))?;
        let before = model_of(&git, &base)?;
        let diff = Diff::of(&before, &model)?;
        let changelog = Changelog::of(&root, &base, &diff)?;
        let version = suggestion(&git, &out, &model)?;

        let mut text = section("Generated code");
        let documents = beside.as_ref().map(|(_, changes)| (MOCK, changes));
        let folders: Vec<_> = [(CLIENT, &code)].into_iter().chain(documents).collect();
        text.push_str(&files(&folders, self.dry_run));
        text.push_str(&section(&format!(
            "Changes since {} ({:.10})",
            self.base, base
        )));
        text.push_str(&diff.render(Format::Text));
        text.push_str(&section("Changelog"));
        text.push_str(&changelog.told(self.dry_run));
        text.push_str(&section("Version"));
        let _ = writeln!(text, "{version}");
        if !self.dry_run {
            for (_, changes) in folders {
                changes.apply()?;
            }
            changelog.write()?;
        }
        say(io::stdout(), &text)?;
        match drift.is_drift() {
            true => Ok(Outcome::Findings),
            false => Ok(Outcome::Done),
        }
    }
}

fn section(title: &str) -> String {
    format!("\n== {title}\n\n")
}

/// What to edit, in the form in which compilers name places.
fn edits(drift: &Report, corrections: &[Correction]) -> String {
    let mut text = format!("== What HubSpot says otherwise\n\n{}\n", drift.summary());
    if corrections.is_empty() {
        return text;
    }
    text.push_str(&section(&format!("What to edit ({})", corrections.len())));
    for correction in corrections {
        // One place is where the work starts; the others follow, each on a line that can be clicked.
        for spot in &correction.places {
            let _ = writeln!(text, "specs/{}:{}", spot.file, spot.line);
        }
        let _ = writeln!(text, "  {}", correction.what);
        for line in correction.yaml.lines() {
            let _ = writeln!(text, "{}", format!("      {line}").trim_end());
        }
        text.push('\n');
    }
    text.push_str(
        "Texts are ours to write: `cargo xtask lint` tells where one is missing. What is meant to differ goes into specs/deviations.yaml; `cargo xtask drift` has the words for it.\n",
    );
    text
}

/// What is written to the folders of what is generated.
fn files(folders: &[(&str, &Changes)], is_dry: bool) -> String {
    if folders.iter().all(|(_, changes)| changes.is_empty()) {
        let unchanged = folders.iter().map(|(_, changes)| changes.unchanged()).sum();
        return format!("{} up to date\n", counted(unchanged, "file"));
    }
    let mut text = String::new();
    let [writes, removes] = match is_dry {
        true => ["would write", "would remove"],
        false => ["wrote", "removed"],
    };
    for (folder, changes) in folders {
        for path in changes.written() {
            let _ = writeln!(text, "{writes} {folder}/{path}");
        }
        for path in changes.removed() {
            let _ = writeln!(text, "{removes} {folder}/{path}");
        }
    }
    text
}

/// The changelog as it is and as it is to be.
struct Changelog {
    path: PathBuf,
    before: String,
    after: String,
    entry: String,
}

impl Changelog {
    fn of(root: &Path, base: &str, diff: &Diff) -> Result<Self> {
        let path = root.join("CHANGELOG.md");
        let before =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let entry = diff.changelog();
        let after = insert(&before, &format!("{base:.10}"), &entry)
            .with_context(|| format!("cannot write an entry into {}", path.display()))?;
        Ok(Self {
            path,
            before,
            after,
            entry,
        })
    }

    fn told(&self, is_dry: bool) -> String {
        let what = match (self.before == self.after, is_dry) {
            (true, _) => return "CHANGELOG.md stays as it is\n".to_owned(),
            (false, true) => "CHANGELOG.md would have under Unreleased:",
            (false, false) => "CHANGELOG.md has under Unreleased:",
        };
        match self.entry.is_empty() {
            true => "CHANGELOG.md: the entry of this update is gone, as nothing has changed\n"
                .to_owned(),
            false => format!("{what}\n\n{}", self.entry),
        }
    }

    fn write(&self) -> Result<()> {
        if self.before == self.after {
            return Ok(());
        }
        replace(&self.path, &self.after)?;
        Ok(())
    }
}

/// The client of a commit.
fn model_of(git: &Git, commit: &str) -> Result<Model> {
    let side = Side::of_commit(git, commit)?;
    side.model(&side.inputs(Selection::default())?)
}

/// Suggests a version by what has changed since the last release.
fn suggestion(git: &Git, out: &Path, model: &Model) -> Result<Suggestion> {
    let now = version(out)?;
    let Some(tag) = git.last_release()? else {
        return Ok(Suggestion::of(now, None, None));
    };
    let number = tag.trim_start_matches('v');
    let released = Version::parse(number)
        .with_context(|| format!("the tag `{tag}` of the last release has no version in it"))?;
    let Some(commit) = git.commit(&tag)? else {
        bail!("the tag `{tag}` of the last release leads to no commit");
    };
    let before = model_of(git, &commit)?;
    let verdict: Option<Verdict> = Diff::of(&before, model)?.verdict();
    Ok(Suggestion::of(now, Some(released), verdict))
}

/// The version of the client, which its manifest may have from the workspace.
fn version(out: &Path) -> Result<Version> {
    let manifest = out.join("Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let found = Command::new(cargo)
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version=1",
            "--manifest-path",
        ])
        .arg(&manifest)
        .stdin(Stdio::null())
        .output()
        .context("cargo cannot be run")?;
    let trouble = || {
        let reason = String::from_utf8_lossy(&found.stderr);
        anyhow!(
            "cargo cannot tell the version of {}: {}",
            manifest.display(),
            reason.trim()
        )
    };
    let metadata: Value = serde_json::from_slice(&found.stdout).map_err(|_| trouble())?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let is_meant = |package: &&Value| {
        let path = package["manifest_path"].as_str().map(Path::new);
        path.is_some_and(|path| same_file(path, &manifest))
    };
    let package = packages.into_iter().find(is_meant).ok_or_else(trouble)?;
    let version = package["version"].as_str().unwrap_or_default();
    Version::parse(version).map_err(|_| trouble())
}

fn same_file(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    real(one) == real(other)
}

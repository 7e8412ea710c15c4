//! `cargo xtask codegen`: generates the client, or compares it with what is on the disk.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{self, Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use xtask::inputs::{Inputs, Request, Selection};
use xtask::tree::{Changes, Tree, library_name, starter_manifest};
use xtask::{Generation, bundle, conform, parse};

use super::console::{Outcome, counted, report, repository, say, seconds};

/// Generate the client from OpenAPI documents
///
/// Reads the OpenAPI 3.0 documents (.yaml, .yml, .json) below the folder of --specs. Writes a Rust client for them below the folder of --out: src/ and API.md, a page that lists every
/// operation and every field. All problems of the documents are reported together, and nothing is written if there is an error.
///
/// The folder is one of two kinds. In one of your own, the document v3/contacts.yaml makes the module v3::contacts, and documents below common/ are parts of others. In or above a clone of
/// HubSpot's collection of API descriptions, the document CRM/Contacts/Rollouts/424/v3/contacts.json makes the module v3::contacts; where that name would stand for several documents, the
/// number of the rollout or the group is added, and a note says so. Files of the collection that are no OpenAPI documents are passed over.
///
/// A manifest, codegen.yaml in the folder or the file of --manifest, may say which documents make which module, what is left out, and what gets another name. Overlays (OpenAPI Overlay 1.0)
/// correct documents that are not yours; xtask/overlays/hubspot.yaml does so for HubSpot's.
///
/// Only files that differ are written. Files below src/ and tests/generated/ that are no longer generated are removed. Files that were not generated are never touched: if one is in the way, nothing is
/// written at all. A folder without Cargo.toml gets one to start with, so that the client compiles as a crate of its own.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Manifest:
  versions:                  # may be left out: then the folders decide
    v3:
      contacts: CRM/Contacts/Rollouts/424/v3/contacts.json
  leave_out:                 # documents, or elements in them by JSON pointer
    - of: CRM/Contacts/Rollouts/107729/v3/contacts.json
      reason: the other rollout has all of it
    - of: CRM/Tickets/Rollouts/424/v3/tickets.json#/components/schemas/Pet/required/name
      reason: the server does without
  renames:
    - of: v3/contacts.yaml#/components/schemas/Option
      to: PropertyOption
      reason: hides the Option of Rust
  Paths count from the folder of --specs. An entry that matches nothing is an error.

Exit codes:
  0  done, or up to date with --check
  1  the documents have errors, or --check found differences
  2  wrong usage, or files cannot be read or written

Examples:
  cargo xtask codegen
      Generates crates/hubspot-crm-gen from specs, after a document was changed.
  cargo xtask codegen --check
      For CI: is what is committed what the documents say? Writes nothing.
  cargo xtask codegen --specs ~/apis --out /tmp/client
      Generates a client from documents of your own as a crate of its own.
  cargo xtask codegen --specs ~/hubspot-collection --api-version 2026-03 \\
        --overlay xtask/overlays/hubspot.yaml --out /tmp/client
      Generates a client for one version of all APIs in a clone of HubSpot's collection.
  cargo xtask codegen --specs ~/hubspot-collection --api-version v3,v4 \\
        --api contacts,\"line items\" --manifest ~/hubspot.yaml --out /tmp/client
      Generates a client for two APIs in two versions, with a manifest from outside of the clone.
")]
pub(crate) struct Codegen {
    /// Write nothing; show what would change, and fail if anything would
    #[arg(long)]
    check: bool,
    /// The folder with the documents [default: specs, in this repository]
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// The manifest [default: codegen.yaml in the folder with the documents, if it is there]
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// An overlay to apply to the documents; several apply one after the other
    #[arg(long = "overlay", value_name = "FILE")]
    overlays: Vec<PathBuf>,
    /// Take the documents of this version only, such as v3; may be given several times, or as a list with commas
    #[arg(long = "api-version", value_name = "VERSION", value_delimiter = ',')]
    versions: Vec<String>,
    /// Take this API only, by its module or by its folder in the collection, in any spelling: contacts, "Line Items"; may be given several times, or as a list with commas
    #[arg(long = "api", value_name = "NAME", value_delimiter = ',')]
    apis: Vec<String>,
    /// The folder of the crate to be generated [default: crates/hubspot-crm-gen, in this repository]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write tests/generated as well: a test that takes sample values of all received types through the client, and a call of every operation for tests of your own; both need the
    /// dev-dependency serde_json. The client of this repository always has them
    #[arg(long)]
    tests: bool,
}

impl Codegen {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<Outcome> {
        let start = Instant::now();
        let root = repository()?;
        let request = Request {
            specs: self.specs.clone().unwrap_or_else(|| root.join("specs")),
            manifest: self.manifest,
            overlays: self.overlays,
            selection: Selection {
                versions: self.versions,
                apis: self.apis,
            },
        };
        let is_plain = request.manifest.is_none()
            && request.overlays.is_empty()
            && request.selection.is_empty();
        let is_own = self.specs.is_none() && self.out.is_none() && is_plain;
        let out = self
            .out
            .unwrap_or_else(|| root.join("crates").join("hubspot-crm-gen"));

        let has_tests = self.tests || is_own;
        let inputs = Inputs::request(&request)?;
        let beside = match is_own {
            true => documents(&root, &inputs)?,
            false => None,
        };
        let Some((generation, changes)) = generate(inputs, &out, has_tests)? else {
            return Ok(Outcome::Findings);
        };
        if self.check {
            let beside = beside.as_ref().map(|(dir, changes)| (&**dir, changes));
            return check((&out, &changes), beside, is_own, start);
        }
        changes.apply()?;
        if let Some((_, changes)) = &beside {
            changes.apply()?;
        }
        let mut told = summary(&generation, &changes, &out, start);
        if let Some((dir, changes)) = &beside {
            let state = match changes.is_empty() {
                true => "unchanged",
                false => "written",
            };
            let _ = writeln!(told, "{}: the documents, {state}", dir.display());
        }
        say(io::stdout(), &told)?;
        if write_starter(&out, &root, has_tests)? {
            say(
                io::stdout(),
                "wrote a Cargo.toml to start with; it is yours from now on\n",
            )?;
        }
        Ok(Outcome::Done)
    }
}

/// Generates a client and compares it with what is in its folder. Findings are printed; `None` if the documents have errors.
pub(super) fn generate(
    mut inputs: Inputs,
    out: &Path,
    has_tests: bool,
) -> Result<Option<(Generation, Changes)>> {
    inputs.library = library(out, has_tests)?;
    let tested = match (&inputs.library, has_tests) {
        (None, true) => bail!(
            "{} names no library that code could use: give its [package] a `name`",
            out.join("Cargo.toml").display()
        ),
        (library, _) => library.clone().filter(|_| has_tests),
    };
    let generation = match xtask::generate_with(&inputs, tested.as_deref()) {
        Ok(generation) => generation,
        Err(errors) => {
            report(&errors, &inputs)?;
            say(
                io::stderr(),
                "error: nothing was written, because of the errors above\n",
            )?;
            return Ok(None);
        }
    };
    report(&generation.warnings, &inputs)?;
    let changes = generation.tree.compare(out)?;
    Ok(Some((generation, changes)))
}

/// The documents as the in-memory HubSpot of this repository reads them, compared with what it has. Errors in documents are for the generator to tell.
pub(super) fn documents(root: &Path, inputs: &Inputs) -> Result<Option<(PathBuf, Changes)>> {
    let mock = root.join("crates").join("hubspot-crm-mock");
    let Ok(specs) = conform::read(inputs) else {
        return Ok(None);
    };
    if !mock.join("Cargo.toml").is_file() {
        return Ok(None);
    }
    let mut tree = Tree::new();
    let table = inputs.association_types.as_ref();
    // What is wrong with it is for the generator to tell.
    let table = table.and_then(|table| parse::parse(&table.file, &table.text).ok());
    let links = table.as_ref().and_then(|table| table["types"].as_array());
    let links = links.map_or(&[][..], Vec::as_slice);
    tree.insert(bundle::FILE, bundle::bundle(&specs, links));
    let dir = mock.join("generated");
    let changes = tree.compare(&dir)?;
    Ok(Some((dir, changes)))
}

/// Compares only: shows what would change. `is_own` says whether it is this repository's own client.
fn check(
    client: (&Path, &Changes),
    beside: Option<(&Path, &Changes)>,
    is_own: bool,
    start: Instant,
) -> Result<Outcome> {
    let folders = || std::iter::once(client).chain(beside);
    let Some((out, _)) = folders().find(|(_, changes)| !changes.is_empty()) else {
        let unchanged = folders().map(|(_, changes)| changes.unchanged()).sum();
        let files = counted(unchanged, "file");
        say(
            io::stdout(),
            &format!(
                "{}: {files} up to date, in {}\n",
                client.0.display(),
                seconds(start)
            ),
        )?;
        return Ok(Outcome::Done);
    };
    let mut count = 0;
    for (_, changes) in folders() {
        say(io::stdout(), &changes.diff())?;
        count += changes.written().len() + changes.removed().len();
    }
    let count = counted(count, "file");
    let advice = if is_own {
        "run `cargo xtask codegen` and commit the result"
    } else {
        "run the same command without --check"
    };
    say(
        io::stderr(),
        &format!("error: {}: {count} out of date; {advice}\n", out.display()),
    )?;
    Ok(Outcome::Findings)
}

/// Gives a folder that has no manifest one to start with.
fn write_starter(out: &Path, root: &Path, is_tested: bool) -> Result<bool> {
    let path = out.join("Cargo.toml");
    if fs::symlink_metadata(&path).is_ok() {
        return Ok(false);
    }
    let core = root.join("crates").join("hubspot-crm-core");
    let text = starter_manifest(&folder_name(out)?, &core, is_tested);
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(true)
}

/// The name that a starter manifest goes by.
fn folder_name(out: &Path) -> Result<String> {
    let whole = path::absolute(out).with_context(|| format!("cannot read {}", out.display()))?;
    let whole = whole.canonicalize().unwrap_or(whole);
    let name = whole.file_name().unwrap_or_default();
    Ok(name.to_string_lossy().into_owned())
}

/// What programs call the library in the folder; `None` if its manifest has no name that code could use.
fn library(out: &Path, has_tests: bool) -> Result<Option<String>> {
    let path = out.join("Cargo.toml");
    let manifest = match fs::read_to_string(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            starter_manifest(&folder_name(out)?, Path::new(""), has_tests)
        }
        other => other.with_context(|| format!("cannot read {}", path.display()))?,
    };
    Ok(library_name(&manifest))
}

fn summary(generation: &Generation, changes: &Changes, out: &Path, start: Instant) -> String {
    let counts = &generation.counts;
    let rust = generation
        .tree
        .iter()
        .filter(|(path, _)| path.starts_with("src/") && path.ends_with(".rs"));
    let lines = rust.map(|(_, text)| text.lines().count()).sum();
    format!(
        "{}: {} of {}, from {}\n{}, {}, {}\n{} written, {} unchanged, {} removed, in {}\n",
        out.display(),
        counted(counts.operations, "operation"),
        counted(counts.apis, "API"),
        counted(counts.documents, "document"),
        counted(counts.types, "type"),
        counted(counts.builders, "builder"),
        counted(lines, "line"),
        counted(changes.written().len(), "file"),
        changes.unchanged(),
        changes.removed().len(),
        seconds(start),
    )
}

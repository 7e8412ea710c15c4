//! `cargo xtask drift`: compares our documents with those that HubSpot publishes.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use xtask::diagnostics::Diagnostics;
use xtask::drift::{self, Ours, Report, Trouble};
use xtask::inputs::{Inputs, Request};
use xtask::source::Sources;

use super::console::{Outcome, report, repository, say};

/// Tell what HubSpot's documents say otherwise than ours
///
/// Compares our OpenAPI documents with a clone of HubSpot's collection of API descriptions: operations, parameters, bodies, answers and schemas, but no texts. Each document of ours
/// says in x-hubspot-source which of HubSpot's it stands for. Prints what HubSpot has added, removed or changed, by API; what several APIs share is told once.
///
/// Documents of HubSpot's that none of ours stands for are new APIs, if they are of a version and a group of APIs that we have.
///
/// What differs on purpose is listed, with reasons, in deviations.yaml in the folder with our documents. An entry that explains nothing any more is reported as well.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Deviations:
  left_out:                  # documents of HubSpot's that we do not want
    - document: CRM/Contacts/Rollouts/107729/v3/contacts.json
      reason: the other rollout has all of it
  deviations:
    - schema: BatchResponse* # or operation: GET /crm/v3/owners, or api: v3/owners
      at: completedAt        # where in it, as the report has it
      aspect: required       # in which respect, as the report has it
      ours: false            # what both sides say; may be left out
      theirs: true
      apis: [contacts]       # may be left out
      reason: a batch that is still being worked on has not ended
  Names may be lists, and `*` in them stands for any text.

Exit codes:
  0  no drift
  1  HubSpot's documents differ from ours, or deviations.yaml has errors
  2  wrong usage, or documents cannot be read or understood

Examples:
  cargo xtask drift --against ~/hubspot-collection
      Is what we have what HubSpot has?
  cargo xtask drift --against ~/hubspot-collection --format markdown > drift.md
      The same, to be posted.
")]
pub(crate) struct Drift {
    /// The clone of HubSpot's collection, or its folder PublicApiSpecs
    #[arg(long, value_name = "DIR")]
    against: PathBuf,
    /// The folder with our documents [default: specs, in this repository]
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// In which form to print what was found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// For people; problems of deviations.yaml go to the standard error
    #[default]
    Text,
    /// For a pull request or an issue
    Markdown,
    /// For programs
    Json,
}

impl Drift {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<Outcome> {
        let specs = match self.specs {
            Some(specs) => specs,
            None => repository()?.join("specs"),
        };
        let inputs = Inputs::read(&specs)?;
        let (found, _) = against(&self.against, "--against", &inputs)?;
        let format = match self.format {
            Format::Text => {
                report(&found.problems, &inputs)?;
                drift::Format::Text
            }
            Format::Markdown => drift::Format::Markdown,
            Format::Json => drift::Format::Json,
        };
        let mut sources = Sources::default();
        for (file, text) in inputs.texts() {
            sources.insert(file, text);
        }
        say(io::stdout(), &found.render(format, &sources))?;
        match found.is_drift() {
            true => Ok(Outcome::Findings),
            false => Ok(Outcome::Done),
        }
    }
}

/// Holds our documents against the collection in a folder, which an option names. What keeps them from being compared is printed.
pub(super) fn against(
    collection: &Path,
    option: &str,
    inputs: &Inputs,
) -> Result<(Report, Inputs)> {
    let ours = match Ours::read(inputs) {
        Ok(ours) => ours,
        Err(errors) => return refuse(&errors, inputs, "our documents"),
    };
    if !collection.is_dir() {
        bail!(
            "{}: there is no such folder; name a clone of HubSpot's collection with {option}",
            collection.display()
        );
    }
    let theirs = Inputs::request(&Request {
        specs: collection.to_path_buf(),
        selection: ours.selection(),
        ..Request::default()
    })?;
    if theirs.places.is_empty() {
        bail!(
            "{}: no document of HubSpot's collection is in it; name a clone of the collection, or its folder PublicApiSpecs, with {option}",
            collection.display()
        );
    }
    match drift::drift(ours, &theirs) {
        Ok(found) => Ok((found, theirs)),
        Err(Trouble::Ours(errors)) => refuse(&errors, inputs, "our documents"),
        Err(Trouble::Theirs(errors)) => refuse(&errors, &theirs, "HubSpot's documents"),
    }
}

/// Prints what keeps documents from being compared.
fn refuse<T>(errors: &Diagnostics, inputs: &Inputs, whose: &str) -> Result<T> {
    report(errors, inputs)?;
    bail!("nothing was compared, because of the errors above in {whose}");
}

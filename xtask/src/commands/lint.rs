//! `cargo xtask lint`: holds our documents against the rules that they are written by.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result};
use clap::Args;
use xtask::inputs::Inputs;
use xtask::lint::{RULES, lint, wording};

use super::console::{Outcome, counted, report, repository, say, seconds};

/// Check the OpenAPI documents against the rules of specs/README.md
///
/// Reads the documents below the folder of --specs as `codegen` does, and tells everything that is wrong with them: what the generator has against them, and where they do not keep to the
/// rules for documents of ours. Each finding says where it is and what to do about it. Nothing is written.
///
/// With --against, no text of ours (title, summary, description, meaning of a scope) and no sentence of one may be equal to one of HubSpot's, if it has more than five words. Case,
/// punctuation and white space do not count. The folder is a copy of HubSpot's collection of API descriptions.
#[derive(Debug, Args)]
#[command(after_long_help = after_help())]
pub(crate) struct Lint {
    /// The folder with the documents [default: specs, in this repository]
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// A folder with HubSpot's own documents, whose wording ours must not have
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
}

fn after_help() -> String {
    let mut help = String::from("Rules:\n");
    for rule in &RULES {
        let _ = writeln!(help, "  {}: {}", rule.name, rule.about);
    }
    help.push_str(
        "
Exit codes:
  0  the documents keep to the rules
  1  they do not
  2  wrong usage, or files cannot be read

Examples:
  cargo xtask lint
      Checks specs, as CI does.
  cargo xtask lint --against ../shared/hubspot-specs/PublicApiSpecs
      Checks the wording as well.
",
    );
    help
}

impl Lint {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<Outcome> {
        let start = Instant::now();
        let specs = match self.specs {
            Some(specs) => specs,
            None => repository()?.join("specs"),
        };
        let inputs = Inputs::read(&specs)?;
        let mut lint = lint(&inputs);
        let mut compared = String::new();
        if let Some(dir) = self.against {
            let theirs = Inputs::read_for(&dir, "--against")?;
            let copied = wording::check(&inputs, &theirs).with_context(|| {
                format!("the wording cannot be compared with {}", dir.display())
            })?;
            lint.findings.extend(copied);
            let count = counted(theirs.files.len(), "document");
            compared = format!(", and no wording of {count} below {}", dir.display());
        }
        report(&lint.findings, &inputs)?;
        if lint.findings.is_empty() {
            let documents = counted(lint.documents, "document");
            let rules = counted(RULES.len(), "rule");
            let time = seconds(start);
            let dir = specs.display();
            say(
                io::stdout(),
                &format!("{dir}: {documents} keep all {rules}{compared}, in {time}\n"),
            )?;
            return Ok(Outcome::Done);
        }
        let advice = match lint.complete {
            true => "specs/README.md has the rules and their reasons",
            false => {
                "the rules about what documents say were not applied, because of the errors above"
            }
        };
        say(
            io::stderr(),
            &format!("error: {}: {advice}\n", specs.display()),
        )?;
        Ok(Outcome::Findings)
    }
}

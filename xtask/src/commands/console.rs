//! What all tasks share: where the repository is, how findings and figures are shown, and how a task ends.

use std::env;
use std::io::{self, ErrorKind, IsTerminal as _, Write};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result};
use xtask::diagnostics::Diagnostics;
use xtask::inputs::Inputs;
use xtask::source::Sources;

/// How a task ended, other than in trouble with files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    Findings,
}

/// The repository, found from the folder of this package, so that the task works from any working folder.
pub(crate) fn repository() -> Result<PathBuf> {
    // Cargo says where the package is now; what was true when it was compiled serves where the program is called by itself.
    let package = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let root = package
        .parent()
        .context("the folder of this package has no parent")?;
    Ok(root.to_path_buf())
}

/// Prints the findings, with the lines of the documents that they are about.
pub(crate) fn report(findings: &Diagnostics, inputs: &Inputs) -> Result<()> {
    if findings.iter().next().is_none() {
        return Ok(());
    }
    let mut sources = Sources::default();
    for (file, text) in inputs.texts() {
        sources.insert(file, text);
    }
    let color =
        io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let text = findings.render(&sources, color);
    say(io::stderr(), &format!("{}\n", text.trim_end()))
}

/// A number with its noun.
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The time since then, for people.
pub(crate) fn seconds(start: Instant) -> String {
    format!("{:.2} s", start.elapsed().as_secs_f64())
}

/// Prints to a stream that the reader may have closed: not reading on is no failure.
pub(crate) fn say(mut stream: impl Write, text: &str) -> Result<()> {
    match stream
        .write_all(text.as_bytes())
        .and_then(|()| stream.flush())
    {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("cannot print"),
        _ => Ok(()),
    }
}

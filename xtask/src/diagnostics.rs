//! What the generator has to say about its input: every finding of a run is collected, then all are printed together.

mod listing;

use std::collections::BTreeMap;
use std::fmt;

use indexmap::{IndexMap, IndexSet};

use crate::edits::Edits;
use crate::pointer::{Origin, Position};
use crate::source::Sources;

/// As many findings are printed. Nobody reads more at once, and a document that is wrong throughout may have any number of them.
const MOST_SHOWN: usize = 500;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The output is written; somebody should look.
    Warning,
    /// The output is as it should be; this is how the generator came to it.
    Note,
}

/// One finding: what is wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong, in one sentence without a final dot.
    pub message: String,
    /// The place, where the finding belongs to one.
    pub origin: Option<Origin>,
    /// Set where the place is known only as a position, as for a syntax error; otherwise the pointer is looked up when the finding is printed.
    pub position: Option<Position>,
    /// What the reader can do about it.
    pub help: Option<String>,
}

/// Everything on one line, for logs and for places without the texts at hand.
impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        write!(formatter, "{severity}: {}", self.message)?;
        if let Some(origin) = &self.origin {
            write!(formatter, " ({origin})")?;
        }
        match &self.help {
            Some(help) => write!(formatter, "; help: {help}"),
            None => Ok(()),
        }
    }
}

/// The findings of a run, in the order in which they were made.
#[derive(Debug, Default)]
pub struct Diagnostics {
    found: IndexSet<Diagnostic>,
    /// By file, what was taken out of its lists after it was read.
    edits: BTreeMap<String, Edits>,
}

impl Diagnostics {
    /// Records an error at a place.
    pub fn error(&mut self, origin: &Origin, message: impl Into<String>, help: impl Into<String>) {
        self.push(Diagnostic {
            severity: Severity::Error,
            message: message.into(),
            origin: Some(origin.clone()),
            position: None,
            help: Some(help.into()),
        });
    }

    /// Records a warning at a place.
    pub fn warning(
        &mut self,
        origin: &Origin,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(Diagnostic {
            severity: Severity::Warning,
            message: message.into(),
            origin: Some(origin.clone()),
            position: None,
            help: Some(help.into()),
        });
    }

    /// Records what the generator made of something, which nobody has to act on.
    ///
    /// Notes with one message are told once, with the number of their places: a message should not name its place.
    pub fn note(&mut self, origin: &Origin, message: impl Into<String>) {
        self.push(Diagnostic {
            severity: Severity::Note,
            message: message.into(),
            origin: Some(origin.clone()),
            position: None,
            help: None,
        });
    }

    /// Records a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        // The same schema may be reached along several ways; its fault is told once.
        self.found.insert(diagnostic);
    }

    /// Says that pointers into a file lead to other places than its text has them at.
    pub fn edited(&mut self, file: &str, edits: Edits) {
        if !edits.is_empty() {
            self.edits.insert(file.to_owned(), edits);
        }
    }

    /// Records all findings of another run.
    pub fn extend(&mut self, other: Self) {
        self.found.extend(other.found);
        self.edits.extend(other.edits);
    }

    /// Forgets what nobody has to act on.
    pub fn drop_notes(&mut self) {
        self.found.retain(|found| found.severity != Severity::Note);
    }

    /// Whether anything forbids writing the output.
    pub fn has_errors(&self) -> bool {
        self.of(Severity::Error).next().is_some()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The findings, in the order in which they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    /// All findings with the lines of the documents that they are about, and their number at the end.
    ///
    /// They come in the order of files and of places within them, so that the text is the same whatever order the checks run in. Findings that belong to no file come first.
    pub fn render(&self, sources: &Sources, color: bool) -> String {
        let mut placed: Vec<_> = self
            .iter()
            .filter(|diagnostic| diagnostic.severity != Severity::Note)
            .map(|diagnostic| {
                let located = || {
                    let origin = diagnostic.origin.as_ref()?;
                    match self.in_text(origin) {
                        Some(origin) => sources.locate(&origin),
                        None => sources.locate(origin),
                    }
                };
                (diagnostic, diagnostic.position.or_else(located))
            })
            .collect();
        // Errors are what has to be read, even if they are at the end.
        let severity = |diagnostic: &Diagnostic| diagnostic.severity;
        let hidden = placed.len().saturating_sub(MOST_SHOWN);
        if hidden > 0 {
            placed.sort_by_key(|(diagnostic, position)| {
                let file = diagnostic.origin.as_ref().map(|origin| &origin.file);
                (severity(diagnostic), file, *position)
            });
            placed.truncate(MOST_SHOWN);
        }
        // The sort keeps the order of what stands in one place.
        placed.sort_by_key(|(diagnostic, position)| {
            (
                diagnostic.origin.as_ref().map(|origin| &origin.file),
                *position,
            )
        });
        let mut text = String::new();
        for (diagnostic, position) in placed {
            text.push_str(&listing::render(diagnostic, position, sources, color));
            text.push_str("\n\n");
        }
        if hidden > 0 {
            text.push_str(&format!("and {hidden} more, not shown\n\n"));
        }
        text.push_str(&self.notes());
        if !self.found.is_empty() {
            text.push_str(&self.count());
            text.push('\n');
        }
        text
    }

    /// Where the text of an edited document has what is now at this place.
    fn in_text(&self, origin: &Origin) -> Option<Origin> {
        let edits = self.edits.get(&*origin.file)?;
        Some(Origin {
            file: origin.file.clone(),
            pointer: edits.original_pointer(&origin.pointer)?,
        })
    }

    /// The notes, a line for each message.
    fn notes(&self) -> String {
        let mut places: IndexMap<&str, Vec<&Origin>> = IndexMap::new();
        for note in self.of(Severity::Note) {
            let places = places.entry(&note.message).or_default();
            places.extend(&note.origin);
        }
        let lines = places.iter().map(|(message, places)| match &places[..] {
            [] => format!("note: {message}\n"),
            [only] => format!("note: {message} ({only})\n"),
            [first, others @ ..] => {
                let count = others.len();
                let s = if count == 1 { "" } else { "s" };
                format!("note: {message} ({first}, and {count} other place{s})\n")
            }
        });
        lines.collect()
    }

    fn of(&self, severity: Severity) -> impl Iterator<Item = &Diagnostic> {
        self.iter()
            .filter(move |diagnostic| diagnostic.severity == severity)
    }

    /// How many findings there are of each kind, as in `2 errors, 1 warning`.
    fn count(&self) -> String {
        let kinds = [
            (Severity::Error, "error"),
            (Severity::Warning, "warning"),
            (Severity::Note, "note"),
        ];
        let words = kinds.iter().filter_map(|(severity, name)| {
            let count = self.of(*severity).count();
            let s = if count == 1 { "" } else { "s" };
            (count > 0).then(|| format!("{count} {name}{s}"))
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests;

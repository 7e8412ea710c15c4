//! What differs between two trees of generated files, in figures.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use similar::{DiffOp, TextDiff};
use xtask::tree::Tree;

/// The files that differ.
pub(crate) struct Footprint {
    pub(crate) files: BTreeMap<String, File>,
}

/// How one file differs.
pub(crate) struct File {
    pub(crate) state: State,
    /// Lines that came.
    pub(crate) added: usize,
    /// Lines that went.
    pub(crate) removed: usize,
    /// Runs of lines without an unchanged one between them.
    pub(crate) places: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    New,
    Changed,
    Gone,
}

impl Footprint {
    pub(crate) fn of(old: &Tree, new: &Tree) -> Self {
        let [old, new]: [BTreeMap<_, _>; 2] = [old, new].map(|tree| tree.iter().collect());
        let paths: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
        let files = paths.into_iter().filter_map(|path| {
            let file = File::of(old.get(path).copied(), new.get(path).copied())?;
            Some((path.to_owned(), file))
        });
        Self {
            files: files.collect(),
        }
    }
}

impl File {
    /// How the file differs, if it does.
    fn of(old: Option<&str>, new: Option<&str>) -> Option<Self> {
        let state = match (old, new) {
            (None, _) => State::New,
            (_, None) => State::Gone,
            _ if old == new => return None,
            _ => State::Changed,
        };
        let diff = TextDiff::from_lines(old.unwrap_or_default(), new.unwrap_or_default());
        let differing = || diff.ops().iter().filter(|op| !is_equal(op));
        Some(Self {
            state,
            added: differing().map(|op| op.new_range().len()).sum(),
            removed: differing().map(|op| op.old_range().len()).sum(),
            // An operation may stand next to another one, with nothing between them.
            places: diff
                .ops()
                .split(is_equal)
                .filter(|run| !run.is_empty())
                .count(),
        })
    }

    /// Lines that somebody reads in the diff.
    pub(crate) fn lines(&self) -> usize {
        self.added + self.removed
    }
}

fn is_equal(op: &DiffOp) -> bool {
    matches!(op, DiffOp::Equal { .. })
}

impl fmt::Display for Footprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, file) in &self.files {
            let places = match (file.state, file.places) {
                (State::New, _) => "new".to_owned(),
                (State::Gone, _) => "gone".to_owned(),
                (State::Changed, 1) => "in 1 place".to_owned(),
                (State::Changed, places) => format!("in {places} places"),
            };
            let (added, removed) = (format!("+{}", file.added), format!("-{}", file.removed));
            writeln!(formatter, "{added:>6} {removed:>6}  {path}, {places}")?;
        }
        Ok(())
    }
}

//! The texts of the input documents, and where in them the elements stand that JSON pointers name.
//!
//! Values carry no positions: they are needed only for findings, so a text is read a second time when the first of its findings is printed.

mod outline;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use self::outline::Outline;
use crate::pointer::Position;
use crate::pointer::{self, Origin};

/// The texts of all input documents, by file.
#[derive(Debug, Default)]
pub struct Sources {
    files: BTreeMap<String, Source>,
}

#[derive(Debug)]
struct Source {
    text: String,
    /// Where each line starts.
    lines: OnceCell<Vec<usize>>,
    outline: OnceCell<Outline>,
}

impl Sources {
    /// Takes in the text of a file, in place of an earlier one.
    pub fn insert(&mut self, file: impl Into<String>, text: impl Into<String>) {
        let text = text.into();
        // Positions are counted without the byte order mark, as the parsers do.
        let text = text
            .strip_prefix('\u{feff}')
            .map(str::to_owned)
            .unwrap_or(text);
        self.files.insert(
            file.into(),
            Source {
                text,
                lines: OnceCell::new(),
                outline: OnceCell::new(),
            },
        );
    }

    /// A line of a file, counted from 1, without its line break.
    pub fn line(&self, file: &str, number: usize) -> Option<&str> {
        let Source { text, lines, .. } = self.files.get(file)?;
        let lines = lines.get_or_init(|| {
            let breaks = text.match_indices('\n').map(|(index, _)| index + 1);
            std::iter::once(0).chain(breaks).collect()
        });
        let start = *lines.get(number.checked_sub(1)?)?;
        text[start..]
            .split('\n')
            .next()
            .map(|line| line.trim_end_matches('\r'))
    }

    /// Where an element stands: its key for the member of an object, its first character for the item of a list.
    ///
    /// Where the pointer leads nowhere, this is the place of the last element on its way that exists: the object that lacks a field, as a rule.
    /// `None` if the file is unknown.
    pub fn locate(&self, origin: &Origin) -> Option<Position> {
        let source = self.files.get(&*origin.file)?;
        // A text that was refused may be one that takes long to read.
        if origin.pointer.is_empty() && source.outline.get().is_none() {
            return Some(Outline::start(&source.text));
        }
        let outline = source.outline.get_or_init(|| Outline::read(&source.text));
        Some(outline.locate(&pointer::split(&origin.pointer).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests;

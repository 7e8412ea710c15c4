//! Types that have another name or another place, and everything else read as if they had been there before.

use std::collections::BTreeMap;

use super::facts::Facts;
use super::guess;
use crate::surface::Surface;

/// What types are called now, and where they are.
#[derive(Debug, Clone, Default)]
pub(super) struct Renames {
    /// New names by old names.
    names: BTreeMap<String, String>,
    /// New paths by old paths, of those types and of types that only moved.
    paths: BTreeMap<String, String>,
}

impl Renames {
    /// What seems to be so.
    pub(super) fn of(old: &Facts, new: &Facts) -> Self {
        let mut renames = Self::default();
        for (before, after) in guess::types(old, new) {
            renames.names.insert(before.to_owned(), after.to_owned());
        }
        for (name, before) in &old.types {
            if let Some(after) = new.types.get(&renames.now(name))
                && after.path != before.path
            {
                renames
                    .paths
                    .insert(before.path.clone(), after.path.clone());
            }
        }
        renames
    }

    /// What a type is called now, if it has another name.
    pub(super) fn name(&self, old: &str) -> Option<&str> {
        self.names.get(old).map(String::as_str)
    }

    /// Whether a type has got this name.
    pub(super) fn is_new_name(&self, name: &str) -> bool {
        self.names.values().any(|new| new == name)
    }

    /// A text with the names that types have now.
    pub(super) fn now(&self, text: &str) -> String {
        let words = words(text);
        words
            .map(|word| self.names.get(word).map_or(word, String::as_str))
            .collect()
    }

    /// Whether two texts differ in the names of types at most.
    pub(super) fn same(&self, old: &str, new: &str) -> bool {
        old == new || self.now(old) == new
    }

    /// What was offered before, with the parts of each type where they are now and with the names of now in declarations. The types themselves keep name and place.
    pub(super) fn surface(&self, old: Surface) -> Surface {
        if self.names.is_empty() && self.paths.is_empty() {
            return old;
        }
        old.rewritten(|path| self.path(path), |text| self.now(text))
    }

    /// Where something is now that belongs to a type. A trait is part of its path, as in `v3::lists::List: From<Other>`.
    fn path(&self, path: &str) -> String {
        let (head, of) = match path.find(": ") {
            Some(end) => path.split_at(end),
            None => (path, ""),
        };
        let ends = head
            .match_indices("::")
            .chain(head.match_indices('.'))
            .map(|(end, _)| end)
            .chain((!of.is_empty()).then_some(head.len()));
        let moved = ends.into_iter().find_map(|end| {
            let after = self.paths.get(&head[..end])?;
            Some(format!("{after}{}", &head[end..]))
        });
        let head = moved.unwrap_or_else(|| head.to_owned());
        format!("{head}{}", self.now(of))
    }
}

/// The words of a text, and what is between them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = match is_part(first) {
            true => rest.find(|letter| !is_part(letter)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

//! `deviations.yaml`: in what our documents differ from HubSpot's on purpose, and why.

mod read;

use std::collections::BTreeSet;

use super::pattern::Pattern;
use crate::compare::{Aspect, Difference, Fact, Subject};
use crate::diagnostics::Diagnostics;
use crate::inputs::Text;
use crate::pointer::Origin;

/// The content of the file, and which parts of it have been needed.
#[derive(Debug, Default)]
pub(super) struct Deviations {
    left_out: Vec<LeftOut>,
    entries: Vec<Deviation>,
}

/// A document of HubSpot's that ours do not stand for.
#[derive(Debug)]
struct LeftOut {
    documents: Names,
    origin: Origin,
}

/// Differences that are meant to be.
#[derive(Debug)]
struct Deviation {
    kind: Kind,
    subjects: Names,
    /// `None` where the entry is about the subject itself.
    places: Option<Names>,
    aspect: Aspect,
    ours: Option<Pin>,
    theirs: Option<Pin>,
    /// `None` for all.
    apis: Option<Names>,
    origin: Origin,
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Api,
    Operation,
    Schema,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Operation, Self::Schema, Self::Api];

    fn key(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Operation => "operation",
            Self::Schema => "schema",
        }
    }

    fn of(subject: &Subject) -> Self {
        match subject {
            Subject::Api(_) => Self::Api,
            Subject::Operation { .. } => Self::Operation,
            Subject::Schema(_) => Self::Schema,
        }
    }
}

/// One name or several, each with the note whether it has matched anything.
#[derive(Debug)]
struct Names {
    key: &'static str,
    list: Vec<(Pattern, bool)>,
    /// Whether the file has a list, so that each name has a place of its own.
    is_list: bool,
}

impl Names {
    fn find(&self, test: impl Fn(&Pattern) -> bool) -> Option<usize> {
        self.list.iter().position(|(pattern, _)| test(pattern))
    }

    fn mark(&mut self, index: usize) {
        if let Some((_, is_used)) = self.list.get_mut(index) {
            *is_used = true;
        }
    }

    fn is_used(&self) -> bool {
        self.list.iter().any(|(_, is_used)| *is_used)
    }

    /// The names that have matched nothing, with their places.
    fn unused(&self, entry: &Origin) -> impl Iterator<Item = (&str, Origin)> {
        let place = entry.key(self.key);
        let listed = self.list.iter().enumerate();
        listed
            .filter(|(_, (_, is_used))| !is_used)
            .map(move |(index, (pattern, _))| {
                let place = match self.is_list {
                    true => place.index(index),
                    false => place.clone(),
                };
                (pattern.as_str(), place)
            })
    }
}

/// What a side has to say for an entry to hold.
#[derive(Debug)]
enum Pin {
    Text(Pattern),
    Set(BTreeSet<String>),
}

impl Pin {
    fn holds(&self, fact: &Fact) -> bool {
        match (self, fact) {
            (Self::Set(pinned), Fact::Set(set)) => pinned == set,
            (Self::Set(_), _) => false,
            (Self::Text(pattern), fact) => pattern.matches(&fact.to_string()),
        }
    }
}

impl Deviations {
    /// Reads the file. `None` if nothing can be made of it; what is wrong with single entries is reported, and the others count.
    pub(super) fn read(text: &Text, diagnostics: &mut Diagnostics) -> Option<Self> {
        read::deviations(text, diagnostics)
    }

    /// Whether a document of HubSpot's is left out.
    pub(super) fn leaves_out(&mut self, document: &str) -> bool {
        for entry in &mut self.left_out {
            if let Some(index) = entry.documents.find(|pattern| pattern.matches(document)) {
                entry.documents.mark(index);
                return true;
            }
        }
        false
    }

    /// Whether an entry explains a difference where an API shows it. The left side is ours. Of several entries the first one counts, so that one that is not needed is found.
    pub(super) fn explain(&mut self, difference: &Difference, api: &str) -> bool {
        self.entries
            .iter_mut()
            .any(|entry| entry.explains(difference, api))
    }

    /// Reports what has matched nothing.
    pub(super) fn report_unused(&self, diagnostics: &mut Diagnostics) {
        for LeftOut { documents, origin } in &self.left_out {
            for (name, place) in documents.unused(origin) {
                diagnostics.error(
                    &place,
                    format!("HubSpot has no document `{name}` that could be left out"),
                    "remove the entry, or correct the path, as in `CRM/Contacts/Rollouts/424/v3/contacts.json`",
                );
            }
        }
        for entry in &self.entries {
            if !entry.subjects.is_used() {
                diagnostics.error(
                    &entry.origin,
                    "this entry explains nothing that no entry above it explains",
                    "remove it; or correct it, if there is a difference that it was written for",
                );
                continue;
            }
            let names = [
                Some(&entry.subjects),
                entry.places.as_ref(),
                entry.apis.as_ref(),
            ];
            for names in names.into_iter().flatten() {
                for (name, place) in names.unused(&entry.origin) {
                    diagnostics.error(
                        &place,
                        format!("`{name}` matches nothing in this entry"),
                        "remove it from the list, or correct it",
                    );
                }
            }
        }
    }
}

impl Deviation {
    fn explains(&mut self, difference: &Difference, api: &str) -> bool {
        if self.kind != Kind::of(&difference.subject)
            || self.aspect != difference.aspect
            || !holds(self.ours.as_ref(), &difference.left)
            || !holds(self.theirs.as_ref(), &difference.right)
        {
            return false;
        }
        let subject = difference.subject.to_string();
        let Some(subject) = self.subjects.find(|pattern| pattern.matches(&subject)) else {
            return false;
        };
        let place = difference.place.to_string();
        let Some(place) = found(self.places.as_ref(), |pattern| pattern.matches(&place))
            .or_else(|| (self.places.is_none() && difference.place.is_whole()).then_some(None))
        else {
            return false;
        };
        // With the version or without: `v3/contacts`, `contacts`.
        let module = api.rsplit('/').next().unwrap_or(api);
        let is_api = |pattern: &Pattern| pattern.matches(api) || pattern.matches(module);
        let Some(api) =
            found(self.apis.as_ref(), is_api).or_else(|| self.apis.is_none().then_some(None))
        else {
            return false;
        };
        self.subjects.mark(subject);
        for (names, index) in [(&mut self.places, place), (&mut self.apis, api)] {
            if let (Some(names), Some(index)) = (names, index) {
                names.mark(index);
            }
        }
        true
    }
}

/// Whether a pin holds, if there is one.
fn holds(pin: Option<&Pin>, fact: &Fact) -> bool {
    pin.is_none_or(|pin| pin.holds(fact))
}

/// Which of the names matches; `None` if none does or there are none.
fn found(names: Option<&Names>, test: impl Fn(&Pattern) -> bool) -> Option<Option<usize>> {
    names?.find(test).map(Some)
}

#[cfg(test)]
mod tests;

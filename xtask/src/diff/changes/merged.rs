//! One cause is told once: changes that are the same in several places, put together and in order.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::{About, Action, Change, TEXT};

impl Change {
    /// By what changes are one that several subjects have.
    fn of_several_subjects(&self) -> impl Ord + use<> {
        // What comes or goes as a whole is told one by one.
        let is_part = matches!(self.about, About::Parameter | About::Field | About::Value);
        let is_whole = matches!(self.about, About::Operation | About::Type);
        let is_text = self.about == About::Item && self.aspect == Some(TEXT);
        let alone = match is_part
            || is_text
            || self.has_moved()
            || is_whole && self.action == Action::Changed
        {
            true => None,
            false => self.subjects.first().cloned(),
        };
        (alone, self.names.clone(), self.kind())
    }

    /// By what changes are one that several parts of a subject have.
    fn of_several_parts(&self) -> impl Ord + use<> {
        (self.subjects.clone(), self.names.is_empty(), self.kind())
    }

    /// All but what has changed.
    fn kind(&self) -> impl Ord + use<> {
        (
            (self.verdict, self.about, self.action, self.aspect),
            // Paths of many places may now be one.
            (!self.has_moved()).then(|| self.old.clone()),
            (self.new.clone(), self.why[..self.given].to_vec()),
        )
    }

    /// Whether it is about operations that seem to be elsewhere now.
    fn has_moved(&self) -> bool {
        self.about == About::Operation && self.action == Action::Renamed
    }

    fn merge(&mut self, mut other: Self) {
        if self.has_moved() && self.old != other.old {
            let places: BTreeSet<String> = [&self.old, &other.old]
                .into_iter()
                .flatten()
                .flat_map(|old| old.split(", ").map(ToOwned::to_owned))
                .collect();
            self.old = Some(places.into_iter().collect::<Vec<_>>().join(", "));
        }
        self.subjects.append(&mut other.subjects);
        self.subjects
            .sort_by(|one, other| path_first(one).cmp(&path_first(other)));
        self.subjects.dedup();
        self.names.append(&mut other.names);
        self.names.sort();
        self.names.dedup();
        self.why.append(&mut other.why.split_off(other.given));
        self.why[self.given..].sort();
        self.why.dedup();
        self.effects.append(&mut other.effects);
        self.effects.sort_by(|one, other| one.path.cmp(&other.path));
        self.effects.dedup();
        self.used_by.append(&mut other.used_by);
    }
}

/// Of an operation its path, then its method: what belongs together stands together.
fn path_first(subject: &str) -> (&str, &str) {
    match subject.split_once(' ') {
        Some((method, path)) => (path, method),
        None => (subject, ""),
    }
}

/// Puts changes together that are the same of several subjects or parts, and all in order.
pub(super) fn merged(changes: Vec<Change>) -> Vec<Change> {
    let changes = grouped(changes, Change::of_several_subjects);
    let mut changes = grouped(changes, Change::of_several_parts);
    // What one thing has is read together.
    changes.sort_by_cached_key(|change| {
        (
            Reverse(change.verdict),
            change.about,
            change.subjects.first().cloned(),
            (change.names.clone(), change.action, change.aspect),
            (change.old.clone(), change.new.clone()),
        )
    });
    changes
}

fn grouped<K: Ord>(changes: Vec<Change>, key: impl Fn(&Change) -> K) -> Vec<Change> {
    let mut groups: BTreeMap<K, Change> = BTreeMap::new();
    for change in changes {
        match groups.entry(key(&change)) {
            Entry::Vacant(entry) => {
                entry.insert(change);
            }
            Entry::Occupied(mut entry) => entry.get_mut().merge(change),
        }
    }
    groups.into_values().collect()
}

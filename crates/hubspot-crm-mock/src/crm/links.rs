//! Links between records, each kept at both of its ends.

use std::collections::{BTreeMap, HashMap};

use super::kinds::{KindIndex, Kinds};
use super::types::Type;

/// A record, as an end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct End {
    /// The type, by its place in [`Links::types`].
    of: u32,
    id: u64,
}

/// All links of an account.
#[derive(Debug, Default)]
pub(crate) struct Links {
    pub(crate) kinds: Kinds,
    /// The ids of types as small numbers, since every link has two.
    types: HashMap<String, u32>,
    /// From each end to the other, what the link means that way: the kinds in their order, the default one included.
    all: BTreeMap<(End, End), Vec<KindIndex>>,
}

impl Links {
    fn end(&mut self, type_id: &str, id: u64) -> End {
        let next = u32::try_from(self.types.len()).unwrap_or(u32::MAX);
        let of = match self.types.get(type_id) {
            Some(of) => *of,
            None => *self.types.entry(type_id.to_owned()).or_insert(next),
        };
        End { of, id }
    }

    fn known_end(&self, type_id: &str, id: u64) -> Option<End> {
        let of = *self.types.get(type_id)?;
        Some(End { of, id })
    }

    /// The records of a type that a record is linked to, by their ids, with what each link means. Those up to and with `after` are left out.
    pub(crate) fn of(
        &self,
        (from, id): (&str, u64),
        to: &str,
        after: Option<u64>,
    ) -> impl Iterator<Item = (u64, &[KindIndex])> {
        let ends = self.known_end(from, id).zip(self.types.get(to).copied());
        let first = after.map_or(Some(0), |after| after.checked_add(1));
        let range = ends.zip(first).map(|((from, of), first)| {
            let last = End { of, id: u64::MAX };
            self.all.range((from, End { of, id: first })..=(from, last))
        });
        let links = range.into_iter().flatten();
        links.map(|((_, to), kinds)| (to.id, kinds.as_slice()))
    }

    /// The records of a type that are linked to any record of another.
    pub(crate) fn linked(&self, from: &str, to: &str) -> impl Iterator<Item = u64> {
        let types = self.types.get(from).zip(self.types.get(to));
        let links = types.map(|(from, to)| {
            let none = End { of: 0, id: 0 };
            let first = (End { of: *from, id: 0 }, none);
            let all = self.all.range(first..);
            let all = all.take_while(|((end, _), _)| end.of == *from);
            let fitting = all.filter(|((_, other), _)| other.of == *to);
            fitting.map(|((end, _), _)| end.id)
        });
        links.into_iter().flatten()
    }

    /// What the link between two records means; nothing if there is none.
    pub(crate) fn between(&self, from: (&str, u64), to: (&str, u64)) -> &[KindIndex] {
        let ends = self
            .known_end(from.0, from.1)
            .zip(self.known_end(to.0, to.1));
        let kinds = ends.and_then(|ends| self.all.get(&ends));
        kinds.map_or(&[], Vec::as_slice)
    }

    /// To how many records a record is linked by a kind.
    pub(crate) fn count(&self, from: (&str, u64), kind: KindIndex) -> usize {
        let to = &self.kinds.get(kind).to;
        let links = self.of(from, to, None);
        links.filter(|(_, kinds)| kinds.contains(&kind)).count()
    }

    /// Links two records, or adds to what their link means. The default kind is always among it.
    pub(crate) fn add(&mut self, from: (&Type, u64), to: (&Type, u64), kinds: &[KindIndex]) {
        let mut all = self
            .between((&from.0.id, from.1), (&to.0.id, to.1))
            .to_vec();
        all.extend(kinds);
        self.set(from, to, &all);
    }

    /// Links two records, or changes what their link means.
    pub(crate) fn set(&mut self, from: (&Type, u64), to: (&Type, u64), kinds: &[KindIndex]) {
        let default = self.kinds.plain(from.0, to.0);
        let way_back = self.kinds.plain(to.0, from.0);
        let (one, other) = (self.end(&from.0.id, from.1), self.end(&to.0.id, to.1));
        let mut there: Vec<_> = kinds.iter().copied().chain([default]).collect();
        there.sort_unstable();
        there.dedup();
        let inverses = there.iter().filter_map(|kind| self.kinds.inverse(*kind));
        let mut back: Vec<_> = inverses.chain([way_back]).collect();
        back.sort_unstable();
        back.dedup();
        self.make_room(one, other, &there);
        self.make_room(other, one, &back);
        self.all.insert((one, other), there);
        self.all.insert((other, one), back);
    }

    /// A record has one primary company: another one that becomes it takes the label from the former.
    fn make_room(&mut self, from: End, to: End, kinds: &[KindIndex]) {
        for kind in kinds {
            if !self.kinds.get(*kind).is_exclusive {
                continue;
            }
            let first = (from, End { of: to.of, id: 0 });
            let last = (
                from,
                End {
                    of: to.of,
                    id: u64::MAX,
                },
            );
            let range = self.all.range_mut(first..=last);
            let mut changed = Vec::new();
            for ((_, other), kinds) in range.filter(|((_, other), _)| *other != to) {
                let before = kinds.len();
                kinds.retain(|known| known != kind);
                if kinds.len() != before {
                    changed.push(*other);
                }
            }
            let inverse = self.kinds.inverse(*kind);
            for other in changed {
                if let Some(kinds) = self.all.get_mut(&(other, from)) {
                    kinds.retain(|known| Some(*known) != inverse);
                }
            }
        }
    }

    /// Removes a link with all that it means.
    pub(crate) fn remove(&mut self, from: (&str, u64), to: (&str, u64)) {
        let ends = self
            .known_end(from.0, from.1)
            .zip(self.known_end(to.0, to.1));
        if let Some((one, other)) = ends {
            self.all.remove(&(one, other));
            self.all.remove(&(other, one));
        }
    }

    /// Takes labels off a link. Without its default kind it is gone.
    pub(crate) fn take_off(&mut self, from: (&str, u64), to: (&str, u64), kinds: &[KindIndex]) {
        if kinds
            .iter()
            .any(|kind| self.kinds.get(*kind).label.is_none())
        {
            self.remove(from, to);
            return;
        }
        let ends = self
            .known_end(from.0, from.1)
            .zip(self.known_end(to.0, to.1));
        let Some((one, other)) = ends else { return };
        if let Some(there) = self.all.get_mut(&(one, other)) {
            there.retain(|kind| !kinds.contains(kind));
        }
        let inverses: Vec<_> = kinds
            .iter()
            .filter_map(|kind| self.kinds.inverse(*kind))
            .collect();
        if let Some(back) = self.all.get_mut(&(other, one)) {
            back.retain(|kind| !inverses.contains(kind));
        }
    }

    /// Takes kinds that there are no more off all links. A link that means nothing any more is gone.
    pub(crate) fn forget(&mut self, kinds: &[KindIndex]) {
        self.all.retain(|_, known| {
            known.retain(|kind| !kinds.contains(kind));
            !known.is_empty()
        });
    }

    fn all_of(&self, end: End) -> Vec<(End, Vec<KindIndex>)> {
        let first = (end, End { of: 0, id: 0 });
        let last = (
            end,
            End {
                of: u32::MAX,
                id: u64::MAX,
            },
        );
        let links = self.all.range(first..=last);
        links.map(|((_, to), kinds)| (*to, kinds.clone())).collect()
    }

    /// Removes all links of a record, which goes with it.
    pub(crate) fn remove_record(&mut self, type_id: &str, id: u64) {
        let Some(end) = self.known_end(type_id, id) else {
            return;
        };
        for (other, _) in self.all_of(end) {
            self.all.remove(&(end, other));
            self.all.remove(&(other, end));
        }
    }

    /// Gives the links of a record to another one of its type, as when the two are merged. Where both have a primary company, that of the second stays.
    pub(crate) fn move_links(&mut self, type_id: &str, from: u64, to: u64) {
        let (from, to) = (self.end(type_id, from), self.end(type_id, to));
        for (other, kinds) in self.all_of(from) {
            self.all.remove(&(from, other));
            let back = self.all.remove(&(other, from)).unwrap_or_default();
            // The link between the two themselves has no ends any more.
            if other == to {
                continue;
            }
            let kept: Vec<_> = kinds
                .into_iter()
                .filter(|kind| !self.has_exclusive(to, other.of, *kind))
                .collect();
            let kept_back = back.into_iter().filter(|kind| {
                let inverse = self.kinds.inverse(*kind);
                inverse.is_none_or(|inverse| kept.contains(&inverse))
            });
            let kept_back: Vec<_> = kept_back.collect();
            self.join((to, other), &kept);
            self.join((other, to), &kept_back);
        }
    }

    /// Whether a record has its one link of an exclusive kind already.
    fn has_exclusive(&self, from: End, of: u32, kind: KindIndex) -> bool {
        if !self.kinds.get(kind).is_exclusive {
            return false;
        }
        let last = End { of, id: u64::MAX };
        let mut links = self.all.range((from, End { of, id: 0 })..=(from, last));
        links.any(|(_, kinds)| kinds.contains(&kind))
    }

    fn join(&mut self, ends: (End, End), kinds: &[KindIndex]) {
        let known = self.all.entry(ends).or_default();
        known.extend(kinds);
        known.sort_unstable();
        known.dedup();
    }
}

#[cfg(test)]
mod tests;

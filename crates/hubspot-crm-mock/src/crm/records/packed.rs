//! The values of a record, laid out so that a search gets through many records quickly: what it looks at lies together, and names are shared.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::record::Change;

/// How many former values a property keeps.
const KEPT: usize = 45;

/// The names of properties, shared by all records that have values of the same ones.
type Names = Arc<[Arc<str>]>;

/// Values by property, with those that they replaced.
#[derive(Debug, Clone, Default)]
pub(super) struct Packed {
    names: Names,
    /// For each name where its value ends and since when it is there, then the values. In one piece, since what is far apart in memory makes a search of many records slow.
    block: Box<[u8]>,
    past: Box<[Past]>,
}

/// Bytes before the values for each name: the end of the value, counted from where the values begin, and a time in milliseconds.
const CELL: usize = size_of::<u32>() + size_of::<i64>();

/// A former value. Of those of one property the newest comes first.
#[derive(Debug, Clone)]
struct Past {
    name: Arc<str>,
    value: Box<str>,
    since: i64,
}

/// A value on the way into or out of the layout; empty if it was cleared.
#[derive(Debug)]
struct Held<'v> {
    name: &'v Arc<str>,
    value: &'v str,
    since: i64,
}

impl Packed {
    /// The value of a property; none if it never had one, or was cleared.
    pub(super) fn value(&self, property: &str) -> Option<&str> {
        let (value, _) = self.at(self.place(property)?)?;
        (!value.is_empty()).then_some(value)
    }

    /// The names of the properties that have a value.
    pub(super) fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        let held = self.held().filter(|held| !held.value.is_empty());
        held.map(|held| held.name)
    }

    /// The values that a property has and had, with the times since when in milliseconds, newest first.
    pub(super) fn history(&self, property: &str) -> impl Iterator<Item = (&str, i64)> {
        let present = self.held().filter(move |held| **held.name == *property);
        let past = self.past.iter().filter(move |past| *past.name == *property);
        let present = present.map(|held| (held.value, held.since));
        present.chain(past.map(|past| (&*past.value, past.since)))
    }

    /// Sets values, and keeps the former ones.
    pub(super) fn write(&mut self, changes: &[Change], at: i64) {
        let mut held: Vec<_> = self.held().collect();
        let mut past = Vec::new();
        for change in changes {
            let present = held.iter_mut().find(|held| *held.name == change.name);
            match present {
                Some(present) if *present.value == *change.value => {}
                Some(present) => {
                    past.push(Past {
                        name: Arc::clone(&change.name),
                        value: present.value.into(),
                        since: present.since,
                    });
                    present.value = &change.value;
                    present.since = at;
                }
                None if change.value.is_empty() => {}
                None => held.push(Held {
                    name: &change.name,
                    value: &change.value,
                    since: at,
                }),
            }
        }
        let packed = self.packed(&held);
        // What was replaced last is the newest.
        past.reverse();
        past.extend(std::mem::take(&mut self.past));
        *self = Self {
            past: kept(past),
            ..packed
        };
    }

    /// Takes over what another record has and this one has not, but for some properties.
    pub(super) fn fill_from(&mut self, other: &Self, except: &[&str]) {
        let is_taken = |name: &str| {
            other.value(name).is_some() && self.value(name).is_none() && !except.contains(&name)
        };
        let own = self.held().filter(|held| !is_taken(held.name));
        let taken = other.held().filter(|held| is_taken(held.name));
        let packed = self.packed(&own.chain(taken).collect::<Vec<_>>());
        let own = self.past.iter().filter(|past| !is_taken(&past.name));
        let taken = other.past.iter().filter(|past| is_taken(&past.name));
        *self = Self {
            past: own.chain(taken).cloned().collect(),
            ..packed
        };
    }

    /// Takes out a property and all that it was.
    pub(super) fn forget(&mut self, property: &str) {
        if self.place(property).is_none() {
            return;
        }
        let held = self.held().filter(|held| **held.name != *property);
        let packed = self.packed(&held.collect::<Vec<_>>());
        let past = self.past.iter().filter(|past| *past.name != *property);
        *self = Self {
            past: past.cloned().collect(),
            ..packed
        };
    }

    /// How many bytes the values take.
    pub(super) fn size(&self) -> usize {
        self.block.len()
    }

    /// Reads here and there in the values, so that they are in the cache of the processor. As many reads for every record: it is quick only if there is nothing to decide.
    pub(super) fn fetch(&self) -> usize {
        let size = self.block.len();
        let places = [0, size / 2, size.saturating_sub(1)];
        let bytes = places.map(|place| self.block.get(place).copied().unwrap_or_default());
        bytes.map(usize::from).iter().sum()
    }

    fn place(&self, property: &str) -> Option<usize> {
        self.names.iter().position(|name| **name == *property)
    }

    /// The end of a value and since when it is there.
    fn cell(&self, place: usize) -> Option<(usize, i64)> {
        let (end, rest) = self.block.get(place * CELL..)?.split_first_chunk()?;
        let (since, _) = rest.split_first_chunk()?;
        let end = u32::from_le_bytes(*end);
        Some((end.try_into().ok()?, i64::from_le_bytes(*since)))
    }

    /// The value of a name and since when it is there.
    fn at(&self, place: usize) -> Option<(&str, i64)> {
        let (end, since) = self.cell(place)?;
        let start = match place.checked_sub(1) {
            Some(before) => self.cell(before)?.0,
            None => 0,
        };
        let values = self.block.get(self.names.len() * CELL..)?;
        let value = std::str::from_utf8(values.get(start..end)?).ok()?;
        Some((value, since))
    }

    fn held(&self) -> impl Iterator<Item = Held<'_>> {
        let names = self.names.iter().enumerate();
        names.filter_map(|(place, name)| {
            let (value, since) = self.at(place)?;
            Some(Held { name, value, since })
        })
    }

    /// Lays values out anew, without former ones.
    fn packed(&self, held: &[Held<'_>]) -> Self {
        let same = held.iter().map(|held| held.name).eq(self.names.iter());
        let names = match same {
            true => Arc::clone(&self.names),
            false => held.iter().map(|held| Arc::clone(held.name)).collect(),
        };
        let length = held.iter().map(|held| CELL + held.value.len()).sum();
        let mut block = Vec::with_capacity(length);
        let mut end = 0_u32;
        for held in held {
            // No request is as long as this could count.
            end = end.saturating_add(u32::try_from(held.value.len()).unwrap_or(u32::MAX));
            block.extend(end.to_le_bytes());
            block.extend(held.since.to_le_bytes());
        }
        for held in held {
            block.extend(held.value.bytes());
        }
        Self {
            names,
            block: block.into(),
            past: Box::default(),
        }
    }
}

/// Former values without those that are too many of a property.
fn kept(mut past: Vec<Past>) -> Box<[Past]> {
    if past.len() > KEPT {
        let mut counts = HashMap::new();
        past.retain(|past| {
            let count = counts.entry(Arc::clone(&past.name)).or_insert(0);
            *count += 1;
            *count <= KEPT
        });
    }
    past.into()
}

/// The lists of names that records share.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    known: HashSet<Names>,
}

impl Shapes {
    /// Lets a record share its names.
    pub(super) fn share(&mut self, values: &mut Packed) {
        if let Some(known) = self.known.get(&values.names) {
            values.names = Arc::clone(known);
            return;
        }
        // Lists that no record has any more are cleared away now and then, so that they stay fewer than twice those in use.
        if self.known.len().is_power_of_two() {
            self.known.retain(|names| Arc::strong_count(names) > 1);
        }
        self.known.insert(Arc::clone(&values.names));
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn change(name: &str, value: &str) -> Change {
        Change {
            name: name.into(),
            value: value.into(),
            unique: false,
        }
    }

    proptest! {
        /// What is packed is what a plain list of all that was written says.
        #[test]
        fn values_and_histories_are_those_written(
            writes in vec(vec(("[abc]", "[xyä]{0,2}"), 0..4), 0..20),
            forgotten in "[abc]",
        ) {
            let (mut packed, mut shapes) = (Packed::default(), Shapes::default());
            let mut written: Vec<(String, String, i64)> = Vec::new();
            for (at, changes) in (0..).zip(&writes) {
                for (name, value) in changes {
                    let last = written.iter().rev().find(|(known, ..)| known == name);
                    if last.map_or("", |(_, value, _)| value) != value {
                        written.push((name.clone(), value.clone(), at));
                    }
                }
                let changes: Vec<_> = changes.iter().map(|(name, value)| change(name, value)).collect();
                packed.write(&changes, at);
                shapes.share(&mut packed);
            }
            packed.forget(&forgotten);
            written.retain(|(name, ..)| *name != forgotten);
            for name in ["a", "b", "c"] {
                let own = written.iter().rev().filter(|(known, ..)| known == name);
                let own: Vec<_> = own.map(|(_, value, at)| (value.as_str(), *at)).collect();
                prop_assert_eq!(packed.value(name), own.first().map(|own| own.0).filter(|value| !value.is_empty()));
                prop_assert_eq!(packed.history(name).collect::<Vec<_>>(), own);
            }
        }
    }

    #[test]
    fn so_many_former_values_are_kept_of_each_property() {
        let mut packed = Packed::default();
        packed.write(&[change("quiet", "1")], 0);
        packed.write(&[change("quiet", "2")], 1);
        for at in 0..100 {
            packed.write(&[change("busy", &at.to_string())], at);
        }
        assert_eq!(packed.history("busy").count(), 1 + KEPT);
        assert_eq!(packed.history("busy").nth(1), Some(("98", 98)));
        assert_eq!(packed.history("quiet").count(), 2);
    }

    #[test]
    fn names_are_shared_and_cleared_away() {
        let mut shapes = Shapes::default();
        let packed = |name: &str| {
            let mut packed = Packed::default();
            packed.write(&[change(name, "1")], 0);
            packed
        };
        let (mut one, mut other) = (packed("a"), packed("a"));
        shapes.share(&mut one);
        shapes.share(&mut other);
        assert!(Arc::ptr_eq(&one.names, &other.names));
        for number in 0..100 {
            shapes.share(&mut packed(&number.to_string()));
        }
        assert!(shapes.known.len() <= 4, "{}", shapes.known.len());
    }
}

//! Records, by type and id.

mod packed;
mod record;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hint::black_box;
use std::ops::Bound;
use std::sync::Arc;

use jiff::Timestamp;

use self::packed::Shapes;
pub(crate) use self::record::{Change, Record};

/// The records of one type.
#[derive(Debug, Default)]
pub(crate) struct Records {
    by_id: BTreeMap<u64, Box<Record>>,
    /// Of records that are not in the recycling bin, the values of each property that no two can have the same of: in lower case, with the ids, so that searches find them whatever the case.
    unique: HashMap<Arc<str>, BTreeSet<(Box<str>, u64)>>,
    /// What became of records that were merged.
    merged: HashMap<u64, u64>,
    shapes: Shapes,
}

/// A unique value as it is looked up.
fn folded(value: &str) -> Box<str> {
    value.trim().to_lowercase().into()
}

/// Whether a record has a value of a unique property. Email addresses are the same in upper and lower case.
fn has(record: &Record, property: &str, value: &str) -> bool {
    record.keys(property).any(|own| match property {
        "email" => folded(own) == folded(value),
        _ => own == value,
    })
}

impl Records {
    /// All by id, those in the recycling bin included.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Record> {
        self.by_id.values().map(|record| &**record)
    }

    /// As [`Records::iter`], for looking into all of them. Waiting for memory is most of what that takes, so many are fetched together: reads that do not depend on each other overlap.
    pub(crate) fn scan(&self) -> impl Iterator<Item = &Record> {
        const TOGETHER: usize = 64;
        let mut records = self.iter();
        let chunks = std::iter::from_fn(move || {
            let chunk: Vec<_> = records.by_ref().take(TOGETHER).collect();
            // Where the values are is known only once the record is there.
            black_box(chunk.iter().map(|record| record.size()).sum::<usize>());
            black_box(chunk.iter().map(|record| record.fetch()).sum::<usize>());
            (!chunk.is_empty()).then_some(chunk)
        });
        chunks.flatten()
    }

    /// A record of that very id, whether it is in the recycling bin or not.
    pub(crate) fn with_id(&self, id: u64) -> Option<&Record> {
        self.by_id.get(&id).map(|record| &**record)
    }

    /// The records that are not in the recycling bin and have a value of a unique property, in upper or lower case; `None` if it has no unique values, or never had any.
    pub(crate) fn with_value(
        &self,
        property: &str,
        value: &str,
    ) -> Option<impl Iterator<Item = &Record>> {
        let value = folded(value);
        let (first, last) = ((value.clone(), 0), (value, u64::MAX));
        let found = self.unique.get(property)?.range(first..=last);
        Some(found.filter_map(|(_, id)| self.with_id(*id)))
    }

    fn index(&mut self, id: u64) {
        let Some(record) = self.by_id.get(&id) else {
            return;
        };
        for (property, values) in &mut self.unique {
            values.extend(record.keys(property).map(|value| (folded(value), id)));
        }
    }

    fn unindex(&mut self, id: u64) {
        let Some(record) = self.by_id.get(&id) else {
            return;
        };
        for (property, values) in &mut self.unique {
            for value in record.keys(property) {
                values.remove(&(folded(value), id));
            }
        }
    }

    fn write(&mut self, id: u64, changes: &[Change], at: Timestamp) {
        let is_unique = changes.iter().any(|change| change.unique);
        if is_unique {
            self.unindex(id);
        }
        for change in changes.iter().filter(|change| change.unique) {
            if !self.unique.contains_key(&change.name) {
                let values = BTreeSet::new();
                self.unique.insert(Arc::clone(&change.name), values);
            }
        }
        if let Some(record) = self.by_id.get_mut(&id) {
            record.write(changes, at, &mut self.shapes);
        }
        if is_unique {
            self.index(id);
        }
    }
}

/// The records of all types.
#[derive(Debug, Default)]
pub(crate) struct AllRecords {
    by_type: BTreeMap<String, Records>,
}

impl AllRecords {
    /// A record, whether it is in the recycling bin or not. The type is given by its id. A record that was merged is the one that it became.
    pub(crate) fn get(&self, type_id: &str, id: u64) -> Option<&Record> {
        let records = self.by_type.get(type_id)?;
        records.with_id(*records.merged.get(&id).unwrap_or(&id))
    }

    /// A record that is not in the recycling bin. The id is given as the request has it.
    pub(crate) fn find(&self, type_id: &str, id: &str) -> Option<&Record> {
        let record = self.get(type_id, id.parse().ok()?)?;
        (!record.is_archived()).then_some(record)
    }

    /// A record that is not in the recycling bin, by its value of a unique property.
    pub(crate) fn find_by(&self, type_id: &str, property: &str, value: &str) -> Option<&Record> {
        let mut found = self.by_type.get(type_id)?.with_value(property, value)?;
        found.find(|record| has(record, property, value))
    }

    /// The latest record of the recycling bin that has a value of a unique property.
    pub(crate) fn find_archived_by(
        &self,
        type_id: &str,
        property: &str,
        value: &str,
    ) -> Option<&Record> {
        let archived = self.of(type_id).filter(|record| record.is_archived());
        archived
            .filter(|record| has(record, property, value))
            .max_by_key(|record| (record.archived_at, record.id))
    }

    /// The records of a type; `None` if there never were any.
    pub(crate) fn of_type(&self, type_id: &str) -> Option<&Records> {
        self.by_type.get(type_id)
    }

    /// All records of a type by id, those in the recycling bin included.
    pub(crate) fn of(&self, type_id: &str) -> impl Iterator<Item = &Record> {
        self.after(type_id, 0)
    }

    /// As [`AllRecords::of`], only those with a greater id.
    pub(crate) fn after(&self, type_id: &str, id: u64) -> impl Iterator<Item = &Record> {
        let records = self.by_type.get(type_id).into_iter();
        records
            .flat_map(move |records| records.by_id.range((Bound::Excluded(id), Bound::Unbounded)))
            .map(|(_, record)| &**record)
    }

    /// Adds a record, and gives it further values.
    pub(crate) fn insert(&mut self, type_id: &str, record: Record, values: &[Change]) {
        let (id, at) = (record.id, record.updated_at);
        let records = self.by_type.entry(type_id.to_owned()).or_default();
        records.by_id.insert(id, Box::new(record));
        records.write(id, values, at);
        records.index(id);
    }

    /// Changes a record.
    pub(crate) fn write(&mut self, type_id: &str, id: u64, changes: &[Change], at: Timestamp) {
        if let Some(records) = self.by_type.get_mut(type_id) {
            records.write(id, changes, at);
        }
    }

    /// Moves a record to the recycling bin.
    pub(crate) fn archive(&mut self, type_id: &str, id: u64, at: Timestamp) {
        let Some(records) = self.by_type.get_mut(type_id) else {
            return;
        };
        records.unindex(id);
        if let Some(record) = records.by_id.get_mut(&id) {
            record.archived_at.get_or_insert(at);
        }
    }

    /// Takes a record out for good.
    pub(crate) fn remove(&mut self, type_id: &str, id: u64) -> Option<Record> {
        let records = self.by_type.get_mut(type_id)?;
        records.unindex(id);
        records.by_id.remove(&id).map(|record| *record)
    }

    /// Remembers what two records became.
    pub(crate) fn merged(&mut self, type_id: &str, from: [u64; 2], into: u64) {
        let Some(records) = self.by_type.get_mut(type_id) else {
            return;
        };
        for became in records.merged.values_mut() {
            if from.contains(became) {
                *became = into;
            }
        }
        records.merged.extend(from.map(|id| (id, into)));
    }

    /// Takes the values of a property from all records of a type.
    pub(crate) fn forget_property(&mut self, type_id: &str, name: &str) {
        let Some(records) = self.by_type.get_mut(type_id) else {
            return;
        };
        records.unique.remove(name);
        for record in records.by_id.values_mut() {
            record.forget(name, &mut records.shapes);
        }
    }

    /// Forgets all records of a type.
    pub(crate) fn forget_type(&mut self, type_id: &str) {
        self.by_type.remove(type_id);
    }
}

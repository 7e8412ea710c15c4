//! Records, by type and id.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

/// A record.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) id: u64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// When it went to the recycling bin, if it is there.
    pub(crate) archived_at: Option<Timestamp>,
    /// The values that its properties have and had, newest first, by name.
    pub(crate) properties: BTreeMap<Arc<str>, Vec<Value>>,
}

/// A value that a property has or had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) value: Box<str>,
    pub(crate) since: Timestamp,
}

impl Record {
    /// The value that a property has; `None` if it never had one.
    pub(crate) fn value(&self, property: &str) -> Option<&str> {
        Some(&self.properties.get(property)?.first()?.value)
    }

    pub(crate) fn is_archived(&self) -> bool {
        self.archived_at.is_some()
    }
}

/// The records of all types.
#[derive(Debug, Default)]
pub(crate) struct AllRecords {
    by_type: BTreeMap<String, BTreeMap<u64, Record>>,
}

impl AllRecords {
    /// Puts a record in its place.
    pub(crate) fn insert(&mut self, type_id: &str, record: Record) {
        let of_type = self.by_type.entry(type_id.to_owned()).or_default();
        of_type.insert(record.id, record);
    }

    /// A record, whether it is in the recycling bin or not. The type is given by its id.
    pub(crate) fn get(&self, type_id: &str, id: u64) -> Option<&Record> {
        self.by_type.get(type_id)?.get(&id)
    }

    /// A record that is not in the recycling bin. The id is given as the request has it.
    pub(crate) fn find(&self, type_id: &str, id: &str) -> Option<&Record> {
        let record = self.get(type_id, id.parse().ok()?)?;
        (!record.is_archived()).then_some(record)
    }

    /// All records of a type by id, those in the recycling bin included.
    pub(crate) fn of(&self, type_id: &str) -> impl Iterator<Item = &Record> {
        self.by_type
            .get(type_id)
            .into_iter()
            .flat_map(BTreeMap::values)
    }
}

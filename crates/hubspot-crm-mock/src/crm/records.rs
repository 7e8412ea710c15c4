//! Records, by type and id.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use jiff::Timestamp;

use super::time;

/// A record.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) id: u64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// When it went to the recycling bin, if it is there.
    pub(crate) archived_at: Option<Timestamp>,
    /// Few as a rule, so a list is both smaller and faster than a map.
    values: Vec<Held>,
}

/// A property with the value that it has, and those that it had.
#[derive(Debug, Clone)]
struct Held {
    /// Shared with the definition.
    name: Arc<str>,
    value: Box<str>,
    /// In milliseconds.
    since: i64,
    /// Newest first.
    past: Box<[Past]>,
}

#[derive(Debug, Clone)]
struct Past {
    value: Box<str>,
    since: i64,
}

/// A property and the value that it gets; empty to clear it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) name: Arc<str>,
    pub(crate) value: Box<str>,
    /// Whether no other record can have the value.
    pub(crate) unique: bool,
}

/// Where activities have their text.
const BODIES: [&str; 7] = [
    "hs_call_body",
    "hs_email_text",
    "hs_meeting_body",
    "hs_note_body",
    "hs_task_body",
    "hs_communication_body",
    "hs_postal_mail_body",
];

/// A text without what is between angle brackets.
fn without_tags(text: &str) -> String {
    let parts = text.split('<');
    let parts = parts.enumerate().map(|(place, part)| match place {
        0 => part,
        _ => part.split_once('>').map_or("", |(_, text)| text),
    });
    parts.collect()
}

/// How many former values a property keeps.
const KEPT: usize = 45;

impl Record {
    pub(crate) fn new(id: u64, at: Timestamp) -> Self {
        Self {
            id,
            created_at: at,
            updated_at: at,
            archived_at: None,
            values: Vec::new(),
        }
    }

    /// The value that a property was given; `None` if it never had one, or was cleared.
    pub(crate) fn value(&self, property: &str) -> Option<&str> {
        let held = self.values.iter().find(|held| &*held.name == property)?;
        (!held.value.is_empty()).then_some(&held.value)
    }

    /// The value that a property shows, be it that it was given one or that it follows from something else.
    pub(crate) fn shown(&self, property: &str) -> Option<Cow<'_, str>> {
        if let Some(value) = self.value(property) {
            return Some(Cow::Borrowed(value));
        }
        if let Some(moment) = self.moment(property) {
            return Some(Cow::Owned(time(moment)));
        }
        match property {
            "hs_object_id" | "hs_ticket_id" => Some(Cow::Owned(self.id.to_string())),
            "hs_email_domain" => {
                let (_, domain) = self.value("email")?.split_once('@')?;
                Some(Cow::Borrowed(domain))
            }
            "hs_full_name_or_email" => {
                let names = [self.value("firstname"), self.value("lastname")];
                let names: Vec<_> = names.into_iter().flatten().collect();
                match names.is_empty() {
                    true => self.value("email").map(Cow::Borrowed),
                    false => Some(Cow::Owned(names.join(" "))),
                }
            }
            "hs_body_preview" => {
                let mut bodies = BODIES.iter().filter_map(|name| self.value(name));
                Some(Cow::Owned(without_tags(bodies.next()?)))
            }
            _ => None,
        }
    }

    /// What a property shows that tells when something happened to the record, unless it was given a value.
    pub(crate) fn moment(&self, property: &str) -> Option<Timestamp> {
        match property {
            "createdate" | "hs_createdate" => Some(self.created_at),
            "lastmodifieddate" | "hs_lastmodifieddate" => Some(self.updated_at),
            _ => None,
        }
    }

    /// The values that a property has and had, with the times since when, newest first.
    pub(crate) fn history(&self, property: &str) -> Vec<(&str, Timestamp)> {
        let held = self.values.iter().find(|held| &*held.name == property);
        let values = held.into_iter().flat_map(|held| {
            let past = held.past.iter().map(|past| (&*past.value, past.since));
            std::iter::once((&*held.value, held.since)).chain(past)
        });
        values
            .map(|(value, since)| {
                (
                    value,
                    Timestamp::from_millisecond(since).unwrap_or_default(),
                )
            })
            .collect()
    }

    /// The names of the properties that have a value.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        let values = self.values.iter().filter(|held| !held.value.is_empty());
        values.map(|held| &held.name)
    }

    pub(crate) fn is_archived(&self) -> bool {
        self.archived_at.is_some()
    }

    /// Sets a value, and keeps the former one.
    fn set(&mut self, name: &Arc<str>, value: Box<str>, at: Timestamp) {
        let since = at.as_millisecond();
        match self.values.iter_mut().find(|held| held.name == *name) {
            Some(held) if held.value == value => {}
            Some(held) => {
                let former = Past {
                    value: std::mem::replace(&mut held.value, value),
                    since: std::mem::replace(&mut held.since, since),
                };
                let past = std::mem::take(&mut held.past).into_vec();
                held.past = std::iter::once(former).chain(past).take(KEPT).collect();
            }
            None if value.is_empty() => {}
            None => {
                self.values.reserve_exact(1);
                self.values.push(Held {
                    name: Arc::clone(name),
                    value,
                    since,
                    past: Box::default(),
                });
            }
        }
    }

    /// Takes over what another record has and this one has not.
    pub(crate) fn fill_from(&mut self, other: &Self) {
        for held in &other.values {
            if self.value(&held.name).is_none() && !held.value.is_empty() {
                self.values.retain(|own| own.name != held.name);
                self.values.push(held.clone());
            }
        }
    }

    /// The unique values of a property, of which a contact may have several email addresses.
    fn keys(&self, property: &str) -> Vec<String> {
        let mut keys: Vec<_> = self.value(property).into_iter().collect();
        if property == "email" {
            let others = self.value("hs_additional_emails").unwrap_or_default();
            keys.extend(others.split(';').filter(|other| !other.is_empty()));
        }
        keys.into_iter().map(|value| key(property, value)).collect()
    }
}

/// A unique value as it is compared.
fn key(property: &str, value: &str) -> String {
    match property {
        "email" => value.trim().to_lowercase(),
        _ => value.to_owned(),
    }
}

/// The records of one type.
#[derive(Debug, Default)]
struct Records {
    by_id: BTreeMap<u64, Record>,
    /// The ids of records that are not in the recycling bin, by property and value.
    unique: HashMap<Arc<str>, HashMap<Box<str>, u64>>,
    /// What became of records that were merged.
    merged: HashMap<u64, u64>,
}

impl Records {
    fn index(&mut self, id: u64) {
        let Some(record) = self.by_id.get(&id) else {
            return;
        };
        for (property, values) in &mut self.unique {
            for key in record.keys(property) {
                values.insert(key.into(), id);
            }
        }
    }

    fn unindex(&mut self, id: u64) {
        let Some(record) = self.by_id.get(&id) else {
            return;
        };
        for (property, values) in &mut self.unique {
            for key in record.keys(property) {
                if values.get(&*key) == Some(&id) {
                    values.remove(&*key);
                }
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
                self.unique.insert(Arc::clone(&change.name), HashMap::new());
            }
        }
        if let Some(record) = self.by_id.get_mut(&id) {
            for change in changes {
                record.set(&change.name, change.value.clone(), at);
            }
            record.updated_at = at;
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
        let id = records.merged.get(&id).unwrap_or(&id);
        records.by_id.get(id)
    }

    /// A record that is not in the recycling bin. The id is given as the request has it.
    pub(crate) fn find(&self, type_id: &str, id: &str) -> Option<&Record> {
        let record = self.get(type_id, id.parse().ok()?)?;
        (!record.is_archived()).then_some(record)
    }

    /// A record that is not in the recycling bin, by its value of a unique property.
    pub(crate) fn find_by(&self, type_id: &str, property: &str, value: &str) -> Option<&Record> {
        let records = self.by_type.get(type_id)?;
        let id = records.unique.get(property)?.get(&*key(property, value))?;
        records.by_id.get(id)
    }

    /// The latest record of the recycling bin that has a value of a unique property.
    pub(crate) fn find_archived_by(
        &self,
        type_id: &str,
        property: &str,
        value: &str,
    ) -> Option<&Record> {
        let wanted = key(property, value);
        let archived = self.of(type_id).filter(|record| record.is_archived());
        archived
            .filter(|record| record.keys(property).contains(&wanted))
            .max_by_key(|record| (record.archived_at, record.id))
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
            .map(|(_, record)| record)
    }

    /// Adds a record, and gives it further values.
    pub(crate) fn insert(&mut self, type_id: &str, record: Record, values: &[Change]) {
        let (id, at) = (record.id, record.updated_at);
        let records = self.by_type.entry(type_id.to_owned()).or_default();
        records.by_id.insert(id, record);
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
        records.by_id.remove(&id)
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
            record.values.retain(|held| &*held.name != name);
        }
    }

    /// Forgets all records of a type.
    pub(crate) fn forget_type(&mut self, type_id: &str) {
        self.by_type.remove(type_id);
    }
}

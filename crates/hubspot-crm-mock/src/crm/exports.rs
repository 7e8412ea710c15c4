//! Exports: records that become a table.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::properties::{Definition, Kind};
use super::records::Record;
use super::search::Search;
use super::{Crm, csv, time};
use crate::reply::Failure;

/// What an export is to hold.
#[derive(Debug, Clone)]
pub(crate) struct NewExport {
    pub(crate) name: String,
    /// The type of the records, by its id.
    pub(crate) of: String,
    pub(crate) properties: Vec<String>,
    /// The list that the records are on; otherwise they match the search.
    pub(crate) list: Option<String>,
    pub(crate) search: Value,
    /// The types, by their ids, whose linked records are in the table.
    pub(crate) linked: Vec<String>,
    /// Whether the names of properties are those that programs know.
    pub(crate) internal_names: bool,
    /// Whether options are those that programs know.
    pub(crate) internal_values: bool,
}

/// An export.
#[derive(Debug)]
pub(crate) struct Export {
    pub(crate) id: u64,
    new: NewExport,
    /// Whether somebody has looked already: the first look finds it at work.
    was_seen: bool,
    /// The table and the number of its records, once it is there.
    table: Option<(String, usize)>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl Export {
    /// The type of the records, by its id.
    pub(crate) fn of(&self) -> &str {
        &self.new.of
    }

    /// The table, once it is there.
    pub(crate) fn table(&self) -> Option<&str> {
        self.table.as_ref().map(|(table, _)| table.as_str())
    }

    /// When it was asked for, and when it last changed.
    pub(crate) fn times(&self) -> (Timestamp, Timestamp) {
        (self.created_at, self.updated_at)
    }

    /// A name for the file.
    pub(crate) fn file_name(&self) -> String {
        let name = self.new.name.chars();
        let name = name.map(|letter| match letter.is_ascii_alphanumeric() {
            true => letter.to_ascii_lowercase(),
            false => '-',
        });
        format!("{}.csv", name.collect::<String>())
    }

    pub(crate) fn to_json(&self, type_name: &str) -> Value {
        let mut json = json!({
            "id": self.id.to_string(),
            "exportName": self.new.name,
            "exportType": if self.new.list.is_some() { "LIST" } else { "VIEW" },
            "exportState": match (&self.table, self.was_seen) {
                (Some(_), _) => "DONE",
                (None, true) => "PROCESSING",
                (None, false) => "ENQUEUED",
            },
            "objectType": type_name,
            "objectProperties": self.new.properties,
            "createdAt": time(self.created_at),
            "updatedAt": time(self.updated_at),
        });
        if let Some((_, count)) = self.table {
            json["recordCount"] = count.into();
        }
        json
    }
}

/// All exports of an account, by their ids.
#[derive(Debug, Default)]
pub(crate) struct Exports {
    all: BTreeMap<u64, Export>,
}

impl Exports {
    pub(crate) fn get(&self, id: &str) -> Result<&Export, Failure> {
        let found = id.parse().ok().and_then(|id| self.all.get(&id));
        found.ok_or_else(|| Failure::not_found(format!("There is no export {id}")))
    }
}

impl Crm {
    /// Takes an export in, if it can be made. Its table is written when somebody looks at it a second time.
    pub(crate) fn start_export(&mut self, new: NewExport) -> Result<u64, Failure> {
        let properties = self.properties.of(&new.of);
        for name in &new.properties {
            if properties.find(name).is_none() {
                return Err(Failure::invalid(format!("There is no property {name}")));
            }
        }
        let linked = |to: &str, ids: Option<&[u64]>| self.linked_to(&new.of, to, ids);
        Search::read(properties, &linked, &new.search)?;
        if let Some(list) = &new.list {
            let list = self.lists.get(list)?;
            if list.type_id != new.of {
                return Err(Failure::invalid(format!(
                    "The list {} holds records of another type",
                    list.id
                )));
            }
        }
        let (id, now) = (self.new_id(), self.now());
        let export = Export {
            id,
            new,
            was_seen: false,
            table: None,
            created_at: now,
            updated_at: now,
        };
        self.exports.all.insert(id, export);
        Ok(id)
    }

    /// Looks at an export, which is how it gets on.
    pub(crate) fn look_at_export(&mut self, id: &str) -> Result<&Export, Failure> {
        let export = self.exports.get(id)?;
        let (id, writes) = (export.id, export.was_seen && export.table.is_none());
        let now = self.now();
        if writes {
            self.lists.refresh(&self.records, now);
        }
        let table = match self.exports.all.get(&id) {
            Some(export) if writes => Some(self.table(&export.new)?),
            _ => None,
        };
        if let Some(export) = self.exports.all.get_mut(&id) {
            export.was_seen = true;
            if table.is_some() {
                export.table = table;
                export.updated_at = now;
            }
        }
        self.exports.get(&id.to_string())
    }

    /// The table of an export, and the number of its records.
    fn table(&self, export: &NewExport) -> Result<(String, usize), Failure> {
        let properties = self.properties.of(&export.of);
        let found: Vec<&Record> = match &export.list {
            Some(list) => {
                let members = self.lists.get(list)?.members().keys();
                let records = members.filter_map(|id| self.records.get(&export.of, *id));
                records.collect()
            }
            None => {
                let linked = |to: &str, ids: Option<&[u64]>| self.linked_to(&export.of, to, ids);
                let search = Search::read(properties, &linked, &export.search)?;
                let records = self.records.of_type(&export.of);
                search.run(records, 0, usize::MAX).page
            }
        };
        let columns = export.properties.iter();
        let columns: Vec<&Definition> = columns.filter_map(|name| properties.find(name)).collect();
        let mut text = String::new();
        let mut header = vec!["Record ID".to_owned()];
        header.extend(columns.iter().map(|known| match export.internal_names {
            true => known.name.to_string(),
            false => known.label.clone(),
        }));
        for of in &export.linked {
            let name = self.types.find(of).map_or("", |found| &found.singular);
            header.push(format!("Associated {name} IDs"));
        }
        csv::write(&mut text, &header);
        for record in &found {
            let mut cells = vec![record.id.to_string()];
            cells.extend(columns.iter().map(|known| {
                let value = record.shown(&known.name).unwrap_or_default();
                match known.kind == Kind::Choice && !export.internal_values {
                    true => labels(known, &value),
                    false => value.into_owned(),
                }
            }));
            for of in &export.linked {
                let links = self.links.of((&export.of, record.id), of, None);
                let ids: Vec<String> = links.map(|(id, _)| id.to_string()).collect();
                cells.push(ids.join(";"));
            }
            csv::write(&mut text, &cells);
        }
        Ok((text, found.len()))
    }
}

/// The labels of options, which are joined by semicolons.
fn labels(definition: &Definition, value: &str) -> String {
    let labels = value.split(';').map(|value| {
        let mut choices = definition.choices.iter();
        let found = choices.find(|choice| choice.value == value);
        found.map_or(value, |choice| &choice.label)
    });
    labels.collect::<Vec<_>>().join(";")
}

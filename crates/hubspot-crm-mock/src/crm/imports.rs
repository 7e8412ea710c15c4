//! Imports: tables whose rows become records.

mod cells;
mod rows;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::csv::Row;
use super::kinds::KindIndex;
use super::lists::{NewList, Processing};
use super::{Crm, lists::folders, time};
use crate::reply::Failure;

/// What an import may do with the records of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Create,
    Update,
    Upsert,
}

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It fills a property.
    Value,
    /// It holds ids of records.
    RecordId,
    /// It holds values of a unique property that find the record.
    UniqueValue,
    /// It holds labels of the link between the records of the row.
    Label,
    /// It holds what a column of another table identifies a record by, and the rows are linked to that record.
    Foreign(KindIndex),
}

/// A column of a table.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// The type of the records that it is about, by its id.
    pub(crate) of: String,
    pub(crate) name: String,
    pub(crate) property: Option<String>,
    pub(crate) role: Role,
    /// The type at the other end of the link, for a column that links.
    pub(crate) to: Option<String>,
    /// Whether columns of other tables refer to its values.
    pub(crate) identifies: bool,
}

/// A file that was read.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) file_id: u64,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
}

/// Where the parts of a date are: day, month and year in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateOrder {
    DayMonthYear,
    MonthDayYear,
    YearMonthDay,
}

/// What an import is to do.
#[derive(Debug, Clone)]
pub(crate) struct NewImport {
    pub(crate) name: String,
    /// As it was asked for.
    pub(crate) request: Value,
    pub(crate) tables: Vec<Table>,
    pub(crate) operations: BTreeMap<String, Operation>,
    pub(crate) dates: DateOrder,
    pub(crate) makes_list: bool,
}

/// How far an import has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Started,
    Done,
    Canceled,
}

/// What went wrong with a row.
#[derive(Debug, Clone)]
pub(crate) struct RowError {
    id: u64,
    kind: &'static str,
    message: String,
    of: String,
    file_id: u64,
    row: Row,
    /// The column, the first being 1, and its value, if one is to blame.
    cell: Option<(usize, String)>,
    at: Timestamp,
}

impl RowError {
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    pub(crate) fn to_json(&self, with_message: bool, with_row: bool) -> Value {
        let cells: &[String] = if with_row { &self.row.cells } else { &[] };
        let mut json = json!({
            "id": self.id.to_string(),
            "errorType": self.kind,
            "objectTypeId": self.of,
            "createdAt": self.at.as_millisecond(),
            "sourceData": {
                "fileId": self.file_id,
                "lineNumber": self.row.line,
                "rowData": cells,
                "additionalRowData": [],
                "containsEncryptedProperties": false,
            },
        });
        if with_message {
            json["errorMessage"] = self.message.as_str().into();
        }
        if let Some((column, value)) = &self.cell {
            json["knownColumnNumber"] = (*column).into();
            json["invalidValue"] = value.as_str().into();
        }
        json
    }
}

/// An import.
#[derive(Debug)]
pub(crate) struct Import {
    id: u64,
    state: State,
    new: NewImport,
    counters: BTreeMap<&'static str, u64>,
    errors: Vec<RowError>,
    /// The list that was made of the contacts.
    list: Option<u64>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl Import {
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    pub(crate) fn errors(&self) -> &[RowError] {
        &self.errors
    }

    fn count(&mut self, what: &'static str, by: usize) {
        *self.counters.entry(what).or_default() += by as u64;
    }

    pub(crate) fn to_json(&self) -> Value {
        let columns = self.new.tables.iter().flat_map(|table| &table.columns);
        let mut types: Vec<&str> = columns.map(|column| column.of.as_str()).collect();
        types.sort_unstable();
        types.dedup();
        let files = self.new.tables.iter();
        let files: Vec<String> = files.map(|table| table.file_id.to_string()).collect();
        let lists = self
            .list
            .map(|list| json!({"listId": list.to_string(), "objectType": "CONTACT"}));
        json!({
            "id": self.id.to_string(),
            "importName": self.new.name,
            "state": match self.state {
                State::Started => "STARTED",
                State::Done => "DONE",
                State::Canceled => "CANCELED",
            },
            "importSource": "API",
            "mappedObjectTypeIds": types,
            "importRequestJson": self.new.request,
            "metadata": {
                "counters": self.counters,
                "fileIds": files,
                "objectLists": lists.into_iter().collect::<Vec<_>>(),
            },
            "optOutImport": false,
            "createdAt": time(self.created_at),
            "updatedAt": time(self.updated_at),
        })
    }
}

/// All imports of an account, by their ids.
#[derive(Debug, Default)]
pub(crate) struct Imports {
    all: BTreeMap<u64, Import>,
}

impl Imports {
    pub(crate) fn get(&self, id: &str) -> Result<&Import, Failure> {
        let found = id.parse().ok().and_then(|id| self.all.get(&id));
        found.ok_or_else(|| Failure::not_found(format!("There is no import {id}")))
    }

    /// All imports, the latest first.
    pub(crate) fn latest_first(&self) -> impl Iterator<Item = &Import> {
        self.all.values().rev()
    }
}

impl Crm {
    /// Takes an import in. Its rows are read with the next request, unless that stops it.
    pub(crate) fn start_import(&mut self, new: NewImport) -> Value {
        let (id, now) = (self.new_id(), self.now());
        let import = Import {
            id,
            state: State::Started,
            new,
            counters: BTreeMap::new(),
            errors: Vec::new(),
            list: None,
            created_at: now,
            updated_at: now,
        };
        let json = import.to_json();
        self.imports.all.insert(id, import);
        json
    }

    /// Lets imports that have begun come to their end.
    pub(crate) fn finish_imports(&mut self) {
        let begun = self.imports.all.values();
        let begun = begun.filter(|import| import.state == State::Started);
        let begun: Vec<u64> = begun.map(|import| import.id).collect();
        for id in begun {
            if let Some(mut import) = self.imports.all.remove(&id) {
                self.run_import(&mut import);
                self.imports.all.insert(id, import);
            }
        }
    }

    /// Stops an import that is not over yet.
    pub(crate) fn cancel_import(&mut self, id: &str) -> Result<(), Failure> {
        let id = self.imports.get(id)?.id;
        let now = self.now();
        let import = self.imports.all.get_mut(&id);
        let begun = import.filter(|import| import.state == State::Started);
        let import = begun.ok_or_else(|| Failure::invalid(format!("The import {id} is over")))?;
        import.state = State::Canceled;
        import.updated_at = now;
        Ok(())
    }

    fn make_list(&mut self, import: &mut Import, contacts: Vec<u64>) {
        let mut name = import.new.name.clone();
        if self.lists.check_name(&name, None).is_err() {
            name = format!("{name} ({})", import.id);
        }
        let new = NewList {
            name,
            type_id: super::writes::CONTACTS.to_owned(),
            processing: Processing::Manual,
            filters: None,
            folder: folders::ROOT,
            custom: Map::new(),
            permissions: Value::Null,
            settings: Value::Null,
        };
        let (id, now) = (self.new_id(), self.now());
        self.lists.create(id, new, &self.records, now);
        if let Ok(list) = self.lists.get_mut(&id.to_string()) {
            list.add(contacts, now);
        }
        import.list = Some(id);
    }
}

//! What becomes of the rows of an import.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use super::cells::{date, message, trouble};
use super::{Column, DateOrder, Import, Operation, Role, RowError, State, Table};
use crate::crm::Crm;
use crate::crm::associate::Labels;
use crate::crm::csv::Row;
use crate::crm::kinds::KindIndex;
use crate::crm::properties::Kind;
use crate::crm::writes::CONTACTS;
use crate::reply::Failure;

/// Why a row, or a part of it, became nothing: the kind of error, words for it, and the column that is to blame.
type Trouble = (&'static str, String, Option<usize>);

/// What links of an import are made by once all records are there.
#[derive(Debug, Default)]
struct Run {
    /// The records that columns identify, by type and value.
    identified: HashMap<(String, String), u64>,
    /// Links to records that other tables identify: the table, the row, the column and the record.
    waiting: Vec<(usize, usize, usize, u64)>,
    contacts: Vec<u64>,
    /// Records by the values of properties that find them although several may have the same value, by type and property.
    by_value: HashMap<(String, String), HashMap<String, u64>>,
}

impl Crm {
    /// Makes the rows of an import records. Those that fail keep no other back.
    pub(super) fn run_import(&mut self, import: &mut Import) {
        let tables = std::mem::take(&mut import.new.tables);
        let mut run = Run::default();
        for (place, table) in tables.iter().enumerate() {
            import.count("TOTAL_ROWS", table.rows.len());
            for (number, row) in table.rows.iter().enumerate() {
                self.run_row(import, &mut run, (place, table), (number, row));
            }
        }
        for (table, row, column, id) in std::mem::take(&mut run.waiting) {
            let (table, row) = (&tables[table], &tables[table].rows[row]);
            if let Err(trouble) = self.link_foreign(&run, &table.columns[column], row, column, id) {
                self.note(import, table, row, &table.columns[column].of, trouble);
            }
        }
        import.new.tables = tables;
        if import.new.makes_list {
            let contacts = std::mem::take(&mut run.contacts);
            self.make_list(import, contacts);
        }
        let written = import.counters.get("CREATED_OBJECTS").copied().unwrap_or(0)
            + import.counters.get("UPDATED_OBJECTS").copied().unwrap_or(0);
        import.counters.insert("UNIQUE_OBJECTS_WRITTEN", written);
        import.state = State::Done;
        import.updated_at = self.now();
    }

    fn note(
        &mut self,
        import: &mut Import,
        table: &Table,
        row: &Row,
        of: &str,
        (kind, message, column): Trouble,
    ) {
        import.count("ERRORS", 1);
        let cell = column.map(|column| {
            let value = row.cells.get(column).cloned().unwrap_or_default();
            (column + 1, value)
        });
        import.errors.push(RowError {
            id: self.new_id(),
            kind,
            message,
            of: of.to_owned(),
            file_id: table.file_id,
            row: row.clone(),
            cell,
            at: self.now(),
        });
    }

    fn run_row(
        &mut self,
        import: &mut Import,
        run: &mut Run,
        (place, table): (usize, &Table),
        (number, row): (usize, &Row),
    ) {
        if row.cells.len() != table.columns.len() {
            let message = format!(
                "The row has {} columns instead of {}",
                row.cells.len(),
                table.columns.len()
            );
            let trouble = ("INCORRECT_NUMBER_OF_COLUMNS", message, None);
            let of = table.columns.first().map(|column| column.of.clone());
            self.note(import, table, row, &of.unwrap_or_default(), trouble);
            return;
        }
        let mut records: BTreeMap<&str, u64> = BTreeMap::new();
        for of in types(table) {
            match self.write_record(import, run, table, row, of) {
                Ok(Some(id)) => {
                    records.insert(of, id);
                    if of == CONTACTS {
                        run.contacts.push(id);
                    }
                }
                Ok(None) => {}
                Err(trouble) => self.note(import, table, row, of, trouble),
            }
        }
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            if let (true, Some(id)) = (column.identifies, records.get(column.of.as_str())) {
                run.identified
                    .insert((column.of.clone(), cell.to_lowercase()), *id);
            }
        }
        for (at, column) in table.columns.iter().enumerate() {
            let id = records.get(column.of.as_str());
            if let (Role::Foreign(_), false, Some(id)) = (column.role, row.cells[at].is_empty(), id)
            {
                run.waiting.push((place, number, at, *id));
            }
        }
        self.link_row(import, table, row, &records);
    }

    /// Makes or changes the record of a type that a row is about; `None` if the row has nothing of it.
    fn write_record(
        &mut self,
        import: &mut Import,
        run: &mut Run,
        table: &Table,
        row: &Row,
        of: &str,
    ) -> Result<Option<u64>, Trouble> {
        let cells = table.columns.iter().zip(&row.cells).enumerate();
        let cells: Vec<(usize, &Column, &str)> = cells
            .filter(|(_, (column, cell))| column.of == of && !cell.is_empty())
            .map(|(at, (column, cell))| (at, column, cell.as_str()))
            .collect();
        let mut known = None;
        let mut values = Map::new();
        let mut columns = BTreeMap::new();
        for (at, column, cell) in &cells {
            match (column.role, &column.property) {
                (Role::RecordId, _) => {
                    let found = self.records.find(of, cell).map(|record| record.id);
                    let found = found.ok_or_else(|| {
                        let message = format!("There is no record with the id {cell}");
                        ("INVALID_OBJECT_ID", message, Some(*at))
                    })?;
                    known = Some(found);
                }
                (Role::UniqueValue | Role::Value, Some(property)) => {
                    if column.role == Role::UniqueValue || is_identity(of, property) {
                        known = known.or_else(|| self.known(run, of, property, cell));
                    }
                    let value = self.cell(of, property, cell, import.new.dates);
                    values.insert(property.clone(), Value::String(value));
                    columns.insert(property.clone(), *at);
                }
                _ => {}
            }
        }
        if values.is_empty() {
            return Ok(known);
        }
        let record = known.and_then(|id| self.records.get(of, id));
        self.find_stage_by_labels(of, record, &mut values);
        let operation = import.new.operations.get(of).copied();
        match (operation.unwrap_or(Operation::Upsert), known) {
            (Operation::Create, Some(id)) => Err((
                "CREATE_ONLY_IMPORT",
                format!("The record {id} exists, and the import only creates records"),
                None,
            )),
            (Operation::Update, None) => Err((
                "UPDATE_ONLY_IMPORT",
                "There is no such record, and the import only updates records".to_owned(),
                None,
            )),
            (_, known) => {
                let (id, count) = self.write_values(of, known, &values).map_err(|failure| {
                    let (kind, message, property) = trouble(&failure);
                    let column = property.and_then(|name| columns.get(&name).copied());
                    (kind, message, column)
                })?;
                import.count("PROPERTY_VALUES_EMITTED", count);
                let written = match known {
                    Some(_) => "UPDATED_OBJECTS",
                    None => "CREATED_OBJECTS",
                };
                import.count(written, 1);
                for (property, value) in &values {
                    let key = (of.to_owned(), property.clone());
                    if let (Some(by), Some(value)) = (run.by_value.get_mut(&key), value.as_str()) {
                        by.insert(value.to_lowercase(), id);
                    }
                }
                Ok(Some(id))
            }
        }
    }

    /// The record that has a value of a property.
    fn known(&self, run: &mut Run, of: &str, property: &str, value: &str) -> Option<u64> {
        let definition = self.properties.of(of).find(property);
        if definition.is_some_and(|definition| definition.unique) {
            return Some(self.records.find_by(of, property, value)?.id);
        }
        let key = (of.to_owned(), property.to_owned());
        let by = run.by_value.entry(key).or_insert_with(|| {
            let there = self.records.of(of).filter(|record| !record.is_archived());
            let values = there.filter_map(|record| {
                let value = record.value(property)?;
                Some((value.to_lowercase(), record.id))
            });
            values.collect()
        });
        by.get(&value.to_lowercase()).copied()
    }

    fn write_values(
        &mut self,
        of: &str,
        known: Option<u64>,
        values: &Map<String, Value>,
    ) -> Result<(u64, usize), Failure> {
        let record = known.and_then(|id| self.records.get(of, id));
        match record {
            Some(record) => {
                let id = record.id;
                let changes = self.to_update(of, record, values)?;
                self.update(of, id, &changes);
                Ok((id, changes.len()))
            }
            None => {
                let changes = self.to_create(of, values)?;
                Ok((self.create(of, &changes), changes.len()))
            }
        }
    }

    /// The value of a cell as a property takes it: dates in their usual form, and options by their labels as well.
    fn cell(&self, of: &str, property: &str, cell: &str, dates: DateOrder) -> String {
        let Some(definition) = self.properties.of(of).find(property) else {
            return cell.to_owned();
        };
        match definition.kind {
            Kind::Date | Kind::DateTime => date(cell, dates).unwrap_or_else(|| cell.to_owned()),
            Kind::Choice => {
                let named = |part: &str| {
                    let mut choices = definition.choices.iter();
                    let found = choices.find(|choice| {
                        choice.value == part || choice.label.eq_ignore_ascii_case(part)
                    });
                    found.map_or_else(|| part.to_owned(), |choice| choice.value.clone())
                };
                let parts: Vec<String> = cell.split(';').map(|part| named(part.trim())).collect();
                parts.join(";")
            }
            _ => cell.to_owned(),
        }
    }

    /// Links the records of one row with each other, with the labels that the row has.
    fn link_row(
        &mut self,
        import: &mut Import,
        table: &Table,
        row: &Row,
        records: &BTreeMap<&str, u64>,
    ) {
        let records: Vec<(&str, u64)> = records.iter().map(|(of, id)| (*of, *id)).collect();
        for (place, one) in records.iter().enumerate() {
            for other in &records[place + 1..] {
                if let Err(failure) = self.link_by_ids(*one, *other, &[]) {
                    let message = message(&failure);
                    let trouble = ("FAILED_TO_CREATE_ASSOCIATION", message, None);
                    self.note(import, table, row, one.0, trouble);
                }
            }
        }
        for (at, column) in table.columns.iter().enumerate() {
            let (Role::Label, Some(to)) = (column.role, column.to.as_deref()) else {
                continue;
            };
            let end = |of: &str| records.iter().find(|(known, _)| *known == of).copied();
            let (Some(one), Some(other)) = (end(&column.of), end(to)) else {
                continue;
            };
            for label in row.cells[at].split(';').map(str::trim) {
                if label.is_empty() {
                    continue;
                }
                let kind = self.links.kinds.labelled(one.0, other.0, label);
                let linked = match kind {
                    Some(kind) => self
                        .link_by_ids(one, other, &[kind])
                        .map_err(|failure| ("FAILED_TO_CREATE_ASSOCIATION", message(&failure))),
                    None => Err((
                        "ASSOCIATION_LABEL_NOT_FOUND",
                        format!("There is no label {label} between these types"),
                    )),
                };
                if let Err((kind, message)) = linked {
                    self.note(import, table, row, &column.of, (kind, message, Some(at)));
                }
            }
        }
    }

    fn link_by_ids(
        &mut self,
        one: (&str, u64),
        other: (&str, u64),
        kinds: &[KindIndex],
    ) -> Result<(), Failure> {
        let (from, to) = (self.type_named(one.0)?, self.type_named(other.0)?);
        let ends = (one.1.to_string(), other.1.to_string());
        self.link((&from, &ends.0), (&to, &ends.1), kinds, Labels::Kept)
    }

    /// Links a record to one that another table identifies.
    fn link_foreign(
        &mut self,
        run: &Run,
        column: &Column,
        row: &Row,
        at: usize,
        id: u64,
    ) -> Result<(), Trouble> {
        let (Role::Foreign(kind), Some(to)) = (column.role, column.to.as_deref()) else {
            return Ok(());
        };
        let value = &row.cells[at];
        let key = (to.to_owned(), value.to_lowercase());
        let other = run.identified.get(&key).copied().ok_or_else(|| {
            let message = format!("No row of another file is identified by {value}");
            ("ASSOCIATION_RECORD_NOT_FOUND", message, Some(at))
        })?;
        self.link_by_ids((&column.of, id), (to, other), &[kind])
            .map_err(|failure| ("FAILED_TO_CREATE_ASSOCIATION", message(&failure), Some(at)))
    }
}

/// The types that a table has columns about, in the order of the columns.
fn types(table: &Table) -> Vec<&str> {
    let mut types = Vec::new();
    for column in &table.columns {
        if !types.contains(&column.of.as_str()) {
            types.push(&column.of);
        }
    }
    types
}

/// Whether HubSpot finds records of a type by a property without being told to: contacts by their email address, companies by their domain.
fn is_identity(of: &str, property: &str) -> bool {
    matches!((of, property), (CONTACTS, "email") | ("0-2", "domain"))
}

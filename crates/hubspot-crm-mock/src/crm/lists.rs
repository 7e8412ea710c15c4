//! Lists of records, and the folders that they lie in.

pub(crate) mod filters;
pub(crate) mod folders;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use self::folders::{Folders, ROOT};
use super::records::AllRecords;
use super::time;
use crate::reply::Failure;

/// How the members of a list come to be on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Processing {
    /// By hand.
    Manual,
    /// By its filters, whenever somebody looks.
    Dynamic,
    /// By its filters at first, and by hand then.
    Snapshot,
}

impl Processing {
    pub(crate) fn named(name: &str) -> Result<Self, Failure> {
        match name {
            "MANUAL" => Ok(Self::Manual),
            "DYNAMIC" => Ok(Self::Dynamic),
            "SNAPSHOT" => Ok(Self::Snapshot),
            _ => Err(Failure::invalid(format!(
                "The processing type {name} is none of MANUAL, DYNAMIC and SNAPSHOT"
            ))),
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Manual => "MANUAL",
            Self::Dynamic => "DYNAMIC",
            Self::Snapshot => "SNAPSHOT",
        }
    }
}

/// A member of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Member {
    /// Its place in the order in which records have joined.
    pub(crate) place: u64,
    pub(crate) since: Timestamp,
}

/// A list.
#[derive(Debug, Clone)]
pub(crate) struct List {
    pub(crate) id: u64,
    pub(crate) name: String,
    /// The type of its records, by its id.
    pub(crate) type_id: String,
    pub(crate) processing: Processing,
    pub(crate) filters: Option<Value>,
    pub(crate) folder: u64,
    pub(crate) version: u32,
    /// What the account keeps with it: `customProperties`, `listPermissions` and `membershipSettings`.
    pub(crate) custom: Map<String, Value>,
    pub(crate) permissions: Value,
    pub(crate) settings: Value,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) filters_updated_at: Option<Timestamp>,
    pub(crate) deleted_at: Option<Timestamp>,
    /// When it is to become static.
    pub(crate) conversion: Option<Value>,
    members: BTreeMap<u64, Member>,
    next_place: u64,
    last_removed_at: Option<Timestamp>,
    /// How many members it had, from when on.
    pub(crate) sizes: Vec<(Timestamp, usize)>,
    pub(crate) edits: Vec<Timestamp>,
}

/// What a new list is to be.
#[derive(Debug, Clone)]
pub(crate) struct NewList {
    pub(crate) name: String,
    pub(crate) type_id: String,
    pub(crate) processing: Processing,
    pub(crate) filters: Option<Value>,
    pub(crate) folder: u64,
    pub(crate) custom: Map<String, Value>,
    pub(crate) permissions: Value,
    pub(crate) settings: Value,
}

impl List {
    fn new(id: u64, new: NewList, now: Timestamp) -> Self {
        Self {
            id,
            name: new.name,
            type_id: new.type_id,
            processing: new.processing,
            filters_updated_at: new.filters.is_some().then_some(now),
            filters: new.filters,
            folder: new.folder,
            version: 1,
            custom: new.custom,
            permissions: new.permissions,
            settings: new.settings,
            created_at: now,
            updated_at: now,
            deleted_at: None,
            conversion: None,
            members: BTreeMap::new(),
            next_place: 1,
            last_removed_at: None,
            sizes: vec![(now, 0)],
            edits: Vec::new(),
        }
    }

    /// The members by their ids.
    pub(crate) fn members(&self) -> &BTreeMap<u64, Member> {
        &self.members
    }

    /// Puts records on the list. Gives those that were not on it before.
    pub(crate) fn add(&mut self, ids: impl IntoIterator<Item = u64>, now: Timestamp) -> Vec<u64> {
        let mut added = Vec::new();
        for id in ids {
            if self.members.contains_key(&id) {
                continue;
            }
            let place = self.next_place;
            self.next_place += 1;
            self.members.insert(id, Member { place, since: now });
            added.push(id);
        }
        self.note_size(now);
        added
    }

    /// Takes records off the list. Gives those that were on it.
    pub(crate) fn remove(
        &mut self,
        ids: impl IntoIterator<Item = u64>,
        now: Timestamp,
    ) -> Vec<u64> {
        let ids = ids.into_iter();
        let removed: Vec<u64> = ids.filter(|id| self.members.remove(id).is_some()).collect();
        if !removed.is_empty() {
            self.last_removed_at = Some(now);
        }
        self.note_size(now);
        removed
    }

    fn note_size(&mut self, now: Timestamp) {
        let size = self.members.len();
        match self.sizes.last_mut() {
            Some((_, known)) if *known == size => {}
            Some((at, known)) if *at == now => *known = size,
            _ => self.sizes.push((now, size)),
        }
    }

    /// Lets the members be those that there are, and of a dynamic list those that its filters find.
    fn refresh(&mut self, records: &AllRecords, now: Timestamp) {
        if self.processing == Processing::Dynamic {
            self.fill(records, now);
        }
        // A record that was merged goes on as the one that it became.
        let mut gone = Vec::new();
        let mut became = Vec::new();
        for id in self.members.keys() {
            let record = records.get(&self.type_id, *id);
            match record.filter(|record| !record.is_archived()) {
                Some(record) if record.id == *id => {}
                found => {
                    gone.push(*id);
                    became.extend(found.map(|record| record.id));
                }
            }
        }
        if !gone.is_empty() {
            self.remove(gone, now);
            self.add(became, now);
        }
    }

    /// Lets the members be those records that the filters find, if these are ones that can be told here.
    fn fill(&mut self, records: &AllRecords, now: Timestamp) {
        let Some(filters) = &self.filters else { return };
        let mut found = Vec::new();
        for record in records.of(&self.type_id).filter(|one| !one.is_archived()) {
            match filters::fits(filters, record) {
                Some(true) => found.push(record.id),
                Some(false) => {}
                None => return,
            }
        }
        let is_gone = |id: &u64| found.binary_search(id).is_err();
        let gone: Vec<u64> = self.members.keys().copied().filter(is_gone).collect();
        self.remove(gone, now);
        self.add(found, now);
    }

    /// Notes that somebody has changed the list.
    pub(crate) fn edited(&mut self, now: Timestamp) {
        self.version += 1;
        self.updated_at = now;
        self.edits.push(now);
    }

    /// What both a read and a search tell.
    fn common(&self) -> Map<String, Value> {
        let mut json = Map::new();
        json.insert("listId".into(), self.id.to_string().into());
        json.insert("name".into(), self.name.as_str().into());
        json.insert("objectTypeId".into(), self.type_id.as_str().into());
        json.insert("processingType".into(), self.processing.name().into());
        json.insert("processingStatus".into(), "COMPLETE".into());
        json.insert("listVersion".into(), self.version.into());
        json.insert("createdAt".into(), time(self.created_at).into());
        json.insert("updatedAt".into(), time(self.updated_at).into());
        for (name, at) in [
            ("filtersUpdatedAt", self.filters_updated_at),
            ("deletedAt", self.deleted_at),
        ] {
            if let Some(at) = at {
                json.insert(name.into(), time(at).into());
            }
        }
        json
    }

    pub(crate) fn to_json(&self, with_filters: bool) -> Value {
        let mut json = self.common();
        json.insert("size".into(), self.members.len().into());
        let filters = self.filters.as_ref().filter(|_| with_filters);
        for (name, value) in [
            ("filterBranch", filters.unwrap_or(&Value::Null)),
            ("listPermissions", &self.permissions),
            ("membershipSettings", &self.settings),
        ] {
            if !value.is_null() {
                json.insert(name.into(), value.clone());
            }
        }
        json.into()
    }

    /// As a search shows it, with some properties more than the usual ones.
    pub(crate) fn found(&self, folder: &str, more: &[&str]) -> Value {
        let millis = |at: Timestamp| at.as_millisecond().to_string();
        let last_added = self.members.values().map(|member| member.since).max();
        let mut properties = json!({
            "hs_list_size": self.members.len().to_string(),
            "hs_list_reference_count": "0",
            "hs_folder_name": folder,
        });
        for (name, at) in [
            ("hs_last_record_added_at", last_added),
            ("hs_last_record_removed_at", self.last_removed_at),
        ] {
            if let Some(at) = at {
                properties[name] = millis(at).into();
            }
        }
        for name in more {
            match *name {
                "hs_list_id" => properties[*name] = self.id.to_string().into(),
                "hs_folder_id" => properties[*name] = self.folder.to_string().into(),
                "hs_createdate" => properties[*name] = millis(self.created_at).into(),
                "hs_lastmodifieddate" => properties[*name] = millis(self.updated_at).into(),
                name => {
                    if let Some(value) = self.custom.get(name) {
                        properties[name] = value.clone();
                    }
                }
            }
        }
        let mut json = self.common();
        json.insert("additionalProperties".into(), properties);
        json.into()
    }
}

/// All lists of an account.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    all: BTreeMap<u64, List>,
    pub(crate) folders: Folders,
}

impl Lists {
    /// The lists that were not deleted, by their ids.
    pub(crate) fn all(&self) -> impl Iterator<Item = &List> {
        self.all.values().filter(|list| list.deleted_at.is_none())
    }

    /// A list that was not deleted.
    pub(crate) fn get(&self, id: &str) -> Result<&List, Failure> {
        let found = id.parse().ok().and_then(|id| self.all.get(&id));
        let found = found.filter(|list| list.deleted_at.is_none());
        found.ok_or_else(|| not_found(id))
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Result<&mut List, Failure> {
        let id = self.get(id)?.id;
        self.all
            .get_mut(&id)
            .ok_or_else(|| not_found(&id.to_string()))
    }

    /// The list of a type with this name.
    pub(crate) fn named(&self, type_id: &str, name: &str) -> Option<&List> {
        let mut of_type = self.all().filter(|list| list.type_id == type_id);
        of_type.find(|list| same(&list.name, name))
    }

    /// Holds a name against those of the other lists.
    pub(crate) fn check_name(&self, name: &str, but: Option<u64>) -> Result<(), Failure> {
        if name.trim().is_empty() {
            return Err(Failure::invalid("The name of a list may not be empty"));
        }
        let mut others = self.all().filter(|list| Some(list.id) != but);
        match others.any(|list| same(&list.name, name)) {
            true => Err(
                Failure::invalid(format!("There is a list with the name {name} already"))
                    .sub_category("ILS.DUPLICATE_LIST_NAMES"),
            ),
            false => Ok(()),
        }
    }

    /// Makes a list, of which the name was checked, and fills it.
    pub(crate) fn create(&mut self, id: u64, new: NewList, records: &AllRecords, now: Timestamp) {
        let mut list = List::new(id, new, now);
        if list.processing != Processing::Manual {
            list.fill(records, now);
        }
        self.folders.touch(list.folder, now);
        self.all.insert(id, list);
    }

    /// Deletes a list. It can be had back.
    pub(crate) fn delete(&mut self, id: &str, now: Timestamp) -> Result<(), Failure> {
        self.get_mut(id)?.deleted_at = Some(now);
        Ok(())
    }

    /// Has a list back that was deleted.
    pub(crate) fn restore(&mut self, id: &str, now: Timestamp) -> Result<(), Failure> {
        let known = id.parse().ok().and_then(|id| self.all.get(&id));
        let known = known.ok_or_else(|| not_found(id))?;
        let (number, name) = (known.id, known.name.clone());
        if known.deleted_at.is_none() {
            return Ok(());
        }
        self.check_name(&name, Some(number))?;
        if let Some(list) = self.all.get_mut(&number) {
            list.deleted_at = None;
            // The folder may have been deleted since.
            if self.folders.get(&list.folder.to_string()).is_err() {
                list.folder = ROOT;
            }
            list.edited(now);
        }
        Ok(())
    }

    /// Lets all lists have the members that they have by now.
    pub(crate) fn refresh(&mut self, records: &AllRecords, now: Timestamp) {
        for list in self.all.values_mut() {
            list.refresh(records, now);
        }
    }

    /// The ids of the lists in a folder.
    pub(crate) fn in_folder(&self, folder: u64) -> Vec<u64> {
        let in_folder = self.all().filter(|list| list.folder == folder);
        in_folder.map(|list| list.id).collect()
    }
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn not_found(id: &str) -> Failure {
    Failure::not_found(format!("There is no list with the id {id}"))
}

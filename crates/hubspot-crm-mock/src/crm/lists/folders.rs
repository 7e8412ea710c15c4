//! Folders that lists lie in.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::crm::time;
use crate::reply::Failure;

/// The topmost folder.
pub(crate) const ROOT: u64 = 0;

/// A folder.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Folder {
    name: String,
    parent: u64,
    created_at: Timestamp,
    updated_at: Timestamp,
    /// When something came into it or left it.
    touched_at: Timestamp,
}

/// All folders of an account. The topmost one is always there.
#[derive(Debug)]
pub(crate) struct Folders {
    all: BTreeMap<u64, Folder>,
}

impl Default for Folders {
    fn default() -> Self {
        let root = Folder {
            name: String::new(),
            parent: ROOT,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            touched_at: Timestamp::UNIX_EPOCH,
        };
        Self {
            all: BTreeMap::from([(ROOT, root)]),
        }
    }
}

impl Folders {
    /// The id of a folder that is there.
    pub(crate) fn get(&self, id: &str) -> Result<u64, Failure> {
        let id = id.parse().ok().filter(|id| self.all.contains_key(id));
        id.ok_or_else(|| Failure::not_found("There is no such folder"))
    }

    /// As [`Folders::get`], of a folder that can be changed: the topmost one cannot.
    fn own(&self, id: &str) -> Result<u64, Failure> {
        match self.get(id)? {
            ROOT => Err(Failure::invalid("The topmost folder cannot be changed")),
            id => Ok(id),
        }
    }

    pub(crate) fn name(&self, id: u64) -> &str {
        self.all.get(&id).map_or("", |folder| &folder.name)
    }

    /// Notes that something came into a folder or left it.
    pub(crate) fn touch(&mut self, id: u64, now: Timestamp) {
        if let Some(folder) = self.all.get_mut(&id) {
            folder.touched_at = now;
        }
    }

    pub(crate) fn create(
        &mut self,
        id: u64,
        name: &str,
        parent: &str,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let parent = self.get(parent)?;
        self.check_name(name, parent, id)?;
        let folder = Folder {
            name: name.to_owned(),
            parent,
            created_at: now,
            updated_at: now,
            touched_at: now,
        };
        self.all.insert(id, folder);
        self.touch(parent, now);
        Ok(())
    }

    fn check_name(&self, name: &str, parent: u64, but: u64) -> Result<(), Failure> {
        if name.trim().is_empty() {
            return Err(Failure::invalid("The name of a folder may not be empty"));
        }
        let mut others = self.inside(parent).filter(|(id, _)| *id != but);
        match others.any(|(_, folder)| folder.name.eq_ignore_ascii_case(name)) {
            true => Err(Failure::invalid(format!(
                "There is a folder {name} in this place already"
            ))),
            false => Ok(()),
        }
    }

    fn inside(&self, parent: u64) -> impl Iterator<Item = (u64, &Folder)> {
        let all = self.all.iter().map(|(id, folder)| (*id, folder));
        all.filter(move |(id, folder)| *id != ROOT && folder.parent == parent)
    }

    pub(crate) fn rename(&mut self, id: &str, name: &str, now: Timestamp) -> Result<u64, Failure> {
        let id = self.own(id)?;
        let parent = self.all.get(&id).map_or(ROOT, |folder| folder.parent);
        self.check_name(name, parent, id)?;
        if let Some(folder) = self.all.get_mut(&id) {
            name.clone_into(&mut folder.name);
            folder.updated_at = now;
        }
        Ok(id)
    }

    /// Puts a folder into another one, which must not be in it.
    pub(crate) fn put(&mut self, id: &str, into: &str, now: Timestamp) -> Result<u64, Failure> {
        let (id, into) = (self.own(id)?, self.get(into)?);
        let mut above = into;
        while above != ROOT {
            if above == id {
                return Err(Failure::invalid("A folder cannot be put into itself"));
            }
            above = self.all.get(&above).map_or(ROOT, |folder| folder.parent);
        }
        let name = self.name(id).to_owned();
        self.check_name(&name, into, id)?;
        let before = self.all.get(&id).map_or(ROOT, |folder| folder.parent);
        if let Some(folder) = self.all.get_mut(&id) {
            folder.parent = into;
            folder.updated_at = now;
        }
        self.touch(before, now);
        self.touch(into, now);
        Ok(id)
    }

    /// Deletes a folder in which there is nothing.
    pub(crate) fn delete(
        &mut self,
        id: &str,
        has_lists: bool,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let id = self.own(id)?;
        if has_lists || self.inside(id).next().is_some() {
            return Err(Failure::invalid(
                "The folder is not empty: move what is in it first",
            ));
        }
        if let Some(folder) = self.all.remove(&id) {
            self.touch(folder.parent, now);
        }
        Ok(())
    }

    /// A folder with those below it. Only it shows its lists.
    pub(crate) fn to_json(&self, id: u64, lists: &[u64]) -> Value {
        let inside = self.inside(id).map(|(id, _)| self.to_json(id, &[]));
        let inside: Vec<Value> = inside.collect();
        let mut json = json!({
            "id": id.to_string(),
            "parentFolderId": ROOT.to_string(),
            "childLists": lists,
            "childNodes": inside,
        });
        if let Some(folder) = self.all.get(&id) {
            json["name"] = folder.name.as_str().into();
            json["parentFolderId"] = folder.parent.to_string().into();
            json["createdAt"] = time(folder.created_at).into();
            json["updatedAt"] = time(folder.updated_at).into();
            json["updatedContentsAt"] = time(folder.touched_at).into();
        }
        json
    }
}

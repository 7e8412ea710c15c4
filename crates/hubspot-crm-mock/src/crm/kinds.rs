//! Kinds of links between records: those of HubSpot, and the labels that an account defines.

mod labels;

use std::collections::HashMap;

use serde_json::{Value, json};

use super::types::{Type, Types};
use crate::documents;

/// Who defined what every account has.
pub(crate) const HUBSPOT: &str = "HUBSPOT_DEFINED";
/// Who defined the labels of an account, and all that concerns its custom types.
pub(crate) const USER: &str = "USER_DEFINED";

/// Kinds that HubSpot's lists do not tell get numbers from here, beyond those of the lists, so that none has two meanings.
const FIRST_ID: i64 = 10_001;

/// Which kind it is, among all of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct KindIndex(u32);

/// What a link may mean, in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kind {
    pub(crate) category: &'static str,
    pub(crate) id: i64,
    /// The ids of the types that it is between.
    pub(crate) from: String,
    pub(crate) to: String,
    /// What version 3 calls it.
    pub(crate) name: String,
    /// What people read; `None` for the kind that only says that two records are linked.
    pub(crate) label: Option<String>,
    /// To how many records one record may be linked by it, if the account has set a limit.
    pub(crate) limit: Option<u32>,
    /// The same kind seen from the other end, if that end shows it.
    inverse: Option<KindIndex>,
    /// Whether a record has at most one such link, as with its primary company.
    pub(crate) is_exclusive: bool,
    is_deleted: bool,
}

impl Kind {
    /// As version 4 lists it.
    pub(crate) fn to_json(&self) -> Value {
        let mut json = json!({"category": self.category, "typeId": self.id});
        if let Some(label) = &self.label {
            json["label"] = label.as_str().into();
        }
        json
    }

    /// As a limit is listed.
    pub(crate) fn limit_json(&self) -> Value {
        let mut json = self.to_json();
        if let Some(limit) = self.limit {
            json["userEnforcedMaxToObjectIds"] = limit.into();
        }
        json
    }
}

/// All kinds of an account.
#[derive(Debug)]
pub(crate) struct Kinds {
    all: Vec<Kind>,
    by_id: HashMap<(&'static str, i64), KindIndex>,
    /// Those between two types, the default one first.
    by_types: HashMap<(String, String), Vec<KindIndex>>,
    next_id: i64,
}

impl Default for Kinds {
    fn default() -> Self {
        let mut kinds = Self {
            all: Vec::new(),
            by_id: HashMap::new(),
            by_types: HashMap::new(),
            next_id: FIRST_ID,
        };
        let types = Types::default();
        // Those without a label first, since the first between two types is the default.
        let (labelled, plain): (Vec<_>, Vec<_>) = documents::links()
            .iter()
            .partition(|link| link.get("label").is_some());
        for link in plain.into_iter().chain(labelled) {
            kinds.add_listed(&types, link);
        }
        kinds
    }
}

impl Kinds {
    /// Adds a kind of HubSpot's list, with its inverse.
    fn add_listed(&mut self, types: &Types, link: &Value) {
        let end = |name: &str| types.find(type_name(link[name].as_str()?));
        // The list has types whose records no document is about.
        let (Some(from), Some(to)) = (end("from"), end("to")) else {
            return;
        };
        let Some(id) = link["id"].as_i64() else {
            return;
        };
        let label = link["label"].as_str();
        let inverse_label = link["inverse_label"].as_str().or(label);
        let kind = self.add_hubspot(from, to, id, label);
        match link["inverse"].as_i64() {
            Some(inverse) => {
                let inverse = self.add_hubspot(to, from, inverse, inverse_label);
                self.pair(kind, inverse);
            }
            None if from.id == to.id => self.pair(kind, kind),
            None => {}
        }
    }

    fn add_hubspot(&mut self, from: &Type, to: &Type, id: i64, label: Option<&str>) -> KindIndex {
        let plain_name = format!("{}_to_{}", from.singular, to.singular);
        let is_exclusive =
            label == Some("primary") && (to.singular == "company" || from.singular == "lead");
        let name = match label {
            None => plain_name,
            Some("primary") if from.singular == "company" || to.singular == "company" => {
                // The primary one was there first, and kept the name.
                if let Some(default) = self.default_of(&from.id, &to.id) {
                    self.all[default.0 as usize].name = format!("{plain_name}_unlabeled");
                }
                plain_name
            }
            Some("primary") if from.singular == "lead" => {
                format!("{}_to_primary_{}", from.singular, to.singular)
            }
            Some(label) if label.contains("_to_") => format!("{label}_{}", to.singular),
            Some(label) => format!("{plain_name}_{label}"),
        };
        self.add(Kind {
            category: HUBSPOT,
            id,
            from: from.id.clone(),
            to: to.id.clone(),
            name,
            label: label.map(|label| match label {
                "parent_to_child" => "Child Company".to_owned(),
                "child_to_parent" => "Parent Company".to_owned(),
                label => capitalized(label),
            }),
            limit: None,
            inverse: None,
            is_exclusive,
            is_deleted: false,
        })
    }

    fn add(&mut self, kind: Kind) -> KindIndex {
        // An account with four thousand million kinds has other troubles.
        let index = KindIndex(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.by_id.insert((kind.category, kind.id), index);
        let types = (kind.from.clone(), kind.to.clone());
        self.by_types.entry(types).or_default().push(index);
        self.all.push(kind);
        index
    }

    /// Adds a kind with a number of its own.
    fn add_new(
        &mut self,
        category: &'static str,
        (from, to): (&Type, &Type),
        name: String,
        label: Option<&str>,
    ) -> KindIndex {
        self.next_id += 1;
        self.add(Kind {
            category,
            id: self.next_id - 1,
            from: from.id.clone(),
            to: to.id.clone(),
            name,
            label: label.map(str::to_owned),
            limit: None,
            inverse: None,
            is_exclusive: false,
            is_deleted: false,
        })
    }

    fn pair(&mut self, one: KindIndex, other: KindIndex) {
        self.all[one.0 as usize].inverse = Some(other);
        self.all[other.0 as usize].inverse = Some(one);
    }

    pub(crate) fn get(&self, kind: KindIndex) -> &Kind {
        &self.all[kind.0 as usize]
    }

    /// The same kind seen from the other end.
    pub(crate) fn inverse(&self, kind: KindIndex) -> Option<KindIndex> {
        self.get(kind).inverse
    }

    /// All kinds that lead from one type to another, the default one first. Types are given by their ids.
    pub(crate) fn between<'k>(
        &'k self,
        from: &str,
        to: &str,
    ) -> impl Iterator<Item = KindIndex> + use<'k> {
        let key = (from.to_owned(), to.to_owned());
        let kinds = self.by_types.get(&key).into_iter().flatten().copied();
        kinds.filter(|kind| !self.get(*kind).is_deleted)
    }

    /// All kinds with a limit of the account's own.
    pub(crate) fn limited(&self) -> impl Iterator<Item = &Kind> {
        let kinds = self.all.iter().filter(|kind| !kind.is_deleted);
        kinds.filter(|kind| kind.limit.is_some())
    }

    fn default_of(&self, from: &str, to: &str) -> Option<KindIndex> {
        let mut kinds = self.between(from, to);
        kinds.find(|kind| self.get(*kind).label.is_none())
    }

    /// The kind that only says that two records are linked. HubSpot's lists do not tell it for all types, and custom types are not in them at all, so it may have to be made.
    pub(crate) fn plain(&mut self, from: &Type, to: &Type) -> KindIndex {
        if let Some(known) = self.default_of(&from.id, &to.id) {
            return known;
        }
        let category = match from.full_name.is_some() || to.full_name.is_some() {
            true => USER,
            false => HUBSPOT,
        };
        let name = |from: &Type, to: &Type| format!("{}_to_{}", from.singular, to.singular);
        let kind = self.add_new(category, (from, to), name(from, to), None);
        let inverse = match self.default_of(&to.id, &from.id) {
            Some(inverse) => inverse,
            None => self.add_new(category, (to, from), name(to, from), None),
        };
        self.pair(kind, inverse);
        kind
    }

    /// The kind of a category and number.
    pub(crate) fn find(&self, category: &str, id: i64) -> Option<KindIndex> {
        let category = [HUBSPOT, USER]
            .into_iter()
            .find(|known| *known == category)?;
        let found = self.by_id.get(&(category, id)).copied();
        found.filter(|kind| !self.get(*kind).is_deleted)
    }

    /// The kind between two types that version 3 calls by this name or number.
    pub(crate) fn named(&self, from: &str, to: &str, name: &str) -> Option<KindIndex> {
        let id = name.parse().ok();
        self.between(from, to).find(|kind| {
            let kind = self.get(*kind);
            kind.name.eq_ignore_ascii_case(name) || Some(kind.id) == id
        })
    }

    /// The kind between two types that has a label.
    pub(crate) fn labelled(&self, from: &str, to: &str, label: &str) -> Option<KindIndex> {
        let mut kinds = self.between(from, to);
        kinds.find(|kind| same_label(self.get(*kind), label))
    }

    /// Sets how many records one may be linked to by a kind, or takes the limit away.
    pub(crate) fn set_limit(&mut self, kind: KindIndex, limit: Option<u32>) {
        self.all[kind.0 as usize].limit = limit;
    }
}

/// The name that our table of types has for one of the list of kinds.
fn type_name(name: &str) -> &str {
    match name {
        "payment" => "commerce_payment",
        "goal" => "goal_target",
        name => name,
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn same_label(kind: &Kind, label: &str) -> bool {
    let known = kind.label.as_deref();
    known.is_some_and(|known| known.eq_ignore_ascii_case(label))
}

#[cfg(test)]
mod tests;

//! Kinds of links between records: those of HubSpot, and the labels that an account defines.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::types::{Type, Types};
use crate::documents;
use crate::reply::Failure;

/// Who defined what every account has.
pub(crate) const HUBSPOT: &str = "HUBSPOT_DEFINED";
/// Who defined the labels of an account, and all that concerns its custom types.
pub(crate) const USER: &str = "USER_DEFINED";

/// How many labels two types can have between them.
const MOST_LABELS: usize = 50;
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

    /// Defines a label, or a pair of them. Gives the kinds that it made: one for each direction.
    pub(crate) fn define(
        &mut self,
        (from, to): (&Type, &Type),
        name: &str,
        label: &str,
        inverse_label: Option<&str>,
    ) -> Result<Vec<KindIndex>, Failure> {
        check_name(name)?;
        check_label(label)?;
        inverse_label.map_or(Ok(()), check_label)?;
        let known: Vec<&Kind> = self
            .between(&from.id, &to.id)
            .map(|kind| self.get(kind))
            .collect();
        if known
            .iter()
            .any(|kind| kind.name.eq_ignore_ascii_case(name))
        {
            return Err(Failure::conflict(format!(
                "The name {name} is taken by another label between these types"
            )));
        }
        for label in [Some(label), inverse_label].into_iter().flatten() {
            if known.iter().any(|kind| same_label(kind, label)) {
                return Err(Failure::conflict(format!(
                    "There is a label {label} between these types already"
                )));
            }
        }
        let labels = known.iter().filter(|kind| kind.category == USER);
        if labels.filter(|kind| kind.label.is_some()).count() >= MOST_LABELS {
            return Err(Failure::invalid(format!(
                "There can be at most {MOST_LABELS} labels between two types"
            )));
        }
        // A link with a label is a link, so there is a default kind for it.
        self.plain(from, to);
        let kind = self.add_new(USER, (from, to), name.to_owned(), Some(label));
        if from.id == to.id && inverse_label.is_none() {
            self.pair(kind, kind);
            return Ok(vec![kind]);
        }
        let inverse_name = match from.id == to.id {
            true => format!("{name}_inverse"),
            false => name.to_owned(),
        };
        let inverse_label = inverse_label.unwrap_or(label);
        let inverse = self.add_new(USER, (to, from), inverse_name, Some(inverse_label));
        self.pair(kind, inverse);
        Ok(vec![kind, inverse])
    }

    /// A kind between two types that the account has defined and may change, by its number.
    fn own(&self, from: &str, to: &str, id: i64) -> Result<KindIndex, Failure> {
        let found = self.find(USER, id).filter(|kind| {
            let kind = self.get(*kind);
            kind.from == from && kind.to == to && kind.label.is_some()
        });
        if let Some(found) = found {
            return Ok(found);
        }
        let mut others = self.between(from, to).map(|kind| self.get(kind));
        Err(match others.any(|kind| kind.id == id) {
            true => Failure::invalid(format!(
                "The kind {id} was not defined by the account and cannot be changed"
            )),
            false => Failure::not_found(format!("No label between these types has the id {id}")),
        })
    }

    /// Gives a label another text.
    pub(crate) fn relabel(
        &mut self,
        (from, to): (&str, &str),
        id: i64,
        label: &str,
        inverse_label: Option<&str>,
    ) -> Result<(), Failure> {
        let kind = self.own(from, to, id)?;
        check_label(label)?;
        inverse_label.map_or(Ok(()), check_label)?;
        let inverse = self.inverse(kind);
        let is_taken = self
            .between(from, to)
            .filter(|other| *other != kind && Some(*other) != inverse)
            .any(|other| same_label(self.get(other), label));
        if is_taken {
            return Err(Failure::conflict(format!(
                "There is a label {label} between these types already"
            )));
        }
        let was_single = inverse.is_some_and(|inverse| {
            inverse == kind || self.get(inverse).label == self.get(kind).label
        });
        self.all[kind.0 as usize].label = Some(label.to_owned());
        // The two directions of a single label say the same.
        let inverse_label = inverse_label.or(was_single.then_some(label));
        if let (Some(inverse), Some(label)) = (inverse, inverse_label) {
            self.all[inverse.0 as usize].label = Some(label.to_owned());
        }
        Ok(())
    }

    /// Deletes a label, in both directions. Gives what is gone.
    pub(crate) fn delete(
        &mut self,
        from: &str,
        to: &str,
        id: i64,
    ) -> Result<Vec<KindIndex>, Failure> {
        let kind = self.own(from, to, id)?;
        let mut gone = vec![kind];
        gone.extend(self.inverse(kind).filter(|inverse| *inverse != kind));
        for kind in &gone {
            self.all[kind.0 as usize].is_deleted = true;
        }
        Ok(gone)
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

fn check_name(name: &str) -> Result<(), Failure> {
    let begins_well = !name.starts_with(|first: char| first.is_ascii_digit());
    match !name.trim().is_empty() && begins_well && !name.contains('-') {
        true => Ok(()),
        false => Err(Failure::invalid(format!(
            "The name {name:?} of a label may not be empty, begin with a digit or have hyphens"
        ))),
    }
}

fn check_label(label: &str) -> Result<(), Failure> {
    match label.trim().is_empty() {
        false => Ok(()),
        true => Err(Failure::invalid("A label may not be empty")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(kinds: &Kinds, id: i64) -> &str {
        &kinds.get(kinds.find(HUBSPOT, id).unwrap()).name
    }

    #[test]
    fn kinds_of_hubspot_have_its_numbers_and_names() {
        let kinds = Kinds::default();
        assert_eq!(name(&kinds, 279), "contact_to_company_unlabeled");
        assert_eq!(name(&kinds, 1), "contact_to_company");
        assert_eq!(name(&kinds, 280), "company_to_contact_unlabeled");
        assert_eq!(name(&kinds, 4), "contact_to_deal");
        assert_eq!(name(&kinds, 13), "parent_to_child_company");
        assert_eq!(name(&kinds, 14), "child_to_parent_company");
        assert_eq!(kinds.find(USER, 279), None);
        assert_eq!(kinds.find("OTHER", 279), None);
    }

    #[test]
    fn every_kind_leads_back_by_its_inverse() {
        let kinds = Kinds::default();
        let mut paired = 0;
        for (index, kind) in (0..).zip(&kinds.all) {
            let Some(inverse) = kind.inverse else {
                continue;
            };
            paired += 1;
            let inverse = kinds.get(inverse);
            assert_eq!(inverse.inverse, Some(KindIndex(index)), "{kind:?}");
            assert_eq!((&inverse.from, &inverse.to), (&kind.to, &kind.from));
        }
        assert!(paired > 300, "{paired}");
    }

    #[test]
    fn the_first_kind_between_two_types_has_no_label() {
        let kinds = Kinds::default();
        for ((from, to), between) in &kinds.by_types {
            let first = kinds.get(between[0]);
            let only_labels = between.iter().all(|kind| kinds.get(*kind).label.is_some());
            assert!(first.label.is_none() || only_labels, "{from} {to}");
        }
    }
}

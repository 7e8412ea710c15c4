//! Labels that an account defines.

use super::{Kind, KindIndex, Kinds, USER, same_label};
use crate::crm::types::Type;
use crate::reply::Failure;

/// How many labels two types can have between them.
const MOST_LABELS: usize = 50;

impl Kinds {
    /// The kinds without a label from or to a type that the account has defined.
    pub(crate) fn defined_for(&self, type_id: &str) -> impl Iterator<Item = &Kind> {
        let known = self.all.iter().filter(|kind| !kind.is_deleted);
        let own = known.filter(|kind| kind.category == USER && kind.label.is_none());
        own.filter(move |kind| kind.from == type_id || kind.to == type_id)
    }

    /// Lets records of two types be linked, one of which the account has defined.
    pub(crate) fn allow(
        &mut self,
        from: &Type,
        to: &Type,
        name: Option<&str>,
    ) -> Result<KindIndex, Failure> {
        name.map_or(Ok(()), check_name)?;
        if from.full_name.is_none() && to.full_name.is_none() {
            return Err(Failure::invalid(format!(
                "HubSpot decides whether {} and {} can be linked",
                from.plural, to.plural
            )));
        }
        let kind = self.plain(from, to);
        if let Some(name) = name {
            name.clone_into(&mut self.all[kind.0 as usize].name);
        }
        Ok(kind)
    }

    /// Deletes the kind of this number from or to a type, and with it all others between the same two types. Gives what is gone.
    pub(crate) fn disallow(&mut self, type_id: &str, id: &str) -> Result<Vec<KindIndex>, Failure> {
        let found = id.parse().ok().and_then(|id| self.find(USER, id));
        let found = found
            .map(|kind| self.get(kind))
            .filter(|kind| kind.label.is_none() && (kind.from == type_id || kind.to == type_id));
        let kind = found.ok_or_else(|| {
            Failure::not_found(format!("The type has no kind of links with the id {id}"))
        })?;
        let (one, other) = (kind.from.clone(), kind.to.clone());
        let mut gone: Vec<KindIndex> = self.between(&one, &other).collect();
        gone.extend(self.between(&other, &one));
        for kind in &gone {
            self.all[kind.0 as usize].is_deleted = true;
        }
        Ok(gone)
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

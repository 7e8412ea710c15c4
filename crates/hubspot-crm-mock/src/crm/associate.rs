//! What links between records have to do with the records: whose links may be made, and how a record shows those that it has.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::Crm;
use super::kinds::KindIndex;
use super::types::Type;
use crate::reply::Failure;

/// How many links a record shows along with its properties.
const INLINE: usize = 100;

/// A link that a record is to have, of which everything was checked but the record itself, which may not be there yet.
#[derive(Debug, Clone)]
pub(crate) struct NewLink {
    to: Type,
    to_id: u64,
    kinds: Vec<KindIndex>,
}

/// What becomes of the labels that a link has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Labels {
    /// They stay.
    Kept,
    /// The given ones take their place.
    Replaced,
}

impl Crm {
    /// The id of a record that may have links.
    pub(crate) fn linkable(&self, of: &Type, id: &str) -> Result<u64, Failure> {
        let record = self.records.find(&of.id, id);
        record.map(|record| record.id).ok_or_else(|| {
            Failure::not_found(format!("There is no {} with the id {id}", of.singular))
                .context("ids", [id])
        })
    }

    /// The kind that a category and a number stand for, as `{"associationCategory", "associationTypeId"}`.
    pub(crate) fn kind_of_spec(&self, spec: &Value) -> Result<KindIndex, Failure> {
        let category = spec["associationCategory"].as_str().unwrap_or_default();
        let id = number(&spec["associationTypeId"]).ok_or_else(|| {
            Failure::invalid("A kind of link needs an associationCategory and an associationTypeId")
        })?;
        self.links.kinds.find(category, id).ok_or_else(|| {
            Failure::invalid(format!(
                "There is no association type {id} of the category {category}"
            ))
        })
    }

    /// The kinds that a list of categories and numbers stands for, all of which must lead from one type to another.
    pub(crate) fn kinds_of_specs(
        &self,
        (from, to): (&Type, &Type),
        specs: &Value,
    ) -> Result<Vec<KindIndex>, Failure> {
        let specs = specs
            .as_array()
            .ok_or_else(|| Failure::invalid("Kinds of links must be a list"))?;
        let kinds = specs.iter().map(|spec| {
            let index = self.kind_of_spec(spec)?;
            let kind = self.links.kinds.get(index);
            match kind.from == from.id && kind.to == to.id {
                true => Ok(index),
                false => Err(Failure::invalid(format!(
                    "The association type {} of the category {} does not lead from {} to {}",
                    kind.id, kind.category, from.singular, to.singular
                ))),
            }
        });
        kinds.collect()
    }

    /// Links two records that exist. Nothing happens if one does not, or if it would have more links than the account allows.
    pub(crate) fn link(
        &mut self,
        from: (&Type, &str),
        to: (&Type, &str),
        kinds: &[KindIndex],
        labels: Labels,
    ) -> Result<(), Failure> {
        let (one, other) = (self.linkable(from.0, from.1)?, self.linkable(to.0, to.1)?);
        if (&from.0.id, one) == (&to.0.id, other) {
            return Err(Failure::invalid("A record cannot be linked to itself"));
        }
        self.check_limits((from.0, one), (to.0, other), kinds)?;
        match labels {
            Labels::Kept => self.links.add((from.0, one), (to.0, other), kinds),
            Labels::Replaced => self.links.set((from.0, one), (to.0, other), kinds),
        }
        Ok(())
    }

    fn check_limits(
        &mut self,
        from: (&Type, u64),
        to: (&Type, u64),
        kinds: &[KindIndex],
    ) -> Result<(), Failure> {
        let (from_end, to_end) = ((from.0.id.as_str(), from.1), (to.0.id.as_str(), to.1));
        let there = self.links.between(from_end, to_end).to_vec();
        let default = self.links.kinds.plain(from.0, to.0);
        let kinds = kinds.iter().copied().chain([default]);
        for kind in kinds.filter(|kind| !there.contains(kind)) {
            self.check_limit(from_end, kind)?;
            if let Some(inverse) = self.links.kinds.inverse(kind) {
                self.check_limit(to_end, inverse)?;
            }
        }
        Ok(())
    }

    fn check_limit(&self, from: (&str, u64), index: KindIndex) -> Result<(), Failure> {
        let kind = self.links.kinds.get(index);
        let Some(limit) = kind.limit else {
            return Ok(());
        };
        if self.links.count(from, index) < limit as usize {
            return Ok(());
        }
        Err(Failure::invalid(format!(
            "The record {} has {limit} links of the kind {} already, as many as the account allows",
            from.1, kind.name
        ))
        .context("objectId", [from.1.to_string()])
        .context("associationTypeId", [kind.id.to_string()]))
    }

    /// The links that the `associations` of a record ask for that is to be created: `[{"to": {"id"}, "types": [{"associationCategory", "associationTypeId"}]}]`.
    pub(crate) fn new_links(
        &mut self,
        type_id: &str,
        associations: &Value,
    ) -> Result<Vec<NewLink>, Failure> {
        let from = self.type_named(type_id)?;
        let associations = match associations {
            Value::Null => return Ok(Vec::new()),
            Value::Array(associations) => associations,
            _ => return Err(Failure::invalid("The associations must be a list")),
        };
        let links = associations.iter().map(|association| {
            let first = association["types"].get(0).ok_or_else(|| {
                Failure::invalid("An association needs the types that it is to have")
            })?;
            let first = self.links.kinds.get(self.kind_of_spec(first)?);
            let to = self.type_named(&first.to)?;
            let kinds = self.kinds_of_specs((&from, &to), &association["types"])?;
            let to_id = id_of(&association["to"])?;
            let to_id = self.linkable(&to, &to_id)?;
            Ok(NewLink { to, to_id, kinds })
        });
        let links: Vec<NewLink> = links.collect::<Result<_, Failure>>()?;
        let mut ends: HashMap<KindIndex, HashSet<u64>> = HashMap::new();
        for link in &links {
            // No record has the id 0, so what counts is the other end.
            self.check_limits((&from, 0), (&link.to, link.to_id), &link.kinds)?;
            let default = self.links.kinds.plain(&from, &link.to);
            for kind in link.kinds.iter().chain([&default]) {
                ends.entry(*kind).or_default().insert(link.to_id);
            }
        }
        for (kind, ends) in ends {
            let kind = self.links.kinds.get(kind);
            if let Some(limit) = kind.limit.filter(|limit| ends.len() > *limit as usize) {
                let message = format!(
                    "A record can have {limit} links of the kind {} at most, and not {}",
                    kind.name,
                    ends.len()
                );
                let id = kind.id.to_string();
                return Err(Failure::invalid(message).context("associationTypeId", [id]));
            }
        }
        Ok(links)
    }

    /// Makes links that were [checked](Crm::new_links) of a record that is there now.
    pub(crate) fn make_links(
        &mut self,
        type_id: &str,
        id: u64,
        links: &[NewLink],
    ) -> Result<(), Failure> {
        let from = self.type_named(type_id)?;
        for link in links {
            self.links
                .add((&from, id), (&link.to, link.to_id), &link.kinds);
        }
        Ok(())
    }

    /// The links of a record to those of one type, as version 3 shows them: one for each kind that a link has. At most `limit`, unless a single link has more kinds; then where to go on.
    pub(crate) fn associated(
        &self,
        from: (&str, u64),
        to: &str,
        after: Option<u64>,
        limit: usize,
    ) -> (Vec<Value>, Option<u64>) {
        let mut found = Vec::new();
        let mut last = None;
        for (id, kinds) in self.links.of(from, to, after) {
            if last.is_some() && found.len() + kinds.len() > limit {
                return (found, last);
            }
            last = Some(id);
            let id = id.to_string();
            // Labels come first, as they do in HubSpot's answers.
            for kind in kinds.iter().rev() {
                let name = self.links.kinds.get(*kind).name.as_str();
                found.push(json!({"id": id, "type": name}));
            }
        }
        (found, None)
    }

    /// The records of a type that are linked to one of these records of another, or to any of it if none are given; `None` if there is no such type.
    pub(crate) fn linked_to(
        &self,
        from: &str,
        to: &str,
        ids: Option<&[u64]>,
    ) -> Option<HashSet<u64>> {
        let to = &self.types.find(to)?.id;
        Some(match ids {
            None => self.links.linked(from, to).collect(),
            Some(ids) => {
                let of = |id: &u64| self.links.of((to, *id), from, None).map(|(id, _)| id);
                ids.iter().flat_map(of).collect()
            }
        })
    }

    /// What a record shows as its `associations` if it is asked for those to some types; `None` if it has none.
    pub(crate) fn inline_associations<'a>(
        &self,
        type_id: &str,
        id: u64,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Option<Value>, Failure> {
        let mut all = Map::new();
        for name in names {
            let to = self.type_named(name)?;
            let (results, next) = self.associated((type_id, id), &to.id, None, INLINE);
            if results.is_empty() {
                continue;
            }
            let mut page = json!({"results": results});
            if let Some(after) = next {
                page["paging"] = paging(&after.to_string());
            }
            all.insert(inline_name(&to), page);
        }
        Ok((!all.is_empty()).then_some(Value::Object(all)))
    }
}

/// What the linked records of a type stand under in a record.
fn inline_name(of: &Type) -> String {
    match (&of.full_name, of.plural.as_str()) {
        (Some(name), _) => name.clone(),
        // The one name that HubSpot shows as people write it.
        (None, "line_items") => "line items".to_owned(),
        (None, name) => name.to_owned(),
    }
}

/// The `paging` of an answer that is not the last.
pub(crate) fn paging(after: &str) -> Value {
    json!({"next": {"after": after, "link": format!("?after={after}")}})
}

/// The id in an object such as `{"id": "1"}`, which may be a number as well.
pub(crate) fn id_of(of: &Value) -> Result<String, Failure> {
    match &of["id"] {
        Value::String(id) => Ok(id.clone()),
        Value::Number(id) => Ok(id.to_string()),
        _ => Err(Failure::invalid(
            "A record is given by an object with its id",
        )),
    }
}

/// An integer, which may be written as text.
pub(crate) fn number(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_i64(),
    }
}

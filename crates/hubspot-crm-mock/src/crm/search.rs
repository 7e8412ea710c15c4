//! Finding records by what their properties are.

mod condition;
mod order;
mod text;

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use self::condition::Condition;
use self::order::Order;
use super::properties::{Definition, Properties};
use super::records::{Record, Records};
use crate::reply::Failure;

/// No search gets further than this.
pub(crate) const WALL: usize = 10_000;

const MOST_GROUPS: usize = 5;
const MOST_FILTERS_OF_GROUP: usize = 6;
const MOST_FILTERS: usize = 18;
const LONGEST_QUERY: usize = 3_000;

/// Tells which records are linked: the ids of those that are linked to one of these records of a type, or to any of it if none are given. `None` if there is no such type.
pub(crate) type Linked<'a> = &'a dyn Fn(&str, Option<&[u64]>) -> Option<HashSet<u64>>;

/// What to look for.
#[derive(Debug)]
pub(crate) struct Search<'a> {
    /// A record has to meet all conditions of one of these; any record will do if there are none.
    groups: Vec<Vec<Condition>>,
    /// In lower case; each has to be in one of the properties.
    words: Vec<String>,
    searchable: Vec<&'a Definition>,
    order: Option<Order>,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found<'r> {
    /// How many there are in all.
    pub(crate) total: usize,
    /// Those of the page.
    pub(crate) page: Vec<&'r Record>,
}

impl<'a> Search<'a> {
    /// Reads the body of a request.
    pub(crate) fn read(
        properties: &'a Properties,
        linked: Linked<'_>,
        body: &Value,
    ) -> Result<Self, Failure> {
        let query = text_of(body, "query")?.unwrap_or_default().to_lowercase();
        if query.chars().count() > LONGEST_QUERY {
            let message = format!("`query` may have {LONGEST_QUERY} characters at most");
            return Err(Failure::invalid(message));
        }
        let mut groups = Vec::new();
        for group in list_of(body, "filterGroups")? {
            groups.push(conditions(properties, linked, list_of(group, "filters")?)?);
        }
        let top = list_of(body, "filters")?;
        if !top.is_empty() {
            groups.push(conditions(properties, linked, top)?);
        }
        if groups.len() > MOST_GROUPS {
            let message = format!("There may be {MOST_GROUPS} filter groups at most");
            return Err(Failure::invalid(message));
        }
        if groups.iter().map(Vec::len).sum::<usize>() > MOST_FILTERS {
            let message = format!("There may be {MOST_FILTERS} filters in all at most");
            return Err(Failure::invalid(message));
        }
        // A group without filters is met by every record.
        if groups.iter().any(Vec::is_empty) {
            groups.clear();
        }
        Ok(Self {
            groups,
            words: query.split_whitespace().map(str::to_owned).collect(),
            searchable: properties
                .present()
                .filter(|known| known.searchable)
                .collect(),
            order: Order::read(properties, list_of(body, "sorts")?)?,
        })
    }

    /// Looks at the records of a type that are not in the recycling bin, and gives those of a page.
    pub(crate) fn run<'r>(
        &self,
        records: Option<&'r Records>,
        offset: usize,
        limit: usize,
    ) -> Found<'r> {
        let Some(records) = records else {
            return Found::default();
        };
        if self.groups.is_empty() && self.words.is_empty() {
            return self.look_at(records.iter(), offset, limit);
        }
        match self.candidates(records) {
            Some(candidates) => self.look_at(candidates.into_values(), offset, limit),
            None => self.look_at(records.scan(), offset, limit),
        }
    }

    /// All that can be found, by id, if the index of unique values tells; otherwise every record can.
    fn candidates<'r>(&self, records: &'r Records) -> Option<BTreeMap<u64, &'r Record>> {
        if self.groups.is_empty() {
            return None;
        }
        let mut all = BTreeMap::new();
        for group in &self.groups {
            let mut conditions = group.iter();
            let found = conditions.find_map(|condition| condition.candidates(records))?;
            all.extend(found.into_iter().map(|record| (record.id, record)));
        }
        Some(all)
    }

    fn look_at<'r>(
        &self,
        records: impl Iterator<Item = &'r Record>,
        offset: usize,
        limit: usize,
    ) -> Found<'r> {
        let matching = records.filter(|record| !record.is_archived() && self.is_met_by(record));
        match &self.order {
            Some(order) => order.page(matching, offset, limit),
            None => {
                let mut total = 0;
                let mut page = Vec::new();
                for record in matching {
                    if total >= offset && page.len() < limit {
                        page.push(record);
                    }
                    total += 1;
                }
                Found { total, page }
            }
        }
    }

    fn is_met_by(&self, record: &Record) -> bool {
        let in_group = self.groups.is_empty()
            || self
                .groups
                .iter()
                .any(|group| group.iter().all(|condition| condition.is_met_by(record)));
        in_group
            && self.words.iter().all(|word| {
                let mut values = self.searchable.iter();
                values.any(|known| {
                    let value = record.shown(&known.name);
                    value.is_some_and(|value| text::has_word(&value, word, text::End::Open))
                })
            })
    }
}

fn conditions(
    properties: &Properties,
    linked: Linked<'_>,
    filters: &[Value],
) -> Result<Vec<Condition>, Failure> {
    if filters.len() > MOST_FILTERS_OF_GROUP {
        let message = format!("A group may have {MOST_FILTERS_OF_GROUP} filters at most");
        return Err(Failure::invalid(message));
    }
    let conditions = filters.iter();
    conditions
        .map(|filter| Condition::read(properties, linked, filter))
        .collect()
}

/// The property of that name, which has to be there.
fn property<'a>(properties: &'a Properties, name: &str) -> Result<&'a Definition, Failure> {
    properties.find(name).ok_or_else(|| {
        let message = format!("There is no property `{name}` to search or sort by");
        Failure::invalid(message).context("propertyName", [name])
    })
}

/// The elements of a list, which may be missing.
fn list_of<'v>(value: &'v Value, name: &str) -> Result<&'v [Value], Failure> {
    match value.get(name) {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(list)) => Ok(list),
        Some(_) => Err(Failure::invalid(format!("`{name}` has to be a list"))),
    }
}

/// A text, which may be missing. Numbers and flags are texts, too.
fn text_of(value: &Value, name: &str) -> Result<Option<String>, Failure> {
    match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other @ (Value::Number(_) | Value::Bool(_))) => Ok(Some(other.to_string())),
        Some(_) => Err(Failure::invalid(format!("`{name}` has to be a string"))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::crm::Crm;

    proptest! {
        #[test]
        fn a_page_is_a_part_of_what_is_found_in_order(
            amounts in vec(option::of(0..20u8), 0..60),
            descending in any::<bool>(),
            least in 0..10u8,
            offset in 0..70usize,
            limit in 0..30usize,
        ) {
            let mut crm = Crm::default();
            let mut expected = Vec::new();
            for amount in &amounts {
                let given = json!({"amount": amount.map(|amount| amount.to_string())});
                let changes = crm.to_create("0-3", given.as_object().unwrap()).unwrap();
                let id = crm.create("0-3", &changes);
                expected.extend(amount.filter(|amount| *amount >= least).map(|amount| (amount, id)));
            }
            expected.sort_by_key(|(amount, id)| {
                let amount = i16::from(*amount);
                (if descending { -amount } else { amount }, *id)
            });
            let sort = if descending { "-amount" } else { "amount" };
            let body = json!({
                "filters": [{"propertyName": "amount", "operator": "GTE", "value": least}],
                "sorts": [sort],
            });
            let search = Search::read(crm.properties.of("0-3"), &|_, _| None, &body).unwrap();
            let found = search.run(crm.records.of_type("0-3"), offset, limit);
            prop_assert_eq!(found.total, expected.len());
            let page = expected.iter().skip(offset).take(limit).map(|(_, id)| *id);
            let found = found.page.iter().map(|record| record.id);
            prop_assert_eq!(found.collect::<Vec<_>>(), page.collect::<Vec<_>>());
        }
    }

    proptest! {
        #[test]
        fn the_index_finds_what_looking_at_every_record_finds(
            addresses in vec(option::of("[aAbB]{1,2}@x[.]de"), 0..20),
            archived in vec(any::<bool>(), 20),
            wanted in vec("[aAbB]{1,2}@x[.]de", 1..4),
            number in 0..25u64,
            city in option::of("[ab]"),
        ) {
            let mut crm = Crm::default();
            let mut ids = Vec::new();
            for (place, address) in addresses.iter().enumerate() {
                let given = json!({"email": address, "city": if place % 2 == 0 { "a" } else { "b" }});
                // Some addresses are there already.
                if let Ok(changes) = crm.to_create("0-1", given.as_object().unwrap()) {
                    ids.push(crm.create("0-1", &changes));
                }
            }
            for (id, _) in ids.iter().zip(archived).filter(|(_, archived)| *archived) {
                crm.archive("0-1", *id);
            }
            let id = ids.first().map_or(number, |first| first + number);
            let mut filters = vec![json!({"propertyName": "email", "operator": "IN", "values": wanted})];
            filters.extend(city.map(|city| json!({"propertyName": "city", "operator": "EQ", "value": city})));
            let by_id = json!([{"propertyName": "hs_object_id", "operator": "EQ", "value": id}]);
            let by_first = json!([{"propertyName": "email", "operator": "EQ", "value": wanted[0]}]);
            let groups = [json!(filters), by_id, by_first].map(|filters| json!({"filters": filters}));
            let body = json!({"filterGroups": groups});
            let search = Search::read(crm.properties.of("0-1"), &|_, _| None, &body).unwrap();
            let records = crm.records.of_type("0-1");
            let found = search.run(records, 0, 100);
            let all = crm.records.of("0-1").filter(|one| !one.is_archived() && search.is_met_by(one));
            let all: Vec<_> = all.map(|record| record.id).collect();
            prop_assert_eq!(found.total, all.len());
            prop_assert_eq!(found.page.iter().map(|record| record.id).collect::<Vec<_>>(), all);
            // Nothing but what the index names was looked at.
            if let Some(records) = records.filter(|_| addresses.iter().flatten().next().is_some()) {
                prop_assert!(search.candidates(records).is_some());
            }
        }
    }

    #[test]
    fn links_are_searched_like_a_property() {
        let mut crm = Crm::default();
        let ids = [1, 2, 3].map(|_| crm.create("0-3", &[]));
        // The first is linked to contact 7, the second to contact 8.
        let linked = |name: &str, to: Option<&[u64]>| {
            let links = [(ids[0], 7), (ids[1], 8)].into_iter();
            let links = links.filter(|(_, contact)| to.is_none_or(|to| to.contains(contact)));
            (name == "contact").then(|| links.map(|(deal, _)| deal).collect())
        };
        let found = |filter: Value| {
            let body = json!({"filters": [filter]});
            let search = Search::read(crm.properties.of("0-3"), &linked, &body).ok()?;
            let found = search
                .run(crm.records.of_type("0-3"), 0, 10)
                .page
                .into_iter();
            let places = found.filter_map(|record| ids.iter().position(|id| *id == record.id));
            Some(places.collect::<Vec<_>>())
        };
        let filter = |operator: &str, value: Value| json!({"propertyName": "associations.contact", "operator": operator, "value": value, "values": [value]});
        assert_eq!(found(filter("EQ", json!("7"))), Some(vec![0]));
        assert_eq!(found(filter("IN", json!("8"))), Some(vec![1]));
        assert_eq!(found(filter("NEQ", json!("7"))), Some(vec![1, 2]));
        assert_eq!(found(filter("HAS_PROPERTY", json!(null))), Some(vec![0, 1]));
        assert_eq!(
            found(filter("NOT_HAS_PROPERTY", json!(null))),
            Some(vec![2])
        );
        assert_eq!(found(filter("GT", json!("7"))), None);
        assert_eq!(found(filter("EQ", json!("Ada"))), None);
        let unknown = json!({"propertyName": "associations.unicorn", "operator": "HAS_PROPERTY"});
        assert_eq!(found(unknown), None);
    }
}

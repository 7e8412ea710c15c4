//! Finding records by what their properties are.

mod condition;
mod order;
mod text;

use serde_json::Value;

use self::condition::Condition;
use self::order::Order;
use super::properties::{Definition, Properties};
use super::records::Record;
use crate::reply::Failure;

/// No search gets further than this.
pub(crate) const WALL: usize = 10_000;

const MOST_GROUPS: usize = 5;
const MOST_FILTERS_OF_GROUP: usize = 6;
const MOST_FILTERS: usize = 18;
const LONGEST_QUERY: usize = 3_000;

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
#[derive(Debug)]
pub(crate) struct Found<'r> {
    /// How many there are in all.
    pub(crate) total: usize,
    /// Those of the page.
    pub(crate) page: Vec<&'r Record>,
}

impl<'a> Search<'a> {
    /// Reads the body of a request.
    pub(crate) fn read(properties: &'a Properties, body: &Value) -> Result<Self, Failure> {
        let query = text_of(body, "query")?.unwrap_or_default().to_lowercase();
        if query.chars().count() > LONGEST_QUERY {
            let message = format!("`query` may have {LONGEST_QUERY} characters at most");
            return Err(Failure::invalid(message));
        }
        let mut groups = Vec::new();
        for group in list_of(body, "filterGroups")? {
            groups.push(conditions(properties, list_of(group, "filters")?)?);
        }
        let top = list_of(body, "filters")?;
        if !top.is_empty() {
            groups.push(conditions(properties, top)?);
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

    /// Looks at all records that are not in the recycling bin, and gives those of a page.
    pub(crate) fn run<'r>(
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

fn conditions(properties: &Properties, filters: &[Value]) -> Result<Vec<Condition>, Failure> {
    if filters.len() > MOST_FILTERS_OF_GROUP {
        let message = format!("A group may have {MOST_FILTERS_OF_GROUP} filters at most");
        return Err(Failure::invalid(message));
    }
    let conditions = filters.iter();
    conditions
        .map(|filter| Condition::read(properties, filter))
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
            let search = Search::read(crm.properties.of("0-3"), &body).unwrap();
            let found = search.run(crm.records.of("0-3"), offset, limit);
            prop_assert_eq!(found.total, expected.len());
            let page = expected.iter().skip(offset).take(limit).map(|(_, id)| *id);
            let found = found.page.iter().map(|record| record.id);
            prop_assert_eq!(found.collect::<Vec<_>>(), page.collect::<Vec<_>>());
        }
    }
}

//! In which order records are found.

use std::cmp::Ordering;

use serde_json::Value;

use super::condition::{Operand, Subject};
use super::{Found, property, text_of};
use crate::crm::properties::Properties;
use crate::crm::records::Record;
use crate::reply::Failure;

/// So many records are kept at least before those that come after the page are dropped.
const FEWEST: usize = 1_000;

/// An order.
#[derive(Debug)]
pub(super) struct Order {
    subject: Subject,
    descending: bool,
}

impl Order {
    /// Reads `sorts`: `[{"propertyName": "createdate", "direction": "DESCENDING"}]`, or `["-createdate"]`.
    pub(super) fn read(properties: &Properties, sorts: &[Value]) -> Result<Option<Self>, Failure> {
        let sort = match sorts {
            [] => return Ok(None),
            [sort] => sort,
            _ => {
                return Err(Failure::invalid(
                    "There may be one entry in `sorts` at most",
                ));
            }
        };
        let (name, descending) = match sort {
            Value::String(text) => match text.strip_prefix('-') {
                Some(name) => (name.to_owned(), true),
                None => (text.clone(), false),
            },
            sort => {
                let name = text_of(sort, "propertyName")?.unwrap_or_default();
                let direction = text_of(sort, "direction")?;
                let descending = match direction.as_deref() {
                    None | Some("ASCENDING") => false,
                    Some("DESCENDING") => true,
                    Some(other) => {
                        let message = format!("There is no direction {other} to sort in");
                        return Err(Failure::invalid(message));
                    }
                };
                (name, descending)
            }
        };
        let subject = Subject::new(property(properties, &name)?);
        if subject.is_id() && !descending {
            // They come in that order.
            return Ok(None);
        }
        Ok(Some(Self {
            subject,
            descending,
        }))
    }

    /// The records of a page: those without a value last, equal ones by id.
    pub(super) fn page<'r>(
        &self,
        records: impl Iterator<Item = &'r Record>,
        offset: usize,
        limit: usize,
    ) -> Found<'r> {
        let compare = |one: &(Option<Operand<'r>>, &Record),
                       other: &(Option<Operand<'r>>, &Record)| {
            let by_value = match (&one.0, &other.0) {
                (Some(one), Some(other)) if self.descending => self.subject.compare(other, one),
                (Some(one), Some(other)) => self.subject.compare(one, other),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            };
            by_value.then(one.1.id.cmp(&other.1.id))
        };
        // Only what comes up to the end of the page has to be in order.
        let end = offset.saturating_add(limit);
        let most = end.saturating_mul(2).max(FEWEST);
        let (mut found, mut total) = (Vec::new(), 0);
        for record in records {
            total += 1;
            found.push((self.subject.of(record), record));
            if found.len() >= most {
                found.select_nth_unstable_by(end, compare);
                found.truncate(end);
            }
        }
        found.sort_unstable_by(compare);
        let page = found.into_iter().skip(offset).take(limit);
        Found {
            total,
            page: page.map(|(_, record)| record).collect(),
        }
    }
}

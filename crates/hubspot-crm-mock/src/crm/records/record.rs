//! A record.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;

use super::packed::{Packed, Shapes};
use crate::crm::time;

/// A record.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) id: u64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// When it went to the recycling bin, if it is there.
    pub(crate) archived_at: Option<Timestamp>,
    values: Packed,
}

/// A property and the value that it gets; empty to clear it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// Shared with the definition.
    pub(crate) name: Arc<str>,
    pub(crate) value: Box<str>,
    /// Whether no other record can have the value.
    pub(crate) unique: bool,
}

/// Where activities have their text.
const BODIES: [&str; 7] = [
    "hs_call_body",
    "hs_email_text",
    "hs_meeting_body",
    "hs_note_body",
    "hs_task_body",
    "hs_communication_body",
    "hs_postal_mail_body",
];

/// A text without what is between angle brackets.
fn without_tags(text: &str) -> String {
    let parts = text.split('<');
    let parts = parts.enumerate().map(|(place, part)| match place {
        0 => part,
        _ => part.split_once('>').map_or("", |(_, text)| text),
    });
    parts.collect()
}

impl Record {
    pub(crate) fn new(id: u64, at: Timestamp) -> Self {
        Self {
            id,
            created_at: at,
            updated_at: at,
            archived_at: None,
            values: Packed::default(),
        }
    }

    /// The value that a property was given; `None` if it never had one, or was cleared.
    pub(crate) fn value(&self, property: &str) -> Option<&str> {
        self.values.value(property)
    }

    /// The value that a property shows, be it that it was given one or that it follows from something else.
    pub(crate) fn shown(&self, property: &str) -> Option<Cow<'_, str>> {
        if let Some(value) = self.value(property) {
            return Some(Cow::Borrowed(value));
        }
        if let Some(moment) = self.moment(property) {
            return Some(Cow::Owned(time(moment)));
        }
        match property {
            "hs_object_id" | "hs_ticket_id" => Some(Cow::Owned(self.id.to_string())),
            "hs_email_domain" => {
                let (_, domain) = self.value("email")?.split_once('@')?;
                Some(Cow::Borrowed(domain))
            }
            "hs_full_name_or_email" => {
                let names = [self.value("firstname"), self.value("lastname")];
                let names: Vec<_> = names.into_iter().flatten().collect();
                match names.is_empty() {
                    true => self.value("email").map(Cow::Borrowed),
                    false => Some(Cow::Owned(names.join(" "))),
                }
            }
            "hs_body_preview" => {
                let mut bodies = BODIES.iter().filter_map(|name| self.value(name));
                Some(Cow::Owned(without_tags(bodies.next()?)))
            }
            _ => None,
        }
    }

    /// What a property shows that tells when something happened to the record, unless it was given a value.
    pub(crate) fn moment(&self, property: &str) -> Option<Timestamp> {
        match property {
            "createdate" | "hs_createdate" => Some(self.created_at),
            "lastmodifieddate" | "hs_lastmodifieddate" => Some(self.updated_at),
            _ => None,
        }
    }

    /// The values that a property has and had, with the times since when, newest first.
    pub(crate) fn history(&self, property: &str) -> Vec<(&str, Timestamp)> {
        let values = self.values.history(property);
        let at = |since| Timestamp::from_millisecond(since).unwrap_or_default();
        values.map(|(value, since)| (value, at(since))).collect()
    }

    /// The names of the properties that have a value.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        self.values.names()
    }

    /// How many bytes the values take.
    pub(super) fn size(&self) -> usize {
        self.values.size()
    }

    /// Reads here and there in the values, so that they are in the cache of the processor.
    pub(super) fn fetch(&self) -> usize {
        self.values.fetch()
    }

    pub(crate) fn is_archived(&self) -> bool {
        self.archived_at.is_some()
    }

    /// Sets values, and keeps the former ones.
    pub(super) fn write(&mut self, changes: &[Change], at: Timestamp, shapes: &mut Shapes) {
        self.values.write(changes, at.as_millisecond());
        self.updated_at = at;
        shapes.share(&mut self.values);
    }

    /// Takes over what another record has and this one has not, but for some properties.
    pub(crate) fn fill_from(&mut self, other: &Self, except: &[&str]) {
        self.values.fill_from(&other.values, except);
    }

    /// Takes out a property and all that it was.
    pub(super) fn forget(&mut self, property: &str, shapes: &mut Shapes) {
        self.values.forget(property);
        shapes.share(&mut self.values);
    }

    /// The unique values of a property, of which a contact may have several email addresses.
    pub(super) fn keys(&self, property: &str) -> impl Iterator<Item = &str> {
        let others = match property {
            "email" => self.value("hs_additional_emails"),
            _ => None,
        };
        let others = others.into_iter().flat_map(|others| others.split(';'));
        let others = others.filter(|other| !other.is_empty());
        self.value(property).into_iter().chain(others)
    }
}

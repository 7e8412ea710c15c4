//! Records as they are shown.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::crm::records::Record;
use crate::crm::{Crm, time};
use crate::reply::Failure;

/// Which properties are shown.
#[derive(Debug)]
pub(crate) struct View {
    names: Vec<Arc<str>>,
    /// Those whose former values are shown, too; `None` if no such were asked for.
    history: Option<Vec<Arc<str>>>,
}

impl View {
    /// The named properties, or the defaults of the type if there are none. Unknown names are skipped, and some are always there.
    pub(crate) fn new(crm: &Crm, type_id: &str, names: &[&str], history: &[&str]) -> Self {
        let mut view = match names.is_empty() {
            true => {
                let properties = crm.properties.of(type_id).present();
                let defaults = properties.filter(|known| known.by_default);
                let defaults: Vec<_> = defaults.map(|known| known.name.to_string()).collect();
                let defaults: Vec<_> = defaults.iter().map(String::as_str).collect();
                Self::of_named(crm, type_id, &defaults)
            }
            false => Self::of_named(crm, type_id, names),
        };
        if !history.is_empty() {
            view.history = Some(known(crm, type_id, history.iter().copied()));
        }
        view
    }

    /// The named properties, and those that are always there.
    pub(crate) fn of_named(crm: &Crm, type_id: &str, names: &[&str]) -> Self {
        let properties = crm.properties.of(type_id);
        let always = [properties.created(), "hs_object_id", properties.modified()];
        let names = names.iter().copied().chain(always);
        Self {
            names: known(crm, type_id, names),
            history: None,
        }
    }

    /// All properties that a record has a value of.
    pub(crate) fn of_all(crm: &Crm, type_id: &str, record: &Record) -> Self {
        let names: Vec<_> = record.names().map(|name| &**name).collect();
        Self::of_named(crm, type_id, &names)
    }

    /// A record as it is shown.
    pub(crate) fn of(&self, record: &Record) -> Map<String, Value> {
        let values = self.names.iter().map(|name| {
            let value = record.shown(name);
            let value = value.map_or(Value::Null, |value| value.into_owned().into());
            (name.to_string(), value)
        });
        let mut shown = Map::new();
        shown.insert("id".into(), record.id.to_string().into());
        shown.insert("properties".into(), Value::Object(values.collect()));
        if let Some(names) = &self.history {
            let histories = names.iter().map(|name| {
                let values = record.history(name).into_iter().map(|(value, since)| {
                    json!({"value": value, "timestamp": time(since), "sourceType": "API"})
                });
                (name.to_string(), values.collect())
            });
            let histories = Value::Object(histories.collect());
            shown.insert("propertiesWithHistory".into(), histories);
        }
        // Of some types it is up to the caller when a record was made.
        let created_at = record.value("createdate").and_then(|at| at.parse().ok());
        let created_at = time(created_at.unwrap_or(record.created_at));
        shown.insert("createdAt".into(), created_at.into());
        shown.insert("updatedAt".into(), time(record.updated_at).into());
        shown.insert("archived".into(), record.is_archived().into());
        if let Some(at) = record.archived_at {
            shown.insert("archivedAt".into(), time(at).into());
        }
        shown
    }
}

/// The properties of those names, each once.
fn known<'n>(crm: &Crm, type_id: &str, names: impl Iterator<Item = &'n str>) -> Vec<Arc<str>> {
    let properties = crm.properties.of(type_id);
    let mut known: Vec<Arc<str>> = Vec::new();
    for found in names.filter_map(|name| properties.find(name)) {
        if !known.contains(&found.name) {
            known.push(Arc::clone(&found.name));
        }
    }
    known.sort_unstable();
    known
}

/// A record with the default properties of its type.
pub(crate) fn view(crm: &Crm, type_id: &str, id: u64) -> Result<Value, Failure> {
    let record = crm.records.get(type_id, id);
    let record = record.ok_or_else(|| Failure::not_found("resource not found"))?;
    Ok(Value::Object(View::new(crm, type_id, &[], &[]).of(record)))
}

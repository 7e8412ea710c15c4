//! Changes to records: checked as a whole before anything happens.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::Crm;
use super::properties::Definition;
use super::records::{Change, Record};
use super::stages;
use super::values::{self, Problem};
use crate::reply::Failure;

/// The type that contacts are of.
pub(crate) const CONTACTS: &str = "0-1";

/// The type that line items are of.
const LINE_ITEMS: &str = "0-8";

impl Crm {
    /// What `given` makes of a new record, or why it cannot be one.
    pub(crate) fn to_create(
        &self,
        type_id: &str,
        given: &Map<String, Value>,
    ) -> Result<Vec<Change>, Failure> {
        let mut changes = self.changes(type_id, None, given)?;
        changes.retain(|change| !change.value.is_empty());
        let properties = self.properties.of(type_id);
        self.put_into_default_pipeline(type_id, &mut changes);
        let missing = properties.present().filter(|known| {
            known.required && !changes.iter().any(|change| change.name == known.name)
        });
        let missing: Vec<_> = missing.map(|known| known.name.to_string()).collect();
        if missing.is_empty() {
            return Ok(changes);
        }
        let found = self.types.find(type_id);
        let message = format!(
            "Error creating {}. Some required properties were not set.",
            found.map_or_else(|| type_id.to_owned(), super::types::Type::shouted)
        );
        Err(Failure::invalid(message).context("properties", missing))
    }

    /// What `given` changes of a record, or why it cannot.
    pub(crate) fn to_update(
        &self,
        type_id: &str,
        record: &Record,
        given: &Map<String, Value>,
    ) -> Result<Vec<Change>, Failure> {
        self.changes(type_id, Some(record), given)
    }

    fn changes(
        &self,
        type_id: &str,
        record: Option<&Record>,
        given: &Map<String, Value>,
    ) -> Result<Vec<Change>, Failure> {
        let properties = self.properties.of(type_id);
        let mut changes = Vec::with_capacity(given.len());
        let mut problems = Vec::new();
        for (name, value) in given {
            let Some(definition) = properties.find(name) else {
                let message = format!("Property \"{name}\" does not exist");
                problems.push((name.clone(), Problem::new("PROPERTY_DOESNT_EXIST", message)));
                continue;
            };
            match self.change_of(type_id, definition, value, record) {
                Ok(change) => changes.extend(change),
                Err(problem) => problems.push((name.clone(), problem)),
            }
        }
        problems.extend(self.stage_problem(type_id, record, &changes));
        if !problems.is_empty() {
            return Err(values::failure(&problems));
        }
        for change in changes.iter().filter(|change| change.unique) {
            self.check_unique(type_id, record, change)?;
        }
        if type_id == LINE_ITEMS {
            let amount = net_price(record, &changes);
            let known = properties.find("amount");
            changes.extend(
                known
                    .zip(amount)
                    .map(|(known, amount)| change(known, &amount)),
            );
        }
        Ok(changes)
    }

    /// The change that a value makes; none if there is nothing to do.
    fn change_of(
        &self,
        type_id: &str,
        definition: &Definition,
        value: &Value,
        record: Option<&Record>,
    ) -> Result<Option<Change>, Problem> {
        let text = match value {
            Value::Null => return Ok(None),
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Array(_) | Value::Object(_) => {
                let message = format!("{value} is not text");
                return Err(Problem::new("INVALID_VALUE", message));
            }
        };
        if definition.read_only || definition.is_calculated() {
            let message = format!(
                "\"{}\" is a read only property; its value cannot be set.",
                definition.name
            );
            return Err(Problem::new("READ_ONLY_VALUE", message));
        }
        if text.is_empty() {
            return Ok(Some(change(definition, "")));
        }
        let present = record.and_then(|record| record.value(&definition.name));
        let value = values::read(definition, &text, present)?;
        if type_id == CONTACTS && &*definition.name == "email" && self.erased.contains(&value) {
            // As HubSpot says it, in its own word.
            let message = format!("{value}: email has been GDPR blacklisted");
            return Err(Problem::new("INVALID_EMAIL", message));
        }
        if &*definition.name == "lifecyclestage" && definition.built_in {
            let place = |value| {
                let mut choices = definition.choices.iter();
                choices.position(|choice| choice.value == value)
            };
            // It moves forward only: HubSpot leaves it as it is, without a word.
            if present.is_some_and(|present| place(present) > place(&value)) {
                return Ok(None);
            }
        }
        Ok(Some(change(definition, &value)))
    }

    fn check_unique(
        &self,
        type_id: &str,
        record: Option<&Record>,
        change: &Change,
    ) -> Result<(), Failure> {
        let other = self.records.find_by(type_id, &change.name, &change.value);
        let Some(other) = other.filter(|other| record.is_none_or(|own| own.id != other.id)) else {
            return Ok(());
        };
        if type_id == CONTACTS && &*change.name == "email" {
            let message = format!("Contact already exists. Existing ID: {}", other.id);
            return Err(Failure::conflict(message));
        }
        let message = format!("{} already has that value.", other.id);
        let problem = Problem::new("CONFLICTING_UNIQUE_VALUE", message);
        Err(values::failure(&[(change.name.to_string(), problem)]))
    }

    /// Makes a record of changes that were found good.
    pub(crate) fn create(&mut self, type_id: &str, changes: &[Change]) -> u64 {
        let (id, at) = (self.new_id(), self.now());
        self.records.insert(type_id, Record::new(id, at), changes);
        self.follow_stage(type_id, id, changes, None, at);
        id
    }

    /// Makes changes that were found good. Without any the record is as it was, the time of its last change included.
    pub(crate) fn update(&mut self, type_id: &str, id: u64, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        let at = self.now();
        let former = self.stage_of(type_id, id);
        self.records.write(type_id, id, changes, at);
        self.follow_stage(type_id, id, changes, former, at);
    }

    /// Moves a record to the recycling bin.
    pub(crate) fn archive(&mut self, type_id: &str, id: u64) {
        let at = self.now();
        self.records.archive(type_id, id, at);
        self.links.remove_record(type_id, id);
    }

    /// Makes one record of two, which get a new id together. Both ids lead to it from then on.
    pub(crate) fn merge(&mut self, type_id: &str, primary: u64, other: u64) -> Option<u64> {
        let mut merged = self.records.remove(type_id, primary)?;
        let Some(other) = self.records.remove(type_id, other) else {
            self.records.insert(type_id, merged, &[]);
            return None;
        };
        let (id, at) = (self.new_id(), self.now());
        let several = |property: &str, values: Vec<&str>| {
            let name = self.properties.of(type_id).get(property)?.name.clone();
            let mut known = HashSet::new();
            let values: Vec<_> = values
                .into_iter()
                .flat_map(|value| value.split(';'))
                .filter(|value| !value.is_empty() && known.insert(value.to_owned()))
                .collect();
            (!values.is_empty()).then(|| Change {
                name,
                value: values.join(";").into(),
                unique: false,
            })
        };
        let ids = [primary.to_string(), other.id.to_string()];
        let former = [&merged, &other].map(|one| one.value("hs_merged_object_ids"));
        let ids = former
            .into_iter()
            .flatten()
            .chain(ids.iter().map(String::as_str));
        let mut changes: Vec<_> = several("hs_merged_object_ids", ids.collect())
            .into_iter()
            .collect();
        // Where both have an address, that of the second stays as a further one.
        for (one, further) in [
            ("email", "hs_additional_emails"),
            ("domain", "hs_additional_domains"),
        ] {
            let own = merged.value(one);
            let values = [
                merged.value(further),
                other.value(one),
                other.value(further),
            ];
            let values = values
                .into_iter()
                .flatten()
                .filter(|value| Some(*value) != own);
            if own.is_some() {
                changes.extend(several(further, values.collect()));
            }
        }
        let apart = stages::kept_apart(type_id, &merged, &other);
        merged.fill_from(&other, apart);
        merged.id = id;
        merged.created_at = merged.created_at.min(other.created_at);
        merged.updated_at = at;
        self.records.insert(type_id, merged, &changes);
        self.records.merged(type_id, [primary, other.id], id);
        // The links of the first come first, so that its primary company stays.
        for former in [primary, other.id] {
            self.links.move_links(type_id, former, id);
        }
        Some(id)
    }

    /// Erases a record for good, and bars the email addresses of a contact.
    pub(crate) fn erase(&mut self, type_id: &str, id: u64) {
        let removed = self.records.remove(type_id, id);
        self.links.remove_record(type_id, id);
        let Some(record) = removed.filter(|_| type_id == CONTACTS) else {
            return;
        };
        let addresses = [record.value("email"), record.value("hs_additional_emails")];
        let addresses = addresses.into_iter().flatten();
        self.erased
            .extend(addresses.flat_map(|several| several.split(';').map(str::to_owned)));
    }

    /// Bars an email address that no contact has.
    pub(crate) fn bar(&mut self, email: &str) {
        self.erased.insert(email.trim().to_lowercase());
    }
}

/// What a line item costs after changes that touch it: so many at the price of one, less the discount on one.
fn net_price(record: Option<&Record>, changes: &[Change]) -> Option<String> {
    let parts = ["price", "quantity", "discount", "hs_discount_percentage"];
    let touched = |change: &Change| parts.contains(&&*change.name);
    if !changes.iter().any(touched) {
        return None;
    }
    let value = |name: &str| {
        let mut changes = changes.iter();
        let text = match changes.find(|change| &*change.name == name) {
            Some(change) => Some(&*change.value),
            None => record.and_then(|record| record.value(name)),
        };
        let number = text.and_then(|text| text.parse::<f64>().ok());
        // As many digits as there may be are more than a number holds.
        number.filter(|number| number.is_finite())
    };
    let [price, quantity, discount, percentage] = parts.map(value);
    let Some((price, quantity)) = price.zip(quantity) else {
        return Some(String::new());
    };
    let off = discount.unwrap_or(price * percentage.unwrap_or(0.0) / 100.0);
    let amount = quantity * (price - off);
    if !amount.is_finite() {
        return Some(String::new());
    }
    // Beyond this digits come from the arithmetic and not from the price.
    let amount = format!("{amount:.6}");
    let amount = amount.trim_end_matches('0').trim_end_matches('.');
    Some(amount.to_owned())
}

pub(super) fn change(definition: &Definition, value: &str) -> Change {
    Change {
        name: Arc::clone(&definition.name),
        value: value.into(),
        unique: definition.unique,
    }
}

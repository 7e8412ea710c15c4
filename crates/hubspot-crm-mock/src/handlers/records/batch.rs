//! Several records in one request.

use std::collections::HashSet;

use http::StatusCode;
use serde_json::Value;

use super::view::View;
use super::{TRACE, copy_trace, find, not_found, properties, text};
use crate::crm::Crm;
use crate::crm::records::Change;
use crate::handlers::Call;
use crate::handlers::batches::{Outcome, inputs};
use crate::reply::{Failure, Reply};

/// Inputs of one request at most.
pub(crate) const MOST: usize = 100;

pub(super) fn create(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let body = call.body()?;
    let mut taken = HashSet::new();
    let mut plan = Plan::new();
    for input in inputs(&body, MOST)? {
        let changes = properties(input).and_then(|given| crm.to_create(type_id, given));
        let changes = changes.and_then(|changes| without_twice(changes, &mut taken));
        let wanted = changes.and_then(|changes| {
            let links = crm.new_links(type_id, &input["associations"])?;
            Ok((changes, links))
        });
        plan.add(input, wanted)?;
    }
    Ok(
        plan.carry_out(crm, StatusCode::CREATED, |crm, input, (changes, links)| {
            let id = crm.create(type_id, &changes);
            crm.make_links(type_id, id, &links).ok()?;
            let record = crm.records.get(type_id, id)?;
            let mut shown = View::of_all(crm, type_id, record).of(record);
            copy_trace(input, &mut shown);
            Some(Value::Object(shown))
        }),
    )
}

pub(super) fn read(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let body = call.body()?;
    let archived = call.flag("archived");
    let id_property = text(&body, "idProperty");
    let names = |name| {
        let names = body.get(name).and_then(Value::as_array);
        let names = names.into_iter().flatten().filter_map(Value::as_str);
        names.collect::<Vec<_>>()
    };
    let history = names("propertiesWithHistory");
    let view = View::new(crm, type_id, &names("properties"), &history);
    let inputs = inputs(&body, MOST)?;
    let (mut seen, mut unknown) = (HashSet::new(), Vec::new());
    let mut outcome = Outcome::start(crm);
    for input in inputs {
        let id = text(input, "id").ok_or_else(|| Failure::missing("id"))?;
        match find(crm, type_id, &id, id_property.as_deref(), archived)? {
            // Whoever asks twice is answered once.
            Some(record) if seen.insert(record.id) => {
                outcome.results.push(Value::Object(view.of(record)));
            }
            Some(_) => {}
            None => unknown.push(id),
        }
    }
    if !unknown.is_empty() {
        let failure = not_found(crm, type_id, unknown.iter().map(String::as_str));
        outcome.errors.push(failure.in_batch());
    }
    Ok(outcome.reply(crm, StatusCode::OK))
}

pub(super) fn update(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let body = call.body()?;
    let inputs = inputs(&body, MOST)?;
    let mut ids = HashSet::new();
    let (mut taken, mut twice) = (HashSet::new(), Vec::new());
    let mut plan = Plan::new();
    let mut unknown = Vec::new();
    for input in inputs {
        let given = text(input, "id").ok_or_else(|| Failure::missing("id"))?;
        let id_property = text(input, "idProperty");
        let Some(record) = find(crm, type_id, &given, id_property.as_deref(), false)? else {
            match input.get(TRACE) {
                Some(_) => plan.add(input, Err(not_found(crm, type_id, [given.as_str()])))?,
                None => unknown.push(given),
            }
            continue;
        };
        if !ids.insert(record.id) {
            twice.push(given);
            continue;
        }
        let changes = properties(input).and_then(|given| crm.to_update(type_id, record, given));
        let changes = changes.and_then(|changes| without_twice(changes, &mut taken));
        let id = record.id;
        plan.add(input, changes.map(|changes| (id, changes)))?;
    }
    unique(&twice)?;
    if !unknown.is_empty() {
        let failure = not_found(crm, type_id, unknown.iter().map(String::as_str));
        plan.errors.push(failure.in_batch());
    }
    Ok(
        plan.carry_out(crm, StatusCode::OK, |crm, input, (id, changes)| {
            crm.update(type_id, id, &changes);
            let record = crm.records.get(type_id, id)?;
            let names = properties(input).ok()?.keys().map(String::as_str);
            let view = View::of_named(crm, type_id, &names.collect::<Vec<_>>());
            let mut shown = view.of(record);
            copy_trace(input, &mut shown);
            Some(Value::Object(shown))
        }),
    )
}

pub(super) fn upsert(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let body = call.body()?;
    let (mut ids, mut taken, mut twice) = (HashSet::new(), HashSet::new(), Vec::new());
    let mut plan = Plan::new();
    for input in inputs(&body, MOST)? {
        let given = text(input, "id").ok_or_else(|| Failure::missing("id"))?;
        let id_property = text(input, "idProperty");
        let key = match id_property.as_deref() {
            // The one property whose values are the same in capitals.
            Some("email") => given.to_lowercase(),
            _ => given.clone(),
        };
        if !ids.insert((id_property.clone(), key)) {
            twice.push(given);
            continue;
        }
        let record = find(crm, type_id, &given, id_property.as_deref(), false)?;
        let changes = properties(input).and_then(|properties| match (record, id_property) {
            (Some(record), _) => {
                let changes = crm.to_update(type_id, record, properties)?;
                Ok((Some(record.id), changes))
            }
            (None, Some(name)) if name != "hs_object_id" => {
                let mut properties = properties.clone();
                properties.insert(name, given.into());
                Ok((None, crm.to_create(type_id, &properties)?))
            }
            (None, _) => Err(not_found(crm, type_id, [given.as_str()])),
        });
        let changes =
            changes.and_then(|(id, changes)| Ok((id, without_twice(changes, &mut taken)?)));
        plan.add(input, changes)?;
    }
    unique(&twice)?;
    Ok(
        plan.carry_out(crm, StatusCode::OK, |crm, input, (id, changes)| {
            let (id, is_new) = match id {
                Some(id) => {
                    crm.update(type_id, id, &changes);
                    (id, false)
                }
                None => (crm.create(type_id, &changes), true),
            };
            let record = crm.records.get(type_id, id)?;
            let mut shown = View::of_all(crm, type_id, record).of(record);
            shown.insert("new".to_owned(), is_new.into());
            copy_trace(input, &mut shown);
            Some(Value::Object(shown))
        }),
    )
}

pub(super) fn archive(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let body = call.body()?;
    let mut ids = Vec::new();
    for input in inputs(&body, MOST)? {
        let id = text(input, "id").ok_or_else(|| Failure::missing("id"))?;
        // What is not there is not in the way.
        ids.extend(crm.records.find(type_id, &id).map(|record| record.id));
    }
    for id in ids {
        crm.archive(type_id, id);
    }
    Ok(Reply::no_content())
}

/// Refuses a batch that names records twice.
fn unique(twice: &[String]) -> Result<(), Failure> {
    if twice.is_empty() {
        return Ok(());
    }
    let message = format!(
        "Duplicate IDs found in batch input: [{}]. IDs must be unique",
        twice.join(", ")
    );
    Err(Failure::invalid(message).context("ids", twice.iter().map(String::as_str)))
}

/// Refuses a unique value that another input of the batch has, too.
fn without_twice(
    changes: Vec<Change>,
    taken: &mut HashSet<(String, String)>,
) -> Result<Vec<Change>, Failure> {
    let unique = changes.iter();
    let unique = unique.filter(|change| change.unique && !change.value.is_empty());
    let keys: Vec<_> = unique
        .map(|change| (change.name.to_string(), change.value.to_string()))
        .collect();
    if let Some((name, value)) = keys.iter().find(|key| taken.contains(*key)) {
        let message = format!("Another input of the batch has `{value}` as its `{name}`, too");
        return Err(Failure::conflict(message));
    }
    taken.extend(keys);
    Ok(changes)
}

/// What is to be done for the good inputs of a batch, and what is wrong with the others.
#[derive(Debug)]
struct Plan<'i, T> {
    good: Vec<(&'i Value, T)>,
    errors: Vec<Value>,
}

impl<'i, T> Plan<'i, T> {
    fn new() -> Self {
        Self {
            good: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Takes an input. A bad one makes the whole batch fail, unless it has a trace id to tell it by.
    fn add(&mut self, input: &'i Value, checked: Result<T, Failure>) -> Result<(), Failure> {
        match (checked, text(input, TRACE)) {
            (Ok(good), _) => self.good.push((input, good)),
            (Err(failure), Some(trace)) => {
                self.errors.push(failure.context(TRACE, [trace]).in_batch());
            }
            (Err(failure), None) => return Err(failure),
        }
        Ok(())
    }

    /// Does what is to be done.
    fn carry_out(
        self,
        crm: &mut Crm,
        status: StatusCode,
        mut act: impl FnMut(&mut Crm, &Value, T) -> Option<Value>,
    ) -> Reply {
        let mut outcome = Outcome::start(crm);
        outcome.errors = self.errors;
        for (input, good) in self.good {
            outcome.results.extend(act(crm, input, good));
        }
        outcome.reply(crm, status)
    }
}

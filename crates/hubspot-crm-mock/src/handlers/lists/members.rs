//! Who is on a list, and on which lists a record is.

use http::StatusCode;
use serde_json::{Value, json};

use super::{Handler, named_by_path, type_id};
use crate::crm::Crm;
use crate::crm::lists::Processing;
use crate::crm::time;
use crate::handlers::batches::{Outcome, inputs};
use crate::handlers::{Call, needed};
use crate::reply::{Failure, Reply};

/// How many members a page has at most, and if the request does not say how many.
const MOST: usize = 250;
const USUAL: usize = 100;
/// How many records may come and go at once.
const MOST_CHANGES: usize = 100_000;
/// How many records may be asked for at once.
const MOST_RECORDS: usize = 1000;

/// What answers a call about the members of a list.
pub(super) fn handler(method: &str, rest: &[&str]) -> Option<Handler> {
    Some(match (method, rest) {
        ("GET", []) => by_id,
        ("GET", ["join-order"]) => by_place,
        ("DELETE", []) => remove_all,
        ("PUT", ["add"]) => add,
        ("PUT", ["remove"]) => remove,
        ("PUT", ["add-and-remove"]) => change,
        ("PUT", ["add-from", _]) => add_from,
        _ => return None,
    })
}

/// What answers a call about the lists of a record.
pub(super) fn record_handler(method: &str, rest: &[&str]) -> Option<Handler> {
    Some(match (method, rest) {
        ("GET", [_, _, "memberships"]) => of_record,
        ("POST", ["memberships", "batch", "read"]) => of_records,
        _ => return None,
    })
}

/// A list of ids, which may be numbers.
pub(super) fn ids(body: &Value, most: usize) -> Result<Vec<String>, Failure> {
    let ids = body
        .as_array()
        .ok_or_else(|| Failure::invalid("Ids must be given as a list"))?;
    if ids.len() > most {
        return Err(Failure::invalid(format!(
            "There are {} ids, and at most {most} are allowed",
            ids.len()
        )));
    }
    let ids = ids.iter().map(|id| match id {
        Value::String(id) => Ok(id.clone()),
        Value::Number(id) => Ok(id.to_string()),
        _ => Err(Failure::invalid("An id must be text or a number")),
    });
    ids.collect()
}

/// One page of members, each with what it is sorted by.
fn page(call: &Call<'_>, mut members: Vec<(u64, Value)>) -> Result<Reply, Failure> {
    let limit = call.limit(USUAL, MOST)?;
    let (after, before) = (call.after()?, call.cursor("before")?);
    let total = members.len();
    members.retain(|(key, _)| {
        after.is_none_or(|after| *key > after) && before.is_none_or(|before| *key < before)
    });
    members.sort_by_key(|(key, _)| *key);
    let is_down = before.is_some() && after.is_none();
    if is_down {
        members.reverse();
    }
    let has_more = members.len() > limit;
    members.truncate(limit);
    let last = members.last().map(|(key, _)| key.to_string());
    let results: Vec<Value> = members.into_iter().map(|(_, json)| json).collect();
    let mut body = json!({"results": results, "total": total});
    if let (true, Some(last)) = (has_more, last) {
        body["paging"] = match is_down {
            true => json!({"prev": {"before": last, "link": format!("?before={last}")}}),
            false => crate::crm::associate::paging(&last),
        };
    }
    Ok(Reply::ok(&body))
}

fn by_id(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    members(crm, call, |id, _| id)
}

fn by_place(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    members(crm, call, |_, place| place)
}

fn members(crm: &Crm, call: &Call<'_>, key: impl Fn(u64, u64) -> u64) -> Result<Reply, Failure> {
    let members = named_by_path(crm, call)?.members().iter();
    let members = members.map(|(id, member)| {
        let json = json!({
            "recordId": id.to_string(),
            "membershipTimestamp": time(member.since),
        });
        (key(*id, member.place), json)
    });
    page(call, members.collect())
}

/// The id of a list whose members come and go by hand, and the type of its records.
fn by_hand(crm: &Crm, id: &str) -> Result<(String, String), Failure> {
    let list = crm.lists.get(id)?;
    match list.processing {
        Processing::Dynamic => Err(Failure::invalid(
            "The members of a DYNAMIC list come and go by its filters",
        )),
        Processing::Manual | Processing::Snapshot => {
            Ok((list.id.to_string(), list.type_id.clone()))
        }
    }
}

/// Lets some records join a list and others leave it.
fn apply(
    crm: &mut Crm,
    call: &Call<'_>,
    joining: &[String],
    leaving: &[String],
) -> Result<Reply, Failure> {
    let (list, of) = by_hand(crm, &call.part(3))?;
    let mut missing = Vec::new();
    let mut known = |ids: &[String]| {
        let mut known = Vec::new();
        for id in ids {
            match crm.records.find(&of, id) {
                Some(record) => known.push(record.id),
                None if missing.contains(id) => {}
                None => missing.push(id.clone()),
            }
        }
        known
    };
    let (joining, leaving) = (known(joining), known(leaving));
    let now = crm.now();
    let list = crm.lists.get_mut(&list)?;
    let added = list.add(joining, now);
    let removed = list.remove(leaving, now);
    if !added.is_empty() || !removed.is_empty() {
        list.updated_at = now;
    }
    let text = |ids: Vec<u64>| -> Vec<String> { ids.iter().map(u64::to_string).collect() };
    Ok(Reply::ok(&json!({
        "recordsIdsAdded": text(added),
        "recordIdsRemoved": text(removed),
        "recordIdsMissing": missing,
    })))
}

fn add(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let ids = ids(&call.body()?, MOST_CHANGES)?;
    apply(crm, call, &ids, &[])
}

fn remove(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let ids = ids(&call.body()?, MOST_CHANGES)?;
    apply(crm, call, &[], &ids)
}

fn change(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let body = call.body()?;
    let given = |name: &str| match &body[name] {
        Value::Null => Ok(Vec::new()),
        given => ids(given, MOST_CHANGES),
    };
    let (joining, leaving) = (given("recordIdsToAdd")?, given("recordIdsToRemove")?);
    apply(crm, call, &joining, &leaving)
}

fn add_from(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let (list, of) = by_hand(crm, &call.part(3))?;
    let source = crm.lists.get(&call.part(6))?;
    if source.id.to_string() == list {
        return Err(Failure::invalid("A list cannot be filled from itself"));
    }
    if source.type_id != of {
        return Err(Failure::invalid(
            "The two lists hold records of different types",
        ));
    }
    let mut joining: Vec<_> = source.members().iter().collect();
    joining.sort_by_key(|(_, member)| member.place);
    let joining: Vec<u64> = joining.into_iter().map(|(id, _)| *id).collect();
    let now = crm.now();
    let list = crm.lists.get_mut(&list)?;
    list.add(joining, now);
    list.updated_at = now;
    Ok(Reply::no_content())
}

fn remove_all(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let (list, _) = by_hand(crm, &call.part(3))?;
    let now = crm.now();
    let list = crm.lists.get_mut(&list)?;
    let all: Vec<u64> = list.members().keys().copied().collect();
    list.remove(all, now);
    list.updated_at = now;
    Ok(Reply::no_content())
}

/// The lists that a record is on.
fn lists_of(crm: &Crm, of: &str, id: &str) -> Result<Vec<Value>, Failure> {
    let record = crm.records.find(of, id);
    let record = record.ok_or_else(|| {
        Failure::not_found(format!("There is no record {id}")).context("ids", [id])
    })?;
    let lists = crm.lists.all().filter(|list| list.type_id == of);
    let found = lists.filter_map(|list| {
        let member = list.members().get(&record.id)?;
        Some(json!({
            "listId": list.id.to_string(),
            "listVersion": list.version,
            "firstAddedTimestamp": time(member.since),
            "lastAddedTimestamp": time(member.since),
            "isPublicList": true,
        }))
    });
    Ok(found.collect())
}

fn of_record(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let of = type_id(crm, &call.part(4))?;
    let found = lists_of(crm, &of, &call.part(5))?;
    Ok(Reply::ok(&json!({"total": found.len(), "results": found})))
}

fn of_records(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let body = call.body()?;
    let wanted = inputs(&body, MOST_RECORDS)?.iter().map(|input| {
        let id = crate::crm::associate::id_of(&json!({"id": input["recordId"]}))?;
        Ok((needed(input, "objectTypeId")?, id))
    });
    let wanted = wanted.collect::<Result<Vec<_>, Failure>>()?;
    let mut outcome = Outcome::start(crm);
    for (name, id) in wanted {
        let of = type_id(crm, name);
        let found = of.and_then(|of| Ok((lists_of(crm, &of, &id)?, of)));
        match found {
            Ok((found, of)) => outcome.results.push(json!({
                "objectTypeId": of,
                "recordId": id,
                "recordListMemberships": found,
            })),
            Err(failure) => outcome.errors.push(failure.in_batch()),
        }
    }
    Ok(outcome.reply(crm, StatusCode::OK))
}

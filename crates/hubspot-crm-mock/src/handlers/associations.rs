//! Links between records, in versions 3 and 4.

mod v3;

use http::{StatusCode, header};
use serde_json::{Value, json};

use super::batches::{Outcome, inputs};
use super::{Call, cursor};
use crate::crm::Crm;
use crate::crm::associate::{Labels, id_of, paging};
use crate::crm::kinds::KindIndex;
use crate::crm::types::Type;
use crate::reply::{Failure, Reply};

/// How many pairs one request may link or part.
const MOST_PAIRS: usize = 2000;
/// How many records one request may read the links of.
const MOST_READ: usize = 1000;
/// How many links one page has at most, and if the request does not say how many.
const MOST_LINKS: usize = 500;

/// Answers a call that is about links.
pub(crate) fn handle(crm: &mut Crm, call: &Call<'_>) -> Option<Result<Reply, Failure>> {
    let method = call.route.operation.method.as_str();
    let reply = match (method, call.route.shape.as_slice()) {
        ("GET", ["crm", "v4", "objects", _, _, "associations", _]) => list(crm, call),
        (
            "PUT",
            [
                "crm",
                "v4",
                "objects",
                _,
                _,
                "associations",
                "default",
                _,
                _,
            ],
        ) => create_default(crm, call),
        ("PUT", ["crm", "v4", "objects", _, _, "associations", _, _]) => create(crm, call),
        ("DELETE", ["crm", "v4", "objects", _, _, "associations", _, _]) => archive(crm, call),
        ("POST", ["crm", "v4", "associations", "usage", ..]) => report(crm, call),
        (
            "POST",
            [
                "crm",
                version @ ("v3" | "v4"),
                "associations",
                _,
                _,
                "batch",
                rest @ ..,
            ],
        ) => {
            let batch = match (*version, rest) {
                ("v4", ["read"]) => batch_read,
                ("v4", ["create"]) => batch_create,
                ("v4", ["associate", "default"]) => batch_create_default,
                ("v4", ["archive"]) => batch_archive,
                ("v4", ["labels", "archive"]) => batch_archive_labels,
                ("v3", ["read"]) => v3::batch_read,
                ("v3", ["create"]) => v3::batch_create,
                ("v3", ["archive"]) => v3::batch_archive,
                _ => return None,
            };
            of_types(crm, call, batch)
        }
        (method, ["crm", "v3", "objects", _, _, "associations", rest @ ..])
        | (method, ["crm", "objects", "v3", _, _, "associations", rest @ ..]) => {
            match (method, rest.len()) {
                ("GET", 1) => v3::list(crm, call),
                ("PUT", 3) => v3::associate(crm, call),
                ("DELETE", 3) => v3::dissociate(crm, call),
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(reply)
}

/// The types that a batch is about, and its body.
fn of_types(
    crm: &mut Crm,
    call: &Call<'_>,
    batch: impl Fn(&mut Crm, &Type, &Type, &Value) -> Result<Reply, Failure>,
) -> Result<Reply, Failure> {
    let from = crm.type_named(&call.part(3))?;
    let to = crm.type_named(&call.part(4))?;
    batch(crm, &from, &to, &call.body()?)
}

/// The links of a record as version 4 shows them, and where to go on.
fn labelled(
    crm: &Crm,
    from: (&str, u64),
    to: &str,
    after: Option<u64>,
    limit: usize,
) -> (Vec<Value>, Option<u64>) {
    let mut links = crm.links.of(from, to, after);
    let mut last = None;
    let found = links.by_ref().take(limit).map(|(id, kinds)| {
        last = Some(id);
        let kinds = kinds
            .iter()
            .map(|kind| crm.links.kinds.get(*kind).to_json());
        json!({"toObjectId": id.to_string(), "associationTypes": kinds.collect::<Vec<_>>()})
    });
    let found = found.collect();
    let next = links.next().and(last);
    (found, next)
}

fn list(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let from = crm.type_named(&call.part(3))?;
    let to = crm.type_named(&call.part(6))?;
    let (limit, after) = (call.limit(MOST_LINKS, MOST_LINKS)?, call.after()?);
    let id = crm.linkable(&from, &call.part(4))?;
    let (results, next) = labelled(crm, (&from.id, id), &to.id, after, limit);
    let mut body = json!({"results": results});
    if let Some(next) = next {
        body["paging"] = paging(&next.to_string());
    }
    Ok(Reply::ok(&body))
}

/// What version 4 says of a link that was made: the labels that it has now.
fn pair(crm: &Crm, from: (&Type, &str), to: (&Type, &str)) -> Value {
    // A record that was merged has the links of the one that it became.
    let id = |(of, id): (&Type, &str)| crm.records.find(&of.id, id).map(|record| record.id);
    let there = id(from).zip(id(to)).map_or(&[][..], |(one, other)| {
        crm.links.between((&from.0.id, one), (&to.0.id, other))
    });
    let labels = there
        .iter()
        .filter_map(|kind| crm.links.kinds.get(*kind).label.as_deref());
    json!({
        "fromObjectTypeId": from.0.id,
        "fromObjectId": from.1,
        "toObjectTypeId": to.0.id,
        "toObjectId": to.1,
        "labels": labels.collect::<Vec<_>>(),
    })
}

fn create(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let (from, to) = (
        crm.type_named(&call.part(3))?,
        crm.type_named(&call.part(6))?,
    );
    let (from_id, to_id) = (call.part(4), call.part(7));
    let kinds = crm.kinds_of_specs((&from, &to), &call.body()?)?;
    let ends = ((&from, &*from_id), (&to, &*to_id));
    crm.link(ends.0, ends.1, &kinds, Labels::Replaced)?;
    let reply = Reply::created(&pair(crm, ends.0, ends.1));
    Ok(reply.with_header(header::LOCATION, call.request.path()))
}

fn archive(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let (from, to) = (
        crm.type_named(&call.part(3))?,
        crm.type_named(&call.part(6))?,
    );
    let ends = (
        crm.linkable(&from, &call.part(4))?,
        crm.linkable(&to, &call.part(7))?,
    );
    crm.links.remove((&from.id, ends.0), (&to.id, ends.1));
    Ok(Reply::no_content())
}

fn default_link(crm: &mut Crm, from: (&Type, &str), to: (&Type, &str)) -> Result<Value, Failure> {
    crm.link(from, to, &[], Labels::Kept)?;
    let default = crm.links.kinds.plain(from.0, to.0);
    let kind = crm.links.kinds.get(default);
    Ok(json!({
        "from": {"id": from.1},
        "to": {"id": to.1},
        "associationSpec": {"associationCategory": kind.category, "associationTypeId": kind.id},
    }))
}

fn create_default(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let (from, to) = (
        crm.type_named(&call.part(3))?,
        crm.type_named(&call.part(7))?,
    );
    let mut outcome = Outcome::start(crm);
    let made = default_link(crm, (&from, &call.part(4)), (&to, &call.part(8)))?;
    outcome.results.push(made);
    Ok(outcome.always(crm, StatusCode::OK))
}

/// The ids of the two records that an input is about.
fn ends(input: &Value) -> Result<(String, String), Failure> {
    Ok((id_of(&input["from"])?, id_of(&input["to"])?))
}

/// Says which pair of records a failure is about.
fn about(failure: Failure, (from, to): &(String, String)) -> Value {
    failure
        .context("fromObjectId", [from.as_str()])
        .context("toObjectId", [to.as_str()])
        .in_batch()
}

fn batch_create(crm: &mut Crm, from: &Type, to: &Type, body: &Value) -> Result<Reply, Failure> {
    let inputs = inputs(body, MOST_PAIRS)?;
    let pairs = inputs.iter().map(ends).collect::<Result<Vec<_>, _>>()?;
    let mut outcome = Outcome::start(crm);
    for (input, ids) in inputs.iter().zip(pairs) {
        let (one, other) = ((from, ids.0.as_str()), (to, ids.1.as_str()));
        let kinds = crm.kinds_of_specs((from, to), &input["types"]);
        match kinds.and_then(|kinds| crm.link(one, other, &kinds, Labels::Replaced)) {
            Ok(()) => outcome.results.push(pair(crm, one, other)),
            Err(failure) => outcome.errors.push(about(failure, &ids)),
        }
    }
    Ok(outcome.reply(crm, StatusCode::CREATED))
}

fn batch_create_default(
    crm: &mut Crm,
    from: &Type,
    to: &Type,
    body: &Value,
) -> Result<Reply, Failure> {
    let inputs = inputs(body, MOST_PAIRS)?;
    let pairs = inputs.iter().map(ends).collect::<Result<Vec<_>, _>>()?;
    let mut outcome = Outcome::start(crm);
    for ids in pairs {
        match default_link(crm, (from, &ids.0), (to, &ids.1)) {
            Ok(made) => outcome.results.push(made),
            Err(failure) => outcome.errors.push(about(failure, &ids)),
        }
    }
    Ok(outcome.always(crm, StatusCode::OK))
}

/// A record that no link of the wanted kind leads from, whether it is there or not.
fn without_links(from: &Type, to: &Type, id: &str) -> Value {
    Failure::not_found(format!(
        "No {} is associated with {} {id}.",
        to.singular, from.singular
    ))
    .sub_category("crm.associations.NO_ASSOCIATIONS_FOUND")
    .context("fromObjectId", [id])
    .context("fromObjectType", [from.singular.as_str()])
    .context("toObjectType", [to.singular.as_str()])
    .in_batch()
}

/// Reads links of many records, as `page` shows those of one.
fn read(
    crm: &mut Crm,
    (from, to): (&Type, &Type),
    body: &Value,
    page: impl Fn(&Crm, u64, Option<u64>) -> (Vec<Value>, Option<u64>),
) -> Result<Reply, Failure> {
    let inputs = inputs(body, MOST_READ)?;
    let wanted = inputs.iter().map(|input| {
        let after = input["after"].as_str().filter(|after| !after.is_empty());
        Ok((id_of(input)?, after.map(cursor).transpose()?))
    });
    let wanted = wanted.collect::<Result<Vec<_>, Failure>>()?;
    let mut outcome = Outcome::start(crm);
    for (id, after) in wanted {
        let links = match crm.linkable(from, &id) {
            Ok(record) => page(crm, record, after),
            Err(_) => (Vec::new(), None),
        };
        // Beyond the last page there is nothing, which is no failure.
        if links.0.is_empty() && after.is_none() {
            outcome.errors.push(without_links(from, to, &id));
            continue;
        }
        let mut result = json!({"from": {"id": id}, "to": links.0});
        if let Some(next) = links.1 {
            result["paging"] = paging(&next.to_string());
        }
        outcome.results.push(result);
    }
    Ok(outcome.reply(crm, StatusCode::OK))
}

fn batch_read(crm: &mut Crm, from: &Type, to: &Type, body: &Value) -> Result<Reply, Failure> {
    read(crm, (from, to), body, |crm, id, after| {
        labelled(crm, (&from.id, id), &to.id, after, MOST_LINKS)
    })
}

/// The record of an id, if it is one; links of others are gone anyway.
fn known(crm: &Crm, of: &Type, id: &str) -> Option<u64> {
    crm.linkable(of, id).ok()
}

fn batch_archive(crm: &mut Crm, from: &Type, to: &Type, body: &Value) -> Result<Reply, Failure> {
    let mut parted = Vec::new();
    for input in inputs(body, MOST_PAIRS)? {
        let one = id_of(&input["from"])?;
        let others = input["to"]
            .as_array()
            .ok_or_else(|| Failure::invalid("The records to part from must be a list"))?;
        for other in others {
            let other = id_of(other)?;
            parted.extend(known(crm, from, &one).zip(known(crm, to, &other)));
        }
    }
    for (one, other) in parted {
        crm.links.remove((&from.id, one), (&to.id, other));
    }
    Ok(Reply::no_content())
}

fn batch_archive_labels(
    crm: &mut Crm,
    from: &Type,
    to: &Type,
    body: &Value,
) -> Result<Reply, Failure> {
    let parted = inputs(body, MOST_PAIRS)?.iter().map(|input| {
        let (one, other) = ends(input)?;
        let kinds = crm.kinds_of_specs((from, to), &input["types"])?;
        Ok((known(crm, from, &one).zip(known(crm, to, &other)), kinds))
    });
    take_off(crm, (from, to), parted.collect::<Result<_, Failure>>()?);
    Ok(Reply::no_content())
}

/// The ends of a link, if both exist, and what it is to mean no longer.
type Parted = (Option<(u64, u64)>, Vec<KindIndex>);

fn take_off(crm: &mut Crm, (from, to): (&Type, &Type), parted: Vec<Parted>) {
    for (ends, kinds) in parted {
        if let Some((one, other)) = ends {
            crm.links.take_off((&from.id, one), (&to.id, other), &kinds);
        }
    }
}

/// Nobody gets an email, but the answer is that of a report that is on its way.
fn report(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let id = call.part(5);
    let user: i32 = id
        .parse()
        .map_err(|_| Failure::invalid(format!("The user id {id} is not a number")))?;
    let now = crm.now().as_millisecond();
    let mut owners = crm.owners.all(false);
    let owner = owners.find(|owner| owner.user_id.to_string() == id);
    // Users that own nothing are known to no API of records.
    let email = owner.map(|owner| owner.email.clone());
    Ok(Reply::ok(&json!({
        "userId": user,
        "userEmail": email.unwrap_or_else(|| format!("user-{user}@example.com")),
        "enqueueTime": {"value": now, "dateOnly": false, "timeZoneShift": 0},
    })))
}

#[cfg(test)]
mod tests;

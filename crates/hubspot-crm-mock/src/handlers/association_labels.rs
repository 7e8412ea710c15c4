//! Kinds of links, labels and limits.

use http::StatusCode;
use serde_json::{Value, json};

use super::batches::{Outcome, inputs};
use super::{Call, needed};
use crate::crm::Crm;
use crate::crm::associate::number;
use crate::crm::kinds::KindIndex;
use crate::crm::types::Type;
use crate::reply::{Failure, Reply};

/// How many links of one kind a record may have, whatever an account says.
const MOST_LINKS: i64 = 50_000;
/// How many limits one request may be about.
const MOST_INPUTS: usize = 100;

/// Answers a call that is about kinds of links.
pub(crate) fn handle(crm: &mut Crm, call: &Call<'_>) -> Option<Result<Reply, Failure>> {
    let method = call.route.operation.method.as_str();
    let reply = match (method, call.route.shape.as_slice()) {
        ("GET", ["crm", "v3", "associations", _, _, "types"]) => types(crm, call),
        (
            "GET",
            [
                "crm",
                "associations",
                "v4",
                "definitions",
                "configurations",
                "all",
            ],
        ) => {
            let limits = crm.links.kinds.limited().map(|kind| kind.limit_json());
            Ok(results(limits))
        }
        (
            method,
            [
                "crm",
                "associations",
                "v4",
                "definitions",
                "configurations",
                _,
                _,
                rest @ ..,
            ],
        ) => match (method, rest) {
            ("GET", []) => limits(crm, call),
            ("POST", ["batch", "create"]) => create_limits(crm, call),
            ("POST", ["batch", "update"]) => update_limits(crm, call),
            ("POST", ["batch", "purge"]) => delete_limits(crm, call),
            _ => return None,
        },
        (method, ["crm", "v4", "associations", _, _, "labels", rest @ ..])
        | (method, ["crm", "associations", "v4", _, _, "labels", rest @ ..]) => {
            match (method, rest) {
                ("GET", []) => labels(crm, call),
                ("POST", []) => create(crm, call),
                ("PUT", []) => update(crm, call),
                ("DELETE", [_]) => delete(crm, call),
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(reply)
}

fn results(results: impl Iterator<Item = Value>) -> Reply {
    Reply::ok(&json!({"results": results.collect::<Vec<_>>()}))
}

/// The two types of a path, from this part of it on.
fn ends(crm: &Crm, call: &Call<'_>, part: usize) -> Result<(Type, Type), Failure> {
    let from = crm.type_named(&call.part(part))?;
    Ok((from, crm.type_named(&call.part(part + 1))?))
}

/// All kinds between two types, of which there is always the default one.
fn between(crm: &mut Crm, from: &Type, to: &Type) -> Vec<KindIndex> {
    crm.links.kinds.plain(from, to);
    crm.links.kinds.between(&from.id, &to.id).collect()
}

fn types(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let (from, to) = ends(crm, call, 3)?;
    let kinds = between(crm, &from, &to).into_iter();
    let kinds = kinds.map(|kind| {
        let kind = crm.links.kinds.get(kind);
        json!({"id": kind.id.to_string(), "name": kind.name})
    });
    Ok(results(kinds))
}

fn labels(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let (from, to) = ends(crm, call, 3)?;
    let kinds = between(crm, &from, &to).into_iter();
    let kinds = kinds.map(|kind| crm.links.kinds.get(kind).to_json());
    Ok(results(kinds))
}

fn create(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let (from, to) = ends(crm, call, 3)?;
    let body = call.body()?;
    let (name, label) = (needed(&body, "name")?, needed(&body, "label")?);
    let inverse = body["inverseLabel"].as_str();
    let made = crm.links.kinds.define((&from, &to), name, label, inverse)?;
    let made = made.into_iter().map(|kind| {
        let kind = crm.links.kinds.get(kind);
        let mut json = kind.to_json();
        json["fromObjectTypeId"] = kind.from.as_str().into();
        json["toObjectTypeId"] = kind.to.as_str().into();
        json
    });
    Ok(results(made))
}

fn update(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let (from, to) = ends(crm, call, 3)?;
    let body = call.body()?;
    let id =
        number(&body["associationTypeId"]).ok_or_else(|| Failure::missing("associationTypeId"))?;
    let inverse = body["inverseLabel"].as_str();
    let ends = (from.id.as_str(), to.id.as_str());
    crm.links
        .kinds
        .relabel(ends, id, needed(&body, "label")?, inverse)?;
    Ok(Reply::no_content())
}

fn delete(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let (from, to) = ends(crm, call, 3)?;
    let id = call.part(6);
    let id = id
        .parse()
        .map_err(|_| Failure::invalid(format!("The association type id {id} is not a number")))?;
    let gone = crm.links.kinds.delete(&from.id, &to.id, id)?;
    crm.links.forget(&gone);
    Ok(Reply::no_content())
}

fn limits(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let (from, to) = ends(crm, call, 5)?;
    let kinds = crm.links.kinds.between(&from.id, &to.id);
    let kinds = kinds.map(|kind| crm.links.kinds.get(kind));
    let limited = kinds.filter(|kind| kind.limit.is_some());
    Ok(results(limited.map(|kind| kind.limit_json())))
}

/// The kind that an input with `category` and `typeId` is about.
fn kind(crm: &Crm, (from, to): (&Type, &Type), input: &Value) -> Result<KindIndex, Failure> {
    let spec = json!([{
        "associationCategory": input["category"],
        "associationTypeId": input["typeId"],
    }]);
    let kinds = crm.kinds_of_specs((from, to), &spec)?;
    let kind = kinds.first().copied();
    kind.ok_or_else(|| Failure::invalid("An input needs a category and a typeId"))
}

/// The limit that an input asks for, if it is one that may be set.
fn limit(crm: &Crm, index: KindIndex, input: &Value) -> Result<u32, Failure> {
    let limit =
        number(&input["maxToObjectIds"]).ok_or_else(|| Failure::missing("maxToObjectIds"))?;
    let kind = crm.links.kinds.get(index);
    let all = crm.links.kinds.between(&kind.from, &kind.to);
    let mut all = all.map(|kind| crm.links.kinds.get(kind));
    // Every link has the default kind, so that a label cannot be on more of them.
    let default = all.find(|kind| kind.label.is_none());
    let most = match default.and_then(|default| default.limit) {
        Some(most) if kind.label.is_some() => i64::from(most),
        _ if kind.is_exclusive => 1,
        _ => MOST_LINKS,
    };
    let fitting = u32::try_from(limit).ok();
    let fitting = fitting.filter(|limit| (1..=most).contains(&i64::from(*limit)));
    fitting.ok_or_else(|| Failure::invalid(format!("The limit {limit} is not from 1 to {most}")))
}

/// Sets limits. `is_new` says whether there must be none before, or one.
fn set_limits(
    crm: &mut Crm,
    call: &Call<'_>,
    is_new: bool,
    status: StatusCode,
) -> Result<Reply, Failure> {
    let (from, to) = ends(crm, call, 5)?;
    let body = call.body()?;
    let mut outcome = Outcome::start(crm);
    for input in inputs(&body, MOST_INPUTS)? {
        let checked = kind(crm, (&from, &to), input).and_then(|kind| {
            let was_set = crm.links.kinds.get(kind).limit.is_some();
            match (is_new, was_set) {
                (true, true) => Err(Failure::conflict("This kind has a limit already")),
                (false, false) => Err(Failure::not_found("This kind has no limit")),
                _ => Ok((kind, limit(crm, kind, input)?)),
            }
        });
        match checked {
            Ok((kind, limit)) => {
                crm.links.kinds.set_limit(kind, Some(limit));
                let mut json = crm.links.kinds.get(kind).limit_json();
                if let (false, Some(json)) = (is_new, json.as_object_mut()) {
                    json.remove("label");
                }
                outcome.results.push(json);
            }
            Err(failure) => {
                let id = number(&input["typeId"]).map(|id| id.to_string());
                let failure = failure.context("typeId", id);
                outcome.errors.push(failure.in_batch());
            }
        }
    }
    Ok(outcome.reply(crm, status))
}

fn create_limits(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    set_limits(crm, call, true, StatusCode::CREATED)
}

fn update_limits(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    set_limits(crm, call, false, StatusCode::OK)
}

fn delete_limits(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let (from, to) = ends(crm, call, 5)?;
    let body = call.body()?;
    let kinds = inputs(&body, MOST_INPUTS)?
        .iter()
        .map(|input| kind(crm, (&from, &to), input));
    for kind in kinds.collect::<Result<Vec<_>, _>>()? {
        crm.links.kinds.set_limit(kind, None);
    }
    Ok(Reply::no_content())
}

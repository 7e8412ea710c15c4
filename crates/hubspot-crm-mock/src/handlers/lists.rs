//! Lists.

mod folders;
mod members;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{Call, needed};
use crate::crm::associate::number;
use crate::crm::lists::folders::ROOT;
use crate::crm::lists::{List, NewList, Processing};
use crate::crm::{Crm, time};
use crate::reply::{Failure, Reply};

/// How many lists a page of a search has at most, and if the request does not say how many.
const MOST_FOUND: usize = 500;
const USUAL_FOUND: usize = 20;

/// Answers a call that is about lists.
pub(crate) fn handle(crm: &mut Crm, call: &Call<'_>) -> Option<Result<Reply, Failure>> {
    let ["crm", "v3", "lists", rest @ ..] = call.route.shape.as_slice() else {
        return None;
    };
    let handler = match (call.route.operation.method.as_str(), rest) {
        ("GET", []) => several,
        ("POST", []) => create,
        ("POST", ["search"]) => search,
        ("GET", ["idmapping"]) => translate,
        ("POST", ["idmapping"]) => translate_many,
        (method, ["folders", rest @ ..]) => folders::handler(method, rest)?,
        (method, ["records", rest @ ..]) => members::record_handler(method, rest)?,
        ("GET", ["object-type-id", _, "name", _]) => by_name,
        ("GET", [_]) => get,
        ("DELETE", [_]) => delete,
        ("PUT", [_, "restore"]) => restore,
        ("PUT", [_, "update-list-name"]) => rename,
        ("PUT", [_, "update-list-filters"]) => set_filters,
        (method, [_, "memberships", rest @ ..]) => members::handler(method, rest)?,
        ("GET", [_, "schedule-conversion"]) => conversion,
        ("PUT", [_, "schedule-conversion"]) => schedule,
        ("DELETE", [_, "schedule-conversion"]) => cancel,
        ("GET", [_, "size-and-edits-history", "between"]) => history,
        _ => return None,
    };
    // Records come and go, and with them members of lists.
    let now = crm.now();
    crm.lists.refresh(&crm.records, now);
    Some(handler(crm, call))
}

/// What answers a call.
type Handler = fn(&mut Crm, &Call<'_>) -> Result<Reply, Failure>;

/// The id of a type whose records can be on lists.
fn type_id(crm: &Crm, name: &str) -> Result<String, Failure> {
    Ok(crm.type_named(name)?.id)
}

fn several(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let with_filters = call.flag("includeFilters");
    let ids = call.list("listIds");
    let found = ids.iter().filter_map(|id| crm.lists.get(id).ok());
    let found = found.map(|list| list.to_json(with_filters));
    Ok(Reply::ok(&json!({"lists": found.collect::<Vec<_>>()})))
}

/// Filters must be a branch, in which branches of the kinds that there are lie.
fn check_filters(branch: &Value) -> Result<(), Failure> {
    let kind = branch["filterBranchType"].as_str();
    if kind != Some("OR") && kind != Some("AND") {
        return Err(Failure::invalid(
            "The filters must begin with a branch of the type OR or AND",
        ));
    }
    Ok(())
}

fn create(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let body = call.body()?;
    let name = needed(&body, "name")?;
    let processing = Processing::named(needed(&body, "processingType")?)?;
    let type_id = type_id(crm, needed(&body, "objectTypeId")?)?;
    crm.lists.check_name(name, None)?;
    let filters = Some(&body["filterBranch"]).filter(|filters| !filters.is_null());
    match (processing, filters) {
        (Processing::Manual, Some(_)) => {
            return Err(Failure::invalid("A MANUAL list has no filters"));
        }
        (Processing::Dynamic, None) => {
            return Err(Failure::invalid("A DYNAMIC list needs a filterBranch"));
        }
        (_, filters) => filters.map_or(Ok(()), check_filters)?,
    }
    let folder = match number(&body["listFolderId"]) {
        Some(folder) => crm.lists.folders.get(&folder.to_string())?,
        None => ROOT,
    };
    let new = NewList {
        name: name.to_owned(),
        type_id,
        processing,
        filters: filters.cloned(),
        folder,
        custom: body["customProperties"]
            .as_object()
            .cloned()
            .unwrap_or_default(),
        permissions: body["listPermissions"].clone(),
        settings: body["membershipSettings"].clone(),
    };
    let (id, now) = (crm.new_id(), crm.now());
    crm.lists.create(id, new, &crm.records, now);
    let list = crm.lists.get(&id.to_string())?;
    Ok(Reply::ok(&json!({"list": list.to_json(true)})))
}

fn search(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let body = call.body()?;
    let texts = |name: &str| -> Option<Vec<&str>> {
        let all = body[name].as_array()?.iter();
        let all: Vec<&str> = all.filter_map(Value::as_str).collect();
        (!all.is_empty()).then_some(all)
    };
    let whole = |name: &str, usual: usize| match &body[name] {
        Value::Null => Ok(usual),
        given => number(given)
            .and_then(|given| usize::try_from(given).ok())
            .ok_or_else(|| Failure::invalid(format!("{name} must be a number from 0"))),
    };
    let (offset, count) = (whole("offset", 0)?, whole("count", USUAL_FOUND)?);
    if count > MOST_FOUND {
        return Err(Failure::invalid(format!(
            "At most {MOST_FOUND} lists can be asked for at once"
        )));
    }
    let query = body["query"].as_str().unwrap_or_default().to_lowercase();
    let (ids, kinds) = (texts("listIds"), texts("processingTypes"));
    let of_type = match body["objectTypeId"].as_str() {
        Some(name) => Some(type_id(crm, name)?),
        None => None,
    };
    let all = crm.lists.all().filter(|list| {
        list.name.to_lowercase().contains(&query)
            && ids
                .as_ref()
                .is_none_or(|ids| ids.contains(&list.id.to_string().as_str()))
            && kinds
                .as_ref()
                .is_none_or(|kinds| kinds.contains(&list.processing.name()))
            && of_type.as_ref().is_none_or(|of| *of == list.type_id)
    });
    let mut all: Vec<&List> = all.collect();
    sort(&mut all, body["sort"].as_str().unwrap_or_default())?;
    let more = texts("additionalProperties").unwrap_or_default();
    let page = all.iter().skip(offset).take(count).map(|list| {
        let folder = crm.lists.folders.name(list.folder);
        list.found(folder, &more)
    });
    let page: Vec<Value> = page.collect();
    let next = offset.saturating_add(page.len());
    Ok(Reply::ok(&json!({
        "offset": next,
        "hasMore": next < all.len(),
        "lists": page,
        "total": all.len(),
    })))
}

/// Sorts lists by a property, downwards if it has a minus; by id if there is none.
fn sort(all: &mut [&List], by: &str) -> Result<(), Failure> {
    let (name, is_down) = match by.strip_prefix('-') {
        Some(name) => (name, true),
        None => (by, false),
    };
    match name.to_ascii_lowercase().as_str() {
        "" | "hs_list_id" => all.sort_by_key(|list| list.id),
        "hs_list_name" | "name" => all.sort_by_key(|list| list.name.to_lowercase()),
        "hs_list_size" => all.sort_by_key(|list| list.members().len()),
        "hs_createdate" => all.sort_by_key(|list| list.created_at),
        "hs_lastmodifieddate" => all.sort_by_key(|list| list.updated_at),
        _ => {
            return Err(Failure::invalid(format!(
                "Lists cannot be sorted by {name}"
            )));
        }
    }
    if is_down {
        all.reverse();
    }
    Ok(())
}

/// The list that the path names.
fn named_by_path<'c>(crm: &'c Crm, call: &Call<'_>) -> Result<&'c List, Failure> {
    crm.lists.get(&call.part(3))
}

fn get(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let list = named_by_path(crm, call)?;
    let json = list.to_json(call.flag("includeFilters"));
    Ok(Reply::ok(&json!({"list": json})))
}

fn by_name(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let (of, name) = (type_id(crm, &call.part(4))?, call.part(6));
    let list = crm.lists.named(&of, &name);
    let list = list.ok_or_else(|| Failure::not_found(format!("There is no list {name}")))?;
    let json = list.to_json(call.flag("includeFilters"));
    Ok(Reply::ok(&json!({"list": json})))
}

fn delete(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let now = crm.now();
    crm.lists.delete(&call.part(3), now)?;
    Ok(Reply::no_content())
}

fn restore(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let now = crm.now();
    crm.lists.restore(&call.part(3), now)?;
    Ok(Reply::no_content())
}

fn rename(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let id = named_by_path(crm, call)?.id;
    let name = call.request.query_value("listName").unwrap_or_default();
    crm.lists.check_name(name, Some(id))?;
    let now = crm.now();
    let list = crm.lists.get_mut(&id.to_string())?;
    name.clone_into(&mut list.name);
    list.edited(now);
    let json = list.to_json(call.flag("includeFilters"));
    Ok(Reply::ok(&json!({"updatedList": json})))
}

fn set_filters(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let list = named_by_path(crm, call)?;
    if list.processing != Processing::Dynamic {
        return Err(Failure::invalid(
            "Only DYNAMIC lists have filters that change",
        ));
    }
    let id = list.id.to_string();
    let body = call.body()?;
    check_filters(&body["filterBranch"])?;
    let now = crm.now();
    let list = crm.lists.get_mut(&id)?;
    list.filters = Some(body["filterBranch"].clone());
    list.filters_updated_at = Some(now);
    list.edited(now);
    crm.lists.refresh(&crm.records, now);
    let json = crm.lists.get(&id)?.to_json(true);
    Ok(Reply::ok(&json!({"updatedList": json})))
}

fn conversion_json(list: &List) -> Value {
    let mut json = json!({"listId": list.id.to_string()});
    if let Some(conversion) = &list.conversion {
        json["requestedConversionTime"] = conversion.clone();
    }
    json
}

fn conversion(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    Ok(Reply::ok(&conversion_json(named_by_path(crm, call)?)))
}

fn schedule(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let list = named_by_path(crm, call)?;
    if list.processing != Processing::Dynamic {
        return Err(Failure::invalid("Only DYNAMIC lists can become static"));
    }
    let id = list.id.to_string();
    let body = call.body()?;
    let whole = |name: &str, from: i64, to: i64| {
        let value = number(&body[name]).filter(|value| (from..=to).contains(value));
        value.ok_or_else(|| Failure::invalid(format!("{name} must be from {from} to {to}")))
    };
    match body["conversionType"].as_str() {
        Some("CONVERSION_DATE") => {
            let date = (
                whole("year", 1970, 9999)?,
                whole("month", 1, 12)?,
                whole("day", 1, 31)?,
            );
            let date = (|| {
                let (year, month) = (i16::try_from(date.0).ok()?, i8::try_from(date.1).ok()?);
                jiff::civil::Date::new(year, month, i8::try_from(date.2).ok()?).ok()
            })();
            date.ok_or_else(|| Failure::invalid("There is no such day"))?;
        }
        Some("INACTIVITY") => {
            whole("offset", 1, i64::from(i32::MAX))?;
            if !["DAY", "WEEK", "MONTH"].contains(&needed(&body, "timeUnit")?) {
                return Err(Failure::invalid("timeUnit must be DAY, WEEK or MONTH"));
            }
        }
        _ => {
            return Err(Failure::invalid(
                "conversionType must be CONVERSION_DATE or INACTIVITY",
            ));
        }
    }
    let list = crm.lists.get_mut(&id)?;
    list.conversion = Some(body);
    Ok(Reply::ok(&conversion_json(list)))
}

fn cancel(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    crm.lists.get_mut(&call.part(3))?.conversion = None;
    Ok(Reply::no_content())
}

fn history(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let moment = |name: &str, usual: Timestamp| match call.request.query_value(name) {
        None | Some("") => Ok(usual),
        Some(text) => text
            .parse::<Timestamp>()
            .map_err(|_| Failure::invalid(format!("{name} {text} is not a time"))),
    };
    let list = named_by_path(crm, call)?;
    let period = moment("startDate", Timestamp::MIN)?..=moment("endDate", Timestamp::MAX)?;
    let sizes = list.sizes.iter().filter(|(at, _)| period.contains(at));
    let sizes = sizes.map(|(at, size)| json!({"timestamp": time(*at), "size": size}));
    let edits = list.edits.iter().filter(|at| period.contains(at));
    let edits = edits.map(|at| time(*at));
    Ok(Reply::ok(&json!({
        "sizeHistory": sizes.collect::<Vec<_>>(),
        "editHistory": edits.collect::<Vec<_>>(),
    })))
}

/// Lists here have never had other ids.
fn translate(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let id = call.request.query_value("legacyListId").unwrap_or_default();
    let list = crm.lists.get(id)?;
    Ok(Reply::ok(&mapping(list)))
}

fn mapping(list: &List) -> Value {
    let id = list.id.to_string();
    json!({"legacyListId": id, "listId": id})
}

fn translate_many(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let ids = members::ids(&call.body()?, 10_000)?;
    let found = ids.iter().filter_map(|id| crm.lists.get(id).ok());
    let missing = ids.iter().filter(|id| crm.lists.get(id).is_err());
    let mut body = Map::new();
    let found: Vec<Value> = found.map(mapping).collect();
    body.insert("legacyListIdsToIdsMapping".into(), found.into());
    let missing: Vec<&String> = missing.collect();
    body.insert("missingLegacyListIds".into(), json!(missing));
    Ok(Reply::ok(&body.into()))
}

#[cfg(test)]
mod tests;

//! Records: `/crm/v3/objects/{type}` and what is below, and the same under `/crm/objects/v3`.

pub(crate) mod batch;
#[cfg(test)]
mod odd;
mod search;
#[cfg(test)]
mod tests;
pub(crate) mod view;

use serde_json::{Map, Value, json};

use self::view::{View, view};
use super::Call;
use crate::crm::Crm;
use crate::crm::records::Record;
use crate::documents::PARAMETER;
use crate::reply::{Failure, Reply};

/// An operation on the records of a type, which is given by its id.
type Handler = fn(&mut Crm, &Call<'_>, &str) -> Result<Reply, Failure>;

/// Answers a call that is about records; `None` if it is about something else.
pub(super) fn handle(crm: &mut Crm, call: &Call<'_>) -> Option<Result<Reply, Failure>> {
    let shape = call.route.shape.as_slice();
    let (["crm", "v3", "objects", _, rest @ ..] | ["crm", "objects", "v3", _, rest @ ..]) = shape
    else {
        return None;
    };
    let handler: Handler = match (call.route.operation.method.as_str(), rest) {
        ("GET", []) => list,
        ("POST", []) => create,
        ("GET", [PARAMETER]) => get,
        ("PATCH", [PARAMETER]) => update,
        ("DELETE", [PARAMETER]) => archive,
        ("POST", ["merge"]) => merge,
        ("POST", ["gdpr-delete"]) => erase,
        ("POST", ["search"]) => search::search,
        ("POST", ["batch", "create"]) => batch::create,
        ("POST", ["batch", "read"]) => batch::read,
        ("POST", ["batch", "update"]) => batch::update,
        ("POST", ["batch", "upsert"]) => batch::upsert,
        ("POST", ["batch", "archive"]) => batch::archive,
        _ => return None,
    };
    let type_id = crm.type_id(&call.part(3));
    Some(type_id.and_then(|type_id| handler(crm, call, &type_id)))
}

/// Records per page if nothing else is said, at most, and at most with former values.
const PAGE: usize = 10;
const LONGEST_PAGE: usize = 100;
const LONGEST_PAGE_WITH_HISTORY: usize = 50;

fn list(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let history = call.list("propertiesWithHistory");
    let most = match history.is_empty() {
        true => LONGEST_PAGE,
        false => LONGEST_PAGE_WITH_HISTORY,
    };
    let limit = call.limit(PAGE, most)?;
    let after = call.after()?.unwrap_or(0);
    let archived = call.flag("archived");
    let view = View::new(crm, type_id, &call.list("properties"), &history);
    let records = crm.records.after(type_id, after);
    let mut records = records.filter(|record| record.is_archived() == archived);
    let page: Vec<_> = records.by_ref().take(limit).collect();
    let is_last = records.next().is_none();
    let shown = |record: &&Record| {
        with_links(crm, call, type_id, record.id, view.of(record)).map(Value::Object)
    };
    let results = page.iter().map(shown).collect::<Result<Vec<_>, _>>()?;
    let mut body = Map::new();
    body.insert("results".into(), results.into());
    if let (false, Some(last)) = (is_last, page.last()) {
        let paging = json!({"next": {"after": last.id.to_string()}});
        body.insert("paging".into(), paging);
    }
    Ok(Reply::ok(&Value::Object(body)))
}

fn get(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let id_property = call.given("idProperty");
    let archived = call.flag("archived");
    let record = find(crm, type_id, &call.part(4), id_property, archived)?.ok_or_else(none)?;
    let (names, history) = (call.list("properties"), call.list("propertiesWithHistory"));
    let view = View::new(crm, type_id, &names, &history);
    let shown = with_links(crm, call, type_id, record.id, view.of(record))?;
    Ok(Reply::ok(&Value::Object(shown)))
}

/// A record as it is shown, with the links that the request asks for.
fn with_links(
    crm: &Crm,
    call: &Call<'_>,
    type_id: &str,
    id: u64,
    mut shown: Map<String, Value>,
) -> Result<Map<String, Value>, Failure> {
    if let Some(links) = crm.inline_associations(type_id, id, call.list("associations"))? {
        shown.insert("associations".into(), links);
    }
    Ok(shown)
}

fn create(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let body = call.body()?;
    let changes = crm.to_create(type_id, properties(&body)?)?;
    let links = crm.new_links(type_id, &body["associations"])?;
    let id = crm.create(type_id, &changes);
    crm.make_links(type_id, id, &links)?;
    let record = crm.records.get(type_id, id).ok_or_else(none)?;
    let mut shown = View::of_all(crm, type_id, record).of(record);
    copy_trace(&body, &mut shown);
    Ok(Reply::created(&Value::Object(shown)))
}

fn update(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let body = call.body()?;
    let given = properties(&body)?;
    let id_property = call.given("idProperty");
    let record = find(crm, type_id, &call.part(4), id_property, false)?.ok_or_else(none)?;
    let (id, changes) = (record.id, crm.to_update(type_id, record, given)?);
    crm.update(type_id, id, &changes);
    let record = crm.records.get(type_id, id).ok_or_else(none)?;
    let names: Vec<_> = given.keys().map(String::as_str).collect();
    let mut shown = View::of_named(crm, type_id, &names).of(record);
    copy_trace(&body, &mut shown);
    Ok(Reply::ok(&Value::Object(shown)))
}

fn archive(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let id = call.part(4).parse().map_err(|_| none())?;
    // Whoever repeats it is told the same again.
    let id = crm.records.get(type_id, id).ok_or_else(none)?.id;
    crm.archive(type_id, id);
    Ok(Reply::no_content())
}

fn merge(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let body = call.body()?;
    let mut ids = [0; 2];
    for (id, name) in ids.iter_mut().zip(["primaryObjectId", "objectIdToMerge"]) {
        let given = text(&body, name).ok_or_else(|| Failure::missing(name))?;
        let record = crm.records.find(type_id, &given);
        *id = record
            .ok_or_else(|| not_found(crm, type_id, [given.as_str()]))?
            .id;
    }
    let [primary, other] = ids;
    if primary == other {
        return Err(Failure::invalid("A record cannot be merged with itself"));
    }
    let id = crm.merge(type_id, primary, other).ok_or_else(none)?;
    view(crm, type_id, id).map(|shown| Reply::ok(&shown))
}

fn erase(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let body = call.body()?;
    let given = text(&body, "objectId").ok_or_else(|| Failure::missing("objectId"))?;
    let id_property = text(&body, "idProperty");
    let mut was_there = false;
    // Some with the same value may be in the recycling bin, too.
    for archived in [false, true] {
        while let Some(record) = find(crm, type_id, &given, id_property.as_deref(), archived)? {
            let id = record.id;
            crm.erase(type_id, id);
            was_there = true;
        }
    }
    match (was_there, id_property.as_deref()) {
        (true, _) => {}
        // Nobody has it, and nobody shall.
        (false, Some("email")) => crm.bar(&given),
        (false, _) => return Err(none()),
    }
    Ok(Reply::no_content())
}

/// A record by its id, or by its value of a unique property.
fn find<'c>(
    crm: &'c Crm,
    type_id: &str,
    id: &str,
    id_property: Option<&str>,
    archived: bool,
) -> Result<Option<&'c Record>, Failure> {
    let Some(name) = id_property.filter(|name| *name != "hs_object_id") else {
        let found = id.parse().ok().and_then(|id| crm.records.get(type_id, id));
        return Ok(found.filter(|record| record.is_archived() == archived));
    };
    let known = crm.properties.of(type_id).find(name);
    if !known.is_some_and(|known| known.unique) {
        let message = format!("`{name}` is not a property that has unique values");
        return Err(Failure::invalid(message).context("idProperty", [name]));
    }
    Ok(match archived {
        false => crm.records.find_by(type_id, name, id),
        true => crm.records.find_archived_by(type_id, name, id),
    })
}

/// The record that the path names is not there.
fn none() -> Failure {
    Failure::not_found("resource not found")
}

/// Records that the body names are not there.
fn not_found<'i>(crm: &Crm, type_id: &str, ids: impl IntoIterator<Item = &'i str>) -> Failure {
    let found = crm.types.find(type_id);
    let name = found.map_or_else(String::new, crate::crm::types::Type::shouted);
    let message = format!(
        "Some {name} objects could not be found. Are their ids valid, and are they not archived?"
    );
    Failure::not_found(message).context("ids", ids)
}

/// The values of an input.
fn properties(input: &Value) -> Result<&Map<String, Value>, Failure> {
    let properties = input.get("properties").and_then(Value::as_object);
    properties.ok_or_else(|| Failure::missing("properties"))
}

/// A text of an input, which may be written as a number.
pub(super) fn text(input: &Value, name: &str) -> Option<String> {
    match input.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

const TRACE: &str = "objectWriteTraceId";

/// Gives the trace id of an input back.
fn copy_trace(input: &Value, shown: &mut Map<String, Value>) {
    if let Some(trace) = text(input, TRACE) {
        shown.insert(TRACE.to_owned(), trace.into());
    }
}

//! Searches for records.

use serde_json::{Map, Value, json};

use super::view::View;
use crate::crm::Crm;
use crate::crm::search::{Search, WALL};
use crate::handlers::Call;
use crate::reply::{Failure, Reply};

/// Records per page if nothing else is said, and at most.
const PAGE: usize = 10;
const LONGEST_PAGE: usize = 200;

pub(super) fn search(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let body = call.body()?;
    if !body.is_object() {
        return Err(Failure::invalid("A search has to be a JSON object"));
    }
    let limit = match body.get("limit") {
        None | Some(Value::Null) => PAGE,
        Some(limit) => number(limit)
            .filter(|limit| *limit <= LONGEST_PAGE)
            .ok_or_else(|| Failure::invalid(format!("`limit` has to be {LONGEST_PAGE} at most")))?,
    };
    let offset = match body.get("after") {
        None | Some(Value::Null) => 0,
        Some(Value::String(text)) if text.is_empty() => 0,
        Some(after) => number(after)
            .ok_or_else(|| Failure::invalid(format!("{after} is no cursor of a search")))?,
    };
    if offset.saturating_add(limit) > WALL {
        let message = format!("A search gets no further than its first {WALL} results");
        return Err(Failure::invalid(message));
    }
    let linked = |to: &str, ids: Option<&[u64]>| crm.linked_to(type_id, to, ids);
    let search = Search::read(crm.properties.of(type_id), &linked, &body)?;
    let names = body.get("properties").and_then(Value::as_array);
    let names = names.into_iter().flatten().filter_map(Value::as_str);
    let view = View::new(crm, type_id, &names.collect::<Vec<_>>(), &[]);
    let found = search.run(crm.records.of_type(type_id), offset, limit);
    let mut answer = Map::new();
    answer.insert("total".into(), found.total.into());
    let results = found.page.iter().map(|record| view.of(record)).collect();
    answer.insert("results".into(), results);
    let end = offset + found.page.len();
    if limit > 0 && end < found.total {
        let paging = json!({"next": {"after": end.to_string()}});
        answer.insert("paging".into(), paging);
    }
    Ok(Reply::ok(&Value::Object(answer)))
}

/// A number, which may be written as text.
fn number(value: &Value) -> Option<usize> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_u64()?.try_into().ok(),
    }
}

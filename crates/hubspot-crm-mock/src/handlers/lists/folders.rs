//! Folders that lists lie in.

use serde_json::json;

use super::Handler;
use crate::crm::Crm;
use crate::crm::associate::id_of;
use crate::handlers::{Call, needed};
use crate::reply::{Failure, Reply};

/// What answers a call about folders.
pub(super) fn handler(method: &str, rest: &[&str]) -> Option<Handler> {
    Some(match (method, rest) {
        ("GET", []) => get,
        ("POST", []) => create,
        ("DELETE", [_]) => delete,
        ("PUT", ["move-list"]) => move_list,
        ("PUT", [_, "rename"]) => rename,
        ("PUT", [_, "move", _]) => put,
        _ => return None,
    })
}

fn folder(crm: &Crm, id: u64) -> Reply {
    let lists = crm.lists.in_folder(id);
    Reply::ok(&json!({"folder": crm.lists.folders.to_json(id, &lists)}))
}

fn get(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let id = call.request.query_value("folderId").unwrap_or("0");
    Ok(folder(crm, crm.lists.folders.get(id)?))
}

fn create(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let body = call.body()?;
    let parent = body["parentFolderId"].as_str().unwrap_or("0");
    let (id, now) = (crm.new_id(), crm.now());
    let name = needed(&body, "name")?;
    crm.lists.folders.create(id, name, parent, now)?;
    Ok(folder(crm, id))
}

fn delete(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let now = crm.now();
    let id = crm.lists.folders.get(&call.part(4))?;
    let has_lists = !crm.lists.in_folder(id).is_empty();
    crm.lists.folders.delete(&call.part(4), has_lists, now)?;
    Ok(Reply::no_content())
}

fn rename(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let name = call.request.query_value("newFolderName");
    let now = crm.now();
    let folders = &mut crm.lists.folders;
    let id = folders.rename(&call.part(4), name.unwrap_or_default(), now)?;
    Ok(folder(crm, id))
}

fn put(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let now = crm.now();
    let folders = &mut crm.lists.folders;
    let id = folders.put(&call.part(4), &call.part(6), now)?;
    Ok(folder(crm, id))
}

fn move_list(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let body = call.body()?;
    let into = id_of(&json!({"id": body["newFolderId"]}))?;
    let into = crm.lists.folders.get(&into)?;
    let list = id_of(&json!({"id": body["listId"]}))?;
    let now = crm.now();
    let list = crm.lists.get_mut(&list)?;
    let before = std::mem::replace(&mut list.folder, into);
    crm.lists.folders.touch(before, now);
    crm.lists.folders.touch(into, now);
    Ok(Reply::no_content())
}

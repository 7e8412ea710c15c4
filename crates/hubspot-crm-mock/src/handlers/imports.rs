//! Imports.

use std::collections::{BTreeMap, HashMap};

use openapi_conform::form;
use serde_json::{Value, json};

use super::Call;
use crate::crm::associate::paging;
use crate::crm::csv;
use crate::crm::imports::{Column, DateOrder, NewImport, Operation, Role, Table};
use crate::crm::{Crm, time};
use crate::reply::{Failure, Reply};

/// How much a page has at most, and if the request does not say how much.
const MOST: usize = 500;
const USUAL: usize = 100;

/// Whether a call comes in time to stop imports that have begun.
pub(super) fn is_cancel(call: &Call<'_>) -> bool {
    matches!(
        call.route.shape.as_slice(),
        ["crm", "v3", "imports", _, "cancel"]
    )
}

/// Answers a call that is about imports.
pub(crate) fn handle(crm: &mut Crm, call: &Call<'_>) -> Option<Result<Reply, Failure>> {
    let ["crm", "v3", "imports", rest @ ..] = call.route.shape.as_slice() else {
        return None;
    };
    let handler = match (call.route.operation.method.as_str(), rest) {
        ("GET", []) => list,
        ("POST", []) => start,
        ("GET", [_]) => get,
        ("POST", [_, "cancel"]) => cancel,
        ("GET", [_, "errors"]) => errors,
        _ => return None,
    };
    Some(handler(crm, call))
}

/// One page of what was found, each with the number by which the next page goes on.
fn page(call: &Call<'_>, found: impl Iterator<Item = (u64, Value)>) -> Result<Reply, Failure> {
    let limit = call.limit(USUAL, MOST)?;
    let after = call.after()?;
    let mut found: Vec<(u64, Value)> = match after {
        Some(after) => found
            .skip_while(|(id, _)| *id != after)
            .skip(1)
            .take(limit + 1)
            .collect(),
        None => found.take(limit + 1).collect(),
    };
    let has_more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().map(|(id, _)| id.to_string());
    let results: Vec<Value> = found.into_iter().map(|(_, json)| json).collect();
    let mut body = json!({"results": results});
    if let (true, Some(last)) = (has_more, last) {
        body["paging"] = paging(&last);
    }
    Ok(Reply::ok(&body))
}

fn list(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let all = crm.imports.latest_first();
    page(call, all.map(|import| (import.id(), import.to_json())))
}

fn get(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    Ok(Reply::ok(&crm.imports.get(&call.part(3))?.to_json()))
}

fn cancel(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let started = crm.now();
    crm.cancel_import(&call.part(3))?;
    Ok(Reply::ok(&json!({
        "status": "CANCELED",
        "startedAt": time(started),
        "completedAt": time(crm.now()),
    })))
}

fn errors(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let flags = (
        call.flag("includeErrorMessage"),
        call.flag("includeRowData"),
    );
    let errors = crm.imports.get(&call.part(3))?.errors().iter();
    page(
        call,
        errors.map(|error| (error.id(), error.to_json(flags.0, flags.1))),
    )
}

fn start(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let content_type = call.request.header("content-type").unwrap_or_default();
    let parts = form::parts(content_type, call.request.body()).map_err(|_| {
        Failure::invalid("An import is sent as multipart/form-data with importRequest and files")
    })?;
    let request = parts.iter().find(|part| part.name == "importRequest");
    let request = request.ok_or_else(|| Failure::missing("importRequest"))?;
    let request: Value = serde_json::from_slice(request.content)
        .map_err(|error| Failure::invalid(format!("The importRequest is not JSON: {error}")))?;
    let files = parts.iter().filter(|part| part.name == "files");
    let files = files.filter_map(|part| Some((part.file_name.as_deref()?, part.content)));
    let new = read(crm, request, &files.collect())?;
    Ok(Reply::ok(&crm.start_import(new)))
}

fn list_of<'v>(value: &'v Value, name: &str) -> Result<&'v [Value], Failure> {
    let list = value[name].as_array().filter(|list| !list.is_empty());
    list.map(Vec::as_slice)
        .ok_or_else(|| Failure::invalid(format!("{name} must be a list that is not empty")))
}

/// What a request for an import asks for, if everything that it needs is there.
fn read(crm: &mut Crm, request: Value, files: &HashMap<&str, &[u8]>) -> Result<NewImport, Failure> {
    let name = request["name"].as_str().filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Failure::invalid("An import needs a name"))?;
    let mut operations = BTreeMap::new();
    if let Some(given) = request["importOperations"].as_object() {
        for (of, operation) in given {
            let operation = match operation.as_str() {
                Some("CREATE") => Operation::Create,
                Some("UPDATE") => Operation::Update,
                Some("UPSERT") => Operation::Upsert,
                _ => {
                    return Err(Failure::invalid(format!(
                        "The operation {operation} is none of CREATE, UPDATE and UPSERT"
                    )));
                }
            };
            operations.insert(crm.type_id(of)?, operation);
        }
    }
    let dates = match request["dateFormat"].as_str() {
        Some("DAY_MONTH_YEAR") => DateOrder::DayMonthYear,
        None | Some("MONTH_DAY_YEAR") => DateOrder::MonthDayYear,
        Some("YEAR_MONTH_DAY") => DateOrder::YearMonthDay,
        Some(other) => {
            return Err(Failure::invalid(format!("There is no dateFormat {other}")));
        }
    };
    let tables = list_of(&request, "files")?
        .iter()
        .map(|file| table(crm, file, files));
    let tables = tables.collect::<Result<_, Failure>>()?;
    Ok(NewImport {
        name: name.to_owned(),
        tables,
        operations,
        dates,
        makes_list: request["createContactListFromImport"].as_bool() == Some(true),
        request,
    })
}

fn table(crm: &mut Crm, file: &Value, files: &HashMap<&str, &[u8]>) -> Result<Table, Failure> {
    let name = file["fileName"].as_str().unwrap_or_default();
    let content = files
        .get(name)
        .ok_or_else(|| Failure::invalid(format!("The file {name:?} was not sent")))?;
    if file["fileFormat"]
        .as_str()
        .is_some_and(|kind| kind != "CSV")
    {
        return Err(Failure::invalid(
            "This server reads files of the format CSV only",
        ));
    }
    let page = &file["fileImportPage"];
    let mappings = list_of(page, "columnMappings")?;
    let mut columns = mappings
        .iter()
        .map(|mapping| column(crm, mapping))
        .collect::<Result<Vec<_>, _>>()?;
    let mut rows = csv::read(&String::from_utf8_lossy(content));
    if page["hasHeader"].as_bool() == Some(true) && !rows.is_empty() {
        let header = rows.remove(0);
        columns = in_order(columns, &header.cells);
    }
    Ok(Table {
        file_id: crm.new_id(),
        columns,
        rows,
    })
}

/// Columns in the order of a header, if it has them all; otherwise as they are.
fn in_order(columns: Vec<Column>, header: &[String]) -> Vec<Column> {
    let place = |column: &Column| header.iter().position(|name| *name == column.name);
    let places: Option<Vec<usize>> = columns.iter().map(place).collect();
    let Some(places) = places else { return columns };
    let mut ordered: Vec<(usize, Column)> = places.into_iter().zip(columns).collect();
    ordered.sort_by_key(|(place, _)| *place);
    ordered.into_iter().map(|(_, column)| column).collect()
}

fn column(crm: &Crm, mapping: &Value) -> Result<Column, Failure> {
    let of = crm.type_id(mapping["columnObjectTypeId"].as_str().unwrap_or_default())?;
    let to = mapping["toColumnObjectTypeId"].as_str();
    let to = to.map(|to| crm.type_id(to)).transpose()?;
    let property = mapping["propertyName"]
        .as_str()
        .filter(|name| !name.is_empty());
    if let Some(name) = property.filter(|name| crm.properties.of(&of).find(name).is_none()) {
        return Err(Failure::invalid(format!("There is no property {name}")));
    }
    let role = match mapping["columnType"].as_str() {
        _ if !mapping["foreignKeyType"].is_null() => {
            let kind = crm.kind_of_spec(&mapping["foreignKeyType"])?;
            let known = crm.links.kinds.get(kind);
            if known.from != of || Some(&known.to) != to.as_ref() {
                return Err(Failure::invalid(format!(
                    "The foreignKeyType {} does not lead from {of} to the toColumnObjectTypeId",
                    known.id
                )));
            }
            Role::Foreign(kind)
        }
        None | Some("STANDARD") => Role::Value,
        Some("HUBSPOT_OBJECT_ID") => Role::RecordId,
        Some("HUBSPOT_ALTERNATE_ID") => Role::UniqueValue,
        Some("FLEXIBLE_ASSOCIATION_LABEL") => Role::Label,
        Some(other) => {
            return Err(Failure::invalid(format!(
                "This server does not know columns of the type {other}"
            )));
        }
    };
    if matches!(role, Role::Value | Role::UniqueValue) && property.is_none() {
        return Err(Failure::invalid("A column of values needs a propertyName"));
    }
    Ok(Column {
        of,
        name: mapping["columnName"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
        property: property.map(str::to_owned),
        role,
        to,
        identifies: mapping["associationIdentifierColumn"].as_bool() == Some(true),
    })
}

#[cfg(test)]
mod tests;

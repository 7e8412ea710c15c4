//! Pipelines and stages.

use serde_json::{Map, Value, json};

use super::{Call, needed};
use crate::crm::Crm;
use crate::crm::associate::number;
use crate::crm::pipelines::{self, Pipeline, Stage};
use crate::reply::{Failure, Reply};

/// The types of HubSpot's own whose records have pipelines: deals, tickets, orders, leads, services, courses, listings and appointments.
const TYPES: [&str; 8] = [
    "0-3", "0-5", "0-123", "0-136", "0-162", "0-410", "0-420", "0-421",
];

/// Answers a call that is about pipelines.
pub(crate) fn handle(crm: &mut Crm, call: &Call<'_>) -> Option<Result<Reply, Failure>> {
    let ["crm", "v3", "pipelines", _, rest @ ..] = call.route.shape.as_slice() else {
        return None;
    };
    let handler = match (call.route.operation.method.as_str(), rest) {
        ("GET", []) => list,
        ("POST", []) => create,
        ("GET", [_]) => get,
        ("PUT", [_]) => replace,
        ("PATCH", [_]) => update,
        ("DELETE", [_]) => delete,
        ("GET", [_, "audit"]) => audits,
        ("GET", [_, "stages"]) => list_stages,
        ("POST", [_, "stages"]) => create_stage,
        ("GET", [_, "stages", _]) => get_stage,
        ("PUT", [_, "stages", _]) => replace_stage,
        ("PATCH", [_, "stages", _]) => update_stage,
        ("DELETE", [_, "stages", _]) => delete_stage,
        ("GET", [_, "stages", _, "audit"]) => stage_audits,
        _ => return None,
    };
    Some(type_id(crm, call).and_then(|type_id| handler(crm, call, &type_id)))
}

/// The type whose pipelines a call is about.
fn type_id(crm: &Crm, call: &Call<'_>) -> Result<String, Failure> {
    let found = crm.type_named(&call.part(3))?;
    match found.full_name.is_some() || TYPES.contains(&found.id.as_str()) {
        true => Ok(found.id),
        false => Err(Failure::invalid(format!(
            "There are no pipelines of {}",
            found.plural
        ))),
    }
}

fn results(results: &[Value]) -> Reply {
    Reply::ok(&json!({"results": results}))
}

fn order(body: &Value) -> Result<i64, Failure> {
    let order = number(&body["displayOrder"]);
    order.ok_or_else(|| Failure::missing("displayOrder"))
}

/// A metadata object, of which `null` and nothing are an empty one.
fn metadata(body: &Value) -> Result<Map<String, Value>, Failure> {
    match &body["metadata"] {
        Value::Null => Ok(Map::new()),
        Value::Object(metadata) => Ok(metadata.clone()),
        _ => Err(Failure::invalid("The metadata must be an object")),
    }
}

fn list(crm: &mut Crm, _: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let all = crm.pipelines.of(type_id);
    let all: Vec<Value> = all.into_iter().map(Pipeline::to_json).collect();
    Ok(results(&all))
}

fn get(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let found = crm.pipelines.get(type_id, &call.part(4))?;
    Ok(Reply::ok(&found.to_json()))
}

/// A stage as a body describes it, with an id of its own if the body has none.
fn new_stage(crm: &mut Crm, type_id: &str, body: &Value) -> Result<Stage, Failure> {
    let now = crm.now();
    let id = match body["stageId"].as_str().filter(|id| !id.is_empty()) {
        Some(id) => id.to_owned(),
        None => crm.new_id().to_string(),
    };
    Ok(Stage {
        id,
        label: needed(body, "label")?.to_owned(),
        order: order(body)?,
        metadata: pipelines::metadata(type_id, &metadata(body)?)?,
        created_at: now,
        updated_at: now,
    })
}

/// The stages of a body.
fn new_stages(crm: &mut Crm, type_id: &str, body: &Value) -> Result<Vec<Stage>, Failure> {
    let stages = body["stages"]
        .as_array()
        .ok_or_else(|| Failure::missing("stages"))?;
    let stages = stages.iter().map(|stage| new_stage(crm, type_id, stage));
    stages.collect()
}

fn create(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let body = call.body()?;
    let (label, order) = (needed(&body, "label")?.to_owned(), order(&body)?);
    let id = match body["pipelineId"].as_str().filter(|id| !id.is_empty()) {
        Some(id) => id.to_owned(),
        None => crm.new_id().to_string(),
    };
    crm.pipelines.check_new_id(type_id, &id)?;
    crm.pipelines.check_label(type_id, &label, &id)?;
    let now = crm.now();
    let pipeline = Pipeline {
        id,
        label,
        order,
        stages: new_stages(crm, type_id, &body)?,
        created_at: now,
        updated_at: now,
        archived_at: None,
    };
    crm.pipelines.check_stages(type_id, &pipeline)?;
    let reply = Reply::created(&pipeline.to_json());
    crm.put_pipeline(type_id, pipeline, "CREATE", now);
    Ok(reply)
}

/// Whether the caller wants to keep what records refer to.
fn keeps_references(call: &Call<'_>, type_id: &str) -> bool {
    call.flag("validateReferencesBeforeDelete")
        || (type_id == "0-3" && call.flag("validateDealStageUsagesBeforeDelete"))
}

/// Refuses to delete stages that records are in.
fn check_references(crm: &Crm, type_id: &str, stages: &[&Stage]) -> Result<(), Failure> {
    let (_, property) = pipelines::properties(type_id);
    let mut used = Vec::new();
    let mut records = Vec::new();
    for record in crm.records.of(type_id).filter(|one| !one.is_archived()) {
        let Some(value) = record.value(property) else {
            continue;
        };
        if let Some(stage) = stages.iter().find(|stage| stage.id == value) {
            records.push(record.id.to_string());
            if !used.contains(&stage.id) {
                used.push(stage.id.clone());
            }
        }
    }
    if used.is_empty() {
        return Ok(());
    }
    Err(Failure::invalid(format!(
        "Stage IDs: [{}] are being referenced by object IDs: [{}]",
        used.join(", "),
        records.join(", ")
    ))
    .sub_category("PipelineError.STAGE_ID_IN_USE")
    .context("stageIds", used)
    .context("objectIds", records))
}

fn replace(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let mut pipeline = crm.pipelines.get(type_id, &call.part(4))?.clone();
    let body = call.body()?;
    let (label, order) = (needed(&body, "label")?.to_owned(), order(&body)?);
    crm.pipelines.check_label(type_id, &label, &pipeline.id)?;
    let mut stages = new_stages(crm, type_id, &body)?;
    for stage in &mut stages {
        if let Ok(known) = pipeline.stage(&stage.id) {
            stage.created_at = known.created_at;
        }
    }
    let is_gone = |known: &&Stage| stages.iter().all(|stage| stage.id != known.id);
    let gone: Vec<&Stage> = pipeline.stages.iter().filter(is_gone).collect();
    if keeps_references(call, type_id) {
        check_references(crm, type_id, &gone)?;
    }
    let now = crm.now();
    pipeline = Pipeline {
        label,
        order,
        stages,
        updated_at: now,
        ..pipeline
    };
    crm.pipelines.check_stages(type_id, &pipeline)?;
    let reply = Reply::ok(&pipeline.to_json());
    crm.put_pipeline(type_id, pipeline, "UPDATE", now);
    Ok(reply)
}

fn update(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let mut pipeline = crm.pipelines.any(type_id, &call.part(4))?.clone();
    let body = call.body()?;
    if let Some(label) = body["label"].as_str() {
        label.clone_into(&mut pipeline.label);
    }
    if let Some(order) = number(&body["displayOrder"]) {
        pipeline.order = order;
    }
    let now = crm.now();
    match body["archived"].as_bool() {
        Some(true) if pipeline.archived_at.is_none() => {
            if keeps_references(call, type_id) {
                let stages: Vec<&Stage> = pipeline.stages.iter().collect();
                check_references(crm, type_id, &stages)?;
            }
            pipeline.archived_at = Some(now);
        }
        Some(false) => pipeline.archived_at = None,
        None if pipeline.archived_at.is_some() => {
            // One that was deleted can only be brought back.
            crm.pipelines.get(type_id, &pipeline.id)?;
        }
        _ => {}
    }
    let label = pipeline.label.as_str();
    crm.pipelines.check_label(type_id, label, &pipeline.id)?;
    pipeline.updated_at = now;
    let reply = Reply::ok(&pipeline.to_json());
    crm.put_pipeline(type_id, pipeline, "UPDATE", now);
    Ok(reply)
}

fn delete(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let mut pipeline = crm.pipelines.get(type_id, &call.part(4))?.clone();
    if keeps_references(call, type_id) {
        let stages: Vec<&Stage> = pipeline.stages.iter().collect();
        check_references(crm, type_id, &stages)?;
    }
    let now = crm.now();
    pipeline.archived_at = Some(now);
    crm.put_pipeline(type_id, pipeline, "DELETE", now);
    Ok(Reply::no_content())
}

fn audits(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let id = &crm.pipelines.any(type_id, &call.part(4))?.id;
    Ok(results(&crm.pipelines.audits(type_id, id)))
}

fn list_stages(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let found = crm.pipelines.get(type_id, &call.part(4))?;
    let stages = found.to_json()["stages"].take();
    Ok(Reply::ok(&json!({"results": stages})))
}

fn get_stage(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let found = crm.pipelines.get(type_id, &call.part(4))?;
    Ok(Reply::ok(&found.stage(&call.part(6))?.to_json()))
}

/// Puts a stage in place of the one with its id, if there is one.
fn put_stage(
    crm: &mut Crm,
    type_id: &str,
    mut pipeline: Pipeline,
    stage: Stage,
    action: &str,
) -> Result<Value, Failure> {
    let json = stage.to_json();
    let id = stage.id.clone();
    let known = pipeline.stages.iter_mut().find(|known| known.id == id);
    match known {
        Some(known) if action == "UPDATE" => *known = stage,
        _ => pipeline.stages.push(stage),
    }
    crm.pipelines.check_stages(type_id, &pipeline)?;
    let now = crm.now();
    pipeline.updated_at = now;
    crm.put_pipeline(type_id, pipeline, "UPDATE", now);
    crm.pipelines.audit(type_id, &id, action, now, &json);
    Ok(json)
}

fn create_stage(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let pipeline = crm.pipelines.get(type_id, &call.part(4))?.clone();
    let stage = new_stage(crm, type_id, &call.body()?)?;
    let json = put_stage(crm, type_id, pipeline, stage, "CREATE")?;
    Ok(Reply::created(&json))
}

fn replace_stage(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let pipeline = crm.pipelines.get(type_id, &call.part(4))?.clone();
    let known = pipeline.stage(&call.part(6))?.clone();
    let stage = Stage {
        id: known.id,
        created_at: known.created_at,
        ..new_stage(crm, type_id, &call.body()?)?
    };
    let json = put_stage(crm, type_id, pipeline, stage, "UPDATE")?;
    Ok(Reply::ok(&json))
}

fn update_stage(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let pipeline = crm.pipelines.get(type_id, &call.part(4))?.clone();
    let mut stage = pipeline.stage(&call.part(6))?.clone();
    let body = call.body()?;
    if let Some(label) = body["label"].as_str() {
        label.clone_into(&mut stage.label);
    }
    if let Some(order) = number(&body["displayOrder"]) {
        stage.order = order;
    }
    let known = stage.metadata.into_iter();
    let mut all: Map<String, Value> = known.map(|(name, value)| (name, value.into())).collect();
    all.extend(metadata(&body)?);
    stage.metadata = pipelines::metadata(type_id, &all)?;
    stage.updated_at = crm.now();
    if body["archived"].as_bool() == Some(true) {
        let json = remove_stage(crm, type_id, pipeline, &stage)?;
        return Ok(Reply::ok(&json));
    }
    let json = put_stage(crm, type_id, pipeline, stage, "UPDATE")?;
    Ok(Reply::ok(&json))
}

fn remove_stage(
    crm: &mut Crm,
    type_id: &str,
    mut pipeline: Pipeline,
    stage: &Stage,
) -> Result<Value, Failure> {
    pipeline.stages.retain(|known| known.id != stage.id);
    crm.pipelines.check_stages(type_id, &pipeline)?;
    let now = crm.now();
    pipeline.updated_at = now;
    let mut json = stage.to_json();
    json["archived"] = true.into();
    json["archivedAt"] = crate::crm::time(now).into();
    crm.put_pipeline(type_id, pipeline, "UPDATE", now);
    crm.pipelines
        .audit(type_id, &stage.id, "DELETE", now, &json);
    Ok(json)
}

fn delete_stage(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let pipeline = crm.pipelines.get(type_id, &call.part(4))?.clone();
    let stage = pipeline.stage(&call.part(6))?.clone();
    if keeps_references(call, type_id) {
        check_references(crm, type_id, &[&stage])?;
    }
    remove_stage(crm, type_id, pipeline, &stage)?;
    Ok(Reply::no_content())
}

fn stage_audits(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let pipeline = crm.pipelines.any(type_id, &call.part(4))?;
    let audits = crm.pipelines.audits(type_id, &call.part(6));
    if audits.is_empty() {
        // One that was deleted has a history as well.
        pipeline.stage(&call.part(6))?;
    }
    Ok(results(&audits))
}

#[cfg(test)]
mod tests;

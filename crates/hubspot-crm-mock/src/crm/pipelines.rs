//! Pipelines, the stages that records pass through, and what was done to both.

mod presets;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::schemas::ACCOUNT;
use super::time;
use crate::reply::Failure;

/// The deals, whose properties have names of their own and whose stages have probabilities.
pub(crate) const DEALS: &str = "0-3";
pub(crate) const TICKETS: &str = "0-5";

/// A stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stage {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) order: i64,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Stage {
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "label": self.label,
            "displayOrder": self.order,
            "metadata": self.metadata,
            "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
            "archived": false,
            "createdAt": time(self.created_at),
            "updatedAt": time(self.updated_at),
        })
    }
}

/// A pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pipeline {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) order: i64,
    pub(crate) stages: Vec<Stage>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) archived_at: Option<Timestamp>,
}

impl Pipeline {
    pub(crate) fn to_json(&self) -> Value {
        let mut stages: Vec<&Stage> = self.stages.iter().collect();
        stages.sort_by(|one, other| (one.order, &one.label).cmp(&(other.order, &other.label)));
        let stages = stages.into_iter().map(Stage::to_json);
        let mut json = json!({
            "id": self.id,
            "label": self.label,
            "displayOrder": self.order,
            "stages": stages.collect::<Vec<_>>(),
            "archived": self.archived_at.is_some(),
            "createdAt": time(self.created_at),
            "updatedAt": time(self.updated_at),
        });
        if let Some(at) = self.archived_at {
            json["archivedAt"] = time(at).into();
        }
        json
    }

    pub(crate) fn stage(&self, id: &str) -> Result<&Stage, Failure> {
        let stage = self.stages.iter().find(|stage| stage.id == id);
        stage.ok_or_else(|| {
            Failure::not_found(format!("The pipeline {} has no stage {id}", self.id))
        })
    }

    fn check_stage_label(&self, label: &str, but: &str) -> Result<(), Failure> {
        let mut others = self.stages.iter().filter(|stage| stage.id != but);
        match others.any(|stage| stage.label.eq_ignore_ascii_case(label)) {
            true => Err(Failure::conflict(format!(
                "The pipeline {} has a stage {label} already",
                self.id
            ))),
            false => Ok(()),
        }
    }
}

/// All pipelines of an account, by the ids of the types that they are for.
#[derive(Debug)]
pub(crate) struct Pipelines {
    by_type: BTreeMap<String, Vec<Pipeline>>,
    /// What was done, oldest first: type, pipeline or stage, and the entry.
    audits: Vec<(String, String, Value)>,
}

impl Default for Pipelines {
    fn default() -> Self {
        Self {
            by_type: presets::pipelines(),
            audits: Vec::new(),
        }
    }
}

/// The names of the properties that hold the pipeline and the stage of a record.
pub(crate) fn properties(type_id: &str) -> (&'static str, &'static str) {
    match type_id {
        DEALS => ("pipeline", "dealstage"),
        _ => ("hs_pipeline", "hs_pipeline_stage"),
    }
}

/// How many stages a pipeline of a type can have.
fn most_stages(type_id: &str) -> usize {
    match type_id == DEALS || type_id == TICKETS || type_id.starts_with("2-") {
        true => 100,
        false => 30,
    }
}

impl Pipelines {
    /// The pipelines of a type in their order, without those that were deleted.
    pub(crate) fn of(&self, type_id: &str) -> Vec<&Pipeline> {
        let all = self.by_type.get(type_id).into_iter().flatten();
        let mut all: Vec<_> = all.filter(|one| one.archived_at.is_none()).collect();
        all.sort_by(|one, other| (one.order, &one.label).cmp(&(other.order, &other.label)));
        all
    }

    /// A pipeline that was not deleted.
    pub(crate) fn get(&self, type_id: &str, id: &str) -> Result<&Pipeline, Failure> {
        let found = self.any(type_id, id)?;
        match found.archived_at {
            None => Ok(found),
            Some(_) => Err(not_found(id)),
        }
    }

    /// A pipeline, whether it was deleted or not.
    pub(crate) fn any(&self, type_id: &str, id: &str) -> Result<&Pipeline, Failure> {
        let mut all = self.by_type.get(type_id).into_iter().flatten();
        all.find(|one| one.id == id).ok_or_else(|| not_found(id))
    }

    /// The pipeline of records that were given none: the oldest, which is HubSpot's own where it has one.
    pub(crate) fn default_of(&self, type_id: &str) -> Option<&Pipeline> {
        let mut all = self.by_type.get(type_id).into_iter().flatten();
        all.find(|one| one.archived_at.is_none())
    }

    /// Holds the label and the id of a pipeline against the others of its type.
    pub(crate) fn check_label(&self, type_id: &str, label: &str, id: &str) -> Result<(), Failure> {
        if label.trim().is_empty() {
            return Err(Failure::invalid("The label of a pipeline may not be empty"));
        }
        let mut others = self.of(type_id).into_iter().filter(|one| one.id != id);
        match others.any(|one| one.label.eq_ignore_ascii_case(label)) {
            true => Err(Failure::conflict(format!(
                "There is a pipeline {label} already"
            ))),
            false => Ok(()),
        }
    }

    pub(crate) fn check_new_id(&self, type_id: &str, id: &str) -> Result<(), Failure> {
        match self.any(type_id, id) {
            Ok(_) => Err(Failure::conflict(format!(
                "There is a pipeline with the id {id} already"
            ))),
            Err(_) => Ok(()),
        }
    }

    /// Holds the stages of a pipeline against each other and against those of the other pipelines of its type.
    pub(crate) fn check_stages(&self, type_id: &str, pipeline: &Pipeline) -> Result<(), Failure> {
        let most = most_stages(type_id);
        if !(1..=most).contains(&pipeline.stages.len()) {
            return Err(Failure::invalid(format!(
                "A pipeline must have from 1 to {most} stages"
            )));
        }
        let others = self.by_type.get(type_id).into_iter().flatten();
        let others = others.filter(|other| other.id != pipeline.id);
        let taken: Vec<&str> = others
            .flat_map(|other| other.stages.iter().map(|stage| stage.id.as_str()))
            .collect();
        for (place, stage) in pipeline.stages.iter().enumerate() {
            if stage.label.trim().is_empty() {
                return Err(Failure::invalid("The label of a stage may not be empty"));
            }
            pipeline.check_stage_label(&stage.label, &stage.id)?;
            let before = &pipeline.stages[..place];
            if taken.contains(&stage.id.as_str()) || before.iter().any(|one| one.id == stage.id) {
                return Err(Failure::conflict(format!(
                    "There is a stage with the id {} already",
                    stage.id
                )));
            }
        }
        Ok(())
    }

    /// Puts a pipeline in place of the one with its id, if there is one, and writes down what happened.
    pub(super) fn put(&mut self, type_id: &str, pipeline: Pipeline, action: &str, at: Timestamp) {
        self.audit(type_id, &pipeline.id, action, at, &pipeline.to_json());
        let all = self.by_type.entry(type_id.to_owned()).or_default();
        match all.iter_mut().find(|known| known.id == pipeline.id) {
            Some(known) => *known = pipeline,
            None => all.push(pipeline),
        }
    }

    /// Writes down what happened to a pipeline or a stage.
    pub(crate) fn audit(
        &mut self,
        type_id: &str,
        id: &str,
        action: &str,
        at: Timestamp,
        raw: &Value,
    ) {
        let entry = json!({
            "portalId": ACCOUNT,
            "identifier": id,
            "action": action,
            "timestamp": time(at),
            "rawObject": raw,
        });
        self.audits.push((type_id.to_owned(), id.to_owned(), entry));
    }

    /// What happened to a pipeline or a stage, latest first.
    pub(crate) fn audits(&self, type_id: &str, id: &str) -> Vec<Value> {
        let all = self.audits.iter().rev();
        let of = all.filter(|(of_type, of, _)| of_type == type_id && of == id);
        of.map(|(_, _, entry)| entry.clone()).collect()
    }
}

fn not_found(id: &str) -> Failure {
    Failure::not_found(format!("There is no pipeline {id}"))
}

/// The metadata that a stage of a type has if a request asks for these: what the type needs is checked, and what HubSpot adds is added.
pub(crate) fn metadata(
    type_id: &str,
    given: &Map<String, Value>,
) -> Result<BTreeMap<String, String>, Failure> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    let given = given.iter().filter(|(_, value)| !value.is_null());
    let mut all: BTreeMap<String, String> = given
        .map(|(name, value)| (name.clone(), text(value)))
        .collect();
    let is_closed = match type_id {
        DEALS => {
            let probability = all.get("probability").ok_or_else(|| {
                Failure::invalid("A stage of deals needs a probability in its metadata")
            })?;
            let known = probability.parse::<f64>().ok();
            let known = known.filter(|known| (0.0..=1.0).contains(known));
            let known = known.ok_or_else(|| {
                Failure::invalid(format!(
                    "The probability {probability} is not from 0.0 to 1.0"
                ))
            })?;
            known <= 0.0 || known >= 1.0
        }
        TICKETS => {
            let state = all
                .entry("ticketState".to_owned())
                .or_insert_with(|| "OPEN".to_owned());
            if state != "OPEN" && state != "CLOSED" {
                return Err(Failure::invalid(format!(
                    "The ticketState {state} is neither OPEN nor CLOSED"
                )));
            }
            state == "CLOSED"
        }
        _ => return Ok(all),
    };
    all.insert("isClosed".to_owned(), is_closed.to_string());
    Ok(all)
}

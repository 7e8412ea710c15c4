//! The stages that records are in: which may be, and what follows from one.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::Crm;
use super::pipelines::{self, DEALS, Pipeline, Stage, TICKETS};
use super::records::{Change, Record};
use super::values::{Problem, not_among};
use super::writes::change;

/// How far a record has come, as far as anything follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Open,
    /// A deal that was won, or a ticket that is closed.
    Won,
    Lost,
}

impl Stage {
    fn progress(&self) -> Progress {
        let metadata = |name: &str| self.metadata.get(name).map(String::as_str);
        let probability = metadata("probability").and_then(|text| text.parse::<f64>().ok());
        match (metadata("isClosed"), probability) {
            (Some("true"), Some(probability)) if probability <= 0.0 => Progress::Lost,
            (Some("true"), _) => Progress::Won,
            _ => Progress::Open,
        }
    }
}

/// The properties that a record cannot take over from another one that it is merged with: its stage, and what follows from it, if the other one is in another pipeline.
pub(super) fn kept_apart(type_id: &str, into: &Record, other: &Record) -> &'static [&'static str] {
    let (pipeline, _) = pipelines::properties(type_id);
    let own = into.value(pipeline);
    match (own.is_none() || own == other.value(pipeline), type_id) {
        (true, _) => &[],
        (false, DEALS) => &[
            "dealstage",
            "hs_deal_stage_probability",
            "hs_is_closed",
            "hs_is_closed_won",
        ],
        (false, _) => &["hs_pipeline_stage"],
    }
}

impl Crm {
    /// Puts a new record that names no pipeline into that of its type, if there is one.
    pub(super) fn put_into_default_pipeline(&self, type_id: &str, changes: &mut Vec<Change>) {
        let (property, _) = pipelines::properties(type_id);
        let known = self.properties.of(type_id).find(property);
        let default = self.pipelines.default_of(type_id);
        if let Some((known, default)) = known.zip(default)
            && changes.iter().all(|change| &*change.name != property)
        {
            changes.push(change(known, &default.id));
        }
    }

    /// What is wrong with the pipeline and the stage that changes give a record, with the property that it is about. A stage that comes without a pipeline is one of the record's, or of the default
    /// one: HubSpot wants the pipeline along with a stage of any other.
    pub(super) fn stage_problem(
        &self,
        type_id: &str,
        record: Option<&Record>,
        changes: &[Change],
    ) -> Option<(String, Problem)> {
        let default = self.pipelines.default_of(type_id)?;
        let (pipeline_property, stage_property) = pipelines::properties(type_id);
        let changed = |name: &str| {
            let change = changes.iter().rfind(|change| &*change.name == name)?;
            Some(&*change.value)
        };
        let (pipeline, stage) = (changed(pipeline_property), changed(stage_property));
        if pipeline.is_none() && stage.is_none() {
            return None;
        }
        let present = |name: &str| record.and_then(|record| record.value(name));
        let pipeline = pipeline.or_else(|| present(pipeline_property));
        let pipeline = pipeline.filter(|id| !id.is_empty()).unwrap_or(&default.id);
        let Ok(pipeline) = self.pipelines.get(type_id, pipeline) else {
            let all = self.pipelines.of(type_id);
            let ids: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
            return Some((pipeline_property.to_owned(), not_among(pipeline, &ids)));
        };
        let stage = stage.or_else(|| present(stage_property))?;
        if stage.is_empty() || pipeline.stage(stage).is_ok() {
            return None;
        }
        let ids: Vec<&str> = pipeline
            .stages
            .iter()
            .map(|stage| stage.id.as_str())
            .collect();
        let message = format!(
            "{stage} is not a valid pipeline stage ID. Valid options are: pipelineId={} : [{}]",
            pipeline.id,
            ids.join(", ")
        );
        let problem = Problem::new("INVALID_OPTION", message);
        Some((stage_property.to_owned(), problem))
    }

    /// Puts the ids of the pipeline and the stage that values name by their labels, as people do, in place of these.
    pub(super) fn find_stage_by_labels(
        &self,
        type_id: &str,
        record: Option<&Record>,
        values: &mut Map<String, Value>,
    ) {
        let (pipeline_property, stage_property) = pipelines::properties(type_id);
        let all = self.pipelines.of(type_id);
        let given = |values: &Map<String, Value>, name: &str| {
            let text = values.get(name).and_then(Value::as_str);
            text.map(str::to_owned)
        };
        let is =
            |id: &str, label: &str, given: &str| id == given || label.eq_ignore_ascii_case(given);
        let present = record.and_then(|record| record.value(pipeline_property));
        let given_or_present =
            given(values, pipeline_property).or_else(|| present.map(str::to_owned));
        let pipeline = match given_or_present {
            Some(name) => all.into_iter().find(|one| is(&one.id, &one.label, &name)),
            None => self.pipelines.default_of(type_id),
        };
        let Some(pipeline) = pipeline else { return };
        if let Some(value) = values.get_mut(pipeline_property) {
            *value = pipeline.id.clone().into();
        }
        let Some(name) = given(values, stage_property) else {
            return;
        };
        let mut stages = pipeline.stages.iter();
        let stage = stages.find(|stage| is(&stage.id, &stage.label, &name));
        if let Some(stage) = stage {
            values.insert(stage_property.to_owned(), stage.id.clone().into());
        }
    }

    /// The stage that a record is in.
    fn known_stage(&self, type_id: &str, record: &Record) -> Option<&Stage> {
        let (pipeline, stage) = pipelines::properties(type_id);
        let pipeline = self.pipelines.get(type_id, record.value(pipeline)?).ok()?;
        pipeline.stage(record.value(stage)?).ok()
    }

    /// How far a record has come.
    pub(super) fn stage_of(&self, type_id: &str, id: u64) -> Option<Progress> {
        if type_id != DEALS && type_id != TICKETS {
            return None;
        }
        let record = self.records.get(type_id, id)?;
        self.known_stage(type_id, record).map(Stage::progress)
    }

    /// Sets what follows from the stage that changes have put a record into, and from how far it had come before.
    ///
    /// Whether HubSpot tells the day of closing of a record that a request closes is not documented, only of one that a person does.
    pub(super) fn follow_stage(
        &mut self,
        type_id: &str,
        id: u64,
        changes: &[Change],
        former: Option<Progress>,
        at: Timestamp,
    ) {
        let (pipeline_property, stage_property) = pipelines::properties(type_id);
        let touched = |name: &str| changes.iter().any(|change| &*change.name == name);
        if !touched(pipeline_property) && !touched(stage_property) {
            return;
        }
        let Some(progress) = self.stage_of(type_id, id) else {
            return;
        };
        let (mut values, closing) = match type_id {
            DEALS => (self.of_deal(id), "closedate"),
            _ => (Vec::new(), "closed_date"),
        };
        let is_closed = progress != Progress::Open;
        let was_closed = former.is_some_and(|former| former != Progress::Open);
        if is_closed && former != Some(progress) && !touched(closing) {
            values.push((closing, at.to_string()));
        } else if type_id == TICKETS && was_closed && !is_closed && !touched(closing) {
            values.push((closing, String::new()));
        }
        self.set_values(type_id, id, &values, at);
    }

    /// What a deal has from its stage.
    fn of_deal(&self, id: u64) -> Vec<(&'static str, String)> {
        let record = self.records.get(DEALS, id);
        let Some(stage) = record.and_then(|record| self.known_stage(DEALS, record)) else {
            return Vec::new();
        };
        let progress = stage.progress();
        let probability = stage.metadata.get("probability").cloned();
        vec![
            ("hs_deal_stage_probability", probability.unwrap_or_default()),
            ("hs_is_closed", (progress != Progress::Open).to_string()),
            ("hs_is_closed_won", (progress == Progress::Won).to_string()),
        ]
    }

    /// Sets values that nobody can give.
    fn set_values(&mut self, type_id: &str, id: u64, values: &[(&str, String)], at: Timestamp) {
        let properties = self.properties.of(type_id);
        let changes = values.iter().filter_map(|(name, value)| {
            let known = properties.find(name)?;
            Some(change(known, value))
        });
        let changes: Vec<Change> = changes.collect();
        if !changes.is_empty() {
            self.records.write(type_id, id, &changes, at);
        }
    }

    /// Puts a pipeline in place of the one with its id, if there is one, and lets deals have what follows from its stages now.
    pub(crate) fn put_pipeline(
        &mut self,
        type_id: &str,
        pipeline: Pipeline,
        action: &str,
        at: Timestamp,
    ) {
        let (property, _) = pipelines::properties(type_id);
        let records = self.records.of(type_id).filter(|_| type_id == DEALS);
        let inside = records.filter(|record| record.value(property) == Some(&pipeline.id));
        let ids: Vec<u64> = inside.map(|record| record.id).collect();
        self.pipelines.put(type_id, pipeline, action, at);
        for id in ids {
            let mut values = self.of_deal(id);
            let record = self.records.get(type_id, id);
            values.retain(|(name, value)| {
                record.and_then(|record| record.value(name)) != Some(value.as_str())
            });
            self.set_values(type_id, id, &values, at);
        }
    }
}

#[cfg(test)]
mod tests;

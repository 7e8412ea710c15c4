//! The stages that records are in: which may be, and what follows from one.

use jiff::Timestamp;

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
        let problem = |property: &str, value: &str, allowed: Vec<&str>| {
            Some((property.to_owned(), not_among(value, &allowed)))
        };
        let Ok(pipeline) = self.pipelines.get(type_id, pipeline) else {
            let all = self.pipelines.of(type_id);
            let ids = all.iter().map(|one| one.id.as_str());
            return problem(pipeline_property, pipeline, ids.collect());
        };
        let stage = stage.or_else(|| present(stage_property))?;
        if stage.is_empty() || pipeline.stage(stage).is_ok() {
            return None;
        }
        let ids = pipeline.stages.iter().map(|stage| stage.id.as_str());
        problem(stage_property, stage, ids.collect())
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
mod tests {
    use serde_json::{Value, json};

    use crate::testing::Account;

    const DEALS: &str = "/crm/v3/objects/deals";

    fn pipeline(label: &str, stages: &[(&str, &str)]) -> Value {
        let stages = stages.iter().map(|(id, probability)| {
            json!({
                "stageId": id, "label": id, "displayOrder": 0, "metadata": {"probability": probability},
            })
        });
        json!({
            "pipelineId": label, "label": label, "displayOrder": 0, "stages": stages.collect::<Vec<_>>(),
        })
    }

    /// An account with a second pipeline of deals.
    fn account() -> Account {
        let mut account = Account::default();
        let renewals = pipeline(
            "renewals",
            &[("open", "0.5"), ("kept", "1.0"), ("left", "0.0")],
        );
        account.expect(201, "POST", "/crm/v3/pipelines/deals", &renewals);
        account
    }

    fn properties(values: &Value) -> Value {
        json!({"properties": values})
    }

    fn shown(account: &mut Account, path: &str, names: &str) -> Vec<Value> {
        let path = format!("{path}?properties={names}");
        let found = account.expect(200, "GET", &path, &Value::Null);
        let names = names.split(',');
        names
            .map(|name| found["properties"][name].clone())
            .collect()
    }

    #[test]
    fn a_stage_is_one_of_the_pipeline_that_comes_with_it_or_is_there_or_is_the_default() {
        let mut account = account();
        // New records, then changes of one in the second pipeline: what is given, and what is wrong with it.
        let new = [
            (json!({"dealstage": "closedwon"}), None),
            (json!({"dealstage": "open"}), Some("dealstage")),
            (
                json!({"dealstage": "open", "pipeline": ""}),
                Some("dealstage"),
            ),
            (json!({"dealstage": "nowhere"}), Some("dealstage")),
            (json!({"pipeline": "renewals"}), None),
            (json!({"pipeline": "nowhere"}), Some("pipeline")),
            (
                json!({"pipeline": "renewals", "dealstage": "closedwon"}),
                Some("dealstage"),
            ),
            (json!({"dealstage": "open", "pipeline": "renewals"}), None),
        ];
        let changes = [
            (json!({"dealstage": "kept"}), None),
            (json!({"dealstage": "closedwon"}), Some("dealstage")),
            (json!({"pipeline": "default"}), Some("dealstage")),
            (json!({"pipeline": "default", "dealstage": ""}), None),
            (json!({"pipeline": "renewals", "dealstage": "left"}), None),
            (
                json!({"pipeline": "default", "dealstage": "closedlost"}),
                None,
            ),
        ];
        let mut path = String::new();
        for (method, given, wrong) in new
            .iter()
            .map(|(given, wrong)| ("POST", given, wrong))
            .chain(changes.iter().map(|(given, wrong)| ("PATCH", given, wrong)))
        {
            let to = if method == "POST" { DEALS } else { &path };
            let expected = match (wrong, method) {
                (Some(_), _) => 400,
                (None, "POST") => 201,
                (None, _) => 200,
            };
            let answer = account.expect(expected, method, to, &properties(given));
            match wrong {
                Some(name) => {
                    let start = "Property values were not valid: ";
                    let list = answer["message"].as_str().unwrap().strip_prefix(start);
                    let list: Value = serde_json::from_str(list.unwrap()).unwrap();
                    assert_eq!(list[0]["name"], *name, "{given}");
                    assert_eq!(list[0]["error"], "INVALID_OPTION", "{given}");
                }
                None => path = format!("{DEALS}/{}", answer["id"].as_str().unwrap()),
            }
        }
    }

    #[test]
    fn records_start_in_the_default_pipeline_of_their_type_whatever_comes_before_it() {
        let mut account = account();
        for (of, values, property, expected) in [
            ("deals", json!({}), "pipeline", json!("default")),
            (
                "tickets",
                json!({"hs_pipeline_stage": "1"}),
                "hs_pipeline",
                json!("0"),
            ),
            (
                "leads",
                json!({"hs_lead_name": "Ada"}),
                "hs_pipeline",
                json!("lead-pipeline-id"),
            ),
            ("0-420", json!({}), "hs_pipeline", Value::Null),
        ] {
            let path = format!("/crm/v3/objects/{of}");
            let made = account.expect(201, "POST", &path, &properties(&values));
            let path = format!("{path}/{}", made["id"].as_str().unwrap());
            assert_eq!(shown(&mut account, &path, property), [expected], "{of}");
        }
    }

    #[test]
    fn custom_types_have_pipelines_too() {
        let mut account = Account::default();
        let schema = json!({"name": "car", "labels": {"singular": "Car", "plural": "Cars"}});
        account.expect(201, "POST", "/crm-object-schemas/v3/schemas", &schema);
        let repairs = pipeline("repairs", &[("waiting", ""), ("done", "")]);
        account.expect(201, "POST", "/crm/v3/pipelines/car", &repairs);
        let cars = "/crm/v3/objects/car";
        let waiting = properties(&json!({"hs_pipeline_stage": "waiting"}));
        let made = account.expect(201, "POST", cars, &waiting);
        assert_eq!(made["properties"]["hs_pipeline"], "repairs");
        let unknown = properties(&json!({"hs_pipeline_stage": "sold"}));
        account.expect(400, "POST", cars, &unknown);
    }

    #[test]
    fn deals_show_what_follows_from_their_stage() {
        const NAMES: &str = "hs_deal_stage_probability,hs_is_closed,hs_is_closed_won";
        let mut account = account();
        let values = json!({"pipeline": "renewals"});
        let made = account.expect(201, "POST", DEALS, &properties(&values));
        let path = format!("{DEALS}/{}", made["id"].as_str().unwrap());
        assert_eq!(
            shown(&mut account, &path, NAMES),
            [Value::Null, Value::Null, Value::Null]
        );
        for (stage, expected) in [
            ("open", ["0.5", "false", "false"]),
            ("kept", ["1.0", "true", "true"]),
            ("left", ["0.0", "true", "false"]),
            ("open", ["0.5", "false", "false"]),
        ] {
            account.expect(
                200,
                "PATCH",
                &path,
                &properties(&json!({"dealstage": stage})),
            );
            assert_eq!(shown(&mut account, &path, NAMES), expected, "{stage}");
        }
        // And when the stage becomes another.
        let stage = "/crm/v3/pipelines/deals/renewals/stages/open";
        let metadata = json!({"metadata": {"probability": "1.0"}});
        account.expect(200, "PATCH", stage, &metadata);
        assert_eq!(shown(&mut account, &path, NAMES), ["1.0", "true", "true"]);
        let filter = json!({"propertyName": "hs_is_closed_won", "operator": "EQ", "value": "true"});
        let search = json!({"filters": [filter]});
        let found = account.expect(200, "POST", &format!("{DEALS}/search"), &search);
        assert_eq!(found["total"], 1);
    }

    #[test]
    fn what_is_closed_has_a_day_of_closing_that_a_request_may_give() {
        let mut account = account();
        let day = json!("2026-03-02T00:00:00Z");
        let given = json!({"dealstage": "closedwon", "closedate": day});
        let made = account.expect(201, "POST", DEALS, &properties(&given));
        let path = format!("{DEALS}/{}", made["id"].as_str().unwrap());
        assert_eq!(
            shown(&mut account, &path, "closedate"),
            std::slice::from_ref(&day)
        );
        // It stays while the deal is won, and is another once it is lost.
        let again = json!({"dealstage": "closedwon"});
        account.expect(200, "PATCH", &path, &properties(&again));
        assert_eq!(
            shown(&mut account, &path, "closedate"),
            std::slice::from_ref(&day)
        );
        let lost = json!({"dealstage": "closedlost"});
        account.expect(200, "PATCH", &path, &properties(&lost));
        let closed = shown(&mut account, &path, "closedate");
        assert!(closed[0].is_string() && closed[0] != day, "{closed:?}");

        let tickets = "/crm/v3/objects/tickets";
        let made = account.expect(
            201,
            "POST",
            tickets,
            &properties(&json!({"hs_pipeline_stage": "4"})),
        );
        let path = format!("{tickets}/{}", made["id"].as_str().unwrap());
        assert!(shown(&mut account, &path, "closed_date")[0].is_string());
        account.expect(
            200,
            "PATCH",
            &path,
            &properties(&json!({"hs_pipeline_stage": "1"})),
        );
        assert_eq!(shown(&mut account, &path, "closed_date"), [Value::Null]);
    }
}

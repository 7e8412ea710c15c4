use serde_json::json;

use super::*;
use crate::testing::Account;

const DEALS: &str = "/crm/v3/pipelines/deals";

fn stage(label: &str, probability: &str) -> Value {
    json!({"label": label, "displayOrder": 1, "metadata": {"probability": probability}})
}

fn labels(list: &Value) -> Vec<&str> {
    let all = list.as_array().unwrap().iter();
    all.map(|one| one["label"].as_str().unwrap()).collect()
}

#[test]
fn accounts_start_with_pipelines() {
    let mut account = Account::default();
    let found = account.expect(200, "GET", &format!("{DEALS}/default"), &Value::Null);
    assert_eq!(labels(&found["stages"])[0], "Appointment Scheduled");
    let won = format!("{DEALS}/default/stages/closedwon");
    let won = account.expect(200, "GET", &won, &Value::Null);
    assert_eq!(
        won["metadata"],
        json!({"probability": "1.0", "isClosed": "true"})
    );
    for (name, id, first) in [
        ("tickets", "0", "1"),
        ("leads", "lead-pipeline-id", "new-stage-id"),
        (
            "0-123",
            "14a2e10e-5471-408a-906e-c51f3b04369e",
            "4b27b500-f031-4927-9811-68a0b525cbae",
        ),
    ] {
        let list = format!("/crm/v3/pipelines/{name}");
        let all = account.expect(200, "GET", &list, &Value::Null);
        assert_eq!(all["results"][0]["id"], id);
        let stages = format!("{list}/{id}/stages");
        let stages = account.expect(200, "GET", &stages, &Value::Null);
        assert_eq!(stages["results"][0]["id"], first);
    }
    account.expect(400, "GET", "/crm/v3/pipelines/contacts", &Value::Null);
    account.expect(400, "GET", "/crm/v3/pipelines/unicorns", &Value::Null);
    account.expect(404, "GET", &format!("{DEALS}/unknown"), &Value::Null);
}

#[test]
fn pipelines_are_made_replaced_and_brought_back() {
    let mut account = Account::default();
    let body = json!({
        "label": "Renewals",
        "displayOrder": 1,
        "stages": [stage("Open", "0.5"), stage("Done", "1.0")],
    });
    let made = account.expect(201, "POST", DEALS, &body);
    let id = made["id"].as_str().unwrap().to_owned();
    assert_eq!(labels(&made["stages"]), ["Done", "Open"]);
    account.expect(409, "POST", DEALS, &body);
    let path = format!("{DEALS}/{id}");
    let kept = made["stages"][1]["id"].clone();
    let mut open = stage("Open", "0.3");
    open["stageId"] = kept.clone();
    let body =
        json!({"label": "Renewals", "displayOrder": 2, "stages": [open, stage("New", "0.1")]});
    let changed = account.expect(200, "PUT", &path, &body);
    assert_eq!(labels(&changed["stages"]), ["New", "Open"]);
    assert_eq!(changed["stages"][1]["id"], kept);
    account.expect(409, "PATCH", &path, &json!({"label": "sales pipeline"}));
    let changed = account.expect(200, "PATCH", &path, &json!({"label": "Again"}));
    assert_eq!(
        (&changed["label"], &changed["displayOrder"]),
        (&json!("Again"), &json!(2))
    );
    account.expect(204, "DELETE", &path, &Value::Null);
    account.expect(404, "GET", &path, &Value::Null);
    account.expect(404, "PATCH", &path, &json!({"label": "x"}));
    let all = account.expect(200, "GET", DEALS, &Value::Null);
    assert_eq!(all["results"].as_array().unwrap().len(), 1);
    account.expect(200, "PATCH", &path, &json!({"archived": false}));
    account.expect(200, "GET", &path, &Value::Null);
    let audits = account.expect(200, "GET", &format!("{path}/audit"), &Value::Null);
    let actions = audits["results"].as_array().unwrap().iter();
    let actions: Vec<_> = actions.map(|entry| &entry["action"]).collect();
    assert_eq!(actions, ["UPDATE", "DELETE", "UPDATE", "UPDATE", "CREATE"]);
}

#[test]
fn pipelines_that_cannot_be_are_refused() {
    let mut account = Account::default();
    let pipeline = |stages: Value| json!({"label": "New", "displayOrder": 1, "stages": stages});
    for (status, wrong) in [
        (400, pipeline(json!([]))),
        (400, pipeline(Value::Null)),
        (400, pipeline(json!([{"label": "a", "displayOrder": 1}]))),
        (400, pipeline(json!([stage("a", "1.5")]))),
        (400, pipeline(json!([stage("a", "x")]))),
        (400, pipeline(json!([stage(" ", "0.5")]))),
        (400, json!({"displayOrder": 1, "stages": [stage("a", "1")]})),
        (409, pipeline(json!([stage("a", "0.5"), stage("A", "0.6")]))),
        (
            409,
            json!({"pipelineId": "default", "label": "x", "displayOrder": 1, "stages": [stage("a", "1")]}),
        ),
        (
            409,
            pipeline(json!([
                {"stageId": "closedwon", "label": "a", "displayOrder": 1, "metadata": {"probability": "1"}},
            ])),
        ),
    ] {
        account.expect(status, "POST", DEALS, &wrong);
    }
    let tickets = json!({"label": "x", "displayOrder": 1, "stages": [
        {"label": "a", "displayOrder": 1, "metadata": {"ticketState": "AJAR"}},
    ]});
    account.expect(400, "POST", "/crm/v3/pipelines/tickets", &tickets);
    let all = account.expect(200, "GET", DEALS, &Value::Null);
    assert_eq!(all["results"].as_array().unwrap().len(), 1);
}

#[test]
fn stages_are_made_changed_and_deleted() {
    let mut account = Account::default();
    let stages = "/crm/v3/pipelines/tickets/0/stages";
    let body = json!({"label": "Parked", "displayOrder": 9});
    let made = account.expect(201, "POST", stages, &body);
    assert_eq!(
        made["metadata"],
        json!({"isClosed": "false", "ticketState": "OPEN"})
    );
    account.expect(409, "POST", stages, &body);
    let path = format!("{stages}/{}", made["id"].as_str().unwrap());
    let body = json!({"label": "Gone", "displayOrder": 9, "metadata": {"ticketState": "CLOSED"}});
    let changed = account.expect(200, "PUT", &path, &body);
    assert_eq!(changed["metadata"]["isClosed"], "true");
    let changed = account.expect(200, "PATCH", &path, &json!({"displayOrder": 10}));
    assert_eq!(changed["metadata"]["ticketState"], "CLOSED");
    assert_eq!(
        (&changed["label"], &changed["displayOrder"]),
        (&json!("Gone"), &json!(10))
    );
    account.expect(409, "PATCH", &path, &json!({"label": "New"}));
    account.expect(204, "DELETE", &path, &Value::Null);
    account.expect(404, "GET", &path, &Value::Null);
    let audits = account.expect(200, "GET", &format!("{path}/audit"), &Value::Null);
    assert_eq!(audits["results"][0]["action"], "DELETE");
    assert_eq!(audits["results"].as_array().unwrap().len(), 4);
    account.expect(404, "GET", &format!("{stages}/unknown/audit"), &Value::Null);
    account.expect(200, "GET", &format!("{stages}/1/audit"), &Value::Null);
    for id in ["1", "2", "3"] {
        account.expect(204, "DELETE", &format!("{stages}/{id}"), &Value::Null);
    }
    // A pipeline without a stage is none.
    account.expect(400, "DELETE", &format!("{stages}/4"), &Value::Null);
}

#[test]
fn what_records_are_in_stays_if_the_caller_wants_that() {
    let mut account = Account::default();
    let deal = account.insert(
        "deals",
        &[("pipeline", "default"), ("dealstage", "contractsent")],
    );
    let path = format!("{DEALS}/default");
    let stage = format!("{path}/stages/contractsent");
    for (method, path, body) in [
        (
            "DELETE",
            format!("{stage}?validateReferencesBeforeDelete=true"),
            Value::Null,
        ),
        (
            "DELETE",
            format!("{path}?validateDealStageUsagesBeforeDelete=true"),
            Value::Null,
        ),
        (
            "DELETE",
            format!("{path}?validateReferencesBeforeDelete=true"),
            Value::Null,
        ),
        (
            "PATCH",
            format!("{path}?validateReferencesBeforeDelete=true"),
            json!({"archived": true}),
        ),
    ] {
        let refused = account.expect(400, method, &path, &body);
        assert_eq!(refused["subCategory"], "PipelineError.STAGE_ID_IN_USE");
        assert_eq!(refused["context"]["stageIds"], json!(["contractsent"]));
        assert_eq!(refused["context"]["objectIds"], json!([deal.to_string()]));
    }
    let other = format!("{path}/stages/closedwon?validateReferencesBeforeDelete=true");
    account.expect(204, "DELETE", &other, &Value::Null);
    account.expect(204, "DELETE", &stage, &Value::Null);
    account.expect(204, "DELETE", &path, &Value::Null);
}

#[test]
fn records_are_in_stages_that_there_are() {
    let mut account = Account::default();
    let deals = "/crm/v3/objects/deals";
    let in_stage = |stage: &str| json!({"properties": {"dealname": "Big", "dealstage": stage}});
    account.expect(201, "POST", deals, &in_stage("closedwon"));
    let refused = account.expect(400, "POST", deals, &in_stage("parked"));
    assert!(refused.to_string().contains("INVALID_OPTION"), "{refused}");
    let stages = format!("{DEALS}/default/stages");
    let made = account.expect(201, "POST", &stages, &stage("Parked", "0.5"));
    let made = made["id"].as_str().unwrap();
    account.expect(201, "POST", deals, &in_stage(made));
    let tickets = "/crm/v3/objects/tickets";
    let ticket =
        json!({"properties": {"subject": "x", "hs_pipeline": "1", "hs_pipeline_stage": "1"}});
    account.expect(400, "POST", tickets, &ticket);
}

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
    account.expect(201, "POST", "/crm/v3/pipelines/p_car", &repairs);
    let cars = "/crm/v3/objects/p_car";
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

#[test]
fn a_merged_deal_has_no_stage_of_another_pipeline() {
    let names = "pipeline,dealstage,hs_is_closed";
    let won = json!({"pipeline": "renewals", "dealstage": "kept"});
    let stays = [json!("default"), Value::Null, Value::Null];
    let taken = [json!("renewals"), json!("kept"), json!("true")];
    for (own, expected) in [("default", &stays), ("renewals", &taken)] {
        let mut account = account();
        let ids = [json!({"pipeline": own}), won.clone()].map(|given| {
            let made = account.expect(201, "POST", DEALS, &properties(&given));
            made["id"].clone()
        });
        let both = json!({"primaryObjectId": ids[0], "objectIdToMerge": ids[1]});
        account.expect(200, "POST", &format!("{DEALS}/merge"), &both);
        let path = format!("{DEALS}/{}", ids[0].as_str().unwrap());
        assert_eq!(shown(&mut account, &path, names), *expected);
    }
}

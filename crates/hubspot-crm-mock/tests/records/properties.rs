//! Definitions of properties, and their groups.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

use super::{send, start};

const CONTACTS: &str = "/crm/v3/properties/contacts";

#[tokio::test]
async fn a_definition_decides_what_is_valid() {
    let (mock, hubspot) = start().await;
    let new = json!({
        "name": "favorite_engine", "label": "Favorite engine", "groupName": "contactinformation",
        "type": "enumeration", "fieldType": "select", "numberDisplayHint": "unformatted",
        "options": [{"label": "Difference engine", "value": "difference"}, {"label": "Other", "value": "other"}],
    });
    let (status, made) = send(&mock, "POST", CONTACTS, new.clone()).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(made["hubspotDefined"], false);
    assert_eq!(made["options"][1]["displayOrder"], 1);
    assert_eq!(made["numberDisplayHint"], "unformatted");
    assert_eq!(send(&mock, "POST", CONTACTS, new.clone()).await.0, 409);

    let contacts = hubspot.contacts();
    let values = properties! { "favorite_engine" => "analytical" };
    let error = contacts.create(values).await.unwrap_err();
    assert_eq!(error.property_errors()[0].code, "INVALID_OPTION");
    let path = format!("{CONTACTS}/favorite_engine");
    let options = json!({"options": [{"label": "Analytical engine", "value": "analytical"}]});
    let (status, changed) = send(&mock, "PATCH", &path, options).await;
    assert_eq!(
        (status, &changed["label"]),
        (200, &json!("Favorite engine"))
    );
    let values = properties! { "favorite_engine" => "analytical" };
    let id = contacts.create(values).await.unwrap().id;

    // In the recycling bin it is unknown to records, and a new one of its name starts without values.
    assert_eq!(send(&mock, "DELETE", &path, Value::Null).await.0, 204);
    assert_eq!(send(&mock, "GET", &path, Value::Null).await.0, 404);
    let (status, archived) =
        send(&mock, "GET", &format!("{path}?archived=true"), Value::Null).await;
    assert_eq!((status, &archived["archived"]), (200, &json!(true)));
    let error = contacts
        .update(&id, properties! { "favorite_engine" => "analytical" })
        .await
        .unwrap_err();
    assert_eq!(error.property_errors()[0].code, "PROPERTY_DOESNT_EXIST");
    assert_eq!(send(&mock, "POST", CONTACTS, new).await.0, 201);
    let read = contacts
        .get(&id)
        .properties(["favorite_engine"])
        .await
        .unwrap();
    assert_eq!(read.properties.get("favorite_engine"), None);
}

#[tokio::test]
async fn unique_values_find_records() {
    let (mock, hubspot) = start().await;
    let new = json!({
        "name": "vin", "label": "VIN", "groupName": "dealinformation", "type": "string", "fieldType": "text",
        "hasUniqueValue": true,
    });
    assert_eq!(
        send(&mock, "POST", "/crm/v3/properties/deals", new).await.0,
        201
    );
    let deal = hubspot
        .deals()
        .create(properties! { "vin" => "W1" })
        .await
        .unwrap();
    let error = hubspot
        .deals()
        .create(properties! { "vin" => "W1" })
        .await
        .unwrap_err();
    assert_eq!(error.property_errors()[0].code, "CONFLICTING_UNIQUE_VALUE");
    let found = hubspot.deals().get("W1").id_property("vin").await.unwrap();
    assert_eq!(found.id, deal.id);
    hubspot.deals().archive(&deal.id).await.unwrap();
    let found = hubspot
        .deals()
        .get("W1")
        .id_property("vin")
        .archived(true)
        .await
        .unwrap();
    assert_eq!(found.id, deal.id);
    let first = hubspot
        .deals()
        .create(properties! { "vin" => "W1" })
        .await
        .unwrap();

    // What two records have become is found by the values of either.
    let second = hubspot
        .deals()
        .create(properties! { "dealname" => "Second" })
        .await
        .unwrap();
    let both = PublicMergeInput::new(&second.id, &first.id);
    let merged = hubspot.deals().merge(both).await.unwrap();
    let found = hubspot.deals().get("W1").id_property("vin").await.unwrap();
    assert_eq!(found.id, merged.id);
    assert_eq!(found.properties.get("dealname"), Some("Second"));
}

#[tokio::test]
async fn odd_definitions_are_refused() {
    let (mock, _hubspot) = start().await;
    let good = json!({
        "name": "x", "label": "X", "groupName": "contactinformation", "type": "string", "fieldType": "text",
    });
    let option = json!({"label": "A", "value": "a"});
    for (field, value) in [
        ("name", json!("1x")),
        ("name", json!("x-y")),
        ("label", json!("")),
        ("groupName", json!("nowhere")),
        ("type", json!("number")),
        ("type", json!("colour")),
        ("fieldType", json!("select")),
    ] {
        let mut bad = good.clone();
        bad[field] = value;
        let (status, answer) = send(&mock, "POST", CONTACTS, bad.clone()).await;
        assert_eq!(status, 400, "{bad}: {answer}");
    }
    for options in [json!([]), json!([option, option])] {
        let mut bad = good.clone();
        bad["type"] = "enumeration".into();
        bad["fieldType"] = "select".into();
        bad["options"] = options;
        assert_eq!(
            send(&mock, "POST", CONTACTS, bad.clone()).await.0,
            400,
            "{bad}"
        );
    }
    // What is HubSpot's stays.
    for (method, body) in [("DELETE", Value::Null), ("PATCH", json!({"label": "Mail"}))] {
        let path = format!("{CONTACTS}/email");
        assert_eq!(send(&mock, method, &path, body).await.0, 400, "{method}");
    }
    for (method, body) in [("DELETE", Value::Null), ("PATCH", json!({"label": "Mail"}))] {
        let path = format!("{CONTACTS}/nowhere");
        assert_eq!(send(&mock, method, &path, body).await.0, 404, "{method}");
    }
}

#[tokio::test]
async fn definitions_come_in_batches() {
    let (mock, hubspot) = start().await;
    let new =
        |name: &str| PropertyCreate::new(name, name, "number", "number", "companyinformation");
    let properties = hubspot.properties("companies");
    let batch = properties
        .batch_create([new("one"), new("two"), new("one")])
        .await
        .unwrap();
    assert_eq!(batch.results().len(), 2);
    assert_eq!(batch.num_errors(), Some(1));
    let batch = properties
        .batch_read(BatchReadInputPropertyName::new(["one", "domain", "three"]))
        .await
        .unwrap();
    assert_eq!(batch.results().len(), 2);
    assert!(batch.failures()[0].is_not_found());
    assert!(properties.batch_archive(["one", "domain"]).await.is_err());
    properties.batch_archive(["one", "three"]).await.unwrap();
    let names = |page: Page<Property>| {
        page.results
            .into_iter()
            .map(|one| one.name)
            .collect::<Vec<_>>()
    };
    let present = names(properties.list().await.unwrap());
    assert!(present.contains(&"two".to_owned()) && !present.contains(&"one".to_owned()));
    assert_eq!(
        names(properties.list().archived(true).await.unwrap()),
        ["one"]
    );
    let sensitive = names(
        properties
            .list()
            .data_sensitivity("sensitive")
            .await
            .unwrap(),
    );
    assert_eq!(sensitive, [""; 0]);
    let (status, _) = send(&mock, "GET", "/crm/v3/properties/unicorns", Value::Null).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn groups_are_made_changed_and_archived() {
    let (mock, hubspot) = start().await;
    let properties = hubspot.properties("contacts");
    let made = properties
        .create_group(PropertyGroupCreate::new("engines", "Engines"))
        .await
        .unwrap();
    assert_eq!((&*made.name, &*made.label), ("engines", "Engines"));
    let again = PropertyGroupCreate::new("engines", "Engines");
    assert!(
        properties
            .create_group(again)
            .await
            .unwrap_err()
            .is_conflict()
    );
    let changed = PropertyGroupUpdate::new().label("Machines");
    assert_eq!(
        properties
            .update_group("engines", changed)
            .await
            .unwrap()
            .label,
        "Machines"
    );
    let new = PropertyCreate::new("speed", "Speed", "number", "number", "engines");
    properties.create(new).await.unwrap();
    // Not while it has properties, nor if it is HubSpot's.
    assert!(properties.archive_group("engines").await.is_err());
    assert!(
        properties
            .archive_group("contactinformation")
            .await
            .is_err()
    );
    properties.archive("speed").await.unwrap();
    properties.archive_group("engines").await.unwrap();
    assert!(
        properties
            .get_group("engines")
            .await
            .unwrap_err()
            .is_not_found()
    );
    let groups = properties.list_groups().await.unwrap();
    let names: Vec<_> = groups.results.into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["contactinformation"]);
    let (status, _) = send(
        &mock,
        "DELETE",
        &format!("{CONTACTS}/groups/none"),
        Value::Null,
    )
    .await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn refused_values_are_told_in_the_words_that_clients_know() {
    let (mock, _hubspot) = start().await;
    for (object_type, name, value, code, message) in [
        (
            "contacts",
            "nothing",
            "1",
            "PROPERTY_DOESNT_EXIST",
            "Property \"nothing\" does not exist",
        ),
        (
            "contacts",
            "hs_object_id",
            "1",
            "READ_ONLY_VALUE",
            "\"hs_object_id\" is a read only property; its value cannot be set.",
        ),
        (
            "contacts",
            "email",
            "ada",
            "INVALID_EMAIL",
            "Email address ada is invalid",
        ),
        (
            "tickets",
            "hs_ticket_priority",
            "high",
            "INVALID_OPTION",
            "high was not one of the allowed options: [LOW, MEDIUM, HIGH, URGENT]",
        ),
        (
            "tickets",
            "hs_pipeline_stage",
            "closedwon",
            "INVALID_OPTION",
            "closedwon is not a valid pipeline stage ID. Valid options are: pipelineId=0 : [1, 2, 3, 4]",
        ),
        (
            "contracts",
            "hs_contract_effective_date",
            "1579179660000",
            "INVALID_DATE",
            "1579179660000 is at 13:1:0.0 UTC, not midnight!",
        ),
        (
            "deals",
            "closedate",
            "soon",
            "INVALID_LONG",
            "soon was not a valid long.",
        ),
    ] {
        let path = format!("/crm/v3/objects/{object_type}");
        let (status, answer) =
            send(&mock, "POST", &path, json!({"properties": {name: value}})).await;
        assert_eq!(status, 400, "{answer}");
        assert_eq!(answer["category"], "VALIDATION_ERROR");
        let text = answer["message"].as_str().unwrap();
        let details = text.strip_prefix("Property values were not valid: ");
        let details: Value = serde_json::from_str(details.unwrap()).unwrap();
        let expected = json!([{
            "isValid": false, "message": message, "error": code, "name": name, "localizedErrorMessage": message,
        }]);
        assert_eq!(details, expected);
        assert_eq!(answer["errors"][0]["code"], code);
        assert_eq!(
            answer["errors"][0]["context"]["propertyName"],
            json!([name])
        );
    }
}

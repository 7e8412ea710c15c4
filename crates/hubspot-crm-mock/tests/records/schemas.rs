//! Types of records that an account defines itself.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

use super::{send, start};

const SCHEMAS: &str = "/crm-object-schemas/v3/schemas";

fn car() -> Value {
    json!({
        "name": "car",
        "labels": {"singular": "Car", "plural": "Cars"},
        "primaryDisplayProperty": "model",
        "requiredProperties": ["model"],
        "searchableProperties": ["model"],
        "properties": [
            {"name": "model", "label": "Model", "type": "string", "fieldType": "text"},
            {"name": "vin", "label": "VIN", "hasUniqueValue": true},
        ],
    })
}

#[tokio::test]
async fn a_type_of_ones_own_has_records() {
    let (mock, hubspot) = start().await;
    let (status, made) = send(&mock, "POST", SCHEMAS, car()).await;
    assert_eq!(status, 201, "{made}");
    let type_id = made["objectTypeId"].as_str().unwrap();
    let full_name = made["fullyQualifiedName"].as_str().unwrap();
    assert_eq!(type_id.strip_prefix("2-"), made["id"].as_str());
    assert!(
        full_name.starts_with('p') && full_name.ends_with("_car"),
        "{full_name}"
    );
    let names = made["properties"].as_array().unwrap().iter();
    let names: Vec<_> = names
        .map(|property| property["name"].as_str().unwrap())
        .collect();
    assert!(
        names.contains(&"model") && names.contains(&"hs_object_id"),
        "{names:?}"
    );

    let error = hubspot
        .objects(full_name)
        .create(properties! { "vin" => "W1" })
        .await
        .unwrap_err();
    assert!(error.to_string().contains("Error creating CAR"), "{error}");
    let values = properties! { "vin" => "W1", "model" => "Phaeton" };
    let record = hubspot.objects(type_id).create(values).await.unwrap();
    let read = hubspot
        .objects("p_car")
        .get("W1")
        .id_property("vin")
        .await
        .unwrap();
    assert_eq!(read.id, record.id);
    assert_eq!(read.properties.get("model"), Some("Phaeton"));
    // HubSpot does not take the name alone any more; we say what to take instead.
    let error = hubspot.objects("car").get("W1").await.unwrap_err();
    assert!(error.to_string().contains("p_car"), "{error}");
    let found = hubspot
        .objects(full_name)
        .search(SearchRequest::new().query("phae"))
        .await
        .unwrap();
    assert_eq!(found.results.len(), 1);

    // Properties come and go, but for those that the schema names.
    let new = PropertyCreate::new("color", "Color", "string", "text", "car_information");
    hubspot.properties(full_name).create(new).await.unwrap();
    assert!(
        hubspot
            .properties(full_name)
            .archive("model")
            .await
            .is_err()
    );
    hubspot
        .properties(full_name)
        .archive("color")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_schema_is_listed_changed_and_deleted() {
    let (mock, hubspot) = start().await;
    let (_, made) = send(&mock, "POST", SCHEMAS, car()).await;
    let full_name = made["fullyQualifiedName"].as_str().unwrap();
    assert_eq!(send(&mock, "POST", SCHEMAS, car()).await.0, 409);
    let schemas = hubspot.schemas();
    let listed = schemas.list().await.unwrap().results;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].name, "car");

    let path = format!("{SCHEMAS}/{full_name}");
    let change = json!({"labels": {"plural": "Carriages"}, "requiredProperties": [], "description": "Wheels"});
    let (status, changed) = send(&mock, "PATCH", &path, change).await;
    assert_eq!(status, 200);
    assert_eq!(
        changed["labels"],
        json!({"singular": "Car", "plural": "Carriages"})
    );
    assert_eq!(changed.get("properties"), None);
    // The primary one stays, whichever way its name is written.
    for name in ["model", "MODEL"] {
        let path = format!("/crm/v3/properties/{full_name}/{name}");
        assert_eq!(send(&mock, "DELETE", &path, Value::Null).await.0, 400);
    }
    let unknown = json!({"requiredProperties": ["nonsense"]});
    assert_eq!(send(&mock, "PATCH", &path, unknown).await.0, 400);
    let (_, plain) = send(
        &mock,
        "GET",
        &format!("{path}?includePropertyDefinitions=false"),
        Value::Null,
    )
    .await;
    assert_eq!(
        (&plain["properties"], &plain["description"]),
        (&json!([]), &json!("Wheels"))
    );

    // Only an empty type is deleted. Its name is taken until it is erased for good.
    let record = hubspot
        .objects(full_name)
        .create(properties! { "vin" => "W1" })
        .await
        .unwrap();
    assert_eq!(send(&mock, "DELETE", &path, Value::Null).await.0, 400);
    hubspot
        .objects(full_name)
        .archive(&record.id)
        .await
        .unwrap();
    assert_eq!(send(&mock, "DELETE", &path, Value::Null).await.0, 204);
    assert_eq!(schemas.list().await.unwrap().results.len(), 0);
    assert_eq!(
        schemas.list().archived(true).await.unwrap().results.len(),
        1
    );
    assert!(hubspot.objects(full_name).list().await.is_err());
    assert_eq!(send(&mock, "POST", SCHEMAS, car()).await.0, 409);
    assert_eq!(
        send(
            &mock,
            "DELETE",
            &format!("{path}?archived=true"),
            Value::Null
        )
        .await
        .0,
        204
    );
    assert_eq!(send(&mock, "POST", SCHEMAS, car()).await.0, 201);
    assert_eq!(
        send(&mock, "DELETE", &format!("{SCHEMAS}/boats"), Value::Null)
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn odd_schemas_are_refused() {
    let (mock, hubspot) = start().await;
    for (field, value) in [
        ("name", json!("1car")),
        ("name", json!("a car")),
        ("labels", json!({"singular": "Car"})),
        ("primaryDisplayProperty", json!("color")),
        (
            "properties",
            json!([{"name": "model", "label": "Model", "type": "colour"}]),
        ),
        (
            "properties",
            json!([{"name": "model", "label": "Model"}, {"name": "model", "label": "Model"}]),
        ),
    ] {
        let mut bad = car();
        bad[field] = value;
        let (status, answer) = send(&mock, "POST", SCHEMAS, bad.clone()).await;
        assert!(matches!(status, 400 | 409), "{bad}: {answer}");
    }
    let mut contact = car();
    contact["name"] = "contact".into();
    assert_eq!(send(&mock, "POST", SCHEMAS, contact).await.0, 409);
    // HubSpot's own types have schemas, but are not in the list.
    assert_eq!(hubspot.schemas().list().await.unwrap().results.len(), 0);
    let contacts = hubspot.schemas().get("contacts").await.unwrap();
    assert_eq!(contacts.object_type_id.as_deref(), Some("0-1"));
    assert!(contacts.searchable_properties.contains(&"email".to_owned()));
}

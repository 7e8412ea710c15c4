//! Schemas of custom objects.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::json;

use crate::support::{Answer, Server};
use crate::{line, lines};

#[tokio::test]
async fn a_type_is_made() {
    let server = Server::start([Answer::json(201, r#"{"id":"3465404","name":"cars"}"#)]).await;
    let vin = ObjectTypePropertyCreate::new("vin", "VIN")
        .r#type(PropertyType::String)
        .has_unique_value(true);
    let color = ObjectTypePropertyCreate::new("color", "Color")
        .r#type("enumeration")
        .field_type("select")
        .options([PropertyOptionInput::new("red", "Red")])
        .option_sort_strategy(ObjectTypePropertyCreateOptionSortStrategy::DisplayOrder);
    let cars = ObjectSchemaEgg::new(
        "cars",
        ObjectTypeDefinitionLabels::new()
            .singular("Car")
            .plural("Cars"),
        [vin, color],
    )
    .primary_display_property("vin")
    .required_properties(["vin"])
    .associated_objects(["CONTACT"]);
    server.client().schemas().create(cars).await.unwrap();
    let request = server.request();
    assert_eq!(line(&request), "POST /crm-object-schemas/v3/schemas");
    assert_eq!(
        request.json(),
        json!({
            "name": "cars", "labels": {"singular": "Car", "plural": "Cars"}, "primaryDisplayProperty": "vin",
            "requiredProperties": ["vin"], "associatedObjects": ["CONTACT"],
            "properties": [
                {"name": "vin", "label": "VIN", "type": "string", "hasUniqueValue": true},
                {"name": "color", "label": "Color", "type": "enumeration", "fieldType": "select",
                 "options": [{"value": "red", "label": "Red"}], "optionSortStrategy": "DISPLAY_ORDER"},
            ],
        })
    );
}

/// The properties of a schema are those of the API of properties, and as lenient.
#[tokio::test]
async fn a_schema_as_it_comes() {
    let body = r#"{"id":3465404,"objectTypeId":"2-3465404","name":"cars","fullyQualifiedName":"p1_cars","labels":null,
        "requiredProperties":null,"searchableProperties":["vin"],"archived":null,"createdByUserId":"9",
        "createdAt":"2026-06-01T10:00:00.123Z","updatedAt":"1780308000123",
        "associations":[{"id":17,"fromObjectTypeId":"2-3465404","toObjectTypeId":"0-1","name":null,"cardinality":"ONE_TO_MANY"}],
        "properties":[{"name":"vin","options":null,"fieldType":"vin_scanner","hasUniqueValue":true},{"name":null}]}"#;
    let server = Server::start([Answer::json(200, body)]).await;
    let get = server
        .client()
        .schemas()
        .get("p1_cars")
        .include_audit_metadata(false);
    let schema = get.include_property_definitions(true).await.unwrap();
    assert_eq!(
        lines(&server),
        [
            "GET /crm-object-schemas/v3/schemas/p1_cars?includeAuditMetadata=false&includePropertyDefinitions=true"
        ]
    );
    assert_eq!(
        (&*schema.id, schema.labels, schema.required_properties.len()),
        ("3465404", None, 0)
    );
    assert_eq!(schema.created_by_user_id, Some(9));
    assert_eq!(
        schema.created_at.unwrap().as_millis(),
        schema.updated_at.unwrap().as_millis()
    );
    assert_eq!(
        (
            &*schema.properties[0].field_type,
            schema.properties[0].has_unique_value
        ),
        ("vin_scanner", Some(true))
    );
    let link = &schema.associations[0];
    assert_eq!((&*link.id, link.name.as_deref()), ("17", None));
    assert_eq!(link.extra.get("cardinality"), Some(&json!("ONE_TO_MANY")));
}

/// Gone to the bin, or gone for good.
#[tokio::test]
async fn changing_and_deleting() {
    let server = Server::start([
        Answer::json(200, r#"{"id":"1"}"#),
        Answer::new(204),
        Answer::new(204),
        Answer::new(204),
    ])
    .await;
    let schemas = server.client().schemas();
    let patch = ObjectTypeDefinitionPatch::new()
        .clear_description(true)
        .searchable_properties(["vin", "color"]);
    schemas.update("2-1", patch).await.unwrap();
    assert_eq!(
        server.request().json(),
        json!({"clearDescription": true, "searchableProperties": ["vin", "color"]})
    );
    schemas.delete("2-1").await.unwrap();
    schemas.delete("2-1").archived(true).await.unwrap();
    schemas
        .delete_association("2-1", "cars_to_contacts")
        .await
        .unwrap();
    let path = "DELETE /crm-object-schemas/v3/schemas/2-1";
    assert_eq!(
        lines(&server),
        [
            path.to_owned(),
            format!("{path}?archived=true"),
            format!("{path}/associations/cars_to_contacts")
        ]
    );
}

#[tokio::test]
async fn several_schemas_and_a_link_between_types() {
    let link =
        r#"{"id":"17","fromObjectTypeId":"2-1","toObjectTypeId":"0-1","name":"cars_to_contacts"}"#;
    let server = Server::start([
        Answer::json(200, r#"{"results":[{"id":"1"},{"id":"2"}]}"#),
        Answer::json(201, link),
    ])
    .await;
    let schemas = server.client().schemas();
    let page = schemas
        .batch_read(ObjectSchemaBatchReadRequest::new(
            ["2-1", "p1_boats"],
            true,
            false,
            false,
        ))
        .await
        .unwrap();
    assert_eq!(page.results.len(), 2);
    let made = schemas
        .create_association(
            "2-1",
            AssociationDefinitionEgg::new("2-1", "0-1").name("cars_to_contacts"),
        )
        .await;
    assert_eq!(made.unwrap().id, "17");
    let requests = server.requests();
    assert_eq!(
        requests[0].json(),
        json!({"inputs": ["2-1", "p1_boats"], "includePropertyDefinitions": true,
               "includeAssociationDefinitions": false, "includeAuditMetadata": false})
    );
    assert_eq!(
        line(&requests[1]),
        "POST /crm-object-schemas/v3/schemas/2-1/associations"
    );
    assert_eq!(
        requests[1].json(),
        json!({"fromObjectTypeId": "2-1", "toObjectTypeId": "0-1", "name": "cars_to_contacts"})
    );
}

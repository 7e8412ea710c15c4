//! Properties: their definitions, options and groups, alone and in batches.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::json;

use crate::support::{Answer, Server};
use crate::{line, lines, written};

fn size() -> PropertyCreate {
    PropertyCreate::new(
        "size",
        "Size",
        PropertyType::Enumeration,
        PropertyFieldType::Select,
        "contactinformation",
    )
}

#[tokio::test]
async fn a_choice_between_options() {
    let server = Server::start([Answer::json(201, r#"{"name":"size"}"#)]).await;
    let options = [("s", "Small"), ("l", "Large")]
        .map(|(value, label)| PropertyOptionInput::new(value, label));
    let [small, large] = options;
    let create = size()
        .options([
            small.description("Up to ten").display_order(0),
            large.display_order(-1).hidden(true),
        ])
        .description("How many work there")
        .display_order(-1)
        .has_unique_value(false)
        .form_field(true)
        .data_sensitivity(DataSensitivity::NonSensitive);
    server
        .client()
        .properties("contacts")
        .create(create)
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(line(&request), "POST /crm/v3/properties/contacts");
    request.assert_standard_headers();
    assert_eq!(
        request.json(),
        json!({
            "name": "size", "label": "Size", "type": "enumeration", "fieldType": "select", "groupName": "contactinformation",
            "description": "How many work there", "displayOrder": -1, "hasUniqueValue": false, "formField": true,
            "dataSensitivity": "non_sensitive",
            "options": [
                {"value": "s", "label": "Small", "description": "Up to ten", "displayOrder": 0},
                {"value": "l", "label": "Large", "displayOrder": -1, "hidden": true},
            ],
        })
    );
}

/// An update says what changes. An empty text clears, an empty list leaves no option, and what is not set stays.
#[tokio::test]
async fn an_update_says_only_what_is_set() {
    let none: [PropertyOptionInput; 0] = [];
    for (update, body) in [
        (PropertyUpdate::new(), json!({})),
        (
            PropertyUpdate::new().label("Size, new"),
            json!({"label": "Size, new"}),
        ),
        (
            PropertyUpdate::new().description(""),
            json!({"description": ""}),
        ),
        (PropertyUpdate::new().options(none), json!({"options": []})),
        (
            PropertyUpdate::new().hidden(false).display_order(0),
            json!({"hidden": false, "displayOrder": 0}),
        ),
        (
            PropertyUpdate::new().options([PropertyOptionInput::new("s", "Small")]),
            json!({"options": [{"value": "s", "label": "Small"}]}),
        ),
        // A type that is newer than the crate.
        (
            PropertyUpdate::new().r#type("json").field_type("code"),
            json!({"type": "json", "fieldType": "code"}),
        ),
    ] {
        let server = Server::start([Answer::json(200, r#"{"name":"size"}"#)]).await;
        server
            .client()
            .properties("contacts")
            .update("size", update)
            .await
            .unwrap();
        let request = server.request();
        assert_eq!(line(&request), "PATCH /crm/v3/properties/contacts/size");
        assert_eq!(request.json(), body);
    }
}

#[tokio::test]
async fn a_batch_of_which_one_is_there_already() {
    let body = json!({
        "status": "COMPLETE", "results": [{"name": "size", "label": "Size", "type": "enumeration", "fieldType": "select"}],
        "numErrors": 1,
        "errors": [{"status": "error", "category": "CONFLICT", "message": "A property named 'color' already exists.",
                    "subCategory": "Properties.PROPERTY_EXISTS", "context": {"name": ["color"]}}],
    });
    let server = Server::start([Answer::json(207, body.to_string())]).await;
    let color = PropertyCreate::new(
        "color",
        "Color",
        PropertyType::String,
        PropertyFieldType::Text,
        "contactinformation",
    );
    let batch = server
        .client()
        .properties("contacts")
        .batch_create([size(), color])
        .await
        .unwrap();
    let names: Vec<_> = batch
        .results()
        .iter()
        .map(|property| &*property.name)
        .collect();
    assert_eq!(names, ["size"]);
    assert_eq!(batch.failures()[0].context.get("name"), ["color"]);
    assert!(batch.into_complete().is_err());
    let request = server.request();
    assert_eq!(
        line(&request),
        "POST /crm/v3/properties/contacts/batch/create"
    );
    let body = request.json();
    assert_eq!(
        (&body["inputs"][0]["name"], &body["inputs"][1]["fieldType"]),
        (&json!("size"), &json!("text"))
    );
}

/// Sensitive properties are seen by those who ask for them.
#[tokio::test]
async fn a_batch_of_sensitive_ones_is_read() {
    let body = json!({"status": "COMPLETE", "results": [
        {"name": "diagnosis", "dataSensitivity": "highly_sensitive", "sensitiveDataCategories": ["HIPAA"]},
        {"name": "iban", "dataSensitivity": "secret"},
    ]});
    let server = Server::start([
        Answer::json(200, body.to_string()),
        Answer::json(200, body.to_string()),
    ])
    .await;
    let properties = server.client().properties("0-1");
    let input = BatchReadInputPropertyName::new(["diagnosis", "iban"])
        .archived(false)
        .data_sensitivity(DataSensitivity::HighlySensitive);
    let batch = properties.batch_read(input).locale("de").await.unwrap();
    let read = batch.into_complete().unwrap();
    assert_eq!(
        read[0].data_sensitivity,
        Some(DataSensitivity::HighlySensitive)
    );
    assert_eq!(read[0].sensitive_data_categories, ["HIPAA"]);
    assert_eq!(
        read[1].data_sensitivity.as_ref().unwrap().as_str(),
        "secret"
    );
    // Just the names will do.
    properties
        .batch_read(["diagnosis", "iban"])
        .await
        .unwrap()
        .into_complete()
        .unwrap();
    let requests = server.requests();
    let names = json!([{"name": "diagnosis"}, {"name": "iban"}]);
    assert_eq!(
        line(&requests[0]),
        "POST /crm/v3/properties/0-1/batch/read?locale=de"
    );
    assert_eq!(
        requests[0].json(),
        json!({"inputs": names, "archived": false, "dataSensitivity": "highly_sensitive"})
    );
    assert_eq!(
        (line(&requests[1]), requests[1].json()),
        (
            "POST /crm/v3/properties/0-1/batch/read".into(),
            json!({"inputs": names})
        )
    );
}

#[tokio::test]
async fn a_definition_with_everything() {
    let body = json!({
        "name": "size", "label": "Size", "description": "", "groupName": "contactinformation", "type": "object_coordinates",
        "fieldType": "hologram", "displayOrder": -1, "hasUniqueValue": false, "hidden": false, "formField": true,
        "archived": true, "archivedAt": "2026-06-01T10:00:00.123Z", "hubspotDefined": true, "calculated": true,
        "calculationFormula": "a + b", "externalOptions": true, "referencedObjectType": "OWNER",
        "dataSensitivity": "non_sensitive", "sensitiveDataCategories": [], "currencyPropertyName": "currency",
        "showCurrencySymbol": true, "dateDisplayHint": "time_until_dawn", "numberDisplayHint": "currency",
        "textDisplayHint": "haiku", "createdAt": "2025-01-01T00:00:00Z", "createdUserId": "9", "updatedUserId": "9",
        "updatedAt": "2026-06-01T10:00:00Z",
        "modificationMetadata": {"archivable": true, "readOnlyDefinition": true, "readOnlyValue": false, "readOnlyOptions": true},
        "options": [{"value": "s", "label": "Small", "description": "", "displayOrder": 0, "hidden": false, "color": "red"}],
        "newField": {"a": null},
    });
    let server = Server::start([Answer::json(200, body.to_string())]).await;
    let get = server
        .client()
        .properties("contacts")
        .get("size")
        .archived(true)
        .locale("en-us");
    let property = get
        .data_sensitivity(DataSensitivity::Sensitive)
        .await
        .unwrap();
    assert_eq!(
        lines(&server),
        [
            "GET /crm/v3/properties/contacts/size?archived=true&locale=en-us&dataSensitivity=sensitive"
        ]
    );
    assert_eq!(written(&property), body);
    assert_eq!(
        (&*property.r#type, &*property.field_type),
        ("object_coordinates", "hologram")
    );
    assert_eq!(
        property.date_display_hint.unwrap().as_str(),
        "time_until_dawn"
    );
    assert!(property.modification_metadata.unwrap().read_only_definition);
    assert_eq!(property.options[0].extra.get("color"), Some(&json!("red")));
}

/// `options` of a text, `description` and `hidden` of an option: all of them come as null, or not at all.
#[tokio::test]
async fn definitions_of_which_little_is_told() {
    let body = r#"{"results":[
        {"name":"email","label":null,"options":null,"description":null,"displayOrder":null,"archived":null,
         "createdUserId":9,"createdAt":1780308000123,"modificationMetadata":null},
        {"name":"size","type":"enumeration","options":[{"label":"Small","value":"s","hidden":null,"description":null},
            {"label":"Ten","value":10,"displayOrder":"2","hidden":"true"},null]},
        {}]}"#;
    let server = Server::start([Answer::json(200, body)]).await;
    let page = server
        .client()
        .properties("contacts")
        .list()
        .archived(false)
        .await
        .unwrap();
    assert_eq!(
        lines(&server),
        ["GET /crm/v3/properties/contacts?archived=false"]
    );
    let [email, size, empty] = &*page.results else {
        panic!("{page:?}")
    };
    assert_eq!(
        (&*email.label, email.options.len(), email.archived),
        ("", 0, None)
    );
    assert_eq!(email.created_user_id.as_deref(), Some("9"));
    assert_eq!(
        email.created_at.as_ref().unwrap().as_millis(),
        Some(1_780_308_000_123)
    );
    let [small, ten, null] = &*size.options else {
        panic!("{:?}", size.options)
    };
    assert!(!small.hidden && small.description.is_none());
    assert_eq!(
        (&*ten.value, ten.display_order, ten.hidden),
        ("10", Some(2), true)
    );
    assert_eq!((&*null.value, &*empty.name), ("", ""));
}

#[tokio::test]
async fn archiving_one_and_many() {
    let server = Server::start([204, 204].map(Answer::new)).await;
    let properties = server.client().properties("contacts");
    properties.archive("size/../email").await.unwrap();
    properties.batch_archive(["size", "color"]).await.unwrap();
    let requests = server.requests();
    assert_eq!(
        line(&requests[0]),
        "DELETE /crm/v3/properties/contacts/size%2F..%2Femail"
    );
    assert_eq!(
        line(&requests[1]),
        "POST /crm/v3/properties/contacts/batch/archive"
    );
    assert_eq!(
        requests[1].json(),
        json!({"inputs": [{"name": "size"}, {"name": "color"}]})
    );
}

#[tokio::test]
async fn groups() {
    let group = r#"{"name":"billing","label":"Billing","displayOrder":null,"archived":null}"#;
    let server = Server::start([
        Answer::json(201, group),
        Answer::json(200, group),
        Answer::json(200, format!(r#"{{"results":[{group}]}}"#)),
        Answer::new(204),
    ])
    .await;
    let properties = server.client().properties("contacts");
    let made = properties
        .create_group(PropertyGroupCreate::new("billing", "Billing").display_order(-1))
        .await
        .unwrap();
    assert_eq!((made.display_order, made.archived), (None, false));
    properties
        .update_group("billing", PropertyGroupUpdate::new().display_order(3))
        .await
        .unwrap();
    let page = properties.list_groups().locale("fr").await.unwrap();
    assert_eq!(page.results[0].name, "billing");
    properties.archive_group("billing").await.unwrap();
    let requests = server.requests();
    let [create, update, list, archive] = &*requests else {
        panic!("{requests:?}")
    };
    let path = "/crm/v3/properties/contacts/groups";
    assert_eq!(line(create), format!("POST {path}"));
    assert_eq!(
        create.json(),
        json!({"name": "billing", "label": "Billing", "displayOrder": -1})
    );
    assert_eq!(line(update), format!("PATCH {path}/billing"));
    assert_eq!(update.json(), json!({"displayOrder": 3}));
    assert_eq!(line(list), format!("GET {path}?locale=fr"));
    assert_eq!(line(archive), format!("DELETE {path}/billing"));
}

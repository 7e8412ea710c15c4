//! Answers that do not keep the promises of the documents: one odd field never costs the rest.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

use crate::support::{Answer, Server};

async fn get(body: Value) -> SimplePublicObjectWithAssociations {
    let server = Server::start([Answer::json(200, body.to_string())]).await;
    let record = server.client().contacts().get(1).await;
    record.unwrap_or_else(|error| panic!("{error}"))
}

async fn list(body: Value) -> Page<SimplePublicObjectWithAssociations> {
    let server = Server::start([Answer::json(200, body.to_string())]).await;
    let page = server.client().contacts().list().await;
    page.unwrap_or_else(|error| panic!("{error}"))
}

#[tokio::test]
async fn null_property_values() {
    let record =
        get(json!({"id": "1", "properties": {"email": null, "phone": "", "age": 36, "vip": true}}))
            .await;
    assert_eq!(record.properties.get("email"), None);
    assert_eq!(record.properties.get("nickname"), None);
    assert_eq!(record.properties.get("phone"), Some(""));
    assert_eq!(record.properties.get_i64("age").unwrap(), Some(36));
    assert_eq!(record.properties.get_bool("vip").unwrap(), Some(true));
    assert_eq!(record.properties.get_i64("email").unwrap(), None);
    assert_eq!(
        get(json!({"id": "1", "properties": null}))
            .await
            .properties
            .len(),
        0
    );
}

#[tokio::test]
async fn ids_as_numbers() {
    let record = get(json!({
        "id": 9007199254740993_i64,
        "associations": {"companies": {"results": [{"id": 7, "type": "contact_to_company"}], "paging": {"next": {"after": 8}}}},
    }))
    .await;
    assert_eq!(record.id, "9007199254740993");
    let companies = &record.associations["companies"];
    assert_eq!(companies.results[0].id, "7");
    assert_eq!(companies.next_cursor(), Some("8"));
}

#[tokio::test]
async fn everything_missing_or_null() {
    let nothing = get(json!({})).await;
    assert_eq!(nothing, SimplePublicObjectWithAssociations::default());
    assert_eq!((&*nothing.id, nothing.archived), ("", false));
    assert!(nothing.properties.is_empty() && nothing.associations.is_empty());
    assert!(nothing.warnings.is_empty() && nothing.url.is_none());
    let nulls = json!({
        "id": null, "properties": null, "propertiesWithHistory": null, "associations": null, "createdAt": null,
        "updatedAt": null, "archived": null, "archivedAt": null, "url": null, "objectWriteTraceId": null, "warnings": null,
    });
    assert_eq!(get(nulls).await, nothing);
}

#[tokio::test]
async fn lists_that_are_null_or_missing() {
    for body in [
        json!({}),
        json!({"results": null}),
        json!({"results": [], "paging": null}),
    ] {
        let page = list(body).await;
        assert!(page.results.is_empty());
        assert_eq!(page.next_cursor(), None);
    }
    let page = list(json!({"results": [null, {"id": "2"}], "paging": {"next": null}})).await;
    assert_eq!(
        page.results[0],
        SimplePublicObjectWithAssociations::default()
    );
    assert_eq!(page.results[1].id, "2");
    let record = get(json!({
        "propertiesWithHistory": {"a": null, "b": [{"value": null, "updatedByUserId": "7"}]},
        "associations": {"companies": null, "deals": {"results": null}},
        "warnings": [{"context": null}],
    }))
    .await;
    assert!(record.properties_with_history["a"].is_empty());
    assert_eq!(
        record.properties_with_history["b"][0].updated_by_user_id,
        Some(7)
    );
    assert!(record.associations["companies"].results.is_empty());
    assert!(record.associations["deals"].results.is_empty());
    assert_eq!(record.warnings[0], PublicObjectWarning::default());
}

#[tokio::test]
async fn one_odd_record_does_not_cost_the_others() {
    let page = list(json!({"results": [
        {"id": "1", "createdAt": "soon", "archived": "true", "warnings": null},
        {"id": 2, "properties": {"a": {"b": [1]}}, "url": 5},
        {"id": "3", "createdAt": "2026-01-01T00:00:00Z"},
    ]}))
    .await;
    let ids: Vec<_> = page
        .results
        .iter()
        .map(|record| record.id.as_str())
        .collect();
    assert_eq!(ids, ["1", "2", "3"]);
    assert!(page.results[0].archived);
    assert_eq!(page.results[1].url.as_deref(), Some("5"));
    assert_eq!(page.results[1].properties.get("a"), Some(r#"{"b":[1]}"#));
}

#[tokio::test]
async fn fields_that_are_not_known() {
    let body = json!({
        "id": "1",
        "associations": {"companies": {"results": [{"id": "7", "type": "t", "labels": ["a", null]}], "new": 1}},
        "warnings": [{"category": "c", "context": {}, "message": "m", "new": {"deep": [1, {"x": null}]}}],
        "objectTypeId": "0-1",
        "newNull": null,
        "newNumber": 1.5,
    });
    let record = get(body.clone()).await;
    assert_eq!(record.extra.get("objectTypeId"), Some(&"0-1".into()));
    assert_eq!(record.extra.get("newNull"), Some(&Value::Null));
    let written = serde_json::to_value(&record).unwrap();
    for name in ["id", "objectTypeId", "newNull", "newNumber", "warnings"] {
        assert_eq!(written[name], body[name], "{name}");
    }
    assert_eq!(written["associations"], body["associations"]);
}

#[tokio::test]
async fn the_last_page_and_the_others() {
    let page = list(
        json!({"results": [{"id": "1"}], "paging": {"next": {"after": "NTI1%3D"}, "prev": {"before": "x"}}}),
    );
    let page = page.await;
    assert_eq!(page.next_cursor(), Some("NTI1%3D"));
    assert_eq!(
        page.into_iter().map(|record| record.id).collect::<Vec<_>>(),
        ["1"]
    );
    let last = list(json!({"results": [], "paging": {"prev": {"before": "x", "link": "y"}}})).await;
    assert_eq!(last.next_cursor(), None);
}

#[test]
fn values_that_an_enum_does_not_know() {
    for text in ["CUSTOM_DEFINED", "", "hubspot_defined", "Ünïcode \"x\""] {
        let json = json!({"associationCategory": text, "associationTypeId": 1});
        let spec: AssociationSpec = serde_json::from_value(json.clone()).unwrap();
        assert!(matches!(
            spec.association_category,
            AssociationCategory::Unknown(_)
        ));
        assert_eq!(spec.association_category.as_str(), text);
        assert_eq!(spec.association_category, AssociationCategory::from(text));
        assert_eq!(serde_json::to_value(&spec).unwrap(), json);
    }
    let known = serde_json::from_value(json!("NOT_IN")).unwrap();
    assert_eq!(FilterOperator::NotIn, known);
    assert_eq!(FilterOperator::from("NOT_IN"), FilterOperator::NotIn);
}

#[tokio::test]
async fn any_success_will_do() {
    for status in [200, 201, 202, 203] {
        let server = Server::start([Answer::json(status, r#"{"id":"1"}"#)]).await;
        let record = server.client().contacts().update(1, properties! {}).await;
        assert_eq!(record.unwrap().id, "1", "{status}");
    }
    // Batches too, where 207 is documented next to another one.
    for status in [200, 201, 202] {
        let server = Server::start([Answer::json(status, r#"{"results":[{"id":"1"}]}"#)]).await;
        let batch = server
            .client()
            .contacts()
            .batch_create([properties! {}])
            .await;
        assert!(batch.unwrap().is_complete(), "{status}");
    }
}

#[tokio::test]
async fn the_content_type_does_not_matter() {
    let answers = ["text/html", "application/octet-stream", "nonsense"].map(|kind| {
        Answer::new(200)
            .header("Content-Type", kind)
            .body(r#"{"id":"1"}"#)
    });
    let without = Answer::new(200).body(r#"{"id":"1"}"#);
    let server = Server::start(answers.into_iter().chain([without])).await;
    let contacts = server.client().contacts();
    for _ in 0..4 {
        assert_eq!(contacts.get(1).await.unwrap().id, "1");
    }
}

#[tokio::test]
async fn an_archive_does_not_look_at_the_body() {
    let server = Server::start([
        Answer::new(204),
        Answer::new(204).header("Content-Type", "application/json"),
        Answer::new(200),
        Answer::json(200, r#"{"id":"1"}"#),
        Answer::json(200, r#"{"id":"#),
        Answer::new(202).header("Content-Type", "text/html").body("<html>"),
        // A body is not allowed here. It must not be taken for the next answer either.
        Answer::raw("HTTP/1.1 204 No Content\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"),
        Answer::raw("HTTP/1.1 204 No Content\r\n\r\n{\"id\":\"1\"}"),
        Answer::new(204),
    ])
    .await;
    let client = server.client();
    for _ in 0..8 {
        client.contacts().archive(1).await.unwrap();
    }
    client.objects("cars").batch_archive(["1"]).await.unwrap();
    assert_eq!(server.requests().len(), 9);
}

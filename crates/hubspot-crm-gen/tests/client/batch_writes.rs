//! Updates and upserts of many records: the requests to the byte, and what comes back.

use hubspot_crm_gen::v3::prelude::*;

use crate::support::{Answer, BATCH, Request, Server};

fn updates() -> [SimplePublicObjectBatchInput; 2] {
    [
        SimplePublicObjectBatchInput::new(
            "1",
            properties! { "phone" => "555-0100", "fax" => Clear },
        ),
        SimplePublicObjectBatchInput::new("ada@example.com", properties! { "age" => 36 })
            .id_property("email")
            .object_write_trace_id("trace-2"),
    ]
}

const UPDATES: &str = concat!(
    r#"{"inputs":[{"id":"1","properties":{"fax":"","phone":"555-0100"}},"#,
    r#"{"id":"ada@example.com","idProperty":"email","properties":{"age":"36"},"objectWriteTraceId":"trace-2"}]}"#
);

fn upserts() -> Vec<SimplePublicObjectBatchInputUpsert> {
    vec![
        SimplePublicObjectBatchInputUpsert::new("ada@example.com", properties! { "fax" => Clear })
            .id_property("email")
            .object_write_trace_id("trace-1"),
        SimplePublicObjectBatchInputUpsert::new("2", properties! {}),
    ]
}

const UPSERTS: &str = concat!(
    r#"{"inputs":[{"id":"ada@example.com","idProperty":"email","properties":{"fax":""},"objectWriteTraceId":"trace-1"},"#,
    r#"{"id":"2","properties":{}}]}"#
);

const UPSERTED: &str = r#"{"status":"COMPLETE","startedAt":"2026-01-01T00:00:00Z","completedAt":"2026-01-01T00:00:01Z",
    "results":[{"id":"1","new":true,"properties":{"email":"ada@example.com"},"objectWriteTraceId":"trace-1"},
    {"id":"2","new":false,"properties":{}}]}"#;

fn check_request(request: &Request, path: &str, body: &str) {
    assert_eq!(request.method, "POST");
    assert_eq!(request.target, path);
    request.assert_standard_headers();
    assert_eq!(request.text(), body);
}

fn check_updated(batch: Batch<SimplePublicObject>) {
    assert!(batch.is_complete());
    assert!(batch.failures().is_empty());
    assert_eq!(batch.status().as_str(), "COMPLETE");
    assert_eq!(batch.num_errors(), None);
    let completed = batch.completed_at().and_then(DateTime::as_millis);
    assert_eq!(completed, Some(1_767_225_601_000));
    let records = batch.into_complete().expect("it is complete");
    assert_eq!(records[0].properties.get("phone"), Some("555-0100"));
    assert_eq!(records[1].id, "2");
    assert_eq!(records.len(), 2);
}

#[tokio::test]
async fn contacts_are_updated() {
    let server = Server::start([Answer::json(200, BATCH), Answer::json(200, BATCH)]).await;
    let contacts = server.client().contacts();
    check_updated(contacts.batch_update(updates()).send().await.unwrap());
    check_updated(contacts.batch_update(updates()).await.unwrap());
    for request in server.requests() {
        check_request(&request, "/crm/v3/objects/contacts/batch/update", UPDATES);
    }
}

#[tokio::test]
async fn communications_are_updated() {
    let server = Server::start([Answer::json(200, BATCH), Answer::json(200, BATCH)]).await;
    let communications = server.client().communications();
    check_updated(communications.batch_update(updates()).send().await.unwrap());
    check_updated(communications.batch_update(updates()).await.unwrap());
    for request in server.requests() {
        check_request(
            &request,
            "/crm/v3/objects/communications/batch/update",
            UPDATES,
        );
    }
}

#[tokio::test]
async fn contacts_are_updated_or_made() {
    let server = Server::start([Answer::json(200, UPSERTED), Answer::json(200, UPSERTED)]).await;
    let contacts = server.client().contacts();
    for batch in [
        contacts.batch_upsert(upserts()).send().await.unwrap(),
        contacts.batch_upsert(upserts()).await.unwrap(),
    ] {
        let records = batch.into_complete().unwrap();
        assert!(records[0].new && !records[1].new);
        assert_eq!(records[0].object_write_trace_id.as_deref(), Some("trace-1"));
        assert_eq!(records[0].properties.get("email"), Some("ada@example.com"));
        assert_eq!(records.len(), 2);
    }
    for request in server.requests() {
        check_request(&request, "/crm/v3/objects/contacts/batch/upsert", UPSERTS);
    }
}

#[tokio::test]
async fn inputs_come_from_anything_that_can_be_walked_through() {
    let server = Server::start([Answer::json(200, BATCH)]).await;
    let phones = [("1", "555-0100"), ("2", "555-0101")];
    let inputs = phones.iter().map(|(id, phone)| {
        SimplePublicObjectBatchInput::new(*id, properties! { "phone" => *phone })
    });
    let batch = server.client().contacts().batch_update(inputs).await;
    assert!(batch.unwrap().is_complete());
    assert_eq!(
        server.request().json(),
        serde_json::json!({"inputs": [
            {"id": "1", "properties": {"phone": "555-0100"}},
            {"id": "2", "properties": {"phone": "555-0101"}},
        ]})
    );
}

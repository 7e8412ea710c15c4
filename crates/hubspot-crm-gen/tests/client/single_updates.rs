//! Updates of one record: the requests to the byte, and what comes back.

use hubspot_crm_gen::v3::prelude::*;

use crate::support::{Answer, RECORD, Server};

fn check(record: &SimplePublicObject) {
    assert_eq!(record.id, "6001");
    assert_eq!(record.properties.get("email"), Some("ada@example.com"));
    assert_eq!(record.properties.get("phone"), Some("555-0100"));
    assert_eq!(record.properties.get("fax"), None);
    assert_eq!(record.created_at.to_string(), "2026-01-01T00:00:00Z");
    assert_eq!(record.updated_at.as_millis(), Some(1_767_323_045_678));
    assert!(!record.archived && record.archived_at.is_none());
    assert!(record.extra.is_empty());
}

#[tokio::test]
async fn a_contact() {
    let server = Server::start([Answer::json(200, RECORD)]).await;
    let values = properties! { "phone" => "555-0100", "fax" => Clear };
    let record = server.client().contacts().update("6001", values).send();
    check(&record.await.unwrap());

    let request = server.request();
    assert_eq!(request.method, "PATCH");
    assert_eq!(request.target, "/crm/v3/objects/contacts/6001");
    request.assert_standard_headers();
    assert_eq!(
        request.text(),
        r#"{"properties":{"fax":"","phone":"555-0100"}}"#
    );
}

#[tokio::test]
async fn a_contact_by_its_email_address() {
    let server = Server::start([Answer::json(200, RECORD)]).await;
    let record = server
        .client()
        .contacts()
        .update("ada@example.com", properties! { "phone" => "555-0100" })
        .id_property("email")
        .await;
    check(&record.unwrap());

    let request = server.request();
    assert_eq!(request.method, "PATCH");
    assert_eq!(request.path(), "/crm/v3/objects/contacts/ada%40example.com");
    assert_eq!(request.query(), Some("idProperty=email"));
    request.assert_standard_headers();
    assert_eq!(request.text(), r#"{"properties":{"phone":"555-0100"}}"#);
}

#[tokio::test]
async fn a_record_of_any_type() {
    let server = Server::start([Answer::json(200, RECORD), Answer::json(200, RECORD)]).await;
    let cars = server.client().objects("2-1234567");
    let values = properties! { "colour" => "red", "owner" => Clear };
    check(&cars.update(17, values.clone()).await.unwrap());
    let update = cars.update("WVW ZZZ", values).id_property("vin");
    check(&update.send().await.unwrap());

    let requests = server.requests();
    let targets: Vec<_> = requests.iter().map(|it| it.target.as_str()).collect();
    assert_eq!(
        targets,
        [
            "/crm/v3/objects/2-1234567/17",
            "/crm/v3/objects/2-1234567/WVW%20ZZZ?idProperty=vin"
        ]
    );
    for request in requests {
        assert_eq!(request.method, "PATCH");
        request.assert_standard_headers();
        assert_eq!(
            request.text(),
            r#"{"properties":{"colour":"red","owner":""}}"#
        );
    }
}

#[tokio::test]
async fn without_any_change() {
    let server = Server::start([Answer::json(200, RECORD)]).await;
    let update = server.client().contacts().update(6001, Properties::new());
    check(&update.await.unwrap());
    assert_eq!(server.request().text(), r#"{"properties":{}}"#);
}

#[tokio::test]
async fn what_was_read_can_be_written_back() {
    let server = Server::start([Answer::json(200, RECORD), Answer::json(200, RECORD)]).await;
    let contacts = server.client().contacts();
    let record = contacts.get(6001).await.unwrap();
    check(&contacts.update(record.id, record.properties).await.unwrap());
    // The property that was null is left alone.
    assert_eq!(
        server.requests()[1].json(),
        serde_json::json!({"properties": {"email": "ada@example.com", "phone": "555-0100"}})
    );
}

#[tokio::test]
async fn it_can_run_elsewhere() {
    let server = Server::start([Answer::json(200, RECORD), Answer::json(200, RECORD)]).await;
    let contacts = server.client().contacts();
    let sent = tokio::spawn(contacts.update(1, properties! { "a" => "b" }).send());
    check(&sent.await.unwrap().unwrap());
    let awaited = contacts.update(1, properties! { "a" => "b" }).into_future();
    check(&tokio::spawn(awaited).await.unwrap().unwrap());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_awaited() {
    let server = Server::start([]).await;
    let contacts = server.client().contacts();
    let request = contacts.update(1, properties! { "a" => "b" });
    drop(request.clone().send());
    drop(request.into_future());
    assert!(server.requests().is_empty());
}

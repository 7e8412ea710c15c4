//! Events on timelines, and the templates that say how they look. All of it is deprecated, and in use.
#![allow(deprecated, reason = "old, but in use")]

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Client, DateTime};
use serde_json::json;

use crate::support::{Answer, Server};
use crate::written;

fn client(server: &Server) -> Client {
    let builder = server.builder().developer_api_key("key");
    builder.build().expect("the settings are right")
}

#[tokio::test]
async fn a_template_with_its_tokens() {
    let body = json!({
        "id": "1001", "name": "Webinar", "objectType": "contacts", "headerTemplate": "Seen {{name}}",
        "createdAt": "2026-06-01T10:00:00.123Z", "updatedAt": "2026-06-01T10:00:00.123Z",
        "tokens": [
            {"name": "kind", "label": "Kind", "type": "enumeration", "options": [{"value": "live", "label": "Live"}]},
            {"name": "stars", "label": "Stars", "type": "rating", "objectPropertyName": "stars", "newField": 1},
        ],
    });
    let server = Server::start([Answer::json(201, body.to_string())]).await;
    let kind = TimelineEventTemplateToken::new(
        "kind",
        "Kind",
        TimelineEventTemplateTokenType::Enumeration,
    )
    .options([TimelineEventTemplateTokenOption::new("live", "Live")]);
    let stars =
        TimelineEventTemplateToken::new("stars", "Stars", "rating").object_property_name("stars");
    let template = TimelineEventTemplateCreateRequest::new("Webinar", "contacts")
        .header_template("Seen {{name}}")
        .tokens([kind, stars]);
    let made = client(&server)
        .timeline()
        .create_template(7, template)
        .await
        .unwrap();
    assert_eq!(written(&made), body);
    assert!(matches!(
        made.tokens[1].r#type,
        TimelineEventTemplateTokenType::Unknown(_)
    ));
    assert_eq!(made.detail_template, None);
    assert_eq!(
        server.request().json(),
        json!({
            "name": "Webinar", "objectType": "contacts", "headerTemplate": "Seen {{name}}", "tokens": [
                {"name": "kind", "label": "Kind", "type": "enumeration", "options": [{"value": "live", "label": "Live"}]},
                {"name": "stars", "label": "Stars", "type": "rating", "objectPropertyName": "stars"},
            ],
        })
    );
}

#[tokio::test]
async fn an_event_with_all_that_it_can_have() {
    let server = Server::start([Answer::json(
        201,
        r#"{"id":null,"tokens":{"stars":5,"note":null},"extraData":"x"}"#,
    )])
    .await;
    let time: DateTime = "2026-06-01T12:00:00.120+02:00".parse().unwrap();
    let event = TimelineEvent::new("1001", [("stars", "5")])
        .email("ada@example.com")
        .id("visit-1")
        .timestamp(time)
        .extra_data(json!({"answers": [1, {"b": true}]}))
        .timeline_i_frame(TimelineEventIFrame::new(
            "https://example.com/1",
            "Show",
            "Visit",
            800,
            400,
        ));
    let made = server
        .client()
        .timeline()
        .create_event(event)
        .await
        .unwrap();
    assert_eq!((&*made.tokens["stars"], &*made.tokens["note"]), ("5", ""));
    assert_eq!(made.extra_data, Some(json!("x")));
    assert!(made.timeline_i_frame.is_none() && made.created_at.is_none());
    assert_eq!(
        server.request().json(),
        json!({
            "eventTemplateId": "1001", "tokens": {"stars": "5"}, "email": "ada@example.com", "id": "visit-1",
            "timestamp": "2026-06-01T10:00:00.12Z", "extraData": {"answers": [1, {"b": true}]},
            "timelineIFrame": {"url": "https://example.com/1", "linkLabel": "Show", "headerLabel": "Visit",
                               "width": 800, "height": 400},
        })
    );
}

/// An event cannot be changed, so sending all of a batch again would double those that were made.
#[tokio::test]
async fn events_of_which_one_is_refused() {
    let body = json!({
        "status": "COMPLETE", "numErrors": 1,
        "results": [{"id": "e-1", "eventTemplateId": "1001", "objectType": "CONTACT", "objectId": 17, "tokens": {}}],
        "errors": [{"category": "VALIDATION_ERROR", "message": "no contact", "context": {"id": ["e-2"]}}],
    });
    let server = Server::start([Answer::json(207, body.to_string())]).await;
    let events = ["e-1", "e-2"].map(|id| {
        TimelineEvent::new("1001", [("stars", "5")])
            .object_id("17")
            .id(id)
    });
    let batch = server
        .client()
        .timeline()
        .batch_create_events(events)
        .await
        .unwrap();
    let incomplete = batch.into_complete().unwrap_err();
    assert_eq!(incomplete.results()[0].object_id.as_deref(), Some("17"));
    assert_eq!(incomplete.failures()[0].context.get("id"), ["e-2"]);
    let body = server.request().json();
    assert_eq!(
        body["inputs"][1],
        json!({"eventTemplateId": "1001", "tokens": {"stars": "5"}, "objectId": "17", "id": "e-2"})
    );
}

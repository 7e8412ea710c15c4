//! Date-times in every form that HubSpot sends.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

use crate::support::{Answer, Server};

/// A record whose `createdAt` and `archivedAt` are this; `None` leaves them out.
async fn record(value: Option<Value>) -> SimplePublicObject {
    let mut body = json!({"id": "1", "properties": {"a": "b"}});
    if let Some(value) = value {
        body["createdAt"] = value.clone();
        body["archivedAt"] = value;
    }
    let server = Server::start([Answer::json(200, body.to_string())]).await;
    let record = server.client().contacts().update(1, properties! {}).await;
    let record = record.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        record.properties.get("a"),
        Some("b"),
        "nothing else is lost"
    );
    record
}

#[tokio::test]
async fn that_are_instants() {
    for (value, millis) in [
        (json!("2026-01-01T00:00:00Z"), 1_767_225_600_000),
        (json!("2026-01-01T00:00:00.000Z"), 1_767_225_600_000),
        (json!("2026-01-01T00:00:00.5Z"), 1_767_225_600_500),
        (json!("2026-01-01T00:00:00.123456Z"), 1_767_225_600_123),
        (json!("2026-01-01T02:00:00+02:00"), 1_767_225_600_000),
        (json!("2026-01-01"), 1_767_225_600_000),
        (json!(1_767_225_600_123_i64), 1_767_225_600_123),
        (json!("1767225600123"), 1_767_225_600_123),
        (json!(0), 0),
    ] {
        let record = record(Some(value.clone())).await;
        assert_eq!(record.created_at.as_millis(), Some(millis), "{value}");
        assert_eq!(
            record.archived_at.as_ref(),
            Some(&record.created_at),
            "{value}"
        );
        assert!(!record.created_at.is_blank());
        let written = serde_json::to_value(&record).unwrap();
        let again: SimplePublicObject = serde_json::from_value(written).unwrap();
        assert_eq!(again, record, "{value}");
    }
}

#[tokio::test]
async fn that_are_missing_or_null() {
    for value in [None, Some(Value::Null)] {
        let record = record(value).await;
        assert!(record.created_at.is_blank());
        assert_eq!(record.created_at.timestamp(), None);
        assert_eq!(record.archived_at, None);
    }
}

#[tokio::test]
async fn that_are_garbage() {
    for text in ["soon", "2026-13-01T00:00:00Z", "31.01.2026", "true", " "] {
        let record = record(Some(json!(text))).await;
        assert_eq!(record.created_at.as_millis(), None, "{text}");
        assert!(!record.created_at.is_blank(), "{text}");
        assert_eq!(record.created_at.to_string(), text);
        // It is written back as it came.
        let written = serde_json::to_value(&record).unwrap();
        assert_eq!(written["createdAt"], text);
        assert_eq!(written["archivedAt"], text);
    }
}

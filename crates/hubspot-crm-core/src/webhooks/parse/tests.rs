use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{WebhookEventKind, WebhookMessageType};
use super::*;

fn parse(json: &Value) -> Vec<WebhookEvent> {
    parse_events(json.to_string().as_bytes()).unwrap()
}

fn one(json: Value) -> WebhookEvent {
    let mut events = parse(&Value::Array(vec![json]));
    assert_eq!(events.len(), 1);
    events.remove(0)
}

#[test]
fn reads_a_list() {
    let events = parse(&json!([
        {
            "eventId": 101, "subscriptionId": 7, "portalId": 620001, "appId": 54321,
            "occurredAt": 1_767_225_600_000_i64, "subscriptionType": "contact.propertyChange",
            "attemptNumber": 2, "objectId": 6001, "propertyName": "email",
            "propertyValue": "ada@example.com", "changeSource": "CRM_UI", "sourceId": "userId:7"
        },
        {"eventId": "102", "subscriptionType": "contact.creation", "changeFlag": "NEW", "new": [1]},
    ]));
    let [changed, created] = &*events else {
        panic!("{events:?}");
    };
    assert_eq!(changed.event_id, "101");
    assert_eq!(changed.portal_id, "620001");
    assert_eq!(changed.attempt_number, 2);
    assert_eq!(changed.occurred_at.as_millis(), Some(1_767_225_600_000));
    assert_eq!(changed.source_id.as_deref(), Some("userId:7"));
    assert_eq!(changed.object_type(), "contact");
    assert_eq!(
        changed.kind(),
        WebhookEventKind::PropertyChange {
            name: "email",
            value: Some("ada@example.com")
        }
    );
    assert!(changed.extra.is_empty());
    assert_eq!(created.event_id, "102");
    assert_eq!(created.kind(), WebhookEventKind::Creation);
    assert_eq!(created.change_flag.as_deref(), Some("NEW"));
    assert!(created.occurred_at.is_blank());
    assert_eq!(created.extra.get("new"), Some(&json!([1])));
}

#[test]
fn reads_a_single_event_and_an_empty_list() {
    let events = parse_events(b" \n{\"subscriptionType\":\"deal.deletion\"}\n").unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].kind(), WebhookEventKind::Deletion);
    assert_eq!(parse_events(b"[]").unwrap(), []);
}

#[test]
fn tells_what_happened() {
    for (kind, expected) in [
        ("company.creation", WebhookEventKind::Creation),
        ("ticket.deletion", WebhookEventKind::Deletion),
        ("contact.privacyDeletion", WebhookEventKind::PrivacyDeletion),
        ("line_item.restore", WebhookEventKind::Restore),
        ("event.completed", WebhookEventKind::Unknown("completed")),
        ("object.a.b", WebhookEventKind::Unknown("a.b")),
        ("odd", WebhookEventKind::Unknown("odd")),
        ("", WebhookEventKind::Unknown("")),
    ] {
        let event = one(json!({"subscriptionType": kind}));
        assert_eq!(event.kind(), expected, "{kind}");
    }
}

#[test]
fn tells_what_it_happened_to() {
    for (kind, expected) in [
        ("line_item.creation", "line_item"),
        ("object.creation", "object"),
        ("odd", ""),
    ] {
        let event = one(json!({"subscriptionType": kind, "objectTypeId": "2-7"}));
        assert_eq!(event.object_type(), expected);
        assert_eq!(event.object_type_id.as_deref(), Some("2-7"));
    }
}

#[test]
fn a_cleared_property_has_no_value() {
    for value in [json!(""), Value::Null] {
        let event = one(json!({
            "subscriptionType": "object.propertyChange", "propertyName": "fax", "propertyValue": value,
        }));
        assert_eq!(
            event.kind(),
            WebhookEventKind::PropertyChange {
                name: "fax",
                value: None
            }
        );
    }
}

#[test]
fn reads_merges() {
    let mut event = one(json!({
        "subscriptionType": "contact.merge", "primaryObjectId": 1, "mergedObjectIds": [2, "3"],
        "newObjectId": 4, "numberOfPropertiesMoved": 5,
    }));
    let merged = ["2".to_owned(), "3".to_owned()];
    let merge = |result_id| WebhookEventKind::Merge {
        primary_id: "1",
        merged_ids: &merged,
        result_id,
    };
    assert_eq!(event.kind(), merge("4"));
    assert_eq!(event.number_of_properties_moved, Some(5));
    event.new_object_id = None;
    assert_eq!(event.kind(), merge("1"));
}

#[test]
fn reads_changes_of_associations() {
    let event = one(json!({
        "subscriptionType": "object.associationChange", "fromObjectId": 1, "toObjectId": 2,
        "fromObjectTypeId": "0-1", "toObjectTypeId": "0-2", "associationTypeId": 279,
        "associationType": "CONTACT_TO_COMPANY", "associationCategory": "HUBSPOT_DEFINED",
        "associationRemoved": true, "isPrimaryAssociation": false,
    }));
    assert_eq!(
        event.kind(),
        WebhookEventKind::AssociationChange {
            from_id: "1",
            to_id: "2",
            removed: true
        }
    );
    assert_eq!(event.association_type_id.as_deref(), Some("279"));
    assert_eq!(event.is_primary_association, Some(false));
    assert!(event.extra.is_empty());
}

#[test]
fn reads_messages() {
    let event = one(json!({
        "subscriptionType": "conversation.newMessage", "objectId": 1, "messageId": "m1", "messageType": "COMMENT",
    }));
    assert_eq!(
        event.kind(),
        WebhookEventKind::NewMessage { message_id: "m1" }
    );
    assert_eq!(event.message_type, Some(WebhookMessageType::Comment));
    let event = one(json!({"messageType": "SMS"}));
    assert_eq!(event.message_type.unwrap().as_str(), "SMS");
}

#[test]
fn errors_say_where_and_show_no_value() {
    for (body, expected) in [
        ("", "cannot read the events of a webhook: the body is empty"),
        (
            " \n",
            "cannot read the events of a webhook: the body is empty",
        ),
        (
            "null",
            "cannot read the events of a webhook: expected a list of events",
        ),
        (
            "ada@example.com",
            "cannot read the events of a webhook: the body is not JSON",
        ),
        (
            "eventId=1&email=ada%40example.com",
            "cannot read the events of a webhook: the body is not JSON",
        ),
        (
            "\"ada@example.com\"",
            "cannot read the events of a webhook: expected a list of events",
        ),
        (
            r#"[{}, {"attemptNumber": "ada@example.com, expected x"}]"#,
            "cannot read the events of a webhook at [1].attemptNumber: expected an integer of 64 bits",
        ),
        (
            r#"{"associationRemoved": "ada@example.com"}"#,
            "cannot read the events of a webhook at associationRemoved: expected true or false",
        ),
        (
            r#"["ada@example.com"]"#,
            "cannot read the events of a webhook at [0]: expected an object",
        ),
    ] {
        let error = parse_events(body.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
        assert!(!error.contains("ada"), "{error}");
    }
    let error = parse_events(b"[{\"eventId\": 1}").unwrap_err();
    assert_eq!(error.path(), "[1]");
    assert!(error.to_string().contains("EOF"), "{error}");
    let error = parse_events(b"[{\"eventId\": ada@example.com}]").unwrap_err();
    assert!(!error.to_string().contains("ada"), "{error}");
    assert!(parse_events(b"[]x").is_err());
}

fn any_scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    any_scalar().prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::btree_map(".{0,4}", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// An event with any of the known fields, and some others.
fn any_event() -> impl Strategy<Value = Value> {
    const TEXTS: &[&str] = &[
        "eventId",
        "objectId",
        "occurredAt",
        "subscriptionType",
        "propertyValue",
        "messageType",
        "newObjectId",
        "associationTypeId",
        "unknown",
    ];
    let texts = proptest::sample::subsequence(TEXTS, 0..=TEXTS.len()).prop_flat_map(|keys| {
        let values = proptest::collection::vec(any_json(), keys.len());
        values.prop_map(move |values| keys.iter().copied().zip(values).collect::<Vec<_>>())
    });
    let integer = || {
        prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::from),
            any::<i64>().prop_map(|it| json!(it.to_string())),
        ]
    };
    let flag = prop_oneof![
        Just(Value::Null),
        Just(json!("TRUE")),
        any::<bool>().prop_map(Value::from)
    ];
    let ids = proptest::collection::vec(any_scalar(), 0..3).prop_map(Value::from);
    (texts, integer(), integer(), flag, ids, ".{0,4}", any_json()).prop_map(
        |(texts, attempt, moved, removed, ids, key, extra)| {
            let mut event = serde_json::Map::from_iter([(key, extra)]);
            event.extend(
                texts
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value)),
            );
            event.extend(
                [
                    ("attemptNumber", attempt),
                    ("numberOfPropertiesMoved", moved),
                    ("associationRemoved", removed),
                    ("mergedObjectIds", ids),
                ]
                .map(|(key, value)| (key.to_owned(), value)),
            );
            Value::Object(event)
        },
    )
}

proptest! {
    #[test]
    fn what_is_read_survives(events in proptest::collection::vec(any_event(), 0..3)) {
        let read = parse_events(json!(events).to_string().as_bytes())?;
        let written = serde_json::to_vec(&read).unwrap();
        prop_assert_eq!(&read, &parse_events(&written)?);
    }

    #[test]
    fn unknown_fields_survive_as_they_are(key in "x[a-z]{0,5}", value in any_json()) {
        let text = json!([{(key.as_str()): value}]).to_string();
        let events = parse_events(text.as_bytes())?;
        // Through the text once, as the number may be another float there.
        let value: Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(events[0].extra.get(&key), Some(&value[0][&key]));
        prop_assert_eq!(&serde_json::to_value(events[0].extra.get(&key)).unwrap(), &value[0][&key]);
    }

    #[test]
    fn reading_never_panics(body in any::<Vec<u8>>(), json in any_json()) {
        drop(parse_events(&body));
        drop(parse_events(json.to_string().as_bytes()));
        drop(parse_events(json!([{"eventId": json, "mergedObjectIds": json, "isSensitive": json}]).to_string().as_bytes()));
    }
}

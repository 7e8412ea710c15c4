//! To set a value, to clear it and to leave it alone are three things.

use std::collections::HashMap;

use hubspot_crm_core::{Change, Properties, properties};
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Update {
    phone: Change<String>,
    fax: Change<i64>,
    tags: Change<Vec<String>>,
}

#[test]
fn three_states_are_written_and_read_back() {
    let update = Update {
        phone: "555-0100".to_owned().into(),
        fax: Change::Clear,
        tags: Change::Keep,
    };
    let properties = Properties::from_typed(&update).unwrap();
    assert_eq!(
        properties,
        properties! { "fax" => "", "phone" => "555-0100" }
    );
    assert_eq!(
        serde_json::to_string(&properties).unwrap(),
        r#"{"fax":"","phone":"555-0100"}"#
    );
    assert_eq!(properties.to_typed::<Update>().unwrap(), update);
    assert_eq!(
        Properties::new().to_typed::<Update>().unwrap(),
        Update::default()
    );
    assert!(
        Properties::from_typed(&Update::default())
            .unwrap()
            .is_empty()
    );

    let all = properties! { "phone" => "", "fax" => 7, "tags" => "a;b" };
    let read: Update = all.to_typed().unwrap();
    assert_eq!(
        read,
        Update {
            phone: Change::Clear,
            fax: Change::Set(7),
            tags: Change::Set(vec!["a".to_owned(), "b".to_owned()]),
        }
    );
    let error = properties! { "fax" => "x" }
        .to_typed::<Update>()
        .unwrap_err();
    assert_eq!(error.to_string(), "property `fax` is not an integer");
}

#[test]
fn in_maps_too() {
    let changes = HashMap::from([
        ("a".to_owned(), Change::Set(1)),
        ("b".to_owned(), Change::Clear),
        ("c".to_owned(), Change::Keep),
    ]);
    let properties = Properties::from_typed(&changes).unwrap();
    assert_eq!(properties, properties! { "a" => 1, "b" => "" });
    let read: HashMap<String, Change<i64>> = properties.to_typed().unwrap();
    assert_eq!(
        read,
        HashMap::from([
            ("a".to_owned(), Change::Set(1)),
            ("b".to_owned(), Change::Clear)
        ])
    );
}

#[test]
fn in_other_json_a_kept_value_is_null_and_a_cleared_one_empty() {
    let update = Update {
        phone: Change::Clear,
        fax: Change::Keep,
        tags: Change::Set(vec!["a".to_owned()]),
    };
    let json = serde_json::to_string(&update).unwrap();
    assert_eq!(json, r#"{"phone":"","fax":null,"tags":["a"]}"#);
    let read: Update = serde_json::from_str(r#"{"fax":null,"tags":["a"]}"#).unwrap();
    assert_eq!(
        read,
        Update {
            tags: update.tags,
            ..Update::default()
        }
    );
    assert!(serde_json::from_str::<Update>(r#"{"fax":""}"#).is_err());
}

#[test]
fn a_list_to_append_to_is_a_text() {
    // The struct says what there is to be; adding to what HubSpot has is up to `MultiSelect::append`.
    let mut properties = Properties::from_typed(&Update::default()).unwrap();
    properties.set("tags", hubspot_crm_core::MultiSelect::append(["b"]));
    assert_eq!(properties.get("tags"), Some(";b"));
}

#[test]
fn made_from_options() {
    assert_eq!(Change::set_or_keep(Some(1)), Change::Set(1));
    assert_eq!(Change::set_or_keep(None::<i64>), Change::Keep);
    assert_eq!(Change::set_or_clear(None::<i64>), Change::Clear);
    assert_eq!(Change::from(1).as_set(), Some(&1));
    assert!(Change::<i64>::default().is_keep() && Change::<i64>::Clear.is_clear());
    assert_eq!(Change::<i64>::Clear.as_set(), None);
}

//! What cannot be read or stored is named, and not shown.

use std::collections::HashMap;
use std::fmt::Debug;

use hubspot_crm_core::{Date, DateTime, Properties, PropertyError, Timestamp, properties};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

const SECRET: &str = "canary-7f3a9c";

#[derive(Debug, Deserialize)]
struct One<T> {
    #[serde(rename = "hs_field")]
    _field: T,
}

fn refused<T: DeserializeOwned + Debug>(text: &str) -> PropertyError {
    let error = properties! { "hs_field" => text }
        .to_typed::<One<T>>()
        .unwrap_err();
    assert_eq!(error.name(), "hs_field");
    assert_eq!(error.text(), Some(text));
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(shown.contains("property `hs_field` "), "{shown}");
        assert!(text.is_empty() || !shown.contains(text), "{shown}");
    }
    error
}

fn message<T: DeserializeOwned + Debug>(text: &str) -> String {
    let error = refused::<T>(text);
    assert_eq!(error.is_missing(), text.is_empty());
    error.to_string()
}

#[derive(Debug, Deserialize)]
enum Stage {
    Lead,
    Won,
}

#[test]
fn wrong_texts() {
    for (error, expected) in [
        (message::<i64>(SECRET), "an integer"),
        (message::<u32>("-7001"), "an integer"),
        (message::<i8>("7001"), "i8"),
        (message::<i64>("12.5"), "an integer"),
        (message::<i64>("9223372036854775808"), "an integer"),
        (message::<f64>("NaN"), "a number"),
        (message::<f64>("inf"), "a number"),
        (message::<f32>("1e39"), "a number"),
        (message::<bool>(SECRET), "true or false"),
        (message::<Option<bool>>(SECRET), "true or false"),
        (message::<char>(SECRET), "a character"),
        (message::<Stage>(SECRET), "one of `Lead`, `Won`"),
        (message::<Vec<i64>>("1;seven"), "an integer"),
        (
            message::<(i64, i64)>("1001;2002;3003"),
            "a list of that length",
        ),
        (message::<(i64, i64)>("1001"), "a tuple of size 2"),
        (message::<Vec<Vec<i64>>>("1001"), "a sequence"),
        (message::<HashMap<String, String>>(SECRET), "a map"),
        (message::<One<String>>(SECRET), "struct One"),
    ] {
        assert_eq!(error, format!("property `hs_field` is not {expected}"));
    }
    assert!(matches!(
        properties! { "a" => "Lead", "b" => "Won" }.to_typed::<HashMap<String, Stage>>(),
        Ok(stages) if matches!((&stages["a"], &stages["b"]), (Stage::Lead, Stage::Won))
    ));
}

#[test]
fn what_is_missing() {
    assert_eq!(message::<i64>(""), "property `hs_field` has no value");
    let error = Properties::new().to_typed::<One<String>>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "property `hs_field` is missing: it has no value, or was not asked for"
    );
    assert!(error.is_missing());
    assert_eq!(
        (error.name(), error.text(), error.reason()),
        ("hs_field", None, None)
    );
    // Not even where it is read once more for a list that has no value.
    #[derive(Debug, Deserialize)]
    struct Two {
        _tags: Vec<String>,
        _count: i64,
    }
    let error = Properties::new().to_typed::<Two>().unwrap_err();
    assert_eq!((error.name(), error.is_missing()), ("_count", true));
}

#[test]
fn what_types_say_themselves_is_asked_for() {
    fn strict<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        let text = String::deserialize(deserializer)?;
        Err(serde::de::Error::custom(format!("{text} is no good")))
    }
    #[derive(Debug, Deserialize)]
    struct Strict {
        #[serde(deserialize_with = "strict", rename = "hs_field")]
        _field: String,
    }
    let error = properties! { "hs_field" => SECRET }
        .to_typed::<Strict>()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "property `hs_field` is not what its type takes"
    );
    assert_eq!(error.reason(), Some(&*format!("{SECRET} is no good")));
    assert!(!format!("{error:?}").contains(SECRET));
    assert!(std::error::Error::source(&error).is_none());

    assert!(refused::<Timestamp>(SECRET).reason().is_some());
    assert!(refused::<Date>(SECRET).reason().is_some());
}

#[test]
fn other_attributes() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Closed {
        #[serde(alias = "b")]
        _a: Option<String>,
    }
    let closed = |properties: Properties| properties.to_typed::<Closed>().unwrap_err().to_string();
    assert_eq!(
        closed(properties! { "_a" => 1, "c" => 2 }),
        "property `c` has no field in the type"
    );
    assert_eq!(
        closed(properties! { "_a" => 1, "b" => 2 }),
        "property `_a` is there under two names"
    );
}

#[test]
fn types_that_are_no_record() {
    let properties = properties! { "a" => 1 };
    let errors = [
        properties.to_typed::<i64>().unwrap_err(),
        properties.to_typed::<Vec<String>>().unwrap_err(),
        properties.to_typed::<Stage>().unwrap_err(),
    ];
    for (error, read) in errors.iter().zip(["i64", "a sequence", "enum Stage"]) {
        let expected = format!("properties are read as a struct or a map, not as {read}");
        assert_eq!((error.to_string(), error.name()), (expected, ""));
    }
}

#[test]
fn behind_flatten() {
    #[derive(Debug, Deserialize)]
    struct Inner {
        _count: i64,
    }
    #[derive(Debug, Deserialize)]
    struct Outer {
        #[serde(flatten)]
        _inner: Inner,
    }
    let properties = properties! { "_count" => "7001" };
    let error = properties.to_typed::<Outer>().unwrap_err();
    assert!(error.to_string().ends_with(" is not i64"), "{error}");
    assert!(!format!("{error:?}").contains("7001"));
    assert_eq!(properties.to_typed::<Inner>().unwrap()._count, 7001);
}

fn unfit<T: Serialize>(value: T) -> String {
    let error = Properties::from_typed(&HashMap::from([("hs_field", value)])).unwrap_err();
    assert_eq!((error.name(), error.text()), ("hs_field", None));
    let message = error.to_string();
    let prefix = "property `hs_field` cannot be stored: ";
    message
        .strip_prefix(prefix)
        .unwrap_or_else(|| panic!("{message}"))
        .to_owned()
}

#[test]
fn what_cannot_be_stored() {
    #[derive(Serialize)]
    enum Odd {
        Tuple(i64, i64),
        Struct { a: i64 },
        New(i64),
    }
    #[derive(Serialize)]
    struct Unit;
    let number = "a number that is NaN or infinite cannot be stored";
    assert_eq!(unfit(f64::NAN), number);
    assert_eq!(unfit(f32::INFINITY), number);
    assert_eq!(unfit(vec![f64::NEG_INFINITY]), number);
    let option = "an option of a multi-select cannot be empty or contain `;`";
    assert_eq!(unfit(["a;b"]), option);
    assert_eq!(unfit(["a", ""]), option);
    assert_eq!(unfit([Some("a"), None]), option);
    assert_eq!(unfit([["a"]]), "an option cannot be a list");
    let object = "it is no text, number, flag, date or list of these";
    assert_eq!(unfit(HashMap::from([("a", 1)])), object);
    assert_eq!(unfit(serde_json::json!({"a": 1})), object);
    assert_eq!(unfit(std::time::SystemTime::UNIX_EPOCH), object);
    assert_eq!(unfit(Odd::Tuple(1, 2)), object);
    assert_eq!(unfit(Odd::Struct { a: 1 }), object);
    assert_eq!(unfit(Odd::New(1)), object);
    assert_eq!(unfit(Unit), object);

    for error in [
        Properties::from_typed(&7).unwrap_err(),
        Properties::from_typed(&[("a", 1)]).unwrap_err(),
        Properties::from_typed("text").unwrap_err(),
        Properties::from_typed(&None::<HashMap<String, String>>).unwrap_err(),
    ] {
        let message = error.to_string();
        assert!(
            message.ends_with("properties are made of a struct or a map"),
            "{message}"
        );
    }
}

#[test]
fn a_value_that_was_set_and_cannot_be_stored_does_not_read() {
    let properties = properties! { "hs_field" => f64::NAN };
    let error = properties
        .to_typed::<HashMap<String, String>>()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("property `hs_field` cannot be stored"),
        "{error}"
    );
}

#[test]
fn odd_date_times_are_kept() {
    let read: One<DateTime> = properties! { "hs_field" => "soon" }.to_typed().unwrap();
    assert_eq!(
        (read._field.timestamp(), &*read._field.to_string()),
        (None, "soon")
    );
}

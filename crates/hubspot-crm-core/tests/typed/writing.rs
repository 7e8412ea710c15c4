//! Values of a struct become texts.

use std::collections::{BTreeMap, BTreeSet};

use hubspot_crm_core::{CalendarDate, Date, DateTime, Properties, Timestamp, Value, properties};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Stage {
    Lead,
    #[serde(rename = "closed won")]
    Won,
}

#[derive(Serialize)]
struct Email(&'static str);

/// The text that a value is stored as; `None` if it is left alone.
fn stored<T: Serialize>(value: T) -> Option<String> {
    let properties = Properties::from_typed(&BTreeMap::from([("field", value)])).unwrap();
    properties.get("field").map(ToOwned::to_owned)
}

fn text<T: Serialize>(value: T) -> String {
    stored(value).expect("it is not left alone")
}

#[test]
fn scalars() {
    assert_eq!(
        (text("x"), text(""), text('ß')),
        ("x".into(), "".into(), "ß".into())
    );
    assert_eq!(
        (text(-7_i8), text(u64::MAX)),
        ("-7".into(), u64::MAX.to_string())
    );
    assert_eq!(
        (text(i128::MIN), text(u128::MAX)),
        (i128::MIN.to_string(), u128::MAX.to_string())
    );
    assert_eq!(
        (text(12.0), text(0.1), text(0.1_f32)),
        ("12".into(), "0.1".into(), "0.1".into())
    );
    assert_eq!((text(true), text(false)), ("true".into(), "false".into()));
    assert_eq!(
        (text(Stage::Lead), text(Stage::Won)),
        ("lead".into(), "closed won".into())
    );
    assert_eq!(
        (text(Email("a@b.c")), text(Some(7))),
        ("a@b.c".into(), "7".into())
    );
    assert_eq!(
        (text(Value::from(12)), text(Value::from("x"))),
        ("12".into(), "x".into())
    );
}

#[test]
fn nothing_is_left_alone() {
    assert_eq!(stored(None::<i64>), None);
    assert_eq!(stored(()), None);
    assert_eq!(stored(Value::Null), None);
}

#[test]
fn lists() {
    assert_eq!(text(["a", "b"]), "a;b");
    assert_eq!(text(vec![1, 2]), "1;2");
    assert_eq!(text(BTreeSet::from([Stage::Won as u8, 7])), "1;7");
    assert_eq!(text((1.5, "x")), "1.5;x");
    assert_eq!(text(Vec::<String>::new()), "");
    assert_eq!(text([Email("a"), Email("b")]), "a;b");
}

#[test]
fn times() {
    let millis = "2026-01-31T09:30:00.123Z";
    let instant: Timestamp = "2026-01-31T09:30:00.123456789Z".parse().unwrap();
    assert_eq!(text(instant), millis);
    assert_eq!(text(DateTime::from(instant)), millis);
    assert_eq!(
        text("2026-01-31T09:30:00Z".parse::<DateTime>().unwrap()),
        "2026-01-31T09:30:00.000Z"
    );
    assert_eq!(text([DateTime::from(instant)]), millis);
    assert_eq!(text(Date::constant(2026, 1, 31)), "2026-01-31");
    assert_eq!(text(CalendarDate::from("1769817600000")), "2026-01-31");
    // As types of other crates write themselves: by what they display.
    struct Shown(&'static str);
    impl Serialize for Shown {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self.0)
        }
    }
    assert_eq!(text(Shown("2026-01-31T10:30:00.123456+01:00")), millis);
    assert_eq!(text(Shown("2026-01-31")), "2026-01-31");
    assert_eq!(text(Shown("7d3b")), "7d3b");
    // A text stays as it is, whatever it looks like.
    assert_eq!(
        text("2026-01-31T10:30:00.123456+01:00"),
        "2026-01-31T10:30:00.123456+01:00"
    );
}

#[test]
fn structs() {
    #[derive(Serialize)]
    struct Address {
        city: &'static str,
        zip: Option<u32>,
    }
    #[derive(Serialize)]
    struct Contact {
        #[serde(rename = "firstname")]
        first_name: &'static str,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        tags: Vec<String>,
        #[serde(skip)]
        _note: &'static str,
        #[serde(flatten)]
        address: Address,
        #[serde(flatten)]
        rest: Properties,
    }
    let contact = Contact {
        first_name: "Ada",
        tags: Vec::new(),
        _note: "x",
        address: Address {
            city: "London",
            zip: None,
        },
        rest: properties! { "age" => 36 },
    };
    assert_eq!(
        Properties::from_typed(&contact).unwrap(),
        properties! { "firstname" => "Ada", "city" => "London", "age" => 36 }
    );
    assert_eq!(
        Properties::from_typed(&Some(&contact.rest)).unwrap(),
        contact.rest
    );
    assert_eq!(
        Properties::from_typed(&BTreeMap::from([(7, true)])).unwrap(),
        properties! { "7" => true }
    );
}

use jiff::civil::date;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::properties;

fn sent(value: impl Into<PropertyValue>) -> String {
    value.into().as_str().unwrap().to_owned()
}

#[test]
fn values_convert_themselves() {
    assert_eq!(sent("x"), "x");
    assert_eq!(sent(String::from("x")), "x");
    let text = String::from("x");
    assert_eq!(sent(&text), text);
    assert_eq!(sent(-7), "-7");
    assert_eq!(sent(i64::MIN), "-9223372036854775808");
    assert_eq!(sent(7_u32), "7");
    assert_eq!(sent(u64::MAX), "18446744073709551615");
    assert_eq!(sent(12.0), "12");
    assert_eq!(sent(0.1), "0.1");
    assert_eq!(sent(1e21), "1000000000000000000000");
    assert_eq!(sent(true), "true");
    assert_eq!(sent(date(2026, 1, 31)), "2026-01-31");
    let date_time = DateTime::from_millis(1_767_225_600_000).unwrap();
    assert_eq!(
        sent(date_time.timestamp().unwrap()),
        "2026-01-01T00:00:00.000Z"
    );
    assert_eq!(sent(date_time), "2026-01-01T00:00:00.000Z");
    assert_eq!(
        sent("2026-01-01T00:00:00.123999Z".parse::<DateTime>().unwrap()),
        "2026-01-01T00:00:00.123Z"
    );
    assert_eq!(sent(MultiSelect::new(["a", "b"])), "a;b");
    assert_eq!(sent(MultiSelect::new([""; 0])), "");
    assert_eq!(sent(MultiSelect::append(["a", "b"])), ";a;b");
    assert_eq!(sent(Clear), "");
}

#[test]
fn what_cannot_be_stored_is_not_sent() {
    let invalid: [PropertyValue; 5] = [
        f64::NAN.into(),
        f64::INFINITY.into(),
        f64::NEG_INFINITY.into(),
        MultiSelect::new(["a;b"]).into(),
        MultiSelect::append([""; 0]).into(),
    ];
    for value in invalid {
        assert_eq!(value.as_str(), None);
        let properties = Properties::new().with("amount", value);
        assert_eq!(properties.get("amount"), None);
        let error = serde_json::to_string(&properties).unwrap_err().to_string();
        assert!(error.starts_with("$.amount: "), "{error}");
    }
}

#[test]
fn set_clear_and_leave_alone() {
    let mut properties = properties! { "a" => 1, "b" => Clear, "c" => "x" };
    properties
        .clear("c")
        .set_opt("d", Some(true))
        .set_opt("e", None::<&str>);
    assert_eq!(properties.remove("a"), Some(1.into()));
    properties.extend([("f", 2)]);
    assert_eq!(
        serde_json::to_value(&properties).unwrap(),
        json!({"b": "", "c": "", "d": "true", "f": "2"})
    );
    assert_eq!(properties.names().collect::<Vec<_>>(), ["b", "c", "d", "f"]);
    assert_eq!(properties.len(), 4);
    assert!(!properties.is_empty() && properties.contains("b") && !properties.contains("a"));
    assert_eq!(properties! {}, Properties::new());
    assert_eq!(
        [("a", "1")].into_iter().collect::<Properties>(),
        properties! { "a" => "1" }
    );
}

#[test]
fn typed_reading() {
    let properties: Properties = serde_json::from_value(json!({
        "null": null, "empty": "", "n": "12", "f": "12.5", "flag": "TRUE", "at": "2026-01-31T23:30:00Z",
        "day": "2026-01-31", "millis": "1767225600000", "list": "a;;b;", "number": 7, "real": false, "odd": ["x"],
    }))
    .unwrap();
    assert_eq!(
        (
            properties.get("null"),
            properties.get("absent"),
            properties.get("empty")
        ),
        (None, None, Some(""))
    );
    assert_eq!(properties.get_i64("n"), Ok(Some(12)));
    assert_eq!(properties.get_i64("number"), Ok(Some(7)));
    assert_eq!(properties.get_f64("f"), Ok(Some(12.5)));
    assert_eq!(properties.get_bool("flag"), Ok(Some(true)));
    assert_eq!(properties.get_bool("real"), Ok(Some(false)));
    assert_eq!(
        properties.get_datetime("at").unwrap().unwrap().to_string(),
        "2026-01-31T23:30:00Z"
    );
    assert_eq!(
        properties
            .get_datetime("millis")
            .unwrap()
            .unwrap()
            .to_string(),
        "2026-01-01T00:00:00Z"
    );
    assert_eq!(properties.get_date("day"), Ok(Some(date(2026, 1, 31))));
    assert_eq!(properties.get_date("at"), Ok(Some(date(2026, 1, 31))));
    assert_eq!(properties.get_list("list"), ["a", "b"]);
    assert!(properties.get_list("empty").is_empty() && properties.get_list("absent").is_empty());
    assert_eq!(properties.get("odd"), Some(r#"["x"]"#));
    for name in ["null", "absent", "empty"] {
        assert_eq!(properties.get_i64(name), Ok(None));
        assert_eq!(properties.get_f64(name), Ok(None));
        assert_eq!(properties.get_bool(name), Ok(None));
        assert_eq!(properties.get_datetime(name), Ok(None));
    }
}

#[test]
fn a_wrong_type_is_named() {
    let properties = properties! { "n" => "many" };
    let error = properties.get_i64("n").unwrap_err();
    assert_eq!(error.to_string(), "property `n` is not an integer");
    assert_eq!((error.name(), error.text()), ("n", Some("many")));
    assert!(!format!("{error:?}").contains("many"));
    assert!(properties.get_f64("n").is_err());
    assert!(properties.get_bool("n").is_err());
    assert!(properties.get_datetime("n").is_err());
    assert!(properties.get_date("n").is_err());
    assert!(properties! { "n" => "NaN" }.get_f64("n").is_err());
}

proptest! {
    #[test]
    fn properties_survive(pairs in proptest::collection::btree_map(".*", ".*", 0..5)) {
        let properties: Properties = pairs.into_iter().collect();
        let text = serde_json::to_string(&properties).unwrap();
        prop_assert!(!text.contains("null") || properties.iter().any(|(n, v)| n.contains("null") || v.contains("null")));
        prop_assert_eq!(properties, serde_json::from_str::<Properties>(&text)?);
    }

    #[test]
    fn numbers_read_back(integer: i64, float: f64) {
        let properties = properties! { "i" => integer, "f" => float };
        prop_assert_eq!(properties.get_i64("i"), Ok(Some(integer)));
        if float.is_finite() {
            prop_assert_eq!(properties.get_f64("f"), Ok(Some(float)));
        }
    }
}

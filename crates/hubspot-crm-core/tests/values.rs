//! Values that come out as what they mean, not as they came.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use hubspot_crm_core::{Extra, JsonValue, json_object};

#[test]
fn a_text_with_one_value_has_it_wherever_none_came() {
    #[derive(Debug, PartialEq)]
    struct Tagged {
        kind: String,
        extra: Extra,
    }
    json_object!(Tagged {
        kind: "kind" = "PERSON"
    });

    for (json, kind) in [
        ("{}", "PERSON"),
        (r#"{"kind":null}"#, "PERSON"),
        (r#"{"kind":""}"#, "PERSON"),
        (r#"{"kind":"ROBOT"}"#, "ROBOT"),
        ("null", "PERSON"),
    ] {
        let tagged: Tagged = serde_json::from_str(json).unwrap();
        assert_eq!(tagged.kind, kind, "{json}");
        let written = serde_json::to_string(&tagged).unwrap();
        assert_eq!(written, format!(r#"{{"kind":"{kind}"}}"#));
    }
}

#[test]
fn whole_numbers_are_written_without_a_fraction() {
    for (json, written) in [
        ("5", "5"),
        ("5.0", "5"),
        ("-0.25", "-0.25"),
        ("-0.0", "-0.0"),
        ("1e300", "1e+300"),
    ] {
        let number = f64::read(&mut serde_json::Deserializer::from_str(json)).unwrap();
        let mut text = Vec::new();
        number
            .write(&mut serde_json::Serializer::new(&mut text))
            .unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), written, "{json}");
    }
}

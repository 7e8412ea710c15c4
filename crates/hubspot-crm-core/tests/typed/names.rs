//! A struct tells which properties it needs.

use std::collections::HashMap;

use hubspot_crm_core::{Change, DateTime, Properties, PropertyError};
use serde::Deserialize;

#[derive(Deserialize)]
#[expect(dead_code, reason = "only the names are asked for")]
struct Contact<'a> {
    email: &'a str,
    #[serde(rename = "firstname")]
    first_name: Option<String>,
    #[serde(rename = "hs_lead_status", alias = "status")]
    status: Change<String>,
    #[serde(skip_deserializing)]
    skipped: i64,
    seen: DateTime,
}

fn names<'de, T: Deserialize<'de>>() -> Vec<&'static str> {
    Properties::names_of::<T>().unwrap()
}

#[test]
fn of_structs() {
    let mut found = names::<Contact<'_>>();
    found.sort_unstable();
    assert_eq!(
        found,
        ["email", "firstname", "hs_lead_status", "seen", "status"]
    );
    assert_eq!(names::<Option<Contact<'_>>>().len(), 5);
    assert_eq!(names::<Box<Contact<'_>>>().len(), 5);

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only the names are asked for")]
    struct Wrapper<'a>(#[serde(borrow)] Contact<'a>);
    assert_eq!(names::<Wrapper<'_>>().len(), 5);

    #[derive(Deserialize)]
    struct Nothing {}
    assert_eq!(names::<Nothing>(), [""; 0]);
}

#[test]
fn through_conversions() {
    #[derive(Deserialize)]
    struct Raw {
        a: String,
    }
    #[derive(Deserialize)]
    #[serde(try_from = "Raw")]
    struct Checked;
    impl TryFrom<Raw> for Checked {
        type Error = &'static str;
        fn try_from(raw: Raw) -> Result<Self, Self::Error> {
            raw.a.is_empty().then_some(Self).ok_or("not empty")
        }
    }
    assert_eq!(names::<Checked>(), ["a"]);
}

#[test]
fn of_what_does_not_tell() {
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only the names are asked for")]
    struct WithRest {
        a: String,
        #[serde(flatten)]
        rest: HashMap<String, String>,
    }
    fn error<'de, T: Deserialize<'de>>() -> PropertyError {
        Properties::names_of::<T>().unwrap_err()
    }
    for error in [
        error::<WithRest>(),
        error::<HashMap<String, String>>(),
        error::<Properties>(),
        error::<i64>(),
    ] {
        assert_eq!(
            error.to_string(),
            "the names of the properties are not known: only a struct without `#[serde(flatten)]` tells them"
        );
        assert_eq!(error.name(), "");
    }
}

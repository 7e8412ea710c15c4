//! Texts become what the fields of a struct say.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use hubspot_crm_core::{CalendarDate, Date, DateTime, Properties, Timestamp, Value, properties};
use serde::Deserialize;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Stage {
    Lead,
    #[serde(rename = "closed won")]
    Won,
    #[serde(other)]
    New,
}

#[derive(Debug, PartialEq, Deserialize)]
enum Size {
    Small,
    #[serde(untagged)]
    Other(String),
}

#[derive(Debug, PartialEq, Eq, Hash, Deserialize)]
struct Email(String);

#[derive(Debug, PartialEq, Deserialize)]
struct Emails(Vec<Email>);

/// Reads one property into one field.
fn read<T: for<'de> Deserialize<'de>>(text: &str) -> T {
    let properties = properties! { "field" => text };
    let mut map: HashMap<String, T> = properties.to_typed().unwrap();
    map.remove("field").unwrap()
}

#[test]
fn scalars() {
    assert_eq!(read::<String>("x"), "x");
    assert_eq!(read::<String>(""), "");
    assert_eq!(read::<i64>("-9223372036854775808"), i64::MIN);
    assert_eq!(read::<u64>("18446744073709551615"), u64::MAX);
    assert_eq!(
        read::<i128>("-170141183460469231731687303715884105728"),
        i128::MIN
    );
    assert_eq!(
        read::<u128>("340282366920938463463374607431768211455"),
        u128::MAX
    );
    assert_eq!(
        (read::<u8>("12"), read::<i16>("12.0"), read::<u32>("1e3")),
        (12, 12, 1000)
    );
    assert_eq!(
        (read::<f64>("12.5"), read::<f64>("-3"), read::<f32>("0.1")),
        (12.5, -3.0, 0.1)
    );
    assert_eq!(
        (
            read::<bool>("true"),
            read::<bool>("FALSE"),
            read::<bool>("True")
        ),
        (true, false, true)
    );
    assert_eq!(read::<char>("ß"), 'ß');
    assert_eq!(
        read::<Email>("ada@example.com"),
        Email("ada@example.com".to_owned())
    );
    assert_eq!(read::<Value>("12"), Value::from("12"));
}

#[test]
fn options_of_what_is_empty() {
    assert_eq!(read::<Option<String>>(""), None);
    assert_eq!(read::<Option<i64>>(""), None);
    assert_eq!(read::<Option<Stage>>(""), None);
    assert_eq!(read::<Option<DateTime>>(""), None);
    assert_eq!(read::<Option<Vec<String>>>(""), None);
    assert_eq!(read::<Option<Option<bool>>>("true"), Some(Some(true)));
}

#[test]
fn enums() {
    assert_eq!(read::<Stage>("lead"), Stage::Lead);
    assert_eq!(read::<Stage>("closed won"), Stage::Won);
    assert_eq!(read::<Stage>("unheard of"), Stage::New);
    assert_eq!(read::<Option<Stage>>("lead"), Some(Stage::Lead));
    assert_eq!(read::<Size>("Small"), Size::Small);
    assert_eq!(read::<Size>("12"), Size::Other("12".to_owned()));
}

#[test]
fn lists() {
    assert_eq!(read::<Vec<String>>("a;;b;"), ["a", "b"]);
    assert_eq!(read::<Vec<String>>(";a"), ["a"]);
    assert!(read::<Vec<String>>("").is_empty());
    assert_eq!(read::<Vec<i32>>("1;2.0"), [1, 2]);
    assert_eq!(read::<Vec<Stage>>("lead;other"), [Stage::Lead, Stage::New]);
    assert_eq!(read::<BTreeSet<char>>("b;a;b"), BTreeSet::from(['a', 'b']));
    assert_eq!(
        read::<HashSet<Email>>("a"),
        HashSet::from([Email("a".to_owned())])
    );
    assert_eq!(read::<Emails>("a;b").0.len(), 2);
    assert_eq!(read::<(f64, f64)>("52.5;13.4"), (52.5, 13.4));
    assert_eq!(read::<[u8; 2]>("1;2"), [1, 2]);
}

#[test]
fn times() {
    let instant = "2026-01-31T00:00:00Z";
    for text in [
        "2026-01-31T00:00:00.000Z",
        "2026-01-31T01:00:00+01:00",
        "1769817600000",
        "2026-01-31",
    ] {
        assert_eq!(read::<DateTime>(text).to_string(), instant, "{text}");
        assert_eq!(read::<CalendarDate>(text).as_str(), "2026-01-31", "{text}");
    }
    assert_eq!(
        read::<Timestamp>("2026-01-31T01:00:00+01:00").to_string(),
        instant
    );
    assert_eq!(read::<Date>("2026-01-31"), Date::constant(2026, 1, 31));
    // The types of jiff know ISO only.
    for text in ["1769817600000", "2026-01-31"] {
        let properties = properties! { "field" => text };
        assert!(
            properties.to_typed::<HashMap<String, Timestamp>>().is_err(),
            "{text}"
        );
    }
    for text in ["1769817600000", "2026-01-31T00:00:00Z"] {
        let properties = properties! { "field" => text };
        assert!(
            properties.to_typed::<HashMap<String, Date>>().is_err(),
            "{text}"
        );
    }
    #[derive(Deserialize)]
    struct ByMillis {
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::optional")]
        at: Option<Timestamp>,
    }
    let by_millis: ByMillis = properties! { "at" => "1769817600000" }.to_typed().unwrap();
    assert_eq!(by_millis.at.unwrap().to_string(), instant);
}

#[derive(Debug, Default, PartialEq, Deserialize)]
struct Contact {
    email: Option<String>,
    numemployees: Option<u32>,
    tags: Vec<String>,
    teams: BTreeSet<String>,
    seen: Option<DateTime>,
}

#[test]
fn what_is_absent_null_or_empty_is_no_value() {
    for json in [
        "{}",
        r#"{"email":null,"numemployees":null,"tags":null,"teams":null,"seen":null,"hs_object_id":"7"}"#,
        r#"{"email":"","numemployees":"","tags":"","teams":"","seen":""}"#,
    ] {
        let properties: Properties = serde_json::from_str(json).unwrap();
        assert_eq!(
            properties.to_typed::<Contact>().unwrap(),
            Contact::default(),
            "{json}"
        );
    }
}

#[test]
fn defaults_hold_for_what_is_absent() {
    fn tags() -> Vec<String> {
        vec!["none".to_owned()]
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Defaults {
        #[serde(default)]
        count: i64,
        #[serde(default = "tags")]
        tags: Vec<String>,
        teams: Vec<String>,
        #[serde(default)]
        flag: bool,
    }
    let read: Defaults = properties! { "flag" => true }.to_typed().unwrap();
    assert_eq!(
        read,
        Defaults {
            count: 0,
            tags: tags(),
            teams: vec![],
            flag: true
        }
    );

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(default)]
    struct Whole {
        name: String,
        size: i64,
    }
    impl Default for Whole {
        fn default() -> Self {
            Self {
                name: "nobody".to_owned(),
                size: 1,
            }
        }
    }
    let read: Whole = properties! { "size" => 2 }.to_typed().unwrap();
    assert_eq!(
        read,
        Whole {
            name: "nobody".to_owned(),
            size: 2
        }
    );
}

#[test]
fn texts_are_borrowed() {
    #[derive(Deserialize)]
    struct Borrowed<'a> {
        email: &'a str,
        phone: Option<&'a str>,
        #[serde(borrow)]
        city: Cow<'a, str>,
        tags: Vec<&'a str>,
    }
    let properties = properties! { "email" => "a@b.c", "city" => "London", "tags" => "x;y" };
    let read: Borrowed<'_> = properties.to_typed().unwrap();
    assert!(std::ptr::eq(read.email, properties.get("email").unwrap()));
    assert!(matches!(read.city, Cow::Borrowed("London")));
    assert_eq!((read.phone, read.tags), (None, vec!["x", "y"]));
}

#[test]
fn names_by_attributes() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    struct Named {
        #[serde(rename = "hs_lead_status", alias = "status")]
        lead_status: Option<String>,
        #[serde(skip)]
        skipped: i64,
    }
    for name in ["status", "hs_lead_status"] {
        let read: Named = properties! { name => "OPEN" }.to_typed().unwrap();
        assert_eq!(read.lead_status.as_deref(), Some("OPEN"));
    }
}

#[test]
fn the_rest_beside_typed_fields() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct WithRest<M> {
        amount: f64,
        won: Option<bool>,
        tags: Vec<String>,
        #[serde(flatten)]
        rest: M,
    }
    let properties = properties! { "amount" => 12.5, "won" => "TRUE", "a" => "1", "b" => "x" };
    let rest = properties! { "a" => "1", "b" => "x" };
    let read: WithRest<Properties> = properties.to_typed().unwrap();
    assert_eq!(
        read,
        WithRest {
            amount: 12.5,
            won: Some(true),
            tags: vec![],
            rest
        }
    );
    let read: WithRest<HashMap<String, String>> = properties.to_typed().unwrap();
    assert_eq!(
        (&*read.rest["a"], &*read.rest["b"], read.rest.len()),
        ("1", "x", 2)
    );
    let read: WithRest<BTreeMap<&str, &str>> = properties.to_typed().unwrap();
    assert_eq!(read.rest, BTreeMap::from([("a", "1"), ("b", "x")]));
}

#[test]
fn a_flattened_struct_has_texts_and_our_times() {
    #[derive(Deserialize)]
    struct Audit {
        createdate: DateTime,
        source: Option<String>,
    }
    #[derive(Deserialize)]
    struct Deal {
        amount: i64,
        #[serde(flatten)]
        audit: Audit,
    }
    let properties =
        properties! { "amount" => 7, "createdate" => "1769817600000", "source" => "API" };
    let deal: Deal = properties.to_typed().unwrap();
    assert_eq!(
        (deal.amount, deal.audit.source.as_deref()),
        (7, Some("API"))
    );
    assert_eq!(deal.audit.createdate.to_string(), "2026-01-31T00:00:00Z");
}

#[test]
fn other_outer_types() {
    let properties = properties! { "a" => 1, "b" => "" };
    #[derive(Deserialize)]
    struct Wrapper(BTreeMap<String, Option<i64>>);
    let wrapper: Wrapper = properties.to_typed().unwrap();
    assert_eq!(
        wrapper.0,
        BTreeMap::from([("a".to_owned(), Some(1)), ("b".to_owned(), None)])
    );
    assert_eq!(properties.to_typed::<Properties>().unwrap(), properties);
    assert_eq!(
        properties.to_typed::<Value>().unwrap(),
        serde_json::json!({"a": "1", "b": ""})
    );

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "kind", rename_all = "lowercase")]
    enum ByKind {
        Person { name: String },
        Company { domain: String },
    }
    let read: ByKind = properties! { "kind" => "company", "domain" => "x.org" }
        .to_typed()
        .unwrap();
    assert_eq!(
        read,
        ByKind::Company {
            domain: "x.org".to_owned()
        }
    );

    #[derive(Deserialize)]
    #[serde(try_from = "HashMap<String, i64>")]
    struct Converted(i64);
    impl TryFrom<HashMap<String, i64>> for Converted {
        type Error = &'static str;
        fn try_from(map: HashMap<String, i64>) -> Result<Self, Self::Error> {
            map.get("a").copied().map(Self).ok_or("no a")
        }
    }
    assert_eq!(
        properties! { "a" => 1 }.to_typed::<Converted>().unwrap().0,
        1
    );
}

//! Which variant gets a value, and that none is lost.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::json;

use crate::{Extra, Value, json_object, json_union};

#[derive(Debug, Clone, PartialEq)]
struct Or {
    filter_branch_type: String,
    branches: Vec<Branch>,
    extra: Extra,
}
json_object!(Or {
    filter_branch_type: "filterBranchType",
    branches: "filterBranches",
});

#[derive(Debug, Clone, PartialEq)]
struct And {
    size: i64,
    branch: Option<Box<Branch>>,
    ratio: Option<f64>,
    extra: Extra,
}
json_object!(And {
    size: "size",
    branch: "branch",
    ratio: "ratio",
});

#[derive(Debug, Clone, PartialEq)]
struct Plain {
    id: String,
    name: Option<String>,
    items: Vec<i64>,
    extra: Extra,
}
json_object!(Plain {
    id: "id",
    name: "name",
    items: "items"
});

#[derive(Debug, Clone, PartialEq)]
struct Bare {
    id: String,
    items: Vec<i64>,
    extra: Extra,
}
json_object!(Bare {
    id: "id",
    items: "items"
});

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
enum Branch {
    Or(Box<Or>),
    And(Box<And>),
    Strict(Box<And>),
    Plain(Box<Plain>),
    Listed(Box<Bare>),
    Bare(Box<Bare>),
    Text(String),
    Flag(bool),
    Whole(i64),
    Real(f64),
    Many(Vec<i64>),
    More(Vec<Branch>),
    Unknown(Value),
}
json_union!(
    Branch,
    Unknown {
        Or: [tag("filterBranchType", ["OR", "NOT_ANY"])],
        And: [tag("filterBranchType", ["AND"]), tag("type", ["AND"])],
        Strict: [tag("version", ["2", "true"])],
        Plain: [keys("id", "name")],
        Listed: [keys("id", "items")],
        Bare: [keys("id")],
        Text: [text],
        Flag: [flag],
        Whole: [integer],
        Real: [number],
        Many: [list],
        More: [list],
    }
);

/// Nothing but tags, of which one is that of a blank value, and a variant for the rest.
#[derive(Debug, Clone, PartialEq)]
enum Open {
    None(And),
    Object(Plain),
    Any(Value),
    Unknown(Value),
}
json_union!(
    Open,
    Unknown {
        None: [tag("size", ["0"])],
        Object: [keys()],
        Any: [any],
    }
);

/// Two types for the same values, each of which holds the other.
#[derive(Debug, Clone, PartialEq)]
enum Twins {
    One(Box<One>),
    Two(Box<One>),
    Unknown(Value),
}
json_union!(
    Twins,
    Unknown {
        One: [keys()],
        Two: [keys()]
    }
);

#[derive(Debug, Clone, PartialEq)]
struct One {
    child: Option<Twins>,
    count: i64,
    extra: Extra,
}
json_object!(One {
    child: "child",
    count: "count"
});

#[derive(Debug, Clone, PartialEq)]
enum Empty {
    Unknown(Value),
}
json_union!(Empty, Unknown {});

fn read(json: &Value) -> Branch {
    serde_json::from_str(&json.to_string()).unwrap()
}

/// The name of the variant.
fn variant(json: &Value) -> String {
    let text = format!("{:?}", read(json));
    text[..text.find('(').unwrap()].to_owned()
}

#[test]
fn a_matcher_finds_the_variant() {
    for (json, name) in [
        (json!({"filterBranchType": "OR"}), "Or"),
        (
            json!({"filterBranchType": "NOT_ANY", "id": 1, "name": 2}),
            "Or",
        ),
        (json!({"filterBranchType": "AND"}), "And"),
        (json!({"type": "AND"}), "And"),
        (json!({"filterBranchType": "NEW", "type": "AND"}), "And"),
        (json!({"filterBranchType": "OR", "type": "AND"}), "Or"),
        (json!({"version": 2}), "Strict"),
        (json!({"version": 2.0}), "Strict"),
        (json!({"version": "2"}), "Strict"),
        (json!({"version": true}), "Strict"),
        (json!({"version": 20}), "Unknown"),
        (json!({"version": [2]}), "Unknown"),
        (json!({"filterBranchType": "NEW"}), "Unknown"),
        (json!({"id": 1, "name": "a"}), "Plain"),
        (json!({"id": 1, "items": [1]}), "Listed"),
        (json!({"name": "a"}), "Unknown"),
        (json!({}), "Unknown"),
        (json!("a"), "Text"),
        (json!(""), "Text"),
        (json!(false), "Flag"),
        (json!(7), "Whole"),
        (json!(7.0), "Whole"),
        (json!(7.5), "Real"),
        (json!(u64::MAX), "Real"),
        (json!(1e300), "Real"),
        (json!([1, "2"]), "Many"),
        (json!([]), "Many"),
        (json!([1, "x", {"type": "AND"}]), "More"),
        (json!(null), "Unknown"),
    ] {
        assert_eq!(variant(&json), name, "{json}");
    }
}

#[test]
fn content_that_does_not_read_goes_on() {
    // Of the variants that take it, the next one.
    assert_eq!(
        variant(&json!({"type": "AND", "size": "many", "id": 1, "name": "a"})),
        "Plain"
    );
    // Or none.
    let odd = json!({"type": "AND", "size": [1]});
    assert_eq!(read(&odd), Branch::Unknown(odd));
    // Inside of a variant, the odd one alone.
    let odd = read(
        &json!({"filterBranchType": "OR", "filterBranches": [{"type": "AND", "size": {}}, "a"]}),
    );
    let Branch::Or(or) = odd else {
        panic!("{odd:?}")
    };
    assert!(matches!(&or.branches[0], Branch::Unknown(_)));
    assert_eq!(or.branches[1], Branch::Text("a".to_owned()));
}

#[test]
fn a_form_that_another_variant_takes_does_not_count() {
    // Written with `"items":[]`, it would be `Listed`.
    let json = json!({"id": "1"});
    assert_eq!(read(&json), Branch::Unknown(json));
    // Written with `"size":0`, it would be `None`.
    let open: Open = serde_json::from_value(json!({"size": "0"})).unwrap();
    assert!(matches!(open, Open::None(_)), "{open:?}");
    let open: Open = serde_json::from_value(json!({"new": 1})).unwrap();
    assert!(matches!(open, Open::Object(_)), "{open:?}");
}

#[test]
fn missing_is_blank_and_not_written() {
    use crate::JsonValue;

    assert_eq!(Branch::default(), Branch::Unknown(Value::Null));
    assert_eq!(read(&json!(null)), Branch::blank());
    assert!(Branch::default().is_absent() && !Branch::Flag(false).is_absent());
    assert_eq!(
        serde_json::from_value::<Open>(Value::Null).unwrap(),
        Open::default()
    );
    assert_eq!(
        serde_json::from_value::<Empty>(json!(1)).unwrap(),
        Empty::Unknown(json!(1))
    );
    let one: One = serde_json::from_value(json!({"child": null})).unwrap();
    assert_eq!(serde_json::to_string(&one).unwrap(), r#"{"count":0}"#);
}

#[test]
fn unknown_variants_are_written_as_they_came() {
    for json in [r#"{"b":[1,null],"a":{"type":"NEW"}}"#, r#"[{"x":1.50}]"#] {
        let branch: Branch = serde_json::from_str(json).unwrap();
        let text = serde_json::to_string(&branch).unwrap();
        assert_eq!(
            serde_json::from_str::<Value>(&text).unwrap(),
            serde_json::from_str::<Value>(json).unwrap()
        );
    }
}

#[test]
fn errors_name_the_place() {
    let inner = And {
        size: 1,
        branch: None,
        ratio: Some(f64::NAN),
        extra: Extra::new(),
    };
    let outer = Branch::More(vec![
        Branch::Flag(true),
        Branch::And(Box::new(And {
            branch: Some(Box::new(Branch::And(Box::new(inner)))),
            ratio: None,
            size: 1,
            extra: Extra::new(),
        })),
    ]);
    assert_eq!(
        serde_json::to_string(&outer).unwrap_err().to_string(),
        "$[1].branch.ratio: a number that is NaN or infinite has no form in JSON"
    );
    let error = serde_json::from_str::<Or>(r#"{"filterBranches": [{"a": [1, }]}"#).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("$.filterBranches[0]: expected value"),
        "{error}"
    );
}

#[test]
fn attempts_are_bounded() {
    // Two attempts at each level, each of which reads all levels below.
    let depth = 60;
    let json = format!(
        "{}null{}",
        r#"{"count":"many","child":"#.repeat(depth),
        "}".repeat(depth)
    );
    let value: Value = serde_json::from_str(&json).unwrap();
    let twins: Twins = serde_json::from_str(&json).unwrap();
    assert_eq!(twins, Twins::Unknown(value));
    // The next value has all attempts again.
    let next: Twins = serde_json::from_str(r#"{"child": {"count": 1}}"#).unwrap();
    assert!(matches!(next, Twins::One(_)), "{next:?}");
}

fn any_json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-3..3).prop_map(|number| json!(f64::from(number))),
        "OR|AND|NOT_ANY|NEW|2|true||[a-z0-9.]{0,3}".prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("filterBranchType"),
        Just("filterBranches"),
        Just("type"),
        Just("version"),
        Just("size"),
        Just("branch"),
        Just("ratio"),
        Just("id"),
        Just("name"),
        Just("items"),
        Just("child"),
        Just("count"),
        Just("new"),
    ];
    scalar.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            1 => vec(inner.clone(), 0..4).prop_map(Value::from),
            3 => btree_map(key.clone().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_is_decoded_survives(json in any_json()) {
        let decoded: Branch = serde_json::from_str(&json.to_string())?;
        let text = serde_json::to_string(&decoded).unwrap();
        prop_assert_eq!(&decoded, &serde_json::from_str::<Branch>(&text)?);
        let decoded: Open = serde_json::from_value(json.clone())?;
        let written = serde_json::to_value(&decoded)?;
        prop_assert_eq!(&decoded, &serde_json::from_value::<Open>(written)?);
        let decoded: Twins = serde_json::from_value(json)?;
        let written = serde_json::to_value(&decoded)?;
        prop_assert_eq!(&decoded, &serde_json::from_value::<Twins>(written)?);
    }
}

//! Whatever is sent, there is an answer, and what is refused changes nothing.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::crm::Crm;
use crate::testing::Account;

/// Words that mean something somewhere.
const WORDS: [&str; 40] = [
    "after",
    "amount",
    "archived",
    "associations.contact",
    "BETWEEN",
    "closedate",
    "CONTAINS_TOKEN",
    "createdate",
    "dealname",
    "direction",
    "email",
    "EQ",
    "filterGroups",
    "filters",
    "GT",
    "highValue",
    "hs_object_id",
    "id",
    "idProperty",
    "IN",
    "inputs",
    "label",
    "labels",
    "limit",
    "name",
    "NEQ",
    "objectId",
    "objectIdToMerge",
    "objectWriteTraceId",
    "operator",
    "options",
    "primaryObjectId",
    "properties",
    "propertyName",
    "query",
    "sorts",
    "type",
    "value",
    "values",
    "fieldType",
];

/// Values that are as odd as they are likely.
fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(&WORDS[..]).prop_map(Value::from),
        select(vec![
            "",
            ";",
            ";;a",
            "*",
            "100000001",
            "-1",
            "99999999999999999999",
            "2026-13-01",
            "ä",
            "a@b.de",
            "enumeration"
        ])
        .prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ]
}

fn body() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((select(&WORDS[..]), inner), 0..6).prop_map(|fields| {
                let fields = fields.into_iter();
                Value::Object(
                    fields
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect(),
                )
            }),
        ]
    })
}

/// Bodies that get far enough to be looked at in earnest.
fn likely() -> impl Strategy<Value = Value> {
    let inputs = || vec(body(), 1..4);
    prop_oneof![
        body(),
        body().prop_map(|properties| json!({"properties": properties})),
        inputs().prop_map(|inputs| json!({"inputs": inputs})),
        vec((leaf(), body()), 1..4).prop_map(|inputs| {
            let inputs = inputs.into_iter();
            let inputs = inputs.map(|(id, properties)| json!({"id": id, "properties": properties}));
            json!({"inputs": inputs.collect::<Vec<_>>()})
        }),
        (select(&WORDS[..]), select(&WORDS[..]), leaf(), inputs()).prop_map(|(name, operator, value, values)| {
            let filter = json!({"propertyName": name, "operator": operator, "value": value, "highValue": value, "values": values});
            json!({"filters": [filter], "query": value, "sorts": [name]})
        }),
    ]
}

const OPERATIONS: [(&str, &str); 14] = [
    ("POST", "/crm/v3/objects/deals"),
    ("PATCH", "/crm/v3/objects/deals/100000001"),
    ("POST", "/crm/v3/objects/deals/search"),
    ("POST", "/crm/v3/objects/deals/merge"),
    ("POST", "/crm/v3/objects/contacts/gdpr-delete"),
    ("POST", "/crm/v3/objects/contacts/batch/create"),
    ("POST", "/crm/v3/objects/deals/batch/read"),
    ("POST", "/crm/v3/objects/deals/batch/update"),
    ("POST", "/crm/v3/objects/contacts/batch/upsert"),
    ("POST", "/crm/v3/objects/deals/batch/archive"),
    ("POST", "/crm/v3/properties/deals"),
    ("PATCH", "/crm/v3/properties/deals/dealtype"),
    ("POST", "/crm/v3/properties/deals/batch/create"),
    ("POST", "/crm-object-schemas/v3/schemas"),
];

/// All that an account has, but for the ids and times that it has not given yet.
fn everything(crm: &Crm) -> String {
    format!(
        "{:?} {:?} {:?} {:?}",
        crm.records,
        crm.properties.of("0-3"),
        crm.schemas,
        crm.types
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_sent_is_answered(requests in vec((select(&OPERATIONS[..]), likely()), 1..12)) {
        let mut account = Account::default();
        let crm = &mut account.crm;
        let values = json!({"dealname": "Ten engines", "amount": "10", "closedate": "2026-01-01"});
        let changes = crm.to_create("0-3", values.as_object().unwrap()).unwrap();
        crm.create("0-3", &changes);
        crm.create("0-3", &[]);
        for ((method, path), body) in requests {
            let before = everything(&account.crm);
            let (status, answer) = account.call(method, path, &body);
            if status >= 400 {
                prop_assert!(answer["message"].is_string(), "{answer}");
                prop_assert_eq!(before, everything(&account.crm), "{} {} {}", method, path, body);
            }
        }
    }
}

//! Every operation on records of every document: what it answers is what its document says.

use serde_json::{Value, json};

use crate::documents::{self, PARAMETER, Route};
use crate::testing::Account;

/// The operations that are handled here, with the name of the type and what comes after it.
fn routes() -> Vec<(&'static Route, &'static str, &'static [&'static str])> {
    let routes =
        documents::all().iter().filter_map(|route| {
            let (["crm", "v3", "objects", name, rest @ ..]
            | ["crm", "objects", "v3", name, rest @ ..]) = route.shape.as_slice()
            else {
                return None;
            };
            let name = if *name == PARAMETER {
                "companies"
            } else {
                name
            };
            let is_record = match rest {
                [] | [PARAMETER | "search" | "merge" | "gdpr-delete"] => true,
                ["batch", what] => *what != PARAMETER,
                _ => false,
            };
            is_record.then_some((route, name, rest))
        });
    routes.collect()
}

/// The values of the example that a document has for a new record of a type.
fn example(name: &str) -> Value {
    let mut routes = routes().into_iter();
    let example = routes.find_map(|(route, of, rest)| {
        let is_create = of == name && rest.is_empty() && route.operation.method == "POST";
        let is_own = route.shape.get(3) != Some(&PARAMETER);
        let body = route.operation.body().filter(|_| is_create && is_own)?;
        let (_, content) = body.content.first()?;
        content.value().get("example").cloned()
    });
    match example {
        Some(mut example) => example["properties"].take(),
        None => json!({}),
    }
}

/// Calls an operation, and holds the answer against its document.
fn call(account: &mut Account, route: &'static Route, name: &str, id: u64, body: &Value) -> u16 {
    let parts = route
        .shape
        .iter()
        .enumerate()
        .map(|(place, part)| match (*part, place) {
            (PARAMETER, 3) => name.to_owned(),
            (PARAMETER, _) => id.to_string(),
            (part, _) => part.to_owned(),
        });
    let path = format!("/{}", parts.collect::<Vec<_>>().join("/"));
    account.call_as(route, &path, body).0
}

#[test]
fn all_answers_are_what_the_documents_say() {
    let routes = routes();
    assert!(routes.len() > 250, "{}", routes.len());
    for (route, name, rest) in routes {
        let mut account = Account::default();
        let crm = &mut account.crm;
        let type_id = crm.type_id(name).unwrap();
        let values = example(name);
        let mut ids = [0; 2];
        for id in &mut ids {
            let mut values = values.clone();
            // It is unique.
            if let Some(values) = values.as_object_mut() {
                values.remove("email");
            }
            let changes = crm.to_create(&type_id, values.as_object().unwrap());
            let changes = changes.unwrap_or_else(|failure| panic!("{name}: {failure:?}"));
            *id = crm.create(&type_id, &changes);
        }
        let [one, two] = ids.map(|id| id.to_string());
        let input = json!({"id": one, "properties": values, "objectWriteTraceId": "x"});
        let good = json!({"inputs": [input]});
        let bad = json!({"id": "7", "properties": {"nonsense": "1"}, "objectWriteTraceId": "y"});
        let some = json!({"inputs": [input, bad]});
        let bodies = match (route.operation.method.as_str(), rest) {
            ("GET" | "DELETE", _) => vec![(Value::Null, 0)],
            ("POST", []) => vec![(json!({"properties": values}), 201)],
            ("PATCH", _) => vec![(json!({"properties": values}), 200)],
            ("POST", ["search"]) => vec![(json!({"limit": 1}), 200), (json!({}), 200)],
            ("POST", ["merge"]) => {
                vec![(json!({"primaryObjectId": one, "objectIdToMerge": two}), 200)]
            }
            ("POST", ["gdpr-delete"]) => vec![(json!({"objectId": one}), 204)],
            ("POST", ["batch", "create"]) => vec![(some, 207)],
            ("POST", ["batch", "archive"]) => vec![(some, 204)],
            ("POST", ["batch", _]) => vec![(good, 200), (some, 207)],
            other => panic!("{other:?}"),
        };
        for (body, expected) in bodies {
            let status = call(&mut account, route, name, ids[0], &body);
            assert!(
                status == expected || expected == 0,
                "{}: {status}",
                route.name()
            );
        }
    }
}

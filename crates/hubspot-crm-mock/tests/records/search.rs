//! Searches.

use std::time::Instant;

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_mock::MockHubSpot;
use serde_json::{Value, json};

use super::{send, start};

const SEARCH: &str = "/crm/v3/objects/deals/search";

/// Deals with these names, amounts, dates and descriptions.
async fn deals() -> MockHubSpot {
    let (mock, hubspot) = start().await;
    for (name, amount, closed, kind, more) in [
        (
            "Ten engines",
            "10",
            "2026-01-01",
            "newbusiness",
            "Punched cards",
        ),
        (
            "Nine Engines",
            "9.5",
            "2026-02-01",
            "existingbusiness",
            "steam@engines.example",
        ),
        ("A mill", "100", "", "newbusiness", ""),
        ("", "", "2026-03-01", "", "ÄRGER with cards"),
    ] {
        let values = properties! {
            "dealname" => name, "amount" => amount, "closedate" => closed, "dealtype" => kind, "description" => more,
        };
        hubspot.deals().create(values).await.unwrap();
    }
    mock
}

/// The places of the deals that are found, from 0.
async fn found(mock: &MockHubSpot, request: Value) -> Vec<u64> {
    let (status, answer) = send(mock, "POST", SEARCH, request).await;
    assert_eq!(status, 200, "{answer}");
    let results = answer["results"].as_array().unwrap();
    assert_eq!(answer["total"], results.len());
    let ids = results.iter().map(|deal| deal["id"].as_str().unwrap());
    ids.map(|id| id.parse::<u64>().unwrap() - 100_000_001)
        .collect()
}

#[tokio::test]
async fn operators_compare_by_type() {
    let mock = deals().await;
    for (property, operator, value, expected) in [
        ("amount", "EQ", "10.0", vec![0]),
        ("amount", "NEQ", "10", vec![1, 2]),
        ("amount", "LT", "10", vec![1]),
        ("amount", "LTE", "10", vec![0, 1]),
        ("amount", "GT", "9.5", vec![0, 2]),
        ("amount", "GTE", "100", vec![2]),
        ("closedate", "EQ", "2026-02-01", vec![1]),
        ("closedate", "EQ", "1769904000000", vec![1]),
        ("closedate", "GTE", "2026-02-01T00:00:00.001Z", vec![3]),
        ("closedate", "LT", "2026-02-01", vec![0]),
        ("dealname", "EQ", "ten ENGINES", vec![0]),
        ("dealname", "LT", "b", vec![2]),
        ("dealname", "CONTAINS_TOKEN", "engines", vec![0, 1]),
        ("dealname", "CONTAINS_TOKEN", "engine", vec![]),
        ("dealname", "CONTAINS_TOKEN", "*engine*", vec![0, 1]),
        ("dealname", "NOT_CONTAINS_TOKEN", "engines", vec![2]),
        (
            "description",
            "CONTAINS_TOKEN",
            "*@engines.example",
            vec![1],
        ),
        ("description", "CONTAINS_TOKEN", "ärger", vec![3]),
        ("dealtype", "EQ", "newbusiness", vec![0, 2]),
        ("dealtype", "EQ", "NewBusiness", vec![]),
        ("dealname", "HAS_PROPERTY", "", vec![0, 1, 2]),
        ("closedate", "NOT_HAS_PROPERTY", "", vec![2]),
        ("hs_object_id", "GT", "100000003", vec![3]),
        ("createdate", "GT", "2026-01-01", vec![0, 1, 2, 3]),
    ] {
        let filter = json!({"propertyName": property, "operator": operator, "value": value});
        let groups = json!({"filterGroups": [{"filters": [filter]}]});
        assert_eq!(
            found(&mock, groups).await,
            expected,
            "{property} {operator} {value}"
        );
        // The same without a group.
        let top = json!({"filters": [filter]});
        assert_eq!(
            found(&mock, top).await,
            expected,
            "{property} {operator} {value}"
        );
    }
    for (property, operator, values, expected) in [
        ("amount", "IN", json!(["10", "100.00"]), vec![0, 2]),
        ("amount", "NOT_IN", json!(["10", "100"]), vec![1]),
        (
            "dealname",
            "IN",
            json!(["ten engines", "a mill"]),
            vec![0, 2],
        ),
        // Text is kept in lower case for this.
        ("dealname", "IN", json!(["Ten engines"]), vec![]),
        ("dealtype", "NOT_IN", json!(["newbusiness"]), vec![1]),
    ] {
        let filter = json!({"propertyName": property, "operator": operator, "values": values});
        assert_eq!(
            found(&mock, json!({"filters": [filter]})).await,
            expected,
            "{filter}"
        );
    }
    let between = json!({"filters": [
        {"propertyName": "amount", "operator": "BETWEEN", "value": "9.5", "highValue": "10"},
    ]});
    assert_eq!(found(&mock, between).await, [0, 1]);
}

#[tokio::test]
async fn groups_are_alternatives_and_text_is_found_where_words_begin() {
    let mock = deals().await;
    let is =
        |name: &str, value: &str| json!({"propertyName": name, "operator": "EQ", "value": value});
    let request = json!({"filterGroups": [
        {"filters": [is("amount", "10"), is("dealtype", "existingbusiness")]},
        {"filters": [is("amount", "100"), is("dealtype", "newbusiness")]},
        {"filters": [is("closedate", "2026-03-01")]},
    ]});
    assert_eq!(found(&mock, request).await, [2, 3]);
    assert_eq!(found(&mock, json!({"query": "engi"})).await, [0, 1]);
    assert_eq!(found(&mock, json!({"query": "CARDS ten"})).await, [0]);
    assert_eq!(found(&mock, json!({"query": "gines"})).await, [0; 0]);
    assert_eq!(found(&mock, json!({})).await, [0, 1, 2, 3]);
}

#[tokio::test]
async fn results_are_sorted_and_paged() {
    let mock = deals().await;
    let sorted = |sort: Value| json!({"sorts": [sort]});
    assert_eq!(found(&mock, sorted(json!("amount"))).await, [1, 0, 2, 3]);
    assert_eq!(found(&mock, sorted(json!("-amount"))).await, [2, 0, 1, 3]);
    let sort = json!({"propertyName": "dealname", "direction": "DESCENDING"});
    assert_eq!(found(&mock, sorted(sort)).await, [0, 1, 2, 3]);
    assert_eq!(
        found(&mock, sorted(json!({"propertyName": "closedate"}))).await,
        [0, 1, 3, 2]
    );

    let (_, page) = send(
        &mock,
        "POST",
        SEARCH,
        json!({"sorts": ["amount"], "limit": 3}),
    )
    .await;
    assert_eq!(
        (&page["total"], &page["paging"]["next"]["after"]),
        (&json!(4), &json!("3"))
    );
    let next = json!({"sorts": ["amount"], "limit": 3, "after": "3", "properties": ["amount"]});
    let (_, page) = send(&mock, "POST", SEARCH, next).await;
    assert_eq!(page["results"].as_array().unwrap().len(), 1);
    assert_eq!(page.get("paging"), None);
    assert_eq!(page["results"][0]["properties"]["amount"], Value::Null);
    assert_eq!(page["results"][0]["properties"].get("dealname"), None);
}

#[tokio::test]
async fn what_hubspot_does_not_search_for_is_refused() {
    let mock = deals().await;
    let has = json!({"propertyName": "amount", "operator": "HAS_PROPERTY"});
    let group = |count: usize| json!({"filters": vec![&has; count]});
    for request in [
        json!({"filterGroups": vec![group(1); 6]}),
        json!({"filterGroups": [group(7)]}),
        json!({"filterGroups": [group(6), group(6), group(6), group(1)]}),
        json!({"limit": 201}),
        json!({"after": "10000"}),
        json!({"after": "9801", "limit": 200}),
        json!({"after": "x"}),
        json!({"sorts": ["amount", "dealname"]}),
        json!({"sorts": ["nonsense"]}),
        json!({"filters": [{"propertyName": "nonsense", "operator": "EQ", "value": "1"}]}),
        json!({"filters": [{"propertyName": "amount", "operator": "LIKE", "value": "1"}]}),
        json!({"filters": [{"propertyName": "amount", "operator": "EQ"}]}),
        json!({"filters": [{"propertyName": "amount", "operator": "IN", "value": "1"}]}),
        json!({"filters": [{"propertyName": "amount", "operator": "BETWEEN", "value": "1"}]}),
        json!({"filters": [{"propertyName": "amount", "operator": "GT", "value": "much"}]}),
        json!({"query": "x".repeat(3_001)}),
    ] {
        let (status, answer) = send(&mock, "POST", SEARCH, request.clone()).await;
        assert_eq!(
            (status, &answer["category"]),
            (400, &json!("VALIDATION_ERROR")),
            "{request}"
        );
    }
    let most =
        json!({"filterGroups": [group(6), group(6), group(6)], "limit": 200, "after": "9800"});
    assert_eq!(send(&mock, "POST", SEARCH, most).await.0, 200);
}

#[tokio::test]
async fn the_client_searches() {
    let (_mock, hubspot) = start().await;
    for number in 0..30 {
        let city = if number % 2 == 0 { "London" } else { "Paris" };
        let values = properties! { "email" => format!("{number}@example.com"), "city" => city };
        hubspot.contacts().create(values).await.unwrap();
    }
    let request = SearchRequest::new()
        .filter(Filter::eq("city", "London"))
        .properties(["city"])
        .limit(4);
    let mut all = hubspot.contacts().search(request).all().stream();
    let mut count = 0;
    while let Some(contact) = all.try_next().await.unwrap() {
        assert_eq!(contact.properties.get("city"), Some("London"));
        count += 1;
    }
    assert_eq!(count, 15);
}

/// Not a measurement, but it would notice if every record were copied, or looked up in vain.
#[tokio::test]
async fn many_records_are_searched_quickly() {
    let (mock, _hubspot) = start().await;
    for chunk in 0..100 {
        let inputs: Vec<_> = (0..100)
            .map(|number| {
                let number = chunk * 100 + number;
                json!({"properties": {"email": format!("{number}@example.com"), "firstname": format!("F{}", number % 97), "city": "London"}})
            })
            .collect();
        let path = "/crm/v3/objects/contacts/batch/create";
        assert_eq!(
            send(&mock, "POST", path, json!({"inputs": inputs})).await.0,
            201
        );
    }
    let request = json!({
        "filters": [
            {"propertyName": "city", "operator": "EQ", "value": "london"},
            {"propertyName": "firstname", "operator": "IN", "values": ["f1", "f2"]},
        ],
        "sorts": ["-email"],
    });
    let start = Instant::now();
    let (status, answer) = send(&mock, "POST", "/crm/v3/objects/contacts/search", request).await;
    assert_eq!(status, 200);
    assert_eq!(answer["total"], 208);
    let taken = start.elapsed();
    assert!(taken.as_millis() < 1_000, "{taken:?}");
}

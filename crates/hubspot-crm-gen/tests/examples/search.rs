#[path = "../../examples/search.rs"]
mod example;

use serde_json::{Value, json};

use crate::support::{Answer, Server};

fn page(ids: &[u32], total: usize) -> Answer {
    let results: Vec<Value> = ids
        .iter()
        .map(|id| json!({"id": id.to_string(), "properties": {"email": null}}))
        .collect();
    let mut page = json!({"total": total, "results": results});
    if ids.len() < total {
        page["paging"] = json!({"next": {"after": ids.len().to_string()}});
    }
    Answer::json(200, page.to_string())
}

#[tokio::test]
async fn finds_the_latest_and_all() {
    let server = Server::start([page(&[9, 8], 3), page(&[1, 8], 3), page(&[9], 1)]).await;
    let since = "2026-01-01T00:00:00Z".parse().unwrap();
    let ids = example::run(server.client(), "London", since)
        .await
        .unwrap();
    assert_eq!(ids, ["1", "8", "9"]);

    let bodies: Vec<Value> = server.requests().iter().map(|it| it.json()).collect();
    let city = json!({"propertyName": "city", "operator": "EQ", "value": "London"});
    let created =
        json!({"propertyName": "createdate", "operator": "GTE", "value": "1767225600000"});
    let email = json!({"propertyName": "email", "operator": "HAS_PROPERTY"});
    let status =
        json!({"propertyName": "hs_lead_status", "operator": "IN", "values": ["NEW", "OPEN"]});
    let above = json!({"propertyName": "hs_object_id", "operator": "GT", "value": "8"});
    let properties = json!(["email", "city"]);
    assert_eq!(
        bodies,
        [
            json!({
                "filterGroups": [{"filters": [city, created]}, {"filters": [city, email, status]}],
                "properties": properties, "sorts": ["-createdate"], "limit": 5,
            }),
            json!({
                "filterGroups": [{"filters": [city, created]}, {"filters": [city, email, status]}],
                "properties": properties, "sorts": ["hs_object_id"], "limit": 200,
            }),
            json!({
                "filterGroups": [
                    {"filters": [city, created, above]},
                    {"filters": [city, email, status, above]},
                ],
                "properties": properties, "sorts": ["hs_object_id"], "limit": 200,
            }),
        ]
    );
}

//! Typed properties, read and updated.

#[path = "../../examples/typed_properties.rs"]
#[allow(dead_code, unreachable_pub, reason = "its `main` is for programs")]
mod example;

use serde_json::json;

use super::support::{Answer, Server};

fn contact(id: &str, properties: &serde_json::Value) -> serde_json::Value {
    json!({"id": id, "properties": properties, "createdAt": "2026-01-01T00:00:00Z",
        "updatedAt": "2026-01-02T03:04:05.678Z", "archived": false})
}

#[tokio::test]
async fn reads_what_it_asks_for_and_changes_what_it_names() {
    let new = json!({"firstname": "Ada", "num_notes": "12", "hs_lead_status": "NEW", "hs_email_optout": null,
        "date_of_birth": "1815-12-10", "lastmodifieddate": "2026-01-02T03:04:05.678Z", "interests": "a;b",
        "hs_object_id": "6001"});
    let opted_out = json!({"firstname": "Bob", "num_notes": "", "hs_lead_status": "NEW", "hs_email_optout": "true",
        "date_of_birth": "-4862505600000", "lastmodifieddate": "1767323045678", "interests": ""});
    let unknown = json!({"firstname": null, "num_notes": null, "hs_lead_status": "UNHEARD_OF"});
    let page = json!({"results": [contact("6001", &new), contact("6002", &opted_out), contact("6003", &unknown)]});
    let server = Server::start([
        Answer::json(200, page.to_string()),
        Answer::json(200, contact("6001", &new).to_string()),
    ])
    .await;

    example::run(&server.client()).await.expect("it succeeds");

    let requests = server.requests();
    let [list, update] = &requests[..] else {
        panic!("two requests are due");
    };
    let names = [
        "firstname",
        "num_notes",
        "hs_lead_status",
        "hs_email_optout",
        "date_of_birth",
        "lastmodifieddate",
        "interests",
    ];
    let query = names.map(|name| ("properties".to_owned(), name.to_owned()));
    assert_eq!(list.path(), "/crm/v3/objects/contacts");
    assert_eq!(list.query_pairs(), query);
    assert_eq!(
        (&*update.method, update.path()),
        ("PATCH", "/crm/v3/objects/contacts/6001")
    );
    assert_eq!(
        update.json(),
        json!({"properties": {"fax": "", "hs_lead_status": "OPEN"}})
    );
}

#[tokio::test]
async fn an_odd_value_is_named() {
    let odd = contact("6001", &json!({"num_notes": "canary-7f3a9c"}));
    let page = json!({ "results": [odd] });
    let server = Server::start([Answer::json(200, page.to_string())]).await;
    let error = example::run(&server.client())
        .await
        .expect_err("it is no number");
    assert_eq!(error.to_string(), "property `num_notes` is not an integer");
}

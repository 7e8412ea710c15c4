//! Reads with hundreds of names.

use hubspot_crm_gen::Error;
use serde_json::{Value, json};

use crate::support::{Answer, Server};

#[path = "../../examples/long_reads.rs"]
mod example;

fn names(count: usize) -> Vec<String> {
    (0..count).map(|it| format!("property_{it:04}")).collect()
}

fn results(results: &[Value]) -> Answer {
    Answer::json(200, json!({"results": results}).to_string())
}

fn properties(names: &[String]) -> Answer {
    let properties: Vec<_> = names.iter().map(|name| json!({"name": name})).collect();
    results(&properties)
}

fn with_companies() -> Answer {
    let companies = json!({"results": [{"id": "7", "type": "contact_to_company"}]});
    let contact = json!({"id": "6001", "associations": {"companies": companies}});
    Answer::json(200, contact.to_string())
}

#[tokio::test]
async fn hundreds_of_names_are_sent_in_bodies() {
    let names = names(1000);
    let record = json!({"id": "6001", "properties": {"property_0999": "x"}});
    let server = Server::start([
        properties(&names),
        results(std::slice::from_ref(&record)),
        with_companies(),
        // Nothing is sent for the list that would be too long.
        results(&[json!({"id": "6001"}), json!({"id": "6002"})]),
        results(&[record.clone(), json!({"id": "6002"})]),
    ])
    .await;
    let report = example::run(&server.client(), "6001").await.unwrap();
    assert_eq!(report.contact.properties.get("property_0999"), Some("x"));
    assert_eq!(report.company_ids, ["7"]);
    let ids: Vec<_> = report.first_contacts.iter().map(|it| &*it.id).collect();
    assert_eq!(ids, ["6001", "6002"]);

    let requests = server.requests();
    let lines: Vec<_> = requests.iter().map(|request| request.line()).collect();
    assert_eq!(
        lines,
        [
            "GET /crm/v3/properties/contacts",
            "POST /crm/v3/objects/contacts/batch/read",
            "GET /crm/v3/objects/contacts/6001?properties=email&associations=companies",
            "GET /crm/v3/objects/contacts?limit=100",
            "POST /crm/v3/objects/contacts/batch/read",
        ]
    );
    assert_eq!(
        requests[1].json(),
        json!({"inputs": [{"id": "6001"}], "properties": names})
    );
    assert_eq!(
        requests[4].json(),
        json!({"inputs": [{"id": "6001"}, {"id": "6002"}], "properties": names})
    );
}

#[tokio::test]
async fn a_few_names_are_sent_as_ever() {
    let names = names(2);
    let record = json!({"id": "6001"});
    let server = Server::start([
        properties(&names),
        Answer::json(200, record.to_string()),
        with_companies(),
        results(&[]),
        results(std::slice::from_ref(&record)),
        results(std::slice::from_ref(&record)),
    ])
    .await;
    let report = example::run(&server.client(), "6001").await.unwrap();
    assert_eq!(report.contact.id, "6001");
    let requests = server.requests();
    let query = Some("properties=property_0000&properties=property_0001");
    assert_eq!((&*requests[1].method, requests[1].query()), ("GET", query));
}

#[tokio::test]
async fn a_record_that_is_not_there() {
    let missing = json!({"status": "COMPLETE", "results": [], "numErrors": 1,
        "errors": [{"category": "OBJECT_NOT_FOUND", "message": "gone", "context": {"ids": ["6001"]}}]});
    let answers = [
        properties(&names(1000)),
        Answer::json(207, missing.to_string()),
    ];
    let server = Server::start(answers).await;
    let error = example::run(&server.client(), "6001").await.unwrap_err();
    assert!(error.is_not_found() && matches!(error, Error::Api(_)));
    // It is about the read that was meant.
    assert!(
        error
            .to_string()
            .starts_with("GET /crm/v3/objects/contacts/{contactId}: 404 Not Found"),
        "{error}"
    );
}

use serde_json::{Value, json};

use crate::support::{Answer, Server};

#[path = "../../examples/paging.rs"]
#[allow(dead_code, reason = "`main` is for people")]
mod example;

fn page(results: &[Value], after: Option<&str>) -> Answer {
    let mut page = json!({ "results": results });
    if let Some(after) = after {
        page["paging"] = json!({"next": {"after": after}});
    }
    Answer::json(200, page.to_string())
}

fn contact(id: &str, phone: Option<&str>) -> Value {
    json!({"id": id, "properties": {"phone": phone}, "archived": false,
        "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z"})
}

fn company(id: u64) -> Value {
    json!({"toObjectId": id, "associationTypes": [{"category": "HUBSPOT_DEFINED", "typeId": 279}]})
}

#[tokio::test]
async fn lists_of_any_length() {
    let mut with_companies = contact("6001", None);
    with_companies["associations"] = json!({"companies": {
        "results": [{"id": "1", "type": "contact_to_company"}], "paging": {"next": {"after": "MC0xLTE%3D"}}}});
    let batch = json!({"status": "COMPLETE", "startedAt": "2026-01-01T00:00:00Z", "completedAt": "2026-01-01T00:00:01Z",
        "results": [{"from": {"id": "6001"}, "to": [company(1)], "paging": {"next": {"after": "c"}}}]});
    let server = Server::start([
        page(
            &[contact("1", Some("555-0100")), contact("2", None)],
            Some("a%3D"),
        ),
        page(&[contact("3", None)], None),
        page(&[json!({"id": "7"}), json!({"id": "8"})], Some("b")),
        page(&[json!({"id": "9"}), json!({"id": "10"})], Some("d")),
        Answer::json(200, with_companies.to_string()),
        page(&[company(1), company(2)], Some("e")),
        page(&[company(3)], None),
        Answer::json(200, batch.to_string()),
        page(&[company(2), company(3)], None),
    ])
    .await;
    let report = example::run(&server.client(), "6001")
        .await
        .expect("all is well");
    assert_eq!(report.contacts, 3);
    assert_eq!(report.contacts_without_phone, ["2", "3"]);
    assert_eq!(report.owners, ["7", "8", "9"]);
    assert_eq!(report.companies, ["1", "2", "3"]);
    assert_eq!(report.linked_in_all, 3);
    let targets: Vec<String> = server.requests().into_iter().map(|it| it.target).collect();
    let companies = "/crm/v4/objects/contacts/6001/associations/companies";
    assert_eq!(
        targets,
        [
            "/crm/v3/objects/contacts?properties=phone&limit=100",
            "/crm/v3/objects/contacts?properties=phone&limit=100&after=a%253D",
            "/crm/v3/owners",
            "/crm/v3/owners?after=b",
            "/crm/v3/objects/contacts/6001?associations=companies",
            &format!("{companies}?limit=500"),
            &format!("{companies}?limit=500&after=e"),
            "/crm/v4/associations/contacts/companies/batch/read",
            &format!("{companies}?after=c&limit=500"),
        ]
    );
}

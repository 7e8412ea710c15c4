use serde_json::json;

use crate::support::{Answer, Server};

#[path = "../../examples/associations.rs"]
mod example;

#[tokio::test]
async fn makes_labels_reads_and_removes_links() {
    let pair = json!({"fromObjectTypeId": "0-1", "fromObjectId": 1, "toObjectTypeId": "0-2", "toObjectId": 22, "labels": []});
    let batch = |results| json!({"status": "COMPLETE", "results": results});
    let kinds = json!([
        {"category": "HUBSPOT_DEFINED", "typeId": 1, "label": "Primary"},
        {"category": "USER_DEFINED", "typeId": 36, "label": "Board member"},
        {"category": "HUBSPOT_DEFINED", "typeId": 279, "label": null},
    ]);
    let far = json!({"toObjectId": 22, "associationTypes": kinds});
    let defined = json!([
        {"category": "USER_DEFINED", "typeId": 37, "label": "Company"},
        {"category": "USER_DEFINED", "typeId": 36, "label": "Board member"},
    ]);
    let json = |status, body: serde_json::Value| Answer::json(status, body.to_string());
    let server = Server::start([
        json(200, batch(json!([]))),
        json(201, json!({"id": "7", "properties": {}})),
        json(200, json!({"results": defined})),
        json(201, pair.clone()),
        json(200, json!({"results": [far]})),
        json(201, batch(json!([pair]))),
        json(200, batch(json!([{"from": {"id": "1"}, "to": [far]}]))),
        Answer::new(204),
        Answer::new(204),
        Answer::new(204),
    ])
    .await;
    example::run(&server.client(), "1", "22", "23")
        .await
        .unwrap();

    let kind = |category, id| json!({"associationCategory": category, "associationTypeId": id});
    let hubspots = |id| kind("HUBSPOT_DEFINED", id);
    let link = |to, kind| json!({"from": {"id": "1"}, "to": {"id": to}, "types": [kind]});
    let expected = [
        (
            "PUT /crm/v4/objects/contacts/1/associations/default/companies/22",
            None,
        ),
        (
            "POST /crm/v3/objects/notes",
            Some(json!({
                "properties": {"hs_note_body": "Met at the fair", "hs_timestamp": "2026-06-01T10:00:00Z"},
                "associations": [{"to": {"id": "1"}, "types": [hubspots(202)]}],
            })),
        ),
        (
            "POST /crm/v4/associations/contacts/companies/labels",
            Some(json!({"name": "board_member", "label": "Board member"})),
        ),
        (
            "PUT /crm/v4/objects/contacts/1/associations/companies/22",
            Some(json!([hubspots(1), kind("USER_DEFINED", 36)])),
        ),
        (
            "GET /crm/v4/objects/contacts/1/associations/companies",
            None,
        ),
        (
            "POST /crm/v4/associations/contacts/companies/batch/create",
            Some(json!({"inputs": [link("22", hubspots(279)), link("23", hubspots(279))]})),
        ),
        (
            "POST /crm/v4/associations/contacts/companies/batch/read",
            Some(json!({"inputs": [{"id": "1"}]})),
        ),
        (
            "POST /crm/v4/associations/contacts/companies/batch/labels/archive",
            Some(json!({"inputs": [link("22", kind("USER_DEFINED", 36))]})),
        ),
        (
            "DELETE /crm/v4/objects/contacts/1/associations/companies/22",
            None,
        ),
        (
            "POST /crm/v4/associations/contacts/companies/batch/archive",
            Some(json!({"inputs": [{"from": {"id": "1"}, "to": [{"id": "23"}]}]})),
        ),
    ];
    let requests = server.requests();
    assert_eq!(requests.len(), expected.len());
    for (request, (line, body)) in requests.iter().zip(expected) {
        assert_eq!(request.line(), line);
        match body {
            Some(body) => assert_eq!(request.json(), body, "{line}"),
            None => assert_eq!(request.text(), "", "{line}"),
        }
    }
}

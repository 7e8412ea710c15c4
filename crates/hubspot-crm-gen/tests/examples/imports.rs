//! Two files to the byte, and an import that takes its time.

#[path = "../../examples/imports.rs"]
mod example;

use std::time::Duration;

use hubspot_crm_gen::v3::prelude::*;
use serde_json::json;

use crate::support::{Answer, Server};

const CONTACTS: &[u8] = b"Email,Company\nada@example.com,example.com\n";

#[tokio::test]
async fn two_files_are_imported() {
    let answer = |state: &str| {
        let metadata = json!({"counters": {"TOTAL_ROWS": 2, "CREATED_OBJECTS": 1}});
        let import = json!({"id": "77", "state": state, "metadata": metadata});
        Answer::json(200, import.to_string())
    };
    let errors = json!({"results": [{"id": "1", "errorType": "INVALID_EMAIL", "sourceData": {"lineNumber": 2}}]});
    let server = Server::start([
        answer("STARTED"),
        answer("DEFERRED"),
        answer("PROCESSING"),
        answer("DONE"),
        Answer::json(200, errors.to_string()),
    ])
    .await;
    let length = u64::try_from(CONTACTS.len()).unwrap();
    let import = example::run(
        &server.client(),
        CONTACTS,
        length,
        Duration::from_millis(10),
    )
    .await
    .unwrap();
    assert_eq!(import.state, PublicImportResponseState::Done);

    let requests = server.requests();
    let lines: Vec<_> = requests.iter().map(|request| request.line()).collect();
    assert_eq!(
        lines,
        [
            "POST /crm/v3/imports",
            "GET /crm/v3/imports/77",
            "GET /crm/v3/imports/77",
            "GET /crm/v3/imports/77",
            "GET /crm/v3/imports/77/errors?includeErrorMessage=true&limit=100",
        ]
    );
    let content_type = requests[0].header("content-type").unwrap();
    let (_, boundary) = content_type.split_once("; boundary=").unwrap();
    let expected = [
        "--BOUNDARY",
        r#"Content-Disposition: form-data; name="importRequest""#,
        "Content-Type: application/json",
        "",
        concat!(
            r#"{"name":"Companies and their people","files":[{"fileName":"companies.csv","fileFormat":"CSV","#,
            r#""fileImportPage":{"hasHeader":true,"columnMappings":[{"columnObjectTypeId":"0-2","columnName":"Domain","#,
            r#""propertyName":"domain","columnType":"HUBSPOT_ALTERNATE_ID","associationIdentifierColumn":true},"#,
            r#"{"columnObjectTypeId":"0-2","columnName":"Name","propertyName":"name"}]}},"#,
            r#"{"fileName":"contacts.csv","fileFormat":"CSV","fileImportPage":{"hasHeader":true,"columnMappings":["#,
            r#"{"columnObjectTypeId":"0-1","columnName":"Email","propertyName":"email","#,
            r#""columnType":"HUBSPOT_ALTERNATE_ID"},{"columnObjectTypeId":"0-1","columnName":"Company","#,
            r#""toColumnObjectTypeId":"0-2","foreignKeyType":{"associationCategory":"HUBSPOT_DEFINED","#,
            r#""associationTypeId":279}}]}}]}"#
        ),
        "--BOUNDARY",
        r#"Content-Disposition: form-data; name="files"; filename="companies.csv""#,
        "Content-Type: text/csv",
        "",
        "Domain,Name\nexample.com,Example\n",
        "--BOUNDARY",
        r#"Content-Disposition: form-data; name="files"; filename="contacts.csv""#,
        "Content-Type: text/csv",
        "",
        "Email,Company\nada@example.com,example.com\n",
        "--BOUNDARY--",
        "",
    ];
    assert_eq!(
        requests[0].text(),
        expected.join("\r\n").replace("BOUNDARY", boundary)
    );
}

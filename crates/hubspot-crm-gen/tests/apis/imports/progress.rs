//! What comes back: how far an import is, and what went wrong with its rows.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::json;

use crate::support::{Answer, Server};
use crate::{line, written};

/// Asked again and again until it is over. A state that is new must not pass for the end.
#[tokio::test]
async fn waiting_for_the_end() {
    let states = [
        "STARTED",
        "DEFERRED",
        "VALIDATING_ROWS",
        "PROCESSING",
        "DONE",
    ];
    let server = Server::start(states.map(|state| {
        Answer::json(
            200,
            json!({"id": 77, "state": state, "updatedAt": "2026-06-01T10:00:00Z"}).to_string(),
        )
    }))
    .await;
    let imports = server.client().imports();
    let mut seen = Vec::new();
    let import = loop {
        let import = imports.get(77).await.unwrap();
        seen.push(import.state.to_string());
        if matches!(
            import.state,
            PublicImportResponseState::Done
                | PublicImportResponseState::Failed
                | PublicImportResponseState::Canceled
        ) {
            break import;
        }
    };
    assert_eq!(seen, states);
    assert_eq!(import.id, "77", "a number is as good as a text");
    assert_eq!(
        server.requests().last().unwrap().target,
        "/crm/v3/imports/77"
    );
}

#[tokio::test]
async fn an_import_with_counters_and_what_was_asked_for() {
    let body = json!({
        "id": "77", "importName": "June", "state": "DONE", "importSource": "DATA_STUDIO",
        "mappedObjectTypeIds": ["0-1", "2-345"], "optOutImport": false,
        "createdAt": "2026-06-01T10:00:00.123Z", "updatedAt": "2026-06-01T10:05:00Z",
        "metadata": {
            "fileIds": ["9007199254740993"],
            "counters": {"TOTAL_ROWS": 80_000_000_000_i64, "CREATED_OBJECTS": 3, "SOMETHING_NEW": 1},
            "objectLists": [{"objectType": "CONTACT", "listId": "12"}],
        },
        "importRequestJson": {"name": "June", "files": [{"fileName": "contacts.csv"}], "entityImport": null},
        "importTemplate": {"templateId": 5, "templateType": "from_a_partner"},
        "newField": [1],
    });
    let server = Server::start([Answer::json(200, body.to_string())]).await;
    let import = server.client().imports().get("77").await.unwrap();
    assert_eq!(written(&import), body);
    let metadata = import.metadata.unwrap();
    assert_eq!(metadata.counters["TOTAL_ROWS"], 80_000_000_000);
    assert_eq!(metadata.counters.get("UPDATED_OBJECTS"), None);
    assert_eq!(metadata.object_lists[0].list_id, "12");
    assert_eq!(import.import_source.unwrap().as_str(), "DATA_STUDIO");
    assert_eq!(
        import.import_template.unwrap().template_type.as_str(),
        "from_a_partner"
    );
    assert_eq!(
        import.import_request_json.unwrap()["files"][0]["fileName"],
        "contacts.csv"
    );
    assert_eq!(
        import.created_at.unwrap().as_millis(),
        Some(1_780_308_000_123)
    );
}

/// Nobody says what `importRequestJson` is. It is kept whatever it is, and costs nothing else.
#[tokio::test]
async fn the_request_in_the_answer_is_free() {
    for free in [
        json!({"a": [1, null]}),
        json!("{\"name\":\"June\"}"),
        json!([]),
        json!(1),
        json!(false),
    ] {
        let body = json!({"id": "77", "state": "DONE", "importRequestJson": free});
        let server = Server::start([Answer::json(200, body.to_string())]).await;
        let import = server.client().imports().get(77).await.unwrap();
        assert_eq!(import.import_request_json, Some(free.clone()));
        assert_eq!(written(&import)["importRequestJson"], free);
    }
    let body = r#"{"id":"77","state":null,"importRequestJson":null,"metadata":null,"mappedObjectTypeIds":null}"#;
    let server = Server::start([Answer::json(200, body)]).await;
    let import = server.client().imports().get(77).await.unwrap();
    assert_eq!((import.import_request_json, import.metadata), (None, None));
    assert_eq!(import.state.as_str(), "");
}

#[tokio::test]
async fn errors_page_by_page() {
    let first = json!({
        "results": [{"id": "1", "errorType": "INVALID_EMAIL", "createdAt": 1_780_308_000_123_i64}],
        "paging": {"next": {"after": "MQ==", "link": "?after=MQ%3D%3D"}},
    });
    let last = json!({"results": [{"id": "2", "errorType": "INVALID_DOMAIN"}], "paging": null});
    let server = Server::start([first, last].map(|page| Answer::json(200, page.to_string()))).await;
    let imports = server.client().imports();
    let list = imports
        .list_errors(77)
        .include_error_message(true)
        .include_row_data(true)
        .limit(1);
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let mut page = list.clone();
        if let Some(after) = after {
            page = page.after(after);
        }
        let page = page.await.unwrap();
        after = page.next_cursor().map(ToOwned::to_owned);
        ids.extend(page.into_iter().map(|error| error.id));
        if after.is_none() {
            break;
        }
    }
    assert_eq!(ids, ["1", "2"]);
    let targets: Vec<_> = server.requests().into_iter().map(|it| it.target).collect();
    let path = "/crm/v3/imports/77/errors?includeErrorMessage=true&includeRowData=true&limit=1";
    assert_eq!(targets, [path.to_owned(), format!("{path}&after=MQ%3D%3D")]);
}

/// There are nearly 70 types of errors, and 160 of objects, and more come. A new one is a value like others.
#[tokio::test]
async fn an_error_of_a_kind_that_is_new() {
    let error = json!({
        "id": "e-1", "errorType": "TOO_MANY_EMOJIS", "objectType": "SPACESHIP", "objectTypeId": "0-999",
        "errorMessage": "too many", "createdAt": 1_780_308_000_123_i64, "knownColumnNumber": 2,
        "sourceData": {
            "fileId": 9_007_199_254_740_993_i64, "lineNumber": 17, "pageName": "Sheet 1",
            "rowData": ["ada@example.com", "Ada 🚀"], "additionalRowData": [], "containsEncryptedProperties": false,
        },
        "invalidPropertyValue": {
            "name": "firstname", "value": "Ada 🚀", "source": "TELEPATHY", "sourceVid": [1, 2],
            "timestamp": 1_780_308_000_000_i64, "isEncrypted": false, "isLargeValue": false, "selectedByUser": false,
            "useTimestampAsPersistenceTimestamp": false, "dataSensitivity": "extreme",
            "maskedSubstrings": {"substrings": [{"start": 0, "end": 3}]},
        },
    });
    let server = Server::start([Answer::json(200, json!({"results": [error]}).to_string())]).await;
    let page = server.client().imports().list_errors(77).await.unwrap();
    let read = &page.results[0];
    assert_eq!(written(read), error);
    assert!(matches!(read.error_type, PublicImportErrorType::Unknown(_)));
    assert_eq!(read.error_type.as_str(), "TOO_MANY_EMOJIS");
    assert_eq!(read.object_type.as_ref().unwrap().as_str(), "SPACESHIP");
    let row = read.source_data.as_ref().unwrap();
    assert_eq!((row.file_id, row.line_number), (9_007_199_254_740_993, 17));
    assert_eq!(row.row_data[1], "Ada 🚀");
    let value = read.invalid_property_value.as_ref().unwrap();
    assert_eq!(value.source.as_str(), "TELEPATHY");
    assert_eq!(value.data_sensitivity.as_ref().unwrap().as_str(), "extreme");
}

#[tokio::test]
async fn errors_of_which_little_is_told() {
    let body = r#"{"results":[{"id":5,"errorType":"INVALID_EMAIL","createdAt":"1780308000123","knownColumnNumber":"3",
        "sourceData":{"fileId":"8","lineNumber":null,"rowData":null},"invalidPropertyValue":null,"objectType":null},
        {}]}"#;
    let server = Server::start([Answer::json(200, body)]).await;
    let page = server.client().imports().list_errors(77).await.unwrap();
    let [told, untold] = &*page.results else {
        panic!("{page:?}")
    };
    assert_eq!(
        (&*told.id, told.created_at, told.known_column_number),
        ("5", 1_780_308_000_123, Some(3))
    );
    assert_eq!(told.error_type, PublicImportErrorType::InvalidEmail);
    let row = told.source_data.as_ref().unwrap();
    assert_eq!(
        (row.file_id, row.line_number, row.row_data.len()),
        (8, 0, 0)
    );
    assert_eq!(told.object_type, None);
    assert_eq!((untold.error_type.as_str(), untold.created_at), ("", 0));
}

/// A POST without a body. HubSpot has endpoints that refuse one without a content type.
#[tokio::test]
async fn cancelling() {
    let body =
        r#"{"status":"CANCELED","startedAt":"2026-06-01T10:00:00Z","completedAt":1780308000123}"#;
    let server = Server::start([Answer::json(200, body)]).await;
    let answer = server.client().imports().cancel("77").await.unwrap();
    assert_eq!(answer.status, BatchResponseStatus::Canceled);
    assert_eq!(
        answer.completed_at.unwrap().as_millis(),
        Some(1_780_308_000_123)
    );
    let request = server.request();
    assert_eq!(line(&request), "POST /crm/v3/imports/77/cancel");
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("content-length"), Some("0"));
    assert!(request.body.is_empty());
}

//! Exports: a request that is one of two kinds, and an answer that is not there yet.

use hubspot_crm_gen::Error;
use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

use crate::support::{Answer, Server};
use crate::{line, written};

const ACCEPTED: &str = r#"{"id":"9001","links":{"status":"https://example.com/9001"}}"#;

fn of_a_list() -> PublicExportListRequest {
    PublicExportListRequest::new(
        "Members",
        PublicExportFormat::Csv,
        PublicExportLanguage::De,
        "CONTACT",
        "12",
        ["email", "firstname"],
    )
}

/// Sends a request, and gives its body.
async fn sent(request: impl Into<PublicExportRequest>) -> Value {
    let server = Server::start([Answer::json(202, ACCEPTED)]).await;
    let task = server.client().exports().start(request).await;
    let task = task.expect("an answer with status 202");
    assert_eq!(task.id, "9001");
    assert_eq!(task.links["status"], "https://example.com/9001");
    let request = server.request();
    assert_eq!(line(&request), "POST /crm/v3/exports/export/async");
    request.assert_standard_headers();
    request.json()
}

#[tokio::test]
async fn of_what_a_search_finds() {
    let search = PublicCrmSearchRequest::new()
        .query("lovelace")
        .filter_groups([FilterGroup::new([
            Filter::in_("city", ["london", "paris"]),
            Filter::between("num_notes", 1, 5),
        ])])
        .sorts(["-createdate"]);
    let export = PublicExportViewRequest::new(
        "Londoners",
        PublicExportFormat::Xlsx,
        PublicExportLanguage::EnGb,
        "CONTACT",
        ["email", "city"],
    )
    .public_crm_search_request(search)
    .associated_object_type(["COMPANY", "2-3465404"])
    .include_labeled_associations(true)
    .export_internal_values_options([
        PublicExportInternalValuesOptions::Names,
        PublicExportInternalValuesOptions::Values,
    ]);
    assert_eq!(
        sent(export).await,
        json!({
            "exportType": "VIEW", "exportName": "Londoners", "format": "XLSX", "language": "EN_GB", "objectType": "CONTACT",
            "objectProperties": ["email", "city"],
            "publicCrmSearchRequest": {
                "query": "lovelace",
                "filterGroups": [{"filters": [
                    {"propertyName": "city", "operator": "IN", "values": ["london", "paris"]},
                    {"propertyName": "num_notes", "operator": "BETWEEN", "value": "1", "highValue": "5"},
                ]}],
                "sorts": ["-createdate"],
            },
            "associatedObjectType": ["COMPANY", "2-3465404"], "includeLabeledAssociations": true,
            "exportInternalValuesOptions": ["NAMES", "VALUES"],
        })
    );
}

#[tokio::test]
async fn of_a_list_of_records() {
    assert_eq!(
        sent(of_a_list()).await,
        json!({
            "exportType": "LIST", "exportName": "Members", "format": "CSV", "language": "DE", "objectType": "CONTACT",
            "listId": "12", "objectProperties": ["email", "firstname"],
        })
    );
}

/// A search without conditions finds everything. It is not the same as no search: HubSpot sees what was meant.
#[tokio::test]
async fn of_all_records_of_a_type() {
    let all =
        PublicExportViewRequest::new("All", PublicExportFormat::Xls, "EN", "2-3465404", ["name"]);
    assert_eq!(
        sent(
            all.clone()
                .public_crm_search_request(PublicCrmSearchRequest::new())
        )
        .await["publicCrmSearchRequest"],
        json!({})
    );
    assert_eq!(sent(all).await.get("publicCrmSearchRequest"), None);
}

/// A kind of export, or a language, that is newer than the crate.
#[tokio::test]
async fn of_a_kind_that_is_new() {
    let raw = json!({"exportType": "DASHBOARD", "exportName": "Board", "dashboardId": 5});
    assert_eq!(sent(PublicExportRequest::Unknown(raw.clone())).await, raw);
    let mut export = of_a_list();
    export.language = "TLH".into();
    export.extra.insert("notify", vec!["ada@example.com"]);
    let body = sent(export).await;
    assert_eq!(
        (&body["language"], &body["notify"]),
        (&json!("TLH"), &json!(["ada@example.com"]))
    );
}

/// Applications keep requests of both kinds side by side, in a queue or a file.
#[test]
fn requests_can_be_kept() {
    let view = PublicExportViewRequest::new(
        "All",
        PublicExportFormat::Csv,
        PublicExportLanguage::En,
        "DEAL",
        ["amount"],
    );
    let queue: Vec<PublicExportRequest> = vec![view.into(), of_a_list().into()];
    let kept = serde_json::to_string(&queue).unwrap();
    let read: Vec<PublicExportRequest> = serde_json::from_str(&kept).unwrap();
    assert_eq!(read, queue);
    assert!(matches!(
        &*read,
        [PublicExportRequest::View(_), PublicExportRequest::List(_)]
    ));
}

#[tokio::test]
async fn from_the_request_to_the_file() {
    let server = Server::start([
        Answer::json(202, r#"{"id":9001,"links":null}"#),
        Answer::json(200, r#"{"status":"PENDING","requestedAt":"2026-06-01T10:00:00Z"}"#),
        Answer::json(200, r#"{"status":"WAITING_FOR_APPROVAL","result":null}"#),
        Answer::json(200, r#"{"status":"COMPLETE","result":"https://files.example.com/a?Expires=1&Signature=x%2By",
            "startedAt":"2026-06-01T10:00:01.5Z","completedAt":1780308009000,"numErrors":0,"errors":[]}"#),
    ])
    .await;
    let exports = server.client().exports();
    let task = exports.start(of_a_list()).await.unwrap();
    let url = loop {
        let status = exports.get_status(&task.id).await.unwrap();
        match status.status {
            BatchResponseStatus::Complete => break status.result.unwrap(),
            BatchResponseStatus::Canceled => panic!("{status:?}"),
            // Also a status that is new: it is not the end.
            _ => assert_eq!(status.result, None),
        }
    };
    assert_eq!(url, "https://files.example.com/a?Expires=1&Signature=x%2By");
    assert_eq!(
        server.requests()[1].target,
        "/crm/v3/exports/export/async/tasks/9001/status"
    );
}

/// Status 200 says that the question was good. The export may have failed all the same.
#[tokio::test]
async fn an_export_that_failed() {
    let body = json!({
        "status": "COMPLETE", "numErrors": 1,
        "errors": [{"status": "error", "category": "EXPORT_FAILED", "message": "the list is gone",
                    "context": {"listId": ["12"]}, "newField": true}],
        "startedAt": "2026-06-01T10:00:00Z", "completedAt": "2026-06-01T10:00:01Z",
    });
    let server = Server::start([Answer::json(200, body.to_string())]).await;
    let status = server.client().exports().get_status(9001).await.unwrap();
    assert_eq!((status.result, status.num_errors), (None, Some(1)));
    assert_eq!(status.errors[0].category.as_deref(), Some("EXPORT_FAILED"));
    assert_eq!(status.errors[0].context["listId"], ["12"]);
    assert_eq!(written(&status.errors[0])["newField"], true);
    server.requests();
}

#[tokio::test]
async fn an_export_as_it_is_told() {
    let body = json!({
        "id": "31", "exportName": "Members", "exportType": "LIST", "exportState": "ENQUEUED_AGAIN", "objectType": "0-1",
        "objectProperties": ["email"], "recordCount": 5_000_000_000_i64,
        "createdAt": "2026-06-01T10:00:00Z", "updatedAt": "2026-06-01T10:00:00.001Z",
    });
    let sparse = r#"{"id":31,"exportState":"DONE","exportType":null,"objectProperties":null,"recordCount":null}"#;
    let server = Server::start([
        Answer::json(200, body.to_string()),
        Answer::json(200, sparse),
    ])
    .await;
    let exports = server.client().exports();
    let export = exports.get("31").await.unwrap();
    assert_eq!(written(&export), body);
    assert!(matches!(export.export_state, PublicExportState::Unknown(_)));
    assert_eq!(export.record_count, Some(5_000_000_000));
    let export = exports.get(31).await.unwrap();
    assert_eq!(
        (&*export.id, export.export_state, export.record_count),
        ("31", PublicExportState::Done, None)
    );
    assert_eq!(server.requests()[0].target, "/crm/v3/exports/export/31");
}

/// Exports have limits of their own. The general helpers see them, too.
#[tokio::test]
async fn one_export_too_many() {
    let body = r#"{"status":"error","message":"too many exports","errorType":"RATE_LIMIT","policyName":"DAILY"}"#;
    let server = Server::start([Answer::json(429, body)]).await;
    let error = server
        .client()
        .exports()
        .start(of_a_list())
        .await
        .unwrap_err();
    assert!(error.is_rate_limited() && error.is_daily_limit());
    let Error::Api(api) = error else { panic!() };
    assert_eq!(api.policy_name.as_deref(), Some("DAILY"));
    server.requests();
}

//! Pipelines and their stages: what replaces and what updates, what is checked before it is deleted, and the history.

use hubspot_crm_gen::Error;
use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

use crate::support::{Answer, Server};
use crate::{line, lines, written};

fn stage(label: &str, probability: &str) -> PipelineStageInput {
    PipelineStageInput::new(label, 0).metadata([("probability", probability)])
}

#[tokio::test]
async fn a_pipeline_is_made_with_its_stages() {
    let body = json!({
        "id": "p-1", "label": "Sales", "displayOrder": 0, "archived": false,
        "createdAt": "2026-06-01T10:00:00Z", "updatedAt": "2026-06-01T10:00:00Z",
        "stages": [
            {"id": "s-1", "label": "Open", "displayOrder": 0, "metadata": {"probability": "0.2", "isClosed": "false"},
             "archived": false, "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT"},
            {"id": "s-2", "label": "Won", "displayOrder": 1, "metadata": {"probability": "1.0", "isClosed": "true"},
             "archived": false, "writePermissions": "AGENTS_ONLY"},
        ],
    });
    let server = Server::start([Answer::json(201, body.to_string())]).await;
    let mut won = stage("Won", "1.0").stage_id("s-2");
    won.display_order = 1;
    let input = PipelineInput::new("Sales", 0, [stage("Open", "0.2"), won]);
    let made = server
        .client()
        .pipelines("deals")
        .create(input)
        .await
        .unwrap();
    assert_eq!(written(&made), body);
    assert_eq!(made.stages[1].metadata["isClosed"], "true");
    assert_eq!(
        made.stages[1].write_permissions.as_ref().unwrap().as_str(),
        "AGENTS_ONLY"
    );
    let request = server.request();
    assert_eq!(line(&request), "POST /crm/v3/pipelines/deals");
    request.assert_standard_headers();
    assert_eq!(
        request.json(),
        json!({"label": "Sales", "displayOrder": 0, "stages": [
            {"label": "Open", "displayOrder": 0, "metadata": {"probability": "0.2"}},
            {"label": "Won", "displayOrder": 1, "metadata": {"probability": "1.0"}, "stageId": "s-2"},
        ]})
    );
}

/// Metadata are texts, but HubSpot does not always put quotes around them.
#[tokio::test]
async fn stages_as_they_come() {
    let body = r#"{"results":[
        {"id":1,"label":"New","displayOrder":"0","metadata":{"ticketState":"OPEN","isClosed":false,"order":null,"p":0.5}},
        {"id":"2","label":null,"displayOrder":-1,"metadata":null,"archived":true,"archivedAt":"2026-06-01","writePermissions":null}]}"#;
    let server = Server::start([Answer::json(200, body)]).await;
    let page = server
        .client()
        .pipelines("0-5")
        .list_stages("0")
        .await
        .unwrap();
    assert_eq!(lines(&server), ["GET /crm/v3/pipelines/0-5/0/stages"]);
    let [new, old] = &*page.results else {
        panic!("{page:?}")
    };
    assert_eq!((&*new.id, new.display_order), ("1", 0));
    let metadata: Vec<_> = new
        .metadata
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    assert_eq!(
        metadata,
        [
            ("isClosed", "false"),
            ("order", ""),
            ("p", "0.5"),
            ("ticketState", "OPEN")
        ]
    );
    assert!(!new.archived && new.updated_at.is_none());
    assert!(old.archived && old.metadata.is_empty() && old.write_permissions.is_none());
    assert_eq!(
        old.archived_at.as_ref().unwrap().to_string(),
        "2026-06-01T00:00:00Z"
    );
    assert_eq!(page.next_cursor(), None);
}

/// To replace says everything and drops what it does not say; to update says what changes.
#[tokio::test]
async fn replacing_and_updating() {
    let pipeline = json!({"id": "p-1", "label": "Sales", "stages": []}).to_string();
    let server =
        Server::start([200, 200, 200].map(|status| Answer::json(status, &*pipeline))).await;
    let pipelines = server.client().pipelines("deals");
    pipelines
        .replace(
            "p-1",
            PipelineReplaceInput::new("Sales", 2, [stage("Open", "0.2").stage_id("s-1")]),
        )
        .validate_references_before_delete(true)
        .validate_deal_stage_usages_before_delete(false)
        .await
        .unwrap();
    pipelines
        .update("p-1", PipelinePatchInput::new().label("Sales, new"))
        .await
        .unwrap();
    pipelines
        .update("p-1", PipelinePatchInput::new().archived(false))
        .await
        .unwrap();
    let requests = server.requests();
    let [replace, update, restore] = &*requests else {
        panic!("{requests:?}")
    };
    assert_eq!(
        line(replace),
        "PUT /crm/v3/pipelines/deals/p-1?validateReferencesBeforeDelete=true&validateDealStageUsagesBeforeDelete=false"
    );
    assert_eq!(
        replace.json(),
        json!({"label": "Sales", "displayOrder": 2, "stages": [
            {"label": "Open", "displayOrder": 0, "metadata": {"probability": "0.2"}, "stageId": "s-1"}]})
    );
    assert_eq!(line(update), "PATCH /crm/v3/pipelines/deals/p-1");
    assert_eq!(update.json(), json!({"label": "Sales, new"}));
    assert_eq!(restore.json(), json!({"archived": false}));
}

#[tokio::test]
async fn replacing_and_updating_a_stage() {
    let server = Server::start(
        [200, 200, 201].map(|status| Answer::json(status, r#"{"id":"s-1","label":"Won"}"#)),
    )
    .await;
    let pipelines = server.client().pipelines("deals");
    let won = [("probability", "1.0")];
    pipelines
        .replace_stage(
            "p-1",
            "s-1",
            PipelineStageReplaceInput::new("Won", 3).metadata(won),
        )
        .await
        .unwrap();
    pipelines
        .update_stage("p-1", "s-1", PipelineStagePatchInput::new().metadata(won))
        .await
        .unwrap();
    // No metadata is one thing, none at all another.
    let none: [(&str, &str); 0] = [];
    pipelines
        .create_stage("p-1", PipelineStageInput::new("Lost", 4).metadata(none))
        .await
        .unwrap();
    let requests = server.requests();
    let bodies: Vec<_> = requests
        .iter()
        .map(|request| (line(request), request.json()))
        .collect();
    let path = "/crm/v3/pipelines/deals/p-1/stages";
    assert_eq!(
        bodies,
        [
            (
                format!("PUT {path}/s-1"),
                json!({"label": "Won", "displayOrder": 3, "metadata": {"probability": "1.0"}})
            ),
            (
                format!("PATCH {path}/s-1"),
                json!({"metadata": {"probability": "1.0"}})
            ),
            (
                format!("POST {path}"),
                json!({"label": "Lost", "displayOrder": 4, "metadata": {}})
            ),
        ]
    );
}

/// What is to be checked before it is gone is in the query, and only if the caller says so.
#[tokio::test]
async fn deleting_with_and_without_a_look() {
    let server = Server::start([204; 4].map(Answer::new)).await;
    let pipelines = server.client().pipelines("deals");
    pipelines.delete("p-1").await.unwrap();
    pipelines
        .delete("p-1")
        .validate_deal_stage_usages_before_delete(true)
        .validate_references_before_delete(true)
        .await
        .unwrap();
    pipelines
        .delete_stage("p-1", "s-1")
        .validate_references_before_delete(false)
        .await
        .unwrap();
    pipelines.delete_stage("p-1", "s-1").await.unwrap();
    assert_eq!(
        lines(&server),
        [
            "DELETE /crm/v3/pipelines/deals/p-1",
            "DELETE /crm/v3/pipelines/deals/p-1?validateDealStageUsagesBeforeDelete=true&validateReferencesBeforeDelete=true",
            "DELETE /crm/v3/pipelines/deals/p-1/stages/s-1?validateReferencesBeforeDelete=false",
            "DELETE /crm/v3/pipelines/deals/p-1/stages/s-1",
        ]
    );
}

#[tokio::test]
async fn a_stage_that_is_in_use() {
    let body = json!({
        "status": "error", "category": "VALIDATION_ERROR", "subCategory": "PipelineError.STAGE_ID_IN_USE",
        "message": "Stage IDs: s-1 are being referenced by object IDs", "correlationId": "c-1",
        "context": {"stageId": ["s-1"], "objectIds": ["11", "12"]},
    });
    let server = Server::start([Answer::json(400, body.to_string())]).await;
    let delete = server
        .client()
        .pipelines("deals")
        .delete_stage("p-1", "s-1")
        .validate_references_before_delete(true);
    let error = delete.await.unwrap_err();
    let api = error.as_api().unwrap();
    assert_eq!(
        api.sub_category.as_deref(),
        Some("PipelineError.STAGE_ID_IN_USE")
    );
    assert_eq!(api.context.get("objectIds"), ["11", "12"]);
    server.requests();
}

/// Accounts choose ids of stages, and may choose what has a meaning in paths.
#[tokio::test]
async fn ids_that_look_like_paths() {
    let server = Server::start([Answer::json(200, r#"{"results":[]}"#)]).await;
    let pipelines = server.client().pipelines("p45_cars");
    pipelines
        .list_stage_audits("default?", "closed won/100%")
        .await
        .unwrap();
    assert_eq!(
        lines(&server),
        ["GET /crm/v3/pipelines/p45_cars/default%3F/stages/closed%20won%2F100%25/audit"]
    );
    // These would end up somewhere else however they are written.
    for id in ["", ".", ".."] {
        let error = pipelines.delete_stage("default", id).await.unwrap_err();
        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
        assert!(error.to_string().contains("stageId"), "{error}");
    }
}

/// What a pipeline was before a change has no fixed form: it is kept as it came.
#[tokio::test]
async fn the_history_is_kept_as_it_came() {
    let raw = [
        json!({"pipelineId": "p-1", "stages": [{"stageId": "s-1", "metadata": null}], "active": true}),
        json!("{\"pipelineId\":\"p-1\"}"),
        json!(["s-1", 2, null]),
        json!(7),
        json!(""),
    ];
    let audits: Vec<_> = raw
        .iter()
        .map(|raw| {
            json!({"action": "UPDATE", "identifier": "p-1", "portalId": 62515, "fromUserId": 9, "message": "changed",
                   "timestamp": "2026-06-01T10:00:00Z", "rawObject": raw})
        })
        .collect();
    let body = json!({"results": audits});
    let server = Server::start([Answer::json(200, body.to_string())]).await;
    let page = server
        .client()
        .pipelines("deals")
        .list_audits("p-1")
        .await
        .unwrap();
    assert_eq!(lines(&server), ["GET /crm/v3/pipelines/deals/p-1/audit"]);
    let read: Vec<_> = page
        .results
        .iter()
        .map(|audit| audit.raw_object.clone().unwrap())
        .collect();
    assert_eq!(read, raw);
    assert_eq!(written(&page), body);
    let stages = page.results[0]
        .raw_object
        .as_ref()
        .and_then(|raw| raw["stages"].as_array());
    assert_eq!(stages.map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_history_of_which_little_is_told() {
    let body = r#"{"results":[
        {"action":"CREATE","identifier":5,"portalId":"62515","rawObject":null,"fromUserId":null,"timestamp":1780308000123},
        {"action":"MERGED_BY_AGENT","identifier":"s-1","timestamp":"yesterday","agent":{"name":"x"}}],"paging":null}"#;
    let server = Server::start([Answer::json(200, body)]).await;
    let page = server
        .client()
        .pipelines("deals")
        .list_stage_audits("p-1", "s-1")
        .await
        .unwrap();
    let [made, odd] = &*page.results else {
        panic!("{page:?}")
    };
    assert_eq!(
        (&*made.identifier, made.portal_id, made.from_user_id),
        ("5", 62515, None)
    );
    assert_eq!(made.raw_object, None, "null is nothing");
    assert_eq!(
        made.timestamp.as_ref().unwrap().as_millis(),
        Some(1_780_308_000_123)
    );
    // A time that nobody can read is shown as it came.
    let timestamp = odd.timestamp.as_ref().unwrap();
    assert_eq!(
        (timestamp.timestamp(), timestamp.to_string()),
        (None, "yesterday".to_owned())
    );
    assert_eq!(odd.action, "MERGED_BY_AGENT");
    assert_eq!(odd.extra.get("agent"), Some(&json!({"name": "x"})));
    assert_eq!(written(odd)["timestamp"], Value::from("yesterday"));
    server.requests();
}

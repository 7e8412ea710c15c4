//! Which records are on a list: page by page in both directions, by hand, and from the side of a record.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::json;

use crate::support::{Answer, Server};
use crate::{line, lines, written};

#[tokio::test]
async fn page_by_page_and_back() {
    let pages = [
        json!({"results": [{"recordId": 6001, "membershipTimestamp": "2026-06-01T10:00:00.123Z"}],
               "paging": {"next": {"after": "NjAwMQ=="}}, "total": 2}),
        json!({"results": [{"recordId": "6002", "membershipTimestamp": null}],
               "paging": {"prev": {"before": "NjAwMg==", "link": null}, "next": null}, "total": "2"}),
        json!({"results": [{"recordId": "6001"}], "paging": null}),
    ];
    let server = Server::start(pages.map(|page| Answer::json(200, page.to_string()))).await;
    let lists = server.client().lists();
    let first = lists
        .list_memberships_in_join_order(12)
        .limit(1)
        .await
        .unwrap();
    assert_eq!(
        (&*first.results[0].record_id, first.total),
        ("6001", Some(2))
    );
    assert_eq!(
        first.results[0]
            .membership_timestamp
            .as_ref()
            .unwrap()
            .as_millis(),
        Some(1_780_308_000_123)
    );
    let after = first.next_cursor().unwrap();
    let second = lists
        .list_memberships_in_join_order(12)
        .limit(1)
        .after(after)
        .await
        .unwrap();
    assert_eq!(
        (
            second.next_cursor(),
            second.results[0].membership_timestamp.as_ref()
        ),
        (None, None)
    );
    let before = second.paging.unwrap().prev.unwrap().before;
    let back = lists.list_memberships(12).before(before).await.unwrap();
    assert_eq!((&*back.results[0].record_id, back.total), ("6001", None));
    assert_eq!(
        lines(&server),
        [
            "GET /crm/v3/lists/12/memberships/join-order?limit=1",
            "GET /crm/v3/lists/12/memberships/join-order?limit=1&after=NjAwMQ%3D%3D",
            "GET /crm/v3/lists/12/memberships?before=NjAwMg%3D%3D",
        ]
    );
}

/// The bodies are bare lists of ids. What there is no record for is told, and no error.
#[tokio::test]
async fn by_hand() {
    let body =
        r#"{"recordsIdsAdded":[6001,"6002"],"recordIdsRemoved":null,"recordIdsMissing":["7"]}"#;
    let server = Server::start([
        Answer::json(200, body),
        Answer::json(200, "{}"),
        Answer::json(200, body),
        Answer::new(204),
        Answer::new(204),
    ])
    .await;
    let lists = server.client().lists();
    let change = lists.add_members(12, ["6001", "6002", "7"]).await.unwrap();
    assert_eq!(change.records_ids_added, ["6001", "6002"]);
    assert_eq!(
        (change.record_ids_missing, change.record_ids_removed.len()),
        (vec!["7".to_owned()], 0)
    );
    lists
        .remove_members("12", [String::from("6001")])
        .await
        .unwrap();
    let both = MembershipChangeRequest::new()
        .record_ids_to_add(["6001"])
        .record_ids_to_remove(["6002"]);
    lists.add_and_remove_members(12, both).await.unwrap();
    lists.add_members_from(12, 31).await.unwrap();
    lists.remove_all_members(12).await.unwrap();
    let requests = server.requests();
    let path = "/crm/v3/lists/12/memberships";
    assert_eq!(
        requests.iter().map(line).collect::<Vec<_>>(),
        [
            format!("PUT {path}/add"),
            format!("PUT {path}/remove"),
            format!("PUT {path}/add-and-remove"),
            format!("PUT {path}/add-from/31"),
            format!("DELETE {path}"),
        ]
    );
    assert_eq!(requests[0].text(), r#"["6001","6002","7"]"#);
    assert_eq!(requests[1].text(), r#"["6001"]"#);
    assert_eq!(
        requests[2].json(),
        json!({"recordIdsToAdd": ["6001"], "recordIdsToRemove": ["6002"]})
    );
    assert_eq!(
        (requests[3].header("content-type"), requests[3].text()),
        (Some("application/json"), "")
    );
}

/// Nobody can put records on a list that follows its filters.
#[tokio::test]
async fn on_a_list_that_follows_its_filters() {
    let body = json!({
        "status": "error", "category": "VALIDATION_ERROR", "subCategory": "ILS.INVALID_LIST_PROCESSING_TYPE",
        "message": "List 12 is DYNAMIC", "context": {"listId": ["12"], "processingType": ["DYNAMIC"]},
    });
    let server = Server::start([Answer::json(400, body.to_string())]).await;
    let error = server
        .client()
        .lists()
        .add_members(12, ["6001"])
        .await
        .unwrap_err();
    let api = error.as_api().unwrap();
    assert_eq!(
        api.sub_category.as_deref(),
        Some("ILS.INVALID_LIST_PROCESSING_TYPE")
    );
    assert_eq!(api.context.get("processingType"), ["DYNAMIC"]);
    server.requests();
}

#[tokio::test]
async fn from_the_side_of_records() {
    let lists = json!([
        {"listId": 12, "listVersion": "3", "isPublicList": null, "firstAddedTimestamp": 1_780_308_000_123_i64,
         "lastAddedTimestamp": "2026-06-01T10:00:00Z"},
        {"listId": "13"},
    ]);
    let body = json!({"status": "COMPLETE", "results": [
        {"objectTypeId": "0-1", "recordId": 6001, "recordListMemberships": lists},
        {"objectTypeId": "0-2", "recordId": "7", "recordListMemberships": null}],
        "numErrors": 1, "errors": [{"category": "OBJECT_NOT_FOUND", "message": "gone", "context": {"ids": ["8"]}}]});
    let one = json!({"results": lists, "total": 2, "paging": {"next": {"after": "13"}}});
    let server = Server::start([
        Answer::json(207, body.to_string()),
        Answer::json(200, one.to_string()),
    ])
    .await;
    let client = server.client();
    let inputs = [("0-1", "6001"), ("0-2", "7"), ("0-2", "8")]
        .map(|(kind, id)| RecordIdInput::new(kind, id));
    let batch = client
        .lists()
        .batch_read_record_memberships(inputs)
        .await
        .unwrap();
    assert_eq!(batch.failures()[0].ids(), ["8"]);
    let [contact, company] = batch.results() else {
        panic!("{batch:?}")
    };
    assert_eq!(
        (&*contact.record_id, company.record_list_memberships.len()),
        ("6001", 0)
    );
    let membership = &contact.record_list_memberships[0];
    assert_eq!(
        (
            &*membership.list_id,
            membership.list_version,
            membership.is_public_list
        ),
        ("12", 3, None)
    );
    assert_eq!(
        membership
            .first_added_timestamp
            .as_ref()
            .unwrap()
            .as_millis(),
        Some(1_780_308_000_123)
    );
    let page = client
        .lists()
        .list_record_memberships("0-1", 6001)
        .await
        .unwrap();
    assert_eq!(
        (page.total, &page.results),
        (Some(2), &contact.record_list_memberships)
    );
    let requests = server.requests();
    assert_eq!(
        line(&requests[0]),
        "POST /crm/v3/lists/records/memberships/batch/read"
    );
    assert_eq!(
        requests[0].json()["inputs"][2],
        json!({"objectTypeId": "0-2", "recordId": "8"})
    );
    assert_eq!(
        line(&requests[1]),
        "GET /crm/v3/lists/records/0-1/6001/memberships"
    );
}

/// A dynamic list becomes static on a day, after a while, or in a way that is new.
#[tokio::test]
async fn a_plan_to_stop_following_the_filters() {
    let day = json!({"conversionType": "CONVERSION_DATE", "year": 2026, "month": 12, "day": 31});
    let idle = json!({"conversionType": "INACTIVITY", "offset": 3, "timeUnit": "FORTNIGHT"});
    let new = json!({"conversionType": "FULL_MOON"});
    let answers =
        [&day, &idle, &new].map(|plan| json!({"listId": "12", "requestedConversionTime": plan}));
    let server = Server::start(
        answers
            .clone()
            .map(|answer| Answer::json(200, answer.to_string())),
    )
    .await;
    let lists = server.client().lists();
    let plans = [
        PublicListConversionTime::from(PublicListConversionDate::new(2026, 12, 31)),
        PublicListConversionInactivity::new(3, "FORTNIGHT").into(),
        PublicListConversionTime::Unknown(new.clone()),
    ];
    for (plan, answer) in plans.into_iter().zip(answers) {
        let read = lists.schedule_conversion(12, plan.clone()).await.unwrap();
        assert_eq!(written(&read), answer);
        assert_eq!(read.requested_conversion_time, Some(plan));
    }
    let bodies: Vec<_> = server
        .requests()
        .iter()
        .map(|request| (line(request), request.json()))
        .collect();
    let put = "PUT /crm/v3/lists/12/schedule-conversion".to_owned();
    assert_eq!(bodies, [day, idle, new].map(|body| (put.clone(), body)));

    server.push(Answer::json(
        200,
        r#"{"listId":12,"requestedConversionTime":null,"convertedAt":"2026-12-31"}"#,
    ));
    server.push(Answer::new(204));
    let done = lists.get_conversion(12).await.unwrap();
    assert_eq!(done.requested_conversion_time, None);
    assert_eq!(
        done.converted_at.unwrap().to_string(),
        "2026-12-31T00:00:00Z"
    );
    lists.cancel_conversion(12).await.unwrap();
    let path = "/crm/v3/lists/12/schedule-conversion";
    assert_eq!(
        lines(&server),
        [format!("GET {path}"), format!("DELETE {path}")]
    );
}

//! What some types of records have that others do not: ids of types in paths, merges, links of the older kind, shares.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::json;

use crate::support::{Answer, RECORD, Server};
use crate::{line, lines};

/// Deals go by the id of their type, in all that one does with them.
#[tokio::test]
async fn deals_go_by_the_id_of_their_type() {
    let page = r#"{"results":[],"total":0}"#;
    let server = Server::start([
        Answer::json(201, RECORD),
        Answer::json(200, RECORD),
        Answer::json(200, page),
        Answer::json(200, RECORD),
        Answer::new(204),
    ])
    .await;
    let deals = server.client().deals();
    let stage =
        properties! { "dealname" => "Ship", "amount" => 1_250.5, "dealstage" => "closed won" };
    let contact = PublicAssociationsForObject::new(
        "6001",
        [AssociationSpec::new(AssociationCategory::HubspotDefined, 3)],
    );
    deals
        .create(SimplePublicObjectInputForCreate::new(stage).associations([contact]))
        .await
        .unwrap();
    deals
        .get(17)
        .properties(["amount"])
        .associations(["contacts"])
        .await
        .unwrap();
    let search = SearchRequest::new().filter(Filter::gte("amount", 1000));
    deals.search(search).await.unwrap();
    deals
        .merge(PublicMergeInput::new("17", "18"))
        .await
        .unwrap();
    deals.batch_archive(["17", "18"]).await.unwrap();
    let requests = server.requests();
    let path = "/crm/v3/objects/0-3";
    let expected = [
        format!("POST {path}"),
        format!("GET {path}/17?properties=amount&associations=contacts"),
        format!("POST {path}/search"),
        format!("POST {path}/merge"),
        format!("POST {path}/batch/archive"),
    ];
    assert_eq!(requests.iter().map(line).collect::<Vec<_>>(), expected);
    assert_eq!(
        requests[0].json(),
        json!({
            "properties": {"dealname": "Ship", "amount": "1250.5", "dealstage": "closed won"},
            "associations": [{"to": {"id": "6001"},
                "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 3}]}],
        })
    );
    assert_eq!(
        requests[3].json(),
        json!({"primaryObjectId": "17", "objectIdToMerge": "18"})
    );
}

/// What comes out of a merge may have an id of its own. Who kept that of the primary record looks for it in vain.
#[tokio::test]
async fn the_merged_record_may_have_a_new_id() {
    let merged = r#"{"id":"6003","properties":{"hs_merged_object_ids":"6001;6002","email":null},"archived":false}"#;
    let answers = [200, 200, 200, 200].map(|status| Answer::json(status, merged));
    let server = Server::start(answers).await;
    let client = server.client();
    let input = PublicMergeInput::new("6001", "6002");
    let contact = client.contacts().merge(input.clone()).await.unwrap();
    assert_eq!(contact.id, "6003");
    assert_eq!(
        contact.properties.get("hs_merged_object_ids"),
        Some("6001;6002")
    );
    client.companies().merge(input.clone()).await.unwrap();
    client.tickets().merge(input.clone()).await.unwrap();
    client
        .custom_objects("2-3465404")
        .merge(input)
        .await
        .unwrap();
    let path = "POST /crm/v3/objects";
    let types = ["contacts", "companies", "tickets", "2-3465404"];
    assert_eq!(
        lines(&server),
        types.map(|name| format!("{path}/{name}/merge"))
    );
}

#[tokio::test]
async fn a_merge_that_cannot_be() {
    let body = r#"{"status":"error","category":"VALIDATION_ERROR","message":"Cannot merge record with itself","correlationId":"c"}"#;
    let server = Server::start([Answer::json(400, body)]).await;
    let error = server
        .client()
        .deals()
        .merge(PublicMergeInput::new("17", "17"))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "POST /crm/v3/objects/0-3/merge: 400 Bad Request VALIDATION_ERROR: Cannot merge record with itself (correlation id c)"
    );
    server.requests();
}

/// Appointments have the links of the third version, one kind at a time.
#[tokio::test]
async fn links_of_appointments() {
    let page = r#"{"results":[{"id":6001,"type":"appointment_to_contact"},{"id":"6002","type":null}],
        "paging":{"next":{"after":"6002","link":null}}}"#;
    let server = Server::start([
        Answer::json(200, page),
        Answer::json(200, RECORD),
        Answer::new(204),
    ])
    .await;
    let appointments = server.client().appointments("0-421");
    let links = appointments
        .list_associations(17, "contacts")
        .include_fa(true)
        .limit(500)
        .await
        .unwrap();
    assert_eq!(
        (&*links.results[0].id, &*links.results[1].r#type),
        ("6001", "")
    );
    assert_eq!(links.next_cursor(), Some("6002"));
    let appointment = appointments
        .associate(17, "contacts", 6001, "appointment_to_contact")
        .await
        .unwrap();
    assert_eq!(appointment.id, "6001");
    appointments
        .dissociate("17", "0-1", "6001", 906)
        .await
        .unwrap();
    let requests = server.requests();
    let path = "/crm/objects/v3/0-421/17/associations";
    assert_eq!(
        line(&requests[0]),
        format!("GET {path}/contacts?includeFA=true&limit=500")
    );
    assert_eq!(
        line(&requests[1]),
        format!("PUT {path}/contacts/6001/appointment_to_contact")
    );
    assert_eq!(
        (requests[1].header("content-type"), requests[1].text()),
        (Some("application/json"), "")
    );
    assert_eq!(line(&requests[2]), format!("DELETE {path}/0-1/6001/906"));
}

/// Shares of a deal are numbers, and ids too, where all other records have texts.
#[tokio::test]
async fn shares_of_a_deal() {
    let body = json!({"status": "COMPLETE", "results": [{"id": 17, "splits": [
        {"id": "s-1", "properties": {"hs_deal_split_percentage": "0.333", "hubspot_owner_id": null}}, {"id": 5}]}]});
    let server = Server::start([
        Answer::json(200, body.to_string()),
        Answer::json(200, body.to_string()),
    ])
    .await;
    let splits = server.client().deal_splits();
    let thirds = [
        PublicDealSplitInput::new(41, 0.333),
        PublicDealSplitInput::new(42, 0.667),
    ];
    let batch = splits
        .batch_upsert([PublicDealSplitsCreateRequest::new(17, thirds)])
        .await
        .unwrap();
    let deals = batch.into_complete().unwrap();
    assert_eq!((&*deals[0].id, &*deals[0].splits[1].id), ("17", "5"));
    assert_eq!(
        deals[0].splits[0]
            .properties
            .get_f64("hs_deal_split_percentage")
            .unwrap(),
        Some(0.333)
    );
    splits
        .batch_read(["17"])
        .await
        .unwrap()
        .into_complete()
        .unwrap();
    let requests = server.requests();
    let path = "/crm/objects/v3/deals/splits/batch";
    assert_eq!(line(&requests[0]), format!("POST {path}/upsert"));
    assert_eq!(
        requests[0].text(),
        r#"{"inputs":[{"id":17,"splits":[{"ownerId":41,"percentage":0.333},{"ownerId":42,"percentage":0.667}]}]}"#
    );
    assert_eq!(
        (line(&requests[1]), requests[1].json()),
        (
            format!("POST {path}/read"),
            json!({"inputs": [{"id": "17"}]})
        )
    );
}

#[tokio::test]
async fn a_share_that_is_no_number_is_not_sent() {
    let server = Server::start([]).await;
    let shares = [PublicDealSplitInput::new(41, f64::NAN)];
    let send = server
        .client()
        .deal_splits()
        .batch_upsert([PublicDealSplitsCreateRequest::new(17, shares)]);
    let error = send.await.unwrap_err().to_string();
    assert!(error.contains("inputs[0].splits[0].percentage"), "{error}");
}

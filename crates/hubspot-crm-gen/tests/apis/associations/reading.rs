//! Which records are linked: page by page, and in batches in which each input has pages of its own.

use std::collections::BTreeMap;

use hubspot_crm_gen::v4::prelude::*;
use hubspot_crm_gen::{BatchFailure, Client, Error};
use serde_json::{Value, json};

use crate::support::{Answer, Server};
use crate::{line, written};

const BATCH_READ: &str = "POST /crm/v4/associations/contacts/companies/batch/read";

/// A record without links is told among the failures, though nothing failed.
fn says_that_there_are_none(failure: &BatchFailure) -> bool {
    failure.sub_category == Some("crm.associations.NO_ASSOCIATIONS_FOUND".into())
}

fn none(contact: &str) -> Value {
    json!({"status": "error", "category": "OBJECT_NOT_FOUND",
        "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND", "message": "nothing is linked to it",
        "context": {"fromObjectId": [contact], "fromObjectType": ["contact"], "toObjectType": ["company"]}})
}

/// All companies of some contacts. The inputs of a batch have cursors of their own, so the next request asks for those
/// that have more, each from where it was.
async fn all_companies(
    client: &Client,
    contacts: &[&str],
) -> Result<BTreeMap<String, Vec<String>>, Error> {
    let mut companies = BTreeMap::<String, Vec<String>>::new();
    let mut inputs: Vec<PublicFetchAssociationsBatchRequest> =
        contacts.iter().map(|&id| id.into()).collect();
    while !inputs.is_empty() {
        let batch = client
            .associations()
            .batch_read("contacts", "companies", inputs)
            .await?;
        inputs = Vec::new();
        let failures = batch.failures();
        let links = if !failures.is_empty() && failures.iter().all(says_that_there_are_none) {
            batch.into_parts().0
        } else {
            batch.into_complete()?
        };
        for links in links {
            let next = links.paging.and_then(|paging| paging.next);
            inputs.extend(next.map(|next| {
                PublicFetchAssociationsBatchRequest::new(&*links.from.id).after(next.after)
            }));
            let to = links.to.into_iter().map(|company| company.to_object_id);
            companies.entry(links.from.id).or_default().extend(to);
        }
    }
    Ok(companies)
}

fn links(from: impl Into<Value>, to: &[u64], after: Option<&str>) -> Value {
    let to: Vec<_> = to
        .iter()
        .map(|id| json!({"toObjectId": id, "associationTypes": []}))
        .collect();
    let paging = after.map(|after| json!({"next": {"after": after, "link": null}}));
    json!({"from": {"id": from.into()}, "to": to, "paging": paging})
}

#[tokio::test]
async fn each_input_is_read_to_its_last_page() {
    let first = json!({"status": "COMPLETE", "numErrors": 1, "errors": [none("4")], "results": [
        links("1", &[11, 12], Some("MTI=")),
        links("2", &[21], None),
        links("3", &[31], Some("MzE+")),
    ]});
    // The results come in another order, and ids as numbers.
    let second = json!({"results": [links(3, &[32], None), links(1, &[13, 14], Some("MTQ="))]});
    let third = json!({"results": [links("1", &[9_007_199_254_740_993], None)]});
    let server = Server::start([
        Answer::json(207, first.to_string()),
        Answer::json(200, second.to_string()),
        Answer::json(200, third.to_string()),
    ])
    .await;
    let companies = all_companies(&server.client(), &["1", "2", "3", "4"])
        .await
        .unwrap();
    assert_eq!(companies["1"], ["11", "12", "13", "14", "9007199254740993"]);
    assert_eq!(companies["2"], ["21"]);
    assert_eq!(companies["3"], ["31", "32"]);
    assert!(!companies.contains_key("4"));

    let requests = server.requests();
    for request in &requests {
        assert_eq!(line(request), BATCH_READ);
        request.assert_standard_headers();
    }
    let bodies: Vec<_> = requests.iter().map(|request| request.json()).collect();
    assert_eq!(
        bodies,
        [
            json!({"inputs": [{"id": "1"}, {"id": "2"}, {"id": "3"}, {"id": "4"}]}),
            json!({"inputs": [{"id": "1", "after": "MTI="}, {"id": "3", "after": "MzE+"}]}),
            json!({"inputs": [{"id": "1", "after": "MTQ="}]}),
        ]
    );
}

/// A contact that does not exist is a failure. What the others have must not be taken for all there is.
#[tokio::test]
async fn a_walk_that_meets_a_failure_ends_in_an_error() {
    let body = json!({
        "status": "COMPLETE", "results": [links("1", &[11], None)], "numErrors": 2,
        "errors": [none("3"), {"status": "error", "category": "OBJECT_NOT_FOUND", "message": "No contact with ID 2 exists",
                    "context": {"fromObjectId": ["2"], "ids": ["2"]}}],
    });
    let server = Server::start([Answer::json(207, body.to_string())]).await;
    let error = all_companies(&server.client(), &["1", "2", "3"])
        .await
        .unwrap_err();
    let Error::Batch(incomplete) = &error else {
        panic!("{error:?}")
    };
    let [none, missing] = incomplete.failures() else {
        panic!("{error:?}")
    };
    assert!(says_that_there_are_none(none) && !says_that_there_are_none(missing));
    assert_eq!(none.context.get("fromObjectId"), ["3"]);
    assert_eq!(missing.ids(), ["2"]);
    server.requests();
}

/// Ids are numbers here, which v3 sends as texts. Labels and categories may be new, or missing.
#[tokio::test]
async fn ids_as_numbers_and_labels_of_all_kinds() {
    let body = json!({
        "results": [{"toObjectId": 9_007_199_254_740_993_u64, "associationTypes": [
            {"category": "HUBSPOT_DEFINED", "typeId": 279, "label": null},
            {"category": "USER_DEFINED", "typeId": "36", "label": "Billing"},
            {"category": "AGENT_DEFINED", "typeId": 1, "label": ""},
            {"category": null, "typeId": null},
        ]}, {"toObjectId": "22", "associationTypes": null}],
        "paging": {"next": {"after": "22"}},
    });
    let server = Server::start([Answer::json(200, body.to_string())]).await;
    let client = server.client();
    let page = client
        .associations()
        .list("contacts", 1, "companies")
        .limit(500)
        .after("21")
        .await
        .unwrap();
    assert_eq!(
        server.request().target,
        "/crm/v4/objects/contacts/1/associations/companies?limit=500&after=21"
    );
    assert_eq!(page.next_cursor(), Some("22"));
    let [linked, bare] = &*page.results else {
        panic!("{page:?}")
    };
    assert_eq!(linked.to_object_id, "9007199254740993");
    let kinds: Vec<_> = linked
        .association_types
        .iter()
        .map(|kind| (kind.category.as_str(), kind.type_id, kind.label.as_deref()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("HUBSPOT_DEFINED", 279, None),
            ("USER_DEFINED", 36, Some("Billing")),
            ("AGENT_DEFINED", 1, Some("")),
            ("", 0, None),
        ]
    );
    assert_eq!(
        linked.association_types[0].category,
        AssociationCategory::HubspotDefined
    );
    assert!(bare.association_types.is_empty());
    assert_eq!(bare.to_object_id, "22");
}

/// A limit that nobody has set is null, which is not zero.
#[tokio::test]
async fn limits_that_are_not_set() {
    let body = r#"{"results":[{"category":"HUBSPOT_DEFINED","typeId":279,"userEnforcedMaxToObjectIds":null,"label":null},
        {"category":"HUBSPOT_DEFINED","typeId":1,"userEnforcedMaxToObjectIds":0},
        {"category":"USER_DEFINED","typeId":36,"userEnforcedMaxToObjectIds":"5","label":"Billing"}]}"#;
    let server = Server::start([Answer::json(200, body)]).await;
    let client = server.client();
    let page = client
        .associations_schema()
        .list_limits("contacts", "companies")
        .await
        .unwrap();
    let limits: Vec<_> = page
        .results
        .iter()
        .map(|it| it.user_enforced_max_to_object_ids)
        .collect();
    assert_eq!(limits, [None, Some(0), Some(5)]);
    assert_eq!(
        server.request().target,
        "/crm/associations/v4/definitions/configurations/contacts/companies"
    );
}

#[tokio::test]
async fn a_report_that_is_asked_for() {
    let body = json!({"userId": 9, "userEmail": "ada@example.com",
        "enqueueTime": {"value": 1_780_308_000_123_i64, "timeZoneShift": 60, "dateOnly": false}});
    let server = Server::start([
        Answer::json(200, body.to_string()),
        Answer::json(200, r#"{"userId":"9"}"#),
    ])
    .await;
    let client = server.client();
    let report = client
        .associations()
        .request_high_usage_report(9)
        .await
        .unwrap();
    assert_eq!(written(&report), body);
    assert_eq!(report.enqueue_time.unwrap().value, 1_780_308_000_123);
    let request = server.request();
    assert_eq!(
        line(&request),
        "POST /crm/v4/associations/usage/high-usage-report/9"
    );
    assert_eq!(
        (request.header("content-type"), request.text()),
        (Some("application/json"), "")
    );
    let report = client
        .associations()
        .request_high_usage_report("9")
        .await
        .unwrap();
    assert_eq!((report.user_id, report.enqueue_time), (9, None));
    server.requests();
}

//! Linking records and unlinking them, with labels and without.

use hubspot_crm_gen::v3::{V3Apis as _, batch_associations::PublicAssociation};
use hubspot_crm_gen::v4::prelude::*;
use serde_json::json;

use crate::support::{Answer, Server};
use crate::{line, written};

/// The body is the bare list of kinds, not an object.
#[tokio::test]
async fn linking_with_labels() {
    let body = r#"{"fromObjectTypeId":"0-1","fromObjectId":1,"toObjectTypeId":"0-2","toObjectId":22,
        "labels":["Billing",null]}"#;
    let server = Server::start([Answer::json(201, body), Answer::json(200, body)]).await;
    let client = server.client();
    let kinds = [
        AssociationSpec::new(AssociationCategory::HubspotDefined, 1),
        AssociationSpec::new("USER_DEFINED", 36),
    ];
    let pair = client
        .associations()
        .create("contacts", "1", "companies", "22", kinds)
        .await
        .unwrap();
    assert_eq!((&*pair.from_object_id, &*pair.to_object_id), ("1", "22"));
    assert_eq!(pair.labels, ["Billing", ""]);
    let request = server.request();
    assert_eq!(
        line(&request),
        "PUT /crm/v4/objects/contacts/1/associations/companies/22"
    );
    request.assert_standard_headers();
    assert_eq!(
        request.json(),
        json!([
            {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1},
            {"associationCategory": "USER_DEFINED", "associationTypeId": 36},
        ])
    );
    let none: [AssociationSpec; 0] = [];
    client
        .associations()
        .create("0-1", 1, "0-2", 22, none)
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(request.target, "/crm/v4/objects/0-1/1/associations/0-2/22");
    assert_eq!(request.text(), "[]");
}

#[tokio::test]
async fn linking_without_a_label() {
    let body = json!({"status": "COMPLETE", "results": [
        {"from": {"id": "1"}, "to": {"id": 22}, "associationSpec": {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}},
        {"from": {"id": "22"}, "to": {"id": "1"}, "associationSpec": {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 280}},
    ]});
    let server =
        Server::start([200, 201].map(|status| Answer::json(status, body.to_string()))).await;
    let client = server.client();
    let links = client
        .associations()
        .create_default("contacts", 1, "companies", 22)
        .await
        .unwrap();
    let links = links.into_complete().unwrap();
    assert_eq!(links[0].to.id, "22");
    assert_eq!(links[1].association_spec.association_type_id, 280);
    let request = server.request();
    assert_eq!(
        line(&request),
        "PUT /crm/v4/objects/contacts/1/associations/default/companies/22"
    );
    assert_eq!(
        (request.header("content-type"), request.text()),
        (Some("application/json"), "")
    );

    let input = PublicDefaultAssociationMultiPost::new("1", "22");
    let batch = client
        .associations()
        .batch_create_default("contacts", "companies", [input])
        .await
        .unwrap();
    assert!(batch.is_complete());
    let request = server.request();
    assert_eq!(
        request.target,
        "/crm/v4/associations/contacts/companies/batch/associate/default"
    );
    assert_eq!(
        request.json(),
        json!({"inputs": [{"from": {"id": "1"}, "to": {"id": "22"}}]})
    );
}

#[tokio::test]
async fn some_links_are_made_and_others_are_not() {
    let body = json!({
        "status": "COMPLETE", "startedAt": "2026-06-01T10:00:00.000Z", "completedAt": "2026-06-01T10:00:00.100Z",
        "results": [{"fromObjectTypeId": "0-1", "fromObjectId": 1, "toObjectTypeId": "0-2", "toObjectId": 22, "labels": []}],
        "numErrors": 1,
        "errors": [{"status": "error", "category": "VALIDATION_ERROR", "subCategory": "crm.associations.INVALID_OBJECT_IDS",
            "message": "INVALID_OBJECT_IDS", "context": {"INVALID_OBJECT_IDS": ["CONTACT=2 is not valid"]}}],
    });
    let server = Server::start([Answer::json(207, body.to_string())]).await;
    let inputs = ["1", "2"].map(|contact| {
        let kind = AssociationSpec::new(AssociationCategory::UserDefined, 36);
        PublicAssociationMultiPost::new(contact, "22", [kind])
    });
    let batch = server
        .client()
        .associations()
        .batch_create("contacts", "companies", inputs)
        .await
        .unwrap();
    assert!(!batch.is_complete());
    assert_eq!(batch.results()[0].from_object_id, "1");
    let failure = &batch.failures()[0];
    assert_eq!(
        failure.context.get("INVALID_OBJECT_IDS"),
        ["CONTACT=2 is not valid"]
    );
    assert_eq!(
        failure.sub_category,
        Some("crm.associations.INVALID_OBJECT_IDS".into())
    );
    let kind = json!([{"associationCategory": "USER_DEFINED", "associationTypeId": 36}]);
    assert_eq!(
        server.request().json(),
        json!({"inputs": [
            {"from": {"id": "1"}, "to": {"id": "22"}, "types": kind},
            {"from": {"id": "2"}, "to": {"id": "22"}, "types": kind},
        ]})
    );
}

/// Three ways to cut links, none of which answers with a body. Only the last one leaves records linked.
#[tokio::test]
async fn unlinking() {
    let server = Server::start([204, 204, 204].map(Answer::new)).await;
    let client = server.client();
    let associations = client.associations();
    associations
        .archive("contacts", 1, "companies", 22)
        .await
        .unwrap();
    associations
        .batch_archive(
            "contacts",
            "companies",
            [PublicAssociationMultiArchive::new("1", ["22", "23"])],
        )
        .await
        .unwrap();
    let label = AssociationSpec::new(AssociationCategory::UserDefined, 36);
    associations
        .batch_archive_labels(
            "contacts",
            "companies",
            [PublicAssociationMultiPost::new("1", "22", [label])],
        )
        .await
        .unwrap();
    let requests = server.requests();
    let [single, all, labels] = &*requests else {
        panic!("{requests:?}")
    };
    single.assert_standard_headers();
    assert_eq!(
        line(single),
        "DELETE /crm/v4/objects/contacts/1/associations/companies/22"
    );
    assert_eq!(
        all.target,
        "/crm/v4/associations/contacts/companies/batch/archive"
    );
    assert_eq!(
        all.json(),
        json!({"inputs": [{"from": {"id": "1"}, "to": [{"id": "22"}, {"id": "23"}]}]})
    );
    assert_eq!(
        labels.target,
        "/crm/v4/associations/contacts/companies/batch/labels/archive"
    );
    assert_eq!(
        labels.json(),
        json!({"inputs": [{"from": {"id": "1"}, "to": {"id": "22"},
            "types": [{"associationCategory": "USER_DEFINED", "associationTypeId": 36}]}]})
    );
}

/// A label with another name for the way back comes as two kinds.
#[tokio::test]
async fn labels() {
    let body = json!({"results": [
        {"category": "USER_DEFINED", "typeId": 37, "label": "Managed by"},
        {"category": "USER_DEFINED", "typeId": 36, "label": "Manager", "fromObjectTypeId": "0-1"},
    ]});
    let server = Server::start([
        Answer::json(200, body.to_string()),
        Answer::new(204),
        Answer::new(204),
    ])
    .await;
    let client = server.client();
    let labels = client.association_labels("contacts", "contacts");
    let request = PublicAssociationDefinitionCreateRequest::new("manager", "Manager")
        .inverse_label("Managed by");
    let made = labels.create(request).await.unwrap();
    assert_eq!(written(&made), body);
    let id = made.results[1].type_id;
    labels
        .update(PublicAssociationDefinitionUpdateRequest::new(id, "Boss"))
        .await
        .unwrap();
    labels.delete(id).await.unwrap();
    let requests = server.requests();
    let [create, update, delete] = &*requests else {
        panic!("{requests:?}")
    };
    let path = "/crm/v4/associations/contacts/contacts/labels";
    assert_eq!(line(create), format!("POST {path}"));
    assert_eq!(
        create.json(),
        json!({"name": "manager", "label": "Manager", "inverseLabel": "Managed by"})
    );
    assert_eq!(line(update), format!("PUT {path}"));
    assert_eq!(
        update.json(),
        json!({"associationTypeId": 36, "label": "Boss"})
    );
    assert_eq!(
        line(delete),
        "DELETE /crm/v4/associations/contacts/contacts/labels/36"
    );
}

/// In version v3 a kind is a text, and inputs have no cursors.
#[tokio::test]
async fn in_the_older_version() {
    let read = json!({"status": "COMPLETE", "results": [
        {"from": {"id": 1}, "to": [{"id": 22, "type": "contact_to_company"}, {"id": "23", "type": null}],
         "paging": {"next": {"after": "23"}}},
    ]});
    let made = json!({"status": "COMPLETE", "results": [{"from": {"id": "1"}, "to": {"id": "22"}, "type": "contact_to_company"}]});
    let types = r#"{"results":[{"id":"1","name":"contact_to_company"},{"id":279,"name":null}]}"#;
    let server = Server::start([
        Answer::json(200, types),
        Answer::json(201, made.to_string()),
        Answer::json(200, read.to_string()),
        Answer::new(204),
    ])
    .await;
    let client = server.client();
    let types = client
        .association_types()
        .list("contacts", "companies")
        .await
        .unwrap();
    assert_eq!(
        (&*types.results[1].id, &*types.results[1].name),
        ("279", "")
    );
    let links = client.batch_associations("contacts", "companies");
    let link = PublicAssociation::new("1", "22", &*types.results[0].name);
    let made = links
        .batch_create([link.clone()])
        .await
        .unwrap()
        .into_complete()
        .unwrap();
    assert_eq!(made, std::slice::from_ref(&link));
    let read = links
        .batch_read(["1"])
        .await
        .unwrap()
        .into_complete()
        .unwrap();
    assert_eq!(read[0].from.id, "1");
    assert_eq!(read[0].to[1].id, "23");
    let next = read[0].paging.as_ref().unwrap().next.as_ref().unwrap();
    assert_eq!(next.after, "23");
    links.batch_archive([link]).await.unwrap();

    let requests = server.requests();
    let path = "/crm/v3/associations/contacts/companies";
    let targets: Vec<_> = requests.iter().map(|request| &*request.target).collect();
    assert_eq!(
        targets,
        ["types", "batch/create", "batch/read", "batch/archive"].map(|end| format!("{path}/{end}"))
    );
    let link = json!({"inputs": [{"from": {"id": "1"}, "to": {"id": "22"}, "type": "contact_to_company"}]});
    assert_eq!(
        (requests[1].json(), requests[3].json()),
        (link.clone(), link)
    );
    assert_eq!(requests[2].json(), json!({"inputs": [{"id": "1"}]}));
}

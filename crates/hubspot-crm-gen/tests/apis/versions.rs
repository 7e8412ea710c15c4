//! One program that uses both versions.

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::v4::prelude::*;

use crate::lines;
use crate::support::{Answer, Server};

/// No name of one prelude is another thing in the other.
#[tokio::test]
async fn a_record_of_one_version_is_linked_by_the_other() {
    let company = r#"{"id":"7","properties":{"name":"Engines"},"createdAt":"2026-01-31T09:30:00Z","updatedAt":"2026-01-31T09:30:00Z","archived":false}"#;
    let linked = r#"{"status":"COMPLETE","results":[]}"#;
    let answers = [Answer::json(201, company), Answer::json(200, linked)];
    let server = Server::start(answers).await;
    let hubspot = server.client();
    let company = hubspot
        .companies()
        .create(properties! { "name" => "Engines" })
        .await
        .unwrap();
    let linked = hubspot
        .associations()
        .create_default("companies", &company.id, "contacts", "1")
        .await
        .unwrap();
    assert!(linked.into_complete().is_ok());
    assert_eq!(
        lines(&server),
        [
            "POST /crm/v3/objects/companies",
            "PUT /crm/v4/objects/companies/7/associations/default/contacts/1"
        ]
    );
}

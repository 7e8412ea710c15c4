//! Imports and exports.

use std::time::Duration;

use hubspot_crm_gen::poll;
use hubspot_crm_gen::v3::prelude::*;

use super::{contact, start};

// What people are shown has to run here as it stands.
#[allow(dead_code, reason = "an example has a main function")]
#[path = "../../../hubspot-crm-gen/examples/imports.rs"]
mod example;

const SOON: Duration = Duration::from_millis(1);

#[tokio::test]
async fn the_example_of_imports_runs() {
    let (_mock, hubspot) = start().await;
    let rows = "Email,Company\nada@example.com,example.com\nbob@example.com,other.example\n";
    let import = example::run(&hubspot, rows.as_bytes(), rows.len() as u64, SOON)
        .await
        .unwrap();
    let counters = &import.metadata.unwrap().counters;
    assert_eq!(counters["CREATED_OBJECTS"], 3);
    // There is no company of the other domain.
    assert_eq!(counters["ERRORS"], 1);
    let ada = hubspot
        .contacts()
        .get("ada@example.com")
        .id_property("email")
        .associations(["companies"])
        .await
        .unwrap();
    assert_eq!(ada.associations["companies"].results.len(), 1);
}

#[tokio::test]
async fn the_file_of_an_export_can_be_fetched() {
    let (_mock, hubspot) = start().await;
    let contact = contact(&hubspot, "ada@example.com").await;
    let request = PublicExportViewRequest::new(
        "All contacts",
        PublicExportFormat::Csv,
        PublicExportLanguage::En,
        "CONTACT",
        ["email"],
    );
    let exports = hubspot.exports();
    let task = exports.start(request).await.unwrap();
    let done = poll(|| exports.get_status(&task.id))
        .every(SOON)
        .until(|status| status.result.is_some())
        .await
        .unwrap();
    let client = reqwest::Client::builder().pool_max_idle_per_host(0);
    let client = client.build().unwrap();
    let file = client
        .get(done.result.clone().unwrap())
        .send()
        .await
        .unwrap();
    let text = file.text().await.unwrap();
    assert_eq!(
        text,
        format!("Record ID,Email\n{contact},ada@example.com\n")
    );
}

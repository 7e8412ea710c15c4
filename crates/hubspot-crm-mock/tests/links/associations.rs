//! Links between records.

use hubspot_crm_gen::v3::V3Apis as _;
use hubspot_crm_gen::v4::prelude::{association_types::*, *};

use super::{company, contact, start};

// What people are shown has to run here as it stands.
#[allow(dead_code, reason = "an example has a main function")]
#[path = "../../../hubspot-crm-gen/examples/associations.rs"]
mod example;

#[tokio::test]
async fn the_example_of_associations_runs() {
    let (_mock, hubspot) = start().await;
    let contact = contact(&hubspot, "ada@example.com").await;
    let one = company(&hubspot, "Engines").await;
    let other = company(&hubspot, "Bricks").await;
    example::run(&hubspot, &contact, &one, &other)
        .await
        .unwrap();
}

#[tokio::test]
async fn links_are_made_read_and_removed() {
    let (_mock, hubspot) = start().await;
    let contact = contact(&hubspot, "ada@example.com").await;
    let company = company(&hubspot, "Engines").await;
    let associations = hubspot.associations();
    let made = associations
        .create(
            "contacts",
            &contact,
            "companies",
            &company,
            [CONTACT_TO_COMPANY_PRIMARY],
        )
        .await
        .unwrap();
    assert_eq!(made.labels, ["Primary"]);
    let page = associations
        .list("companies", &company, "contacts")
        .await
        .unwrap();
    assert_eq!(page.results[0].to_object_id, contact);
    assert_eq!(page.results[0].association_types.len(), 2);
    let record = hubspot
        .contacts()
        .get(&contact)
        .associations(["companies"])
        .await
        .unwrap();
    let links = &record.associations["companies"];
    assert_eq!(links.results[0].id, company);

    associations
        .archive("contacts", &contact, "companies", &company)
        .await
        .unwrap();
    let page = associations
        .list("contacts", &contact, "companies")
        .await
        .unwrap();
    assert!(page.results.is_empty());
    let missing = associations
        .create("contacts", 1, "companies", &company, [CONTACT_TO_COMPANY])
        .await;
    assert!(missing.unwrap_err().is_not_found());
}

#[tokio::test]
async fn batches_tell_what_failed() {
    let (_mock, hubspot) = start().await;
    let contact = contact(&hubspot, "ada@example.com").await;
    let company = company(&hubspot, "Engines").await;
    let inputs = [company.as_str(), "1"].map(|company| {
        PublicAssociationMultiPost::new(contact.as_str(), company, [CONTACT_TO_COMPANY])
    });
    let outcome = hubspot
        .associations()
        .batch_create("contacts", "companies", inputs)
        .await
        .unwrap();
    assert_eq!(outcome.results().len(), 1);
    assert_eq!(outcome.failures().len(), 1);
    assert!(outcome.into_complete().is_err());
}

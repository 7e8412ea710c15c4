//! Links between records: made, labelled, read and removed, one by one and in batches.
//!
//! ```text
//! HUBSPOT_ACCESS_TOKEN=… cargo run --example associations -- CONTACT COMPANY OTHER_COMPANY
//! ```
//!
//! The arguments are ids of records. Their links, a label `Board member` and a note stay in the account.

use std::error::Error;

use hubspot_crm_gen::{
    Client,
    v3::V3Apis as _,
    v4::prelude::{association_types::*, *},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let ids: Vec<String> = std::env::args().skip(1).collect();
    let [contact, company, other_company] = &*ids else {
        return Err("usage: associations CONTACT COMPANY OTHER_COMPANY".into());
    };
    let hubspot = Client::new(std::env::var("HUBSPOT_ACCESS_TOKEN")?)?;
    Ok(run(&hubspot, contact, company, other_company).await?)
}

pub(crate) async fn run(
    hubspot: &Client,
    contact: &str,
    company: &str,
    other_company: &str,
) -> Result<(), hubspot_crm_gen::Error> {
    let associations = hubspot.associations();

    // A link that only says that there is one: HubSpot knows its type.
    associations
        .create_default("contacts", contact, "companies", company)
        .await?
        .into_complete()?;

    // A new record with a link to one that there is.
    let note = SimplePublicObjectInputForCreate::new(
        properties! { "hs_note_body" => "Met at the fair", "hs_timestamp" => "2026-06-01T10:00:00Z" },
    );
    let to_contact = PublicAssociationsForObject::new(contact, [NOTE_TO_CONTACT]);
    hubspot
        .notes()
        .create(note.associations([to_contact]))
        .await?;

    // A label of the account's own. Its number differs from account to account: it comes with the answer, and later from `list`.
    let labels = hubspot.association_labels("contacts", "companies");
    let defined = labels
        .create(PublicAssociationDefinitionCreateRequest::new(
            "board_member",
            "Board member",
        ))
        .await?;
    let board_member = defined
        .results
        .iter()
        .find(|kind| kind.label.as_deref() == Some("Board member"))
        .map(|kind| AssociationSpec::new(kind.category.clone(), kind.type_id));

    // The labels that a link is to have, in place of those that it has: HubSpot's own, and the new one.
    let kinds = [CONTACT_TO_COMPANY_PRIMARY]
        .into_iter()
        .chain(board_member.clone());
    associations
        .create("contacts", contact, "companies", company, kinds)
        .await?;

    // All links of a record, with what they say.
    let page = associations.list("contacts", contact, "companies").await?;
    for link in &page.results {
        let is_primary = link.association_types.iter().any(|kind| {
            kind.category == CONTACT_TO_COMPANY_PRIMARY.association_category
                && kind.type_id == CONTACT_TO_COMPANY_PRIMARY.association_type_id
        });
        let star = if is_primary { "*" } else { " " };
        let labels: Vec<&str> = link
            .association_types
            .iter()
            .filter_map(|kind| kind.label.as_deref())
            .collect();
        println!("{star} {} {}", link.to_object_id, labels.join(", "));
    }

    // Many at once. Some may fail while others are made.
    let outcome = associations
        .batch_create(
            "contacts",
            "companies",
            [company, other_company]
                .map(|to| PublicAssociationMultiPost::new(contact, to, [CONTACT_TO_COMPANY])),
        )
        .await?;
    for failure in outcome.failures() {
        eprintln!("not linked: {failure}");
    }
    let read = associations
        .batch_read("contacts", "companies", [contact])
        .await?
        .into_complete()?;
    for record in &read {
        println!("{} has {} companies", record.from.id, record.to.len());
    }

    // One label off a link, then the links themselves.
    if let Some(board_member) = board_member {
        let link = PublicAssociationMultiPost::new(contact, company, [board_member]);
        associations
            .batch_archive_labels("contacts", "companies", [link])
            .await?;
    }
    associations
        .archive("contacts", contact, "companies", company)
        .await?;
    let links = PublicAssociationMultiArchive::new(contact, [other_company]);
    associations
        .batch_archive("contacts", "companies", [links])
        .await
}

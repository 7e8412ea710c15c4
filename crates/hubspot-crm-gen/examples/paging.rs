//! Lists of any length, read page by page: all contacts, the first owners, and every company of a contact.
//!
//! ```text
//! HUBSPOT_ACCESS_TOKEN=… cargo run --example paging -- 6001
//! ```
//!
//! The argument is the id of a contact. `HUBSPOT_BASE_URL` sends the calls to another server than HubSpot's. Nothing is
//! changed. The token needs the scopes `crm.objects.contacts.read`, `crm.objects.companies.read` and
//! `crm.objects.owners.read`.

use std::env;

use hubspot_crm_gen::v4::V4Apis as _;
use hubspot_crm_gen::{Client, Error, v3::prelude::*};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let contact_id = env::args().nth(1).ok_or("usage: paging CONTACT_ID")?;
    let mut client = Client::builder().access_token(env::var("HUBSPOT_ACCESS_TOKEN")?);
    if let Ok(base_url) = env::var("HUBSPOT_BASE_URL") {
        client = client.base_url(base_url);
    }
    let report = run(&client.build()?, &contact_id).await?;
    println!(
        "{} contacts, {} of them without a phone",
        report.contacts,
        report.contacts_without_phone.len()
    );
    println!("owners: {}", report.owners.join(", "));
    println!("companies: {}", report.companies.join(", "));
    println!("links to companies: {}", report.linked_in_all);
    Ok(())
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) contacts: usize,
    pub(crate) contacts_without_phone: Vec<String>,
    pub(crate) owners: Vec<String>,
    pub(crate) companies: Vec<String>,
    pub(crate) linked_in_all: usize,
}

pub(crate) async fn run(hubspot: &Client, contact_id: &str) -> Result<Report, Error> {
    let mut report = Report::default();

    // All contacts, 100 with each request, and the next page on its way while this one is worked on. One page is in
    // memory, and the one after it.
    let mut contacts = hubspot
        .contacts()
        .list()
        .properties(["phone"])
        .stream()
        .prefetch();
    while let Some(contact) = contacts.try_next().await? {
        report.contacts += 1;
        if contact.properties.get("phone").is_none() {
            report.contacts_without_phone.push(contact.id);
        }
    }

    // The first three owners. No page is read for more.
    let owners: Vec<PublicOwner> = hubspot
        .owners()
        .list()
        .stream()
        .take(3)
        .try_collect()
        .await?;
    report.owners = owners.into_iter().map(|owner| owner.id).collect();

    // All companies of a contact. At most 100 come along with it; if there are more, all of them are read from the list
    // that version 4 of the API has.
    let mut contact = hubspot
        .contacts()
        .get(contact_id)
        .associations(["companies"])
        .await?;
    let inline = contact.associations.remove("companies");
    let mut companies = inline
        .unwrap_or_default()
        .map(|company| company.id)
        .or_all_of(
            hubspot
                .associations()
                .list("contacts", contact_id, "companies"),
            |company| company.to_object_id,
        );
    while let Some(company_id) = companies.try_next().await? {
        report.companies.push(company_id);
    }

    // The same for many contacts at once. Each result has pages of its own.
    let batch = hubspot
        .associations()
        .batch_read("contacts", "companies", [contact_id])
        .await?
        .into_complete()?;
    for links in batch {
        let cursor = links
            .paging
            .and_then(|paging| paging.next)
            .map(|next| next.after);
        let contact_id = links.from.id;
        let list = hubspot
            .associations()
            .list("contacts", contact_id, "companies");
        let mut companies = Page::new(links.to, cursor).followed_by(list);
        while companies.try_next().await?.is_some() {
            report.linked_in_all += 1;
        }
    }
    Ok(report)
}

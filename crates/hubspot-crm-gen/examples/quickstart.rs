//! A first look, without an account: records are created, updated, found, linked and read, in a HubSpot in memory.
//!
//! ```text
//! cargo run --example quickstart
//! HUBSPOT_ACCESS_TOKEN=… cargo run --example quickstart
//! ```
//!
//! With a token it does the same in your account, and archives at the end what it has made. The token needs the scopes
//! `crm.objects.contacts.read`, `crm.objects.contacts.write`, `crm.objects.companies.read` and
//! `crm.objects.companies.write`.

use std::env;
use std::time::Duration;

use hubspot_crm_gen::v4::V4Apis as _;
use hubspot_crm_gen::{Client, Timestamp, v3::prelude::*};
use hubspot_crm_mock::MockHubSpot;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Records of another run have another name.
    let name = format!("Quickstart {}", Timestamp::now().as_second());
    if let Ok(token) = env::var("HUBSPOT_ACCESS_TOKEN") {
        run(&Client::new(token)?, &name).await?;
        return Ok(());
    }
    // As long as `mock` is there, it answers like HubSpot.
    let mock = MockHubSpot::start().await?;
    let client = Client::builder().access_token("any").base_url(mock.url());
    run(&client.build()?, &name).await?;
    println!(
        "{} requests, none of them to HubSpot",
        mock.requests().len()
    );
    Ok(())
}

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) job_title: Option<String>,
    pub(crate) found: Vec<String>,
    pub(crate) companies: Vec<String>,
    pub(crate) streamed: Vec<String>,
}

pub(crate) async fn run(
    hubspot: &Client,
    name: &str,
) -> Result<Report, Box<dyn std::error::Error>> {
    let mut report = Report::default();
    let domain = format!("{}.example.com", name.replace(' ', "-").to_lowercase());
    let email = |person: &str| format!("{person}@{domain}");

    // Create a company and a contact.
    let acme = properties! { "name" => name, "domain" => &domain };
    let acme = hubspot
        .companies()
        .create(SimplePublicObjectInputForCreate::new(acme))
        .await?;
    let ada = properties! {
        "email" => email("ada"), "firstname" => "Ada", "lastname" => "Lovelace", "company" => name,
    };
    let ada = hubspot
        .contacts()
        .create(SimplePublicObjectInputForCreate::new(ada))
        .await?;
    println!("created the contact {} and the company {}", ada.id, acme.id);

    // Update the contact. Properties that are not named stay as they are.
    let changes = properties! { "jobtitle" => "Mathematician", "phone" => "555-0100" };
    hubspot.contacts().update(&ada.id, changes).await?;
    let read = hubspot.contacts().get(&ada.id).properties(["jobtitle"]);
    let read = read.await?;
    report.job_title = read.properties.get("jobtitle").map(ToOwned::to_owned);
    let job_title = report.job_title.as_deref().unwrap_or("(nothing)");
    println!("the contact's job title is {job_title} now");

    // Create or update many at once, by what makes them unique. Each input has its own outcome.
    let people = ["ada", "alan", "grace"].map(|person| {
        let properties = properties! { "city" => "London", "company" => name };
        SimplePublicObjectBatchInputUpsert::new(email(person), properties).id_property("email")
    });
    let upserted = hubspot.contacts().batch_upsert(people).await?;
    let upserted = upserted.into_complete()?;
    println!("{} contacts upserted", upserted.len());

    // Search. HubSpot may take some seconds until it finds what was written.
    let request = SearchRequest::new()
        .filter(Filter::eq("company", name))
        .filter(Filter::eq("city", "London"))
        .sort(Sort::ascending("email"))
        .properties(["email"]);
    for _ in 0..20 {
        let page = hubspot.contacts().search(request.clone()).await?;
        let emails = page.results.iter();
        let emails = emails.filter_map(|contact| contact.properties.get("email"));
        report.found = emails.map(ToOwned::to_owned).collect();
        if report.found.len() == upserted.len() {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    println!("found {}", report.found.join(", "));

    // Link the contacts to the company, and read the links of one of them.
    let associations = hubspot.associations();
    for contact in &upserted {
        associations
            .create_default("contacts", &contact.id, "companies", &acme.id)
            .await?
            .into_complete()?;
    }
    let page = associations.list("contacts", &ada.id, "companies").await?;
    let companies = page.results.into_iter();
    report.companies = companies.map(|link| link.to_object_id).collect();
    println!("the contact is linked to {}", report.companies.join(", "));

    // Stream all contacts, however many there are: pages are read as they are needed.
    let mut contacts = hubspot
        .contacts()
        .list()
        .properties(["email", "company"])
        .stream();
    while let Some(contact) = contacts.try_next().await? {
        if contact.properties.get("company") == Some(name) {
            report.streamed.push(contact.id);
        }
    }
    println!("streamed past {} of them", report.streamed.len());

    // Leave nothing behind.
    let ids = upserted.into_iter().map(|contact| contact.id);
    hubspot.contacts().batch_archive(ids).await?;
    hubspot.companies().archive(&acme.id).await?;
    Ok(report)
}

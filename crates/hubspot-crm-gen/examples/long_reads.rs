//! Reads with more names of properties than a URL can hold.
//!
//! ```text
//! HUBSPOT_ACCESS_TOKEN=… cargo run --example long_reads -- 6001
//! ```
//!
//! The argument is the id of a contact. Nothing is changed. `HUBSPOT_BASE_URL` sends the calls to another server than
//! HubSpot's. The token needs the scopes `crm.schemas.contacts.read`, `crm.objects.contacts.read` and
//! `crm.objects.companies.read`.

use std::env;

use hubspot_crm_gen::{BatchFailure, Client, Error, v3::prelude::*};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let contact_id = env::args().nth(1).ok_or("usage: long_reads CONTACT_ID")?;
    let mut client = Client::builder().access_token(env::var("HUBSPOT_ACCESS_TOKEN")?);
    if let Ok(base_url) = env::var("HUBSPOT_BASE_URL") {
        client = client.base_url(base_url);
    }
    let report = run(&client.build()?, &contact_id).await?;
    let values = report.contact.properties.len();
    println!("{values} properties of the contact");
    println!("companies: {}", report.company_ids.join(", "));
    println!(
        "{} contacts with all properties",
        report.first_contacts.len()
    );
    Ok(())
}

/// What was found.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) contact: SimplePublicObjectWithAssociations,
    pub(crate) company_ids: Vec<String>,
    pub(crate) first_contacts: Vec<SimplePublicObject>,
}

pub(crate) async fn run(hubspot: &Client, contact_id: &str) -> Result<Report, Error> {
    // The names of all properties that contacts have in this account: there may be hundreds.
    let properties = hubspot.properties("contacts").list().await?;
    let names: Vec<String> = properties.into_iter().map(|it| it.name).collect();

    // One record. If the URL would be too long, the client sends a batch read of this one record instead, which has the
    // names in its body. The result is the same, and so is the error if there is no such record.
    let contact = hubspot
        .contacts()
        .get(contact_id)
        .properties(&names)
        .await?;

    // A batch read does not return associations, so with them a long read is an error. Ask for them apart.
    let with_companies = hubspot
        .contacts()
        .get(contact_id)
        .properties(["email"])
        .associations(["companies"])
        .await?;
    let companies = with_companies.associations.get("companies");
    let company_ids = companies
        .into_iter()
        .flat_map(|page| &page.results)
        .map(|company| company.id.clone())
        .collect();

    // For a list there is nothing to send instead. An error comes before anything is sent, and says what to do.
    let list = hubspot.contacts().list().limit(100);
    match list.clone().properties(&names).await {
        Ok(_) => eprintln!("in this account, a list would do"),
        Err(Error::InvalidRequest(error)) => eprintln!("{error}"),
        Err(error) => return Err(error),
    }
    // What it says: take the ids, and read the records by a batch read, in as many requests as it takes. What was
    // removed in the meantime does not matter.
    let ids: Vec<String> = list.await?.into_iter().map(|contact| contact.id).collect();
    let read = BatchReadInputSimplePublicObjectId::new(ids).properties(&names);
    let first_contacts = hubspot
        .contacts()
        .batch_read(read)
        .in_chunks()
        .await
        .into_complete_except(BatchFailure::is_not_found)?;

    Ok(Report {
        contact,
        company_ids,
        first_contacts,
    })
}

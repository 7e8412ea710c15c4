//! Properties as structs: one that says what to ask for and is read, and one that is an update.

use hubspot_crm_gen::{CalendarDate, Client, v3::prelude::*};
use serde::{Deserialize, Serialize};

/// What this program needs of a contact.
#[derive(Deserialize)]
struct Contact {
    #[serde(rename = "firstname")]
    first_name: Option<String>,
    #[serde(rename = "num_notes")]
    notes: Option<u32>,
    #[serde(rename = "hs_lead_status")]
    status: Option<Status>,
    #[serde(rename = "hs_email_optout", default)]
    opted_out: bool,
    date_of_birth: Option<CalendarDate>,
    lastmodifieddate: Option<DateTime>,
    interests: Vec<String>,
}

#[derive(PartialEq, Deserialize, Serialize)]
enum Status {
    #[serde(rename = "NEW")]
    New,
    #[serde(rename = "OPEN")]
    Open,
    /// One that somebody has added since.
    #[serde(other)]
    Other,
}

/// What this program changes. What it does not name stays as it is.
#[derive(Default, Serialize)]
struct ContactUpdate {
    #[serde(rename = "hs_lead_status")]
    status: Change<Status>,
    fax: Change<String>,
    interests: Change<Vec<String>>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let hubspot = Client::new(std::env::var("HUBSPOT_ACCESS_TOKEN")?)?;
    run(&hubspot).await
}

pub(crate) async fn run(hubspot: &Client) -> Result<(), Box<dyn std::error::Error>> {
    // The names of the properties come from the struct, so it is all that has to be kept up to date.
    let page = hubspot
        .contacts()
        .list()
        .properties(Properties::names_of::<Contact>()?)
        .await?;

    for record in &page.results {
        let contact: Contact = record.properties_as()?;
        println!(
            "{} {:?}: born {:?}, {} notes, likes {}, changed {:?}",
            record.id,
            contact.first_name,
            contact.date_of_birth,
            contact.notes.unwrap_or(0),
            contact.interests.join(" and "),
            contact.lastmodifieddate,
        );
        if contact.status != Some(Status::New) || contact.opted_out {
            continue;
        }
        let update = ContactUpdate {
            status: Change::Set(Status::Open),
            fax: Change::Clear,
            ..ContactUpdate::default()
        };
        hubspot
            .contacts()
            .update(&record.id, Properties::from_typed(&update)?)
            .await?;
    }
    Ok(())
}

//! Searches for contacts: the latest few, and then all that fit, however many there are.
//!
//! ```text
//! HUBSPOT_ACCESS_TOKEN=… cargo run --example search -- London
//! ```
//!
//! The argument is a city. Nothing is changed. `HUBSPOT_BASE_URL` sends the calls to another server than HubSpot's,
//! for instance to a mock. The token needs the scope `crm.objects.contacts.read`.

use std::env;
use std::error::Error;
use std::process::ExitCode;

use hubspot_crm_gen::{Client, Timestamp, v3::prelude::*};

#[tokio::main]
async fn main() -> ExitCode {
    match start().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn start() -> Result<(), Box<dyn Error>> {
    let city = env::args().nth(1).ok_or("usage: search CITY")?;
    let token = env::var("HUBSPOT_ACCESS_TOKEN")
        .map_err(|_| "set HUBSPOT_ACCESS_TOKEN to the access token of a private app")?;
    let mut client = Client::builder().access_token(token);
    if let Ok(base_url) = env::var("HUBSPOT_BASE_URL") {
        client = client.base_url(base_url);
    }
    let ids = run(client.build()?, &city, "2026-01-01T00:00:00Z".parse()?).await?;
    println!("{} contacts in all", ids.len());
    Ok(())
}

/// Gives the ids of all contacts that were found.
pub(crate) async fn run(
    hubspot: Client,
    city: &str,
    since: Timestamp,
) -> Result<Vec<String>, hubspot_crm_gen::Error> {
    // Contacts in the city since then, or new or open leads there that have an email address.
    let request = SearchRequest::new()
        .filter(Filter::eq("city", city))
        .filter(Filter::gte("createdate", since))
        .or([
            Filter::eq("city", city),
            Filter::has_property("email"),
            Filter::in_("hs_lead_status", ["NEW", "OPEN"]),
        ])
        .properties(["email", "city"]);

    // One page: the latest five. What was written in the last seconds may not be found yet.
    let latest = request
        .clone()
        .sort(Sort::descending("createdate"))
        .limit(5);
    let page = hubspot.contacts().search(latest).await?;
    println!("{} of {:?}:", page.results.len(), page.total);
    for contact in &page.results {
        println!("{} {:?}", contact.id, contact.properties.get("email"));
    }

    // All of them. A search ends at its 10,000th record; `all` goes on from there, in the order of ids.
    let mut ids = Vec::new();
    let mut all = hubspot.contacts().search(request).all().stream();
    while let Some(contact) = all.try_next().await? {
        ids.push(contact.id);
    }
    Ok(ids)
}

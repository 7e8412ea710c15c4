//! The five core calls, one after the other, on one contact and one message of your account.
//!
//! ```text
//! HUBSPOT_ACCESS_TOKEN=… cargo run --example core_calls -- ada@example.com 12345
//! ```
//!
//! The first argument is the email address of a contact, which is created if there is none. The second is the id of a
//! communication (a logged WhatsApp, LinkedIn or text message). Both are changed. `HUBSPOT_BASE_URL` sends the calls
//! to another server than HubSpot's, for instance to a mock. The token needs the scopes `crm.objects.contacts.read`
//! and `crm.objects.contacts.write`.

use std::env;
use std::error::Error;
use std::process::ExitCode;

use hubspot_crm_gen::{Client, v3::prelude::*};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(email), Some(communication_id)) = (arguments.next(), arguments.next()) else {
        return Err("usage: core_calls EMAIL COMMUNICATION_ID".into());
    };
    let token = env::var("HUBSPOT_ACCESS_TOKEN")
        .map_err(|_| "set HUBSPOT_ACCESS_TOKEN to the access token of a private app")?;
    let mut client = Client::builder().access_token(token);
    if let Ok(base_url) = env::var("HUBSPOT_BASE_URL") {
        client = client.base_url(base_url);
    }
    let hubspot = client.build()?;

    // Create or update: each input says by which property its record is found.
    let input =
        SimplePublicObjectBatchInputUpsert::new(&email, properties! { "firstname" => "Ada" })
            .id_property("email");
    let outcome = hubspot.contacts().batch_upsert([input]).await?;
    for failure in outcome.failures() {
        eprintln!("not upserted: {failure}");
    }
    // An error if any input failed, so that a partial success is not taken for a whole one.
    let contacts = outcome.into_complete()?;
    let contact = contacts.first().ok_or("HubSpot returned no contact")?;
    println!("upserted contact {} (new: {})", contact.id, contact.new);

    // Update one contact by its id. What is not named stays as it is.
    let updated = hubspot
        .contacts()
        .update(
            &contact.id,
            properties! { "phone" => "555-0100", "fax" => Clear },
        )
        .await?;
    println!(
        "updated contact {}, phone {:?}",
        updated.id,
        updated.properties.get("phone")
    );

    // Update a record of any type, found by a unique property.
    let updated = hubspot
        .objects("contacts")
        .update(&email, properties! { "lastname" => "Lovelace" })
        .id_property("email")
        .await?;
    println!("updated record {} of the type contacts", updated.id);

    // Update many contacts with one call.
    let inputs = [SimplePublicObjectBatchInput::new(
        &contact.id,
        properties! { "city" => "London" },
    )];
    let updated = hubspot
        .contacts()
        .batch_update(inputs)
        .await?
        .into_complete()?;
    println!("updated {} contact(s) in a batch", updated.len());

    // The same for messages.
    let text = properties! { "hs_communication_body" => "Call back on Monday." };
    let inputs = [SimplePublicObjectBatchInput::new(communication_id, text)];
    let updated = hubspot
        .communications()
        .batch_update(inputs)
        .await?
        .into_complete()?;
    println!("updated {} communication(s) in a batch", updated.len());
    Ok(())
}

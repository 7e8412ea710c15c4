//! Batches of any size: every input has its own outcome, whatever becomes of the others.

use hubspot_crm_gen::{BatchFailure, Client, Outcome, v3::prelude::*};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(&Client::new(std::env::var("HUBSPOT_ACCESS_TOKEN")?)?).await
}

pub(crate) async fn run(hubspot: &Client) -> Result<(), Box<dyn std::error::Error>> {
    // Create 250 contacts: three requests. HubSpot refuses single inputs, not whole requests, since each
    // input is sent with a trace id.
    let inputs = (0..250).map(|number| {
        SimplePublicObjectBatchInputForCreate::new(properties! {
            "email" => format!("{number}@example.com"),
        })
    });
    let mut outcomes = hubspot
        .contacts()
        .batch_create(inputs)
        .in_chunks()
        .concurrency(1)
        .on_progress(|progress| println!("{} of {}", progress.done(), progress.total))
        .await;
    let mut ids = Vec::new();
    for item in &outcomes {
        let email = item.input.properties.get("email");
        match &item.outcome {
            Outcome::Succeeded(contact) => ids.push(contact.id.clone()),
            Outcome::Failed(error) => println!("{email:?}: {error}"),
            // After a time-out a contact may be there. Look for it before you create it again.
            Outcome::Unknown(_) => println!("{email:?}: maybe"),
            _ => println!("{email:?}: not done"),
        }
    }
    println!("{} created", ids.len());
    // For a log: each reason once, however many inputs have it.
    for reason in outcomes.reasons() {
        println!("{reason}");
    }
    // What was not sent, and may be later. What HubSpot has refused it would refuse again.
    println!("{} are still to be done", outcomes.take_unfinished().len());

    // Read them back. Those that are gone by now do not matter.
    let read = BatchReadInputSimplePublicObjectId::new(ids.clone()).properties(["email"]);
    let contacts = hubspot
        .contacts()
        .batch_read(read)
        .in_chunks()
        .concurrency(1)
        .await
        .into_complete_except(BatchFailure::is_not_found)?;
    println!("{} read", contacts.len());

    // Archive them, step by step: whenever this ends, it is known what was done.
    let mut run = hubspot.contacts().batch_archive(ids).in_chunks().start();
    while let Some(chunk) = run.next_chunk().await {
        println!("{} archived", chunk.len());
    }
    run.into_outcomes().into_complete()?;
    Ok(())
}

//! The example of the README: updates of a contact, of a record of any type, and of many contacts at once.

use hubspot_crm_gen::{Client, v3::prelude::*};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let hubspot = Client::new(std::env::var("HUBSPOT_ACCESS_TOKEN")?)?;

    // Update a contact. Properties that are not named stay as they are; `Clear` empties one.
    let contact = hubspot
        .contacts()
        .update(
            "6001",
            properties! { "phone" => "555-0100", "fax" => Clear },
        )
        .await?;
    println!("{:?}", contact.properties.get("email"));

    // Update a record of any type, found by the value of a unique property.
    hubspot
        .objects("cars")
        .update("WVWZZZ1JZXW000001", properties! { "color" => "red" })
        .id_property("vin")
        .await?;

    // Update many contacts. Whether HubSpot answers 200 or 207, the outcome says what failed.
    let outcome = hubspot
        .contacts()
        .batch_update([
            SimplePublicObjectBatchInput::new("6001", properties! { "city" => "London" }),
            SimplePublicObjectBatchInput::new(
                "ada@example.com",
                properties! { "city" => "London" },
            )
            .id_property("email"),
        ])
        .await?;
    for failure in outcome.failures() {
        eprintln!("not updated: {failure}");
    }
    let (updated, _failures) = outcome.into_parts();
    println!("{} updated", updated.len());

    // Create or update. `into_complete` is an error if any input failed, and the error keeps what succeeded.
    let upserted = hubspot
        .contacts()
        .batch_upsert([SimplePublicObjectBatchInputUpsert::new(
            "ada@example.com",
            properties! { "firstname" => "Ada" },
        )
        .id_property("email")])
        .await?
        .into_complete();
    match upserted {
        Ok(contacts) => println!("all {} upserted", contacts.len()),
        Err(incomplete) => println!("{} upserted, but {incomplete}", incomplete.results().len()),
    }
    Ok(())
}

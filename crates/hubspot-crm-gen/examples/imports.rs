//! Imports two files, one from memory and one that is read while it is sent, and waits until HubSpot is done with them.

use std::time::Duration;

use hubspot_crm_gen::{Client, FilePart, poll, v3::prelude::*};
use tokio::fs::File;
use tokio::io::AsyncRead;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A large file takes longer than the minute that a request has.
    let hubspot = Client::builder()
        .access_token(std::env::var("HUBSPOT_ACCESS_TOKEN")?)
        .timeout(Duration::from_secs(10 * 60))
        .build()?;
    let contacts = File::open("contacts.csv").await?;
    let length = contacts.metadata().await?.len();
    run(&hubspot, contacts, length, Duration::from_secs(2)).await?;
    Ok(())
}

pub(crate) async fn run(
    hubspot: &Client,
    contacts: impl AsyncRead + Send + 'static,
    length: u64,
    interval: Duration,
) -> Result<PublicImportResponse, Box<dyn std::error::Error>> {
    // What is in the columns of each file. The rows of both are linked by the domain.
    let companies_page = ImportFilePage::new(
        true,
        [
            ImportColumnMapping::new("0-2", "Domain")
                .property_name("domain")
                .column_type(ImportColumnType::HubspotAlternateId)
                .association_identifier_column(true),
            ImportColumnMapping::new("0-2", "Name").property_name("name"),
        ],
    );
    let contacts_page = ImportFilePage::new(
        true,
        [
            ImportColumnMapping::new("0-1", "Email")
                .property_name("email")
                .column_type(ImportColumnType::HubspotAlternateId),
            ImportColumnMapping::new("0-1", "Company")
                .to_column_object_type_id("0-2")
                .foreign_key_type(association_types::CONTACT_TO_COMPANY),
        ],
    );
    let request = ImportRequest::new(
        "Companies and their people",
        [
            ImportFile::new("companies.csv", companies_page).file_format(ImportFileFormat::Csv),
            ImportFile::new("contacts.csv", contacts_page).file_format(ImportFileFormat::Csv),
        ],
    );

    // One file from bytes. The other is never in memory as a whole; its request can be sent once only.
    let companies = FilePart::new("companies.csv", "Domain,Name\nexample.com,Example\n")
        .content_type("text/csv");
    let contacts = FilePart::from_reader("contacts.csv", contacts)
        .length(length)
        .content_type("text/csv")
        .on_progress(move |sent, _| println!("{sent} of {length} bytes sent"));
    let started = hubspot
        .imports()
        .start(ImportForm::new(request, [companies, contacts]))
        .await?;

    // The files are there; HubSpot works on them in the background. Other imports may come first: then it is `DEFERRED`.
    let import = poll(|| hubspot.imports().get(&started.id))
        .every(interval)
        .up_to(Duration::from_secs(60))
        .at_most(Duration::from_secs(6 * 60 * 60))
        .on_progress(|import| println!("{}", import.state))
        .until(|import| {
            use PublicImportResponseState::{Canceled, Done, Failed, Reverted};
            matches!(import.state, Done | Failed | Canceled | Reverted)
        })
        .await?;

    for (counter, count) in import
        .metadata
        .iter()
        .flat_map(|metadata| &metadata.counters)
    {
        println!("{counter}: {count}");
    }
    // An import that is done may have rows that failed.
    let errors = hubspot
        .imports()
        .list_errors(&import.id)
        .include_error_message(true)
        .limit(100)
        .await?;
    for error in &errors {
        let line = error.source_data.as_ref().map_or(0, |row| row.line_number);
        println!("line {line}: {}", error.error_type);
    }
    Ok(import)
}

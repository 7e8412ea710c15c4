//! What this version of the crate does not know: headers, parameters, fields, and whole operations.
//!
//! ```text
//! HUBSPOT_ACCESS_TOKEN=… cargo run --example raw_calls -- ada@example.com
//! ```
//!
//! The argument is the email address of a contact that is not there yet. It is created, changed, and archived at last.
//! `HUBSPOT_BASE_URL` sends the calls to another server than HubSpot's. The token needs the scopes
//! `crm.objects.contacts.read` and `crm.objects.contacts.write`.

use std::env;

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Call, Client, Error, Json, Method, Value, operations};
use serde::Deserialize;
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let email = env::args().nth(1).ok_or("usage: raw_calls EMAIL")?;
    let mut client = Client::builder().access_token(env::var("HUBSPOT_ACCESS_TOKEN")?);
    if let Ok(base_url) = env::var("HUBSPOT_BASE_URL") {
        client = client.base_url(base_url);
    }
    let report = run(&client.build()?, &email).await?;
    println!("created: {}, at {:?}", report.status, report.location);
    println!("read back: {:?}", report.email);
    println!("in the batch: {}", report.in_batch);
    println!("found by its address: {:?}", report.found);
    Ok(())
}

/// What was found.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) in_batch: usize,
    pub(crate) found: Option<String>,
}

/// The part of an answer that is of use here. Serde's rules hold for it, so what may be missing is an `Option`.
#[derive(Deserialize)]
struct Contact {
    properties: ContactProperties,
}

#[derive(Deserialize)]
struct ContactProperties {
    email: Option<String>,
}

// An operation of one's own. Errors and traces show its name and its path with the braces, never the values in it.
operations![
    "by_hand",
    GET = Get("/crm/v3/objects/{objectType}/{objectId}")
];

pub(crate) async fn run(hubspot: &Client, email: &str) -> Result<Report, Error> {
    // Status and headers beside the value. Any request can be sent like this.
    let (contact, response) = hubspot
        .contacts()
        .create(properties! { "email" => email })
        .send_raw()
        .await?;
    let location = response.headers().get("location");
    let location = location.and_then(|value| Some(value.to_str().ok()?.to_owned()));

    // What HubSpot has brought out since this version of the crate can be added to any request, and replaces what would
    // be sent otherwise. Fields that are new in an answer are in the `extra` of its types.
    hubspot
        .contacts()
        .update(&contact.id, properties! { "city" => "London" })
        .extra_query("newParameter", true)
        .extra_header("X-New-Header", "nightly")
        .extra_body("newField", json!({"depth": 2}))
        .await?;

    // Any path. It takes the way of all other calls: token, limits, repeats, traces, errors. Values in the path have to
    // be encoded; those of `query` are encoded by the client.
    let answer = hubspot
        .request(
            Method::Get,
            format!("/crm/v3/objects/contacts/{}", contact.id),
        )
        .query("properties", "email")
        .await?;
    let read: Contact = answer.deserialize()?;

    // A body is whatever serde can write. A POST counts as a create, which is not repeated after a fault that may have
    // hit it half-way. This one only reads.
    let batch = hubspot
        .request(Method::Post, "/crm/v3/objects/contacts/batch/read")
        .json(&json!({"inputs": [{"id": contact.id}], "properties": ["email"]}))
        .replay_safe(true)
        .await?;
    let batch: Value = batch.json()?;

    // The same with a name, for what is called in several places. Here the client encodes the values of the path.
    let endpoint = hubspot.endpoint(&GET).arg("contacts").arg(email);
    let found = Call::<Json<Value>>::new(endpoint, ())
        .extra_query("idProperty", "email")
        .await?;

    hubspot.contacts().archive(&contact.id).await?;
    Ok(Report {
        status: response.status().as_u16(),
        location,
        email: read.properties.email,
        in_batch: batch["results"].as_array().map_or(0, Vec::len),
        found: found["id"].as_str().map(ToOwned::to_owned),
    })
}

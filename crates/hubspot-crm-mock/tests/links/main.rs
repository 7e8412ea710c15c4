//! Links, pipelines, owners, lists, imports and exports, as a client sees them.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod accounts;
mod associations;
mod jobs;
mod lists;
#[path = "../support/mod.rs"]
mod support;

use hubspot_crm_gen::Client;
use hubspot_crm_gen::v3::prelude::*;
use support::start;

/// A new contact, by its id.
async fn contact(hubspot: &Client, email: &str) -> String {
    let contact = properties! { "email" => email };
    hubspot.contacts().create(contact).await.unwrap().id
}

/// A new company, by its id.
async fn company(hubspot: &Client, name: &str) -> String {
    let company = properties! { "name" => name };
    hubspot.companies().create(company).await.unwrap().id
}

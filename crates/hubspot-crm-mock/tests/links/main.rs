//! Links, pipelines, owners, lists, imports and exports, as a client sees them.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod accounts;
mod associations;
mod jobs;
mod lists;

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Client, RateLimits, RetryPolicy};
use hubspot_crm_mock::MockHubSpot;

/// A server, and a client of it that neither waits nor repeats anything.
async fn start() -> (MockHubSpot, Client) {
    let mock = MockHubSpot::start().await.unwrap();
    let client = Client::builder()
        .access_token("any")
        .base_url(mock.url())
        .rate_limits(RateLimits::none())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    (mock, client)
}

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

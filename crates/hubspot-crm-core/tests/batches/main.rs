//! Batches of any size, against a transport that stands in for HubSpot.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

mod answers;
mod cancelled;
mod chunks;
#[path = "../common/mod.rs"]
mod common;
mod errors;
mod hubspot;
mod law;
mod origins;
mod reasons;
mod unfinished;

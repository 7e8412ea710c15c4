//! The client as its users see it, against a server on this machine.

mod answers;
mod batch_writes;
mod broken_bodies;
mod clients;
mod date_times;
mod errors;
mod long_urls;
mod oauth;
mod odd_values;
mod partial_success;
mod paths;
mod preludes;
mod queries;
mod secrets;
mod sent_values;
mod short_forms;
mod single_updates;
#[path = "../support/mod.rs"]
#[allow(dead_code, reason = "the other tests need more of it")]
mod support;
mod transport;

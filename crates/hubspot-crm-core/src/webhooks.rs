//! Webhooks: requests that HubSpot sends to a server of yours.
//!
//! Two steps, each of which works without the other: a [`WebhookVerifier`] says whether HubSpot has
//! sent a request, and [`parse_events`] reads what it says. Nothing in here sends anything, or
//! knows a web framework.
//!
//! ```
//! # extern crate hubspot_crm_core as hubspot_crm_gen;
//! use std::error::Error;
//!
//! use hubspot_crm_gen::HeaderMap;
//! use hubspot_crm_gen::webhooks::{
//!     WebhookEventKind, WebhookRequest, WebhookVerifier, parse_events,
//! };
//!
//! fn handle(verifier: &WebhookVerifier, headers: &HeaderMap, body: &[u8]) -> Result<(), Box<dyn Error>> {
//!     verifier.verify(&WebhookRequest {
//!         method: "POST",
//!         // What HubSpot called, not what a proxy made of it.
//!         uri: "https://hooks.example.com/hubspot",
//!         headers,
//!         body,
//!     })?;
//!     for event in parse_events(body)? {
//!         match event.kind() {
//!             WebhookEventKind::PropertyChange { name, value, .. } => {
//!                 println!("{} {}: {name} is {value:?}", event.object_type(), event.object_id);
//!             }
//!             WebhookEventKind::Deletion => println!("{} is gone", event.object_id),
//!             _ => {}
//!         }
//!     }
//!     Ok(())
//! }
//! ```
//!
//! HubSpot takes any answer but a success, and one that comes after five seconds, as a failure, and
//! sends the same events again: answer soon, work later, and be prepared to see an event twice.

mod event;
mod kind;
mod parse;
mod sign;
mod signature;
mod uri;
mod verify;

pub use event::{WebhookEvent, WebhookMessageType};
pub use kind::WebhookEventKind;
pub use parse::{WebhookParseError, parse_events};
pub use signature::{SignatureError, SignatureVersion};
pub use verify::{WebhookRequest, WebhookVerifier};

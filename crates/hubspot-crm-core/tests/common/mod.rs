//! What the tests share: operations and models as the generator writes them, and three stand-ins
//! for HubSpot.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "every test file uses its part of it"
)]
#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

use std::error::Error as _;

use hubspot_crm_core::{Bytes, Error, HttpBody, HttpRequest};

pub mod ask;
pub mod built;
pub mod hub;
pub mod log;
pub mod models;
pub mod objects;
pub mod recorder;
pub mod script;
pub mod server;

pub const TOKEN: &str = "pat-na1-secret";

/// The body of a request; empty where it has none or is a stream.
pub fn body_of(request: &HttpRequest) -> Bytes {
    let bytes = request.body.as_ref().and_then(HttpBody::as_bytes);
    bytes.cloned().unwrap_or_default()
}

/// The text, the debug form and all causes.
pub fn everything(error: &Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text += &format!(" {cause} {cause:?}");
        source = cause.source();
    }
    text
}

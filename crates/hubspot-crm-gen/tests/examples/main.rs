//! Runs the examples against a local server.

#![allow(
    dead_code,
    unused_macros,
    reason = "the server is shared with other tests, and `main` of an example is not called"
)]

mod batches;
mod oauth;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the other tests need more of it")]
mod support;
#[path = "../support/mod.rs"]
mod support;
mod typed_properties;

mod imports;
mod paging;
mod search;
#[path = "../support/mod.rs"]
#[allow(dead_code, reason = "the other tests need more of it")]
mod support;
#[path = "../support/mod.rs"]
mod support;
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

mod associations;
#[path = "../support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "other tests use the rest of it")]
mod support;
#[cfg(feature = "webhooks")]
mod webhooks;

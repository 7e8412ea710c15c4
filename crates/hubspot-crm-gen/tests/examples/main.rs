//! Runs the examples against a local server.

#![allow(
    dead_code,
    unused_macros,
    reason = "the server is shared with other tests, and `main` of an example is not called"
)]

mod batches;
#[path = "../support/mod.rs"]
mod support;
mod typed_properties;

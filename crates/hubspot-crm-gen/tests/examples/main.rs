//! Runs the examples against a local server.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the server is shared with other tests, and `main` of an example is not called"
)]

mod associations;
mod batches;
mod errors;
mod imports;
mod long_reads;
mod oauth;
mod paging;
mod quickstart;
mod raw_calls;
mod retries;
mod search;
#[path = "../support/mod.rs"]
mod support;
mod traces;
mod typed_properties;
mod webhooks;

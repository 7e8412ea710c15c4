//! Lists that are read page by page, against a transport that counts what is asked of it.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

mod cancelled;
mod failing;
mod following;
mod limits;
mod operations;
mod reading;
mod script;

//! Lists that are read page by page, against a transport that counts what is asked of it.

#![allow(clippy::unwrap_used, reason = "these are tests")]

mod cancelled;
mod failing;
mod following;
mod limits;
mod operations;
mod reading;
mod script;

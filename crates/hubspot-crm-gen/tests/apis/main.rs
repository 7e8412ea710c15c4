//! The APIs where much can go wrong, as their users call them: what a careful caller writes, and answers as they come,
//! with nulls, missing fields, numbers for texts, and values that are newer than the crate.
//!
//! That every operation sends what its document says is tested elsewhere. Here are the cases that no document tells.

mod associations;
mod calling;
mod crm_cards;
mod developer_key;
mod exports;
mod imports;
mod lists;
mod owners;
mod pipelines;
mod properties;
mod property_validations;
mod records;
mod schemas;
#[path = "../support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "other tests use the rest of it")]
mod support;
mod timeline;
mod versions;

use serde::Serialize;
use serde_json::Value;

use support::{Request, Server};

/// Method and target of a request.
fn line(request: &Request) -> String {
    request.line()
}

/// Method and target of each request since the last call.
fn lines(server: &Server) -> Vec<String> {
    server.requests().iter().map(line).collect()
}

/// The value as it is written, for a look at what was read: nothing of an answer gets lost.
fn written(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("what was read can be written")
}

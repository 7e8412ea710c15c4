//! What all tests use: a local server, the client for it, and answers of HubSpot's.

mod answer;
pub(crate) mod listing;
mod request;
mod server;

pub(crate) use answer::Answer;
pub(crate) use request::{Request, decode};
pub(crate) use server::Server;

/// The token of the clients in the tests. It looks like none of HubSpot's, so that it is found wherever it leaks.
pub(crate) const TOKEN: &str = "canary-7f3a9c";

/// A record in the form of everyday answers.
pub(crate) const RECORD: &str = r#"{"id":"6001","properties":{"email":"ada@example.com","fax":null,"phone":"555-0100"},
    "createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-02T03:04:05.678Z","archived":false}"#;

/// Two records of a batch, all of which succeeded.
pub(crate) const BATCH: &str = r#"{"status":"COMPLETE","startedAt":"2026-01-01T00:00:00Z","completedAt":"2026-01-01T00:00:01Z",
    "results":[{"id":"1","properties":{"phone":"555-0100"}},{"id":"2","properties":{}}]}"#;

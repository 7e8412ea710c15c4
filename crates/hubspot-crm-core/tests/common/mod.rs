//! What the tests share: operations and models as the generator writes them, and two stand-ins for
//! HubSpot.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "every test file uses its part of it"
)]
#![allow(clippy::unwrap_used, reason = "it is only used in tests")]

pub mod models;
pub mod objects;
pub mod recorder;
pub mod server;

pub const TOKEN: &str = "pat-na1-secret";

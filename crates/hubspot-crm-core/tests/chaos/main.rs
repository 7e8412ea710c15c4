//! A bad day: a thousand calls at once, of which every tenth meets a fault.
//!
//! Whatever happens, three things hold. Every call ends, and says what became of it. Nothing is
//! created twice. HubSpot never sees more requests than the limits allow.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

#[path = "../common/mod.rs"]
mod common;

mod calls;
mod cancelled;
mod ledger;
mod simulated;
mod wire;

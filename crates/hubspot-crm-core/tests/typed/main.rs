//! Properties as types of the user.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

mod changes;
mod errors;
mod names;
mod reading;
mod records;
mod round_trip;
mod writing;

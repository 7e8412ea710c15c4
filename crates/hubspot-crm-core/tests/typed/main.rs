//! Properties as types of the user.

mod changes;
mod errors;
mod names;
mod reading;
mod records;
mod round_trip;
mod writing;

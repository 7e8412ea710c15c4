//! Links between records, in both versions of the API.

mod linking;
mod reading;

//! The client as its users see it, against a server on this machine.

mod answers;
mod batch_writes;
mod broken_bodies;
mod clients;
mod date_times;
mod errors;
mod models;
mod operations;
mod partial_success;
mod paths;
mod queries;
mod secrets;
mod sent_values;
mod single_updates;
mod support;
mod transport;

//! Lists that are read page by page, against a transport that counts what is asked of it.

mod cancelled;
mod failing;
mod following;
mod limits;
mod operations;
mod reading;
mod script;

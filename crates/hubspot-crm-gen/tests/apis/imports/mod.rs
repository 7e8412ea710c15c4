//! Imports: a form of several parts goes out, and what comes back is read while the import goes on.

mod form;
mod progress;

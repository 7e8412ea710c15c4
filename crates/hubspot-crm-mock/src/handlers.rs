//! What operations do: those that know the state have a handler, all others are answered by their document.

#[cfg(test)]
mod conform;
mod properties;
mod records;
mod schemas;

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::crm::Crm;
use crate::documents::Route;
use crate::reply::{Failure, Reply};
use crate::request::ReceivedRequest;
use crate::sample;

/// A request with the operation that it is meant for.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) route: &'static Route,
    pub(crate) request: &'a ReceivedRequest,
}

impl<'a> Call<'a> {
    pub(crate) fn new(route: &'static Route, request: &'a ReceivedRequest) -> Self {
        Self { route, request }
    }

    /// The value of a parameter of the path, decoded; empty if there is none of that name.
    pub(crate) fn path(&self, name: &str) -> Cow<'a, str> {
        let values = self.route.operation.path_values(self.request.path());
        let mut values = values.into_iter().flatten();
        let value = values
            .find(|(key, _)| *key == name)
            .map_or("", |(_, value)| value);
        percent_decode_str(value).decode_utf8_lossy()
    }

    /// The values of a parameter of the query that may be repeated, or have commas in it.
    pub(crate) fn list(&self, name: &'a str) -> Vec<&'a str> {
        let values = self.request.query_values(name);
        let parts = values.flat_map(|value| value.split(','));
        parts
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect()
    }

    /// Whether a parameter of the query is `true`.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.request
            .query_value(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// The body, which must be JSON.
    pub(crate) fn body(&self) -> Result<Value, Failure> {
        serde_json::from_slice(self.request.body()).map_err(|error| {
            Failure::invalid(format!(
                "Invalid input JSON on line {}, column {}: {error}",
                error.line(),
                error.column()
            ))
        })
    }
}

/// Answers a call.
pub(crate) fn handle(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let areas = [records::handle, properties::handle, schemas::handle];
    for answer in areas {
        if let Some(answered) = answer(crm, call) {
            return answered;
        }
    }
    Ok(sample::answer(call.route))
}

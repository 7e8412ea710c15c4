//! What operations do: those that know the state have a handler, all others are answered by their document.

use std::borrow::Cow;
use std::cell::RefCell;

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
    /// The body, if it was read already, for the first who asks.
    read: RefCell<Option<Value>>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(route: &'static Route, request: &'a ReceivedRequest) -> Self {
        let read = RefCell::new(None);
        Self {
            route,
            request,
            read,
        }
    }

    /// The same with the JSON of its body, which need not be read again.
    pub(crate) fn with_json(self, json: Option<Value>) -> Self {
        self.read.replace(json);
        self
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
        if let Some(json) = self.read.take() {
            return Ok(json);
        }
        serde_json::from_slice(self.request.body()).map_err(|error| Failure::malformed(&error))
    }
}

/// Answers a call.
pub(crate) fn handle(_crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    Ok(sample::answer(call.route))
}

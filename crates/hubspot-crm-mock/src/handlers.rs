//! What operations do: those that know the state have a handler, all others are answered by their document.

mod association_labels;
mod associations;
mod batches;
pub(crate) mod exports;
mod imports;
mod lists;
mod owners;
mod pipelines;
mod properties;
mod records;
mod schemas;

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

    /// A part of the path by its place, the first being 0, decoded; empty if there are less. Paths of the same shape name their parameters differently.
    pub(crate) fn part(&self, place: usize) -> Cow<'a, str> {
        let part = self.request.path().split('/').nth(place + 1);
        percent_decode_str(part.unwrap_or_default()).decode_utf8_lossy()
    }

    /// A parameter of the query, if it is there and not empty.
    pub(crate) fn given(&self, name: &str) -> Option<&'a str> {
        let value = self.request.query_value(name);
        value.filter(|value| !value.is_empty())
    }

    /// How much a page is to have: `usual` if the request does not say so, and from 1 to `most`.
    pub(crate) fn limit(&self, usual: usize, most: usize) -> Result<usize, Failure> {
        let Some(limit) = self.given("limit") else {
            return Ok(usual);
        };
        let number = limit.parse().ok();
        number
            .filter(|limit| (1..=most).contains(limit))
            .ok_or_else(|| Failure::invalid(format!("The limit {limit} is not from 1 to {most}")))
    }

    /// The number after which a page goes on, of lists whose cursors are numbers.
    pub(crate) fn after(&self) -> Result<Option<u64>, Failure> {
        self.cursor("after")
    }

    /// A parameter of the query that is a place in a list whose cursors are numbers.
    fn cursor(&self, name: &str) -> Result<Option<u64>, Failure> {
        self.given(name).map(cursor).transpose()
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

/// A place in a list whose cursors are numbers.
fn cursor(text: &str) -> Result<u64, Failure> {
    text.parse()
        .map_err(|_| Failure::invalid(format!("The cursor {text} is not one of this list")))
}

/// A text that a body must have.
fn needed<'v>(body: &'v Value, name: &str) -> Result<&'v str, Failure> {
    body[name].as_str().ok_or_else(|| Failure::missing(name))
}

/// Answers a call.
pub(crate) fn handle(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    // Whoever waits for an import may look at anything, such as the records that it makes.
    if !imports::is_cancel(call) {
        crm.finish_imports();
    }
    answer(crm, call).unwrap_or_else(|| Ok(sample::answer(call.route)))
}

/// The answer of the area that knows of the operation, if there is one.
fn answer(crm: &mut Crm, call: &Call<'_>) -> Option<Result<Reply, Failure>> {
    let areas = [
        associations::handle,
        association_labels::handle,
        pipelines::handle,
        owners::handle,
        lists::handle,
        imports::handle,
        exports::handle,
        records::handle,
        properties::handle,
        schemas::handle,
    ];
    areas.into_iter().find_map(|area| area(crm, call))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::HeaderMap;

    use super::*;
    use crate::documents;

    /// The documents whose operations all know the state, so that none is answered by a sample.
    const KNOWN: [&str; 10] = [
        "v3/association_types.yaml",
        "v3/batch_associations.yaml",
        "v3/exports.yaml",
        "v3/imports.yaml",
        "v3/lists.yaml",
        "v3/owners.yaml",
        "v3/pipelines.yaml",
        "v4/association_labels.yaml",
        "v4/associations.yaml",
        "v4/associations_schema.yaml",
    ];

    #[test]
    fn every_operation_of_links_lists_and_jobs_has_a_handler() {
        let known = documents::all()
            .iter()
            .filter(|route| KNOWN.contains(&route.operation.document));
        let mut count = 0;
        for route in known {
            count += 1;
            let path = route.operation.path.replace(['{', '}'], "");
            let method = route.operation.method.parse().unwrap();
            let uri = path.parse().unwrap();
            let request = ReceivedRequest::new(method, &uri, HeaderMap::new(), Bytes::new());
            let call = Call::new(route, &request);
            let answer = answer(&mut Crm::default(), &call);
            assert!(answer.is_some(), "{}", route.name());
        }
        assert!(count > 80, "{count}");
    }
}

//! An operation of a client, with the parameters of its path.

use std::fmt;
use std::fmt::Display;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::client::Client;
use crate::error::InvalidRequest;
use crate::info::OperationInfo;
use crate::query::{encode, push_pair};
use crate::request::Request;

/// An operation of a client, with the parameters of its path: what every request builder starts
/// from.
#[derive(Clone)]
pub struct Endpoint {
    client: Client,
    operation: &'static OperationInfo,
    /// The path as far as it is filled in.
    path: String,
    /// The template from there on.
    rest: &'static str,
    extra_query: String,
    extra_headers: HeaderMap,
    /// The first thing that is wrong. Methods in a chain cannot fail; `request` does.
    invalid: Option<InvalidRequest>,
}

impl Client {
    /// The start of a request: an operation, whose path parameters are still to be filled in.
    pub fn endpoint(&self, operation: &'static OperationInfo) -> Endpoint {
        Endpoint {
            client: self.clone(),
            operation,
            path: String::new(),
            rest: operation.path(),
            extra_query: String::new(),
            extra_headers: HeaderMap::new(),
            invalid: None,
        }
    }
}

impl Endpoint {
    /// Fills in the next parameter of the path.
    ///
    /// The value is encoded as one segment: whatever it is, it cannot lead to another resource. A
    /// value that cannot stand as a segment (empty, `.` or `..`) makes the request fail before it
    /// is sent.
    #[must_use]
    pub fn arg(mut self, value: impl Display) -> Self {
        self.fill(&value.to_string());
        self
    }

    fn fill(&mut self, value: &str) {
        let Some((literal, name, rest)) = next_parameter(self.rest) else {
            self.fail("there are more values than parameters in the path".to_owned());
            return;
        };
        // Parsers of URLs drop such segments, and so would reach another resource.
        if matches!(value, "" | "." | "..") {
            let what = if value.is_empty() {
                "empty".to_owned()
            } else {
                format!("`{value}`")
            };
            self.fail(format!(
                "path parameter `{name}` is {what}, which cannot stand in a path"
            ));
        }
        self.path.push_str(literal);
        self.path.extend(encode(value));
        self.rest = rest;
    }

    fn fail(&mut self, reason: String) {
        self.invalid
            .get_or_insert_with(|| InvalidRequest::new(self.operation, reason));
    }

    /// The request, without the query and the body of the operation.
    pub fn request(&self) -> Request {
        let mut path = self.path.clone();
        path.push_str(self.rest);
        let missing = next_parameter(self.rest).map(|(_, name, _)| {
            InvalidRequest::new(
                self.operation,
                format!("path parameter `{name}` has no value"),
            )
        });
        let mut request = Request::new(self.operation, path);
        request.query.clone_from(&self.extra_query);
        request.extra_headers.clone_from(&self.extra_headers);
        request.invalid = self.invalid.clone().or(missing).or(request.invalid);
        request
    }

    /// The client that the operation belongs to.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The operation.
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// Adds a query parameter that the operation does not know.
    pub fn extra_query(&mut self, name: &str, value: &dyn Display) {
        push_pair(&mut self.extra_query, name, &value.to_string());
    }

    /// Sets a header, also in place of one that the client would send. A name or value that no
    /// header can have makes the request fail before it is sent.
    pub fn extra_header(&mut self, name: &str, value: &str) {
        let (Ok(name), Ok(mut value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
        else {
            self.fail(format!(
                "header {name:?} has a character that no header can hold"
            ));
            return;
        };
        // It may well be a secret.
        value.set_sensitive(true);
        self.extra_headers.insert(name, value);
    }
}

/// Splits a template into the text before its next parameter, the name of that, and the rest.
fn next_parameter(template: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (literal, rest) = template.split_once('{')?;
    let (name, rest) = rest.split_once('}')?;
    Some((literal, name, rest))
}

/// Leaves out the extra query and headers, which may hold secrets.
impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("operation", &self.operation.id())
            .field("path", &format_args!("{}{}", self.path, self.rest))
            .finish_non_exhaustive()
    }
}

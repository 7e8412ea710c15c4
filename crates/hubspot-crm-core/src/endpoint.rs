//! An operation of a client, with its parameters.

use std::fmt;
use std::fmt::Display;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use crate::client::Client;
use crate::error::{Error, InvalidRequest};
use crate::info::OperationInfo;
use crate::options::CallOptions;
use crate::query::{QueryValue, encode, push_pair};
use crate::request::Request;
use crate::retry::RetryPolicy;

/// An operation of a client, with its parameters: what every request builder starts from.
#[derive(Clone)]
pub struct Endpoint {
    client: Client,
    operation: &'static OperationInfo,
    /// The path as far as it is filled in.
    path: String,
    /// The template from there on.
    rest: &'static str,
    /// In the order in which they were set first.
    params: Vec<Param>,
    extra_query: String,
    extra_headers: HeaderMap,
    options: Option<Box<CallOptions>>,
    /// The first thing that is wrong. Methods in a chain cannot fail; `request` does.
    invalid: Option<InvalidRequest>,
}

/// What a parameter of the operation adds to the request.
#[derive(Clone)]
struct Param {
    name: &'static str,
    in_query: bool,
    query: String,
    headers: HeaderMap,
}

impl Client {
    /// The start of a request: an operation, whose path parameters are still to be filled in.
    pub fn endpoint(&self, operation: &'static OperationInfo) -> Endpoint {
        Endpoint {
            client: self.clone(),
            operation,
            path: String::new(),
            rest: operation.path(),
            params: Vec::new(),
            extra_query: String::new(),
            extra_headers: HeaderMap::new(),
            options: None,
            invalid: None,
        }
    }
}

impl Endpoint {
    /// An operation at a path that is already encoded.
    pub(crate) fn at(
        client: &Client,
        operation: &'static OperationInfo,
        path: Result<String, String>,
        query: &str,
    ) -> Self {
        let mut endpoint = client.endpoint(operation);
        endpoint.rest = "";
        endpoint.extra_query.push_str(query);
        match path {
            Ok(path) => endpoint.path = path,
            Err(reason) => endpoint.fail(reason),
        }
        endpoint
    }

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

    /// Sets a query parameter, in place of what it was set to before. See [`Request::query`].
    #[must_use]
    pub fn query<T: QueryValue>(self, name: &'static str, value: impl Into<T>) -> Self {
        let value = value.into();
        self.param(name, true, |request| Ok(request.query(name, &value)))
    }

    /// Sets a query parameter that is sent once for each value. See [`Request::query`].
    #[must_use]
    pub fn query_list<T>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self
    where
        Vec<T>: QueryValue,
    {
        let values = list::<T>(values);
        self.param(name, true, |request| Ok(request.query(name, &values)))
    }

    /// Sets a query parameter whose values are joined. See [`Request::query_joined`].
    #[must_use]
    pub fn query_joined<T>(
        self,
        name: &'static str,
        separator: &str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self
    where
        Vec<T>: QueryValue,
    {
        let values = list::<T>(values);
        self.param(name, true, |request| {
            Ok(request.query_joined(name, separator, &values))
        })
    }

    /// Sets query parameters from the properties of an object. See [`Request::query_object`].
    #[must_use]
    pub fn query_object<T: Serialize>(self, name: &'static str, value: impl Into<T>) -> Self {
        let value = value.into();
        self.param(name, true, |request| request.query_object(name, &value))
    }

    /// Sets query parameters from the properties of an object. See [`Request::query_deep`].
    #[must_use]
    pub fn query_deep<T: Serialize>(self, name: &'static str, value: impl Into<T>) -> Self {
        let value = value.into();
        self.param(name, true, |request| request.query_deep(name, &value))
    }

    /// Sets a query parameter to JSON. See [`Request::query_json`].
    #[must_use]
    pub fn query_json<T: Serialize>(self, name: &'static str, value: impl Into<T>) -> Self {
        let value = value.into();
        self.param(name, true, |request| request.query_json(name, &value))
    }

    /// Sets a header of the operation. See [`Request::header`].
    #[must_use]
    pub fn header<T: QueryValue>(self, name: &'static str, value: impl Into<T>) -> Self {
        let value = value.into();
        self.param(name, false, |request| Ok(request.header(name, &value)))
    }

    /// Sets a header of the operation to several values. See [`Request::header`].
    #[must_use]
    pub fn header_list<T>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self
    where
        Vec<T>: QueryValue,
    {
        let values = list::<T>(values);
        self.param(name, false, |request| Ok(request.header(name, &values)))
    }

    /// Sets a cookie. See [`Request::cookie`].
    #[must_use]
    pub fn cookie<T: QueryValue>(self, name: &'static str, value: impl Into<T>) -> Self {
        let value = value.into();
        self.param(name, false, |request| Ok(request.cookie(name, &value)))
    }

    fn param(
        mut self,
        name: &'static str,
        in_query: bool,
        set: impl FnOnce(Request) -> Result<Request, Error>,
    ) -> Self {
        match set(Request::blank(self.operation)) {
            Ok(request) => self.keep(name, in_query, request),
            Err(Error::InvalidRequest(invalid)) => {
                self.invalid.get_or_insert(*invalid);
            }
            Err(other) => self.fail(other.to_string()),
        }
        self
    }

    fn keep(&mut self, name: &'static str, in_query: bool, request: Request) {
        let param = Param {
            name,
            in_query,
            query: request.query,
            headers: request.headers,
        };
        if let Some(invalid) = request.invalid {
            self.invalid.get_or_insert(invalid);
        }
        let mut params = self.params.iter_mut();
        match params.find(|other| other.name == name && other.in_query == in_query) {
            Some(earlier) => *earlier = param,
            None => self.params.push(param),
        }
    }

    /// The request, without the body of the operation.
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
        for param in &self.params {
            request.add(&param.query, &param.headers);
        }
        request.extra_headers.clone_from(&self.extra_headers);
        request.options.clone_from(&self.options);
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

    /// Adds a field to the JSON object in the body, in place of one of this name.
    pub fn extra_body(&mut self, name: &str, value: Value) {
        self.options().extra_body.insert(name.to_owned(), value);
    }

    /// Sets when this request is sent again, instead of what the client has.
    pub fn retry(&mut self, policy: RetryPolicy) {
        self.options().retry = Some(policy);
    }

    /// Sets the time-out of each attempt, instead of what the client has.
    pub fn timeout(&mut self, timeout: Duration) {
        self.options().timeout = Some(timeout);
    }

    /// Sets the time for the whole call, instead of what the client has.
    pub fn deadline(&mut self, deadline: Duration) {
        self.options().deadline = Some(deadline);
    }

    /// Sets whether sending this request twice does the same as sending it once, instead of what
    /// the operation says.
    pub fn replay_safe(&mut self, replay_safe: bool) {
        self.options().replay_safe = Some(replay_safe);
    }

    fn options(&mut self) -> &mut CallOptions {
        self.options.get_or_insert_default()
    }
}

fn list<T>(values: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    values.into_iter().map(Into::into).collect()
}

/// Splits a template into the text before its next parameter, the name of that, and the rest.
fn next_parameter(template: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (literal, rest) = template.split_once('{')?;
    let (name, rest) = rest.split_once('}')?;
    Some((literal, name, rest))
}

/// Shows the operation only: its parameters may be secrets and personal data.
impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("operation", &self.operation.id())
            .field("path", &self.operation.path())
            .finish_non_exhaustive()
    }
}

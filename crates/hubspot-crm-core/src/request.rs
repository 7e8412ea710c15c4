//! A request of an operation: path, query, headers and body, still without host and token.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use serde::Serialize;

use crate::error::{Error, InvalidRequest};
use crate::info::{Method, OperationInfo};
use crate::json::path;
use crate::query::{QueryValue, push_pair};

/// A request of an operation, without the parts that the client adds: base URL, token, user agent.
#[derive(Clone)]
pub struct Request {
    pub(crate) operation: &'static OperationInfo,
    /// The path with its parameters filled in, encoded.
    pub(crate) path: String,
    /// The query without its `?`, encoded.
    pub(crate) query: String,
    /// What the caller adds, which has precedence over what the client would send.
    pub(crate) extra_headers: HeaderMap,
    /// JSON.
    pub(crate) body: Option<Bytes>,
    /// Why it cannot be sent, if so. Methods in a chain cannot fail; the client looks here before
    /// anything is sent.
    pub(crate) invalid: Option<InvalidRequest>,
}

impl Request {
    /// A request without a query, and without a body: where a method has one by its nature, it is
    /// an empty one.
    pub(crate) fn new(operation: &'static OperationInfo, path: String) -> Self {
        // Some endpoints answer 415 to a POST that does not say it is JSON, even if there is
        // nothing in it.
        let has_body = matches!(
            operation.method(),
            Method::Post | Method::Put | Method::Patch
        );
        Self {
            operation,
            path,
            query: String::new(),
            extra_headers: HeaderMap::new(),
            body: has_body.then(Bytes::new),
            invalid: None,
        }
    }

    /// Adds a query parameter: once for each text of the value, not at all for `None` and empty
    /// lists.
    #[must_use]
    pub fn query(mut self, name: &str, value: &dyn QueryValue) -> Self {
        value.each(&mut |text| push_pair(&mut self.query, name, text));
        self
    }

    /// Sets the body.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if JSON has no form for a value in the body, such as a number that
    /// is not finite.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Result<Self, Error> {
        let json = serde_json::to_vec(body).map_err(|error| self.unfit(&error))?;
        self.body = Some(json.into());
        Ok(self)
    }

    /// Not generic, unlike its caller.
    fn unfit(&self, error: &serde_json::Error) -> Error {
        let text = error.to_string();
        let reason = match path::split(&text) {
            ("", message) => format!("the body cannot be sent: {message}"),
            (path, message) => format!("the body cannot be sent: {path}: {message}"),
        };
        InvalidRequest::new(self.operation, reason).into()
    }
}

/// Shows the operation only: the rest holds ids, personal data and maybe secrets.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation.id())
            .finish_non_exhaustive()
    }
}

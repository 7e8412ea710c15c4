//! The seam to HTTP: everything above it is independent of the library that sends requests.

pub(crate) mod body;
pub(crate) mod reqwest;

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{LOCATION, SET_COOKIE};
use http::{HeaderMap, StatusCode};

use crate::error::TransportError;
use crate::info::{Method, OperationInfo};

pub use body::{BodyError, BodyStream, HttpBody};

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests. The default one is made by [`ClientBuilder`](crate::ClientBuilder); another one
/// is of use in tests, or where an application has its own HTTP stack.
///
/// It must not follow redirects, nor repeat requests: both would send what must be sent once to
/// where it may not go.
pub trait Transport: Send + Sync {
    /// Sends one request, and returns the answer whatever its status is.
    ///
    /// The future fails if there is no whole answer within [`HttpRequest::timeout`]. An answer with
    /// an error status should come through even if its body breaks off: the status is worth more.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;
}

/// A request, ready to be sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The operation. Its path template is fit for logs, which the URL is not.
    pub operation: &'static OperationInfo,
    /// The method.
    pub method: Method,
    /// The whole URL, encoded.
    pub url: String,
    /// All headers but those that depend on the connection, such as `Host` and `Content-Length`.
    pub headers: HeaderMap,
    /// The body. An empty one is not the same as none: it has a length.
    pub body: Option<HttpBody>,
    /// The time from the start of the request to the end of the answer.
    pub timeout: Duration,
}

/// Shows the operation in place of the URL, and leaves out the body: both may hold secrets and
/// personal data. Values of sensitive headers are hidden too.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("operation", &format_args!("{}", self.operation))
            .field("headers", &self.headers)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// An answer.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl HttpResponse {
    /// For implementations of [`Transport`], with the whole body.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
        }
    }
}

/// Leaves out the body, which may hold secrets and personal data. Values of headers that may, or that
/// are sensitive, are hidden too.
impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut headers = self.headers.clone();
        for (name, value) in &mut headers {
            if [LOCATION, SET_COOKIE].contains(name) {
                value.set_sensitive(true);
            }
        }
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("headers", &headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

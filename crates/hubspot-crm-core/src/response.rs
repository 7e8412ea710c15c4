//! Answers, before anything is read from their bodies.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::info::OperationInfo;

/// An answer to a request, with its body still unread.
#[derive(Debug, Clone)]
pub struct Response {
    operation: &'static OperationInfo,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Response {
    pub(crate) fn new(
        operation: &'static OperationInfo,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        Self {
            operation,
            status,
            headers,
            body,
        }
    }

    /// The operation that was called.
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The whole body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The id under which HubSpot logs the call, from the headers. HubSpot's support asks for it.
    pub fn correlation_id(&self) -> Option<&str> {
        self.headers.get("x-hubspot-correlation-id")?.to_str().ok()
    }
}

//! Answers, before anything is read from their bodies.

use std::any::type_name;
use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde::de::Error as _;

use crate::error::{DecodeError, Error};
use crate::info::OperationInfo;
use crate::json::{JsonValue, ReadAnswer};

/// An answer to a request, with its body still unread.
#[derive(Clone)]
pub struct Response {
    operation: &'static OperationInfo,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// Leaves out a body that may hold secrets.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Response");
        shown
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("headers", &self.headers);
        match self.operation.has_secrets() {
            true => shown.finish_non_exhaustive(),
            false => shown.field("body", &self.body).finish(),
        }
    }
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

    /// The same answer as one of another operation.
    pub(crate) fn of(self, operation: &'static OperationInfo) -> Self {
        Self { operation, ..self }
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

    /// Reads the body as JSON, whatever the content type says: gateways and HubSpot itself get it
    /// wrong.
    ///
    /// # Errors
    /// [`Error::Decode`] if the body is empty, null, does not read as a `T`, or is an object with
    /// none of the fields of a `T`. One without any field is blank.
    pub fn json<T: JsonValue>(&self) -> Result<T, Error> {
        // Inside a document `null` is a blank value; as the whole of it, it would be a hollow one.
        let value = serde_json::from_slice(&self.body).and_then(|value: Option<ReadAnswer<T>>| {
            value.ok_or_else(|| serde_json::Error::custom("the body is null"))
        });
        match value {
            Ok(ReadAnswer(value)) => Ok(value),
            Err(error) => Err(DecodeError::new(self, type_name::<T>(), &error).into()),
        }
    }

    /// Reads the body as JSON into a type with `#[derive(Deserialize)]`, by the rules of serde:
    /// unlike [`json`](Self::json), which is lenient.
    ///
    /// # Errors
    /// [`Error::Decode`] if the body does not read as a `T`.
    pub fn deserialize<'de, T: Deserialize<'de>>(&'de self) -> Result<T, Error> {
        serde_json::from_slice(&self.body)
            .map_err(|error| DecodeError::new(self, type_name::<T>(), &error).into())
    }

    /// Reads the body as a text: UTF-8, or the string in it where the content type is that of JSON
    /// and the body is a JSON string.
    ///
    /// # Errors
    /// [`Error::Decode`] if the body is not UTF-8, or if the status announces that there is none.
    pub fn text(&self) -> Result<String, Error> {
        if self.has_no_content() {
            return Err(DecodeError::of(self, "a text", "").into());
        }
        let Ok(text) = std::str::from_utf8(&self.body) else {
            return Err(DecodeError::of(self, "a text", "the body is not UTF-8").into());
        };
        let unquoted = if self.is_json() {
            serde_json::from_str(text).ok()
        } else {
            None
        };
        Ok(unquoted.unwrap_or_else(|| text.to_owned()))
    }

    /// Whether the status says that there is no body.
    pub(crate) fn has_no_content(&self) -> bool {
        matches!(
            self.status,
            StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT
        )
    }

    /// Whether the content type is that of JSON, or of a format on top of it.
    fn is_json(&self) -> bool {
        let content_type = self.headers.get(CONTENT_TYPE);
        content_type
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| {
                let essence = value.split(';').next().unwrap_or_default().trim();
                let essence = essence.to_ascii_lowercase();
                essence == "application/json" || essence.ends_with("+json")
            })
    }
}

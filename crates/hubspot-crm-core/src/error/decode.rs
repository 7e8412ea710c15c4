//! Successful answers that do not read as what is due.

use std::fmt;

use http::StatusCode;
use serde::de::IgnoredAny;

use super::text::{one_line, without_value};
use crate::info::OperationInfo;
use crate::json::path;
use crate::response::Response;

/// A successful answer whose body does not read as what is due. The call itself has succeeded.
///
/// `Display` and `Debug` show the start of the body, since nothing else tells as well what came. It
/// may be personal data: a program that must not log such data takes the other fields.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DecodeError {
    /// The HTTP status, a 2xx.
    pub status: StatusCode,
    /// The id under which HubSpot logs the call. HubSpot's support asks for it.
    pub correlation_id: Option<String>,
    /// The type that is due.
    pub type_name: String,
    /// The place in the JSON, such as `results[3].createdAt`; empty where the error is not about
    /// one value.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// The start of the body, in one line; empty where it may hold secrets.
    pub body_start: String,
    /// The operation that was called.
    pub operation: &'static OperationInfo,
}

impl DecodeError {
    /// JSON that does not read. `type_name` is from [`std::any::type_name`].
    pub(crate) fn new(response: &Response, type_name: &str, error: &serde_json::Error) -> Self {
        let body = response.body();
        let text = error.to_string();
        let (path, message) = path::split(&text);
        let message = one_line(&without_value(message), 200);
        let (path, message) = if body.is_empty() {
            ("", "the body is empty".to_owned())
        } else if is_truncated(body) {
            (path, format!("the body ends too early: {message}"))
        } else {
            (path, message)
        };
        let message = match response.operation().has_secrets() {
            // It may show the value that is wrong.
            true if !body.is_empty() => "the body is not what is due".to_owned(),
            _ => message,
        };
        let mut error = Self::of(response, &short(type_name), &message);
        if !response.has_no_content() {
            error.path = one_line(path, 200);
        }
        error
    }

    /// A body that is not what is due. The message does not count where the status announces that
    /// there is none.
    pub(crate) fn of(response: &Response, type_name: &str, message: &str) -> Self {
        let body = response.body();
        Self {
            status: response.status(),
            correlation_id: response.correlation_id().map(ToOwned::to_owned),
            type_name: type_name.to_owned(),
            path: String::new(),
            message: if response.has_no_content() {
                "the answer has no content".to_owned()
            } else {
                message.to_owned()
            },
            body_start: match response.operation().has_secrets() {
                true => String::new(),
                false => one_line(&String::from_utf8_lossy(&body[..body.len().min(1000)]), 120),
            },
            operation: response.operation(),
        }
    }
}

/// Whether the body is the start of a JSON document. The error does not tell: it lost its kind when
/// it got its place.
fn is_truncated(body: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(body).is_err_and(|error| error.is_eof())
}

/// The name of a type without the modules in it.
fn short(type_name: &str) -> String {
    type_name
        .split_inclusive(|char: char| "<>(), ".contains(char))
        .map(|part| part.rsplit_once("::").map_or(part, |(_, name)| name))
        .collect()
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}: cannot read {}",
            self.operation, self.status, self.type_name
        )?;
        if !self.path.is_empty() {
            write!(f, " at {}", self.path)?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(id) = &self.correlation_id {
            write!(f, " (correlation id {})", one_line(id, 60))?;
        }
        if !self.body_start.is_empty() {
            write!(f, "; the body starts with {}", self.body_start)?;
        }
        Ok(())
    }
}

impl std::error::Error for DecodeError {}

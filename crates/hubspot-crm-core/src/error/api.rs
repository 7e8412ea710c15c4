//! Answers with an error status.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::by_value::{by_value, take};
use super::context::ErrorContext;
use super::text::{one_line, remark, sentence};
use crate::extra::Extra;
use crate::info::OperationInfo;
use crate::response::Response;
use crate::retry::NoRetry;

/// An answer of HubSpot's with a status other than 2xx.
///
/// Only the status is certain. The body may be HubSpot's JSON, complete or not, a page of a
/// gateway, or empty: what it says is in the optional fields, and the bytes are in
/// [`body`](Self::body).
///
/// `Display` and `Debug` show what HubSpot says in words, without JSON that may follow it. What the
/// answer holds beyond that may be personal data: context, details, links, headers and body are for
/// programs that ask for them.
#[derive(Clone)]
#[non_exhaustive]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// HubSpot's kind of error, such as `VALIDATION_ERROR`.
    pub category: Option<String>,
    /// A finer kind of error.
    pub sub_category: Option<String>,
    /// What went wrong, in English. It may be long, and may hold JSON (see
    /// [`property_errors`](Self::property_errors)).
    pub message: Option<String>,
    /// The id under which HubSpot logs the call, from the body or the headers. HubSpot's support
    /// asks for it.
    pub correlation_id: Option<String>,
    /// The kind of error where a rate limit is exceeded, such as `RATE_LIMIT`.
    pub error_type: Option<String>,
    /// The rate limit that is exceeded, such as `DAILY`.
    pub policy_name: Option<String>,
    /// What the error is about.
    pub context: ErrorContext,
    /// The single errors that make up this one.
    pub details: Vec<ErrorDetail>,
    /// Pages with more information: what they are about, and their URLs.
    pub links: BTreeMap<String, String>,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// The body as it came.
    pub body: Bytes,
    /// The operation that was called.
    pub operation: &'static OperationInfo,
    /// How often the request was sent.
    pub attempts: u32,
    /// Whether HubSpot may have processed the request, in any of the attempts.
    pub may_have_been_processed: bool,
    /// Why the request was not sent once more.
    pub no_retry: NoRetry,
    /// Fields of the body that are not known, or not of the expected type.
    pub extra: Extra,
}

/// One of the errors that make up an [`ApiError`] or a [`BatchFailure`](crate::BatchFailure).
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// What went wrong, in English.
    pub message: String,
    /// The kind of error, such as `INVALID_EMAIL`.
    pub code: Option<String>,
    /// A finer kind of error.
    pub sub_category: Option<String>,
    /// The field or parameter that is at fault.
    pub location: Option<String>,
    /// What the error is about.
    pub context: ErrorContext,
    /// Fields that this version of the crate does not know, kept as they came.
    pub extra: Extra,
}
by_value!(ErrorDetail {
    message: "message",
    code: "code",
    sub_category: "subCategory",
    location: "in",
    context: "context",
});

impl ApiError {
    /// Reads all that the answer says. It cannot fail: what does not read stays in `extra` and
    /// `body`.
    pub(crate) fn new(response: &Response) -> Self {
        // The content type is not asked: gateways and HubSpot itself get it wrong.
        let mut fields = serde_json::from_slice(response.body()).unwrap_or_default();
        Self {
            status: response.status(),
            category: take(&mut fields, "category"),
            sub_category: take(&mut fields, "subCategory"),
            message: take(&mut fields, "message"),
            correlation_id: take(&mut fields, "correlationId")
                .or_else(|| response.correlation_id().map(ToOwned::to_owned)),
            error_type: take(&mut fields, "errorType"),
            policy_name: take(&mut fields, "policyName"),
            context: take(&mut fields, "context").unwrap_or_default(),
            details: take(&mut fields, "errors").unwrap_or_default(),
            links: take(&mut fields, "links").unwrap_or_default(),
            headers: response.headers().clone(),
            body: response.body().clone(),
            operation: response.operation(),
            attempts: 1,
            may_have_been_processed: false,
            no_retry: NoRetry::Permanent,
            extra: fields.into_iter().collect(),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.status.as_str())?;
        if let Some(reason) = self.status.canonical_reason() {
            write!(f, " {reason}")?;
        }
        if let Some(kind) = self.category.as_ref().or(self.error_type.as_ref()) {
            write!(f, " {}", one_line(kind, 60))?;
        }
        let message = self.message.as_deref().map(sentence).unwrap_or_default();
        if !message.is_empty() {
            write!(f, ": {message}")?;
        }
        if let Some(id) = &self.correlation_id {
            write!(f, " (correlation id {})", one_line(id, 60))?;
        }
        remark(f, self.attempts, self.no_retry)
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("operation", &format_args!("{}", self.operation))
            .field("status", &self.status)
            .field("category", &self.category)
            .field("sub_category", &self.sub_category)
            .field("message", &self.message.as_deref().map(sentence))
            .field("correlation_id", &self.correlation_id)
            .field("error_type", &self.error_type)
            .field("policy_name", &self.policy_name)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("attempts", &self.attempts)
            .field("may_have_been_processed", &self.may_have_been_processed)
            .field("no_retry", &self.no_retry)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {}

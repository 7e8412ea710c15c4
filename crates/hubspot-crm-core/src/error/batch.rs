//! Why inputs of a batch fail.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::Error;
use super::api::ErrorDetail;
use super::by_value::by_value;
use super::context::ErrorContext;
use super::helpers::existing_id;
use super::text::{one_line, sentence};
use crate::extra::Extra;
use crate::response::Response;

/// Why an input of a batch failed, or several inputs for the same reason: HubSpot's
/// `StandardError`.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct BatchFailure {
    /// HubSpot's kind of error, such as `OBJECT_NOT_FOUND`.
    pub category: Option<String>,
    /// A finer kind of error, as HubSpot sends it.
    pub sub_category: Option<Value>,
    /// What went wrong, in English.
    pub message: String,
    /// The id of the error.
    pub id: Option<String>,
    /// The id under which HubSpot logs the call, from the failure or the headers of the answer.
    /// HubSpot's support asks for it.
    pub correlation_id: Option<String>,
    /// The status, usually `error`.
    pub status: Option<String>,
    /// What the error is about. See [`ids`](Self::ids).
    pub context: ErrorContext,
    /// The single errors that make up this one.
    pub errors: Vec<ErrorDetail>,
    /// Pages with more information: what they are about, and their URLs.
    pub links: BTreeMap<String, String>,
    /// Fields that this version of the crate does not know, kept as they came.
    pub extra: Extra,
}
by_value!(BatchFailure {
    status: "status",
    id: "id",
    correlation_id: "correlationId",
    category: "category",
    sub_category: "subCategory",
    message: "message",
    errors: "errors",
    context: "context",
    links: "links",
});

impl BatchFailure {
    /// The ids of the records that the failure is about, where HubSpot names them.
    pub fn ids(&self) -> &[String] {
        self.context.get("ids")
    }

    /// The trace id of the input that failed, if the request gave it one.
    pub fn object_write_trace_id(&self) -> Option<&str> {
        self.context
            .get("objectWriteTraceId")
            .first()
            .map(String::as_str)
    }

    /// The id of the record that a new one would duplicate. HubSpot tells it in the message only.
    pub fn existing_id(&self) -> Option<&str> {
        existing_id(&self.message)
    }

    /// There is no such thing, or the token may not see it. It is also the category of a record that
    /// has no associations, see [`has_no_associations`](Self::has_no_associations).
    pub fn is_not_found(&self) -> bool {
        self.category
            .as_deref()
            .is_some_and(|category| category.ends_with("NOT_FOUND"))
    }

    /// A read of associations found none for the record.
    pub fn has_no_associations(&self) -> bool {
        self.sub_category
            .as_ref()
            .and_then(Value::as_str)
            .is_some_and(|kind| kind.ends_with("NO_ASSOCIATIONS_FOUND"))
    }

    /// The input conflicts with what there is. See [`existing_id`](Self::existing_id).
    pub fn is_conflict(&self) -> bool {
        self.category.as_deref() == Some("CONFLICT") || self.existing_id().is_some()
    }

    /// Category `VALIDATION_ERROR`: the input is not valid.
    pub fn is_validation(&self) -> bool {
        self.category.as_deref() == Some("VALIDATION_ERROR")
    }

    /// The number of inputs that the failure is about, as far as HubSpot tells.
    pub(crate) fn inputs(&self) -> usize {
        self.ids().len().max(1)
    }

    /// Takes the correlation id from the answer that the failure is part of, unless it has its own.
    pub(crate) fn of_answer(&mut self, response: &Response) {
        if self.correlation_id.is_none() {
            self.correlation_id = response.correlation_id().map(ToOwned::to_owned);
        }
    }

    /// What a request that failed as a whole means for each of its inputs.
    pub(crate) fn of_request(error: &Error) -> Self {
        let Some(api) = error.as_api() else {
            let message = error.to_string();
            return Self {
                message,
                ..Self::default()
            };
        };
        Self {
            category: api.category.clone(),
            sub_category: api.sub_category.clone().map(Value::String),
            message: match &api.message {
                Some(message) => message.clone(),
                None => error.to_string(),
            },
            status: Some(api.status.as_str().to_owned()),
            correlation_id: api.correlation_id.clone(),
            context: api.context.clone(),
            errors: api.details.clone(),
            links: api.links.clone(),
            ..Self::default()
        }
    }
}

impl fmt::Display for BatchFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let category = one_line(self.category.as_deref().unwrap_or_default(), 60);
        match (&*category, &*sentence(&self.message)) {
            ("", "") => f.write_str("HubSpot does not say why"),
            (category, "") => f.write_str(category),
            ("", message) => f.write_str(message),
            (category, message) => write!(f, "{category}: {message}"),
        }
    }
}

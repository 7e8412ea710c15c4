//! What callers ask of an [`ApiError`].

use std::time::Duration;

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use super::api::ApiError;
use crate::extra::Extra;
use crate::json::Read;
use crate::json_object;

/// A property value that HubSpot refused.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct PropertyValidationError {
    /// The name of the property.
    pub name: String,
    /// The kind of error, such as `INVALID_EMAIL`.
    pub code: String,
    /// What is wrong with the value, in English.
    pub message: String,
    /// Fields that this version of the crate does not know, kept as they came.
    pub extra: Extra,
}
json_object!(PropertyValidationError {
    name: "name",
    code: "error",
    message: "message"
});

impl ApiError {
    /// 404: there is no such thing, or the token may not see it.
    pub fn is_not_found(&self) -> bool {
        self.status == StatusCode::NOT_FOUND
    }

    /// 429: too many requests. The request was not processed.
    pub fn is_rate_limited(&self) -> bool {
        self.status == StatusCode::TOO_MANY_REQUESTS
    }

    /// 429 because the requests of this day are used up: waiting for seconds does not help.
    pub fn is_daily_limit(&self) -> bool {
        self.is_rate_limited()
            && self
                .policy_name
                .as_deref()
                .is_some_and(|name| name.eq_ignore_ascii_case("DAILY"))
    }

    /// 409: it conflicts with what there is. See [`existing_id`](Self::existing_id).
    pub fn is_conflict(&self) -> bool {
        self.status == StatusCode::CONFLICT
    }

    /// 401: the token is missing, wrong or expired.
    pub fn is_unauthorized(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    /// 403: the token may not do this. See [`missing_scopes`](Self::missing_scopes).
    pub fn is_forbidden(&self) -> bool {
        self.status == StatusCode::FORBIDDEN
    }

    /// Category `VALIDATION_ERROR`: the request is not valid. See
    /// [`property_errors`](Self::property_errors).
    pub fn is_validation(&self) -> bool {
        self.category.as_deref() == Some("VALIDATION_ERROR")
    }

    /// The id of the record that a new one would duplicate. HubSpot tells it in the message only.
    pub fn existing_id(&self) -> Option<&str> {
        existing_id(self.message.as_deref()?)
    }

    /// The property values that HubSpot refused, from the JSON inside the message or from the
    /// details.
    pub fn property_errors(&self) -> Vec<PropertyValidationError> {
        let listed = self.message.as_deref().map(listed_in).unwrap_or_default();
        if !listed.is_empty() {
            return listed;
        }
        let of_detail = |detail: &super::ErrorDetail| {
            let name = detail.context.get("propertyName").first()?.clone();
            let code = detail.code.clone().unwrap_or_default();
            Some(PropertyValidationError {
                name,
                code,
                message: detail.message.clone(),
                extra: Extra::new(),
            })
        };
        self.details.iter().filter_map(of_detail).collect()
    }

    /// The scopes that the token would need, each once. HubSpot may mean all or one of them.
    pub fn missing_scopes(&self) -> Vec<&str> {
        let mut scopes = Vec::new();
        for context in
            std::iter::once(&self.context).chain(self.details.iter().map(|detail| &detail.context))
        {
            for scope in ["requiredGranularScopes", "requiredScopes"]
                .iter()
                .flat_map(|name| context.get(name))
            {
                if !scopes.contains(&scope.as_str()) {
                    scopes.push(scope);
                }
            }
        }
        scopes
    }

    /// How long HubSpot asks to wait, from the header `Retry-After`: seconds, or a date, which
    /// counts from the date of the answer.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }
}

/// See [`ApiError::retry_after`].
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = http_date(text)?;
    let now = headers
        .get(DATE)
        .and_then(|date| http_date(date.to_str().ok()?))
        .unwrap_or_else(Timestamp::now);
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

/// The id in a message such as `Contact already exists. Existing ID: 6001`.
pub(super) fn existing_id(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("Existing ID:")?;
    let rest = rest.trim_start();
    let end = rest
        .find(|char: char| !char.is_ascii_digit())
        .unwrap_or(rest.len());
    (end > 0).then_some(&rest[..end])
}

/// The list in a message such as `Property values were not valid: [{"name": "email", …}]`.
fn listed_in(message: &str) -> Vec<PropertyValidationError> {
    let Some(start) = message.find("[{") else {
        return Vec::new();
    };
    // As a stream, so that text after the list does no harm.
    let mut lists = serde_json::Deserializer::from_str(&message[start..]).into_iter();
    match lists.next() {
        Some(Ok(Read(list))) => list,
        _ => Vec::new(),
    }
}

fn http_date(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text).ok()
}

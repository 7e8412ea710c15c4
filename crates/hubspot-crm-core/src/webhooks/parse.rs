//! Reading the body of a request.

use std::fmt;

use serde::de::IgnoredAny;

use super::event::WebhookEvent;
use crate::json::{Read, path};

/// Reads the events in the body of a request: a list, or a single one.
///
/// It is as lenient as all reading of this crate: missing fields are blank, numbers and texts stand
/// for each other, and what is not known is kept. It says nothing of who has sent the request: see
/// [`WebhookVerifier`](super::WebhookVerifier).
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::webhooks::{WebhookEventKind, parse_events};
///
/// let events = parse_events(
///     br#"[{"eventId": 101, "subscriptionType": "deal.creation", "objectId": 9001, "occurredAt": 1767225600000}]"#,
/// )?;
/// assert_eq!(events[0].kind(), WebhookEventKind::Creation);
/// assert_eq!(events[0].object_type(), "deal");
/// assert_eq!(events[0].object_id, "9001");
/// assert_eq!(events[0].occurred_at.to_string(), "2026-01-01T00:00:00Z");
/// # Ok::<(), hubspot_crm_gen::webhooks::WebhookParseError>(())
/// ```
///
/// # Errors
/// If the body is not JSON, neither a list nor an object, or has a value of another kind than is
/// due.
pub fn parse_events(body: &[u8]) -> Result<Vec<WebhookEvent>, WebhookParseError> {
    let events = match body.trim_ascii_start().first() {
        Some(b'{') => serde_json::from_slice(body).map(|event: WebhookEvent| vec![event]),
        Some(b'[') => serde_json::from_slice(body).map(|Read(events)| events),
        Some(_) => {
            let is_json = serde_json::from_slice::<IgnoredAny>(body).is_ok();
            return Err(WebhookParseError::new(match is_json {
                true => "expected a list of events",
                false => "the body is not JSON",
            }));
        }
        None => return Err(WebhookParseError::new("the body is empty")),
    };
    events.map_err(|error| WebhookParseError::of(&error))
}

/// A body that does not read as events.
///
/// It says what is wrong and where, and shows nothing of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookParseError {
    path: String,
    message: String,
}

impl WebhookParseError {
    fn new(message: &str) -> Self {
        Self {
            path: String::new(),
            message: message.to_owned(),
        }
    }

    fn of(error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let (path, message) = path::split(&text);
        // Where a value is not what is due, serde shows the value first.
        let message = match message.rsplit_once(", expected ") {
            Some((_, expected)) => format!("expected {expected}"),
            None => message.to_owned(),
        };
        Self {
            path: path.to_owned(),
            message,
        }
    }

    /// The place in the JSON, such as `[3].attemptNumber`; empty where the error is not about one
    /// value.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for WebhookParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot read the events of a webhook")?;
        if !self.path.is_empty() {
            write!(f, " at {}", self.path)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for WebhookParseError {}

#[cfg(test)]
mod tests;

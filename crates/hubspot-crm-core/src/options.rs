//! What a caller sets for one request, beside what the operation takes.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::request::Request;
use crate::retry::RetryPolicy;

/// What a caller sets for one request. What is not set is as the client has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct CallOptions {
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) replay_safe: Option<bool>,
    /// Fields to add to the body.
    pub(crate) extra_body: Map<String, Value>,
}

impl Request {
    /// Adds the fields of the caller to the body, in place of those that stand there.
    pub(crate) fn add_extra_body(&mut self) {
        let Some(options) = self.options.as_deref_mut() else {
            return;
        };
        let extra = std::mem::take(&mut options.extra_body);
        if extra.is_empty() {
            return;
        }
        let mut fields = match self.json_fields() {
            Some(fields) => fields,
            None => {
                self.fail(
                    "extra fields cannot be added: the body is not an object in JSON".to_owned(),
                );
                return;
            }
        };
        fields.extend(extra);
        // Writing JSON that was read cannot fail.
        let body = Value::Object(fields).to_string();
        self.body = Some(body.into());
    }

    /// The fields of the body; none where it is empty.
    fn json_fields(&self) -> Option<Map<String, Value>> {
        let body = self.body.as_ref()?.as_bytes()?;
        if !self.has_json_body() {
            return None;
        }
        if body.is_empty() {
            return Some(Map::new());
        }
        serde_json::from_slice(body).ok()
    }
}

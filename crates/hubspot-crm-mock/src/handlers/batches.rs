//! Bodies and answers of requests about many things at once.

use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::crm::{Crm, time};
use crate::reply::{Failure, Reply};

/// The `inputs` of a body, of which there may be so many. Whether there may be none is up to the document.
pub(crate) fn inputs(body: &Value, most: usize) -> Result<&[Value], Failure> {
    let inputs = body.get("inputs").and_then(Value::as_array);
    let inputs = inputs.ok_or_else(|| Failure::missing("inputs"))?;
    match inputs.len() > most {
        true => Err(Failure::invalid(format!(
            "There are {} inputs, and at most {most} are allowed",
            inputs.len()
        ))),
        false => Ok(inputs),
    }
}

/// What came of a batch so far.
#[derive(Debug)]
pub(crate) struct Outcome {
    started: Timestamp,
    pub(crate) results: Vec<Value>,
    pub(crate) errors: Vec<Value>,
}

impl Outcome {
    pub(crate) fn start(crm: &mut Crm) -> Self {
        Self {
            started: crm.now(),
            results: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// The answer: with this status if nothing failed, 207 otherwise.
    pub(crate) fn reply(self, crm: &mut Crm, status: StatusCode) -> Reply {
        let status = match self.errors.is_empty() {
            true => status,
            false => StatusCode::MULTI_STATUS,
        };
        self.always(crm, status)
    }

    /// The answer, with this status whether something failed or not.
    pub(crate) fn always(self, crm: &mut Crm, status: StatusCode) -> Reply {
        let mut body = json!({
            "status": "COMPLETE",
            "results": self.results,
            "startedAt": time(self.started),
            "completedAt": time(crm.now()),
        });
        if !self.errors.is_empty() {
            body["numErrors"] = self.errors.len().into();
            body["errors"] = self.errors.into();
        }
        Reply::json(status, &body)
    }
}

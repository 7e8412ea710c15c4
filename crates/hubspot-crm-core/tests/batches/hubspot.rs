//! A transport that answers batches as HubSpot does, and keeps a ledger of what it has created.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hubspot_crm_core::{
    BatchResponse, BoxFuture, Call, Client, Endpoint, HeaderMap, HttpRequest, HttpResponse, Inputs,
    Method, OperationInfo, StatusCode, Transport, TransportError, TransportErrorKind, Value,
};
use serde_json::json;

use crate::common::body_of;

/// Inputs have trace ids, so that single ones fail.
pub(crate) const CREATE: OperationInfo =
    OperationInfo::new("things.batch_create", Method::Post, "/things/batch/create")
        .max_inputs(100)
        .trace_ids();
/// One bad input fails all.
pub(crate) const CREATE_ALL: OperationInfo =
    OperationInfo::new("links.batch_create", Method::Post, "/links/batch/create").max_inputs(100);
/// What it does twice is the same as once.
pub(crate) const UPDATE: OperationInfo =
    OperationInfo::new("things.batch_update", Method::Post, "/things/batch/update")
        .max_inputs(100)
        .replay_safe(true)
        .trace_ids();

pub(crate) type Things = Call<BatchResponse<Value>, Inputs<Value>>;

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// No connection.
    Connect,
    /// No answer. Whether it was processed beforehand.
    Timeout(bool),
    /// This status, after it was processed or not.
    Status(u16, bool),
    /// It is processed, and the answer is not JSON.
    Garbage,
    /// It is processed, and the results do not say which input they belong to.
    Nameless,
}

/// Inputs are made by [`thing`]; those that [`is_bad`] are refused.
#[derive(Default)]
pub(crate) struct HubSpot {
    state: Mutex<State>,
    /// How long an answer takes.
    pub(crate) delay: Duration,
}

#[derive(Default)]
struct State {
    /// One for each request; none at the end.
    faults: VecDeque<Fault>,
    created: Vec<u64>,
    bodies: Vec<Value>,
    in_flight: usize,
    most_in_flight: usize,
}

pub(crate) fn thing(number: u64) -> Value {
    json!({"properties": {"n": number.to_string()}})
}

pub(crate) fn bad(number: u64) -> Value {
    json!({"properties": {"n": number.to_string(), "bad": "yes"}})
}

fn is_bad(input: &Value) -> bool {
    input["properties"].get("bad").is_some()
}

pub(crate) fn number(value: &Value) -> u64 {
    value["properties"]["n"].as_str().unwrap().parse().unwrap()
}

impl HubSpot {
    pub(crate) fn new(faults: impl IntoIterator<Item = Fault>) -> Arc<Self> {
        Self::slow(faults, Duration::ZERO)
    }

    pub(crate) fn slow(faults: impl IntoIterator<Item = Fault>, delay: Duration) -> Arc<Self> {
        let state = Mutex::new(State {
            faults: faults.into_iter().collect(),
            ..State::default()
        });
        Arc::new(Self { state, delay })
    }

    pub(crate) fn endpoint(self: &Arc<Self>, operation: &'static OperationInfo) -> Endpoint {
        let transport: Arc<dyn Transport> = Arc::<Self>::clone(self);
        let client = Client::builder()
            .transport(transport)
            .access_token("t")
            .rate_limits(hubspot_crm_core::RateLimits::none())
            .retry(hubspot_crm_core::RetryPolicy::none());
        client.build().unwrap().endpoint(operation)
    }

    pub(crate) fn call(
        self: &Arc<Self>,
        operation: &'static OperationInfo,
        inputs: impl IntoIterator<Item = Value>,
    ) -> Things {
        Call::new(
            self.endpoint(operation),
            Inputs(inputs.into_iter().collect()),
        )
    }

    /// What was created, in the order in which it was.
    pub(crate) fn created(&self) -> Vec<u64> {
        self.state.lock().unwrap().created.clone()
    }

    /// The bodies of all requests.
    pub(crate) fn bodies(&self) -> Vec<Value> {
        self.state.lock().unwrap().bodies.clone()
    }

    /// How many inputs each request had.
    pub(crate) fn sizes(&self) -> Vec<usize> {
        let bodies = self.bodies();
        bodies.iter().map(|body| inputs(body).len()).collect()
    }

    pub(crate) fn most_in_flight(&self) -> usize {
        self.state.lock().unwrap().most_in_flight
    }

    fn answer(&self, body: &Value) -> Result<(u16, String), TransportErrorKind> {
        let mut state = self.state.lock().unwrap();
        let fault = state.faults.pop_front().unwrap_or(Fault::None);
        match fault {
            Fault::Connect => return Err(TransportErrorKind::Connect),
            Fault::Timeout(false) => return Err(TransportErrorKind::Timeout),
            Fault::Status(status, false) => return Ok((status, refusal())),
            _ => {}
        }
        let (status, answer) = process(&mut state.created, body, fault == Fault::Nameless);
        match fault {
            Fault::Timeout(_) => Err(TransportErrorKind::Timeout),
            Fault::Status(status, _) => Ok((status, refusal())),
            Fault::Garbage => Ok((status, "<html>".to_owned())),
            _ => Ok((status, answer)),
        }
    }
}

fn refusal() -> String {
    json!({"status": "error", "category": "VALIDATION_ERROR", "message": "no"}).to_string()
}

pub(crate) fn inputs(body: &Value) -> &Vec<Value> {
    body["inputs"].as_array().unwrap()
}

fn process(created: &mut Vec<u64>, body: &Value, nameless: bool) -> (u16, String) {
    let inputs = inputs(body);
    let trace = |input: &Value| input.get("objectWriteTraceId").cloned();
    if inputs.iter().any(|it| is_bad(it) && trace(it).is_none()) {
        return (400, refusal());
    }
    let (bad, good): (Vec<&Value>, Vec<&Value>) = inputs.iter().partition(|it| is_bad(it));
    created.extend(good.iter().map(|input| number(input)));
    let result = |input: &&Value| {
        let n = number(input);
        let mut result = json!({"id": (n + 1000).to_string(), "properties": {"n": n.to_string()}});
        match trace(input) {
            Some(trace) if !nameless => result["objectWriteTraceId"] = trace,
            _ => {}
        }
        result
    };
    // Never in the order of the inputs.
    let results: Vec<Value> = good.iter().rev().map(result).collect();
    let failure = |input: &&Value| {
        json!({"status": "error", "category": "VALIDATION_ERROR",
            "message": format!("bad {}", number(input)),
            "context": {"objectWriteTraceId": [trace(input)]}})
    };
    let failures: Vec<Value> = bad.iter().map(failure).collect();
    let mut answer = json!({"status": "COMPLETE", "results": results});
    if failures.is_empty() {
        return (201, answer.to_string());
    }
    answer["numErrors"] = failures.len().into();
    answer["errors"] = failures.into();
    (207, answer.to_string())
}

impl Transport for HubSpot {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let body: Value = serde_json::from_slice(&body_of(&request)).unwrap();
            {
                let mut state = self.state.lock().unwrap();
                state.bodies.push(body.clone());
                state.in_flight += 1;
                state.most_in_flight = state.most_in_flight.max(state.in_flight);
            }
            tokio::time::sleep(self.delay).await;
            let answer = self.answer(&body);
            // The work is done, and the answer on its way.
            tokio::time::sleep(self.delay).await;
            self.state.lock().unwrap().in_flight -= 1;
            let (status, body) = answer.map_err(|kind| TransportError::new(kind, "no answer"))?;
            let status = StatusCode::from_u16(status).unwrap();
            Ok(HttpResponse::new(status, HeaderMap::new(), body))
        })
    }
}

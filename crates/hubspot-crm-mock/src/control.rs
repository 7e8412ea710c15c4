//! What programs in other languages ask the server for itself, at paths that HubSpot does not have.

use std::time::Duration;

use http::Method;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use crate::documents;
use crate::faults::{self, Fault};
use crate::reply::{Failure, Reply};
use crate::request::ReceivedRequest;
use crate::{State, lock, seed};

/// What these paths begin with.
const PREFIX: &str = "/_mock/";

/// Answers a request that is about the server itself; `None` if it is for HubSpot. It is neither logged nor counted, and nothing goes wrong with it.
pub(crate) fn answer(state: &State, request: &ReceivedRequest) -> Option<Result<Reply, Failure>> {
    let path = request.path().strip_prefix(PREFIX)?;
    let done = || Ok(Reply::no_content());
    Some(match (request.method(), path) {
        (&Method::GET, "requests") => requests(state, request),
        (&Method::DELETE, "requests") => {
            lock(&state.log).clear();
            done()
        }
        (&Method::GET, "faults") => {
            let pending = lock(&state.faults).pending();
            Ok(Reply::ok(&json!({"pending": pending})))
        }
        (&Method::POST, "faults") => fault(request).and_then(|fault| {
            lock(&state.faults).push(fault);
            done()
        }),
        (&Method::DELETE, "faults") => {
            lock(&state.faults).clear();
            done()
        }
        (&Method::POST, "seed") => sow(state, request),
        (&Method::POST, "expire-tokens") => {
            lock(&state.auth).expire_tokens(Instant::now());
            done()
        }
        (&Method::POST, "reset") => {
            state.reset();
            done()
        }
        _ => Err(Failure::not_found(format!(
            "resource not found: there is no {} {}; there are GET and DELETE {PREFIX}requests, GET, POST and DELETE {PREFIX}faults, \
             POST {PREFIX}seed, POST {PREFIX}expire-tokens, and POST {PREFIX}reset",
            request.method(),
            request.path()
        ))),
    })
}

fn requests(state: &State, request: &ReceivedRequest) -> Result<Reply, Failure> {
    let operation = request.query_value("operation");
    documents::check_name(operation.unwrap_or_default()).map_err(Failure::invalid)?;
    let log = lock(&state.log);
    let found = match operation {
        Some(operation) => log.to(operation),
        None => log.all(),
    };
    drop(log);
    let results: Vec<Value> = found.iter().map(told).collect();
    Ok(Reply::ok(&json!({"results": results})))
}

fn told(request: &ReceivedRequest) -> Value {
    let mut query: Map<String, Value> = Map::new();
    for (name, value) in request.query() {
        let values = query.entry(name.clone()).or_insert_with(|| json!([]));
        if let Value::Array(values) = values {
            values.push(value.clone().into());
        }
    }
    let headers = request.headers().iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), Value::from(value))
    });
    let headers: Map<String, Value> = headers.collect();
    let body = match request.body().as_ref() {
        [] => Value::Null,
        bytes => serde_json::from_slice(bytes)
            .unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned().into()),
    };
    json!({
        "method": request.method().as_str(), "path": request.path(), "query": query, "headers": headers, "body": body,
        "operation": request.operation(), "status": request.status(),
    })
}

/// A fault as JSON.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Wanted {
    /// As the header of a request says it.
    fault: Option<String>,
    on: Option<String>,
    skip: u64,
    times: Option<u64>,
    always: bool,
    latency: u64,
}

fn fault(request: &ReceivedRequest) -> Result<Fault, Failure> {
    let wanted: Wanted = read(request)?;
    let latency = Duration::from_millis(wanted.latency);
    let mut fault = match &wanted.fault {
        Some(text) => faults::parse(text)
            .map_err(Failure::invalid)?
            .after(latency),
        None if latency.is_zero() => {
            return Err(Failure::invalid(
                "There is neither a `fault` nor a `latency`",
            ));
        }
        None => Fault::slow(latency),
    };
    fault = fault.skip(wanted.skip);
    if let Some(on) = wanted.on {
        documents::check_name(&on).map_err(Failure::invalid)?;
        fault = fault.on(on);
    }
    Ok(match (wanted.always, wanted.times) {
        (true, _) => fault.always(),
        (false, times) => fault.times(times.unwrap_or(1)),
    })
}

fn sow(state: &State, request: &ReceivedRequest) -> Result<Reply, Failure> {
    let seed: Value = read(request)?;
    seed::apply(state, &seed).map_err(|error| Failure::invalid(error.to_string()))?;
    let keys = lock(&state.keys);
    let ids = keys
        .iter()
        .map(|(key, keyed)| (key.clone(), Value::from(&*keyed.id)));
    let ids: Map<String, Value> = ids.collect();
    Ok(Reply::ok(&json!({"ids": ids})))
}

/// The body, whatever its content type.
fn read<T: serde::de::DeserializeOwned>(request: &ReceivedRequest) -> Result<T, Failure> {
    serde_json::from_slice(request.body()).map_err(|error| Failure::malformed(&error))
}

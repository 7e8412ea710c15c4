//! The way of a request: what happens to every one, whatever it is about.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use http::{HeaderName, StatusCode, header};
use tokio::time::Instant;

use crate::auth::oauth;
use crate::control;
use crate::documents::{self, Found, Route};
use crate::faults::{self, Outcome};
use crate::handlers::{self, Call};
use crate::limits::{self, Headers};
use crate::reply::{Failure, Reply};
use crate::request::ReceivedRequest;
use crate::validate::{Content, validate};
use crate::{State, lock};

/// Where HubSpot says which answer it was.
const CORRELATION_ID: HeaderName = HeaderName::from_static("x-hubspot-correlation-id");

/// Answers a request, and keeps it.
pub(crate) async fn answer(state: &State, mut request: ReceivedRequest) -> Outcome {
    if let Some(answered) = control::answer(state, &request) {
        let reply = answered.unwrap_or_else(|failure| failure.reply(&correlation_id()));
        return Outcome::Whole(reply);
    }
    let found = documents::find(request.method().as_str(), request.route_path());
    if let Found::Route(route) = found {
        request.set_operation(route.name());
    }
    let request = Arc::new(request);
    let number = lock(&state.log).push(Arc::clone(&request));
    let correlation_id = correlation_id();
    let given = || {
        let answered = respond(state, &found, &request, &correlation_id);
        let reply = answered.unwrap_or_else(|failure| failure.reply(&correlation_id));
        reply.with_header(CORRELATION_ID, &correlation_id)
    };
    let fault = match faults::of_headers(&request) {
        Ok(fault) => fault.or_else(|| lock(&state.faults).take(&request)),
        Err(message) => {
            let reply = Failure::invalid(message).reply(&correlation_id);
            lock(&state.log).answered(number, reply.status.as_u16());
            return Outcome::Whole(reply.with_header(CORRELATION_ID, &correlation_id));
        }
    };
    let outcome = match fault {
        None => Outcome::Whole(given()),
        Some(fault) => {
            let answer = fault.needs_answer().then(given);
            tokio::time::sleep(fault.delay()).await;
            fault.outcome(answer, &correlation_id)
        }
    };
    if let Outcome::Whole(reply) | Outcome::Broken(reply, _) = &outcome {
        lock(&state.log).answered(number, reply.status.as_u16());
    }
    outcome
}

/// What the account answers.
fn respond(
    state: &State,
    found: &Found,
    request: &ReceivedRequest,
    correlation_id: &str,
) -> Result<Reply, Failure> {
    let now = Instant::now();
    let route = match found {
        Found::Route(route) => *route,
        found => {
            // Older endpoints of tokens are in none of our documents.
            let answer = oauth::answer(&mut lock(&state.auth), request, now);
            // Nor are the addresses of files of exports, which whoever has one may read.
            let file = || handlers::exports::file(&lock(&state.crm), request.path());
            return answer.unwrap_or_else(|| {
                let none = || nowhere(found, request, correlation_id);
                Ok(file().unwrap_or_else(none))
            });
        }
    };
    let takes = route.takes();
    let caller = lock(&state.auth).caller(takes, request, now)?;
    let mut limits = lock(&state.limits);
    let counted = caller
        .filter(|_| limits.is_set())
        .map(|caller| limits.count(takes.kind, &caller, now));
    drop(limits);
    let (headers, permit) = counted.unwrap_or((Headers::default(), Ok(())));
    let answered = permit
        .map_err(limits::refused)
        .and_then(|()| handled(state, route, request, now));
    let reply = answered.unwrap_or_else(|failure| failure.reply(correlation_id));
    Ok(headers.put_on(reply))
}

/// What is said to a request for none of the operations.
fn nowhere(found: &Found, request: &ReceivedRequest, correlation_id: &str) -> Reply {
    let Found::OtherMethods(others) = found else {
        // Whoever misspells a path must not take it for a record that is not there.
        let (method, path) = (request.method(), request.path());
        let message = format!("resource not found: there is no operation {method} {path}");
        return Failure::not_found(message).reply(correlation_id);
    };
    let message = format!("{} is not allowed here", request.method());
    let status = StatusCode::METHOD_NOT_ALLOWED;
    let failure = Failure::new(status, "METHOD_NOT_ALLOWED", message);
    failure
        .reply(correlation_id)
        .with_header(header::ALLOW, &others.join(", "))
}

/// What the account answers to a request of its own: nobody asks who makes it, nothing counts it, and nothing goes wrong with it.
pub(crate) fn without_asking(state: &State, request: &ReceivedRequest) -> Reply {
    let found = documents::find(request.method().as_str(), request.route_path());
    let answered = match found {
        Found::Route(route) => handled(state, route, request, Instant::now()),
        found => Ok(nowhere(&found, request, &correlation_id())),
    };
    answered.unwrap_or_else(|failure| failure.reply(&correlation_id()))
}

/// What an operation answers to somebody who may call it.
fn handled(
    state: &State,
    route: &'static Route,
    request: &ReceivedRequest,
    now: Instant,
) -> Result<Reply, Failure> {
    let Content { json, is_changed } = validate(route, request)?;
    if let Some(answer) = oauth::answer(&mut lock(&state.auth), request, now) {
        return answer;
    }
    // Handlers get what the document has, whichever way they read it.
    let changed = json.as_ref().filter(|_| is_changed);
    let changed = changed.map(|json| request.with_body(json.to_string().into()));
    let call = Call::new(route, changed.as_ref().unwrap_or(request)).with_json(json);
    handlers::handle(&mut lock(&state.crm), &call)
}

/// An id in the form of a UUID.
fn correlation_id() -> String {
    let random = fastrand::u128(..);
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        (random >> 96) & 0xffff_ffff,
        (random >> 80) & 0xffff,
        (random >> 64) & 0xfff,
        (random >> 48) & 0xfff,
        random & 0xffff_ffff_ffff,
    )
}

//! The way of a request: what happens to every one, whatever it is about.

use std::sync::Arc;

use http::{HeaderName, StatusCode};

use crate::documents::{self, Found};
use crate::handlers::{self, Call};
use crate::reply::{Failure, Reply};
use crate::request::ReceivedRequest;
use crate::validate::{Content, validate};
use crate::{State, lock};

/// Where HubSpot says which answer it was.
const CORRELATION_ID: HeaderName = HeaderName::from_static("x-hubspot-correlation-id");

/// Answers a request, and keeps it.
pub(crate) async fn answer(state: &State, mut request: ReceivedRequest) -> Reply {
    let found = documents::find(request.method().as_str(), request.path());
    if let Found::Route(route) = found {
        request.set_operation(route.name());
    }
    let request = Arc::new(request);
    let number = lock(&state.log).push(Arc::clone(&request));
    let correlation_id = correlation_id();
    let answered = respond(state, &found, &request);
    let reply = answered.unwrap_or_else(|failure| failure.reply(&correlation_id));
    lock(&state.log).answered(number, reply.status.as_u16());
    reply.with_header(CORRELATION_ID, &correlation_id)
}

/// What the account answers.
fn respond(state: &State, found: &Found, request: &ReceivedRequest) -> Result<Reply, Failure> {
    let route = match found {
        Found::Route(route) => *route,
        Found::OtherMethods => {
            let message = format!("{} is not allowed here", request.method());
            let status = StatusCode::METHOD_NOT_ALLOWED;
            return Err(Failure::new(status, "METHOD_NOT_ALLOWED", message));
        }
        Found::Nothing => return Err(Failure::not_found("resource not found")),
    };
    let Content { json, is_changed } = validate(route, request)?;
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

//! The way of a request: what happens to every one, whatever it is about.

use http::{HeaderName, StatusCode};

use crate::documents::{self, Found};
use crate::handlers::{self, Call};
use crate::reply::{Failure, Reply};
use crate::request::ReceivedRequest;
use crate::{State, lock};

/// Where HubSpot says which answer it was.
const CORRELATION_ID: HeaderName = HeaderName::from_static("x-hubspot-correlation-id");

/// Answers a request, and keeps it.
pub(crate) async fn answer(state: &State, mut request: ReceivedRequest) -> Reply {
    let found = documents::find(request.method().as_str(), request.path());
    if let Found::Route(route) = found {
        request.set_operation(route.name());
    }
    let number = {
        let mut requests = lock(&state.requests);
        requests.push(request.clone());
        requests.len() - 1
    };
    let correlation_id = correlation_id();
    let answered = match found {
        Found::Route(route) => handlers::handle(&mut lock(&state.crm), &Call::new(route, &request)),
        Found::OtherMethods => Err(Failure::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "METHOD_NOT_ALLOWED",
            format!("{} is not allowed here", request.method()),
        )),
        // Files of exports have addresses that no document knows.
        Found::Nothing => handlers::exports::file(&lock(&state.crm), request.path())
            .ok_or_else(|| Failure::not_found("resource not found")),
    };
    let reply = answered.unwrap_or_else(|failure| failure.reply(&correlation_id));
    if let Some(kept) = lock(&state.requests).get_mut(number) {
        kept.set_status(reply.status.as_u16());
    }
    reply.with_header(CORRELATION_ID, &correlation_id)
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

//! Spans and events of `tracing`, with the field names of OpenTelemetry's conventions.
//!
//! Nothing here holds a secret. Ids, query values and bodies are left out unless the client was
//! told otherwise: see [`ClientBuilder::trace_personal_data`](crate::ClientBuilder::trace_personal_data).

use std::time::Duration;

use tracing::field::Empty;
use tracing::{Span, debug, info_span, trace};

use crate::error::{DecodeError, Error, TransportErrorKind};
use crate::info::OperationInfo;
use crate::request::Request;
use crate::response::Response;
use crate::transport::HttpBody;

/// The span of a call, with all its attempts.
pub(crate) fn call(operation: &'static OperationInfo) -> Span {
    info_span!(
        "hubspot.call",
        otel.name = operation.id(),
        otel.kind = "client",
        otel.status_code = Empty,
        hubspot.operation = operation.id(),
        http.request.method = operation.method().as_str(),
        url.template = operation.path(),
        http.response.status_code = Empty,
        hubspot.correlation_id = Empty,
        hubspot.attempts = Empty,
        error.type = Empty,
    )
}

/// The span of one attempt, within that of its call. `sent` is another operation where it stands for
/// the one that was called.
pub(crate) fn attempt(
    operation: &'static OperationInfo,
    sent: &'static OperationInfo,
    number: u32,
    server: &Server,
) -> Span {
    let stand_in = (sent.id() != operation.id()).then_some(sent.id());
    info_span!(
        "hubspot.attempt",
        otel.name = operation.id(),
        otel.status_code = Empty,
        hubspot.operation = operation.id(),
        hubspot.sent_operation = stand_in,
        http.request.method = sent.method().as_str(),
        url.template = sent.path(),
        server.address = server.address,
        server.port = server.port,
        http.request.resend_count = number - 1,
        http.response.status_code = Empty,
        hubspot.correlation_id = Empty,
        hubspot.duration_ms = Empty,
        error.type = Empty,
        url.path = Empty,
        url.query = Empty,
    )
}

/// Where requests go, for spans.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) address: String,
    pub(crate) port: u16,
}

/// Tells how a call or an attempt went.
pub(crate) fn outcome(span: &Span, result: Result<&Response, &Error>) {
    if span.is_disabled() {
        return;
    }
    let (status, correlation_id) = match result {
        Ok(response) => (Some(response.status()), response.correlation_id()),
        Err(Error::Api(error)) => (Some(error.status), error.correlation_id.as_deref()),
        Err(_) => (None, None),
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Some(id) = correlation_id {
        span.record("hubspot.correlation_id", id);
    }
    if let Err(error) = result {
        span.record("otel.status_code", "ERROR");
        span.record("error.type", error_type(error));
    }
}

/// How long an attempt took, and what follows.
pub(crate) fn finished(
    span: &Span,
    duration: Duration,
    result: Result<&Response, &Error>,
    retry_in: Option<Duration>,
) {
    outcome(span, result);
    span.record("hubspot.duration_ms", millis(duration));
    let _entered = span.enter();
    match (result, retry_in) {
        (Ok(_), _) => debug!("answered"),
        (Err(_), None) => debug!("failed"),
        (Err(_), Some(wait)) => {
            debug!(hubspot.retry_in_ms = millis(wait), "failed, to be repeated");
        }
    }
}

/// A call that had to wait long for its turn. It belongs to the span of the call.
pub(crate) fn waited(operation: &OperationInfo, waited: Duration) {
    /// What is shorter is everyday in any burst of calls.
    const LONG: Duration = Duration::from_secs(1);
    if waited > LONG {
        debug!(
            hubspot.operation = operation.id(),
            hubspot.waited_ms = millis(waited),
            "waited for the rate limit"
        );
    }
}

/// A successful answer that cannot be read. Its body is not shown.
pub(crate) fn unreadable(error: &DecodeError) {
    debug!(
        hubspot.operation = error.operation.id(),
        http.response.status_code = error.status.as_u16(),
        hubspot.correlation_id = error.correlation_id.as_deref(),
        error.type = "decode",
        "the answer does not read as what is due"
    );
}

/// What is about to be sent, for those who ask for it. Of an operation with secrets nothing is shown.
pub(crate) fn personal_data(span: &Span, request: &Request) {
    if request.operation.has_secrets() {
        return;
    }
    span.record("url.path", &*request.path);
    let query: Vec<_> = request
        .query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some(("hapikey", _)) => "hapikey=***",
            _ => pair,
        })
        .collect();
    span.record("url.query", query.join("&"));
    if let Some(body) = request.body.as_ref().and_then(HttpBody::as_bytes) {
        trace!(parent: span, body = %String::from_utf8_lossy(body), "request");
    }
}

/// What came back, as for [`personal_data`].
pub(crate) fn personal_answer(span: &Span, operation: &OperationInfo, body: &[u8]) {
    if operation.has_secrets() {
        return;
    }
    trace!(parent: span, body = %String::from_utf8_lossy(body), "answer");
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The kind of an error, of which there are few.
fn error_type(error: &Error) -> String {
    match error {
        Error::Api(error) => error.status.as_str().to_owned(),
        Error::Transport(error) => match error.kind() {
            TransportErrorKind::Connect => "connect",
            TransportErrorKind::Timeout => "timeout",
            TransportErrorKind::Interrupted => "interrupted",
            _ => "transport",
        }
        .to_owned(),
        Error::Decode(_) => "decode".to_owned(),
        Error::InvalidRequest(_) => "invalid_request".to_owned(),
        Error::Deadline(_) => "deadline".to_owned(),
        Error::Config(_) => "config".to_owned(),
        Error::Auth(_) => "auth".to_owned(),
        _ => "other".to_owned(),
    }
}

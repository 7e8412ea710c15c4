//! What goes wrong on demand.

mod header;

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header as headers};

pub(crate) use self::header::of_headers;
use crate::auth;
use crate::limits::{self, RateLimitPolicy};
use crate::reply::{Failure, Reply};
use crate::request::ReceivedRequest;

/// Something that goes wrong with a request, once unless it says how often.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hubspot_crm_gen::{Client, v3::prelude::*};
/// use hubspot_crm_mock::{Fault, MockHubSpot};
///
/// let mock = MockHubSpot::start().await?;
/// mock.fail(Fault::status(503).on("GET /crm/v3/owners").times(2));
/// mock.fail(Fault::closed());
///
/// // The client tries again.
/// let client = Client::builder().access_token("any").base_url(mock.url()).build()?;
/// client.owners().list().await?;
/// let statuses: Vec<_> = mock.requests().iter().map(|request| request.status()).collect();
/// assert_eq!(statuses, [Some(503), Some(503), None, Some(200)]);
/// # Ok(())
/// # }
/// ```
///
/// The first fault that was given and still has a time to go is the one that a request meets. Faults come before everything else: the request is not looked at, nothing has changed, and no limit
/// counts it, unless the fault is [`processed`](Self::processed).
#[derive(Debug, Clone)]
pub struct Fault {
    what: What,
    on: Option<String>,
    /// `None` for always.
    times: Option<u64>,
    delay: Duration,
    is_processed: bool,
    headers: HeaderMap,
    body: Body,
}

#[derive(Debug, Clone)]
enum What {
    /// The request is answered as it would be.
    Nothing,
    Status(StatusCode),
    RateLimit(RateLimitPolicy),
    ExpiredToken,
    Truncated(usize),
    Closed,
}

#[derive(Debug, Clone)]
enum Body {
    Usual,
    Html,
    Own(Bytes),
}

/// What becomes of an answer on its way.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It arrives.
    Whole(Reply),
    /// So many bytes of its body arrive.
    Broken(Reply, usize),
    /// The connection is closed instead.
    Closed,
}

impl Fault {
    fn of(what: What) -> Self {
        Self {
            what,
            on: None,
            times: Some(1),
            delay: Duration::ZERO,
            is_processed: false,
            headers: HeaderMap::new(),
            body: Body::Usual,
        }
    }

    /// An answer with this status, such as 423, 477, or 503, and an error body of HubSpot's form.
    ///
    /// # Panics
    ///
    /// If it is no status, that is, if it has not three digits.
    #[track_caller]
    pub fn status(status: u16) -> Self {
        let code = StatusCode::from_u16(status);
        assert!(code.is_ok(), "{status} is no status");
        Self::of(code.map_or(What::Nothing, What::Status))
    }

    /// 429, as if there were no request left of a limit.
    pub fn rate_limit(policy: RateLimitPolicy) -> Self {
        Self::of(What::RateLimit(policy))
    }

    /// 401, as if the access token had expired.
    pub fn expired_token() -> Self {
        Self::of(What::ExpiredToken)
    }

    /// The answer comes so much later. Nothing else is wrong with it.
    pub fn slow(delay: Duration) -> Self {
        Self::of(What::Nothing).after(delay)
    }

    /// The body of the answer breaks off after so many bytes, and the connection with it. The request has taken effect.
    pub fn truncated(bytes: usize) -> Self {
        Self::of(What::Truncated(bytes)).processed()
    }

    /// The connection is closed without an answer.
    pub fn closed() -> Self {
        Self::of(What::Closed)
    }

    /// Only requests for this operation meet the fault: method and template of the path as [`ReceivedRequest::operation`] tells them, or method and path as they are sent. The method may be `*`
    /// for any.
    #[must_use]
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.on = Some(operation.into());
        self
    }

    /// So many requests meet it.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Every request meets it, until [`clear_faults`](crate::MockHubSpot::clear_faults).
    #[must_use]
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }

    /// It comes so much later.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// The request takes effect first, and only its answer is lost.
    #[must_use]
    pub fn processed(mut self) -> Self {
        self.is_processed = true;
        self
    }

    /// A header of the answer, such as `Retry-After`.
    ///
    /// # Panics
    ///
    /// If name or value is none that a header can have.
    #[must_use]
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name: Result<HeaderName, _> = name.parse();
        let value = HeaderValue::from_str(value);
        assert!(name.is_ok() && value.is_ok(), "{name:?}: {value:?}");
        if let (Ok(name), Ok(value)) = (name, value) {
            self.headers.insert(name, value);
        }
        self
    }

    /// The body is a page for people, as gateways send them.
    #[must_use]
    pub fn html(mut self) -> Self {
        self.body = Body::Html;
        self
    }

    /// The body is this text, whatever its content type says.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Body::Own(body.into());
        self
    }

    pub(crate) fn delay(&self) -> Duration {
        self.delay
    }

    /// Whether what the account answers is wanted at all.
    pub(crate) fn needs_answer(&self) -> bool {
        self.is_processed || matches!(self.what, What::Nothing)
    }

    /// What becomes of the answer that the account has given, if it was asked.
    pub(crate) fn outcome(&self, answer: Option<Reply>, correlation_id: &str) -> Outcome {
        let failed = |failure: Failure| Outcome::Whole(self.dressed(failure.reply(correlation_id)));
        match (&self.what, answer) {
            (What::Closed, _) => Outcome::Closed,
            (What::Truncated(bytes), Some(answer)) => Outcome::Broken(self.dressed(answer), *bytes),
            (What::Nothing, Some(answer)) => Outcome::Whole(self.dressed(answer)),
            (What::Nothing | What::Truncated(_), None) => Outcome::Closed,
            (What::Status(status), _) => failed(of_status(*status)),
            (What::RateLimit(policy), _) => failed(limits::refused(*policy)),
            (What::ExpiredToken, _) => failed(auth::expired(Duration::ZERO)),
        }
    }

    /// An answer with the headers and the body that the fault gives it.
    fn dressed(&self, mut reply: Reply) -> Reply {
        match &self.body {
            Body::Usual => {}
            Body::Html => {
                let html = HeaderValue::from_static("text/html; charset=UTF-8");
                reply.headers.insert(headers::CONTENT_TYPE, html);
                reply.body = page(reply.status).into();
            }
            Body::Own(body) => reply.body = body.clone(),
        }
        for (name, value) in &self.headers {
            reply.headers.insert(name, value.clone());
        }
        reply
    }

    fn is_for(&self, request: &ReceivedRequest) -> bool {
        let Some(on) = &self.on else { return true };
        let (method, path) = on.split_once(' ').unwrap_or(("*", on));
        let operation = request.operation().unwrap_or_default();
        let template = operation.split_once(' ').map_or("", |(_, path)| path);
        let is_of_path = path == template || path == request.path();
        is_of_path && (method == "*" || method == request.method().as_str())
    }
}

/// What HubSpot says with a status.
fn of_status(status: StatusCode) -> Failure {
    let (category, message) = match status.as_u16() {
        400 => (Some("VALIDATION_ERROR"), "The request is not valid"),
        401 => (Some("INVALID_AUTHENTICATION"), "No token is known"),
        403 => (Some("MISSING_SCOPES"), "The token does not allow this"),
        404 => (Some("OBJECT_NOT_FOUND"), "resource not found"),
        409 => (Some("CONFLICT"), "There is one already"),
        423 => (None, "The resource is locked by another request"),
        429 => return limits::refused(RateLimitPolicy::TenSecondly),
        477 => (None, "The account is moving to another data centre"),
        _ => (None, status.canonical_reason().unwrap_or("internal error")),
    };
    let failure = Failure::new(status, category.unwrap_or_default(), message);
    match category {
        Some(_) => failure,
        None => failure.without_category(),
    }
}

fn page(status: StatusCode) -> String {
    format!(
        "<!DOCTYPE html>\n<html>\n<head><title>{status}</title></head>\n<body><h1>{status}</h1></body>\n</html>\n"
    )
}

/// The faults that requests are still to meet, in the order in which they were given.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    waiting: Vec<Fault>,
}

impl Faults {
    pub(crate) fn push(&mut self, fault: Fault) {
        self.waiting.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// How many requests are still to meet one, not counting those that have no end.
    pub(crate) fn pending(&self) -> u64 {
        let times = self.waiting.iter().filter_map(|fault| fault.times);
        times.fold(0, u64::saturating_add)
    }

    /// The fault that a request meets.
    pub(crate) fn take(&mut self, request: &ReceivedRequest) -> Option<Fault> {
        self.waiting.retain(|fault| fault.times != Some(0));
        let mut waiting = self.waiting.iter_mut();
        let fault = waiting.find(|fault| fault.is_for(request))?;
        fault.times = fault.times.map(|times| times - 1);
        Some(fault.clone())
    }
}

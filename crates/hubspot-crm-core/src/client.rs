//! The client: settings, and the way of every call.

pub(crate) mod builder;
mod pipeline;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

pub use builder::ClientBuilder;

use crate::auth::{AccessToken, Credentials};
use crate::error::Error;
use crate::limit::{Limiter, RateLimitStatus};
use crate::request::Request;
use crate::response::Response;
use crate::retry::RetryPolicy;
use crate::trace::Server;
use crate::transport::{BoxFuture, Transport};

/// A client of HubSpot's API: one account, one token.
///
/// It is cheap to clone, and clones share everything. Two clients share nothing.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    /// Without a slash at its end.
    base_url: String,
    user_agent: HeaderValue,
    /// Where the base URL leads, for traces.
    server: Server,
    timeout: Duration,
    deadline: Option<Duration>,
    /// Of a GET, in bytes.
    longest_url: usize,
    retry: RetryPolicy,
    limiter: Limiter,
    trace_personal_data: bool,
    credentials: Credentials,
    transport: Arc<dyn Transport>,
}

impl Client {
    /// A client for a token of a private app or an OAuth access token, with default settings.
    ///
    /// # Errors
    /// [`Error::Config`] if the token is empty or cannot stand in a header.
    pub fn new(token: impl Into<AccessToken>) -> Result<Self, Error> {
        Self::builder().access_token(token).build()
    }

    /// A client with settings of its own.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// How this client stands with HubSpot's rate limits: what is used, who waits, and what
    /// HubSpot said last. Clones share it.
    pub fn rate_limits(&self) -> RateLimitStatus {
        self.inner.limiter.status()
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.inner.base_url
    }

    /// Sends a request, and returns the answer if its status is a 2xx.
    ///
    /// Not generic on purpose: all operations share this code.
    pub(crate) fn execute(
        &self,
        request: Result<Request, Error>,
    ) -> BoxFuture<'static, Result<Response, Error>> {
        let inner = Arc::clone(&self.inner);
        Box::pin(async move { inner.call(request?).await })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.base_url)
            .finish_non_exhaustive()
    }
}

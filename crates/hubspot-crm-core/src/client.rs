//! The client: settings, and the way of every call.

mod builder;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use http::header::{AUTHORIZATION, USER_AGENT};

pub use builder::ClientBuilder;

use crate::auth::{AccessToken, Credentials};
use crate::error::{ApiError, Error};
use crate::request::Request;
use crate::response::Response;
use crate::transport::{BoxFuture, HttpRequest, HttpResponse, Transport};

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
    timeout: Duration,
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

/// The steps that every call takes, in their order. Limits, repeats and traces are steps in here
/// too.
impl Inner {
    async fn call(&self, mut request: Request) -> Result<Response, Error> {
        if let Some(invalid) = request.invalid.take() {
            return Err(invalid.into());
        }
        let operation = request.operation;
        // The caller may have another token.
        if !request.extra_headers.contains_key(AUTHORIZATION) {
            self.credentials
                .authorize(operation, &mut request.query, &mut request.headers)
                .await?;
        }
        let http = self.address(request);
        let HttpResponse {
            status,
            headers,
            body,
        } = self
            .transport
            .send(http)
            .await
            .map_err(|error| error.of(operation))?;
        let response = Response::new(operation, status, headers, body);
        if response.status().is_success() {
            Ok(response)
        } else {
            Err(ApiError::new(&response, 1).into())
        }
    }

    /// Adds base URL, user agent, headers of the caller and time-out.
    fn address(&self, request: Request) -> HttpRequest {
        let mut url = format!("{}{}", self.base_url, request.path);
        if !request.query.is_empty() {
            url.push('?');
            url.push_str(&request.query);
        }
        let mut headers = request.headers;
        headers.insert(USER_AGENT, self.user_agent.clone());
        // Replaces what stands there.
        headers.extend(request.extra_headers);
        HttpRequest {
            method: request.operation.method(),
            url,
            headers,
            body: request.body,
            timeout: self.timeout,
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.base_url)
            .finish_non_exhaustive()
    }
}

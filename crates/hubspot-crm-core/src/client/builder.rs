//! Settings of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use reqwest::Url;

use super::{Client, Inner};
use crate::auth::{
    AccessToken, Channel, CredentialSettings, Credentials, DeveloperApiKey, OAuth, TokenProvider,
};
use crate::error::{ConfigError, Error};
use crate::limit::{Limiter, RateLimits};
use crate::long_get::LONGEST_URL;
use crate::retry::RetryPolicy;
use crate::trace::Server;
use crate::transport::Transport;
use crate::transport::reqwest::ReqwestTransport;

pub(crate) const BASE_URL: &str = "https://api.hubapi.com";
pub(crate) const USER_AGENT: &str = concat!("hubspot-crm-rust/", env!("CARGO_PKG_VERSION"));
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
pub(crate) const TIMEOUT: Duration = Duration::from_secs(60);

/// Settings of a [`Client`]. Only the token is needed, or the key where a client only calls
/// operations about an app.
///
/// # Traces
///
/// A client tells what it does by `tracing`, under the target `hubspot_crm_core`; where it goes is
/// up to the subscriber of the program. Each call is a span `hubspot.call`, with a span
/// `hubspot.attempt` in it for each time that the request is sent, both of level `INFO`. An event
/// of level `DEBUG` tells the end of an attempt and the wait before the next one, or that an answer
/// does not read, or that a call waited for the rate limits for more than a second. The fields have the names of OpenTelemetry's conventions, such as
/// `http.response.status_code`, `url.template`, `http.request.resend_count` and `error.type`; those
/// of HubSpot's own begin with `hubspot.`, such as `hubspot.correlation_id`. A call is named by its
/// operation, in `otel.name` and `hubspot.operation`.
///
/// Ids, queries and bodies are shown to those only who ask for them by
/// [`trace_personal_data`](Self::trace_personal_data).
#[derive(Clone)]
#[must_use]
pub struct ClientBuilder {
    credentials: CredentialSettings,
    base_url: String,
    user_agent: String,
    connect_timeout: Duration,
    timeout: Duration,
    deadline: Option<Duration>,
    longest_url: usize,
    retry: RetryPolicy,
    rate_limits: RateLimits,
    trace_personal_data: bool,
    transport: Option<Arc<dyn Transport>>,
}

impl ClientBuilder {
    pub(super) fn new() -> Self {
        Self {
            credentials: CredentialSettings::default(),
            base_url: BASE_URL.to_owned(),
            user_agent: USER_AGENT.to_owned(),
            connect_timeout: CONNECT_TIMEOUT,
            timeout: TIMEOUT,
            deadline: None,
            longest_url: LONGEST_URL,
            retry: RetryPolicy::new(),
            rate_limits: RateLimits::default(),
            trace_personal_data: false,
            transport: None,
        }
    }

    /// The token of a private app, or an OAuth access token.
    pub fn access_token(mut self, token: impl Into<AccessToken>) -> Self {
        self.credentials.access_token = Some(token.into());
        self
    }

    /// OAuth tokens, which the client renews by itself. It stands in the place of
    /// [`access_token`](Self::access_token). Each client that is built has its own tokens.
    pub fn oauth(mut self, oauth: OAuth) -> Self {
        self.credentials.oauth = Some(oauth);
        self
    }

    /// Takes access tokens from a provider of one's own, in the place of
    /// [`access_token`](Self::access_token).
    pub fn token_provider(mut self, provider: Arc<dyn TokenProvider>) -> Self {
        self.credentials.provider = Some(provider);
        self
    }

    /// The API key of a developer account. Operations about an app take it, as the query parameter
    /// `hapikey`, in place of an access token; no other operation gets it.
    ///
    /// ```no_run
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// # use hubspot_crm_gen::Client;
    /// let client = Client::builder()
    ///     .access_token("pat-na1-0000")
    ///     .developer_api_key("eu1-0000")
    ///     .build()?;
    /// # Ok::<(), hubspot_crm_gen::Error>(())
    /// ```
    pub fn developer_api_key(mut self, key: impl Into<DeveloperApiKey>) -> Self {
        self.credentials.developer_key = Some(key.into());
        self
    }

    /// The URL that the paths of operations follow on, instead of `https://api.hubapi.com`. It may
    /// have a path itself.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// The header `User-Agent`, instead of `hubspot-crm-rust/` and the version of this crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// The longest time to wait for a connection, instead of 10 seconds. It has no effect on a
    /// client or transport of one's own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The longest time from the start of a request to the end of the answer, instead of 60
    /// seconds. It holds for each attempt; [`RetryPolicy::max_total_time`], where it is set, is the
    /// bound of all. The wait for the rate limits is not counted: [`deadline`](Self::deadline) is the
    /// bound of that.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The time for a whole call, instead of any time: for the wait until the rate limits let it go,
    /// all attempts, and the waits between them. Each request can have a deadline of its own.
    ///
    /// Without one, a call waits its turn however long that takes, so that a burst of thousands
    /// comes through. With one, a call whose turn comes too late is not sent and ends with
    /// [`Error::Deadline`]: at once where the client knows when the limit lets calls go, such as
    /// after a refusal with `Retry-After`, and else when the time is over. What was sent by then is
    /// given up as by [`timeout`](Self::timeout). Only the renewal of a token that was refused takes as
    /// long as its provider does.
    ///
    /// To drop the future of a call, such as by `tokio::time::timeout`, is safe too: who waits
    /// leaves the queue, and what was sent counts in the limits.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// The longest URL that a GET is sent with, in bytes from the scheme to the end of the query,
    /// instead of 8,000. HubSpot takes at least that much; a proxy on the way may take less.
    ///
    /// A read of one record with a longer URL, which the names of many properties make up, is sent
    /// as a batch read with the names in its body. Callers see no difference. Any other GET with a
    /// longer URL is [`Error::InvalidRequest`], with advice, and is not sent.
    ///
    /// ```no_run
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// # use hubspot_crm_gen::Client;
    /// // The proxy refuses URLs of more than 4 KiB.
    /// let client = Client::builder().access_token("pat-na1-0000").longest_url(4_096).build()?;
    /// # Ok::<(), hubspot_crm_gen::Error>(())
    /// ```
    pub fn longest_url(mut self, bytes: usize) -> Self {
        self.longest_url = bytes;
        self
    }

    /// When requests that failed are sent again, instead of [`RetryPolicy::new`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How many requests are sent in which time, instead of what HubSpot's answers tell
    /// ([`RateLimits::automatic`]). The client and its clones share one count.
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.rate_limits = limits;
        self
    }

    /// Whether traces show what may be personal data: the path and the query in the span of each
    /// attempt (`url.path`, `url.query`), and bodies as events of level `TRACE`. Without it there
    /// are path templates only. Tokens and keys are never shown, nor is anything of an operation that
    /// has secrets among its arguments or in its answer.
    pub fn trace_personal_data(mut self, trace: bool) -> Self {
        self.trace_personal_data = trace;
        self
    }

    /// Sends requests through a client of reqwest 0.13, for settings such as proxies and
    /// certificates. It should not follow redirects: they would be followed with the token.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(Arc::new(ReqwestTransport::new(client)))
    }

    /// Sends requests through a transport of one's own.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// Without a transport of one's own, requests need a Tokio runtime, redirects are not followed,
    /// and a body of more than 64 MiB is an error.
    ///
    /// # Errors
    /// [`Error::Config`] if there is neither a token nor a developer API key or one of them cannot be
    /// sent, if several ways to a token are set, if the base URL is not a plain `http` or `https` URL,
    /// or if TLS does not work on this system.
    pub fn build(self) -> Result<Client, Error> {
        let transport =
            match self.transport {
                Some(transport) => transport,
                None => Arc::new(ReqwestTransport::build(self.connect_timeout).map_err(
                    |error| ConfigError::caused_by("the HTTP client cannot be made", error),
                )?),
            };
        let (base_url, server) = check_base_url(&self.base_url)?;
        let channel = Channel {
            base_url,
            user_agent: HeaderValue::from_str(&self.user_agent).map_err(|_| {
                ConfigError::new("the user agent has a character that no header can hold")
            })?,
            timeout: self.timeout,
            transport,
        };
        let credentials = Credentials::new(&self.credentials, channel.clone())?;
        let inner = Inner {
            base_url: channel.base_url,
            server,
            user_agent: channel.user_agent,
            timeout: channel.timeout,
            deadline: self.deadline,
            longest_url: self.longest_url,
            retry: self.retry,
            limiter: Limiter::new(self.rate_limits),
            trace_personal_data: self.trace_personal_data,
            credentials,
            transport: channel.transport,
        };
        Ok(Client {
            inner: Arc::new(inner),
        })
    }
}

/// The URL without a slash at its end, and where it leads. Errors do not show it: it may hold a password.
pub(crate) fn check_base_url(text: &str) -> Result<(String, Server), ConfigError> {
    let url = Url::parse(text)
        .map_err(|error| ConfigError::caused_by("the base URL is not a URL", error))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(ConfigError::new(
            "the base URL must be an http or https URL",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(ConfigError::new(
            "the base URL must not hold a user name or a password",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(ConfigError::new(
            "the base URL must not have a query or a fragment",
        ));
    }
    let server = Server {
        address: url.host_str().unwrap_or_default().to_owned(),
        port: url.port_or_known_default().unwrap_or_default(),
    };
    Ok((url.as_str().trim_end_matches('/').to_owned(), server))
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("access_token", &self.credentials.access_token)
            .field("oauth", &self.credentials.oauth)
            .field("developer_api_key", &self.credentials.developer_key)
            .field("user_agent", &self.user_agent)
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("longest_url", &self.longest_url)
            .field("retry", &self.retry)
            .field("rate_limits", &self.rate_limits)
            .finish_non_exhaustive()
    }
}

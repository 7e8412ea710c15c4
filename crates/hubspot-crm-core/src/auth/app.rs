//! An OAuth app: its identity, and what it asks of HubSpot before there is a client.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::HeaderValue;

use super::authorize_url::AuthorizeUrl;
use super::secret::{ClientSecret, RefreshToken};
use super::token_request::{self, Channel, Grant};
use super::tokens::{Granted, OAuthTokens};
use crate::client::builder::{BASE_URL, CONNECT_TIMEOUT, TIMEOUT, USER_AGENT, check_base_url};
use crate::error::{AuthError, ConfigError, Error};
use crate::transport::Transport;
use crate::transport::reqwest::ReqwestTransport;

/// An app that accounts install by OAuth: where users allow it what it asks for, and where it gets
/// its tokens.
///
/// ```no_run
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{Client, OAuth, OAuthApp};
///
/// # async fn run(secret: String, code: String) -> Result<(), Box<dyn std::error::Error>> {
/// let app = OAuthApp::new("client-id", secret, "https://example.com/callback");
/// let url = app
///     .authorize_url()
///     .scopes(["oauth", "crm.objects.contacts.read"])
///     .state("what the callback has to come back with")
///     .build();
/// // The user goes there, and comes back to the redirect URI with a code.
/// let tokens = app.exchange_code(&code).await?;
/// let client = Client::builder().oauth(OAuth::new(app, tokens)).build()?;
/// # let _ = (url, client);
/// # Ok(())
/// # }
/// ```
///
/// It is cheap to clone, and shows no secrets. One app serves the clients of many accounts, which do
/// not share their tokens.
#[derive(Clone)]
#[must_use]
pub struct OAuthApp {
    client_id: String,
    client_secret: ClientSecret,
    redirect_uri: String,
    endpoint: TokenEndpoint,
    base_url: Option<String>,
    timeout: Option<Duration>,
    transport: Option<Arc<dyn Transport>>,
    /// The transport where none is set, made when it is needed first.
    default_transport: Arc<OnceLock<Arc<dyn Transport>>>,
}

/// The version of HubSpot's token endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum TokenEndpoint {
    /// `/oauth/2026-03/token`
    #[default]
    V2026_03,
    /// `/oauth/v1/token`, which ends on 16 February 2027.
    V1,
}

impl OAuthApp {
    /// An app, by the client id, the client secret and one of the redirect URIs that its settings
    /// show.
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<ClientSecret>,
        redirect_uri: impl Into<String>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            redirect_uri: redirect_uri.into(),
            endpoint: TokenEndpoint::default(),
            base_url: None,
            timeout: None,
            transport: None,
            default_transport: Arc::default(),
        }
    }

    /// The token endpoint to use, instead of the newest one.
    pub fn token_endpoint(mut self, endpoint: TokenEndpoint) -> Self {
        self.endpoint = endpoint;
        self
    }

    /// The URL that the path of the token endpoint follows on, instead of `https://api.hubapi.com`,
    /// or instead of that of the client which refreshes its token.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// The longest time that one request for tokens may take, instead of 60 seconds, or instead of
    /// that of the client which refreshes its token.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sends requests for tokens through a transport of one's own. Unless it is set, a client that
    /// refreshes its token uses the one that its calls go through.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// As [`transport`](Self::transport), with a client of reqwest 0.13. It should not follow
    /// redirects: they would be followed with the secret.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(Arc::new(ReqwestTransport::new(client)))
    }

    /// The client id.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The client secret, for requests about tokens.
    pub fn client_secret(&self) -> &ClientSecret {
        &self.client_secret
    }

    /// The page where a user allows the app what it asks for.
    pub fn authorize_url(&self) -> AuthorizeUrl {
        AuthorizeUrl::new(&self.client_id, &self.redirect_uri)
    }

    /// Gets the first tokens of an account, for the code that HubSpot sends the user back with. A
    /// code is good for one use, within a few minutes.
    ///
    /// Where it is certain that HubSpot has not looked at the code, because there was no connection
    /// or there were too many requests, the request is sent up to four times.
    ///
    /// # Errors
    /// [`Error::Auth`] if there are no tokens, [`Error::Config`] if the settings of the app cannot
    /// be right.
    pub async fn exchange_code(&self, code: &str) -> Result<OAuthTokens, Error> {
        self.exchange(code, None).await
    }

    /// As [`exchange_code`](Self::exchange_code), for a code that was asked for with a
    /// [`code_challenge`](AuthorizeUrl::code_challenge). The verifier is the text whose hash the
    /// challenge was: 43 to 128 letters, digits and `-._~`, random, and kept in the user's session.
    ///
    /// # Errors
    /// As [`exchange_code`](Self::exchange_code).
    pub async fn exchange_code_with_verifier(
        &self,
        code: &str,
        code_verifier: &str,
    ) -> Result<OAuthTokens, Error> {
        self.exchange(code, Some(code_verifier)).await
    }

    async fn exchange(&self, code: &str, verifier: Option<&str>) -> Result<OAuthTokens, Error> {
        let grant = Grant::Code {
            code,
            verifier,
            redirect_uri: &self.redirect_uri,
        };
        Ok(self.request(&self.channel()?, grant).await?.tokens)
    }

    /// Gets the next access token. A client does that by itself, see [`OAuth`](crate::OAuth).
    ///
    /// To do it twice does no harm, so it is tried up to four times within some seconds where the
    /// endpoint cannot be reached, or answers with a 429 or 5xx.
    ///
    /// # Errors
    /// As [`exchange_code`](Self::exchange_code).
    pub async fn refresh(&self, refresh_token: &RefreshToken) -> Result<OAuthTokens, Error> {
        let channel = self.channel()?;
        Ok(self.granted(&channel, refresh_token).await?.tokens)
    }

    pub(super) async fn granted(
        &self,
        channel: &Channel,
        refresh_token: &RefreshToken,
    ) -> Result<Granted, AuthError> {
        self.request(channel, Grant::Refresh(refresh_token)).await
    }

    async fn request(&self, channel: &Channel, grant: Grant<'_>) -> Result<Granted, AuthError> {
        let (id, secret) = (&self.client_id, &self.client_secret);
        token_request::request(channel, self.endpoint, id, secret, grant).await
    }

    /// The way to the token endpoint without a client.
    fn channel(&self) -> Result<Channel, ConfigError> {
        let transport = match (&self.transport, self.default_transport.get()) {
            (Some(transport), _) | (None, Some(transport)) => Arc::clone(transport),
            (None, None) => {
                let made = ReqwestTransport::build(CONNECT_TIMEOUT).map_err(|error| {
                    ConfigError::caused_by("the HTTP client cannot be made", error)
                })?;
                Arc::clone(self.default_transport.get_or_init(|| Arc::new(made)))
            }
        };
        self.channel_in(Channel {
            base_url: BASE_URL.to_owned(),
            user_agent: HeaderValue::from_static(USER_AGENT),
            timeout: TIMEOUT,
            transport,
        })
    }

    /// The way to the token endpoint in a client: that of its calls, but for what the app sets
    /// itself.
    pub(super) fn channel_in(&self, mut channel: Channel) -> Result<Channel, ConfigError> {
        if self.client_id.trim().is_empty() {
            return Err(ConfigError::new("the client id of the app is empty"));
        }
        if self.client_secret.secret().trim().is_empty() {
            return Err(ConfigError::new("the client secret of the app is empty"));
        }
        if let Some(base_url) = &self.base_url {
            (channel.base_url, _) = check_base_url(base_url)?;
        }
        if let Some(timeout) = self.timeout {
            channel.timeout = timeout;
        }
        if let Some(transport) = &self.transport {
            channel.transport = Arc::clone(transport);
        }
        Ok(channel)
    }
}

impl fmt::Debug for OAuthApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthApp")
            .field("client_id", &self.client_id)
            .field("client_secret", &self.client_secret)
            .field("redirect_uri", &self.redirect_uri)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

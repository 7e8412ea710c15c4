//! How a request says who sends it.

mod app;
mod authorize_url;
mod oauth;
mod provider;
mod secret;
mod session;
mod token_request;
mod tokens;

use std::sync::Arc;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue, StatusCode};

pub use app::{OAuthApp, TokenEndpoint};
pub use authorize_url::AuthorizeUrl;
pub use oauth::OAuth;
pub use provider::TokenProvider;
pub use secret::{AccessToken, ClientSecret, DeveloperApiKey, RefreshToken, SecretString};
pub use tokens::OAuthTokens;

pub(crate) use token_request::Channel;

use crate::error::{ApiError, AuthError, AuthErrorKind, ConfigError, Error};
use crate::info::OperationInfo;
use crate::query::{encode, push_encoded};

/// What a client is given to prove who it is.
#[derive(Clone, Default)]
pub(crate) struct CredentialSettings {
    pub(crate) access_token: Option<AccessToken>,
    pub(crate) provider: Option<Arc<dyn TokenProvider>>,
    pub(crate) oauth: Option<OAuth>,
    pub(crate) developer_key: Option<DeveloperApiKey>,
}

/// How a client proves who it is: to each operation in the way that it asks for.
pub(crate) struct Credentials {
    token: Option<Auth>,
    /// Encoded for a query.
    developer_key: Option<String>,
}

impl Credentials {
    /// Fails if there is none at all, if there are several of a kind, or if one cannot be sent.
    /// Token requests go through the channel.
    pub(crate) fn new(
        settings: &CredentialSettings,
        channel: Channel,
    ) -> Result<Self, ConfigError> {
        let token = match (&settings.access_token, &settings.provider, &settings.oauth) {
            (Some(token), None, None) => Some(Auth::Fixed(bearer(token)?)),
            (None, Some(provider), None) => Some(Auth::Provided(Arc::clone(provider))),
            (None, None, Some(oauth)) => {
                let provider = session::OAuthProvider::new(oauth, channel)?;
                Some(Auth::Provided(Arc::new(provider)))
            }
            (None, None, None) => None,
            _ => {
                return Err(ConfigError::new(
                    "a client takes its access token from one place: set `access_token`, \
                     `token_provider` or `oauth`, not several of them",
                ));
            }
        };
        if token.is_none() && settings.developer_key.is_none() {
            return Err(ConfigError::new("a client needs an access token"));
        }
        Ok(Self {
            token,
            developer_key: settings
                .developer_key
                .as_ref()
                .map(encoded_key)
                .transpose()?,
        })
    }

    /// Adds what the operation asks for, unless it is in the query already. Called before every
    /// attempt: the token may be another one each time. Returns it, for
    /// [`renewed_after`](Self::renewed_after); `None` if the request has no token that the client
    /// could renew.
    pub(crate) async fn authorize(
        &self,
        operation: &OperationInfo,
        query: &mut String,
        headers: &mut HeaderMap,
    ) -> Result<Option<AccessToken>, Error> {
        if operation.takes_no_authorization() {
            return Ok(None);
        }
        if operation.takes_developer_key() {
            self.add_developer_key(operation, query)?;
            return Ok(None);
        }
        let auth = self.token.as_ref().ok_or_else(|| {
            ConfigError::new(format!(
                "{operation}: the operation takes an access token, and the client has none: set it \
                 with `ClientBuilder::access_token`"
            ))
        })?;
        let (token, header) = auth.token().await?;
        headers.insert(AUTHORIZATION, header);
        Ok(token)
    }

    /// The developer key, encoded for a query, if the operation takes it.
    pub(crate) fn developer_key(&self, operation: &OperationInfo) -> Option<&str> {
        let key = self.developer_key.as_deref();
        key.filter(|_| operation.takes_developer_key())
    }

    /// Whether a request that was refused is worth another attempt with another token. `used` is
    /// what [`authorize`](Self::authorize) returned for it. To be asked once for a call; an error is
    /// what the call fails with.
    pub(crate) async fn renewed_after(
        &self,
        refusal: &ApiError,
        used: &AccessToken,
    ) -> Result<bool, Error> {
        match &self.token {
            Some(Auth::Provided(provider)) if is_about_the_token(refusal) => {
                Ok(provider.rejected(used).await?)
            }
            _ => Ok(false),
        }
    }

    fn add_developer_key(
        &self,
        operation: &OperationInfo,
        query: &mut String,
    ) -> Result<(), Error> {
        if query.split('&').any(|pair| pair.starts_with("hapikey=")) {
            return Ok(());
        }
        let key = self.developer_key.as_ref().ok_or_else(|| {
            ConfigError::new(format!(
                "{operation}: the operation takes the API key of a developer account, and the \
                 client has none: set it with `ClientBuilder::developer_api_key`"
            ))
        })?;
        push_encoded(query, "hapikey", key);
        Ok(())
    }
}

/// Whether HubSpot found the token expired or invalid. Where the body does not say it, the status
/// does.
fn is_about_the_token(error: &ApiError) -> bool {
    let category = error.category.as_deref();
    error.status == StatusCode::UNAUTHORIZED
        && matches!(
            category,
            None | Some("EXPIRED_AUTHENTICATION" | "INVALID_AUTHENTICATION")
        )
}

fn encoded_key(key: &DeveloperApiKey) -> Result<String, ConfigError> {
    let key = key.secret();
    if key.trim().is_empty() {
        return Err(ConfigError::new("the developer API key is empty"));
    }
    if key.trim() != key {
        return Err(ConfigError::new(
            "the developer API key has blanks around it",
        ));
    }
    Ok(encode(key).to_string())
}

/// Where the value of the header `Authorization` comes from.
enum Auth {
    /// Always the same one.
    Fixed(HeaderValue),
    /// Asked for each request.
    Provided(Arc<dyn TokenProvider>),
}

impl Auth {
    /// The value for a request that is about to be sent, with the token in it if it can be renewed.
    async fn token(&self) -> Result<(Option<AccessToken>, HeaderValue), Error> {
        match self {
            Self::Fixed(value) => Ok((None, value.clone())),
            Self::Provided(provider) => {
                let token = provider.access_token().await?;
                let value = bearer(&token).map_err(|error| {
                    AuthError::of(AuthErrorKind::Unusable, "no access token that can be sent")
                        .caused_by(error)
                })?;
                Ok((Some(token), value))
            }
        }
    }
}

/// The value of the header `Authorization` for a token.
fn bearer(token: &AccessToken) -> Result<HeaderValue, ConfigError> {
    let token = token.secret();
    if token.trim().is_empty() {
        return Err(ConfigError::new("the access token is empty"));
    }
    let mut value = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| {
        ConfigError::new(
            "the access token has a character that no header can hold, maybe a line break",
        )
    })?;
    if token.trim() != token || token.starts_with("Bearer ") {
        return Err(ConfigError::new(
            "the access token starts with `Bearer`, or has blanks around it",
        ));
    }
    value.set_sensitive(true);
    Ok(value)
}

//! How a client renews its OAuth tokens: the settings.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::app::OAuthApp;
use super::secret::RefreshToken;
use super::tokens::OAuthTokens;
use crate::transport::BoxFuture;

pub(super) type SaveError = Box<dyn StdError + Send + Sync>;
pub(super) type OnRefresh =
    Arc<dyn Fn(OAuthTokens) -> BoxFuture<'static, Result<(), SaveError>> + Send + Sync>;

/// The OAuth tokens of one account, which a client renews by itself. To be handed to
/// [`ClientBuilder::oauth`](crate::ClientBuilder::oauth).
///
/// ```no_run
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{Client, OAuth, OAuthApp};
/// # async fn save(_: String) -> Result<(), std::io::Error> { Ok(()) }
///
/// # fn run(app: OAuthApp, kept: String) -> Result<(), hubspot_crm_gen::Error> {
/// let oauth = OAuth::from_refresh_token(app, kept)
///     .on_refresh(|tokens| save(tokens.refresh_token.secret().to_owned()));
/// let client = Client::builder().oauth(oauth).build()?;
/// # Ok(())
/// # }
/// ```
///
/// # When tokens are renewed
/// Before the first call if there is no access token that is good, then two minutes before it expires
/// (see [`refresh_margin`](Self::refresh_margin)), and after HubSpot has refused it with a 401, in
/// which case the call is sent once more. A token that is refused within 30 seconds of its issue is
/// not renewed: HubSpot means something else then.
///
/// All calls of a client wait for one and the same request. It runs as a task of the Tokio runtime,
/// so it comes to its end even where all calls that wait for it are dropped. If it fails, all of them
/// get the error ([`Error::Auth`](crate::Error::Auth)), and the next call tries again. As long as the
/// old token has not expired, calls go on with it instead; if HubSpot has refused it with a 401, until
/// the token endpoint refuses as well.
#[derive(Clone)]
#[must_use]
pub struct OAuth {
    pub(super) app: OAuthApp,
    pub(super) refresh_token: RefreshToken,
    pub(super) tokens: Option<OAuthTokens>,
    pub(super) margin: Duration,
    pub(super) on_refresh: Option<OnRefresh>,
}

impl OAuth {
    /// From tokens that [`OAuthApp::exchange_code`] has brought, or that were kept.
    pub fn new(app: OAuthApp, tokens: OAuthTokens) -> Self {
        let refresh_token = tokens.refresh_token.clone();
        Self {
            tokens: Some(tokens),
            ..Self::from_refresh_token(app, refresh_token)
        }
    }

    /// From a refresh token alone. The first call gets an access token for it.
    pub fn from_refresh_token(app: OAuthApp, refresh_token: impl Into<RefreshToken>) -> Self {
        Self {
            app,
            refresh_token: refresh_token.into(),
            tokens: None,
            margin: Duration::from_secs(120),
            on_refresh: None,
        }
    }

    /// How long before its end an access token is renewed, instead of two minutes. Of a token that
    /// does not live for twice as long, at least half the life is used.
    pub fn refresh_margin(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }

    /// Is called with the new tokens whenever they were renewed, to keep them somewhere.
    ///
    /// The calls that wait for the tokens wait for this as well, no longer than one request may take.
    /// If it fails, they go on nevertheless: the client has the new tokens and uses them. It is called
    /// with them again along with later calls, five seconds apart at least, until it succeeds or there
    /// are newer ones. Each failure is an event of `tracing`, with the level `WARN` and without its
    /// cause.
    ///
    /// It is never called twice at the same time, so that older tokens cannot replace newer ones. To
    /// save one and the same tokens twice has to do no harm.
    pub fn on_refresh<F, R, E>(mut self, save: F) -> Self
    where
        F: Fn(OAuthTokens) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<SaveError>,
    {
        self.on_refresh = Some(Arc::new(move |tokens| {
            let saved = save(tokens);
            Box::pin(async move { saved.await.map_err(Into::into) })
        }));
        self
    }
}

impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth")
            .field("app", &self.app)
            .field("refresh_token", &self.refresh_token)
            .field("tokens", &self.tokens)
            .field("margin", &self.margin)
            .finish_non_exhaustive()
    }
}

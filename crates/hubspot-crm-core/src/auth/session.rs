//! The tokens of a client while it lives: renewed in time, once for all calls.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::Shared;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};

use super::app::OAuthApp;
use super::oauth::{OAuth, OnRefresh};
use super::provider::TokenProvider;
use super::secret::{AccessToken, RefreshToken};
use super::token_request::Channel;
use super::tokens::OAuthTokens;
use crate::error::{AuthError, AuthErrorKind, ConfigError};
use crate::transport::BoxFuture;

/// The time after an early refresh that failed in which the old token is used without another try.
const RETRY_PAUSE: Duration = Duration::from_secs(10);
/// The time between two calls of the hook with the same tokens.
const SAVE_PAUSE: Duration = Duration::from_secs(5);
/// The age up to which a token that is refused is not renewed. Some endpoints answer 401 whatever the
/// token is, and would have it renewed with every call.
const FRESH: Duration = Duration::from_secs(30);
/// How often a call starts over because the request that it waited for was ended from outside.
const INTERRUPTIONS: u32 = 3;

/// A client's own tokens.
pub(super) struct OAuthProvider(Arc<Session>);

struct Session {
    app: OAuthApp,
    channel: Channel,
    margin: Duration,
    on_refresh: Option<OnRefresh>,
    /// Never held across an `await`.
    state: Mutex<State>,
    /// Held while the hook runs.
    saving: tokio::sync::Mutex<()>,
}

struct State {
    refresh_token: RefreshToken,
    /// `None` if there is none yet, or if HubSpot has refused it and gives no other one.
    access: Option<Access>,
    /// The request that is under way.
    flight: Option<Flight>,
    /// An unexpired token is not renewed before.
    refresh_after: Instant,
    /// What the hook has not taken yet.
    unsaved: Option<OAuthTokens>,
    /// The hook is not called before, unless there are new tokens.
    save_after: Instant,
}

struct Access {
    token: AccessToken,
    /// When this client got it; `None` if it came from elsewhere.
    issued: Option<Instant>,
    /// Whether HubSpot has answered 401 to it. It need not be the token's fault.
    is_refused: bool,
    refresh_at: Instant,
    expires_at: Instant,
}

/// What calls wait for.
type Flight = Shared<BoxFuture<'static, Outcome>>;
type Outcome = Result<AccessToken, Failed>;

/// What is known at once, or after the request that is under way.
enum Next<T> {
    Now(T),
    After(Flight),
}

#[derive(Clone)]
enum Failed {
    /// Nobody knows how it would have gone.
    Interrupted,
    Auth(AuthError),
}

impl OAuthProvider {
    pub(super) fn new(oauth: &OAuth, channel: Channel) -> Result<Self, ConfigError> {
        if oauth.refresh_token.secret().trim().is_empty() {
            return Err(ConfigError::new("the refresh token is empty"));
        }
        let now = Instant::now();
        let access = oauth.tokens.as_ref().map(|tokens| {
            let token = tokens.access_token.clone();
            Access::new(token, now, tokens.remaining(), oauth.margin)
        });
        Ok(Self(Arc::new(Session {
            channel: oauth.app.channel_in(channel)?,
            app: oauth.app.clone(),
            margin: oauth.margin,
            on_refresh: oauth.on_refresh.clone(),
            state: Mutex::new(State {
                refresh_token: oauth.refresh_token.clone(),
                access,
                flight: None,
                refresh_after: now,
                unsaved: None,
                save_after: now,
            }),
            saving: tokio::sync::Mutex::new(()),
        })))
    }
}

impl TokenProvider for OAuthProvider {
    fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, AuthError>> {
        Box::pin(self.0.access_token())
    }

    fn rejected<'a>(&'a self, token: &'a AccessToken) -> BoxFuture<'a, Result<bool, AuthError>> {
        Box::pin(self.0.rejected(token))
    }
}

impl Access {
    fn new(token: AccessToken, since: Instant, lifetime: Duration, margin: Duration) -> Self {
        // Half of a short life, so that it is not spent on renewing.
        let before_refresh = lifetime.saturating_sub(margin).max(lifetime / 2);
        let after = |time| since.checked_add(time).unwrap_or(since + FAR_AWAY);
        Self {
            token,
            issued: None,
            is_refused: false,
            refresh_at: after(before_refresh),
            expires_at: after(lifetime),
        }
    }
}

/// Stands in for times that no clock can tell.
const FAR_AWAY: Duration = Duration::from_secs(365 * 24 * 60 * 60);

impl State {
    /// The token, unless it is due to be renewed.
    fn fresh(&self, now: Instant) -> Option<&AccessToken> {
        let access = self.access.as_ref()?;
        let waits = now < access.refresh_at || now < self.refresh_after;
        (waits && now < access.expires_at).then_some(&access.token)
    }

    /// The token, unless it has expired.
    fn unexpired(&self, now: Instant) -> Option<&AccessToken> {
        let access = self.access.as_ref()?;
        (now < access.expires_at).then_some(&access.token)
    }
}

impl Session {
    async fn access_token(self: &Arc<Self>) -> Result<AccessToken, AuthError> {
        for _ in 0..INTERRUPTIONS {
            let flight = match self.fresh_or_renewed()? {
                Next::Now(token) => return Ok(token),
                Next::After(flight) => flight,
            };
            match flight.await {
                Ok(token) => return Ok(token),
                Err(Failed::Interrupted) => {}
                Err(Failed::Auth(error)) => {
                    let state = self.state();
                    return state.unexpired(Instant::now()).cloned().ok_or(error);
                }
            }
        }
        Err(interrupted())
    }

    fn fresh_or_renewed(self: &Arc<Self>) -> Result<Next<AccessToken>, AuthError> {
        let state = self.state();
        let Some(token) = state.fresh(Instant::now()).cloned() else {
            return self.join(state).map(Next::After);
        };
        self.save_again(state);
        Ok(Next::Now(token))
    }

    async fn rejected(self: &Arc<Self>, used: &AccessToken) -> Result<bool, AuthError> {
        for _ in 0..INTERRUPTIONS {
            let flight = match self.replaced_or_renewed(used)? {
                Next::Now(replaced) => return Ok(replaced),
                Next::After(flight) => flight,
            };
            match flight.await {
                Ok(token) => return Ok(token != *used),
                Err(Failed::Interrupted) => {}
                Err(Failed::Auth(error)) => return Err(error),
            }
        }
        Err(interrupted())
    }

    fn replaced_or_renewed(self: &Arc<Self>, used: &AccessToken) -> Result<Next<bool>, AuthError> {
        let mut state = self.state();
        if let Some(access) = &mut state.access {
            if access.token != *used {
                return Ok(Next::Now(true));
            }
            if access.issued.is_some_and(|at| at.elapsed() < FRESH) {
                return Ok(Next::Now(false));
            }
            let now = Instant::now();
            access.is_refused = true;
            access.refresh_at = now;
            state.refresh_after = now;
        }
        self.join(state).map(Next::After)
    }

    /// The request that is under way, or else a new one.
    ///
    /// It is a task of its own: calls come and go, but what the server answers must be kept.
    fn join(self: &Arc<Self>, mut state: MutexGuard<'_, State>) -> Result<Flight, AuthError> {
        if let Some(flight) = &state.flight {
            return Ok(flight.clone());
        }
        let runtime = Handle::try_current().map_err(|error| {
            let text = "no access token: to renew it needs a Tokio runtime";
            AuthError::of(AuthErrorKind::Interrupted, text).caused_by(error)
        })?;
        let (tell, told) = oneshot::channel();
        let told = told.map(|outcome| outcome.unwrap_or(Err(Failed::Interrupted)));
        let flight = told.boxed().shared();
        state.flight = Some(flight.clone());
        // A runtime that shuts down drops the task at once, and with it the landing, which needs the
        // state.
        drop(state);
        let landing = Landing {
            session: Arc::clone(self),
            tell: Some(tell),
            outcome: Err(Failed::Interrupted),
        };
        runtime.spawn(async move {
            let session = Arc::clone(&landing.session);
            landing.end(session.renew().await.map_err(Failed::Auth));
        });
        Ok(flight)
    }

    async fn renew(&self) -> Result<AccessToken, AuthError> {
        let refresh_token = self.state().refresh_token.clone();
        match self.app.granted(&self.channel, &refresh_token).await {
            Ok(granted) => {
                let tokens = granted.tokens;
                let token = tokens.access_token.clone();
                let access = Access {
                    issued: Some(Instant::now()),
                    ..Access::new(token.clone(), granted.since, granted.lifetime, self.margin)
                };
                {
                    let mut state = self.state();
                    state.refresh_token = tokens.refresh_token.clone();
                    state.access = Some(access);
                    state.unsaved = self.on_refresh.is_some().then_some(tokens);
                }
                tracing::debug!("the OAuth access token was renewed");
                self.save().await;
                Ok(token)
            }
            Err(error) => {
                tracing::warn!(%error, "the OAuth access token could not be renewed");
                let mut state = self.state();
                state.refresh_after = Instant::now() + RETRY_PAUSE;
                // Where nobody could say whether there is another one, it may still be good.
                if error.kind() != AuthErrorKind::Unavailable {
                    state.access.take_if(|access| access.is_refused);
                }
                Err(error)
            }
        }
    }

    /// Hands the newest tokens to the hook, if it does not have them.
    async fn save(&self) {
        let Some(on_refresh) = &self.on_refresh else {
            return;
        };
        let save = async {
            let _in_turn = self.saving.lock().await;
            let tokens = {
                let mut state = self.state();
                let Some(tokens) = state.unsaved.clone() else {
                    return true;
                };
                state.save_after = Instant::now() + SAVE_PAUSE;
                tokens
            };
            let is_saved = on_refresh(tokens.clone()).await.is_ok();
            let mut state = self.state();
            if is_saved && state.unsaved.as_ref() == Some(&tokens) {
                state.unsaved = None;
            }
            is_saved
        };
        // The wait for one's turn included: calls wait for it.
        let is_saved = timeout(self.channel.timeout, save).await.unwrap_or(false);
        if !is_saved {
            self.state().save_after = Instant::now() + SAVE_PAUSE;
            tracing::warn!(
                "new OAuth tokens could not be saved; the client keeps them, and will try again"
            );
        }
    }

    /// Calls the hook once more where it has failed, without anybody waiting for it.
    fn save_again(self: &Arc<Self>, mut state: MutexGuard<'_, State>) {
        let now = Instant::now();
        if state.unsaved.is_none() || now < state.save_after {
            return;
        }
        if let Ok(runtime) = Handle::try_current() {
            state.save_after = now + SAVE_PAUSE;
            drop(state);
            let session = Arc::clone(self);
            runtime.spawn(async move { session.save().await });
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Whatever panicked has not left it half changed: all changes are assignments.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn interrupted() -> AuthError {
    let text = "no access token: the request for one was interrupted";
    AuthError::of(AuthErrorKind::Interrupted, text)
}

/// Ends a flight, however its task ends: by its result, by a panic, or with its runtime.
struct Landing {
    session: Arc<Session>,
    tell: Option<oneshot::Sender<Outcome>>,
    outcome: Outcome,
}

impl Landing {
    fn end(mut self, outcome: Outcome) {
        self.outcome = outcome;
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        self.session.state().flight = None;
        if let Some(tell) = self.tell.take() {
            let outcome = std::mem::replace(&mut self.outcome, Err(Failed::Interrupted));
            // Nobody may be left to hear it.
            let _ = tell.send(outcome);
        }
    }
}

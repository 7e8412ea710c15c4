//! Who may do what: access tokens with their scopes, keys of developer accounts, and the apps that tokens are given to.

mod app;
pub(crate) mod oauth;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use openapi_conform::Scheme;
use serde_json::json;
use tokio::time::Instant;

pub use self::app::RegisteredApp;
use crate::limits::Caller;
use crate::reply::Failure;
use crate::request::ReceivedRequest;
use crate::takes::Takes;

/// So long do access tokens of OAuth live.
const LIFETIME: Duration = Duration::from_secs(30 * 60);
/// The user who has installed all apps.
const USER_ID: u32 = 2_000_002;

/// What the account knows of tokens. As long as there is nothing, everybody may do everything.
#[derive(Debug, Default)]
pub(crate) struct Auth {
    tokens: HashMap<String, Token>,
    keys: HashSet<String>,
    apps: HashMap<String, RegisteredApp>,
    /// The apps that codes and refresh tokens were given to, by their client ids.
    codes: HashMap<String, String>,
    refresh_tokens: HashMap<String, String>,
}

/// An access token.
#[derive(Debug, Clone)]
struct Token {
    /// `None` if it allows everything.
    scopes: Option<Vec<String>>,
    expires_at: Option<Instant>,
    /// The client id of the app that it was given to.
    app: Option<String>,
}

impl Auth {
    /// Whether requests have to say who makes them.
    fn is_asked(&self) -> bool {
        !(self.tokens.is_empty() && self.keys.is_empty() && self.apps.is_empty())
    }

    /// Knows a token that lives for ever, as those of private apps do.
    pub(crate) fn add_token(&mut self, token: String, scopes: Option<Vec<String>>) {
        let token_of_app = Token {
            scopes,
            expires_at: None,
            app: None,
        };
        self.tokens.insert(token, token_of_app);
    }

    pub(crate) fn add_key(&mut self, key: String) {
        self.keys.insert(key);
    }

    pub(crate) fn add_app(&mut self, app: RegisteredApp) {
        self.apps.insert(app.client_id.clone(), app);
    }

    /// From now on no access token is valid that was given before.
    pub(crate) fn expire_tokens(&mut self, now: Instant) {
        for token in self.tokens.values_mut() {
            let until = token.expires_at.map_or(now, |until| until.min(now));
            token.expires_at = Some(until);
        }
    }

    /// Who makes a request, if they may; `None` where nobody asks and no limit counts.
    pub(crate) fn caller(
        &self,
        takes: &Takes,
        request: &ReceivedRequest,
        now: Instant,
    ) -> Result<Option<Caller>, Failure> {
        if takes.is_open {
            return Ok(None);
        }
        let mut refused = None;
        for alternative in &takes.security {
            let mut caller = None;
            let mut is_met = true;
            for scheme in alternative {
                match self.one(scheme, takes, request, now) {
                    Ok(one) => caller = caller.or(Some(one)),
                    Err(failure) => {
                        is_met = false;
                        refused = refused.or(Some(failure));
                    }
                }
            }
            if is_met {
                return Ok(caller);
            }
        }
        refused.map_or(Ok(None), Err)
    }

    /// Who makes a request, by one of the ways to say so.
    fn one(
        &self,
        scheme: &Scheme<'_>,
        takes: &Takes,
        request: &ReceivedRequest,
        now: Instant,
    ) -> Result<Caller, Failure> {
        match scheme {
            Scheme::Query(name) => {
                let key = request.query_value(name).unwrap_or_default();
                let is_known = !key.is_empty() && (self.keys.is_empty() || self.keys.contains(key));
                match is_known || !self.is_asked() {
                    true => Ok(Caller {
                        key: key.to_owned(),
                        is_app: false,
                    }),
                    false => Err(unknown("The API key in the query is missing or unknown.")),
                }
            }
            _ => self.bearer(takes, request, now),
        }
    }

    fn bearer(
        &self,
        takes: &Takes,
        request: &ReceivedRequest,
        now: Instant,
    ) -> Result<Caller, Failure> {
        let sent = bearer(request);
        let known = sent.and_then(|sent| self.tokens.get(sent));
        let Some(token) = known else {
            return match self.is_asked() {
                true => Err(unknown("Authentication credentials not found.")),
                false => Ok(Caller {
                    key: sent.unwrap_or_default().to_owned(),
                    is_app: false,
                }),
            };
        };
        if let Some(until) = token.expires_at.filter(|until| *until <= now) {
            return Err(expired(now - until));
        }
        let is_allowed = |scopes: &Vec<String>| {
            let mut needed = takes.scopes.iter();
            takes.scopes.is_empty() || needed.any(|one| scopes.iter().any(|scope| scope == one))
        };
        if !token.scopes.as_ref().is_none_or(is_allowed) {
            return Err(forbidden(&takes.scopes));
        }
        Ok(Caller {
            key: token
                .app
                .clone()
                .unwrap_or_else(|| sent.unwrap_or_default().to_owned()),
            is_app: token.app.is_some(),
        })
    }
}

/// The token that goes with a request.
fn bearer(request: &ReceivedRequest) -> Option<&str> {
    let (scheme, token) = request.header("authorization")?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

fn unknown(message: &str) -> Failure {
    Failure::new(
        StatusCode::UNAUTHORIZED,
        "INVALID_AUTHENTICATION",
        message.to_owned(),
    )
}

/// What is said to a token that has expired so long ago.
pub(crate) fn expired(since: Duration) -> Failure {
    let at = SignedDuration::try_from(since)
        .ok()
        .and_then(|since| Timestamp::now().checked_sub(since).ok());
    let seconds = since.as_secs();
    Failure::new(
        StatusCode::UNAUTHORIZED,
        "EXPIRED_AUTHENTICATION",
        format!("The access token expired {seconds} second(s) ago."),
    )
    .context("expire time", at.map(|at| format!("{at:.3}")))
}

fn forbidden(scopes: &[&str]) -> Failure {
    Failure::new(
        StatusCode::FORBIDDEN,
        "MISSING_SCOPES",
        "The app has none of the scopes that this call needs.",
    )
    .error(json!({
        "message": "One of these scopes is needed.",
        "context": {"requiredGranularScopes": scopes},
    }))
    .with(
        "links",
        json!({"scopes": "https://developers.hubspot.com/scopes"}),
    )
}

//! The endpoints at which apps get their tokens.

use http::{Method, StatusCode};
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::{Auth, LIFETIME, Token, USER_ID};
use crate::crm::schemas::ACCOUNT;
use crate::reply::{Failure, Reply};
use crate::request::{ReceivedRequest, pairs};

/// The version and the rest of the path of an endpoint.
fn endpoint(path: &str) -> Option<(&str, &str)> {
    let (version, rest) = path.strip_prefix("/oauth/")?.split_once('/')?;
    matches!(version, "v1" | "v3" | "2026-03" | "2026-09").then_some((version, rest))
}

/// Answers at an endpoint; `None` if it is none.
pub(crate) fn answer(
    auth: &mut Auth,
    request: &ReceivedRequest,
    now: Instant,
) -> Option<Result<Reply, Failure>> {
    let (version, rest) = endpoint(request.route_path())?;
    let form = pairs(std::str::from_utf8(request.body()).unwrap_or_default());
    let form = Form { version, form };
    let path: Vec<&str> = rest.split('/').collect();
    Some(match (request.method(), path.as_slice()) {
        (&Method::POST, ["token"]) => auth.token(&form, now),
        (&Method::POST, ["token", "introspect"]) => auth.introspect(&form, now),
        (&Method::POST, ["token", "revoke"]) => auth.revoke(&form),
        (&Method::GET, ["access-tokens", token]) if version == "v1" => {
            auth.about_access_token(token, now)
        }
        (&Method::GET, ["refresh-tokens", token]) if version == "v1" => {
            auth.about_refresh_token(token)
        }
        (&Method::DELETE, ["refresh-tokens", token]) if version == "v1" => {
            auth.refresh_tokens.remove(*token);
            Ok(Reply::no_content())
        }
        _ => return None,
    })
}

/// What an app says in a request for tokens.
struct Form<'r> {
    version: &'r str,
    form: Vec<(String, String)>,
}

impl Form<'_> {
    fn get(&self, name: &str) -> &str {
        let mut fields = self.form.iter();
        let field = fields.find(|(key, _)| key == name);
        field.map_or("", |(_, value)| value)
    }

    /// Says no in the words of these endpoints, which since the dated versions have those of OAuth too.
    fn refused(&self, status: &'static str, error: &'static str, message: &str) -> Failure {
        let failure = Failure::new(StatusCode::BAD_REQUEST, "", message)
            .without_category()
            .with("status", status);
        match self.version {
            "v1" => failure,
            _ => failure
                .with("error", error)
                .with("error_description", message),
        }
    }
}

/// A text that nobody has had.
fn secret(kind: &str) -> String {
    format!("{kind}-{:032x}", fastrand::u128(..))
}

impl Auth {
    /// What a user comes back with who has allowed the app what it asked for.
    pub(crate) fn code(&mut self, client_id: &str) -> String {
        let code = secret("code");
        self.codes.insert(code.clone(), client_id.to_owned());
        code
    }

    /// The refresh token of an account that has the app installed.
    pub(crate) fn refresh_token(&mut self, client_id: &str) -> String {
        let token = secret("refresh");
        self.refresh_tokens
            .insert(token.clone(), client_id.to_owned());
        token
    }

    fn token(&mut self, form: &Form<'_>, now: Instant) -> Result<Reply, Failure> {
        let client_id = self.known_app(form)?;
        let refresh_token = match form.get("grant_type") {
            "authorization_code" => {
                let uri = form.get("redirect_uri");
                let app = self.apps.get(&client_id);
                let due = app.and_then(|app| app.redirect_uri.as_deref());
                if due.is_some_and(|due| due != uri) {
                    let message = "redirect uri does not match that of the app";
                    return Err(form.refused("BAD_REDIRECT_URI", "invalid_grant", message));
                }
                let code = form.get("code");
                let is_given = self.codes.get(code) == Some(&client_id);
                if !is_given && (app.is_some() || code.is_empty()) {
                    let message = "missing or unknown auth code";
                    return Err(form.refused("BAD_AUTH_CODE", "invalid_grant", message));
                }
                self.codes.remove(code);
                Some(self.refresh_token(&client_id))
            }
            "refresh_token" => {
                let token = form.get("refresh_token");
                let is_given = self.refresh_tokens.get(token) == Some(&client_id);
                if !is_given && (self.apps.contains_key(&client_id) || token.is_empty()) {
                    let message = "missing or unknown refresh token";
                    return Err(form.refused("BAD_REFRESH_TOKEN", "invalid_grant", message));
                }
                Some(token.to_owned())
            }
            "client_credentials" => None,
            _ => {
                let message = "missing or unknown grant type";
                return Err(form.refused("BAD_GRANT_TYPE", "unsupported_grant_type", message));
            }
        };
        let scopes = self.scopes(&client_id, form.get("scope"));
        let access_token = secret("access");
        // Where no app is known, everybody may do everything, and goes on to.
        if self.apps.contains_key(&client_id) {
            let token = Token {
                scopes: scopes.clone(),
                expires_at: Some(now + LIFETIME),
                app: Some(client_id),
            };
            self.tokens.insert(access_token.clone(), token);
        }
        let mut body = Map::new();
        body.insert("token_type".into(), "bearer".into());
        body.insert("access_token".into(), access_token.into());
        body.insert("expires_in".into(), LIFETIME.as_secs().into());
        if form.version != "v1" {
            let kind = match refresh_token {
                Some(_) => "access_token",
                None => "client_credentials",
            };
            body.insert("token_use".into(), kind.into());
            body.insert("hub_id".into(), ACCOUNT.into());
            body.insert("user_id".into(), USER_ID.into());
            body.insert("scopes".into(), json!(scopes.unwrap_or_default()));
        }
        if let Some(token) = refresh_token {
            body.insert("refresh_token".into(), token.into());
        }
        Ok(Reply::ok(&Value::Object(body)))
    }

    /// What a token allows: what the app may at most, and of that what is asked for.
    fn scopes(&self, client_id: &str, asked: &str) -> Option<Vec<String>> {
        let most = self.apps.get(client_id)?.scopes.clone();
        let asked: Vec<String> = asked.split_whitespace().map(ToOwned::to_owned).collect();
        match (most, asked.is_empty()) {
            (most, true) => most,
            (None, false) => Some(asked),
            (Some(mut most), false) => {
                most.retain(|scope| asked.contains(scope));
                Some(most)
            }
        }
    }

    /// The client id of the app that asks, if it is right. As long as no app is registered, any is.
    fn known_app(&self, form: &Form<'_>) -> Result<String, Failure> {
        let client_id = form.get("client_id");
        let app = self.apps.get(client_id);
        if client_id.is_empty() || (app.is_none() && !self.apps.is_empty()) {
            let message = "missing or unknown client id";
            return Err(form.refused("BAD_CLIENT_ID", "invalid_client", message));
        }
        if app.is_some_and(|app| app.client_secret != form.get("client_secret")) {
            let message = "missing or invalid client secret";
            return Err(form.refused("BAD_CLIENT_SECRET", "invalid_client", message));
        }
        Ok(client_id.to_owned())
    }

    fn introspect(&self, form: &Form<'_>, now: Instant) -> Result<Reply, Failure> {
        let client_id = self.known_app(form)?;
        let token = form.get("token");
        let about = |kind: &str, scopes: Option<Vec<String>>| {
            json!({
                "active": true, "token_use": kind, "token": token, "token_type": "bearer",
                "client_id": client_id, "hub_id": ACCOUNT, "user_id": USER_ID,
                "scopes": scopes.unwrap_or_default(),
            })
        };
        let access = self.tokens.get(token);
        let access = access.filter(|known| known.app.as_deref() == Some(&client_id));
        let known = match access.and_then(|known| Some((known, left(known, now)?))) {
            Some((known, left)) => {
                let mut about = about("access_token", known.scopes.clone());
                about["expires_in"] = left.into();
                Some(about)
            }
            None if self.refresh_tokens.get(token) == Some(&client_id) => {
                Some(about("refresh_token", self.scopes(&client_id, "")))
            }
            None => None,
        };
        Ok(Reply::ok(
            &known.unwrap_or_else(|| json!({"active": false})),
        ))
    }

    fn revoke(&mut self, form: &Form<'_>) -> Result<Reply, Failure> {
        let client_id = self.known_app(form)?;
        let token = form.get("token");
        if self.refresh_tokens.get(token) == Some(&client_id) {
            self.refresh_tokens.remove(token);
        }
        Ok(Reply {
            status: StatusCode::OK,
            ..Reply::no_content()
        })
    }

    fn about_access_token(&self, token: &str, now: Instant) -> Result<Reply, Failure> {
        let known = self.tokens.get(token);
        let known = known.and_then(|known| Some((known, left(known, now)?)));
        let Some((known, left)) = known else {
            return Err(Failure::not_found("access token not found"));
        };
        Ok(Reply::ok(&json!({
            "token": token, "token_type": "access", "hub_id": ACCOUNT, "user_id": USER_ID,
            "expires_in": left, "scopes": known.scopes.clone().unwrap_or_default(),
        })))
    }

    fn about_refresh_token(&self, token: &str) -> Result<Reply, Failure> {
        let Some(client_id) = self.refresh_tokens.get(token) else {
            return Err(Failure::not_found("refresh token not found"));
        };
        let scopes = self.scopes(client_id, "").unwrap_or_default();
        Ok(Reply::ok(&json!({
            "token": token, "token_type": "refresh", "client_id": client_id,
            "hub_id": ACCOUNT, "user_id": USER_ID, "scopes": scopes,
        })))
    }
}

/// The seconds that a token still lives; `None` if it does not.
fn left(token: &Token, now: Instant) -> Option<u64> {
    let until = token.expires_at.unwrap_or(now + LIFETIME);
    (until > now).then(|| (until - now).as_secs())
}

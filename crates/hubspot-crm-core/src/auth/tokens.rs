//! What the token endpoint gives.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use tokio::time::Instant;

use super::secret::{AccessToken, RefreshToken};

/// The tokens of an account that has installed an app. `Debug` hides them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OAuthTokens {
    /// Goes with every request, until it expires.
    pub access_token: AccessToken,
    /// Gets the next access token. HubSpot gives the same one each time as a rule, but need not: keep
    /// the one that came last.
    pub refresh_token: RefreshToken,
    /// When the access token expires, by the clock of this machine: 30 minutes after it was given.
    pub expires_at: Timestamp,
    /// The id of the account, where the token endpoint tells it.
    pub hub_id: Option<i64>,
    /// The id of the user who installed the app, where the token endpoint tells it.
    pub user_id: Option<i64>,
    /// What the token allows, where the token endpoint tells it.
    pub scopes: Vec<String>,
}

impl OAuthTokens {
    /// Tokens that were kept somewhere. Where only the refresh token was kept, see
    /// [`OAuth::from_refresh_token`](crate::OAuth::from_refresh_token).
    pub fn new(
        access_token: impl Into<AccessToken>,
        refresh_token: impl Into<RefreshToken>,
        expires_at: Timestamp,
    ) -> Self {
        Self {
            access_token: access_token.into(),
            refresh_token: refresh_token.into(),
            expires_at,
            hub_id: None,
            user_id: None,
            scopes: Vec::new(),
        }
    }

    /// How long the access token still lives; nothing if it has expired.
    pub(super) fn remaining(&self) -> Duration {
        let remaining = self.expires_at.duration_since(Timestamp::now());
        Duration::try_from(remaining).unwrap_or_default()
    }
}

/// Tokens as they came, with the time for which the access token lives.
pub(super) struct Granted {
    pub(super) tokens: OAuthTokens,
    pub(super) lifetime: Duration,
    /// From when on it counts: before the answer was on its way.
    pub(super) since: Instant,
}

/// What HubSpot's tokens live for, where an answer does not say it.
const LIFETIME: Duration = Duration::from_secs(30 * 60);

impl Granted {
    /// Reads an answer. `before` is the refresh token that was sent: an answer without one means
    /// that it stays. `None` if there are no tokens in the answer.
    pub(super) fn read(body: &[u8], before: Option<&RefreshToken>, since: Instant) -> Option<Self> {
        let fields: Map<String, Value> = serde_json::from_slice(body).ok()?;
        let text = |name: &str| {
            let text = fields.get(name)?.as_str()?;
            (!text.is_empty()).then(|| text.to_owned())
        };
        let lifetime = match fields.get("expires_in").and_then(number) {
            // A token that has no time to live would be renewed without end.
            Some(seconds) => Duration::from_secs(u64::try_from(seconds).unwrap_or(0).max(1)),
            None => LIFETIME,
        };
        let expires_at = SignedDuration::try_from(lifetime)
            .ok()
            .and_then(|lifetime| Timestamp::now().checked_add(lifetime).ok())
            .unwrap_or(Timestamp::MAX);
        let scopes = match fields.get("scopes") {
            Some(Value::Array(scopes)) => scopes
                .iter()
                .filter_map(|scope| scope.as_str().map(str::to_owned))
                .collect(),
            // As OAuth itself has it.
            _ => text("scope")
                .map(|scopes| scopes.split_whitespace().map(str::to_owned).collect())
                .unwrap_or_default(),
        };
        let tokens = OAuthTokens {
            access_token: text("access_token")?.into(),
            refresh_token: text("refresh_token")
                .map(RefreshToken::new)
                .or_else(|| before.cloned())?,
            expires_at,
            hub_id: fields.get("hub_id").and_then(number),
            user_id: fields.get("user_id").and_then(number),
            scopes,
        };
        Some(Self {
            tokens,
            lifetime,
            since,
        })
    }
}

/// A whole number, which may come as a text.
fn number(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_str()?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str, before: Option<&str>) -> Option<Granted> {
        Granted::read(
            body.as_bytes(),
            before.map(RefreshToken::from).as_ref(),
            Instant::now(),
        )
    }

    #[test]
    fn a_whole_answer() {
        let body = r#"{"token_type":"bearer","token_use":"access_token","access_token":"a","refresh_token":"r",
            "expires_in":1800,"hub_id":62515,"user_id":"7","scopes":["oauth","crm.objects.contacts.read"],"new":{}}"#;
        let granted = read(body, None).unwrap();
        let tokens = granted.tokens;
        assert_eq!(granted.lifetime, Duration::from_secs(1800));
        assert_eq!(tokens.access_token.secret(), "a");
        assert_eq!(tokens.refresh_token.secret(), "r");
        assert_eq!((tokens.hub_id, tokens.user_id), (Some(62515), Some(7)));
        assert_eq!(tokens.scopes, ["oauth", "crm.objects.contacts.read"]);
        let remaining = tokens.remaining();
        assert!(remaining <= granted.lifetime && remaining.as_secs() > 1700);
    }

    #[test]
    fn a_refresh_token_that_is_not_told_stays() {
        let body = r#"{"access_token":"a"}"#;
        assert!(read(body, None).is_none(), "a code needs a new one");
        let granted = read(body, Some("r")).unwrap();
        assert_eq!(granted.tokens.refresh_token.secret(), "r");
        let body = r#"{"access_token":"a","refresh_token":"r2"}"#;
        let granted = read(body, Some("r")).unwrap();
        assert_eq!(granted.tokens.refresh_token.secret(), "r2");
    }

    #[test]
    fn odd_lifetimes() {
        for (expires_in, seconds) in [
            ("null", 1800),
            ("\"60\"", 60),
            ("60.0", 1800),
            ("0", 1),
            ("-5", 1),
            ("9223372036854775807", i64::MAX as u64),
        ] {
            let body = format!(r#"{{"access_token":"a","expires_in":{expires_in}}}"#);
            let granted = read(&body, Some("r")).unwrap();
            assert_eq!(granted.lifetime.as_secs(), seconds, "{expires_in}");
        }
    }

    #[test]
    fn answers_without_tokens() {
        for body in [
            "",
            "null",
            "[]",
            "<html>",
            "{}",
            r#"{"access_token":""}"#,
            r#"{"access_token":1}"#,
        ] {
            assert!(read(body, Some("r")).is_none(), "{body}");
        }
    }
}

//! The page where a user allows an app what it asks for.

use std::fmt;

use crate::query::push_pair;

/// The URL to send a user to, who chooses an account there and allows the app what it asks for. Made
/// by [`OAuthApp::authorize_url`](crate::OAuthApp::authorize_url).
#[derive(Clone)]
#[must_use]
pub struct AuthorizeUrl {
    client_id: String,
    redirect_uri: String,
    scopes: Vec<String>,
    optional_scopes: Vec<String>,
    state: Option<String>,
    code_challenge: Option<String>,
}

impl AuthorizeUrl {
    pub(super) fn new(client_id: &str, redirect_uri: &str) -> Self {
        Self {
            client_id: client_id.to_owned(),
            redirect_uri: redirect_uri.to_owned(),
            scopes: Vec::new(),
            optional_scopes: Vec::new(),
            state: None,
            code_challenge: None,
        }
    }

    /// What the app needs. An account without it cannot install the app.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// What the app uses where the account has it.
    pub fn optional_scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.optional_scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// A text that comes back with the code. A random one, kept in the user's session, shows that the
    /// answer belongs to this request.
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = Some(state.into());
        self
    }

    /// The challenge of PKCE (RFC 7636): the SHA-256 hash of a random text, the verifier, in Base64
    /// for URLs without `=`. The code is then good only together with the verifier, for
    /// [`OAuthApp::exchange_code_with_verifier`](crate::OAuthApp::exchange_code_with_verifier).
    pub fn code_challenge(mut self, challenge: impl Into<String>) -> Self {
        self.code_challenge = Some(challenge.into());
        self
    }

    /// The URL.
    ///
    /// ```
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// let app = hubspot_crm_gen::OAuthApp::new("id", "secret", "https://example.com/cb");
    /// assert_eq!(
    ///     app.authorize_url().scopes(["oauth", "tickets"]).state("a&b").build(),
    ///     "https://app.hubspot.com/oauth/authorize?client_id=id\
    ///      &redirect_uri=https%3A%2F%2Fexample.com%2Fcb&scope=oauth%20tickets&state=a%26b",
    /// );
    /// ```
    pub fn build(&self) -> String {
        let mut query = String::new();
        push_pair(&mut query, "client_id", &self.client_id);
        push_pair(&mut query, "redirect_uri", &self.redirect_uri);
        push_pair(&mut query, "scope", &self.scopes.join(" "));
        if !self.optional_scopes.is_empty() {
            push_pair(
                &mut query,
                "optional_scope",
                &self.optional_scopes.join(" "),
            );
        }
        if let Some(state) = &self.state {
            push_pair(&mut query, "state", state);
        }
        if let Some(challenge) = &self.code_challenge {
            push_pair(&mut query, "code_challenge", challenge);
            push_pair(&mut query, "code_challenge_method", "S256");
        }
        format!("https://app.hubspot.com/oauth/authorize?{query}")
    }
}

/// Leaves out the state, which nobody else should know.
impl fmt::Debug for AuthorizeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizeUrl")
            .field("client_id", &self.client_id)
            .field("redirect_uri", &self.redirect_uri)
            .field("scopes", &self.scopes)
            .field("optional_scopes", &self.optional_scopes)
            .finish_non_exhaustive()
    }
}

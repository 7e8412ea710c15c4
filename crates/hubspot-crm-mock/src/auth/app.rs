//! Apps that are installed by OAuth.

/// An app that gets its tokens by OAuth.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hubspot_crm_gen::{Client, OAuth, OAuthApp, v3::prelude::*};
/// use hubspot_crm_mock::{MockHubSpot, RegisteredApp};
///
/// let app = RegisteredApp::new("id", "secret").scopes(["crm.objects.owners.read"]);
/// let mock = MockHubSpot::builder().oauth_app(app).start().await?;
///
/// let app = OAuthApp::new("id", "secret", "https://example.com/back").base_url(mock.url());
/// let tokens = app.exchange_code(&mock.authorization_code("id")).await?;
/// let client = Client::builder().base_url(mock.url()).oauth(OAuth::new(app, tokens));
/// let client = client.build()?;
/// client.owners().list().await?;
///
/// // The client gets another token.
/// mock.expire_tokens();
/// client.owners().list().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct RegisteredApp {
    pub(super) client_id: String,
    pub(super) client_secret: String,
    pub(super) redirect_uri: Option<String>,
    pub(super) scopes: Option<Vec<String>>,
}

impl RegisteredApp {
    /// An app whose tokens allow everything.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            redirect_uri: None,
            scopes: None,
        }
    }

    /// The one address at which users may come back; any, unless it is set.
    #[must_use]
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(uri.into());
        self
    }

    /// All that its tokens allow.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }
}

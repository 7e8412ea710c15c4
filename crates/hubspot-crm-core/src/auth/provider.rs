//! Where access tokens come from, for applications with a way of their own.

use super::secret::AccessToken;
use crate::error::AuthError;
use crate::transport::BoxFuture;

/// Gives a client its access tokens, for schemes of one's own: a vault, a sidecar, a service that
/// keeps the tokens of many accounts. OAuth is built in: see [`OAuth`](crate::OAuth).
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{AccessToken, AuthError, BoxFuture, TokenProvider};
/// # struct Vault;
/// # impl Vault { async fn read(&self, _: &str) -> Result<String, std::io::Error> { Ok(String::new()) } }
///
/// struct FromVault {
///     vault: Vault,
/// }
///
/// impl TokenProvider for FromVault {
///     fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, AuthError>> {
///         Box::pin(async {
///             let token = self.vault.read("hubspot").await.map_err(AuthError::new)?;
///             Ok(token.into())
///         })
///     }
/// }
/// ```
pub trait TokenProvider: Send + Sync {
    /// The token for a request that is about to be sent, without the word `Bearer`.
    ///
    /// It is asked before every attempt, by all calls at once: it should keep its token, and renew
    /// it for all of them together. The future is dropped where a call is.
    fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, AuthError>>;

    /// Hears that HubSpot refused a token with a 401, and says whether another one is worth a try.
    /// If so, [`access_token`](Self::access_token) is asked again, and the request is sent again,
    /// once for a call, unless its body is a stream that was read. An error is what the call fails
    /// with, in place of the 401.
    ///
    /// Other calls may have brought about another token in the meantime, so compare `token` with the
    /// present one before you renew it. Unless it is implemented, the 401 stands.
    fn rejected<'a>(&'a self, token: &'a AccessToken) -> BoxFuture<'a, Result<bool, AuthError>> {
        let _ = token;
        Box::pin(async { Ok(false) })
    }
}

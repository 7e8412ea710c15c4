//! How a request says who sends it.

use std::fmt;

use http::HeaderValue;

use crate::error::{ConfigError, Error};

/// A token of a private app, or an OAuth access token.
///
/// It is a secret: `Debug` and `Display` show `***`.
#[derive(Clone)]
pub struct AccessToken(String);

impl AccessToken {
    /// A token, without the word `Bearer`.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(***)")
    }
}

impl fmt::Display for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl From<String> for AccessToken {
    fn from(token: String) -> Self {
        Self::new(token)
    }
}

impl From<&str> for AccessToken {
    fn from(token: &str) -> Self {
        Self::new(token)
    }
}

/// Where the value of the header `Authorization` comes from.
pub(crate) enum Auth {
    /// Always the same one.
    Fixed(HeaderValue),
}

impl Auth {
    pub(crate) fn fixed(token: &AccessToken) -> Result<Self, ConfigError> {
        if token.0.trim().is_empty() {
            return Err(ConfigError::new("the access token is empty"));
        }
        let mut value = HeaderValue::from_str(&format!("Bearer {}", token.0)).map_err(|_| {
            ConfigError::new(
                "the access token has a character that no header can hold, maybe a line break",
            )
        })?;
        if token.0.trim() != token.0 || token.0.starts_with("Bearer ") {
            return Err(ConfigError::new(
                "the access token starts with `Bearer`, or has blanks around it",
            ));
        }
        value.set_sensitive(true);
        Ok(Self::Fixed(value))
    }

    /// The value for a request that is about to be sent. Tokens that expire will be renewed here.
    pub(crate) async fn header(&self) -> Result<HeaderValue, Error> {
        match self {
            Self::Fixed(value) => Ok(value.clone()),
        }
    }
}

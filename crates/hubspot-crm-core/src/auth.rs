//! How a request says who sends it.

use std::fmt;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};

use crate::error::{ConfigError, Error};
use crate::info::OperationInfo;
use crate::query::{encode, push_encoded};

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident, $(#[$new_doc:meta])* $new:ident($text:ident)) => {
        $(#[$doc])*
        ///
        /// It is a secret: `Debug` and `Display` show `***`.
        #[derive(Clone)]
        pub struct $name(String);

        impl $name {
            $(#[$new_doc])*
            pub fn $new($text: impl Into<String>) -> Self {
                Self($text.into())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(***)"))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("***")
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::new(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    };
}

secret!(
    /// A token of a private app, or an OAuth access token.
    AccessToken,
    /// A token, without the word `Bearer`.
    new(token)
);

secret!(
    /// The API key of a developer account, which operations about an app take.
    DeveloperApiKey,
    /// A key, as the developer account shows it.
    new(key)
);

/// How a client proves who it is: to each operation in the way that it asks for.
pub(crate) struct Credentials {
    token: Option<Auth>,
    /// Encoded for a query.
    developer_key: Option<String>,
}

impl Credentials {
    /// Fails if there is none at all, or if one cannot be sent.
    pub(crate) fn new(
        token: Option<&AccessToken>,
        developer_key: Option<&DeveloperApiKey>,
    ) -> Result<Self, ConfigError> {
        if token.is_none() && developer_key.is_none() {
            return Err(ConfigError::new("a client needs an access token"));
        }
        Ok(Self {
            token: token.map(Auth::fixed).transpose()?,
            developer_key: developer_key.map(encoded_key).transpose()?,
        })
    }

    /// Adds what the operation asks for, unless it is in the query already.
    pub(crate) async fn authorize(
        &self,
        operation: &OperationInfo,
        query: &mut String,
        headers: &mut HeaderMap,
    ) -> Result<(), Error> {
        if operation.takes_developer_key() {
            return self.add_developer_key(operation, query);
        }
        let token = self.token.as_ref().ok_or_else(|| {
            ConfigError::new(format!(
                "{operation}: the operation takes an access token, and the client has none: set it \
                 with `ClientBuilder::access_token`"
            ))
        })?;
        headers.insert(AUTHORIZATION, token.header().await?);
        Ok(())
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

fn encoded_key(key: &DeveloperApiKey) -> Result<String, ConfigError> {
    if key.0.trim().is_empty() {
        return Err(ConfigError::new("the developer API key is empty"));
    }
    if key.0.trim() != key.0 {
        return Err(ConfigError::new(
            "the developer API key has blanks around it",
        ));
    }
    Ok(encode(&key.0).to_string())
}

/// Where the value of the header `Authorization` comes from.
enum Auth {
    /// Always the same one.
    Fixed(HeaderValue),
}

impl Auth {
    fn fixed(token: &AccessToken) -> Result<Self, ConfigError> {
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
    async fn header(&self) -> Result<HeaderValue, Error> {
        match self {
            Self::Fixed(value) => Ok(value.clone()),
        }
    }
}

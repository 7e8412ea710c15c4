//! Texts that nobody but HubSpot gets to see.

use std::fmt;

use serde::de::Deserializer;
use serde::ser::Serializer;

use crate::json::JsonValue;
use crate::query::QueryValue;

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident, $(#[$new_doc:meta])* $new:ident($text:ident)) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            $(#[$new_doc])*
            pub fn $new($text: impl Into<String>) -> Self {
                Self($text.into())
            }

            /// The text itself, to be kept where secrets are kept.
            pub fn secret(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(***)"))
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

/// Lets credentials of a client stand in texts, in which nobody sees them.
macro_rules! masked {
    ($($name:ident),*) => {
        $(impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("***")
            }
        })*
    };
}

masked!(AccessToken, ClientSecret, DeveloperApiKey, RefreshToken);

secret!(
    /// A token of a private app, or an OAuth access token.
    ///
    /// It is a secret: `Debug` and `Display` show `***`.
    AccessToken,
    /// A token, without the word `Bearer`.
    new(token)
);

secret!(
    /// The API key of a developer account, which operations about an app take.
    ///
    /// It is a secret: `Debug` and `Display` show `***`.
    DeveloperApiKey,
    /// A key, as the developer account shows it.
    new(key)
);

secret!(
    /// An OAuth refresh token, which access tokens are got with for as long as the app is installed.
    ///
    /// It is a secret: `Debug` and `Display` show `***`.
    RefreshToken,
    /// A token, as HubSpot's answer has it.
    new(token)
);

secret!(
    /// The secret of an app, by which it proves to the token endpoint who it is.
    ///
    /// It is a secret: `Debug` and `Display` show `***`.
    ClientSecret,
    /// A secret, as the settings of the app show it.
    new(secret)
);

secret!(
    /// A secret among what an operation sends or receives, such as the client secret in a request
    /// about tokens.
    ///
    /// It is a text for HubSpot only: `Debug` shows `***`, and there is no `Display`.
    ///
    /// ```
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// use hubspot_crm_gen::{RefreshToken, SecretString};
    ///
    /// let secret = SecretString::from(RefreshToken::new("na1-0000"));
    /// assert_eq!(format!("{secret:?}"), "SecretString(***)");
    /// assert_eq!(secret.secret(), "na1-0000");
    /// ```
    SecretString,
    /// A secret, from what it is in clear.
    new(secret)
);

macro_rules! into_secret_string {
    ($($name:ident),*) => {
        $(impl From<$name> for SecretString {
            fn from(secret: $name) -> Self {
                Self(secret.0)
            }
        }

        impl From<&$name> for SecretString {
            fn from(secret: &$name) -> Self {
                Self(secret.0.clone())
            }
        }

        impl From<SecretString> for $name {
            fn from(secret: SecretString) -> Self {
                Self(secret.0)
            }
        })*
    };
}

into_secret_string!(AccessToken, ClientSecret, DeveloperApiKey, RefreshToken);

impl Default for SecretString {
    fn default() -> Self {
        Self::blank()
    }
}

impl JsonValue for SecretString {
    fn blank() -> Self {
        Self(String::new())
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::read(deserializer).map(Self)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

impl QueryValue for SecretString {
    fn each(&self, add: &mut dyn FnMut(&str)) {
        add(&self.0);
    }
}

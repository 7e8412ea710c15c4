//! Texts that nobody but HubSpot gets to see.

use std::fmt;

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident, $(#[$new_doc:meta])* $new:ident($text:ident)) => {
        $(#[$doc])*
        ///
        /// It is a secret: `Debug` and `Display` show `***`.
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

secret!(
    /// An OAuth refresh token, which access tokens are got with for as long as the app is installed.
    RefreshToken,
    /// A token, as HubSpot's answer has it.
    new(token)
);

secret!(
    /// The secret of an app, by which it proves to the token endpoint who it is.
    ClientSecret,
    /// A secret, as the settings of the app show it.
    new(secret)
);

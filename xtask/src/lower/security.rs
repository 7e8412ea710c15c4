//! Security: which credentials an operation takes, and what they must allow.

use openapiv3::{APIKeyLocation, OpenAPI, Operation, SecurityScheme};

use super::Lower;
use crate::pointer::Origin;

/// Scopes: holding all of any one entry is enough.
type Alternatives = Vec<Vec<String>>;

/// What the client has for a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Credential {
    /// A bearer token.
    Token,
    /// The key of a developer account.
    DeveloperKey,
    /// Nothing.
    Foreign,
}

/// How an operation is authorized.
#[derive(Debug, Default)]
pub(super) struct Security {
    /// The scopes of the operation's own alternatives.
    pub(super) scopes: Option<Alternatives>,
    /// Whether it takes the key of a developer account only.
    pub(super) developer_key: bool,
    /// Whether it takes nothing at all.
    pub(super) no_authorization: bool,
}

/// Says that an operation takes no credentials of the client. `security: []` means that too, but HubSpot's documents have it where a token is due, as for records of
/// contracts and payments. So it is not taken at its word.
const NO_AUTHORIZATION: &str = "x-no-authorization";

impl Lower<'_> {
    pub(super) fn security(
        &mut self,
        document: &OpenAPI,
        operation: &Operation,
        origin: &Origin,
    ) -> Security {
        let flag = self.flag(&operation.extensions, NO_AUTHORIZATION, origin);
        let no_authorization = flag == Some(true);
        let (requirements, at) = match (&operation.security, &document.security) {
            (Some(own), _) => (own, origin.key("security")),
            (None, Some(shared)) => (shared, Origin::document(&origin.file).key("security")),
            (None, None) => {
                return Security {
                    no_authorization,
                    ..Security::default()
                };
            }
        };
        if no_authorization && !requirements.is_empty() {
            self.diagnostics.error(
                &origin.key(NO_AUTHORIZATION),
                format!("`{NO_AUTHORIZATION}` contradicts the security of the operation"),
                "write `security: []` at the operation, or remove the extension",
            );
        }
        if flag.is_none() && requirements.is_empty() {
            self.diagnostics.note(
                &at,
                format!(
                    "`security: []` stands where a token is due as well, so the token is sent; `{NO_AUTHORIZATION}: true` says that none is due, `false` that one is"
                ),
            );
        }
        let mut alternatives = Vec::new();
        let mut takes_token = requirements.is_empty();
        let mut takes_key = false;
        for (index, requirement) in requirements.iter().enumerate() {
            let mut credentials = Vec::new();
            for scheme in requirement.keys() {
                credentials.push(self.credential(document, scheme, &at.index(index).key(scheme)));
            }
            takes_token |= credentials.iter().all(|one| *one == Credential::Token);
            takes_key |= credentials == [Credential::DeveloperKey];
            // What stands in one requirement is needed together.
            let together: Vec<String> = requirement.values().flatten().cloned().collect();
            if !together.is_empty() {
                alternatives.push(together);
            }
        }
        if !takes_token && !takes_key {
            self.diagnostics.note(
                &at,
                "an operation takes credentials that the client does not have; callers can add them with `extra_header` or `extra_query`",
            );
        }
        alternatives.sort();
        alternatives.dedup();
        // Requirements without scopes say how to authenticate, and nothing about what the token must allow.
        let says_nothing = alternatives.is_empty() && !requirements.is_empty();
        let scopes = (!says_nothing && operation.security.is_some()).then_some(alternatives);
        Security {
            scopes,
            developer_key: takes_key && !takes_token,
            no_authorization,
        }
    }

    /// HubSpot's documents describe private apps by headers of their own; their tokens are bearer tokens like any other.
    fn credential(&mut self, document: &OpenAPI, name: &str, origin: &Origin) -> Credential {
        let schemes = document
            .components
            .as_ref()
            .map(|components| &components.security_schemes);
        let Some(scheme) = schemes.and_then(|schemes| schemes.get(name)) else {
            self.diagnostics.note(
                origin,
                format!("the document defines no security scheme `{name}`; it counts as a token"),
            );
            return Credential::Token;
        };
        let place = Origin::document(&origin.file)
            .key("components")
            .key("securitySchemes")
            .key(name);
        // A scheme that cannot be resolved was reported.
        let Some((scheme, _)) = self.documents.resolve(scheme, &place, self.diagnostics) else {
            return Credential::Token;
        };
        match scheme {
            SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => {
                Credential::Token
            }
            SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => {
                Credential::Token
            }
            SecurityScheme::APIKey { name, location, .. } => match (name.as_str(), location) {
                ("private-app" | "private-app-legacy", _) => Credential::Token,
                ("hapikey", APIKeyLocation::Query) => Credential::DeveloperKey,
                _ => Credential::Foreign,
            },
            SecurityScheme::HTTP { .. } => Credential::Foreign,
        }
    }
}

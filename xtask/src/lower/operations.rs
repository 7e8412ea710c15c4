//! Path items and operations.

use openapiv3::{OpenAPI, PathItem, ReferenceOr, SecurityScheme};

use super::{Lower, text};
use crate::casing::pascal;
use crate::ir::{Body, Docs, Method, Operation, Success};
use crate::pointer::Origin;

impl Lower<'_> {
    /// The operations of one path, in the order in which OpenAPI lists the methods.
    pub(super) fn path_item(
        &mut self,
        document: &OpenAPI,
        template: &str,
        item: &PathItem,
        origin: &Origin,
    ) -> Vec<Operation> {
        if !item.servers.is_empty() {
            self.unsupported(
                &origin.key("servers"),
                "servers of a single path",
                "callers choose the server with `ClientBuilder::base_url`; remove the list",
            );
        }
        let unsupported = [
            ("head", &item.head),
            ("options", &item.options),
            ("trace", &item.trace),
        ];
        for (key, _) in unsupported
            .iter()
            .filter(|(_, operation)| operation.is_some())
        {
            self.unsupported(
                &origin.key(key),
                &format!("the method {}", key.to_uppercase()),
                "remove the operation",
            );
        }
        let methods = [
            (Method::Get, "get", &item.get),
            (Method::Put, "put", &item.put),
            (Method::Post, "post", &item.post),
            (Method::Delete, "delete", &item.delete),
            (Method::Patch, "patch", &item.patch),
        ];
        let mut operations = Vec::new();
        for (method, key, operation) in methods {
            if let Some(operation) = operation {
                operations.push(self.operation(
                    document,
                    (template, item, origin),
                    method,
                    operation,
                    &origin.key(key),
                ));
            }
        }
        operations
    }

    fn operation(
        &mut self,
        document: &OpenAPI,
        (template, item, item_origin): (&str, &PathItem, &Origin),
        method: Method,
        operation: &openapiv3::Operation,
        origin: &Origin,
    ) -> Operation {
        if !operation.callbacks.is_empty() {
            self.unsupported(
                &origin.key("callbacks"),
                "callbacks",
                "describe them in the text of the operation",
            );
        }
        if !operation.servers.is_empty() {
            self.unsupported(
                &origin.key("servers"),
                "servers of a single operation",
                "callers choose the server with `ClientBuilder::base_url`; remove the list",
            );
        }
        let owner = operation
            .operation_id
            .as_deref()
            .map_or_else(|| pascal(template), pascal);
        let params = self.params(
            template,
            (&item.parameters, item_origin),
            (&operation.parameters, origin),
            &owner,
        );
        let body = operation
            .request_body
            .as_ref()
            .and_then(|body| self.body(body, &origin.key("requestBody"), &owner));
        if let (Some(body), Method::Get | Method::Delete) = (&body, method) {
            self.unsupported(
                &body.origin,
                &format!("a body of {}", method.as_str()),
                "HTTP gives it no meaning; send the values as parameters",
            );
        }
        let (answers, errors) =
            self.responses(&operation.responses, &origin.key("responses"), &owner);
        let secured = self.security(document, operation, origin);
        let scopes = match operation.extensions.contains_key("x-scopes") {
            true => Some(self.scopes(&operation.extensions, origin)),
            false => secured,
        };
        Operation {
            id: operation.operation_id.clone(),
            name: String::new(),
            method,
            path: template.to_owned(),
            docs: Docs {
                summary: text::filled(operation.summary.as_ref()),
                description: text::filled(operation.description.as_ref()),
                notes: Vec::new(),
                deprecated: operation.deprecated,
            },
            path_params: params.path,
            query: params.query,
            body,
            answers,
            success: Success::default(),
            page: operation
                .external_docs
                .as_ref()
                .map(|docs| docs.url.clone()),
            scopes,
            products: self
                .products(&operation.extensions, origin)
                .unwrap_or_default(),
            replay_safe: self.flag(&operation.extensions, "x-replay-safe", origin),
            limit_exemptions: self.text_list(
                &operation.extensions,
                "x-hubspot-rate-limit-exemptions",
                origin,
            ),
            errors,
            builder: 0,
            origin: origin.clone(),
        }
    }

    fn body(
        &mut self,
        body: &ReferenceOr<openapiv3::RequestBody>,
        origin: &Origin,
        owner: &str,
    ) -> Option<Body> {
        let (body, origin) = self.documents.resolve(body, origin, self.diagnostics)?;
        if !body.required {
            self.unsupported(
                &origin,
                "a body that may be left out",
                "write `required: true`, or remove the body",
            );
        }
        let ty = self.json_content(&body.content, &origin, &format!("{owner}Body"))?;
        Some(Body {
            ty,
            docs: Docs {
                description: text::filled(body.description.as_ref()),
                ..Docs::default()
            },
            origin,
        })
    }

    /// Checks that every scheme exists, and gives the scopes of the operation's own alternatives.
    fn security(
        &mut self,
        document: &OpenAPI,
        operation: &openapiv3::Operation,
        origin: &Origin,
    ) -> Option<Vec<Vec<String>>> {
        let (requirements, at) = match (&operation.security, &document.security) {
            (Some(own), _) => (own, origin.key("security")),
            (None, Some(shared)) => (shared, Origin::document(&origin.file).key("security")),
            (None, None) => return None,
        };
        let mut alternatives = Vec::new();
        let mut takes_token = requirements.is_empty();
        for (index, requirement) in requirements.iter().enumerate() {
            let mut all_are_tokens = true;
            for scheme in requirement.keys() {
                all_are_tokens &= self.is_token(document, scheme, &at.index(index).key(scheme));
            }
            takes_token |= all_are_tokens;
            // What stands in one requirement is needed together.
            let together: Vec<String> = requirement.values().flatten().cloned().collect();
            if !together.is_empty() {
                alternatives.push(together);
            }
        }
        if !takes_token {
            self.unsupported(
                &at,
                "an operation that takes neither an OAuth token nor the token of a private app",
                "leave the operation out, or name a scheme whose token travels as `Authorization: Bearer`",
            );
        }
        alternatives.sort();
        alternatives.dedup();
        // Requirements without scopes say how to authenticate, and nothing about what the token must allow.
        let says_nothing = alternatives.is_empty() && !requirements.is_empty();
        (!says_nothing && operation.security.is_some()).then_some(alternatives)
    }

    /// Whether the client's token satisfies a scheme. HubSpot's documents describe private apps by headers of their own; their tokens are bearer tokens like
    /// any other.
    fn is_token(&mut self, document: &OpenAPI, name: &str, origin: &Origin) -> bool {
        let schemes = document
            .components
            .as_ref()
            .map(|components| &components.security_schemes);
        let Some(scheme) = schemes.and_then(|schemes| schemes.get(name)) else {
            self.diagnostics.error(
                origin,
                format!("there is no security scheme `{name}`"),
                "add it to `components.securitySchemes` of this document, or correct the name",
            );
            return true;
        };
        let place = Origin::document(&origin.file)
            .key("components")
            .key("securitySchemes")
            .key(name);
        // A scheme that cannot be resolved was reported.
        let Some((scheme, _)) = self.documents.resolve(scheme, &place, self.diagnostics) else {
            return true;
        };
        match scheme {
            SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => true,
            SecurityScheme::HTTP { scheme, .. } => scheme.eq_ignore_ascii_case("bearer"),
            SecurityScheme::APIKey { name, .. } => {
                matches!(name.as_str(), "private-app" | "private-app-legacy")
            }
        }
    }
}

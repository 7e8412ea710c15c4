//! Path items and operations.

use openapiv3::{OpenAPI, PathItem, ReferenceOr};

use super::{Lower, text};
use crate::casing::pascal;
use crate::ir::{Body, Docs, Method, Operation, Success, TypeRef};
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
        self.servers(&item.servers, origin);
        let methods = [
            (Method::Get, "get", &item.get),
            (Method::Put, "put", &item.put),
            (Method::Post, "post", &item.post),
            (Method::Delete, "delete", &item.delete),
            (Method::Options, "options", &item.options),
            (Method::Head, "head", &item.head),
            (Method::Patch, "patch", &item.patch),
            (Method::Trace, "trace", &item.trace),
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
            self.diagnostics.note(
                &origin.key("callbacks"),
                "callbacks are not read: they describe calls to a server of yours",
            );
        }
        self.servers(&operation.servers, origin);
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
        let read = self.responses(&operation.responses, &origin.key("responses"), &owner);
        let mut notes = Vec::new();
        if !read.headers.is_empty() {
            let names: Vec<String> = read
                .headers
                .iter()
                .map(|name| format!("`{name}`"))
                .collect();
            notes.push(format!("Headers of the answer: {}.", names.join(", ")));
        }
        let security = self.security(document, operation, origin);
        let scopes = match operation.extensions.contains_key("x-scopes") {
            true => Some(self.scopes(&operation.extensions, origin)),
            false => security.scopes,
        };
        Operation {
            id: operation.operation_id.clone(),
            name: String::new(),
            method,
            path: template.to_owned(),
            docs: Docs {
                summary: text::filled(operation.summary.as_ref()),
                description: text::filled(operation.description.as_ref()),
                notes,
                deprecated: operation.deprecated,
            },
            path_params: params.path,
            params: params.others,
            body,
            answers: read.answers,
            success: Success::default(),
            paging: None,
            accept: None,
            page: operation
                .external_docs
                .as_ref()
                .map(|docs| docs.url.clone()),
            scopes,
            products: self
                .products(&operation.extensions, origin)
                .unwrap_or_default(),
            replay_safe: self.flag(&operation.extensions, "x-replay-safe", origin),
            batch_read: None,
            developer_key: security.developer_key,
            no_authorization: security.no_authorization,
            secrets: Vec::new(),
            limit_exemptions: self.text_list(
                &operation.extensions,
                "x-hubspot-rate-limit-exemptions",
                origin,
            ),
            errors: read.faults,
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
        let (ty, media) = self.request_content(&body.content, &origin, &format!("{owner}Body"))?;
        let max_inputs = self.max_inputs(&body.content, &origin);
        // A body that is `null` is none.
        let (ty, required) = match ty {
            TypeRef::Nullable(ty) => (*ty, false),
            ty => (ty, body.required),
        };
        Some(Body {
            ty,
            media,
            required,
            max_inputs,
            example: body
                .content
                .values()
                .find_map(|media| media.example.clone()),
            docs: Docs {
                description: text::filled(body.description.as_ref()),
                ..Docs::default()
            },
            origin,
        })
    }
}

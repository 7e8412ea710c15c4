//! Handles: one type per API whose methods are the reference of that API.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, Source, builders::body_name, docs, ident};
use crate::ir::{Api, Docs, OperationRef};
use crate::passes::ApiNames;

impl Source<'_> {
    /// The handle of an API with the facts about its operations.
    pub(super) fn handle(&self, version: usize, api: usize, scope: &Scope) -> TokenStream {
        let item = &self.ir.versions[version].apis[api];
        let names = self.names.api(version, api);
        let name = ident(&names.handle);
        let client = scope.core("Client");
        let docs = docs::outer(&handle_docs(item, names));
        let positions = (0..item.operations.len()).map(|operation| OperationRef {
            version,
            api,
            operation,
        });
        let constants = positions
            .clone()
            .map(|position| self.facts(position, scope));
        let methods = positions.map(|position| self.method(position, scope));
        let params: Vec<_> = item
            .handle_params
            .iter()
            .map(|param| self.param_ident(param))
            .collect();
        let arguments = self.handle_arguments(item, scope);
        quote! {
            #(#constants)*
            #docs
            #[derive(Debug, Clone)]
            pub struct #name {
                client: #client,
                #(#params: String,)*
            }
            impl #name {
                pub(crate) fn new(client: #client, #(#arguments),*) -> Self {
                    Self { client, #(#params: #params.to_string()),* }
                }
                #(#methods)*
            }
        }
    }

    /// The path parameters that the handle takes, as arguments.
    pub(super) fn handle_arguments(&self, api: &Api, scope: &Scope) -> Vec<TokenStream> {
        let arguments = api.handle_params.iter().map(|param| {
            let (name, display) = (self.param_ident(param), scope.display());
            quote!(#name: impl #display)
        });
        arguments.collect()
    }

    fn method(&self, position: OperationRef, scope: &Scope) -> TokenStream {
        let (api, operation) = (self.ir.api(position), self.ir.operation(position));
        let docs = docs::outer(&self.method_docs(position));
        let deprecated = scope.deprecated(operation.docs.deprecated);
        let names = self.names.operation(position);
        let (name, constant) = (ident(&names.method), ident(&names.constant));
        let builder = scope.builder(self, operation.builder);
        let path_arguments = operation.path_params.iter().map(|param| {
            let (name, display) = (self.param_ident(param), scope.display());
            quote!(#name: impl #display)
        });
        let mut arguments: Vec<TokenStream> = path_arguments.collect();
        let mut values = Vec::new();
        for param in operation.params.iter().filter(|param| param.required) {
            let name = self.param_ident(param);
            let (ty, value) = self.argument(&param.ty, &quote!(#name), scope);
            arguments.push(quote!(#name: #ty));
            values.push(value);
        }
        if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
            let name = ident(body_name(&body.ty));
            let (ty, value) = self.argument(&body.ty, &quote!(#name), scope);
            arguments.push(quote!(#name: #ty));
            values.push(value);
        }
        let path_values = api
            .handle_params
            .iter()
            .map(|param| (param, true))
            .chain(operation.path_params.iter().map(|param| (param, false)));
        let path_values = path_values.map(|(param, of_handle)| {
            let name = self.param_ident(param);
            if of_handle {
                quote!(.arg(&self.#name))
            } else {
                quote!(.arg(#name))
            }
        });
        quote! {
            #docs
            #deprecated
            pub fn #name(&self, #(#arguments),*) -> #builder {
                #builder::new(self.client.endpoint(&#constant) #(#path_values)*, #(#values),*)
            }
        }
    }

    fn method_docs(&self, position: OperationRef) -> Vec<String> {
        let operation = self.ir.operation(position);
        let mut text = docs::text(&operation.docs);
        let params = operation
            .path_params
            .iter()
            .chain(operation.params.iter().filter(|param| param.required));
        let mut arguments: Vec<String> = params
            .filter_map(|param| argument_docs(self.names.param(param), &param.docs))
            .collect();
        arguments.extend(
            operation
                .body
                .as_ref()
                .and_then(|body| argument_docs(body_name(&body.ty), &body.docs)),
        );
        if !arguments.is_empty() {
            text.push(arguments.join("\n"));
        }
        // Between the two lists, which would otherwise run into one.
        text.push(format!(
            "`{} {}`",
            operation.method.as_str(),
            operation.path
        ));
        text.extend(self.access(position));
        text
    }

    /// What a caller needs to be allowed to do and to have bought, and which limits apply.
    fn access(&self, position: OperationRef) -> Option<String> {
        let (api, operation) = (self.ir.api(position), self.ir.operation(position));
        let mut lines = Vec::new();
        match &operation.scopes {
            None if api.scopes.is_empty() => {}
            None => lines.push(format!(
                "Scopes: any one of those that [`{}`] lists.",
                self.names.api(position.version, position.api).handle
            )),
            Some(own) => match own.as_slice() {
                [] => lines.push("Scopes: none.".to_owned()),
                [only] if only.len() == 1 => lines.push(format!("Scope: {}.", scopes(own))),
                [_] => lines.push(format!("Scopes: {}.", scopes(own))),
                _ => lines.push(format!("Scopes: any one of {}.", scopes(own))),
            },
        }
        let mut tiers: Vec<&String> = operation.products.values().collect();
        tiers.sort();
        tiers.dedup();
        for tier in tiers {
            let products = operation
                .products
                .iter()
                .filter(|(_, lowest)| *lowest == tier)
                .map(|(product, _)| product.as_str());
            lines.push(format!(
                "Products: {}, from the tier {tier}.",
                products.collect::<Vec<_>>().join(", ")
            ));
        }
        if !operation.limit_exemptions.is_empty() {
            lines.push(format!(
                "Not counted by the rate limit: {}.",
                operation.limit_exemptions.join(", ")
            ));
        }
        if let Some(page) = operation.page.as_ref().or(api.page.as_ref()) {
            lines.push(format!(
                "[HubSpot's documentation](<{}>)",
                docs::address(page)
            ));
        }
        let lines: Vec<String> = lines.into_iter().map(|line| format!("- {line}")).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// The constant facts about an operation.
    fn facts(&self, position: OperationRef, scope: &Scope) -> TokenStream {
        let (info, method) = (scope.core("OperationInfo"), scope.core("Method"));
        let operation = self.ir.operation(position);
        let names = self.names.operation(position);
        let name = ident(&names.constant);
        let module = &self.names.api(position.version, position.api).module;
        let id = format!("{module}.{}", names.method);
        let verb = ident(method_variant(operation.method));
        let path = &operation.path;
        let replay = operation
            .replay_safe
            .map(|safe| quote!(.replay_safe(#safe)));
        let exemptions = &operation.limit_exemptions;
        let exempt =
            (!exemptions.is_empty()).then(|| quote!(.rate_limit_exempt(&[#(#exemptions),*])));
        let accept = operation
            .accept
            .as_ref()
            .map(|media| quote!(.accept(#media)));
        let key = operation.developer_key.then(|| quote!(.developer_key()));
        quote!(const #name: #info = #info::new(#id, #method::#verb, #path) #replay #exempt #accept #key;)
    }
}

fn argument_docs(name: &str, docs: &Docs) -> Option<String> {
    let text = docs::text(docs);
    Some(format!("- `{name}`: {}", text.first()?.lines().next()?))
}

/// The alternatives, of which each names what is needed together.
fn scopes(alternatives: &[Vec<String>]) -> String {
    let alternatives = alternatives.iter().map(|together| {
        let scopes: Vec<String> = together.iter().map(|scope| format!("`{scope}`")).collect();
        scopes.join(" with ")
    });
    alternatives.collect::<Vec<_>>().join(", ")
}

fn handle_docs(api: &Api, names: &ApiNames) -> Vec<String> {
    let mut text = docs::text(&api.docs);
    text.truncate(1);
    text.push(format!(
        "Made by the method `{}` of the client. Making a handle costs nothing and sends nothing.",
        names.module
    ));
    if !api.scopes.is_empty() {
        text.push(format!(
            "Scopes, of which any one is enough unless a method says otherwise: {}.",
            scopes(&api.scopes)
        ));
    }
    text
}

fn method_variant(method: crate::ir::Method) -> &'static str {
    match method {
        crate::ir::Method::Get => "Get",
        crate::ir::Method::Put => "Put",
        crate::ir::Method::Post => "Post",
        crate::ir::Method::Delete => "Delete",
        crate::ir::Method::Patch => "Patch",
        crate::ir::Method::Head => "Head",
        crate::ir::Method::Options => "Options",
        crate::ir::Method::Trace => "Trace",
    }
}

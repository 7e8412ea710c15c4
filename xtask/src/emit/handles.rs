//! Handles: one type per API whose methods are the reference of that API.

use proc_macro2::TokenStream;
use quote::quote;

use super::arguments::many_arguments;
use super::builders::body_name;
use super::{Scope, Source, access, docs, ident, paging};
use crate::ir::{Api, Docs, Operation, OperationRef, TypeRef};
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
        let constants = positions.clone().map(|position| self.facts(position));
        let methods = positions.map(|position| self.method(position, scope));
        let operations = scope.core("operations");
        let params: Vec<_> = item
            .handle_params
            .iter()
            .map(|param| self.param_ident(param))
            .collect();
        let arguments = self.handle_arguments(item, scope);
        let at = (!params.is_empty()).then(|| {
            let (info, endpoint) = (scope.core("OperationInfo"), scope.core("Endpoint"));
            quote! {
                fn at(&self, operation: &'static #info) -> #endpoint {
                    self.client.endpoint(operation) #(.arg(&self.#params))*
                }
            }
        });
        // Without parameters a handle is nothing but its client.
        let (visibility, new) = match params.is_empty() {
            true => (quote!(pub(crate)), None),
            false => {
                let new = quote! {
                    pub(crate) fn new(client: #client, #(#arguments),*) -> Self {
                        Self { client, #(#params: #params.to_string()),* }
                    }
                };
                (TokenStream::new(), Some(new))
            }
        };
        let module = &names.module;
        quote! {
            #operations![ #module, #(#constants)* ];
            #docs
            #[derive(Debug, Clone)]
            pub struct #name {
                #visibility client: #client,
                #(#params: String,)*
            }
            impl #name {
                #new
                #at
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
        let path_arguments = operation.path_params.iter().map(|param| {
            let (name, display) = (self.param_ident(param), scope.display());
            quote!(#name: impl #display)
        });
        let mut arguments: Vec<TokenStream> = path_arguments.collect();
        let mut needed = Vec::new();
        let mut values = Vec::new();
        for param in operation.params.iter().filter(|param| param.required) {
            let name = self.param_ident(param);
            let ty = self.param_argument(&param.ty, scope);
            arguments.push(quote!(#name: #ty));
            needed.push(self.param_call("", param, scope));
        }
        if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
            let name = ident(body_name(&body.ty));
            let (ty, value) = self.argument(&body.ty, &quote!(#name), scope);
            arguments.push(quote!(#name: #ty));
            values.push(value);
        }
        let path_values = operation.path_params.iter().map(|param| {
            let name = self.param_ident(param);
            quote!(.arg(#name))
        });
        let many = many_arguments(1 + arguments.len());
        let endpoint = match api.handle_params.is_empty() {
            true => quote!(self.client.endpoint(&#constant)),
            false => quote!(self.at(&#constant)),
        };
        let endpoint = quote!(#endpoint #(#path_values)* #(#needed)*);
        let (result, made) = match self.ir.builders[operation.builder].shape.is_call() {
            true => self.call(operation, &endpoint, values.pop(), scope),
            false => {
                let builder = scope.builder(self, operation.builder);
                let made = quote!(#builder::new(#endpoint, #(#values),*));
                (builder, made)
            }
        };
        quote! {
            #docs
            #deprecated
            #many
            pub fn #name(&self, #(#arguments),*) -> #result {
                #made
            }
        }
    }

    /// The type of a request in which there is nothing to set, and the expression that makes it.
    fn call(
        &self,
        operation: &Operation,
        endpoint: &TokenStream,
        body: Option<TokenStream>,
        scope: &Scope,
    ) -> (TokenStream, TokenStream) {
        let call = scope.core("Call");
        let decode = self.decoder(operation.builder, &operation.success, scope);
        let (Some(value), Some(body)) = (body, &operation.body) else {
            return (quote!(#call<#decode>), quote!(#call::new(#endpoint, ())));
        };
        let (wrapper, ty) = match &body.ty {
            TypeRef::BatchInput(item) => ("Inputs", self.value_type(item, scope)),
            other => ("JsonBody", self.value_type(other, scope)),
        };
        let wrapper = scope.core(wrapper);
        (
            quote!(#call<#decode, #wrapper<#ty>>),
            quote!(#call::new(#endpoint, #wrapper(#value))),
        )
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
        if self.is_batch(operation) {
            arguments.push("Any number of inputs: `in_chunks`.".to_owned());
        }
        arguments.push(docs::code(&format!(
            "{} {}",
            operation.method.as_str(),
            operation.path
        )));
        arguments.extend(paging::of_operation(operation));
        arguments.extend(access::of_operation(operation));
        text.push(list(arguments));
        text
    }

    /// The constant facts about an operation.
    fn facts(&self, position: OperationRef) -> TokenStream {
        let operation = self.ir.operation(position);
        let names = self.names.operation(position);
        let name = ident(&names.constant);
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
        let batch_read = operation.batch_read.map(|operation| {
            let batch_read = OperationRef {
                operation,
                ..position
            };
            let name = ident(&self.names.operation(batch_read).constant);
            quote!(.batch_read(&#name))
        });
        let key = operation.developer_key.then(|| quote!(.developer_key()));
        let open = operation
            .no_authorization
            .then(|| quote!(.no_authorization()));
        let secrets = &operation.secrets;
        let secrets = (!secrets.is_empty()).then(|| quote!(.secrets(&[#(#secrets),*])));
        let batch = self.batch_facts(operation);
        quote!(#name = #verb(#path) #replay #exempt #batch_read #accept #key #open #secrets #batch,)
    }
}

fn argument_docs(name: &str, docs: &Docs) -> Option<String> {
    let text = docs::text(docs);
    Some(format!("`{name}`: {}", text.first()?.lines().next()?))
}

fn handle_docs(api: &Api, names: &ApiNames) -> Vec<String> {
    let mut text = docs::text(&api.docs);
    text.truncate(1);
    text.push(format!(
        "Made by the method `{}` of the client. Making a handle costs nothing and sends nothing.",
        names.module
    ));
    let lines = access::of_api(api);
    if !lines.is_empty() {
        text.push(list(lines));
    }
    text
}

fn list(lines: Vec<String>) -> String {
    let lines: Vec<String> = lines.into_iter().map(|line| format!("- {line}")).collect();
    lines.join("\n")
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

//! What a request builder sends, and how the answer is read.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Scope, Source, builders::body_name, docs, ident};
use crate::ir::{Body, Media, Operation, Param, Place, Success, TypeRef};

/// A call on the request that is being made, and whether it may fail.
struct Call {
    tokens: TokenStream,
    fails: bool,
}

impl Source<'_> {
    /// The implementation of `Operation` for a builder.
    pub(super) fn implementation(
        &self,
        number: usize,
        operation: &Operation,
        scope: &Scope,
    ) -> TokenStream {
        let name = ident(self.names.builder(number));
        let (endpoint, error, request) = (
            scope.core("Endpoint"),
            scope.core("Error"),
            scope.core("Request"),
        );
        let (trait_name, request_methods) =
            (scope.core("Operation"), scope.core("request_methods"));
        let (decode, output) = self.success(number, &operation.success, scope);
        let answer = self.answer(number, &operation.success, scope);
        let made = self.made(operation, scope);
        quote! {
            impl #trait_name for #name {
                type Decode = #decode;
                #[inline]
                fn request(&self) -> Result<#request, #error> {
                    #made
                }
                fn endpoint(&self) -> &#endpoint {
                    &self.endpoint
                }
                fn endpoint_mut(&mut self) -> &mut #endpoint {
                    &mut self.endpoint
                }
            }
            #request_methods!(#name as #output);
            #answer
        }
    }

    /// The expression that makes the request.
    fn made(&self, operation: &Operation, scope: &Scope) -> TokenStream {
        let mut calls: Vec<Call> = operation
            .params
            .iter()
            .map(|param| self.param_call(param))
            .collect();
        let start = quote!(self.endpoint.request());
        match &operation.body {
            Some(body) if body.required => {
                let name = ident(body_name(&body.ty));
                calls.push(body_call(body, &quote!(self.#name), true, scope));
                chain(start, &calls)
            }
            Some(body) => {
                let name = ident(body_name(&body.ty));
                let request = unwrapped(start, &calls);
                let call = [body_call(body, &quote!(#name), false, scope)];
                let with_body = chain(quote!(request), &call);
                quote! {
                    let request = #request;
                    match &self.#name {
                        Some(#name) => #with_body,
                        None => Ok(request),
                    }
                }
            }
            None => chain(start, &calls),
        }
    }

    fn param_call(&self, param: &Param) -> Call {
        let (name, wire) = (self.param_ident(param), &param.name);
        let (tokens, fails) = match param.place {
            Place::Query | Place::Path => (quote!(.query(#wire, &self.#name)), false),
            Place::QueryJoined(separator) => {
                let separator = separator.to_string();
                (quote!(.query_joined(#wire, #separator, &self.#name)), false)
            }
            Place::QueryObject => (quote!(.query_object(#wire, &self.#name)), true),
            Place::QueryDeep => (quote!(.query_deep(#wire, &self.#name)), true),
            Place::QueryJson => (quote!(.query_json(#wire, &self.#name)), true),
            Place::Header => (quote!(.header(#wire, &self.#name)), false),
            Place::Cookie => (quote!(.cookie(#wire, &self.#name)), false),
        };
        Call { tokens, fails }
    }

    /// The type that decodes a success, and what it gives.
    fn success(
        &self,
        number: usize,
        success: &Success,
        scope: &Scope,
    ) -> (TokenStream, TokenStream) {
        match success {
            Success::Empty => {
                let no_content = scope.core("NoContent");
                (quote!(#no_content), quote!(()))
            }
            Success::Json(ty) => {
                let (json, ty) = (scope.core("Json"), self.value_type(ty, scope));
                (quote!(#json<#ty>), ty)
            }
            Success::Batch(result) => {
                let (response, batch, result) = (
                    scope.core("BatchResponse"),
                    scope.core("Batch"),
                    self.value_type(result, scope),
                );
                (quote!(#response<#result>), quote!(#batch<#result>))
            }
            Success::Text => {
                let text = scope.core("Text");
                (quote!(#text), quote!(String))
            }
            Success::Binary => {
                let (binary, bytes) = (scope.core("Binary"), scope.core("Bytes"));
                (quote!(#binary), quote!(#bytes))
            }
            Success::Optional(inner) => {
                let optional = scope.core("Optional");
                let (decode, output) = self.success(number, inner, scope);
                (quote!(#optional<#decode>), quote!(Option<#output>))
            }
            Success::ByStatus(_) => {
                let answer = ident(self.names.answer(number));
                (quote!(#answer), quote!(#answer))
            }
            Success::Whole => {
                let (whole, response) = (scope.core("Whole"), scope.core("Response"));
                (quote!(#whole), quote!(#response))
            }
        }
    }

    /// The enum for an operation whose statuses carry different things.
    fn answer(&self, number: usize, success: &Success, scope: &Scope) -> TokenStream {
        let Success::ByStatus(list) = success else {
            return TokenStream::new();
        };
        let name = ident(self.names.answer(number));
        let (by_status, response) = (scope.core("by_status"), scope.core("Response"));
        let mut variants = TokenStream::new();
        let mut arms = TokenStream::new();
        for (status, success) in list {
            let variant = status_name(*status);
            let (decode, output) = self.success(number, success, scope);
            let docs = docs::outer(&[format!("What the status {status} carries.")]);
            variants.extend(quote!(#docs #variant(#output),));
            let status = proc_macro2::Literal::u16_unsuffixed(*status);
            arms.extend(quote!(#status => #variant(#decode as #output),));
        }
        let docs = docs::outer(&[format!(
            "What [`{}`] gives, by the status of the answer.",
            self.names.builder(number)
        )]);
        quote! {
            #docs
            #[derive(Debug, Clone)]
            #[non_exhaustive]
            pub enum #name {
                #variants
                /// The whole answer, if it has another status.
                Other(#response),
            }
            #by_status!(#name, Other { #arms });
        }
    }
}

fn status_name(status: u16) -> Ident {
    match status {
        200 => format_ident!("Ok"),
        201 => format_ident!("Created"),
        202 => format_ident!("Accepted"),
        204 => format_ident!("NoContent"),
        206 => format_ident!("PartialContent"),
        207 => format_ident!("MultiStatus"),
        other => format_ident!("Status{other}"),
    }
}

/// Calls after each other, as a `Result`.
fn chain(start: TokenStream, calls: &[Call]) -> TokenStream {
    match calls.split_last() {
        Some((last, others)) if last.fails => {
            let request = unwrapped(start, others);
            let last = &last.tokens;
            quote!(#request #last)
        }
        _ => {
            let request = unwrapped(start, calls);
            quote!(Ok(#request))
        }
    }
}

/// Calls after each other, as a request.
fn unwrapped(start: TokenStream, calls: &[Call]) -> TokenStream {
    calls.iter().fold(start, |request, call| {
        let tokens = &call.tokens;
        match call.fails {
            true => quote!(#request #tokens?),
            false => quote!(#request #tokens),
        }
    })
}

/// The call that sets the body. `is_place` says whether `value` is a place, not a reference to one.
fn body_call(body: &Body, value: &TokenStream, is_place: bool, scope: &Scope) -> Call {
    let reference = match (&body.ty, is_place) {
        (TypeRef::BatchInput(_), _) => {
            let batch_input = scope.core("BatchInput");
            let inputs = if is_place {
                quote!(&#value)
            } else {
                quote!(#value)
            };
            quote!(&#batch_input { inputs: #inputs })
        }
        (_, true) => quote!(&#value),
        (_, false) => value.clone(),
    };
    let (tokens, fails) = match &body.media {
        Media::Json(media) if media == "application/json" => (quote!(.json(#reference)), true),
        Media::Json(media) => (quote!(.json_as(#media, #reference)), true),
        Media::Form => (quote!(.form(#reference)), true),
        Media::Multipart => (quote!(.multipart(#reference)), true),
        Media::Text(media) => (quote!(.text(#media, #value.clone())), false),
        Media::Binary(media) => (quote!(.bytes(#media, #value.clone())), false),
    };
    Call { tokens, fails }
}

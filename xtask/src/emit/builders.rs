//! Request builders: one for each shape of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, Source, docs, ident, models};
use crate::ir::{Body, Builder, Media, Param, Place, TypeRef};

impl Source<'_> {
    /// A builder with its setters.
    pub(super) fn builder(&self, number: usize, scope: &Scope) -> TokenStream {
        let builder = &self.ir.builders[number];
        let operation = self.ir.operation(builder.owner);
        let name = ident(self.names.builder(number));
        let docs = docs::outer(&self.builder_docs(builder));
        let decode = self.decoder(number, &operation.success, scope);
        let output = self.output(number, &operation.success, scope);
        let (define, endpoint) = (scope.core("operation"), scope.core("Endpoint"));
        let body = operation.body.as_ref();
        let field = body.map(|body| self.body_field(body, scope));
        let sent = body.map(|body| self.sent_body(body, scope));
        let optional = operation.params.iter().filter(|param| !param.required);
        let setters: Vec<TokenStream> = optional
            .map(|param| self.setter(param, scope))
            .chain(
                operation
                    .body
                    .iter()
                    .filter(|body| !body.required)
                    .map(|body| self.body_setter(body, scope)),
            )
            .collect();
        let setters = (!setters.is_empty()).then(|| quote!(impl #name { #(#setters)* }));
        let in_chunks = self.in_chunks(number, operation, scope);
        let answer = self.answer(number, &operation.success, scope);
        let paged = self.paged(number, operation, scope);
        quote! {
            #docs
            #[derive(Debug, Clone)]
            #[must_use = "a request is sent by `send` or `.await`"]
            pub struct #name {
                endpoint: #endpoint,
                #field
            }
            #define!(#name as (#decode, #output) #sent);
            #in_chunks
            #paged
            #setters
            #answer
        }
    }

    fn body_field(&self, body: &Body, scope: &Scope) -> TokenStream {
        let (name, ty) = (ident(body_name(&body.ty)), self.value_type(&body.ty, scope));
        match body.required {
            true => quote!(#name: #ty,),
            false => quote!(#name: Option<#ty>,),
        }
    }

    /// The body as `operation!` wants it: how it is sent, its name and its type.
    fn sent_body(&self, body: &Body, scope: &Scope) -> TokenStream {
        let (name, ty) = (ident(body_name(&body.ty)), self.value_type(&body.ty, scope));
        let sent = match (&body.ty, &body.media) {
            (TypeRef::BatchInput(_), _) => quote!(batch(#name as #ty)),
            (ty @ TypeRef::Named(id), _) if self.ir.ty(*id).inputs.is_some() => {
                let body = self.value_type(ty, scope);
                quote!(batch_body(#name as #body))
            }
            (_, Media::Json(media)) if media == "application/json" => quote!(json(#name as #ty)),
            (_, Media::Json(media)) => quote!(json_as(#name as #ty, #media)),
            (_, Media::Form) => quote!(form(#name as #ty)),
            (_, Media::Multipart) => quote!(multipart(#name as #ty)),
            (_, Media::Text(media)) => quote!(text(#name as #ty, #media)),
            (_, Media::Binary(media)) => quote!(bytes(#name as #ty, #media)),
        };
        match body.required {
            true => quote!(, #sent),
            false => quote!(, optional(#sent)),
        }
    }

    fn builder_docs(&self, builder: &Builder) -> Vec<String> {
        let owner = builder.owner;
        let handle = &self.names.api(owner.version, owner.api).handle;
        let method = &self.names.operation(owner).method;
        let others = if builder.members.len() > 1 {
            ", and of every other API with an operation of this shape"
        } else {
            ""
        };
        vec![format!("Request of [`{handle}::{method}`]{others}.")]
    }

    fn setter(&self, param: &Param, scope: &Scope) -> TokenStream {
        let name = self.param_ident(param);
        let docs = docs::outer(&models::described(docs::text(&param.docs), || {
            let place = match param.place {
                Place::Header => "header",
                Place::Cookie => "cookie",
                _ => "query parameter",
            };
            format!("Sets the {place} `{}`.", param.name)
        }));
        let deprecated = scope.deprecated(param.docs.deprecated);
        let ty = self.param_argument(&param.ty, scope);
        let _ = scope.core("Params");
        let call = self.param_call("with_", param, scope);
        quote! {
            #docs
            #deprecated
            pub fn #name(self, #name: #ty) -> Self {
                self #call
            }
        }
    }

    /// The call that sets a parameter to its argument, on an endpoint or, with a prefix, on a builder.
    pub(super) fn param_call(&self, prefix: &str, param: &Param, scope: &Scope) -> TokenStream {
        let (name, wire) = (self.param_ident(param), &param.name);
        let (is_list, ty) = match (&param.ty, param.place) {
            (TypeRef::List(item), place) if place != Place::QueryJson => {
                (true, self.value_type(item, scope))
            }
            (other, _) => (false, self.value_type(other, scope)),
        };
        let call = match (param.place, is_list) {
            (Place::Query | Place::Path, false) => "query",
            (Place::Query | Place::Path, true) => "query_list",
            (Place::QueryJoined(_), _) => "query_joined",
            (Place::QueryObject, _) => "query_object",
            (Place::QueryDeep, _) => "query_deep",
            (Place::QueryJson, _) => "query_json",
            (Place::Header, false) => "header",
            (Place::Header, true) => "header_list",
            (Place::Cookie, _) => "cookie",
        };
        let call = ident(&format!("{prefix}{call}"));
        let separator = match param.place {
            Place::QueryJoined(separator) => Some(separator.to_string()),
            _ => None,
        };
        let separator = separator.iter();
        quote!(.#call::<#ty>(#wire, #(#separator,)* #name))
    }

    fn body_setter(&self, body: &Body, scope: &Scope) -> TokenStream {
        let name = ident(body_name(&body.ty));
        let docs = docs::outer(&models::described(docs::text(&body.docs), || {
            "Sets the body. Without it, none is sent.".to_owned()
        }));
        let (ty, value) = self.argument(&body.ty, &quote!(#name), scope);
        quote! {
            #docs
            pub fn #name(mut self, #name: #ty) -> Self {
                self.#name = Some(#value);
                self
            }
        }
    }

    pub(super) fn param_ident(&self, param: &Param) -> proc_macro2::Ident {
        ident(self.names.param(param))
    }
}

/// What the argument for a body is called.
pub(super) fn body_name(ty: &TypeRef) -> &'static str {
    if matches!(ty, TypeRef::BatchInput(_)) {
        "inputs"
    } else {
        "body"
    }
}

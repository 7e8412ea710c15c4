//! Request builders: one for each shape of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, Source, docs, ident, models};
use crate::ir::{Body, Builder, Param, Place, TypeRef};

impl Source<'_> {
    /// A builder with its setters and its request.
    pub(super) fn builder(&self, number: usize, scope: &Scope) -> TokenStream {
        let builder = &self.ir.builders[number];
        let operation = self.ir.operation(builder.owner);
        let name = ident(self.names.builder(number));
        let endpoint = scope.core("Endpoint");
        let docs = docs::outer(&self.builder_docs(builder));

        let (required, optional): (Vec<&Param>, Vec<&Param>) =
            operation.params.iter().partition(|param| param.required);
        let body = operation.body.as_ref().map(|body| {
            (
                body,
                ident(body_name(&body.ty)),
                self.body_field(body, scope),
            )
        });

        let param_fields = operation.params.iter().map(|param| {
            let (name, ty) = (self.param_ident(param), self.param_field(param, scope));
            quote!(#name: #ty,)
        });
        let body_field = body.iter().map(|(_, name, ty)| quote!(#name: #ty,));
        let arguments = required.iter().map(|param| {
            let (name, ty) = (self.param_ident(param), self.param_field(param, scope));
            quote!(#name: #ty)
        });
        let needed = body.iter().filter(|(body, _, _)| body.required);
        let arguments = arguments.chain(needed.map(|(_, name, ty)| quote!(#name: #ty)));
        let values = operation.params.iter().map(|param| {
            let name = self.param_ident(param);
            match (&param.ty, param.required) {
                (_, true) => quote!(#name),
                (TypeRef::List(_), false) => quote!(#name: Vec::new()),
                (_, false) => quote!(#name: None),
            }
        });
        let values = values.chain(body.iter().map(|(body, name, _)| match body.required {
            true => quote!(#name),
            false => quote!(#name: None),
        }));
        let optional_body = operation.body.as_ref().filter(|body| !body.required);
        let body_setter = optional_body.map(|body| self.body_setter(body, scope));
        let setters = optional.iter().map(|param| self.setter(param, scope));
        let implementation = self.implementation(number, operation, scope);
        quote! {
            #docs
            #[derive(Debug, Clone)]
            #[must_use = "a request is sent by `send` or `.await`"]
            pub struct #name {
                endpoint: #endpoint,
                #(#param_fields)*
                #(#body_field)*
            }
            impl #name {
                pub(crate) fn new(endpoint: #endpoint, #(#arguments),*) -> Self {
                    Self { endpoint, #(#values),* }
                }
                #(#setters)*
                #body_setter
            }
            #implementation
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
        let (ty, value) = self.argument(&param.ty, &quote!(#name), scope);
        let value = if matches!(param.ty, TypeRef::List(_)) {
            value
        } else {
            quote!(Some(#value))
        };
        quote! {
            #docs
            #deprecated
            pub fn #name(mut self, #name: #ty) -> Self {
                self.#name = #value;
                self
            }
        }
    }

    fn body_field(&self, body: &Body, scope: &Scope) -> TokenStream {
        let ty = self.value_type(&body.ty, scope);
        match body.required {
            true => ty,
            false => quote!(Option<#ty>),
        }
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

    fn param_field(&self, param: &Param, scope: &Scope) -> TokenStream {
        let ty = self.value_type(&param.ty, scope);
        if param.required || matches!(param.ty, TypeRef::List(_)) {
            ty
        } else {
            quote!(Option<#ty>)
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

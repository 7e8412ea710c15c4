//! Request builders: one for each shape of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, Source, docs, ident, models};
use crate::ir::{Builder, Operation, Param, Success, TypeRef};

impl Source<'_> {
    /// A builder with its setters and its request.
    pub(super) fn builder(&self, number: usize, scope: &Scope) -> TokenStream {
        let builder = &self.ir.builders[number];
        let operation = self.ir.operation(builder.owner);
        let name = ident(self.names.builder(number));
        let endpoint = scope.core("Endpoint");
        let docs = docs::outer(&self.builder_docs(builder));

        let (required, optional): (Vec<&Param>, Vec<&Param>) =
            operation.query.iter().partition(|param| param.required);
        let body = operation
            .body
            .as_ref()
            .map(|body| (ident(body_name(&body.ty)), self.value_type(&body.ty, scope)));

        let param_fields = operation.query.iter().map(|param| {
            let (name, ty) = (self.param_ident(param), self.param_field(param, scope));
            quote!(#name: #ty,)
        });
        let body_field = body.iter().map(|(name, ty)| quote!(#name: #ty,));
        let arguments = required.iter().map(|param| {
            let (name, ty) = (self.param_ident(param), self.param_field(param, scope));
            quote!(#name: #ty)
        });
        let arguments = arguments.chain(body.iter().map(|(name, ty)| quote!(#name: #ty)));
        let values = operation.query.iter().map(|param| {
            let name = self.param_ident(param);
            match (&param.ty, param.required) {
                (_, true) => quote!(#name),
                (TypeRef::List(_), false) => quote!(#name: Vec::new()),
                (_, false) => quote!(#name: None),
            }
        });
        let values = values.chain(body.iter().map(|(name, _)| quote!(#name)));
        let setters = optional.iter().map(|param| self.setter(param, scope));
        let implementation = self.implementation(&name, operation, scope);
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
            format!("Sets the query parameter `{}`.", param.name)
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

    fn implementation(
        &self,
        name: &proc_macro2::Ident,
        operation: &Operation,
        scope: &Scope,
    ) -> TokenStream {
        let (endpoint, error, request) = (
            scope.core("Endpoint"),
            scope.core("Error"),
            scope.core("Request"),
        );
        let (trait_name, request_methods) =
            (scope.core("Operation"), scope.core("request_methods"));
        let (decode, output) = self.success(&operation.success, scope);
        let queries = operation.query.iter().map(|param| {
            let (name, wire) = (self.param_ident(param), &param.name);
            quote!(.query(#wire, &self.#name))
        });
        let queries: TokenStream = queries.collect();
        let made = match &operation.body {
            Some(body) => {
                let value = match &body.ty {
                    TypeRef::BatchInput(_) => {
                        let batch_input = scope.core("BatchInput");
                        quote!(#batch_input { inputs: &self.inputs })
                    }
                    _ => quote!(self.body),
                };
                quote!(self.endpoint.request() #queries .json(&#value))
            }
            None => quote!(Ok(self.endpoint.request() #queries)),
        };
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
        }
    }

    /// The type that decodes a success, and what it gives.
    fn success(&self, success: &Success, scope: &Scope) -> (TokenStream, TokenStream) {
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

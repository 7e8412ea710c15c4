//! How the answers of operations are read.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Scope, Source, docs, ident};
use crate::ir::Success;

impl Source<'_> {
    /// The type that decodes a success.
    pub(super) fn decoder(&self, number: usize, success: &Success, scope: &Scope) -> TokenStream {
        let name = match success {
            Success::Empty => "NoContent",
            Success::Json(_) => "Json",
            Success::Batch(_) => "BatchResponse",
            Success::Text => "Text",
            Success::Binary => "Binary",
            Success::Optional(_) => "Optional",
            Success::Whole => "Whole",
            Success::ByStatus(_) => {
                let answer = ident(self.names.answer(number));
                return quote!(#answer);
            }
        };
        let decoder = scope.core(name);
        let inner = match success {
            Success::Json(ty) | Success::Batch(ty) => self.value_type(ty, scope),
            Success::Optional(inner) => self.decoder(number, inner, scope),
            _ => return quote!(#decoder),
        };
        quote!(#decoder<#inner>)
    }

    /// What a success gives.
    pub(super) fn output(&self, number: usize, success: &Success, scope: &Scope) -> TokenStream {
        match success {
            Success::Empty => quote!(()),
            Success::Json(ty) => self.value_type(ty, scope),
            Success::Batch(result) => {
                let (batch, result) = (scope.core("Batch"), self.value_type(result, scope));
                quote!(#batch<#result>)
            }
            Success::Text => quote!(String),
            Success::Binary => {
                let bytes = scope.core("Bytes");
                quote!(#bytes)
            }
            Success::Optional(inner) => {
                let output = self.output(number, inner, scope);
                quote!(Option<#output>)
            }
            Success::ByStatus(_) => {
                let answer = ident(self.names.answer(number));
                quote!(#answer)
            }
            Success::Whole => {
                let response = scope.core("Response");
                quote!(#response)
            }
        }
    }

    /// The enum for an operation whose statuses carry different things.
    pub(super) fn answer(&self, number: usize, success: &Success, scope: &Scope) -> TokenStream {
        let Success::ByStatus(list) = success else {
            return TokenStream::new();
        };
        let name = ident(self.names.answer(number));
        let (decode, error, response) = (
            scope.core("Decode"),
            scope.core("Error"),
            scope.core("Response"),
        );
        let mut variants = TokenStream::new();
        let mut arms = TokenStream::new();
        for (status, success) in list {
            let variant = status_name(*status);
            let code = proc_macro2::Literal::u16_unsuffixed(*status);
            if *success == Success::Empty {
                let docs = docs::outer(&[format!("The status {status}, which carries nothing.")]);
                variants.extend(quote!(#docs #variant,));
                arms.extend(quote!(#code => Self::#variant,));
                continue;
            }
            let decoder = self.decoder(number, success, scope);
            let output = self.output(number, success, scope);
            let docs = docs::outer(&[format!("What the status {status} carries.")]);
            variants.extend(quote!(#docs #variant(#output),));
            arms.extend(quote!(#code => Self::#variant(<#decoder as #decode>::decode(response)?),));
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
            impl #decode for #name {
                type Output = Self;
                // `inline` leaves it to the applications that call the operation to compile it.
                #[inline]
                fn decode(response: &#response) -> Result<Self, #error> {
                    Ok(match response.status().as_u16() {
                        #arms
                        _ => Self::Other(response.clone()),
                    })
                }
            }
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

//! Arguments: what callers hand over for a value, and what becomes of it.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, Source};
use crate::ir::TypeRef;

impl Source<'_> {
    /// The most convenient type that a caller may hand over for a value, and the expression that makes the value of it.
    pub(super) fn argument(
        &self,
        ty: &TypeRef,
        name: &TokenStream,
        scope: &Scope,
    ) -> (TokenStream, TokenStream) {
        let value = self.value_type(ty, scope);
        match ty {
            copied if is_copied(copied) => (value, quote!(#name)),
            TypeRef::List(item) | TypeRef::BatchInput(item) => {
                let item_type = self.value_type(item, scope);
                match item.as_ref() {
                    copied if is_copied(copied) => (
                        quote!(impl IntoIterator<Item = #item_type>),
                        quote!(#name.into_iter().collect()),
                    ),
                    _ => (
                        quote!(impl IntoIterator<Item = impl Into<#item_type>>),
                        quote!(#name.into_iter().map(Into::into).collect()),
                    ),
                }
            }
            TypeRef::Map(item) => {
                let item_type = self.value_type(item, scope);
                match item.as_ref() {
                    copied if is_copied(copied) => (
                        quote!(impl IntoIterator<Item = (impl Into<String>, #item_type)>),
                        quote!(#name.into_iter().map(|(key, value)| (key.into(), value)).collect()),
                    ),
                    _ => (
                        quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<#item_type>)>),
                        quote!(#name.into_iter().map(|(key, value)| (key.into(), value.into())).collect()),
                    ),
                }
            }
            _ => (quote!(impl Into<#value>), quote!(#name.into())),
        }
    }

    /// The type that a caller hands over for a parameter; the runtime converts it.
    pub(super) fn param_argument(&self, ty: &TypeRef, scope: &Scope) -> TokenStream {
        match ty {
            TypeRef::Map(_) => {
                let value = self.value_type(ty, scope);
                quote!(impl Into<#value>)
            }
            _ => self.argument(ty, &TokenStream::new(), scope).0,
        }
    }
}

/// Lets a function have as many arguments as the documents require values.
pub(super) fn many_arguments(count: usize) -> TokenStream {
    /// As many as clippy finds few enough.
    const FEW: usize = 7;
    match count > FEW {
        true => {
            quote!(#[allow(clippy::too_many_arguments, reason = "the documents require all of them")])
        }
        false => TokenStream::new(),
    }
}

/// Whether a caller hands the value over as it is.
pub(super) fn is_copied(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Boolean | TypeRef::Integer | TypeRef::Number)
}

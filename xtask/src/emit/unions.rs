//! Unions: enums whose variants hold types, and whatever HubSpot adds later.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, Source, docs, ident, models::described};
use crate::ir::{Matcher, Shape, TypeId, TypeRef, Variant};

impl Source<'_> {
    pub(super) fn union(&self, id: TypeId, variants: &[Variant], scope: &Scope) -> TokenStream {
        let ty = self.ir.ty(id);
        let name = ident(self.names.ty(id));
        let names = self.names.variants(id);
        let fallback = ident(&names.fallback);
        let docs = docs::outer(&described(docs::text(&ty.docs), || {
            "One of several types. HubSpot may add more at any time.".to_owned()
        }));
        let deprecated = scope.deprecated(ty.docs.deprecated);
        let listed: Vec<_> = names
            .known
            .iter()
            .zip(variants)
            .map(|(name, variant)| (ident(name), variant, self.variant_type(variant, scope)))
            .collect();
        let declared = listed.iter().map(|(name, variant, ty)| {
            let docs = docs::outer(&[self.variant_docs(variant)]);
            quote!(#docs #name(#ty),)
        });
        let arms = listed.iter().map(|(name, variant, _)| {
            let matchers = variant.matchers.iter().map(matcher);
            quote!(#name: [#(#matchers),*])
        });
        let (value, json_union) = (scope.core("Value"), scope.core("json_union"));
        let conversions = self.alternatives(id, &listed, scope);
        quote! {
            #docs
            #deprecated
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            #[allow(clippy::large_enum_variant, reason = "callers box what they keep")]
            pub enum #name {
                #(#declared)*
                /// A value that this version of the crate does not know, as it came.
                #fallback(#value),
            }
            #json_union!(#name, #fallback { #(#arms),* });
            #conversions
        }
    }

    fn variant_type(&self, variant: &Variant, scope: &Scope) -> TokenStream {
        let ty = self.value_type(&variant.ty, scope);
        match variant.boxed {
            true => quote!(Box<#ty>),
            false => ty,
        }
    }

    fn variant_docs(&self, variant: &Variant) -> String {
        let signs = variant.matchers.iter().map(|matcher| match matcher {
            Matcher::Tag(property, values) => {
                let values: Vec<String> = values.iter().map(|value| docs::code(value)).collect();
                format!("{} is {}", docs::code(property), values.join(" or "))
            }
            Matcher::Keys(keys) => match keys.as_slice() {
                [] => "it is an object".to_owned(),
                keys => {
                    let keys: Vec<String> = keys.iter().map(|key| docs::code(key)).collect();
                    format!("it is an object with {}", keys.join(", "))
                }
            },
            Matcher::Text => "it is text".to_owned(),
            Matcher::Boolean => "it is true or false".to_owned(),
            Matcher::Integer => "it is a whole number".to_owned(),
            Matcher::Number => "it is a number".to_owned(),
            Matcher::List => "it is a list".to_owned(),
            Matcher::Any => "it is anything else".to_owned(),
        });
        format!("If {}.", signs.collect::<Vec<_>>().join(", or if "))
    }

    /// A caller may hand over a value of a variant where the union is due.
    fn alternatives(
        &self,
        id: TypeId,
        listed: &[(proc_macro2::Ident, &Variant, TokenStream)],
        scope: &Scope,
    ) -> TokenStream {
        if !self.ir.ty(id).direction.is_sent() {
            return TokenStream::new();
        }
        let name = ident(self.names.ty(id));
        let mut seen = BTreeSet::new();
        let variants = listed.iter().filter_map(|(variant_name, variant, _)| {
            let TypeRef::Named(held) = variant.ty else {
                return None;
            };
            let is_object = matches!(self.ir.ty(held).shape, Shape::Object(_));
            (is_object && seen.insert(held)).then(|| {
                let ty = scope.ty(self, held);
                quote!(#variant_name(#ty))
            })
        });
        let variants: Vec<TokenStream> = variants.collect();
        if variants.is_empty() {
            return TokenStream::new();
        }
        let from_variants = scope.core("from_variants");
        quote!(#from_variants!(#name, [#(#variants),*]);)
    }
}

fn matcher(matcher: &Matcher) -> TokenStream {
    match matcher {
        Matcher::Tag(property, values) => quote!(tag(#property, [#(#values),*])),
        Matcher::Keys(keys) => quote!(keys(#(#keys),*)),
        Matcher::Text => quote!(text),
        Matcher::Boolean => quote!(flag),
        Matcher::Integer => quote!(integer),
        Matcher::Number => quote!(number),
        Matcher::List => quote!(list),
        Matcher::Any => quote!(any),
    }
}

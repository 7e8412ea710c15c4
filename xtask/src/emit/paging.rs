//! What makes pages of the answers of a builder.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::builders::body_name;
use super::{Scope, Source, docs, ident};
use crate::ir::{Operation, Paging, Start, Success, TypeRef, Way};

impl Source<'_> {
    /// `paged!` for a builder whose answer is one page of many.
    pub(super) fn paged(
        &self,
        number: usize,
        operation: &Operation,
        scope: &Scope,
    ) -> Option<TokenStream> {
        let paging = operation.paging.as_ref()?;
        let item = self.value_type(self.item(operation, paging)?, scope);
        let (name, define) = (ident(self.names.builder(number)), scope.core("paged"));
        let way = self.way(operation, paging)?;
        let page_size = paging.page_size.iter().map(|size| {
            let (most, param) = (Literal::i64_unsuffixed(size.most), &size.limit);
            quote!(, page_size(#most, #param))
        });
        let at_most = paging.at_most.iter().map(|limit| {
            let most = Literal::i64_unsuffixed(limit.most);
            let (param, with) = (&limit.limit, &limit.with);
            quote!(, at_most(#most, #param, #with))
        });
        Some(quote!(#define!(#name as #item, #way #(#page_size)* #(#at_most)*);))
    }

    fn way(&self, operation: &Operation, paging: &Paging) -> Option<TokenStream> {
        Some(match &paging.way {
            // The runtime's own request, which knows its pages.
            Way::Search => return None,
            Way::Cursor { param, back } => {
                let without = back.iter().map(|back| quote!(, without(#back)));
                quote!(cursor(#param) #(#without)*)
            }
            Way::Offset {
                start,
                items,
                more,
                offset,
            } => {
                let start = match start {
                    Start::Query(param) => quote!(#param),
                    Start::Body(field) => {
                        let body = operation.body.as_ref()?;
                        let field = self.field_of(&body.ty, field)?;
                        let body = ident(body_name(&body.ty));
                        quote!(#body.#field)
                    }
                };
                let answer = json(operation)?;
                let items = self.field_of(answer, items)?;
                let more = self.field_of(answer, more)?;
                let offset = self.field_of(answer, offset)?;
                quote!(offset(#start), answer(#items, #more, #offset))
            }
        })
    }

    /// What the pages list.
    fn item<'a>(&'a self, operation: &'a Operation, paging: &Paging) -> Option<&'a TypeRef> {
        let answer = json(operation)?;
        match (&paging.way, answer) {
            (Way::Cursor { .. } | Way::Search, TypeRef::Page(item)) => Some(item),
            (Way::Offset { items, .. }, answer) => {
                let mut fields = self.ir.fields(answer)?.iter();
                fields.find(|field| field.name == *items)?.ty.inner()
            }
            _ => None,
        }
    }

    /// The name of a field of a named object.
    fn field_of(&self, ty: &TypeRef, name: &str) -> Option<proc_macro2::Ident> {
        let TypeRef::Named(id) = ty else { return None };
        let mut fields = self.ir.fields(ty)?.iter();
        let index = fields.position(|field| field.name == name)?;
        Some(ident(self.names.field(*id, index)))
    }
}

fn json(operation: &Operation) -> Option<&TypeRef> {
    match &operation.success {
        Success::Json(ty) => Some(ty),
        _ => None,
    }
}

/// What the documentation of a method says of pages.
pub(super) fn of_operation(operation: &Operation) -> Option<String> {
    let paging = operation.paging.as_ref()?;
    if paging.way == Way::Search {
        return Some(
            "Pages: `stream()` reads the items of all pages, `pages()` the pages, up to the 10,000th item. \
             `all()` reads records on past it."
                .to_owned(),
        );
    }
    let size = paging.page_size.as_ref().map(|size| {
        let limit = docs::code(&size.limit);
        format!(", {} items each unless {limit} is set", size.most)
    });
    let size = size.unwrap_or_default();
    let limits = paging.at_most.iter().map(|limit| {
        format!(
            ", at most {} items each together with {}",
            limit.most,
            docs::code(&limit.with)
        )
    });
    let limits: String = limits.collect();
    Some(format!(
        "Pages: `stream()` reads the items of all pages, `pages()` the pages{size}{limits}."
    ))
}

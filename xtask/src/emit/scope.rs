//! What one generated file uses from elsewhere. Asking for a name records its import, so a file imports exactly what it uses.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Source, ident};
use crate::ir::TypeId;
use crate::passes::Home;

/// One file that is being written.
pub(super) struct Scope {
    home: Home,
    /// Path of a module -> names from it.
    imports: RefCell<BTreeMap<Vec<String>, BTreeSet<String>>>,
    /// Whether the file has or names something that the documents deprecate.
    deprecates: Cell<bool>,
}

impl Scope {
    pub(super) fn new(home: Home) -> Self {
        Self {
            home,
            imports: RefCell::default(),
            deprecates: Cell::default(),
        }
    }

    /// Something of the runtime.
    pub(super) fn core(&self, name: &str) -> Ident {
        self.import(&["hubspot_crm_core"], name)
    }

    /// `std::collections::BTreeMap`.
    pub(super) fn map(&self) -> Ident {
        self.import(&["std", "collections"], "BTreeMap")
    }

    /// `std::fmt::Display`.
    pub(super) fn display(&self) -> Ident {
        self.import(&["std", "fmt"], "Display")
    }

    /// A type of the documents.
    pub(super) fn ty(&self, source: &Source<'_>, id: TypeId) -> Ident {
        let name = source.names.ty(id);
        self.deprecated(source.ir.ty(id).docs.deprecated);
        match source.names.home(id) {
            home if *home == self.home => ident(name),
            Home::Models(_) => self.import(&["crate", "models"], name),
            Home::Runtime => self.core(name),
            Home::Api(version, api) => {
                let module = &source.names.api(*version, *api).module;
                let version = &source.names.version(*version).module;
                self.import(&["crate", version, module], name)
            }
        }
    }

    /// A type of another file that this one passes on.
    pub(super) fn exported(&self, source: &Source<'_>, id: TypeId) -> Ident {
        self.deprecated(source.ir.ty(id).docs.deprecated);
        ident(source.names.ty(id))
    }

    /// A request builder, named with the module of its owner: several modules may have an `Update`.
    pub(super) fn builder(&self, source: &Source<'_>, number: usize) -> TokenStream {
        let owner = source.ir.builders[number].owner;
        let name = ident(source.names.builder(number));
        if self.home == Home::Api(owner.version, owner.api) {
            return quote!(#name);
        }
        let version = &source.names.version(owner.version).module;
        let module = &source.names.api(owner.version, owner.api).module;
        match self.home {
            Home::Api(own, _) if own != owner.version => {
                let (version, module) = (self.import(&["crate"], version), ident(module));
                quote!(#version::#module::#name)
            }
            _ => {
                let module = self.import(&["crate", version], module);
                quote!(#module::#name)
            }
        }
    }

    fn import(&self, path: &[&str], name: &str) -> Ident {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        self.imports
            .borrow_mut()
            .entry(path)
            .or_default()
            .insert(name.to_owned());
        ident(name)
    }

    /// `#[deprecated]` where the documents say so. Users are warned; the client itself still has to name the item.
    pub(super) fn deprecated(&self, deprecated: bool) -> TokenStream {
        if !deprecated {
            return TokenStream::new();
        }
        self.deprecates.set(true);
        quote!(#[deprecated])
    }

    /// The items with the imports that they turned out to need.
    pub(super) fn file(self, items: &TokenStream) -> TokenStream {
        let imports = self.imports.into_inner();
        let uses = imports.iter().map(|(path, names)| {
            let path = path.iter().map(|part| ident_path(part));
            let names = names.iter().map(|name| ident(name));
            quote!(use #(#path)::*::{#(#names),*};)
        });
        let allow = self.deprecates.get().then(|| {
            quote!(#![allow(deprecated, reason = "what the documents deprecate is here until they drop it")])
        });
        quote!(#allow #(#uses)* #items)
    }
}

/// A part of a path: `crate` is a keyword that must not be written raw.
fn ident_path(part: &str) -> Ident {
    if part == "crate" {
        Ident::new(part, proc_macro2::Span::call_site())
    } else {
        ident(part)
    }
}

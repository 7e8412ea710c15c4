//! The files that hold the others together: the crate, the models, the versions and their preludes.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::models::described;
use super::operations_page::MODULE;
use super::{Homes, Scope, Source, association_types, docs, ident};
use crate::ir::TypeId;
use crate::passes::Home;
use crate::render::Draft;

/// `lib.rs`.
pub(super) fn lib(source: &Source<'_>, overview: bool, homes: &Homes) -> Draft {
    let overview = if overview {
        quote!(#![doc = include_str!("../README.md")])
    } else {
        docs::inner(&["Client for HubSpot's CRM API.".to_owned()])
    };
    let models = homes
        .keys()
        .any(|home| matches!(home, Home::Models(_)))
        .then(|| {
            quote!(
                pub mod models;
            )
        });
    let versions = (0..source.ir.versions.len()).map(|version| {
        let module = ident(&source.names.version(version).module);
        quote!(pub mod #module;)
    });
    let operations = ident(MODULE);
    let constants = source.constants().map(|_| {
        let module = ident(association_types::MODULE);
        quote!(pub mod #module;)
    });
    let documents = source
        .ir
        .versions
        .iter()
        .flat_map(|version| &version.apis)
        .map(|api| api.origin.file.to_string());
    Draft {
        path: "src/lib.rs".to_owned(),
        documents: documents.collect(),
        tokens: quote! {
            #overview
            #constants
            #models
            pub mod #operations;
            #(#versions)*
            #[doc(inline)]
            pub use hubspot_crm_core::*;
            mod sealed {
                /// Only the client has the APIs; so they can grow without breaking anybody.
                pub trait Sealed {
                    /// The client for a handle.
                    fn handle_client(&self) -> hubspot_crm_core::Client;
                }
                impl Sealed for hubspot_crm_core::Client {
                    fn handle_client(&self) -> hubspot_crm_core::Client {
                        self.clone()
                    }
                }
            }
        },
    }
}

/// `models.rs`: all types in one flat list.
pub(super) fn models(source: &Source<'_>, homes: &Homes) -> Draft {
    let mut documents = Vec::new();
    let scope = Scope::new(Home::Models(String::new()));
    let mut modules = TokenStream::new();
    let mut uses = TokenStream::new();
    for (home, types) in homes {
        let Home::Models(module) = home else { continue };
        documents.extend(
            types
                .iter()
                .flat_map(|id| source.ir.ty(*id).documents.iter().map(ToString::to_string)),
        );
        let module = ident(module);
        let names = types.iter().map(|id| scope.exported(source, *id));
        modules.extend(quote!(mod #module;));
        uses.extend(quote!(pub use #module::{#(#names),*};));
    }
    documents.sort();
    documents.dedup();
    let docs = docs::inner(&["Types that several APIs share.".to_owned()]);
    Draft {
        path: "src/models.rs".to_owned(),
        documents,
        tokens: docs
            .into_iter()
            .chain(scope.file(&quote!(#modules #uses)))
            .collect(),
    }
}

/// The module of a version.
pub(super) fn version(source: &Source<'_>, number: usize, homes: &Homes) -> Draft {
    let version = &source.ir.versions[number];
    let scope = Scope::new(Home::Models(String::new()));
    let client = scope.core("Client");
    let name = ident(&source.names.version(number).apis);
    let modules = (0..version.apis.len()).map(|api| {
        let module = ident(&source.names.api(number, api).module);
        quote!(pub mod #module;)
    });
    let modules: TokenStream = modules.collect();
    let methods = version.apis.iter().enumerate().map(|(api_number, api)| {
        let names = source.names.api(number, api_number);
        let (module, handle) = (ident(&names.module), ident(&names.handle));
        let arguments = source.handle_arguments(api, &scope);
        let mut text = described(docs::text(&api.docs), || {
            format!("The API `{}`.", api.module)
        });
        text.truncate(1);
        let docs = docs::outer(&text);
        let values: Vec<_> = api
            .handle_params
            .iter()
            .map(|param| source.param_ident(param))
            .collect();
        let made = match values.is_empty() {
            true => quote!(#module::#handle { client: self.handle_client() }),
            false => quote!(#module::#handle::new(self.handle_client(), #(#values),*)),
        };
        quote!(#docs fn #module(&self, #(#arguments),*) -> #module::#handle { #made })
    });
    let module = &source.names.version(number).module;
    let title = docs::inner(&[format!("The APIs of version {}.", version.name)]);
    let trait_docs = docs::outer(&[format!(
        "The APIs of version {}, as methods of the client. Each gives a handle, whose methods are the operations.",
        version.name
    )]);
    let prelude = prelude(source, number, homes, &scope);
    let items = quote! {
        #modules
        #trait_docs
        pub trait #name: crate::sealed::Sealed {
            #(#methods)*
        }
        impl #name for #client {}
        #prelude
    };
    Draft {
        path: format!("src/{module}.rs"),
        documents: version
            .apis
            .iter()
            .map(|api| api.origin.file.to_string())
            .collect(),
        tokens: title.into_iter().chain(scope.file(&items)).collect(),
    }
}

/// What a program of one version imports, so that moving to another version changes one line. Types of names that the
/// root of the crate has stay out of it.
fn prelude(source: &Source<'_>, number: usize, homes: &Homes, scope: &Scope) -> TokenStream {
    let name = ident(&source.names.version(number).apis);
    let is_in = |id: &TypeId| source.is_in_preludes(*id);
    let models = homes.iter().filter_map(|(home, types)| match home {
        Home::Models(_) => Some(types),
        Home::Api(..) | Home::Runtime => None,
    });
    let models: Vec<TypeId> = models.flatten().copied().collect();
    let all_models = !models.is_empty() && models.iter().all(is_in);
    let models = if all_models {
        quote!(
            pub use crate::models::*;
        )
    } else {
        let names = models.iter().filter(|id| is_in(id));
        let names: Vec<_> = names.map(|id| scope.exported(source, *id)).collect();
        let models = (!names.is_empty()).then(|| quote!(pub use crate::models::{#(#names),*};));
        quote!(#models)
    };
    let constants = source.constants().map(|_| {
        let module = ident(association_types::MODULE);
        quote!(pub use crate::#module;)
    });
    let own = homes.iter().filter_map(|(home, types)| match home {
        Home::Api(version, api) if *version == number => {
            let module = ident(&source.names.api(number, *api).module);
            let names = types.iter().filter(|id| is_in(id));
            let names: Vec<_> = names.map(|id| scope.exported(source, *id)).collect();
            (!names.is_empty()).then(|| quote!(pub use super::#module::{#(#names),*};))
        }
        _ => None,
    });
    let runtime = source.ir.used_types().filter_map(|(_, ty)| ty.runtime);
    let mut runtime: BTreeSet<&str> = runtime.collect();
    if runtime.contains("SearchRequest") {
        runtime.insert("Sort");
    }
    let usual = [
        "Batch",
        "CalendarDate",
        "Change",
        "Clear",
        "DateTime",
        "Error",
        "MultiSelect",
        "Operation",
        "Outcome",
        "Page",
        "Properties",
        "Record",
        "properties",
    ];
    runtime.extend(usual);
    let runtime = runtime.into_iter().map(ident);
    let docs = docs::outer(&[
        "The APIs of this version, their types, and what nearly every call needs beside them: `use …::prelude::*`. Types \
         that are called like one at the root of the crate are not in it."
            .to_owned(),
    ]);
    quote! {
        #docs
        pub mod prelude {
            pub use super::#name;
            #constants
            #models
            #(#own)*
            pub use hubspot_crm_core::{#(#runtime),*};
        }
    }
}

//! Model and names to tokens: one function per kind of item. It cannot invent a name and decides nothing about the API.

mod access;
mod answers;
mod arguments;
mod association_types;
mod batches;
mod builders;
mod calls;
mod docs;
mod examples;
mod handles;
mod index;
mod models;
mod operations_page;
mod paging;
mod runtime;
mod scope;
mod unions;
mod values;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use proc_macro2::{Ident, Span, TokenStream};

use crate::casing::needs_raw;
use crate::ir::{AssociationSpec, AssociationTypes, Ir, TypeId};
use crate::parallel;
use crate::passes::{Home, Names};
use crate::render::Draft;
pub use calls::calls;
use scope::Scope;

/// Everything that emission reads.
struct Source<'a> {
    ir: &'a Ir,
    names: &'a Names,
    /// What programs call the crate.
    library: Option<&'a str>,
    /// The types that derive `Default`.
    with_default: HashSet<TypeId>,
}

/// One file of the client.
enum File<'a> {
    Lib,
    Operations,
    AssociationTypes(&'a AssociationTypes, AssociationSpec),
    Models,
    ModelsOf(Home),
    Version(usize),
    Api(usize, usize),
}

/// All files of the client, each as `finish` leaves its tokens. Files are made on all processors, so `finish` had better take what work there is.
///
/// `overview` says whether a README opens the documentation of the client, `library` what programs call it, for examples.
pub fn emit<R: Send>(
    ir: &Ir,
    names: &Names,
    overview: bool,
    library: Option<&str>,
    finish: impl Fn(Draft) -> R + Sync,
) -> Vec<R> {
    let source = Source {
        ir,
        names,
        library,
        with_default: models::with_default(ir),
    };
    let homes = source.homes();
    let mut files = vec![File::Lib, File::Operations];
    files.extend(
        source
            .constants()
            .map(|(table, spec)| File::AssociationTypes(table, spec)),
    );
    let of_models = homes.keys().filter(|home| matches!(home, Home::Models(_)));
    let of_models: Vec<File<'_>> = of_models.cloned().map(File::ModelsOf).collect();
    if !of_models.is_empty() {
        files.push(File::Models);
    }
    files.extend(of_models);
    for (number, version) in ir.versions.iter().enumerate() {
        files.push(File::Version(number));
        files.extend((0..version.apis.len()).map(|api| File::Api(number, api)));
    }
    parallel::map(files, |file| {
        finish(match file {
            File::Lib => index::lib(&source, overview, &homes),
            File::Operations => operations_page::operations_page(&source),
            File::AssociationTypes(table, spec) => {
                association_types::association_types(&source, table, spec)
            }
            File::Models => index::models(&source, &homes),
            File::ModelsOf(home) => source.models_file(&home, &homes),
            File::Version(number) => index::version(&source, number, &homes),
            File::Api(number, api) => source.api_file(number, api, &homes),
        })
    })
}

/// The types of each module, by name so that a new one lands beside its neighbours.
type Homes = BTreeMap<Home, Vec<TypeId>>;

impl<'a> Source<'a> {
    /// The table of kinds of links, if constants are made of it.
    fn constants(&self) -> Option<(&'a AssociationTypes, AssociationSpec)> {
        let table = self.ir.association_types.as_ref()?;
        Some((table, table.spec?))
    }

    fn homes(&self) -> Homes {
        let mut homes = Homes::new();
        for (id, ty) in self.ir.used_types() {
            if ty.runtime.is_some() {
                continue;
            }
            homes
                .entry(self.names.home(id).clone())
                .or_default()
                .push(id);
        }
        homes
            .values_mut()
            .for_each(|types| types.sort_by_key(|id| self.names.ty(*id)));
        homes
    }

    fn models_file(&self, home: &Home, homes: &Homes) -> Draft {
        let scope = Scope::new(home.clone());
        let types: &[TypeId] = homes.get(home).map_or(&[], Vec::as_slice);
        let items = self.types(types, &scope);
        let documents: BTreeSet<Arc<str>> = types
            .iter()
            .flat_map(|id| self.ir.ty(*id).documents.clone())
            .collect();
        let module = match home {
            Home::Models(module) => module.as_str(),
            Home::Api(..) | Home::Runtime => "shared",
        };
        Draft {
            path: format!("src/models/{module}.rs"),
            documents: documents.iter().map(ToString::to_string).collect(),
            tokens: scope.file(&items),
        }
    }

    fn api_file(&self, version: usize, api: usize, homes: &Homes) -> Draft {
        let home = Home::Api(version, api);
        let scope = Scope::new(home.clone());
        let handle = self.handle(version, api, &scope);
        let builders = self.ir.builders.iter().enumerate().filter(|(_, builder)| {
            (builder.owner.version, builder.owner.api) == (version, api) && !builder.shape.is_call()
        });
        let builders: TokenStream = builders
            .map(|(number, _)| self.builder(number, &scope))
            .collect();
        let types = self.types(homes.get(&home).map_or(&[], Vec::as_slice), &scope);
        let item = &self.ir.versions[version].apis[api];
        let mut text = docs::text(&item.docs);
        let example = self
            .library
            .and_then(|library| self.example(version, api, library));
        text.extend(example.into_iter().flatten());
        let items = [handle, builders, types].into_iter().collect();
        let module = &self.names.version(version).module;
        Draft {
            path: format!("src/{module}/{}.rs", self.names.api(version, api).module),
            documents: vec![item.origin.file.to_string()],
            tokens: docs::inner(&text)
                .into_iter()
                .chain(scope.file(&items))
                .collect(),
        }
    }

    fn types(&self, types: &[TypeId], scope: &Scope) -> TokenStream {
        types.iter().map(|id| self.ty(*id, scope)).collect()
    }
}

/// A name as a token; keywords are written raw.
fn ident(name: &str) -> Ident {
    if needs_raw(name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        Ident::new(name, Span::call_site())
    }
}

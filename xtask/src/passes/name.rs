//! Decides every Rust name, late and in one place. Two things with one name are an error with a suggestion, never a silent suffix.

mod scope;
mod taken;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use crate::casing::{pascal, shouty, snake};
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Ir, OperationRef, Param, Shape, Success, Type, TypeId, TypeRef, Variant};
use crate::pointer::Origin;
use crate::renames::Renames;
use scope::{Scope, rename_help};
use taken::*;

/// The Rust names of everything in the model.
#[derive(Debug, Default)]
pub struct Names {
    types: HashMap<TypeId, (String, Home)>,
    fields: HashMap<(TypeId, usize), String>,
    variants: HashMap<TypeId, Variants>,
    params: HashMap<Origin, String>,
    builders: Vec<String>,
    answers: HashMap<usize, String>,
    versions: Vec<VersionNames>,
    apis: HashMap<(usize, usize), ApiNames>,
    operations: HashMap<OperationRef, OperationNames>,
}

/// What stands for a version.
#[derive(Debug)]
pub struct VersionNames {
    /// Its module.
    pub module: String,
    /// The trait that gives the client its APIs.
    pub apis: String,
}

/// What stands for an API.
#[derive(Debug)]
pub struct ApiNames {
    /// Its module, and the method of the client that gives its handle.
    pub module: String,
    /// The type of its handle.
    pub handle: String,
}

/// What stands for an operation.
#[derive(Debug)]
pub struct OperationNames {
    /// The method of the handle.
    pub method: String,
    /// The constant with the facts about it.
    pub constant: String,
}

/// The variants of an open enum.
#[derive(Debug)]
pub struct Variants {
    /// In the order of the values.
    pub known: Vec<String>,
    /// The one for values that are not in the document.
    pub fallback: String,
}

/// The module that holds a type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// A module below `models`, by its Rust name.
    Models(String),
    /// The module of an API, by its position.
    Api(usize, usize),
}

impl Names {
    /// Name of a type.
    pub fn ty(&self, id: TypeId) -> &str {
        &self.types[&id].0
    }

    /// Module of a type.
    pub fn home(&self, id: TypeId) -> &Home {
        &self.types[&id].1
    }

    /// Name of a field.
    pub fn field(&self, id: TypeId, index: usize) -> &str {
        &self.fields[&(id, index)]
    }

    /// Names of the variants of an enum.
    pub fn variants(&self, id: TypeId) -> &Variants {
        &self.variants[&id]
    }

    /// Name of an argument, and of the setter of an optional one.
    pub fn param(&self, param: &Param) -> &str {
        &self.params[&param.origin]
    }

    /// Name of the enum for the answers of a builder whose operations answer by status.
    pub fn answer(&self, number: usize) -> &str {
        &self.answers[&number]
    }

    /// Name of a request builder.
    pub fn builder(&self, number: usize) -> &str {
        &self.builders[number]
    }

    /// Names of a version, by its position.
    pub fn version(&self, version: usize) -> &VersionNames {
        &self.versions[version]
    }

    /// Names of an API, by the position of its version and its own.
    pub fn api(&self, version: usize, api: usize) -> &ApiNames {
        &self.apis[&(version, api)]
    }

    /// Names of an operation.
    pub fn operation(&self, position: OperationRef) -> &OperationNames {
        &self.operations[&position]
    }
}

/// What to do about the name of a version or of an API.
const MANIFEST_HELP: &str =
    "choose another name under `versions` in codegen.yaml, or for the file or folder";

/// Names everything that is emitted.
pub(super) fn run(ir: &Ir, renames: &mut Renames<'_>, diagnostics: &mut Diagnostics) -> Names {
    let mut names = Names::default();
    let homes = homes(ir);
    let mut types = Scope::new("the types of the client", &[&TAKEN, &TAKEN_BESIDE_TYPES]);
    let mut models = Scope::new("the shared documents", &[&["mod"]]);
    for (id, ty) in ir.used_types() {
        let name = pascal(renames.take(&ty.origin).unwrap_or(&ty.name));
        types.add(&name, &ty.origin, diagnostics);
        let home = homes(ty);
        if let Home::Models(module) = &home {
            // Several types share the module of their document: only its form matters.
            let document = Origin::document(&ty.origin.file);
            models.seen.remove(module);
            models.add_with(module, &document, "rename the file".to_owned(), diagnostics);
        }
        names.types.insert(id, (name, home));
        match &ty.shape {
            Shape::Object(_) | Shape::Form(_) => names.name_fields(ir, id, renames, diagnostics),
            Shape::Union(variants) => {
                names.name_alternatives(id, ty, variants, renames, diagnostics)
            }
            Shape::Enum(values) => names.name_variants(id, ty, values, renames, diagnostics),
        }
    }
    names.name_versions(ir, &mut types, renames, diagnostics);
    names.name_builders(ir, diagnostics);
    names
}

/// Where each type belongs: a type of one API's document beside that API, everything else among the models.
fn homes(ir: &Ir) -> impl Fn(&Type) -> Home + use<> {
    let mut apis: HashMap<Rc<str>, Home> = HashMap::new();
    for (version_number, version) in ir.versions.iter().enumerate() {
        for (api_number, api) in version.apis.iter().enumerate() {
            apis.insert(
                Rc::clone(&api.origin.file),
                Home::Api(version_number, api_number),
            );
        }
    }
    move |ty| {
        let mut documents = ty.documents.iter();
        match (documents.next(), documents.next()) {
            (Some(only), None) => apis
                .get(only)
                .cloned()
                .unwrap_or_else(|| Home::Models(stem_module(only))),
            _ => Home::Models("shared".to_owned()),
        }
    }
}

fn stem_module(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    snake(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

impl Names {
    fn name_versions(
        &mut self,
        ir: &Ir,
        types: &mut Scope,
        renames: &mut Renames<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut versions = Scope::new("the versions", &[&TAKEN_VERSIONS]);
        let help = || MANIFEST_HELP.to_owned();
        for (number, version) in ir.versions.iter().enumerate() {
            let module = snake(&version.name);
            let trait_name = format!("{}Apis", pascal(&version.name));
            if let Some(first) = version.apis.first() {
                versions.add_with(&module, &first.origin, help(), diagnostics);
                types.add_with(&trait_name, &first.origin, help(), diagnostics);
            }
            self.versions.push(VersionNames {
                module,
                apis: trait_name,
            });
            let mut apis = Scope::new("the APIs of one version", &[&TAKEN_APIS]);
            for (api_number, api) in version.apis.iter().enumerate() {
                let module = snake(&api.module);
                apis.add_with(&module, &api.origin, help(), diagnostics);
                let handle = pascal(&api.module);
                self.apis
                    .insert((number, api_number), ApiNames { module, handle });
                self.name_operations(number, api_number, api, renames, diagnostics);
            }
        }
    }

    fn name_fields(
        &mut self,
        ir: &Ir,
        id: TypeId,
        renames: &mut Renames<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let ty = ir.ty(id);
        let fields = ty.shape.fields();
        let mut scope = Scope::new("the fields of one type", &[&["extra"]]);
        for (index, field) in fields.iter().enumerate() {
            let name = snake(renames.take(&field.origin).unwrap_or(&field.name));
            scope.add(&name, &field.origin, diagnostics);
            if name == "new" && ty.direction.is_sent() {
                diagnostics.error(
                    &field.origin,
                    "the setter of this property would be called `new` like the constructor",
                    rename_help(&field.origin),
                );
            }
            self.fields.insert((id, index), name);
        }
    }

    fn name_variants(
        &mut self,
        id: TypeId,
        ty: &Type,
        values: &[String],
        renames: &mut Renames<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut scope = Scope::new("the values of one enum", &[&["Self"]]);
        let mut known = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let origin = ty.origin.key("enum").index(index);
            let name = pascal(renames.take(&origin).unwrap_or(value));
            scope.add(&name, &origin, diagnostics);
            known.push(name);
        }
        // Some enums of HubSpot's have a value UNKNOWN of their own.
        let is_free = |name: &&str| !known.iter().any(|known| known == name);
        let fallback = FALLBACKS.into_iter().find(is_free).unwrap_or(FALLBACKS[0]);
        scope.add(fallback, &ty.origin.key("enum"), diagnostics);
        self.variants.insert(
            id,
            Variants {
                known,
                fallback: fallback.to_owned(),
            },
        );
    }

    fn name_alternatives(
        &mut self,
        id: TypeId,
        ty: &Type,
        variants: &[Variant],
        renames: &mut Renames<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut scope = Scope::new("the alternatives of one choice", &[&["Self"]]);
        let mut known = Vec::new();
        for variant in variants {
            let name = pascal(renames.take(&variant.origin).unwrap_or(&variant.name));
            scope.add(&name, &variant.origin, diagnostics);
            known.push(name);
        }
        let is_free = |name: &&str| !known.iter().any(|known| known == name);
        let fallback = FALLBACKS.into_iter().find(is_free).unwrap_or(FALLBACKS[0]);
        scope.add(fallback, &ty.origin, diagnostics);
        self.variants.insert(
            id,
            Variants {
                known,
                fallback: fallback.to_owned(),
            },
        );
    }

    fn name_operations(
        &mut self,
        version: usize,
        api_number: usize,
        api: &Api,
        renames: &mut Renames<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        for (number, operation) in api.operations.iter().enumerate() {
            let names = OperationNames {
                method: snake(&operation.name),
                constant: shouty(&operation.name),
            };
            // That two operations have one name was told by the pass `methods`.
            Scope::new("the operations of one API", &[&["new"]]).add(
                &names.method,
                &operation.origin,
                diagnostics,
            );
            let position = OperationRef {
                version,
                api: api_number,
                operation: number,
            };
            self.operations.insert(position, names);
            let mut scope = Scope::new("the parameters of one operation", &[&TAKEN_ARGUMENTS]);
            let path = api.handle_params.iter().chain(&operation.path_params);
            for param in path.chain(&operation.params) {
                let name = snake(renames.take(&param.origin).unwrap_or(&param.name));
                scope.add(&name, &param.origin, diagnostics);
                if BUILDER_METHODS.contains(&name.as_str()) && !param.required {
                    diagnostics.error(
                        &param.origin,
                        format!("every request has a method `{name}` already"),
                        rename_help(&param.origin),
                    );
                }
                self.params.insert(param.origin.clone(), name);
            }
        }
    }

    fn name_builders(&mut self, ir: &Ir, diagnostics: &mut Diagnostics) {
        let mut scopes: BTreeMap<(usize, usize), Scope> = BTreeMap::new();
        for (version_number, version) in ir.versions.iter().enumerate() {
            for (api_number, api) in version.apis.iter().enumerate() {
                let position = (version_number, api_number);
                scopes.insert(position, self.file_scope(ir, position, api, diagnostics));
            }
        }
        for builder in &ir.builders {
            let name = pascal(&builder.shape.name);
            if let Some(scope) = scopes.get_mut(&(builder.owner.version, builder.owner.api)) {
                scope.add(&name, &ir.operation(builder.owner).origin, diagnostics);
                // Two builders have one name only if two operations have; that was told by the pass `methods`.
                scope.seen.remove(&name);
            }
            if let Success::ByStatus(_) = builder.shape.success {
                self.answers
                    .insert(self.builders.len(), format!("{name}Answer"));
            }
            self.builders.push(name);
        }
    }

    /// What stands in the file of an API before its builders are named: its handle, and the types that it uses.
    fn file_scope(
        &self,
        ir: &Ir,
        (version, number): (usize, usize),
        api: &Api,
        diagnostics: &mut Diagnostics,
    ) -> Scope {
        let home = Home::Api(version, number);
        let own = ir.used_types().filter(|(id, _)| *self.home(*id) == home);
        let mut used: BTreeSet<TypeId> = own.map(|(id, _)| id).collect();
        let mut scope = match used.is_empty() {
            true => Scope::new("the requests of one API", &[&TAKEN]),
            false => Scope::new("the requests of one API", &[&TAKEN, &TAKEN_BESIDE_TYPES]),
        };
        let fields = used.iter().flat_map(|id| ir.ty(*id).shape.refs());
        let of_fields: Vec<TypeId> = fields.filter_map(TypeRef::named).collect();
        used.extend(of_fields);
        for operation in &api.operations {
            let params = operation
                .path_params
                .iter()
                .chain(&operation.params)
                .map(|param| &param.ty);
            let body = operation.body.iter().map(|body| &body.ty);
            let answers = operation
                .answers
                .iter()
                .filter_map(|answer| answer.content.ty());
            used.extend(params.chain(body).chain(answers).filter_map(TypeRef::named));
        }
        // Without a report: that two types have one name was told when they got it.
        for id in used.iter().filter(|id| self.types.contains_key(id)) {
            scope
                .seen
                .insert(self.ty(*id).to_owned(), ir.ty(*id).origin.clone());
        }
        scope.add_with(
            &self.api(version, number).handle,
            &api.origin,
            MANIFEST_HELP.to_owned(),
            diagnostics,
        );
        scope
    }
}

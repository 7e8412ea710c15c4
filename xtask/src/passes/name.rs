//! Decides every Rust name, late and in one place.
//!
//! Where two things would have one name, or a name is taken, one of them is called differently by a rule that depends on nothing else, and a note tells it.
//! What the manifest names is left alone; if that clashes, it is an error.
//!
//! - `types`: structures of one name are called after where they belong.
//! - `members`: fields and variants.
//! - `params`: arguments and setters.
//! - `apis`: versions, APIs, operations and what else stands in the file of an API.

mod apis;
mod differences;
mod members;
mod params;
mod scope;
mod taken;
mod types;

use std::collections::HashMap;

use crate::casing::shouty;
use crate::diagnostics::Diagnostics;
use crate::ir::{Ir, OperationRef, Param, Shape, TypeId};
use crate::pointer::Origin;
use crate::renames::Renames;

/// The Rust names of everything in the model.
#[derive(Debug, Default)]
pub struct Names {
    types: HashMap<TypeId, String>,
    homes: HashMap<TypeId, Home>,
    fields: HashMap<(TypeId, usize), String>,
    variants: HashMap<TypeId, Variants>,
    params: HashMap<Origin, String>,
    builders: Vec<String>,
    answers: HashMap<usize, String>,
    versions: Vec<VersionNames>,
    apis: HashMap<(usize, usize), ApiNames>,
    operations: HashMap<OperationRef, OperationNames>,
    association_types: Vec<String>,
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
    /// The runtime.
    Runtime,
}

impl Names {
    /// Name of a type.
    pub fn ty(&self, id: TypeId) -> &str {
        &self.types[&id]
    }

    /// Module of a type.
    pub fn home(&self, id: TypeId) -> &Home {
        &self.homes[&id]
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

    /// Names of the constants for kinds of links, in their order.
    pub fn association_types(&self) -> &[String] {
        &self.association_types
    }

    /// What an operation is called across the client, such as `v3.contacts.update`.
    pub fn id(&self, position: OperationRef) -> String {
        let api = self.api_id(position.version, position.api);
        format!("{api}.{}", self.operation(position).method)
    }

    /// What an API is called across the client, such as `v3.contacts`.
    pub fn api_id(&self, version: usize, api: usize) -> String {
        let version_module = &self.version(version).module;
        format!("{version_module}.{}", self.api(version, api).module)
    }
}

/// Names everything that is emitted.
pub(super) fn run(ir: &Ir, renames: &mut Renames<'_>, diagnostics: &mut Diagnostics) -> Names {
    let mut names = Names::default();
    names.name_versions(ir, diagnostics);
    names.name_types(ir, renames, diagnostics);
    names.name_homes(ir, diagnostics);
    for (id, ty) in ir.used_types() {
        match &ty.shape {
            Shape::Object(fields) | Shape::Form(fields) => {
                names.name_fields(id, ty, fields, renames, diagnostics);
            }
            Shape::Union(variants) => {
                names.name_alternatives(id, variants, renames, diagnostics);
            }
            Shape::Enum(values) => names.name_variants(id, ty, values, renames, diagnostics),
        }
    }
    names.name_params(ir, renames, diagnostics);
    names.name_operations(ir, renames, diagnostics);
    names.name_files(ir, renames, diagnostics);
    let constants = ir.association_types.iter().flat_map(|table| &table.types);
    // The reader of the table has seen to it that no two are equal.
    names.association_types = constants.map(|ty| shouty(&ty.name())).collect();
    names
}

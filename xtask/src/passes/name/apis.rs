//! Names of versions, APIs and operations, and of what stands in the file of an API.

use std::collections::{BTreeSet, HashMap};

use super::scope::{BUILDER, HANDLE, METHOD, MODULE, Scope, TYPE, Wish};
use super::taken::*;
use super::{ApiNames, Home, Names, OperationNames, VersionNames};
use crate::casing::{pascal, shouty};
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Ir, OperationRef, Success, TypeId, TypeRef};
use crate::pointer::Origin;
use crate::renames::Renames;

impl Names {
    /// Names of versions and APIs. The manifest says them, so there are no renames.
    pub(super) fn name_versions(&mut self, ir: &Ir, diagnostics: &mut Diagnostics) {
        let wishes: Vec<Wish<'_>> = ir
            .versions
            .iter()
            .map(|version| {
                let first = version.apis.first();
                let origin = first.map_or_else(|| Origin::document(""), |api| api.origin.clone());
                wish(&version.name, origin)
            })
            .collect();
        let mut modules = Scope::new(MODULE, "the versions", &[&TAKEN_VERSIONS, &TAKEN_FILES]);
        let modules = modules.name_all(&wishes, diagnostics);
        let mut traits = Scope::new(TYPE, "the versions", &[]);
        for (number, (version, module)) in ir.versions.iter().zip(modules).enumerate() {
            // After the module, so that nothing else has to be told from it.
            let plain = format!("{}Apis", pascal(&module));
            let apis = match traits.is_free(&plain) {
                true => plain,
                false => traits.numbered(&plain),
            };
            traits.hold(&apis, &version.name, &wishes[number].origin);
            let own = [module.as_str()];
            // A module in a module of its name confuses readers, and clippy.
            let mut scope = Scope::new(MODULE, "the APIs", &[&TAKEN_APIS, &TAKEN_FILES]);
            scope.hold(own[0], &version.name, &wishes[number].origin);
            let wishes: Vec<Wish<'_>> = version
                .apis
                .iter()
                .map(|api| wish(&api.module, api.origin.clone()))
                .collect();
            for (api, module) in scope.name_all(&wishes, diagnostics).into_iter().enumerate() {
                let handle = pascal(&module);
                self.apis.insert((number, api), ApiNames { module, handle });
            }
            self.versions.push(VersionNames { module, apis });
        }
    }

    /// Names of methods and constants. That the operations of an API differ is the work of the pass `methods`.
    pub(super) fn name_operations(
        &mut self,
        ir: &Ir,
        renames: &mut Renames<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        for (version, item) in ir.versions.iter().enumerate() {
            for (api, item) in item.apis.iter().enumerate() {
                let mut scope =
                    Scope::new(METHOD, "the operations of one API", &[&TAKEN_OPERATIONS]);
                let wishes: Vec<Wish<'_>> = item
                    .operations
                    .iter()
                    .map(|operation| Wish {
                        wire: &operation.name,
                        rename: renames.take(&operation.origin),
                        origin: operation.origin.clone(),
                    })
                    .collect();
                let methods = scope.name_all(&wishes, diagnostics);
                for (operation, method) in methods.into_iter().enumerate() {
                    let position = OperationRef {
                        version,
                        api,
                        operation,
                    };
                    let constant = shouty(&method);
                    self.operations
                        .insert(position, OperationNames { method, constant });
                }
            }
        }
    }

    /// Names of handles and request builders, which must differ from the types in their file.
    pub(super) fn name_files(
        &mut self,
        ir: &Ir,
        renames: &mut Renames<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        self.builders = vec![String::new(); ir.builders.len()];
        let mut homes: HashMap<(usize, usize), Vec<TypeId>> = HashMap::new();
        for (id, _) in ir.used_types() {
            if let Home::Api(version, api) = self.home(id) {
                homes.entry((*version, *api)).or_default().push(id);
            }
        }
        for (version, item) in ir.versions.iter().enumerate() {
            for (api_number, api) in item.apis.iter().enumerate() {
                let position = (version, api_number);
                let taken: Vec<(String, TypeId)> =
                    self.types_in_file(ir, homes.get(&position).map_or(&[], Vec::as_slice), api);
                let mut handles = Scope::new(HANDLE, "the handles", &[&TAKEN, &TAKEN_BESIDE_TYPES]);
                let mut builders = Scope::new(
                    BUILDER,
                    "the requests of one API",
                    &[&TAKEN, &TAKEN_BESIDE_TYPES],
                );
                for (name, id) in &taken {
                    let ty = ir.ty(*id);
                    handles.hold(name, &ty.name, &ty.origin);
                    builders.hold(name, &ty.name, &ty.origin);
                }
                if let Some(names) = self.apis.get_mut(&position) {
                    let wished = Wish {
                        rename: renames.take(&api.origin),
                        ..wish(&names.handle, api.origin.clone())
                    };
                    names.handle = handles.name(wished, diagnostics);
                    builders.hold(&names.handle, &api.module, &api.origin);
                }
                let own = ir.builders.iter().enumerate().filter(|(_, builder)| {
                    (builder.owner.version, builder.owner.api) == position
                        && !builder.shape.is_call()
                });
                let own: Vec<usize> = own.map(|(number, _)| number).collect();
                let wishes: Vec<Wish<'_>> = own
                    .iter()
                    .map(|number| {
                        let owner = ir.builders[*number].owner;
                        wish(
                            &self.operations[&owner].method,
                            ir.operation(owner).origin.clone(),
                        )
                    })
                    .collect();
                let named = builders.name_all(&wishes, diagnostics);
                for (number, name) in own.into_iter().zip(named) {
                    if let Success::ByStatus(_) = ir.builders[number].shape.success {
                        let wished = format!("{name}Answer");
                        let origin = ir.operation(ir.builders[number].owner).origin.clone();
                        let answer = builders.name(wish(&wished, origin), diagnostics);
                        self.answers.insert(number, answer);
                    }
                    self.builders[number] = name;
                }
            }
        }
    }

    /// The types that the file of an API holds or imports.
    fn types_in_file(&self, ir: &Ir, own: &[TypeId], api: &Api) -> Vec<(String, TypeId)> {
        let mut used: BTreeSet<TypeId> = own.iter().copied().collect();
        let of_fields = own.iter().flat_map(|id| ir.ty(*id).shape.refs());
        let of_fields: Vec<TypeId> = of_fields.filter_map(TypeRef::named).collect();
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
        used.into_iter()
            .filter_map(|id| Some((self.types.get(&id)?.clone(), id)))
            .collect()
    }
}

fn wish(wire: &str, origin: Origin) -> Wish<'_> {
    Wish {
        wire,
        rename: None,
        origin,
    }
}

//! Names the fields and parameters of each operation that hold secrets: neither traces nor errors show them.

use std::collections::BTreeSet;

use crate::ir::{Ir, OperationRef, Shape, TypeId, TypeRef};

/// What stands for a body or an answer that is a secret as a whole.
const WHOLE: &str = "";

pub(super) fn run(ir: &mut Ir) {
    let found: Vec<(OperationRef, Vec<String>)> = ir
        .operations()
        .map(|(position, _)| (position, of_operation(ir, position)))
        .filter(|(_, names)| !names.is_empty())
        .collect();
    for (position, names) in found {
        let api = &mut ir.versions[position.version].apis[position.api];
        api.operations[position.operation].secrets = names;
    }
}

fn of_operation(ir: &Ir, position: OperationRef) -> Vec<String> {
    let (api, operation) = (ir.api(position), ir.operation(position));
    let params = api.handle_params.iter().chain(&operation.path_params);
    let params = params.chain(&operation.params);
    let params = params.map(|param| (param.name.as_str(), &param.ty));
    let body = operation.body.iter().map(|body| (WHOLE, &body.ty));
    let answers = operation.success.types().into_iter();
    let answers = answers.map(|ty| (WHOLE, ty));
    let mut search = Search {
        ir,
        seen: BTreeSet::new(),
        names: BTreeSet::new(),
    };
    for (name, ty) in params.chain(body).chain(answers) {
        search.value(name, ty);
    }
    search.names.into_iter().map(str::to_owned).collect()
}

struct Search<'a> {
    ir: &'a Ir,
    /// Objects whose fields were looked at.
    seen: BTreeSet<TypeId>,
    names: BTreeSet<&'a str>,
}

impl<'a> Search<'a> {
    /// Looks at what a field or parameter of this name holds.
    fn value(&mut self, name: &'a str, ty: &'a TypeRef) {
        if let Some(inner) = ty.inner() {
            return self.value(name, inner);
        }
        let id = match ty {
            TypeRef::Named(id) => *id,
            TypeRef::Secret => {
                self.names.insert(name);
                return;
            }
            _ => return,
        };
        let shape = &self.ir.ty(id).shape;
        if let Shape::Union(variants) = shape {
            // A variant that is a secret itself is one under the name of each field that holds the union.
            let secret = variants
                .iter()
                .any(|variant| bottom(&variant.ty) == &TypeRef::Secret);
            if secret {
                self.names.insert(name);
            }
        }
        if self.seen.insert(id) {
            match shape {
                Shape::Union(variants) => {
                    let named = variants
                        .iter()
                        .filter(|variant| bottom(&variant.ty) != &TypeRef::Secret);
                    named.for_each(|variant| self.value(name, &variant.ty));
                }
                _ => {
                    let fields = shape.fields().iter();
                    fields.for_each(|field| self.value(&field.name, &field.ty));
                }
            }
        }
    }
}

/// What lists, maps and the like are made of.
fn bottom(ty: &TypeRef) -> &TypeRef {
    ty.inner().map_or(ty, bottom)
}

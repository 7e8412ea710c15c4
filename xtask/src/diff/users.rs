//! For whom a type matters.

use std::collections::BTreeSet;

use crate::ir::{Ir, Operation, TypeId, TypeRef};

/// The types that an operation sends or receives, those within others included.
pub(super) fn reached(ir: &Ir, operation: &Operation) -> BTreeSet<TypeId> {
    let params = operation.path_params.iter().chain(&operation.params);
    let sent = params
        .map(|param| &param.ty)
        .chain(operation.body.as_ref().map(|body| &body.ty));
    let received = operation.success.types().into_iter();
    let mut waiting: Vec<TypeId> = sent.chain(received).filter_map(TypeRef::named).collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            waiting.extend(ir.ty(id).shape.refs().filter_map(TypeRef::named));
        }
    }
    reached
}

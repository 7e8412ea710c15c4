//! Finds out who sends each type. What nobody sends is not emitted.

use crate::ir::{Direction, Ir, TypeId, TypeRef};

pub(super) fn run(ir: &mut Ir) {
    let mut sent = vec![false; ir.types.len()];
    let mut received = vec![false; ir.types.len()];
    for (_, operation) in ir.operations() {
        let params = operation
            .path_params
            .iter()
            .chain(&operation.params)
            .map(|param| &param.ty);
        for ty in params.chain(operation.body.as_ref().map(|body| &body.ty)) {
            mark(ir, ty, &mut sent);
        }
        for ty in operation.success.types() {
            mark(ir, ty, &mut received);
        }
    }
    for api in ir.versions.iter().flat_map(|version| &version.apis) {
        api.handle_params
            .iter()
            .for_each(|param| mark(ir, &param.ty, &mut sent));
    }
    for (number, ty) in ir.types.iter_mut().enumerate() {
        ty.direction = match (sent[number], received[number]) {
            (false, false) => Direction::Unused,
            (true, false) => Direction::Sent,
            (false, true) => Direction::Received,
            (true, true) => Direction::Both,
        };
    }
}

fn mark(ir: &Ir, ty: &TypeRef, reached: &mut [bool]) {
    let mut waiting: Vec<TypeId> = ty.named().into_iter().collect();
    while let Some(id) = waiting.pop() {
        if !std::mem::replace(&mut reached[id.0], true) {
            waiting.extend(ir.ty(id).shape.refs().filter_map(TypeRef::named));
        }
    }
}

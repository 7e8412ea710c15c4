//! Makes one result of the success statuses of an operation.

use crate::diagnostics::Diagnostics;
use crate::ir::{Answer, Ir, Success, TypeRef};

pub(super) fn run(ir: &mut Ir, diagnostics: &mut Diagnostics) {
    for operation in ir.operations_mut() {
        let Some((first, others)) = operation.answers.split_first() else {
            continue;
        };
        for other in others.iter().filter(|other| other.ty != first.ty) {
            diagnostics.error(
                &other.origin,
                format!("not supported: status {} carries another type than status {}", other.status, first.status),
                "let both carry the same schema; the plain outcome of a batch and the one with errors count as the same",
            );
        }
        operation.success = success(first);
    }
}

fn success(answer: &Answer) -> Success {
    match &answer.ty {
        None => Success::Empty,
        Some(TypeRef::Batch(result)) => Success::Batch((**result).clone()),
        Some(ty) => Success::Json(ty.clone()),
    }
}

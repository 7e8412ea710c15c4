//! Makes one result of the success statuses of an operation.

use crate::diagnostics::Diagnostics;
use crate::ir::{Answer, Content, Ir, Method, Operation, Success, TypeRef};

pub(super) fn run(ir: &mut Ir, diagnostics: &mut Diagnostics) {
    for operation in ir.operations_mut() {
        if operation.answers.is_empty() {
            diagnostics.note(
                &operation.origin,
                "the document does not say what success carries; the operation gives the whole answer",
            );
        }
        operation.success = result(operation);
        let mut accepted: Vec<&str> = operation
            .answers
            .iter()
            .filter_map(|answer| answer.media.as_deref())
            .collect();
        if !accepted.is_empty() && operation.answers.iter().any(is_json) {
            accepted.insert(0, "application/json");
        }
        accepted.dedup();
        operation.accept = (!accepted.is_empty()).then(|| accepted.join(", "));
    }
}

fn is_json(answer: &Answer) -> bool {
    matches!(answer.content, Content::Json(_)) && answer.media.is_none()
}

fn result(operation: &Operation) -> Success {
    // An answer to HEAD has no body, whatever GET would give.
    if operation.method == Method::Head {
        return Success::Empty;
    }
    let mut filled: Vec<Success> = Vec::new();
    for answer in &operation.answers {
        let success = success(&answer.content);
        if success != Success::Empty && !filled.contains(&success) {
            filled.push(success);
        }
    }
    let is_never_empty = operation
        .answers
        .iter()
        .all(|answer| answer.content != Content::Empty);
    match (filled.len(), operation.answers.is_empty()) {
        (_, true) => Success::Whole,
        (0, _) => Success::Empty,
        (1, _) => match filled.remove(0) {
            only @ Success::Optional(_) => only,
            only if is_never_empty => only,
            only => Success::Optional(Box::new(only)),
        },
        _ => Success::ByStatus(
            operation
                .answers
                .iter()
                .map(|answer| (answer.status, success(&answer.content)))
                .collect(),
        ),
    }
}

fn success(content: &Content) -> Success {
    match content {
        Content::Empty => Success::Empty,
        Content::Text => Success::Text,
        Content::Binary => Success::Binary,
        Content::Json(TypeRef::Batch(result)) => Success::Batch((**result).clone()),
        Content::Json(TypeRef::Nullable(ty)) => {
            Success::Optional(Box::new(Success::Json((**ty).clone())))
        }
        Content::Json(ty) => Success::Json(ty.clone()),
    }
}

//! Finds the bodies that hold the inputs of a batch beside other fields, such as the properties to return: of these the client sends any number, in parts.
//!
//! A body is one if it is JSON with a required list `inputs`, and the answer says what became of each input or that all is done.

use crate::ir::{Ir, Media, Operation, TypeId, TypeRef};

pub(super) fn run(ir: &mut Ir) {
    let found: Vec<(TypeId, usize)> = ir
        .operations()
        .filter_map(|(_, operation)| find(ir, operation))
        .collect();
    for (id, inputs) in found {
        ir.types[id.0].inputs = Some(inputs);
    }
}

/// The body, and the field with the inputs.
fn find(ir: &Ir, operation: &Operation) -> Option<(TypeId, usize)> {
    let body = operation.body.as_ref().filter(|body| body.required)?;
    let TypeRef::Named(id) = body.ty else {
        return None;
    };
    let is_json = matches!(&body.media, Media::Json(media) if media == "application/json");
    if !is_json || !operation.success.is_of_a_batch() {
        return None;
    }
    let fields = ir.fields(&body.ty)?;
    let inputs = fields.iter().position(|field| field.name == "inputs")?;
    let is_list = matches!(fields[inputs].ty, TypeRef::List(_)) && fields[inputs].required;
    is_list.then_some((id, inputs))
}

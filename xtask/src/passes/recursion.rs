//! Puts a box where a type would contain itself. Lists and maps need none: their values lie on the heap anyway.

use crate::diagnostics::Diagnostics;
use crate::ir::{Ir, Shape, TypeId, TypeRef};

pub(super) fn run(ir: &mut Ir, diagnostics: &mut Diagnostics) {
    let mut boxes = Vec::new();
    for (owner, ty) in ir.used_types() {
        let Shape::Object(fields) = &ty.shape else {
            continue;
        };
        for (index, field) in fields.iter().enumerate() {
            let Some(target) = held(&field.ty) else {
                continue;
            };
            if !reaches(ir, target, owner) {
                continue;
            }
            if field.required && ty.direction.is_sent() {
                diagnostics.error(
                    &field.origin,
                    "a value of this type would have to contain another one of it, without end",
                    "make the property optional",
                );
            }
            boxes.push((owner, index));
        }
    }
    for (owner, index) in boxes {
        if let Shape::Object(fields) = &mut ir.types[owner.0].shape {
            fields[index].boxed = true;
        }
    }
}

/// The type whose value lies inside the value of this one.
fn held(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) => Some(*id),
        TypeRef::Nullable(inner) => held(inner),
        _ => None,
    }
}

fn reaches(ir: &Ir, from: TypeId, to: TypeId) -> bool {
    let mut waiting = vec![from];
    let mut seen = Vec::new();
    while let Some(id) = waiting.pop() {
        if id == to {
            return true;
        }
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        if let Shape::Object(fields) = &ir.ty(id).shape {
            waiting.extend(fields.iter().filter_map(|field| held(&field.ty)));
        }
    }
    false
}

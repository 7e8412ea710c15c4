//! Puts a box where a type would contain itself. Lists and maps need none: their values lie on the heap anyway.

use crate::diagnostics::Diagnostics;
use crate::ir::{Ir, Shape, TypeId, TypeRef};

pub(super) fn run(ir: &mut Ir, diagnostics: &mut Diagnostics) {
    // A box in a union serves all types on the circle, so unions come first.
    for is_union in [true, false] {
        for number in 0..ir.types.len() {
            if matches!(ir.types[number].shape, Shape::Union(_)) == is_union {
                boxes(ir, TypeId(number), diagnostics);
            }
        }
    }
}

/// Boxes what leads back to `owner`. What has a box already no longer does.
fn boxes(ir: &mut Ir, owner: TypeId, diagnostics: &mut Diagnostics) {
    let count = ir.ty(owner).shape.refs().count();
    for index in 0..count {
        let target = ir.ty(owner).shape.refs().nth(index).and_then(held);
        if !target.is_some_and(|target| reaches(ir, target, owner)) {
            continue;
        }
        let is_sent = ir.ty(owner).direction.is_sent();
        match &mut ir.types[owner.0].shape {
            Shape::Object(fields) | Shape::Form(fields) => {
                let field = &mut fields[index];
                field.boxed = true;
                if field.required && is_sent {
                    diagnostics.note(
                        &field.origin,
                        "a required property would make a value endless; it is optional in the client",
                    );
                }
                field.required = false;
            }
            Shape::Union(variants) => variants[index].boxed = true,
            Shape::Enum(_) => {}
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

/// The types whose values lie inside a value of this one, without a box between.
fn inside(ir: &Ir, id: TypeId) -> Vec<TypeId> {
    let shape = &ir.ty(id).shape;
    let fields = shape.fields().iter().filter(|field| !field.boxed);
    let fields = fields.filter_map(|field| held(&field.ty));
    let variants = match shape {
        Shape::Union(variants) => variants.as_slice(),
        _ => &[],
    };
    let variants = variants.iter().filter(|variant| !variant.boxed);
    fields
        .chain(variants.filter_map(|variant| held(&variant.ty)))
        .collect()
}

fn reaches(ir: &Ir, from: TypeId, to: TypeId) -> bool {
    let mut waiting = vec![from];
    let mut seen = std::collections::HashSet::new();
    while let Some(id) = waiting.pop() {
        if id == to {
            return true;
        }
        if seen.insert(id) {
            waiting.extend(inside(ir, id));
        }
    }
    false
}

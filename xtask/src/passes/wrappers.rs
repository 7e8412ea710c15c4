//! Recognizes the shapes for which the runtime has one generic type: batch inputs, batch outcomes and pages.
//!
//! A type is replaced only if every field of it has a place in the runtime's type; otherwise it stays a type of its own, so nothing is lost.

use crate::ir::{Docs, Field, Ir, Shape, TypeId, TypeRef};

/// What a field must look like for the runtime's type to hold it.
pub(super) enum Like {
    Text,
    Integer,
    DateTime,
    Anything,
    TextMap,
    TextListMap,
    /// A list of whatever the wrapper wraps.
    Items,
    ListOf(&'static Like),
    OneOf(&'static [&'static str]),
    Object(&'static [(&'static str, Like)]),
}

const NEXT: Like = Like::Object(&[("after", Like::Text), ("link", Like::Text)]);
const PREVIOUS: Like = Like::Object(&[("before", Like::Text), ("link", Like::Text)]);
const PAGING: Like = Like::Object(&[("next", NEXT), ("prev", PREVIOUS)]);
const PAGE: &[(&str, Like)] = &[
    ("paging", PAGING),
    ("results", Like::Items),
    ("total", Like::Integer),
];

const ERROR_DETAIL: Like = Like::Object(&[
    ("code", Like::Text),
    ("context", Like::TextListMap),
    ("in", Like::Text),
    ("message", Like::Text),
    ("subCategory", Like::Text),
]);
const BATCH_FAILURE: Like = Like::Object(&[
    ("category", Like::Text),
    ("context", Like::TextListMap),
    ("errors", Like::ListOf(&ERROR_DETAIL)),
    ("id", Like::Text),
    ("links", Like::TextMap),
    ("message", Like::Text),
    ("status", Like::Text),
    ("subCategory", Like::Anything),
]);
const BATCH: &[(&str, Like)] = &[
    ("completedAt", Like::DateTime),
    ("errors", Like::ListOf(&BATCH_FAILURE)),
    ("links", Like::TextMap),
    ("numErrors", Like::Integer),
    ("requestedAt", Like::DateTime),
    ("results", Like::Items),
    ("startedAt", Like::DateTime),
    (
        "status",
        Like::OneOf(&["CANCELED", "COMPLETE", "PENDING", "PROCESSING"]),
    ),
];
const BATCH_INPUT: &[(&str, Like)] = &[("inputs", Like::Items)];

/// The error body that the runtime decodes; see the pass `errors`.
pub(super) const ERROR: &[(&str, Like)] = &[
    ("category", Like::Text),
    ("context", Like::TextListMap),
    ("correlationId", Like::Text),
    ("errorType", Like::Text),
    ("errors", Like::ListOf(&ERROR_DETAIL)),
    ("links", Like::TextMap),
    ("message", Like::Text),
    ("policyName", Like::Text),
    ("status", Like::Text),
    ("subCategory", Like::Text),
];

pub(super) fn run(ir: &mut Ir) {
    let wrappers: Vec<Option<TypeRef>> = ir.types.iter().map(|ty| wrapper(ir, &ty.shape)).collect();
    let inputs: Vec<Option<(TypeRef, Docs)>> = ir
        .types
        .iter()
        .map(|ty| batch_input(ir, &ty.shape))
        .collect();
    // A list in an object is the input of a batch only where it is the whole body.
    for body in ir
        .operations_mut()
        .filter_map(|operation| operation.body.as_mut())
    {
        if let TypeRef::Named(id) = body.ty
            && let Some((input, docs)) = &inputs[id.0]
        {
            body.ty = input.clone();
            // The limits of a batch stand at the list, which is what the caller hands over.
            body.docs.notes.clone_from(&docs.notes);
            body.docs.description = body
                .docs
                .description
                .take()
                .or_else(|| docs.description.clone());
        }
    }
    // The runtime's outcomes and pages are for reading: a caller could not make one to send.
    let bodies: Vec<_> = ir
        .operations()
        .map(|(_, operation)| operation.body.clone())
        .collect();
    ir.rewrite_uses(|ty| replace(ty, &wrappers, &mut Vec::new()));
    for (operation, body) in ir.operations_mut().zip(bodies) {
        operation.body = body;
    }
}

fn wrapper(ir: &Ir, shape: &Shape) -> Option<TypeRef> {
    let Shape::Object(fields) = shape else {
        return None;
    };
    if fields.iter().any(|field| field.name == "status") {
        return Some(TypeRef::Batch(Box::new(fits(ir, fields, BATCH)?)));
    }
    Some(TypeRef::Page(Box::new(fits(ir, fields, PAGE)?)))
}

/// Whether the runtime's page can hold the type.
pub(super) fn is_page(ir: &Ir, shape: &Shape) -> bool {
    matches!(wrapper(ir, shape), Some(TypeRef::Page(_)))
}

fn batch_input(ir: &Ir, shape: &Shape) -> Option<(TypeRef, Docs)> {
    let Shape::Object(fields) = shape else {
        return None;
    };
    let input = TypeRef::BatchInput(Box::new(fits(ir, fields, BATCH_INPUT)?));
    Some((input, fields.first()?.docs.clone()))
}

/// Replaces from the outside in. `around` holds what was replaced on the way: a page of itself must not be unfolded for ever.
fn replace(ty: &mut TypeRef, wrappers: &[Option<TypeRef>], around: &mut Vec<TypeId>) {
    let depth = around.len();
    if let TypeRef::Named(id) = *ty
        && let Some(wrapper) = &wrappers[id.0]
        && !around.contains(&id)
    {
        *ty = wrapper.clone();
        around.push(id);
    }
    if let Some(inner) = ty.inner_mut() {
        replace(inner, wrappers, around);
    }
    around.truncate(depth);
}

/// Whether each field has its place in the pattern. Gives what the wrapper wraps.
fn fits(ir: &Ir, fields: &[Field], pattern: &[(&str, Like)]) -> Option<TypeRef> {
    let items = fields.iter().find(|field| {
        pattern
            .iter()
            .any(|(name, like)| *name == field.name && matches!(like, Like::Items))
    })?;
    let TypeRef::List(item) = &items.ty else {
        return None;
    };
    fields_fit(ir, fields, pattern).then(|| (**item).clone())
}

/// Whether each field has its place in the pattern.
pub(super) fn fields_fit(ir: &Ir, fields: &[Field], pattern: &[(&str, Like)]) -> bool {
    fields.iter().all(|field| {
        pattern
            .iter()
            .any(|(name, like)| *name == field.name && is_like(ir, &field.ty, like))
    })
}

fn is_like(ir: &Ir, ty: &TypeRef, like: &Like) -> bool {
    match (like, ty) {
        (_, TypeRef::Nullable(inner)) => is_like(ir, inner, like),
        (Like::Anything, _)
        | (Like::Text, TypeRef::Text)
        | (Like::Integer, TypeRef::Integer)
        | (Like::DateTime, TypeRef::DateTime) => true,
        (Like::Items, TypeRef::List(_)) => true,
        (Like::TextMap, TypeRef::Map(value)) => **value == TypeRef::Text,
        (Like::TextListMap, TypeRef::Map(value)) => {
            matches!(value.as_ref(), TypeRef::List(item) if **item == TypeRef::Text)
        }
        (Like::ListOf(like), TypeRef::List(item)) => is_like(ir, item, like),
        (Like::OneOf(known), TypeRef::Named(id)) => {
            matches!(&ir.ty(*id).shape, Shape::Enum(values) if values.iter().all(|value| known.contains(&value.as_str())))
        }
        (Like::Object(pattern), named @ TypeRef::Named(_)) => ir
            .fields(named)
            .is_some_and(|fields| fields_fit(ir, fields, pattern)),
        _ => false,
    }
}

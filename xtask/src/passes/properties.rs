//! Finds the property values of records, for which the runtime has a type that knows how HubSpot writes them.

use crate::ir::{Ir, Shape, TypeRef};

/// A field `properties` that maps names to text holds property values; other maps of text (links, contexts) stay maps.
pub(super) fn run(ir: &mut Ir) {
    for ty in &mut ir.types {
        let Shape::Object(fields) = &mut ty.shape else {
            continue;
        };
        for field in fields
            .iter_mut()
            .filter(|field| field.name == "properties" && is_text_map(&field.ty))
        {
            field.ty = TypeRef::Properties;
        }
    }
}

fn is_text_map(ty: &TypeRef) -> bool {
    let TypeRef::Map(value) = ty else {
        return false;
    };
    match value.as_ref() {
        TypeRef::Text => true,
        TypeRef::Nullable(value) => **value == TypeRef::Text,
        _ => false,
    }
}

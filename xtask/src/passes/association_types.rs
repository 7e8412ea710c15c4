//! Finds the schema that the constants for association types are values of.

use crate::diagnostics::Diagnostics;
use crate::ir::{AssociationSpec, Ir, Shape, TypeId, TypeRef};

/// The properties of the schema, and the value that says that a type is HubSpot's.
const CATEGORY: &str = "associationCategory";
const ID: &str = "associationTypeId";
const HUBSPOT: &str = "HUBSPOT_DEFINED";

pub(super) fn run(ir: &mut Ir, diagnostics: &mut Diagnostics) {
    let Some(table) = &ir.association_types else {
        return;
    };
    let found = ir
        .used_types()
        .find(|(_, ty)| ty.origin.to_string() == table.schema);
    let Some((id, _)) = found else {
        if table.is_partial {
            // Without an API that takes them nobody misses them.
            ir.association_types = None;
        } else {
            diagnostics.error(
                &table.place,
                format!("no schema `{}` is used", table.schema),
                "give DOCUMENT#/JSON/POINTER of the schema that stands for a kind of link in requests",
            );
        }
        return;
    };
    let spec = spec(ir, id);
    if spec.is_none() {
        diagnostics.error(
            &table.place,
            format!("`{}` stands for no kind of link", table.schema),
            format!("it has to be sent, and to require nothing but `{CATEGORY}`, an enum with `{HUBSPOT}` among its values, and `{ID}`, an integer"),
        );
    }
    if let Some(table) = &mut ir.association_types {
        table.spec = spec;
    }
}

/// What the type has for category and id; `None` if a constant of it cannot be made from those.
fn spec(ir: &Ir, ty: TypeId) -> Option<AssociationSpec> {
    let Shape::Object(fields) = &ir.ty(ty).shape else {
        return None;
    };
    let position = |name| fields.iter().position(|field| field.name == name);
    let (category, id) = (position(CATEGORY)?, position(ID)?);
    let TypeRef::Named(categories) = fields[category].ty else {
        return None;
    };
    let Shape::Enum(values) = &ir.ty(categories).shape else {
        return None;
    };
    let hubspot = values.iter().position(|value| value == HUBSPOT)?;
    let required = fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.required)
        .map(|(index, _)| index);
    let fits = ir.ty(ty).direction.is_sent()
        && fields[id].ty == TypeRef::Integer
        && required.eq([category.min(id), category.max(id)]);
    fits.then_some(AssociationSpec {
        ty,
        category,
        categories,
        hubspot,
        id,
    })
}

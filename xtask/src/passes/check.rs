//! What `emit` relies on and no earlier pass has made sure of.

use crate::diagnostics::Diagnostics;
use crate::ir::{Ir, Shape, TypeRef};

pub(super) fn run(ir: &mut Ir, diagnostics: &mut Diagnostics) {
    for (_, ty) in ir.used_types().filter(|(_, ty)| ty.direction.is_sent()) {
        let Shape::Object(fields) = &ty.shape else {
            continue;
        };
        for field in fields
            .iter()
            .filter(|field| matches!(field.ty, TypeRef::Nullable(_)))
        {
            // HubSpot takes `null` for "leave alone" in one place and for "clear" in another; a caller could not say which is meant.
            diagnostics.error(
                &field.origin,
                "not supported: a property of a request that may be `null`",
                "remove `nullable: true`; a property that is not set is not sent",
            );
        }
    }
}

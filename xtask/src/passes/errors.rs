//! Compares every error response with the one error body that the runtime decodes.
//!
//! A body with other fields costs nothing: the runtime's error keeps them in `extra` and the whole in `body`. But its typed fields will be empty.

use super::wrappers::{ERROR, fields_fit};
use crate::diagnostics::Diagnostics;
use crate::ir::Ir;

pub(super) fn run(ir: &mut Ir, diagnostics: &mut Diagnostics) {
    for (_, operation) in ir.operations() {
        for fault in &operation.errors {
            if !ir
                .fields(&fault.ty)
                .is_some_and(|fields| fields_fit(ir, fields, ERROR))
            {
                let names: Vec<&str> = ERROR.iter().map(|(name, _)| *name).collect();
                diagnostics.note(
                    &fault.origin,
                    format!("the client does not know this error body: what it says beside {} will be in `extra` and `body` of the error", names.join(", ")),
                );
            }
        }
    }
    // The bodies are the runtime's business; without this their types would count as used.
    ir.operations_mut()
        .for_each(|operation| operation.errors.clear());
}

//! Makes text of properties that have a single value, such as the tags of variants.
//!
//! An enum of one value tells nobody anything; the constructor of a type that is sent writes the value by itself, and a value that HubSpot adds is kept as
//! text like any other.

use super::enums::is_component;
use crate::ir::{Ir, Shape, TypeRef};

pub(super) fn run(ir: &mut Ir) {
    let constants: Vec<Option<String>> = ir
        .types
        .iter()
        .map(|ty| match &ty.shape {
            Shape::Enum(values) if !is_component(&ty.origin.pointer) => match values.as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    for ty in &mut ir.types {
        let (Shape::Object(fields) | Shape::Form(fields)) = &mut ty.shape else {
            continue;
        };
        for field in fields {
            if let TypeRef::Named(id) = field.ty
                && let Some(value) = &constants[id.0]
            {
                field.ty = TypeRef::Text;
                field.constant = Some(value.clone());
                let notes = &mut field.docs.notes;
                notes.retain(|note| !note.starts_with("Default:"));
                notes.push(format!("Always `{value}`."));
            }
        }
    }
}

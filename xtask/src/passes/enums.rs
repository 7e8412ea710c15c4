//! Makes one type of inline enums with the same values in members of the same name, wherever they stand.
//!
//! The name of the member counts: equal values under different names are a coincidence that the next version may end.

use std::collections::BTreeMap;

use super::share::point_to;
use crate::ir::{Ir, Shape, TypeId};

pub(super) fn run(ir: &mut Ir) {
    let mut groups: BTreeMap<(Vec<String>, String), Vec<usize>> = BTreeMap::new();
    for (number, ty) in ir.types.iter().enumerate() {
        if let Shape::Enum(values) = &ty.shape
            && !is_component(&ty.origin.pointer)
        {
            let mut values = values.clone();
            values.sort();
            let key = (values, member(&ty.origin.pointer).to_owned());
            groups.entry(key).or_default().push(number);
        }
    }
    let mut target: Vec<TypeId> = (0..ir.types.len()).map(TypeId).collect();
    for group in groups.values() {
        // The shortest of the names says what they have in common; the alphabet decides between equals, so that the order of documents does not.
        let Some(&chosen) = group
            .iter()
            .min_by_key(|number| (ir.types[**number].name.len(), &ir.types[**number].name))
        else {
            continue;
        };
        let documents: Vec<_> = group
            .iter()
            .flat_map(|number| ir.types[*number].documents.clone())
            .collect();
        ir.types[chosen].documents.extend(documents);
        group
            .iter()
            .for_each(|number| target[*number] = TypeId(chosen));
    }
    ir.rewrite_uses(|ty| point_to(ty, &|id| target[id.0]));
}

/// Whether a pointer names a component, which has a name of its own.
pub(super) fn is_component(pointer: &str) -> bool {
    pointer.starts_with("/components/schemas/") && pointer.matches('/').count() == 3
}

/// The name of the property that holds a schema; the whole pointer where no property does.
fn member(pointer: &str) -> &str {
    match pointer.rsplit_once("/properties/") {
        Some((_, rest)) => rest.split('/').next().unwrap_or(rest),
        None => pointer,
    }
}

//! Sample values of everything that the client reads, made from the model, and the test that takes the generated types through them.
//!
//! The model says what HubSpot may send (`made`), and what the client has to write after it read that (`written`): the rules of the runtime in a second form, which knows nothing of the
//! first. Both are plain JSON, so a difference between them shows in one place what reading and writing does by design.

mod made;
mod test;
mod view;
mod written;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ir::{Direction, Ir, Shape, Success, TypeRef};
use crate::passes::Names;
use made::made;
pub use test::{Test, test};
use view::View;
pub(crate) use written::is_accepted;

/// A type that the client reads, with sample values.
#[derive(Debug)]
pub struct Subject {
    /// Path of the type below the crate.
    pub name: String,
    /// The type.
    pub ty: TypeRef,
    /// Values to read.
    pub samples: Vec<Sample>,
}

/// A value as HubSpot may send it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// What is special about it.
    pub label: String,
    /// The value.
    pub json: Value,
    /// What the client writes after it read the value; `None` if it must not be able to read it.
    pub written: Option<Value>,
    /// The variant that it reads as, for enums and unions.
    pub variant: Option<String>,
}

/// Samples for each type that is received, and for each distinct result of an operation, by name.
pub fn samples(ir: &Ir, names: &Names) -> Vec<Subject> {
    let view = View::of(ir);
    let types = ir
        .used_types()
        .filter(|(_, ty)| matches!(ty.direction, Direction::Received | Direction::Both))
        // Forms are sent only, wherever else a document uses their schema.
        .filter(|(_, ty)| !matches!(ty.shape, Shape::Form(_)))
        .map(|(id, _)| TypeRef::Named(id));
    let results = ir
        .operations()
        .flat_map(|(_, operation)| results(&operation.success));
    let subjects: BTreeMap<String, TypeRef> = types
        .chain(results)
        .map(|ty| (view.path(&ty, names, ""), ty))
        .collect();
    subjects
        .into_iter()
        .map(|(name, ty)| Subject {
            samples: made(&view, &ty)
                .into_iter()
                .map(|(label, json)| sample(&view, names, &ty, label, json))
                .collect(),
            name,
            ty,
        })
        .collect()
}

fn sample(view: &View<'_>, names: &Names, ty: &TypeRef, label: String, json: Value) -> Sample {
    Sample {
        label,
        written: view.written(ty, &json),
        variant: view.variant(ty, &json, names),
        json,
    }
}

/// The types whose values an operation gives.
fn results(success: &Success) -> Vec<TypeRef> {
    match success {
        Success::Json(ty) => vec![ty.clone()],
        Success::Batch(result) => vec![TypeRef::Batch(Box::new(result.clone()))],
        Success::Optional(inner) => results(inner),
        Success::ByStatus(list) => list.iter().flat_map(|(_, inner)| results(inner)).collect(),
        Success::Empty | Success::Text | Success::Binary | Success::Whole => Vec::new(),
    }
}

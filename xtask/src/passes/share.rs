//! Makes one type of definitions that say the same in several documents.
//!
//! Two definitions are the same if they have one name and one structure, references followed. Text is not structure.

use std::collections::HashMap;

use crate::ir::{Field, Ir, Matcher, Shape, Type, TypeId, TypeRef};

/// Number of a group of types that have not been told apart.
type Class = usize;

pub(super) fn run(ir: &mut Ir) {
    let classes = classes(&ir.types);
    let mut first: HashMap<Class, usize> = HashMap::new();
    for (number, class) in classes.iter().enumerate() {
        let representative = *first.entry(*class).or_insert(number);
        let documents = ir.types[number].documents.clone();
        ir.types[representative].documents.extend(documents);
    }
    ir.rewrite_uses(|ty| point_to(ty, &|id| TypeId(first[&classes[id.0]])));
}

/// Lets every named type in `ty` be another one.
pub(super) fn point_to(ty: &mut TypeRef, target: &impl Fn(TypeId) -> TypeId) {
    match ty {
        TypeRef::Named(id) => *id = target(*id),
        other => {
            if let Some(inner) = other.inner_mut() {
                point_to(inner, target);
            }
        }
    }
}

/// Splits all types into groups until the members of each group cannot be told apart, not even through what they refer to.
///
/// Starting from the coarsest split is what makes recursive types comparable: they count as equal until a difference shows.
fn classes(types: &[Type]) -> Vec<Class> {
    let mut classes = vec![0; types.len()];
    let mut count = 0;
    loop {
        let mut numbers: HashMap<Signature<'_>, Class> = HashMap::new();
        let next: Vec<Class> = types
            .iter()
            .map(|ty| {
                let fresh = numbers.len();
                *numbers.entry(signature(ty, &classes)).or_insert(fresh)
            })
            .collect();
        let next_count = numbers.len();
        if next_count == count {
            return next;
        }
        (classes, count) = (next, next_count);
    }
}

#[derive(PartialEq, Eq, Hash)]
enum Signature<'a> {
    Object(&'a str, Vec<(&'a str, TypeRef, bool)>),
    Form(&'a str, Vec<(&'a str, TypeRef, bool)>),
    Enum(&'a str, &'a [String]),
    Union(&'a str, Vec<(TypeRef, &'a [Matcher])>),
}

fn signature<'a>(ty: &'a Type, classes: &[Class]) -> Signature<'a> {
    let abstracted = |ty: &TypeRef| {
        let mut ty = ty.clone();
        point_to(&mut ty, &|id| TypeId(classes[id.0]));
        ty
    };
    let fields = |fields: &'a [Field]| {
        let fields = fields.iter();
        let fields = fields.map(|field| (&*field.name, abstracted(&field.ty), field.required));
        fields.collect()
    };
    match &ty.shape {
        Shape::Enum(values) => Signature::Enum(&ty.name, values),
        Shape::Object(list) => Signature::Object(&ty.name, fields(list)),
        Shape::Form(list) => Signature::Form(&ty.name, fields(list)),
        Shape::Union(variants) => {
            let variants = variants.iter();
            let variants =
                variants.map(|variant| (abstracted(&variant.ty), variant.matchers.as_slice()));
            Signature::Union(&ty.name, variants.collect())
        }
    }
}

//! Makes one type of definitions that say the same in several documents.
//!
//! Two definitions are the same if they have one name and one structure, references followed. Text is not structure, and neither is order.

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
    let mut own: HashMap<Own<'_>, Class> = HashMap::new();
    // What a type says itself does not change from round to round, only which types it refers to.
    let parts: Vec<(Class, Vec<TypeId>)> = types
        .iter()
        .map(|ty| {
            let (signature, uses) = signature(ty);
            let fresh = own.len();
            (*own.entry(signature).or_insert(fresh), uses)
        })
        .collect();
    let mut classes: Vec<Class> = parts.iter().map(|(own, _)| *own).collect();
    let mut count = own.len();
    loop {
        let mut numbers: HashMap<(Class, Vec<Class>), Class> = HashMap::new();
        let next: Vec<Class> = parts
            .iter()
            .map(|(own, uses)| {
                let uses = uses.iter().map(|id| classes[id.0]).collect();
                let fresh = numbers.len();
                *numbers.entry((*own, uses)).or_insert(fresh)
            })
            .collect();
        let next_count = numbers.len();
        if next_count == count {
            return next;
        }
        (classes, count) = (next, next_count);
    }
}

/// What a type says itself. The order of fields and of values says nothing on the wire.
#[derive(PartialEq, Eq, Hash)]
enum Own<'a> {
    Object(&'a str, Vec<(&'a str, TypeRef, bool)>),
    Form(&'a str, Vec<(&'a str, TypeRef, bool)>),
    Enum(&'a str, Vec<&'a str>),
    Union(&'a str, Vec<(TypeRef, &'a [Matcher])>),
}

/// What a type says itself, and the types that it refers to.
fn signature(ty: &Type) -> (Own<'_>, Vec<TypeId>) {
    let abstracted = |ty: &TypeRef| {
        let mut ty = ty.clone();
        point_to(&mut ty, &|_| TypeId(0));
        ty
    };
    match &ty.shape {
        Shape::Enum(values) => {
            let mut values: Vec<&str> = values.iter().map(String::as_str).collect();
            values.sort_unstable();
            (Own::Enum(&ty.name, values), Vec::new())
        }
        Shape::Object(fields) | Shape::Form(fields) => {
            let mut fields: Vec<&Field> = fields.iter().collect();
            fields.sort_by_key(|field| &field.name);
            let uses = fields.iter().filter_map(|field| field.ty.named()).collect();
            let fields = fields
                .into_iter()
                .map(|field| (field.name.as_str(), abstracted(&field.ty), field.required));
            let own = match &ty.shape {
                Shape::Form(_) => Own::Form(&ty.name, fields.collect()),
                _ => Own::Object(&ty.name, fields.collect()),
            };
            (own, uses)
        }
        // Values may fit several variants: the order decides which one they are read as.
        Shape::Union(variants) => {
            let uses = variants.iter().filter_map(|variant| variant.ty.named());
            let own = variants
                .iter()
                .map(|variant| (abstracted(&variant.ty), variant.matchers.as_slice()));
            (Own::Union(&ty.name, own.collect()), uses.collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Direction, Docs};
    use crate::pointer::Origin;

    fn field(name: &str, ty: TypeRef) -> Field {
        Field {
            name: name.to_owned(),
            ty,
            required: true,
            constant: None,
            boxed: false,
            docs: Docs::default(),
            origin: Origin::document("v1/things.yaml"),
        }
    }

    fn ty(name: &str, shape: Shape) -> Type {
        Type {
            name: name.to_owned(),
            docs: Docs::default(),
            shape,
            direction: Direction::Unused,
            runtime: None,
            inputs: None,
            origin: Origin::document("v1/things.yaml"),
            documents: [].into(),
        }
    }

    fn object(name: &str, fields: &[(&str, TypeRef)]) -> Type {
        let fields = fields.iter().map(|(name, ty)| field(name, ty.clone()));
        ty(name, Shape::Object(fields.collect()))
    }

    fn values(name: &str, values: &[&str]) -> Type {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        ty(name, Shape::Enum(values))
    }

    #[test]
    fn what_says_the_same_is_one_class() {
        let to = |id| TypeRef::List(Box::new(TypeRef::Named(TypeId(id))));
        let types = [
            object("Tree", &[("id", TypeRef::Text), ("parts", to(0))]),
            object("Tree", &[("parts", to(1)), ("id", TypeRef::Text)]),
            object("Tree", &[("id", TypeRef::Text), ("parts", to(3))]),
            object("Tree", &[("id", TypeRef::Json), ("parts", to(2))]),
            values("Kind", &["A", "B"]),
            values("Kind", &["B", "A"]),
            values("Sort", &["A", "B"]),
        ];
        // The first two contain themselves; the next two differ by what they contain.
        assert_eq!(classes(&types), [0, 0, 1, 2, 3, 3, 4]);
    }

    #[test]
    fn thousands_of_types_in_a_chain_take_no_time() {
        let next = |id: usize| TypeRef::Named(TypeId(id));
        let types: Vec<Type> = (0..3000)
            .map(|id| object("Link", &[("next", next((id + 1) % 3000))]))
            .collect();
        assert!(classes(&types).iter().all(|class| *class == 0));
    }
}

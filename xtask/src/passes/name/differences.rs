//! What tells two structures of one name apart, in a few words.

use crate::ir::{Field, Shape, Type};

/// How `one` differs from `other`, which is found in `place`.
pub(super) fn difference(one: &Type, other: &Type, place: &str) -> String {
    match (&one.shape, &other.shape) {
        (Shape::Object(fields), Shape::Object(others))
        | (Shape::Form(fields), Shape::Form(others)) => of_fields(fields, others, place),
        (Shape::Enum(values), Shape::Enum(others)) => of_values(values, others, place),
        (one, other) => format!(
            "it is {}, and the one of {place} is {}",
            kind(one),
            kind(other)
        ),
    }
}

fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Object(_) => "an object",
        Shape::Enum(_) => "an enum",
        Shape::Union(_) => "a choice",
        Shape::Form(_) => "a form",
    }
}

fn of_fields(fields: &[Field], others: &[Field], place: &str) -> String {
    let same = |field: &Field, others: &[Field]| -> Option<Field> {
        others
            .iter()
            .find(|other| other.name == field.name)
            .cloned()
    };
    if let Some(field) = fields.iter().find(|field| same(field, others).is_none()) {
        return format!(
            "it has the property `{}`, which the one of {place} lacks",
            field.name
        );
    }
    if let Some(field) = others.iter().find(|field| same(field, fields).is_none()) {
        return format!(
            "it lacks the property `{}`, which the one of {place} has",
            field.name
        );
    }
    for field in fields {
        let Some(other) = same(field, others) else {
            continue;
        };
        let name = &field.name;
        match (field.required, other.required) {
            (true, false) => {
                return format!(
                    "its property `{name}` is required, in the one of {place} it is not"
                );
            }
            (false, true) => {
                return format!(
                    "its property `{name}` is not required, in the one of {place} it is"
                );
            }
            _ if field.ty != other.ty => {
                return format!(
                    "its property `{name}` has another type than in the one of {place}"
                );
            }
            _ => {}
        }
    }
    format!("it differs from the one of {place}")
}

fn of_values(values: &[String], others: &[String], place: &str) -> String {
    if let Some(value) = values.iter().find(|value| !others.contains(value)) {
        return format!("it has the value `{value}`, which the one of {place} lacks");
    }
    match others.iter().find(|value| !values.contains(value)) {
        Some(value) => format!("it lacks the value `{value}`, which the one of {place} has"),
        None => format!("it differs from the one of {place}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Direction, Docs, TypeRef};
    use crate::pointer::Origin;

    fn ty(shape: Shape) -> Type {
        Type {
            name: "Thing".to_owned(),
            docs: Docs::default(),
            shape,
            direction: Direction::Received,
            runtime: None,
            inputs: None,
            origin: Origin::document("v1/things.yaml"),
            documents: [].into(),
        }
    }

    fn object(fields: &[(&str, TypeRef, bool)]) -> Type {
        let fields = fields.iter().map(|(name, ty, required)| Field {
            name: (*name).to_owned(),
            ty: ty.clone(),
            required: *required,
            constant: None,
            boxed: false,
            docs: Docs::default(),
            origin: Origin::document("v1/things.yaml"),
        });
        ty(Shape::Object(fields.collect()))
    }

    fn values(values: &[&str]) -> Type {
        ty(Shape::Enum(
            values.iter().map(|value| (*value).to_owned()).collect(),
        ))
    }

    #[test]
    fn the_first_difference_is_told() {
        let id = ("id", TypeRef::Text, true);
        let one = object(std::slice::from_ref(&id));
        for (other, told) in [
            (
                object(&[]),
                "it has the property `id`, which the one of boxes lacks",
            ),
            (
                object(&[id.clone(), ("name", TypeRef::Text, false)]),
                "it lacks the property `name`, which the one of boxes has",
            ),
            (
                object(&[("id", TypeRef::Text, false)]),
                "its property `id` is required, in the one of boxes it is not",
            ),
            (
                object(&[("id", TypeRef::Integer, true)]),
                "its property `id` has another type than in the one of boxes",
            ),
            (
                values(&["id"]),
                "it is an object, and the one of boxes is an enum",
            ),
            (one, "it differs from the one of boxes"),
        ] {
            assert_eq!(
                difference(&object(std::slice::from_ref(&id)), &other, "boxes"),
                told
            );
        }
        assert_eq!(
            difference(&values(&["A", "B"]), &values(&["A"]), "boxes"),
            "it has the value `B`, which the one of boxes lacks"
        );
        assert_eq!(
            difference(&values(&["A"]), &values(&["A", "B"]), "boxes"),
            "it lacks the value `B`, which the one of boxes has"
        );
    }
}

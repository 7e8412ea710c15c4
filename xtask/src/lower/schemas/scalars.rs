//! Text, numbers and the values of enums.

use super::{Lower, Naming, TypeRef, View, text};
use crate::ir::{Docs, Shape};
use crate::pointer::Origin;

impl Lower<'_> {
    pub(super) fn string(
        &mut self,
        view: &View<'_>,
        origin: &Origin,
        naming: &Naming<'_>,
    ) -> TypeRef {
        if !view.values.is_empty() {
            return self.enumeration(view, origin, naming);
        }
        match view.format.as_deref() {
            Some("date-time") => TypeRef::DateTime,
            Some("date") => TypeRef::Date,
            Some("password") => TypeRef::Secret,
            // Any other format is text on the wire, and says what is in it.
            _ => TypeRef::Text,
        }
    }

    pub(super) fn enumeration(
        &mut self,
        view: &View<'_>,
        origin: &Origin,
        naming: &Naming<'_>,
    ) -> TypeRef {
        let mut values: Vec<String> = Vec::new();
        for (index, value) in &view.values {
            match value {
                Some(value) if values.iter().any(|other| other == value) => self.diagnostics.note(
                    &origin.key("enum").index(*index),
                    "a value of an enum is listed twice, and counts once",
                ),
                Some(value) => values.push((*value).to_owned()),
                None => self.diagnostics.note(
                    &origin.key("enum").index(*index),
                    "a value of an enum of texts is no text; it reads as an unknown value",
                ),
            }
        }
        if values.is_empty() {
            return TypeRef::Text;
        }
        // The text of an inline enum belongs to the field that holds it; a component's text is its own.
        let docs = match naming {
            Naming::Own(_) => Docs {
                notes: Vec::new(),
                ..text::schema_docs(view.data)
            },
            Naming::Inline { .. } => Docs::default(),
        };
        TypeRef::Named(self.add(naming.name(), docs, Shape::Enum(values), origin))
    }
}

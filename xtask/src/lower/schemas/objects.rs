//! Objects: with known fields, with free keys, or free altogether.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::AdditionalProperties;

use super::{Lower, Naming, TypeRef, View, text};
use crate::ir::{Docs, Field, Shape};
use crate::pointer::Origin;

/// One of the schemas whose properties make up a type.
#[derive(Clone)]
pub(super) struct Part<'a> {
    pub(super) view: View<'a>,
    pub(super) origin: Origin,
    /// What inline types of its properties are called after.
    pub(super) owner: String,
}

impl Part<'_> {
    /// Whether it says more than that there is an object.
    pub(super) fn says_something(&self) -> bool {
        self.view.properties.is_some()
            || !self.view.required.is_empty()
            || self.view.has_typed_extra()
    }
}

impl Lower<'_> {
    pub(super) fn object(
        &mut self,
        view: &View<'_>,
        origin: &Origin,
        naming: &Naming<'_>,
    ) -> TypeRef {
        if view.properties.is_some() {
            let name = naming.name();
            let id = self.reserve(name.clone(), view, Shape::Object(Vec::new()), origin);
            let part = Part {
                view: view.clone(),
                origin: origin.clone(),
                owner: name,
            };
            self.types[id.0].shape = Shape::Object(self.fields(&[part]));
            return TypeRef::Named(id);
        }
        for name in view.required {
            self.missing_required(name, origin);
        }
        match view.additional {
            Some(AdditionalProperties::Schema(values)) => {
                let at = origin.key("additionalProperties");
                TypeRef::Map(Box::new(self.schema(values, &at, naming)))
            }
            Some(AdditionalProperties::Any(_)) | None => TypeRef::Json,
        }
    }

    /// The fields that several schemas have together.
    pub(super) fn fields(&mut self, parts: &[Part<'_>]) -> Vec<Field> {
        let mut fields: IndexMap<String, Field> = IndexMap::new();
        // What only one side sends, the other cannot count on.
        let mut one_way: BTreeSet<String> = BTreeSet::new();
        for Part {
            view,
            origin,
            owner,
        } in parts
        {
            if let (Some(AdditionalProperties::Schema(_)), Some(_)) =
                (view.additional, view.properties)
            {
                self.diagnostics.note(
                    &origin.key("additionalProperties"),
                    "fields beside the named ones are kept as JSON in `extra`, whatever their type is",
                );
            }
            for (name, property) in view.properties.into_iter().flatten() {
                let at = origin.key("properties").key(name);
                let naming = Naming::Inline {
                    owner,
                    member: name,
                };
                let ty = self.schema(property, &at, &naming);
                let mut field = Field {
                    name: name.clone(),
                    ty,
                    required: false,
                    constant: None,
                    boxed: false,
                    docs: Docs::default(),
                    origin: at.clone(),
                };
                if let Some((schema, _)) = self.documents.resolve(property, &at, self.diagnostics) {
                    field.docs = text::schema_text(schema);
                    let data = &schema.schema_data;
                    if data.read_only || data.write_only {
                        one_way.insert(name.clone());
                        let note = match data.read_only {
                            true => "Read-only: not to be sent.",
                            false => "Write-only: never received.",
                        };
                        field.docs.notes.push(note.to_owned());
                    }
                }
                self.add_field(&mut fields, field);
            }
        }
        for Part { view, origin, .. } in parts {
            for (index, name) in view.required.iter().enumerate() {
                match fields.get_mut(name) {
                    None => self.missing_required(name, origin),
                    Some(_) if view.required[..index].contains(name) => self.diagnostics.error(
                        &origin.key("required").index(index),
                        format!("`{name}` is listed twice"),
                        "remove one of the two",
                    ),
                    // One part may require what another one describes.
                    Some(field) => field.required = !one_way.contains(name),
                }
            }
        }
        fields.into_values().collect()
    }

    fn add_field(&mut self, fields: &mut IndexMap<String, Field>, mut field: Field) {
        if let Some(earlier) = fields.get(&field.name) {
            if earlier.docs.description.is_some() && field.docs.description.is_none() {
                field.docs = earlier.docs.clone();
            }
            // Types of the same structure are found equal only later: what is told apart here may be the same.
            let is_same = match (&earlier.ty, &field.ty) {
                (TypeRef::Named(one), TypeRef::Named(other)) => {
                    self.types[one.0].name == self.types[other.0].name
                }
                (one, other) => one == other,
            };
            if !is_same {
                self.diagnostics.note(
                    &field.origin,
                    "two of the schemas that `allOf` joins describe this property in different ways; the last one counts",
                );
            }
        }
        fields.insert(field.name.clone(), field);
    }

    fn missing_required(&mut self, name: &str, origin: &Origin) {
        self.diagnostics.error(
            &origin.key("required"),
            format!("`{name}` is required, but there is no such property"),
            "add the property, or remove it from `required`",
        );
    }
}

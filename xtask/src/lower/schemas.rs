//! Schemas to types.

mod combine;
mod forms;
mod objects;
mod scalars;
mod unions;

use openapiv3::{ReferenceOr, Schema};

use super::{Lower, text};
use crate::casing::member_type;
use crate::document::Slot;
pub(super) use crate::document::View;
use crate::ir::{Direction, Docs, Shape, Type, TypeId, TypeRef};
use crate::pointer::Origin;

/// What a type is called if the schema turns out to need a name.
#[derive(Debug, Clone, Copy)]
pub(super) enum Naming<'a> {
    /// It has one.
    Own(&'a str),
    /// It stands inside something that has one.
    Inline { owner: &'a str, member: &'a str },
}

impl Naming<'_> {
    fn name(&self) -> String {
        match self {
            Self::Own(name) => (*name).to_owned(),
            Self::Inline { owner, member } => member_type(owner, member),
        }
    }
}

impl Lower<'_> {
    /// The type of a schema or of the component that it refers to.
    pub(super) fn schema<S: Slot<Target = Schema>>(
        &mut self,
        schema: &ReferenceOr<S>,
        origin: &Origin,
        naming: &Naming<'_>,
    ) -> TypeRef {
        match schema {
            ReferenceOr::Item(schema) => self.define(schema.target(), origin, naming),
            ReferenceOr::Reference { reference } => {
                match self.documents.resolve(schema, origin, self.diagnostics) {
                    Some((target, found)) => self.component(target, found, reference, origin),
                    None => TypeRef::Json,
                }
            }
        }
    }

    fn component(
        &mut self,
        schema: &Schema,
        found: Origin,
        reference: &str,
        origin: &Origin,
    ) -> TypeRef {
        match self.components.get(&found) {
            Some(Some(done)) => return done.clone(),
            Some(None) => {
                self.diagnostics.error(
                    origin,
                    format!("`$ref: {reference}` makes the schema contain nothing but itself"),
                    "let the schema be an object with properties",
                );
                return TypeRef::Json;
            }
            None => {}
        }
        self.components.insert(found.clone(), None);
        let name = found.last_part();
        let ty = self.define(schema, &found, &Naming::Own(&name));
        self.components.insert(found, Some(ty.clone()));
        ty
    }

    fn define(&mut self, schema: &Schema, origin: &Origin, naming: &Naming<'_>) -> TypeRef {
        let view = View::of(schema);
        if view.not {
            self.diagnostics.note(
                &origin.key("not"),
                "`not` says what a value is not, which no type can say; it is not read",
            );
        }
        let ty = self.kind(&view, origin, naming);
        nullable(ty, view.nullable)
    }

    fn kind(&mut self, view: &View<'_>, origin: &Origin, naming: &Naming<'_>) -> TypeRef {
        if view.is_combined() {
            return self.combined(view, origin, naming);
        }
        match view.ty {
            Some("string") => self.string(view, origin, naming),
            Some("integer") => TypeRef::Integer,
            Some("number") => TypeRef::Number,
            Some("boolean") => TypeRef::Boolean,
            Some("array") => self.array(view, origin, naming),
            Some("object") => self.object(view, origin, naming),
            // Without a `type` the other keywords say what is meant.
            _ if view.properties.is_some() || view.additional.is_some() => {
                self.object(view, origin, naming)
            }
            _ if view.items.is_some() => self.array(view, origin, naming),
            _ if view.is_text_enum() => self.enumeration(view, origin, naming),
            _ => TypeRef::Json,
        }
    }

    fn array(&mut self, view: &View<'_>, origin: &Origin, naming: &Naming<'_>) -> TypeRef {
        // An array without items was reported when the document was read.
        let Some(items) = view.items else {
            return TypeRef::List(Box::new(TypeRef::Json));
        };
        TypeRef::List(Box::new(self.schema(items, &origin.key("items"), naming)))
    }

    /// Makes room for a type that may refer to itself: its number is known before its content is read.
    fn reserve(&mut self, name: String, view: &View<'_>, shape: Shape, origin: &Origin) -> TypeId {
        let mut docs = text::schema_docs(view.data);
        docs.notes.clear();
        let id = self.add(name, docs, shape, origin);
        if let Some(place @ None) = self.components.get_mut(origin) {
            *place = Some(nullable(TypeRef::Named(id), view.nullable));
        }
        id
    }

    fn add(&mut self, name: String, docs: Docs, shape: Shape, origin: &Origin) -> TypeId {
        let documents = [origin.file.clone()].into();
        self.types.push(Type {
            name,
            docs,
            shape,
            direction: Direction::default(),
            runtime: None,
            inputs: None,
            origin: origin.clone(),
            documents,
        });
        TypeId(self.types.len() - 1)
    }
}

/// A type whose values may be `null`, once: any JSON value may be it anyway.
fn nullable(ty: TypeRef, is_nullable: bool) -> TypeRef {
    match ty {
        TypeRef::Nullable(_) | TypeRef::Json => ty,
        ty if is_nullable => TypeRef::Nullable(Box::new(ty)),
        ty => ty,
    }
}

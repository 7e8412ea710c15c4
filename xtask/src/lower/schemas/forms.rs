//! The parts of `multipart/form-data` bodies.

use super::combine::Joined;
use super::{Lower, View};
use crate::ir::{Field, Shape, TypeId, TypeRef};
use crate::pointer::Origin;

impl<'a> Lower<'a> {
    /// The type of a form whose parts are the properties of a schema; `None` if that has none.
    ///
    /// It is a type of its own even where the schema is a component: in JSON a file is text, in a form it is a part with a name.
    pub(in crate::lower) fn form<'b>(
        &mut self,
        view: &View<'b>,
        origin: &Origin,
        name: &str,
    ) -> Option<TypeId>
    where
        'a: 'b,
    {
        let mut joined = Joined::default();
        self.collect(view, origin, name, &mut joined, &mut vec![origin.clone()]);
        if !joined.is_plain()
            || joined
                .parts
                .iter()
                .all(|part| part.view.properties.is_none())
        {
            return None;
        }
        let mut fields = self.fields(&joined.parts);
        for field in &mut fields {
            // A part that is not set is not sent; a form has no `null`.
            if let TypeRef::Nullable(ty) = &field.ty {
                field.ty = (**ty).clone();
                field.required = false;
            }
            self.make_file(field, &joined);
        }
        let docs = super::text::schema_docs(view.data);
        Some(self.add(name.to_owned(), docs, Shape::Form(fields), origin))
    }

    fn make_file(&mut self, field: &mut Field, joined: &Joined<'_>) {
        let declared = joined.parts.iter().rev();
        let property = declared
            .filter_map(|part| part.view.properties?.get(&field.name))
            .next();
        let Some(property) = property else { return };
        let documents = self.documents;
        let Some((schema, at)) = documents.resolve(property, &field.origin, self.diagnostics)
        else {
            return;
        };
        let view = View::of(schema);
        if view.is_binary() {
            field.ty = TypeRef::File;
        } else if let Some(items) = view.items {
            let resolved = documents.resolve(items, &at.key("items"), self.diagnostics);
            if resolved.is_some_and(|(schema, _)| View::of(schema).is_binary()) {
                field.ty = TypeRef::List(Box::new(TypeRef::File));
            }
        }
    }
}

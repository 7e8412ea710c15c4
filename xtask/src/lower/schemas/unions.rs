//! Unions: a value of one of several types.

use openapiv3::{ReferenceOr, Schema};

use super::combine::{Choice, Joined};
use super::objects::Part;
use super::{Lower, Naming, TypeRef, View, nullable, text};
use crate::ir::{Docs, Matcher, Shape, Variant};
use crate::pointer::Origin;

impl<'a> Lower<'a> {
    pub(super) fn union<'b>(
        &mut self,
        choice: &Choice<'b>,
        view: &View<'b>,
        origin: &Origin,
        naming: &Naming<'_>,
    ) -> TypeRef
    where
        'a: 'b,
    {
        let view = &self.with_alternatives(choice, view);
        if let Some(ty) = self.texts(choice, view, origin, naming) {
            return nullable(ty, view.nullable);
        }
        let name = naming.name();
        let id = self.reserve(name.clone(), view, Shape::Union(Vec::new()), origin);
        let mut variants: Vec<Variant> = Vec::new();
        for (index, branch) in choice.branches.iter().enumerate() {
            let at = choice.origin.index(index);
            let member = alternative(branch, index);
            let naming = Naming::Inline {
                owner: &name,
                member: &member,
            };
            let ty = match self.schema(branch, &at, &naming) {
                TypeRef::Nullable(ty) => *ty,
                ty => ty,
            };
            add_variant(&mut variants, choice, branch, ty, at);
        }
        self.types[id.0].shape = Shape::Union(variants);
        nullable(TypeRef::Named(id), view.nullable)
    }

    /// The schema of a choice, with what its alternatives say about `null`.
    fn with_alternatives<'b>(&mut self, choice: &Choice<'_>, view: &View<'b>) -> View<'b> {
        let documents = self.documents;
        let mut view = view.clone();
        for (index, branch) in choice.branches.iter().enumerate() {
            let at = choice.origin.index(index);
            let resolved = documents.resolve(branch, &at, self.diagnostics);
            view.nullable |= resolved.is_some_and(|(schema, _)| View::of(schema).nullable);
        }
        view
    }

    /// A union whose alternatives all have the properties of `parts`, too.
    pub(super) fn union_of_joined<'b>(
        &mut self,
        choice: &Choice<'b>,
        parts: &[Part<'b>],
        view: &View<'b>,
        origin: &Origin,
        name: &str,
    ) -> TypeRef
    where
        'a: 'b,
    {
        let id = self.reserve(name.to_owned(), view, Shape::Union(Vec::new()), origin);
        let mut variants = Vec::new();
        for (index, branch) in choice.branches.iter().enumerate() {
            let at = choice.origin.index(index);
            if self.extends(branch, &at, origin) {
                // A child of this schema has the properties already.
                let member = alternative(branch, index);
                let naming = Naming::Inline {
                    owner: name,
                    member: &member,
                };
                let ty = self.schema(branch, &at, &naming);
                add_variant(&mut variants, choice, branch, ty, at);
                continue;
            }
            let documents = self.documents;
            let Some((schema, found)) = documents.resolve(branch, &at, self.diagnostics) else {
                continue;
            };
            let own = format!(
                "{name}{}",
                crate::casing::pascal(&alternative(branch, index))
            );
            let inner = View::of(schema);
            let mut joined = Joined {
                parts: parts.to_vec(),
                ..Joined::default()
            };
            let owner = match branch {
                ReferenceOr::Reference { .. } => found.last_part(),
                ReferenceOr::Item(_) => own.clone(),
            };
            let mut above = vec![origin.clone(), found.clone()];
            self.collect(&inner, &found, &owner, &mut joined, &mut above);
            if !(inner.is_object() || inner.is_combined() || inner.is_constraint())
                || !joined.is_plain()
            {
                self.unsupported(
                    &at,
                    "an object that is joined with a choice of something other than objects",
                    "describe the value by one schema, or correct the document by an overlay",
                );
                continue;
            }
            let shape = Shape::Object(self.fields(&joined.parts));
            let docs = text::schema_docs(inner.data);
            let docs = Docs {
                notes: Vec::new(),
                ..docs
            };
            let ty = TypeRef::Named(self.add(own, docs, shape, &at));
            add_variant(&mut variants, choice, branch, ty, at);
        }
        self.types[id.0].shape = Shape::Union(variants);
        TypeRef::Named(id)
    }

    /// Alternatives that are all text are no union: the values of enums come together, and beside plain text they say nothing.
    fn texts<'b>(
        &mut self,
        choice: &Choice<'b>,
        view: &View<'b>,
        origin: &Origin,
        naming: &Naming<'_>,
    ) -> Option<TypeRef>
    where
        'a: 'b,
    {
        let documents = self.documents;
        let mut values = Vec::new();
        let mut is_open = false;
        for (index, branch) in choice.branches.iter().enumerate() {
            let at = choice.origin.index(index);
            let (schema, _) = documents.resolve(branch, &at, self.diagnostics)?;
            let inner = View::of(schema);
            let is_enum = inner.is_text_enum();
            if inner.is_combined()
                || !(inner.ty == Some("string") || (inner.ty.is_none() && is_enum))
            {
                return None;
            }
            is_open |= !is_enum;
            values.extend(
                inner
                    .values
                    .iter()
                    .filter_map(|(_, value)| value.map(str::to_owned)),
            );
        }
        if is_open || values.is_empty() {
            return Some(TypeRef::Text);
        }
        let mut distinct: Vec<String> = Vec::new();
        for value in values {
            if !distinct.contains(&value) {
                distinct.push(value);
            }
        }
        let docs = Docs {
            notes: Vec::new(),
            ..text::schema_docs(view.data)
        };
        let id = self.add(naming.name(), docs, Shape::Enum(distinct), origin);
        Some(TypeRef::Named(id))
    }
}

fn add_variant(
    variants: &mut Vec<Variant>,
    choice: &Choice<'_>,
    branch: &ReferenceOr<Schema>,
    ty: TypeRef,
    origin: Origin,
) {
    // One schema may be listed several times; the discriminator has said all of its values the first time.
    if variants.iter().any(|variant| variant.ty == ty) {
        return;
    }
    variants.push(Variant {
        name: String::new(),
        ty,
        matchers: matchers(choice, branch),
        boxed: false,
        origin,
    });
}

/// What an alternative is called where it has no name.
fn alternative(branch: &ReferenceOr<Schema>, index: usize) -> String {
    match branch {
        ReferenceOr::Reference { reference } => {
            let name = reference.rsplit('/').next();
            name.unwrap_or_default().to_owned()
        }
        ReferenceOr::Item(schema) => match &schema.schema_data.title {
            Some(title) if !title.trim().is_empty() => title.clone(),
            _ => format!("Alternative{}", index + 1),
        },
    }
}

/// What the discriminator says of an alternative: the values that are mapped to it, or else its name.
fn matchers(choice: &Choice<'_>, branch: &ReferenceOr<Schema>) -> Vec<Matcher> {
    let (Some(discriminator), ReferenceOr::Reference { reference }) =
        (&choice.view.data.discriminator, branch)
    else {
        return Vec::new();
    };
    let name = |reference: &str| reference.rsplit('/').next().unwrap_or_default().to_owned();
    let target = name(reference);
    let mapped = discriminator.mapping.iter();
    let mut values: Vec<String> = mapped
        .filter(|(_, to)| name(to) == target)
        .map(|(value, _)| value.clone())
        .collect();
    if values.is_empty() {
        values.push(target);
    }
    vec![Matcher::Tag(discriminator.property_name.clone(), values)]
}

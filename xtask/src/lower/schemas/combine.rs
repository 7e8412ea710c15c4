//! Schemas that are made of others: `allOf` joins, `oneOf` and `anyOf` choose.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::objects::Part;
use super::{Lower, Naming, TypeRef, View, last_part};
use crate::ir::Shape;
use crate::pointer::Origin;

/// What a combined schema turns out to be made of, however deep it is nested.
#[derive(Clone, Default)]
pub(super) struct Joined<'a> {
    /// Objects, whose properties come together.
    pub(super) parts: Vec<Part<'a>>,
    /// Values that are no objects.
    pub(super) others: Vec<(ReferenceOr<Schema>, Origin)>,
    /// Choices.
    pub(super) choices: Vec<Choice<'a>>,
}

/// A list of alternatives.
#[derive(Clone)]
pub(super) struct Choice<'a> {
    pub(super) branches: &'a [ReferenceOr<Schema>],
    pub(super) view: View<'a>,
    /// The list.
    pub(super) origin: Origin,
}

impl Joined<'_> {
    /// Whether it is nothing but objects.
    pub(super) fn is_plain(&self) -> bool {
        self.others.is_empty() && self.choices.is_empty()
    }
}

impl<'a> Lower<'a> {
    pub(super) fn combined<'b>(
        &mut self,
        view: &View<'b>,
        origin: &Origin,
        naming: &Naming<'_>,
    ) -> TypeRef
    where
        'a: 'b,
    {
        if let [only] = view.all_of
            && view.one_of.is_empty()
            && view.any_of.is_empty()
            && view.properties.is_none()
        {
            // The usual way to say more about a `$ref`.
            return self.schema(only, &origin.key("allOf").index(0), naming);
        }
        let name = naming.name();
        let mut joined = Joined::default();
        let mut above = vec![origin.clone()];
        self.collect(view, origin, &name, &mut joined, &mut above);
        match (joined.choices.as_slice(), joined.others.as_slice()) {
            ([], []) => self.joined(&joined.parts, view, origin, name),
            ([], [(only, at)]) if joined.parts.iter().all(|part| !part.view.is_object()) => {
                let (only, at) = (only.clone(), at.clone());
                self.schema(&only, &at, naming)
            }
            ([choice], []) if joined.parts.is_empty() => {
                let choice = choice.clone();
                self.union(&choice, view, origin, naming)
            }
            ([choice], []) => {
                let choice = choice.clone();
                self.union_of_joined(&choice, &joined.parts, view, origin, name)
            }
            _ => {
                self.unsupported(
                    origin,
                    "a schema that joins an object with values of other kinds, or several choices",
                    "describe the value by one schema, or correct the document by an overlay",
                );
                TypeRef::Json
            }
        }
    }

    /// Takes a schema apart, down to what no longer is made of others.
    pub(super) fn collect<'b>(
        &mut self,
        view: &View<'b>,
        origin: &Origin,
        owner: &str,
        joined: &mut Joined<'b>,
        above: &mut Vec<Origin>,
    ) where
        'a: 'b,
    {
        if view.is_object()
            || (view.is_constraint() || view.is_combined()) && !view.required.is_empty()
        {
            joined.parts.push(Part {
                view: view.clone(),
                origin: origin.clone(),
                owner: owner.to_owned(),
            });
        }
        for (key, branches) in [("oneOf", view.one_of), ("anyOf", view.any_of)] {
            if branches.is_empty() {
                continue;
            }
            let at = origin.key(key);
            if self.are_constraints(branches, &at) {
                self.diagnostics.note(
                    &at,
                    "these alternatives differ in what they require only, which no type can say; they are not read",
                );
            } else if !above[1..].is_empty() && self.leads_to(branches, &at, &above[0]) {
                self.diagnostics.note(
                    &at,
                    "`allOf` names a choice of which the schema itself is an alternative; the choice is not read there",
                );
            } else {
                joined.choices.push(Choice {
                    branches,
                    view: view.clone(),
                    origin: at,
                });
            }
        }
        for (index, branch) in view.all_of.iter().enumerate() {
            let at = origin.key("allOf").index(index);
            let documents = self.documents;
            let Some((schema, found)) = documents.resolve(branch, &at, self.diagnostics) else {
                continue;
            };
            if above.contains(&found) {
                self.diagnostics.error(
                    &at,
                    "this `allOf` makes the schema a part of itself",
                    "remove the reference that leads back",
                );
                continue;
            }
            let inner = View::of(schema);
            if inner.is_object() || inner.is_combined() || inner.is_constraint() {
                let owner = match branch {
                    ReferenceOr::Reference { .. } => last_part(&found),
                    ReferenceOr::Item(_) => owner.to_owned(),
                };
                above.push(found.clone());
                self.collect(&inner, &found, &owner, joined, above);
                above.pop();
            } else {
                joined.others.push((branch.clone(), at));
            }
        }
    }

    /// An object with the properties of all parts.
    fn joined(
        &mut self,
        parts: &[Part<'_>],
        view: &View<'_>,
        origin: &Origin,
        name: String,
    ) -> TypeRef {
        if parts.iter().any(|part| part.view.properties.is_some()) {
            let id = self.reserve(name, view, Shape::Object(Vec::new()), origin);
            self.types[id.0].shape = Shape::Object(self.fields(parts));
            return TypeRef::Named(id);
        }
        let values = parts.iter().find_map(|part| match part.view.additional {
            Some(AdditionalProperties::Schema(values)) => Some((values, part)),
            _ => None,
        });
        let Some((values, part)) = values else {
            return TypeRef::Json;
        };
        let at = part.origin.key("additionalProperties");
        TypeRef::Map(Box::new(self.schema(
            values,
            &at,
            &Naming::Own(&part.owner),
        )))
    }

    /// Whether all alternatives only say what must be there of properties that are described elsewhere.
    fn are_constraints(&mut self, branches: &[ReferenceOr<Schema>], origin: &Origin) -> bool {
        branches.iter().enumerate().all(|(index, branch)| {
            let at = origin.index(index);
            let resolved = self.documents.resolve(branch, &at, self.diagnostics);
            resolved.is_some_and(|(schema, _)| View::of(schema).is_constraint())
        })
    }

    fn leads_to(
        &mut self,
        branches: &[ReferenceOr<Schema>],
        origin: &Origin,
        target: &Origin,
    ) -> bool {
        branches.iter().enumerate().any(|(index, branch)| {
            let at = origin.index(index);
            let resolved = self.documents.resolve(branch, &at, self.diagnostics);
            resolved.is_some_and(|(_, found)| found == *target)
        })
    }
}

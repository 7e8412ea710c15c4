//! Schemas that are made of others: `allOf` joins, `oneOf` and `anyOf` choose.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::objects::Part;
use super::{Lower, Naming, TypeRef, View};
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
        if let Some((only, at)) = self.only_member(view, origin) {
            // The usual way to say more about a `$ref`.
            return self.schema(only, &at, naming);
        }
        let name = naming.name();
        let mut joined = Joined::default();
        let mut above = vec![origin.clone()];
        self.collect(view, origin, &name, &mut joined, &mut above);
        let has_objects = joined.parts.iter().any(|part| part.view.is_object());
        joined.parts.retain(Part::says_something);
        match (joined.choices.as_slice(), joined.others.as_slice()) {
            ([], []) => return self.joined(&joined.parts, view, origin, name),
            ([], others) if !has_objects => {
                if let Some(ty) = self.narrowest(others, naming) {
                    return ty;
                }
            }
            ([choice], []) if joined.parts.is_empty() => {
                return self.union(choice, view, origin, naming);
            }
            ([choice], []) => {
                return self.union_of_joined(choice, &joined.parts, view, origin, &name);
            }
            _ => {}
        }
        self.unsupported(
            origin,
            "a schema that joins values of different kinds, or several choices",
            "describe the value by one schema, or correct the document by an overlay",
        );
        TypeRef::Json
    }

    /// Takes a schema apart, down to what no longer is made of others. What says more about a property comes later.
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
        for (index, branch) in view.all_of.iter().enumerate() {
            let at = origin.key("allOf").index(index);
            self.collect_member(branch, at, owner, joined, above);
        }
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
            let at = origin.key(key);
            match branches {
                [] => {}
                _ if above.len() > 1 && self.leads_to(branches, &at, &above[0]) => {
                    self.diagnostics.note(
                        &at,
                        "`allOf` names a choice of which the schema itself is an alternative; the choice is not read there",
                    );
                }
                [only] if !self.extends(only, &at.index(0), origin) => {
                    self.collect_member(only, at.index(0), owner, joined, above);
                }
                _ if self.are_constraints(branches, &at) => self.diagnostics.note(
                    &at,
                    "these alternatives differ in what they require only, which no type can say; they are not read",
                ),
                _ => joined.choices.push(Choice {
                    branches,
                    view: view.clone(),
                    origin: at,
                }),
            }
        }
    }

    fn collect_member<'b>(
        &mut self,
        member: &'b ReferenceOr<Schema>,
        at: Origin,
        owner: &str,
        joined: &mut Joined<'b>,
        above: &mut Vec<Origin>,
    ) where
        'a: 'b,
    {
        let documents = self.documents;
        let Some((schema, found)) = documents.resolve(member, &at, self.diagnostics) else {
            return;
        };
        if above.contains(&found) {
            self.diagnostics.error(
                &at,
                "this makes the schema a part of itself",
                "remove the reference that leads back",
            );
            return;
        }
        let inner = View::of(schema);
        if inner.is_object() || inner.is_combined() || inner.is_constraint() {
            let owner = match member {
                ReferenceOr::Reference { .. } => found.last_part(),
                ReferenceOr::Item(_) => owner.to_owned(),
            };
            above.push(found.clone());
            self.collect(&inner, &found, &owner, joined, above);
            above.pop();
        } else {
            joined.others.push((member.clone(), at));
        }
    }

    /// The one schema that this one is made of, if it says nothing itself: one alternative is no choice.
    fn only_member<'b>(
        &mut self,
        view: &View<'b>,
        origin: &Origin,
    ) -> Option<(&'b ReferenceOr<Schema>, Origin)>
    where
        'a: 'b,
    {
        if view.properties.is_some() || !view.required.is_empty() || view.has_typed_extra() {
            return None;
        }
        let (key, member) = match (view.all_of, view.one_of, view.any_of) {
            ([only], [], []) => ("allOf", only),
            ([], [only], []) => ("oneOf", only),
            ([], [], [only]) => ("anyOf", only),
            _ => return None,
        };
        let at = origin.key(key).index(0);
        // Parents that list their children are read part by part, or they would contain themselves.
        let is_related = match key {
            "allOf" => self.chooses(member, &at, origin),
            _ => self.extends(member, &at, origin),
        };
        (!is_related).then_some((member, at))
    }

    /// What all of some values, none of which is an object, have in common.
    fn narrowest(
        &mut self,
        others: &[(ReferenceOr<Schema>, Origin)],
        naming: &Naming<'_>,
    ) -> Option<TypeRef> {
        let mut narrowest: Option<TypeRef> = None;
        for (schema, at) in others {
            let ty = match self.schema(schema, at, naming) {
                TypeRef::Nullable(ty) => *ty,
                ty => ty,
            };
            narrowest = match narrowest {
                None => Some(ty),
                Some(other) if other == ty || self.includes(&ty, &other) => Some(other),
                Some(other) if self.includes(&other, &ty) => Some(ty),
                Some(_) => return None,
            };
        }
        narrowest
    }

    /// Whether every value of the one is a value of the other.
    fn includes(&self, wide: &TypeRef, narrow: &TypeRef) -> bool {
        match (wide, narrow) {
            (TypeRef::Json, _) | (TypeRef::Number, TypeRef::Integer) => true,
            (TypeRef::Text, TypeRef::Secret | TypeRef::DateTime | TypeRef::Date) => true,
            (TypeRef::Text, TypeRef::Named(id)) => {
                matches!(self.types[id.0].shape, Shape::Enum(_))
            }
            _ => false,
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

    /// Whether a schema is joined with the target, at any depth.
    pub(super) fn extends(
        &mut self,
        schema: &ReferenceOr<Schema>,
        origin: &Origin,
        target: &Origin,
    ) -> bool {
        let documents = self.documents;
        let mut waiting = vec![(schema, origin.clone())];
        let mut seen = Vec::new();
        while let Some((schema, at)) = waiting.pop() {
            let Some((schema, found)) = documents.resolve(schema, &at, self.diagnostics) else {
                continue;
            };
            if seen.contains(&found) {
                continue;
            }
            for (index, member) in View::of(schema).all_of.iter().enumerate() {
                let at = found.key("allOf").index(index);
                let resolved = documents.resolve(member, &at, self.diagnostics);
                if resolved.is_some_and(|(_, found)| found == *target) {
                    return true;
                }
                waiting.push((member, at));
            }
            seen.push(found);
        }
        false
    }

    /// Whether the target is an alternative of a schema.
    fn chooses(&mut self, schema: &ReferenceOr<Schema>, origin: &Origin, target: &Origin) -> bool {
        let documents = self.documents;
        let Some((schema, found)) = documents.resolve(schema, origin, self.diagnostics) else {
            return false;
        };
        let view = View::of(schema);
        self.leads_to(view.one_of, &found.key("oneOf"), target)
            || self.leads_to(view.any_of, &found.key("anyOf"), target)
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

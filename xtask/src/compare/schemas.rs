//! Schemas, keyword by keyword, along the references.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaKind, Type};
use serde_json::{Value, json};

use super::{Aspect, Comparer, Fact, Place, Side, Site, Sites, Step, Subject, keys};
use crate::document::{Slot, View};
use crate::pointer::Origin;

/// A schema and where it stands.
struct Node<'a> {
    schema: &'a Schema,
    view: View<'a>,
    origin: Origin,
    /// The component that it is, if it is one.
    component: Option<Origin>,
    /// Whether the place that refers to the component allows `null`, whatever the component says.
    nullable_here: bool,
}

impl Node<'_> {
    fn name(&self) -> Option<String> {
        self.component.as_ref().map(Origin::last_part)
    }
}

/// What may be a schema, and where it stands.
type At<'a, S> = (&'a ReferenceOr<S>, Origin);

impl<'a> Side<'a> {
    /// The schema that an element is or refers to. A schema that only wraps another one with `allOf` is that one.
    fn node<S: Slot<Target = Schema>>(&mut self, (item, origin): &At<'a, S>) -> Option<Node<'a>> {
        let is_component = matches!(item, ReferenceOr::Reference { .. });
        let (schema, origin) = self.documents.resolve(item, origin, &mut self.faults)?;
        let mut node = Node {
            schema,
            view: View::of(schema),
            component: is_component.then(|| origin.clone()),
            origin,
            nullable_here: false,
        };
        let mut passed = vec![node.origin.clone()];
        while let Some(wrapped) = only_branch(&node.view) {
            let at = node.origin.key("allOf").index(0);
            let is_component = matches!(wrapped, ReferenceOr::Reference { .. });
            let (schema, origin) = self.documents.resolve(wrapped, &at, &mut self.faults)?;
            if passed.contains(&origin) {
                break;
            }
            passed.push(origin.clone());
            let mut nullable = node.view.nullable;
            node.schema = schema;
            node.view = View::of(schema);
            if is_component && node.component.is_none() {
                node.component = Some(origin.clone());
                node.nullable_here = std::mem::take(&mut nullable);
            }
            node.view.nullable |= nullable;
            node.origin = origin;
        }
        Some(node)
    }

    /// A schema in a word, where the other side has nothing to compare it with.
    fn summary<S: Slot<Target = Schema>>(&mut self, at: &At<'a, S>) -> String {
        let node = self.node(at);
        node.map_or_else(String::new, |node| {
            node.name().unwrap_or_else(|| kind(&node.view).to_owned())
        })
    }
}

impl<'a> Comparer<'a> {
    /// Compares what stands at one place, if anything does. `aspect` is what differs if it does on one side only.
    pub(super) fn schemas<S: Slot<Target = Schema>>(
        &mut self,
        site: &Site,
        aspect: Aspect,
        left: Option<At<'a, S>>,
        right: Option<At<'a, S>>,
    ) {
        match (left, right) {
            (Some(left), Some(right)) => {
                if let (Some(left), Some(right)) = (self.left.node(&left), self.right.node(&right))
                {
                    self.nodes(site, left, right);
                }
            }
            (left, right) => {
                let left = left.map(|at| self.left.summary(&at));
                let right = right.map(|at| self.right.summary(&at));
                self.texts(site, aspect, left, right);
            }
        }
    }

    fn nodes(&mut self, site: &Site, mut left: Node<'a>, mut right: Node<'a>) {
        // A name that differs is corrected where it is referred to.
        let (one, other) = (left.name(), right.name());
        self.texts(site, Aspect::Schema, one.clone(), other.clone());
        if one.is_some() && other.is_some() {
            let here = [&left, &right].map(|node| node.nullable_here);
            self.flags(site, Aspect::Nullable, here[0], here[1]);
        } else {
            // The other side says in one place what this one says in two.
            left.view.nullable |= left.nullable_here;
            right.view.nullable |= right.nullable_here;
        }
        let Some(name) = one.or(other) else {
            let site = site.at(&left.origin, &right.origin);
            return self.keywords(&site, &left, &right);
        };
        let key = |node: &Node<'_>| node.component.as_ref().unwrap_or(&node.origin).clone();
        if self.seen.insert((key(&left), key(&right), site.usage)) {
            let site = Site {
                subject: Subject::Schema(name),
                place: Place::default(),
                usage: site.usage,
                at: Sites {
                    left: left.origin.clone(),
                    right: right.origin.clone(),
                },
            };
            self.keywords(&site, &left, &right);
        }
    }

    fn keywords(&mut self, site: &Site, left: &Node<'a>, right: &Node<'a>) {
        let (one, other) = (&left.view, &right.view);
        self.flags(site, Aspect::Nullable, one.nullable, other.nullable);
        let deprecated = [one, other].map(|view| view.data.deprecated);
        self.flags(site, Aspect::Deprecated, deprecated[0], deprecated[1]);
        let kinds = [one, other].map(kind);
        if kinds[0] != kinds[1] {
            let [left, right] = kinds.map(|kind| Some(kind.to_owned()));
            // Nothing of what follows would say more.
            return self.texts(site, Aspect::Type, left, right);
        }
        self.texts(
            site,
            Aspect::Format,
            one.format.clone(),
            other.format.clone(),
        );
        let default = |view: &View<'_>| view.data.default.as_ref().map(text);
        self.texts(site, Aspect::Default, default(one), default(other));
        let values = [left.schema, right.schema].map(values);
        let [left_values, right_values] = values;
        self.sets(site, Aspect::Enum, left_values, right_values);
        let items = |node: &Node<'a>| Some((node.view.items?, node.origin.key("items")));
        let inside = site.then(Step::Items);
        match (items(left), items(right)) {
            (Some(left), Some(right)) => {
                self.schemas(&inside, Aspect::Items, Some(left), Some(right));
            }
            (left, right) => self.schemas(site, Aspect::Items, left, right),
        }
        self.properties(site, left, right);
        self.additional(site, left, right);
        self.branches(
            site,
            Aspect::OneOf,
            (left, one.one_of),
            (right, other.one_of),
        );
        self.branches(
            site,
            Aspect::AnyOf,
            (left, one.any_of),
            (right, other.any_of),
        );
        self.branches(
            site,
            Aspect::AllOf,
            (left, one.all_of),
            (right, other.all_of),
        );
    }

    fn properties(&mut self, site: &Site, left: &Node<'a>, right: &Node<'a>) {
        let names = |view: &View<'a>| view.properties.into_iter().flat_map(|all| all.keys());
        let required = |view: &View<'a>| view.required.iter();
        let (one, other) = (&left.view, &right.view);
        let all = keys(
            names(one).chain(required(one)),
            names(other).chain(required(other)),
        );
        let property = |node: &Node<'a>, name: &str| {
            let property = node.view.properties?.get(name)?;
            Some((property, node.origin.key("properties").key(name)))
        };
        for name in all {
            let site = site.then(Step::Property(name.clone()));
            let required = [one, other].map(|view| view.required.contains(name));
            match (property(left, name), property(right, name)) {
                (Some(left), Some(right)) => {
                    self.flags(&site, Aspect::Required, required[0], required[1]);
                    self.schemas(&site, Aspect::Type, Some(left), Some(right));
                }
                (None, None) => self.flags(&site, Aspect::Required, required[0], required[1]),
                (left, right) => {
                    let left = left.map(|_| required[0]);
                    let right = right.map(|_| required[1]);
                    self.presence_of(&site, left, right);
                }
            }
        }
    }

    fn additional(&mut self, site: &Site, left: &Node<'a>, right: &Node<'a>) {
        let values = |node: &Node<'a>| match node.view.additional {
            Some(AdditionalProperties::Schema(schema)) => {
                Some((&**schema, node.origin.key("additionalProperties")))
            }
            _ => None,
        };
        let (one, other) = (values(left), values(right));
        if one.is_some() && other.is_some() {
            return self.schemas(&site.then(Step::Values), Aspect::Type, one, other);
        }
        // Anything goes where nothing is said.
        let open = |node: &Node<'a>| {
            !matches!(node.view.additional, Some(AdditionalProperties::Any(false)))
        };
        let one = one.map(|at| Fact::Text(self.left.summary(&at)));
        let other = other.map(|at| Fact::Text(self.right.summary(&at)));
        self.differ(
            site,
            Aspect::AdditionalProperties,
            one.unwrap_or_else(|| Fact::Flag(open(left))),
            other.unwrap_or_else(|| Fact::Flag(open(right))),
        );
    }

    /// Compares the branches of `oneOf` and the like: those with a name by name, the others by their order.
    fn branches(
        &mut self,
        site: &Site,
        keyword: Aspect,
        (left, left_list): (&Node<'a>, &'a [ReferenceOr<Schema>]),
        (right, right_list): (&Node<'a>, &'a [ReferenceOr<Schema>]),
    ) {
        let one = named(&mut self.left, keyword, left, left_list);
        let mut other = named(&mut self.right, keyword, right, right_list);
        let names = |branches: &BTreeMap<Branch, Node<'_>>| {
            Some(branches.keys().map(ToString::to_string).collect())
        };
        self.sets(site, keyword, names(&one), names(&other));
        for (branch, left) in one {
            let Some(right) = other.remove(&branch) else {
                continue;
            };
            match branch {
                // The parts of one object are all in the same place.
                Branch::Inline(index) if keyword != Aspect::AllOf => {
                    self.nodes(&site.then(Step::Branch(index)), left, right);
                }
                _ => self.nodes(site, left, right),
            }
        }
    }
}

/// How a branch is found on the other side.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Branch {
    Named(String),
    Inline(usize),
}

impl std::fmt::Display for Branch {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Named(name) => formatter.write_str(name),
            Self::Inline(index) => write!(formatter, "({index})"),
        }
    }
}

fn named<'a>(
    side: &mut Side<'a>,
    keyword: Aspect,
    node: &Node<'_>,
    list: &'a [ReferenceOr<Schema>],
) -> BTreeMap<Branch, Node<'a>> {
    let mut branches = BTreeMap::new();
    let mut inline = 0;
    for (index, branch) in list.iter().enumerate() {
        let at = node.origin.key(keyword.name()).index(index);
        let Some(node) = side.node(&(branch, at)) else {
            continue;
        };
        let branch = node.name().map_or_else(
            || {
                inline += 1;
                Branch::Inline(inline - 1)
            },
            Branch::Named,
        );
        branches.insert(branch, node);
    }
    branches
}

/// The one branch of a schema that has nothing else.
fn only_branch<'a>(view: &View<'a>) -> Option<&'a ReferenceOr<Schema>> {
    let [branch] = view.all_of else {
        return None;
    };
    let is_plain = view.ty.is_none()
        && view.properties.is_none()
        && view.required.is_empty()
        && view.additional.is_none()
        && view.items.is_none()
        && view.one_of.is_empty()
        && view.any_of.is_empty()
        && view.values.is_empty();
    is_plain.then_some(branch)
}

/// The type, or the keyword that says more than it.
fn kind<'a>(view: &View<'a>) -> &'a str {
    match view.ty {
        _ if !view.one_of.is_empty() => Aspect::OneOf.name(),
        _ if !view.any_of.is_empty() => Aspect::AnyOf.name(),
        _ if !view.all_of.is_empty() => Aspect::AllOf.name(),
        Some(ty) => ty,
        None if view.is_object() => "object",
        None if view.items.is_some() => "array",
        None => "any",
    }
}

/// The values of `enum`, without `null`, which makes a schema nullable. `None` if there is no `enum`.
fn values(schema: &Schema) -> Option<BTreeSet<String>> {
    let values: Vec<Value> = match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => listed(&string.enumeration),
        SchemaKind::Type(Type::Integer(integer)) => listed(&integer.enumeration),
        SchemaKind::Type(Type::Number(number)) => listed(&number.enumeration),
        SchemaKind::Type(Type::Boolean(boolean)) => listed(&boolean.enumeration),
        SchemaKind::Any(any) => any.enumeration.clone(),
        _ => Vec::new(),
    };
    let is_listed = !values.is_empty();
    let values = values.iter().filter(|value| !value.is_null()).map(text);
    is_listed.then(|| values.collect())
}

fn listed<T: serde::Serialize>(values: &[T]) -> Vec<Value> {
    values.iter().map(|value| json!(value)).collect()
}

/// A value as people write it.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

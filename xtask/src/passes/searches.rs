//! Recognizes what searches send: conditions, groups of them and whole requests, for which the runtime has types with a builder.
//!
//! Types stand for the runtime's only if every field of theirs has a place in it and has its kind; otherwise they stay types of their own, so nothing is lost.
//! Unlike pages they keep their place in the table, for their fields are what the setters of the runtime's types are called after.
//!
//! An operation that takes a search and nothing else, and answers with a page, gives its results page by page: the runtime knows how.

use std::collections::{BTreeSet, HashMap};

use crate::ir::{
    Answer, Content, Field, Ir, Media, Operation, Paging, Shape, Type, TypeId, TypeRef, Way,
};

/// A type of the runtime.
struct Known {
    name: &'static str,
    /// By wire name.
    fields: &'static [(&'static str, Kind, Need)],
}

/// What a field must be.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Integer,
    Texts,
    Operator,
    /// A list of a type that comes before in the table.
    List(&'static str),
}

/// Who needs a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// The runtime's constructor, and the shape.
    Always,
    /// The shape: without it, it is another.
    Shape,
    Nobody,
}

const OPERATOR: &str = "FilterOperator";

const SEARCH: &str = "SearchRequest";

/// What the runtime's operator knows.
const OPERATORS: [&str; 13] = [
    "BETWEEN",
    "CONTAINS_TOKEN",
    "EQ",
    "GT",
    "GTE",
    "HAS_PROPERTY",
    "IN",
    "LT",
    "LTE",
    "NEQ",
    "NOT_CONTAINS_TOKEN",
    "NOT_HAS_PROPERTY",
    "NOT_IN",
];

/// From the inside out.
const KNOWN: [Known; 3] = [
    Known {
        name: "Filter",
        fields: &[
            ("propertyName", Kind::Text, Need::Always),
            ("operator", Kind::Operator, Need::Always),
            ("value", Kind::Text, Need::Shape),
            ("values", Kind::Texts, Need::Nobody),
            ("highValue", Kind::Text, Need::Nobody),
        ],
    },
    Known {
        name: "FilterGroup",
        fields: &[("filters", Kind::List("Filter"), Need::Always)],
    },
    // What exports take lacks the page: it is no search that could be sent as one.
    Known {
        name: SEARCH,
        fields: &[
            ("query", Kind::Text, Need::Nobody),
            ("filterGroups", Kind::List("FilterGroup"), Need::Shape),
            ("filters", Kind::List("Filter"), Need::Nobody),
            ("sorts", Kind::Texts, Need::Nobody),
            ("properties", Kind::Texts, Need::Nobody),
            ("limit", Kind::Integer, Need::Shape),
            ("after", Kind::Text, Need::Shape),
        ],
    },
];

pub(super) fn run(ir: &mut Ir) {
    let found = find(ir);
    // Several documents may have parts of the same: the first one stands for all.
    let mut first: HashMap<&str, TypeId> = HashMap::new();
    let mut stands_for: HashMap<TypeId, TypeId> = HashMap::new();
    for (id, name) in &found {
        let keeper = *first.entry(name).or_insert(*id);
        stands_for.insert(*id, keeper);
        become_known(&mut ir.types, *id, keeper, name);
    }
    ir.rewrite_uses(|ty| replace(ty, &stands_for));
    let Ir {
        versions, types, ..
    } = ir;
    let apis = versions.iter_mut().flat_map(|version| &mut version.apis);
    for operation in apis.flat_map(|api| &mut api.operations) {
        if is_paged(types, operation) {
            operation.paging = Some(Paging {
                way: Way::Search,
                page_size: None,
                at_most: Vec::new(),
            });
        }
    }
}

/// Whether the runtime can read all pages of an operation: the request is a search and nothing else, the answer always a page.
fn is_paged(types: &[Type], operation: &Operation) -> bool {
    let is_search = operation.body.as_ref().is_some_and(|body| {
        let name = body.ty.named().and_then(|id| types[id.0].runtime);
        let is_json = matches!(&body.media, Media::Json(media) if media == "application/json");
        body.required && is_json && name == Some(SEARCH)
    });
    let mut answers = operation.answers.iter();
    let is_page = |answer: &Answer| matches!(answer.content, Content::Json(TypeRef::Page(_)));
    is_search
        && operation.params.iter().all(|param| param.required)
        && operation.answers.first().is_some_and(is_page)
        && answers.all(|answer| answer.content == operation.answers[0].content)
}

/// The types that are the runtime's, in the order of their numbers.
fn find(ir: &Ir) -> Vec<(TypeId, &'static str)> {
    let mut found: HashMap<TypeId, &'static str> = HashMap::new();
    for known in &KNOWN {
        for (number, ty) in ir.types.iter().enumerate() {
            let Shape::Object(fields) = &ty.shape else {
                continue;
            };
            if fits(ir, fields, known, &found) {
                found.insert(TypeId(number), known.name);
                let operators = fields.iter().filter(|field| field.name == "operator");
                let operators = operators.filter_map(|field| field.ty.named());
                found.extend(operators.map(|id| (id, OPERATOR)));
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_unstable();
    found
}

fn fits(ir: &Ir, fields: &[Field], known: &Known, found: &HashMap<TypeId, &'static str>) -> bool {
    let has = |name: &str| fields.iter().any(|field| field.name == name);
    let is_whole = known
        .fields
        .iter()
        .all(|(name, _, need)| *need == Need::Nobody || has(name));
    is_whole
        && fields.iter().all(|field| {
            let mut places = known.fields.iter();
            places
                .any(|(name, kind, _)| *name == field.name && is_kind(ir, &field.ty, *kind, found))
        })
}

fn is_kind(ir: &Ir, ty: &TypeRef, kind: Kind, found: &HashMap<TypeId, &'static str>) -> bool {
    match (kind, ty) {
        (_, TypeRef::Nullable(inner)) => is_kind(ir, inner, kind, found),
        (Kind::Text, TypeRef::Text) | (Kind::Integer, TypeRef::Integer) => true,
        (Kind::Texts, TypeRef::List(item)) => **item == TypeRef::Text,
        (Kind::Operator, TypeRef::Named(id)) => {
            matches!(&ir.ty(*id).shape, Shape::Enum(values) if values.iter().all(|value| OPERATORS.contains(&value.as_str())))
        }
        (Kind::List(name), TypeRef::List(item)) => {
            matches!(**item, TypeRef::Named(id) if found.get(&id) == Some(&name))
        }
        _ => false,
    }
}

/// Gives what one type has to the one that stands for it, as the runtime's type has it.
fn become_known(types: &mut [Type], id: TypeId, keeper: TypeId, name: &'static str) {
    let documents: BTreeSet<_> = types[id.0].documents.clone();
    let shape = match &types[id.0].shape {
        Shape::Object(fields) => {
            Shape::Object(fields.iter().map(|it| as_known(it, name)).collect())
        }
        Shape::Enum(values) => Shape::Enum(values.clone()),
        Shape::Union(_) | Shape::Form(_) => return,
    };
    let keeper = &mut types[keeper.0];
    keeper.name = name.to_owned();
    keeper.runtime = Some(name);
    keeper.documents.extend(documents);
    match (&mut keeper.shape, shape) {
        (Shape::Object(kept), Shape::Object(fields)) => {
            // What the keeper has itself becomes what the runtime has.
            for field in fields {
                match kept.iter_mut().find(|other| other.name == field.name) {
                    Some(other) => *other = field,
                    None => kept.push(field),
                }
            }
            // Arguments of the constructor are in the order of the fields.
            let known = KNOWN.iter().find(|known| known.name == name);
            let place = |field: &Field| {
                known.and_then(|known| known.fields.iter().position(|it| it.0 == field.name))
            };
            kept.sort_by_key(place);
        }
        (Shape::Enum(kept), Shape::Enum(values)) => {
            for value in values {
                if !kept.contains(&value) {
                    kept.push(value);
                }
            }
        }
        _ => {}
    }
}

/// A field as the runtime has it: only what the constructor takes is required, and nothing is sent as null.
fn as_known(field: &Field, name: &str) -> Field {
    let mut field = field.clone();
    while let TypeRef::Nullable(inner) = field.ty {
        field.ty = *inner;
    }
    let known = KNOWN.iter().find(|known| known.name == name);
    let mut places = known.into_iter().flat_map(|known| known.fields);
    field.required = places.any(|(name, _, need)| *name == field.name && *need == Need::Always);
    field
}

fn replace(ty: &mut TypeRef, stands_for: &HashMap<TypeId, TypeId>) {
    if let TypeRef::Named(id) = ty
        && let Some(keeper) = stands_for.get(id)
    {
        *id = *keeper;
    }
    if let Some(inner) = ty.inner_mut() {
        replace(inner, stands_for);
    }
}

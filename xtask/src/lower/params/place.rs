//! Where and in which form a parameter is sent.

use openapiv3::{Parameter, ParameterSchemaOrContent, PathStyle, QueryStyle};

use crate::ir::{Place, Shape, TypeRef};
use crate::lower::Lower;
use crate::pointer::Origin;

impl Lower<'_> {
    /// Where and in which form a parameter is sent.
    pub(super) fn place(
        &mut self,
        parameter: &Parameter,
        ty: &TypeRef,
        origin: &Origin,
        at: &Origin,
    ) -> Option<Place> {
        let data = parameter.parameter_data_ref();
        let kind = self.value_kind(ty);
        let is_json = matches!(data.format, ParameterSchemaOrContent::Content(_));
        let place = match (parameter, kind) {
            (Parameter::Query { .. }, _) if is_json => Some(Place::QueryJson),
            (Parameter::Query { style, .. }, kind) => query_place(style, kind, data.explode),
            (Parameter::Path { style, .. }, ValueKind::Single) if !is_json => {
                (*style == PathStyle::Simple).then_some(Place::Path)
            }
            (Parameter::Header { .. }, ValueKind::Single | ValueKind::List) if !is_json => {
                Some(Place::Header)
            }
            (Parameter::Cookie { .. }, ValueKind::Single) if !is_json => Some(Place::Cookie),
            _ => None,
        };
        if let Parameter::Query {
            allow_reserved: true,
            ..
        } = parameter
        {
            self.diagnostics.note(
                &origin.key("allowReserved"),
                "values of the query are always encoded, whatever `allowReserved` says; servers read the same",
            );
        }
        if place.is_none() {
            self.unsupported(
                at,
                &format!(
                    "a {} parameter of this type in this style",
                    place_name(parameter)
                ),
                "use text, a number, a flag or an enum; in the query also a list of these or an object",
            );
        }
        place
    }

    /// A choice of values that are all sent as text is text; where one of them is a list of such, a list.
    pub(super) fn as_text(&self, ty: TypeRef) -> TypeRef {
        let alternatives: Vec<&TypeRef> = match &ty {
            TypeRef::List(item) => vec![item],
            TypeRef::Named(id) => self.types[id.0].shape.refs().collect(),
            _ => return ty,
        };
        let (lists, others): (Vec<&TypeRef>, Vec<&TypeRef>) = alternatives
            .into_iter()
            .partition(|one| matches!(one, TypeRef::List(_)));
        let items = lists.iter().filter_map(|list| list.inner());
        if !self.is_choice(&ty)
            || !others
                .into_iter()
                .chain(items)
                .all(|one| self.is_sent_as_text(one))
        {
            return ty;
        }
        match &ty {
            TypeRef::Named(_) if lists.is_empty() => TypeRef::Text,
            _ => TypeRef::List(Box::new(TypeRef::Text)),
        }
    }

    /// Whether the type, or the item of a list, is a choice.
    fn is_choice(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Named(id) => matches!(self.types[id.0].shape, Shape::Union(_)),
            TypeRef::List(item) => matches!(**item, TypeRef::Named(_)) && self.is_choice(item),
            _ => false,
        }
    }

    /// Whether all values of a type are sent as one text each.
    fn is_sent_as_text(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Named(id) if self.is_choice(ty) => {
                let mut alternatives = self.types[id.0].shape.refs();
                alternatives.all(|one| self.value_kind(one) == ValueKind::Single)
            }
            other => self.value_kind(other) == ValueKind::Single,
        }
    }

    fn value_kind(&self, ty: &TypeRef) -> ValueKind {
        match ty {
            TypeRef::List(item) => match self.value_kind(item) {
                ValueKind::Single => ValueKind::List,
                _ => ValueKind::Nested,
            },
            TypeRef::Map(_) | TypeRef::Json => ValueKind::Object,
            TypeRef::Named(id) => match self.types[id.0].shape {
                Shape::Enum(_) => ValueKind::Single,
                Shape::Object(_) => ValueKind::Object,
                Shape::Union(_) | Shape::Form(_) => ValueKind::Nested,
            },
            TypeRef::Text
            | TypeRef::Secret
            | TypeRef::Boolean
            | TypeRef::Integer
            | TypeRef::Number
            | TypeRef::DateTime
            | TypeRef::Date => ValueKind::Single,
            _ => ValueKind::Nested,
        }
    }
}

/// What a value looks like in a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    Single,
    List,
    Object,
    /// A list of something other than single values, or a choice.
    Nested,
}

fn query_place(style: &QueryStyle, kind: ValueKind, explode: Option<bool>) -> Option<Place> {
    let repeats = explode.unwrap_or(*style == QueryStyle::Form);
    match (style, kind) {
        (QueryStyle::DeepObject, ValueKind::Object) => Some(Place::QueryDeep),
        (_, ValueKind::Single) => Some(Place::Query),
        (
            QueryStyle::Form | QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited,
            ValueKind::List,
        ) if repeats => Some(Place::Query),
        (QueryStyle::Form, ValueKind::List) => Some(Place::QueryJoined(',')),
        (QueryStyle::SpaceDelimited, ValueKind::List) => Some(Place::QueryJoined(' ')),
        (QueryStyle::PipeDelimited, ValueKind::List) => Some(Place::QueryJoined('|')),
        // A list in that style is what some generators write for a parameter that repeats.
        (QueryStyle::DeepObject, ValueKind::List) => Some(Place::Query),
        (QueryStyle::Form, ValueKind::Object) if repeats => Some(Place::QueryObject),
        _ => None,
    }
}

/// The place of a parameter, in the word of the document.
pub(super) fn place_name(parameter: &Parameter) -> &'static str {
    match parameter {
        Parameter::Path { .. } => "path",
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "header",
        Parameter::Cookie { .. } => "cookie",
    }
}

/// Whether that is the word for a place.
pub(super) fn is_in(place: Place, name: &str) -> bool {
    let own = match place {
        Place::Path => "path",
        Place::Header => "header",
        Place::Cookie => "cookie",
        _ => "query",
    };
    own == name
}

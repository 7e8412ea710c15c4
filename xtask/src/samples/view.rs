//! The model as reading sees it: the members of every object, those of the runtime's own types among them.

use crate::casing::needs_raw;
use crate::ir::{Direction, Field, Ir, Shape, TypeId, TypeRef, Variant};
use crate::passes::{Home, Names};

/// A member of an object.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// Wire name.
    pub(super) name: String,
    /// Its type, without the option around it.
    pub(super) ty: TypeRef,
    /// Whether the document promises it.
    pub(super) is_required: bool,
    /// Whether it is an `Option`.
    pub(super) is_option: bool,
    /// The only value that it has, if it must be there.
    pub(super) constant: Option<String>,
}

impl Member {
    fn plain(name: &str, ty: TypeRef) -> Self {
        Self {
            name: name.to_owned(),
            ty,
            is_required: true,
            is_option: false,
            constant: None,
        }
    }

    fn option(name: &str, ty: TypeRef) -> Self {
        Self {
            is_required: false,
            is_option: true,
            ..Self::plain(name, ty)
        }
    }

    /// A field as the client has it.
    fn of(field: &Field, direction: Direction) -> Self {
        let (ty, is_nullable) = match &field.ty {
            TypeRef::Nullable(inner) => (inner.as_ref(), true),
            other => (other, false),
        };
        let is_container = matches!(ty, TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Properties);
        let is_plain = (field.required && !is_nullable) || (is_container && !direction.is_sent());
        Self {
            name: field.name.clone(),
            ty: ty.clone(),
            is_required: field.required,
            is_option: field.boxed || !is_plain,
            constant: field.constant.clone().filter(|_| field.required),
        }
    }
}

/// The types of the runtime that are inside of others. Their numbers follow those of the model.
#[derive(Debug, Clone, Copy)]
enum Own {
    Paging,
    NextPage,
    PreviousPage,
    BatchStatus,
    BatchFailure,
    ErrorDetail,
}

impl Own {
    const ALL: [Self; 6] = [
        Self::Paging,
        Self::NextPage,
        Self::PreviousPage,
        Self::BatchStatus,
        Self::BatchFailure,
        Self::ErrorDetail,
    ];
}

/// What a named type is.
pub(super) enum Kind<'a> {
    Object(Vec<Member>),
    Enum(Vec<&'a str>),
    Union(&'a [Variant]),
}

/// The model with the runtime's types.
pub(super) struct View<'a> {
    ir: &'a Ir,
}

impl<'a> View<'a> {
    pub(super) fn of(ir: &'a Ir) -> Self {
        Self { ir }
    }

    fn own(&self, own: Own) -> TypeRef {
        TypeRef::Named(TypeId(self.ir.types.len() + own as usize))
    }

    /// What a named type is; `None` for forms, which nobody reads.
    pub(super) fn kind(&self, id: TypeId) -> Option<Kind<'a>> {
        let Some(ty) = self.ir.types.get(id.0) else {
            let own = Own::ALL.get(id.0 - self.ir.types.len())?;
            return Some(self.own_kind(*own));
        };
        match &ty.shape {
            Shape::Object(fields) => {
                let members = fields.iter().map(|field| Member::of(field, ty.direction));
                Some(Kind::Object(members.collect()))
            }
            Shape::Enum(values) => Some(Kind::Enum(values.iter().map(String::as_str).collect())),
            Shape::Union(variants) => Some(Kind::Union(variants)),
            Shape::Form(_) => None,
        }
    }

    fn own_kind(&self, own: Own) -> Kind<'a> {
        let text = |name| Member::plain(name, TypeRef::Text);
        let text_option = |name| Member::option(name, TypeRef::Text);
        let json = |name| Member::option(name, TypeRef::Json);
        Kind::Object(match own {
            Own::BatchStatus => {
                return Kind::Enum(vec!["CANCELED", "COMPLETE", "PENDING", "PROCESSING"]);
            }
            Own::Paging => vec![
                Member::option("next", self.own(Own::NextPage)),
                Member::option("prev", self.own(Own::PreviousPage)),
            ],
            Own::NextPage => vec![text("after"), text_option("link")],
            Own::PreviousPage => vec![text("before"), text_option("link")],
            Own::BatchFailure => {
                let details = TypeRef::List(Box::new(self.own(Own::ErrorDetail)));
                vec![
                    text_option("status"),
                    text_option("id"),
                    text_option("category"),
                    json("subCategory"),
                    text("message"),
                    Member::plain("errors", details),
                    json("context"),
                    Member::plain("links", TypeRef::Map(Box::new(TypeRef::Text))),
                ]
            }
            Own::ErrorDetail => vec![
                text("message"),
                text_option("code"),
                text_option("subCategory"),
                text_option("in"),
                json("context"),
            ],
        })
    }

    /// The members of a page.
    pub(super) fn page(&self, item: &TypeRef) -> Vec<Member> {
        vec![
            Member::plain("results", TypeRef::List(Box::new(item.clone()))),
            Member::option("paging", self.own(Own::Paging)),
            Member::option("total", TypeRef::Integer),
        ]
    }

    /// The members of a batch outcome.
    pub(super) fn batch(&self, result: &TypeRef) -> Vec<Member> {
        let failures = TypeRef::List(Box::new(self.own(Own::BatchFailure)));
        vec![
            Member::plain("status", self.own(Own::BatchStatus)),
            Member::plain("results", TypeRef::List(Box::new(result.clone()))),
            Member::plain("errors", failures),
            Member::option("numErrors", TypeRef::Integer),
            Member::option("requestedAt", TypeRef::DateTime),
            Member::option("startedAt", TypeRef::DateTime),
            Member::option("completedAt", TypeRef::DateTime),
            Member::option("links", TypeRef::Map(Box::new(TypeRef::Text))),
        ]
    }

    /// Whether it is the type of a failure in a batch, which also reads from less than an object.
    pub(super) fn is_failure(&self, ty: &TypeRef) -> bool {
        *ty == self.own(Own::BatchFailure)
    }

    /// The type as Rust writes it. `root` is the path to the client, with its final `::`.
    pub(super) fn path(&self, ty: &TypeRef, names: &Names, root: &str) -> String {
        let wrapped =
            |wrapper: &str, inner| format!("{wrapper}<{}>", self.path(inner, names, root));
        match ty {
            TypeRef::Text => "String".to_owned(),
            TypeRef::Secret => format!("{root}SecretString"),
            TypeRef::Boolean => "bool".to_owned(),
            TypeRef::Integer => "i64".to_owned(),
            TypeRef::Number => "f64".to_owned(),
            TypeRef::DateTime => format!("{root}DateTime"),
            TypeRef::Date => format!("{root}CalendarDate"),
            TypeRef::Bytes => format!("{root}Bytes"),
            TypeRef::File => format!("{root}FilePart"),
            TypeRef::Json => format!("{root}Value"),
            TypeRef::Properties => format!("{root}Properties"),
            TypeRef::List(item) | TypeRef::BatchInput(item) => wrapped("Vec", item),
            TypeRef::Map(value) => {
                let value = self.path(value, names, root);
                format!("BTreeMap<String, {value}>")
            }
            TypeRef::Nullable(inner) => wrapped("Option", inner),
            TypeRef::Page(item) => wrapped(&format!("{root}Page"), item),
            TypeRef::Batch(result) => wrapped(&format!("{root}Batch"), result),
            TypeRef::Named(id) => {
                let name = raw(names.ty(*id));
                match names.home(*id) {
                    Home::Models(_) => format!("{root}models::{name}"),
                    Home::Runtime => format!("{root}{name}"),
                    Home::Api(version, api) => {
                        let module = raw(&names.api(*version, *api).module);
                        let version = raw(&names.version(*version).module);
                        format!("{root}{version}::{module}::{name}")
                    }
                }
            }
        }
    }
}

/// A name as code has it.
fn raw(name: &str) -> String {
    match needs_raw(name) {
        true => format!("r#{name}"),
        false => name.to_owned(),
    }
}

//! The model between OpenAPI and Rust: plain data with wire names only.
//!
//! `lower` fills it, the passes rewrite it, the last pass decides every Rust name beside it, and `emit` reads both. Nothing in here knows a Rust name or a token.

mod answers;
mod association_types;
mod builders;
mod paging;
mod types;

use std::collections::BTreeMap;

use crate::pointer::Origin;
pub use answers::{Answer, Content, Success};
pub use association_types::{AssociationSpec, AssociationType, AssociationTypes};
pub use builders::{BodyShape, Builder, OperationShape, ParamShape};
pub use paging::{AtMost, PageSize, Paging, Start, Way};
pub use types::{Direction, Field, Matcher, Shape, Type, TypeId, TypeRef, Variant};

/// As many scopes as people read one by one.
pub const FEW_SCOPES: usize = 6;

/// Everything that the client is made from.
#[derive(Debug, Default)]
pub struct Ir {
    /// The APIs, grouped by version, in the order of the manifest.
    pub versions: Vec<Version>,
    /// All types, by number. A type that a pass replaced stays in the table; only what an operation reaches is emitted.
    pub types: Vec<Type>,
    /// Request builders: one for each distinct shape of an operation. Filled by the pass `families`.
    pub builders: Vec<Builder>,
    /// Constants for kinds of links, if the manifest names a table of them; no document has it.
    pub association_types: Option<AssociationTypes>,
}

/// The APIs of one version.
#[derive(Debug)]
pub struct Version {
    /// Wire name, such as `v3` or `2026-03`.
    pub name: String,
    /// In the order of the manifest.
    pub apis: Vec<Api>,
}

/// One document with operations.
#[derive(Debug)]
pub struct Api {
    /// Name of the module as the manifest or the file name gives it.
    pub module: String,
    /// Title and description of the document.
    pub docs: Docs,
    /// Address of HubSpot's page about the API.
    pub page: Option<String>,
    /// Scopes that count for operations without scopes of their own; those of any one entry are enough.
    pub scopes: Vec<Vec<String>>,
    /// Lowest tier by HubSpot product, for operations that name none of their own.
    pub products: BTreeMap<String, String>,
    /// Path parameters at the front of every path, which belong to the API's handle instead of each method. Filled by the pass `families`.
    pub handle_params: Vec<Param>,
    /// In the order of the document.
    pub operations: Vec<Operation>,
    /// The document.
    pub origin: Origin,
}

/// Text for people. Never part of a type's identity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docs {
    /// One line.
    pub summary: Option<String>,
    /// Markdown.
    pub description: Option<String>,
    /// Facts worth a line each: limits, defaults, formats.
    pub notes: Vec<String>,
    /// Whether the document says that it should no longer be used.
    pub deprecated: bool,
}

/// One method on one path.
#[derive(Debug)]
pub struct Operation {
    /// `operationId` as the document has it.
    pub id: Option<String>,
    /// What the operation does within its API, in camelCase, such as `batchUpdate`. Filled by the pass `methods`.
    pub name: String,
    /// HTTP method.
    pub method: Method,
    /// Path template as the document has it.
    pub path: String,
    /// Text.
    pub docs: Docs,
    /// In the order of the template. The pass `families` takes those of the handle away.
    pub path_params: Vec<Param>,
    /// Parameters of the query, of headers and of cookies, in the order of the document.
    pub params: Vec<Param>,
    /// The body.
    pub body: Option<Body>,
    /// Every success status with what it carries.
    pub answers: Vec<Answer>,
    /// What the statuses have in common. Filled by the pass `answers`.
    pub success: Success,
    /// How its pages follow each other, if its answer is one page of many. Filled by the passes `paginate` and `searches`.
    pub paging: Option<Paging>,
    /// The media types to ask for, if it is not JSON alone. Filled by the pass `answers`.
    pub accept: Option<String>,
    /// Address of HubSpot's page about the operation, where it has one of its own.
    pub page: Option<String>,
    /// Holding all scopes of any one of these is enough; `None` where the API's own apply.
    pub scopes: Option<Vec<Vec<String>>>,
    /// Lowest tier by HubSpot product, where the API's own do not apply.
    pub products: BTreeMap<String, String>,
    /// Whether repeating the request after an unknown outcome does no harm, where the document says so.
    pub replay_safe: Option<bool>,
    /// The operation of the same API that reads many of what it reads one of, and has the parameters in its body: an index in
    /// [`Api::operations`]. Filled by the pass `batch_reads`.
    pub batch_read: Option<usize>,
    /// Whether it takes the key of a developer account instead of a token.
    pub developer_key: bool,
    /// Whether it takes no credentials of the client.
    pub no_authorization: bool,
    /// Names of the fields and parameters that hold secrets, sorted. Filled by the pass `secrets`.
    pub secrets: Vec<String>,
    /// Rate limits that do not count this operation.
    pub limit_exemptions: Vec<String>,
    /// What the error statuses carry, which the pass `errors` proves to be the one error body.
    pub errors: Vec<Fault>,
    /// Number of the builder that sends it. Filled by the pass `families`.
    pub builder: usize,
    /// The operation object.
    pub origin: Origin,
}

/// HTTP method of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// `GET`
    Get,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `PATCH`
    Patch,
    /// `HEAD`
    Head,
    /// `OPTIONS`
    Options,
    /// `TRACE`
    Trace,
}

impl Method {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
        }
    }
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Param {
    /// Wire name.
    pub name: String,
    /// Where and how it is sent.
    pub place: Place,
    /// Type of its value.
    pub ty: TypeRef,
    /// Whether a request without it is refused.
    pub required: bool,
    /// The most that its value may be, if it is a whole number.
    pub maximum: Option<i64>,
    /// The most that its value may be together with other parameters, by their names.
    pub max_with: BTreeMap<String, i64>,
    /// A value for examples.
    pub example: Option<String>,
    /// Text.
    pub docs: Docs,
    /// Where it is declared.
    pub origin: Origin,
}

/// Where and how a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query, once for each value.
    Query,
    /// In the query, once, with its values joined by this character.
    QueryJoined(char),
    /// In the query, once for each property of an object, by the name of the property.
    QueryObject,
    /// In the query, once for each property of an object, as `name[property]`.
    QueryDeep,
    /// In the query, as JSON.
    QueryJson,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// The body of a request.
#[derive(Debug, Clone)]
pub struct Body {
    /// Type of the value.
    pub ty: TypeRef,
    /// What it is sent as.
    pub media: Media,
    /// Whether a request without it is refused.
    pub required: bool,
    /// How many items its list `inputs` may have, where the document says so.
    pub max_inputs: Option<usize>,
    /// A value for examples.
    pub example: Option<serde_json::Value>,
    /// Text.
    pub docs: Docs,
    /// Where it is declared.
    pub origin: Origin,
}

/// What a body is sent as.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Media {
    /// JSON, under this media type.
    Json(String),
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// Text, under this media type.
    Text(String),
    /// Bytes as they are, under this media type.
    Binary(String),
}

/// The body of an error response.
#[derive(Debug, Clone)]
pub struct Fault {
    /// Its type.
    pub ty: TypeRef,
    /// Where it is declared.
    pub origin: Origin,
}

/// Position of an operation in the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationRef {
    /// Index in [`Ir::versions`].
    pub version: usize,
    /// Index in [`Version::apis`].
    pub api: usize,
    /// Index in [`Api::operations`].
    pub operation: usize,
}

impl Ir {
    /// Every operation with its position.
    pub fn operations(&self) -> impl Iterator<Item = (OperationRef, &Operation)> {
        self.versions
            .iter()
            .enumerate()
            .flat_map(|(version, item)| {
                item.apis.iter().enumerate().flat_map(move |(api, item)| {
                    let position = move |operation| OperationRef {
                        version,
                        api,
                        operation,
                    };
                    item.operations
                        .iter()
                        .enumerate()
                        .map(move |(operation, item)| (position(operation), item))
                })
            })
    }

    /// Every operation, for passes that rewrite.
    pub fn operations_mut(&mut self) -> impl Iterator<Item = &mut Operation> {
        self.versions
            .iter_mut()
            .flat_map(|version| version.apis.iter_mut())
            .flat_map(|api| api.operations.iter_mut())
    }

    /// The API that holds an operation.
    pub fn api(&self, position: OperationRef) -> &Api {
        &self.versions[position.version].apis[position.api]
    }

    /// The operation at a position.
    pub fn operation(&self, position: OperationRef) -> &Operation {
        &self.api(position).operations[position.operation]
    }

    /// The type with a number.
    pub fn ty(&self, id: TypeId) -> &Type {
        &self.types[id.0]
    }

    /// The fields of a named object; `None` for anything else.
    pub fn fields(&self, ty: &TypeRef) -> Option<&[Field]> {
        let TypeRef::Named(id) = ty else { return None };
        match &self.ty(*id).shape {
            Shape::Object(fields) => Some(fields),
            _ => None,
        }
    }

    /// The types that the client needs, by number.
    pub fn used_types(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        let numbered = self
            .types
            .iter()
            .enumerate()
            .map(|(number, ty)| (TypeId(number), ty));
        numbered.filter(|(_, ty)| ty.direction != Direction::Unused)
    }

    /// Rewrites every use of a type, in operations and in types.
    pub fn rewrite_uses(&mut self, mut rewrite: impl FnMut(&mut TypeRef)) {
        for operation in self.operations_mut() {
            let params = operation
                .path_params
                .iter_mut()
                .chain(&mut operation.params)
                .map(|param| &mut param.ty);
            let body = operation.body.iter_mut().map(|body| &mut body.ty);
            let answers =
                operation
                    .answers
                    .iter_mut()
                    .filter_map(|answer| match &mut answer.content {
                        Content::Json(ty) => Some(ty),
                        _ => None,
                    });
            let errors = operation.errors.iter_mut().map(|fault| &mut fault.ty);
            params
                .chain(body)
                .chain(answers)
                .chain(errors)
                .for_each(&mut rewrite);
        }
        for ty in &mut self.types {
            ty.shape.refs_mut().for_each(&mut rewrite);
        }
    }
}

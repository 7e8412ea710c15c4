//! Request builders, and what operations have in common that share one.

use super::{Media, Method, OperationRef, Paging, Place, Success, TypeRef, Way};

/// A request builder, shared by every operation of its shape.
#[derive(Debug)]
pub struct Builder {
    /// What the operations have in common.
    pub shape: OperationShape,
    /// The operation whose API owns the builder and whose text documents its setters.
    pub owner: OperationRef,
    /// All operations that it sends, the owner among them.
    pub members: Vec<OperationRef>,
}

/// What decides which builder sends an operation. Path and text do not count: they are values.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationShape {
    /// Wire name of the operation within its API, such as `batchUpdate`.
    pub name: String,
    /// HTTP method.
    pub method: Method,
    /// Parameters other than those of the path, in their order.
    pub params: Vec<ParamShape>,
    /// The body.
    pub body: Option<BodyShape>,
    /// What a call gives.
    pub success: Success,
    /// How its pages follow each other.
    pub paging: Option<Paging>,
}

impl OperationShape {
    /// Whether there is nothing to set, not even where a page starts: the runtime has one type for all such requests, so they need no builder. Where a page of a search starts, its
    /// body says.
    pub fn is_call(&self) -> bool {
        let body = match &self.body {
            None => true,
            Some(body) => {
                let is_json =
                    matches!(&body.media, Media::Json(media) if media == "application/json");
                body.required && is_json
            }
        };
        let paging = self.paging.as_ref();
        body && paging.is_none_or(|paging| paging.way == Way::Search)
            && self.params.iter().all(|param| param.required)
            && !matches!(self.success, Success::ByStatus(_))
    }
}

/// What decides whether two parameters are the same setter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParamShape {
    /// Wire name.
    pub name: String,
    /// Where and how it is sent.
    pub place: Place,
    /// Type of its value.
    pub ty: TypeRef,
    /// Whether a request without it is refused.
    pub required: bool,
    /// Whether callers are warned of it.
    pub deprecated: bool,
}

/// What decides whether two bodies are the same argument.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BodyShape {
    /// Type of the value.
    pub ty: TypeRef,
    /// What it is sent as.
    pub media: Media,
    /// Whether a request without it is refused.
    pub required: bool,
}

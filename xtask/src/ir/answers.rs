//! What an operation answers when it succeeds.

use super::TypeRef;
use crate::pointer::Origin;

/// One success status.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Between 200 and 299.
    pub status: u16,
    /// What the body holds.
    pub content: Content,
    /// What the client asks for in `Accept`, if it is not JSON.
    pub media: Option<String>,
    /// Where it is declared.
    pub origin: Origin,
}

/// What the body of an answer holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Empty,
    /// A JSON value.
    Json(TypeRef),
    /// Text.
    Text,
    /// Bytes.
    Binary,
}

impl Content {
    /// The type of a JSON value.
    pub fn ty(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(ty) => Some(ty),
            _ => None,
        }
    }
}

/// What a successful call gives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Success {
    /// Nothing.
    #[default]
    Empty,
    /// A JSON value.
    Json(TypeRef),
    /// A batch outcome whose results are of this type, whatever the status.
    Batch(TypeRef),
    /// Text.
    Text,
    /// Bytes.
    Binary,
    /// What one status carries, or nothing with another status.
    Optional(Box<Success>),
    /// Different things by status.
    ByStatus(Vec<(u16, Success)>),
    /// The whole answer, where the document does not say what success carries.
    Whole,
}

impl Success {
    /// Whether the runtime can tell from it what became of each input of a batch.
    pub fn is_of_a_batch(&self) -> bool {
        matches!(
            self,
            Self::Empty | Self::Batch(_) | Self::Json(TypeRef::Page(_))
        )
    }

    /// The types that an answer may hold.
    pub fn types(&self) -> Vec<&TypeRef> {
        match self {
            Self::Json(ty) | Self::Batch(ty) => vec![ty],
            Self::Optional(inner) => inner.types(),
            Self::ByStatus(list) => list.iter().flat_map(|(_, inner)| inner.types()).collect(),
            Self::Empty | Self::Text | Self::Binary | Self::Whole => Vec::new(),
        }
    }
}

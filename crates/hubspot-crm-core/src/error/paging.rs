//! Why pages cannot be followed.

use std::fmt;

use crate::info::OperationInfo;

/// A list whose pages lead in a circle: the cursor or offset of the next page is that of an earlier
/// one, so to follow it would never end.
///
/// The text tells no cursor, since one may hold ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagingError {
    operation: &'static OperationInfo,
    pages: u64,
}

impl PagingError {
    pub(crate) fn new(operation: &'static OperationInfo, pages: u64) -> Self {
        Self { operation, pages }
    }

    /// The operation that lists.
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// How many pages were read before.
    pub fn pages(&self) -> u64 {
        self.pages
    }
}

impl fmt::Display for PagingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (operation, pages) = (self.operation, self.pages);
        let s = if pages == 1 { "" } else { "s" };
        write!(
            f,
            "{operation}: after {pages} page{s}, the next one is one that was read before"
        )
    }
}

impl std::error::Error for PagingError {}

//! Pages of results, and the way from one to the next.

mod first;
mod generated;
mod items;
mod paged;
mod pages;
mod visited;
mod walk;

pub use generated::{
    from_cursor, from_offset, offset_text, query_number, query_text, with_at_most, with_page_size,
};
pub use items::Items;
pub use paged::{CursorPaged, Paged};
pub use pages::Pages;

use crate::extra::Extra;
use crate::json_object;

/// One page of results.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The results on this page.
    pub results: Vec<T>,
    /// Where the neighbouring pages are.
    pub paging: Option<Paging>,
    /// The number of results on all pages, where the operation tells it.
    pub total: Option<i64>,
    /// Fields that this version of the crate does not know, kept as they came.
    pub extra: Extra,
}
json_object!(Page<T> { results: "results", paging: "paging", total: "total" });

impl<T> Page<T> {
    /// The cursor of the next page; `None` on the last page.
    pub fn next_cursor(&self) -> Option<&str> {
        let after = &self.paging.as_ref()?.next.as_ref()?.after;
        (!after.is_empty()).then_some(after)
    }
}

/// An empty last page.
impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            results: Vec::new(),
            paging: None,
            total: None,
            extra: Extra::new(),
        }
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.results.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.results.iter()
    }
}

/// Where the neighbouring pages are.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Paging {
    /// The next page; `None` on the last one.
    pub next: Option<NextPage>,
    /// The page before this one.
    pub prev: Option<PreviousPage>,
    /// Fields that this version of the crate does not know, kept as they came.
    pub extra: Extra,
}
json_object!(Paging {
    next: "next",
    prev: "prev"
});

/// The next page.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct NextPage {
    /// The cursor, to be handed back as it is.
    pub after: String,
    /// The URL of the page.
    pub link: Option<String>,
    /// Fields that this version of the crate does not know, kept as they came.
    pub extra: Extra,
}
json_object!(NextPage {
    after: "after",
    link: "link"
});

/// The page before.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct PreviousPage {
    /// The cursor, to be handed back as it is.
    pub before: String,
    /// The URL of the page.
    pub link: Option<String>,
    /// Fields that this version of the crate does not know, kept as they came.
    pub extra: Extra,
}
json_object!(PreviousPage {
    before: "before",
    link: "link"
});

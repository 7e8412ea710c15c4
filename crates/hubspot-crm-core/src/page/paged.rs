//! What a request is whose answer is one page of many.

use super::items::Items;
use super::pages::Pages;
use crate::decode::Decode;
use crate::error::Error;
use crate::operation::Operation;

/// A request whose answer is one page of many.
///
/// Request builders of such operations have [`stream`](Self::stream) and [`pages`](Self::pages) as
/// methods of their own; the trait is for code that takes any of them. [`paged!`](crate::paged)
/// implements it.
pub trait Paged: Operation + Sized {
    /// What the pages list.
    type Item;

    /// The items of an answer.
    fn into_items(answer: <Self::Decode as Decode>::Output) -> Vec<Self::Item>;

    /// The request for the page after `answer`; `None` if that was the last one.
    ///
    /// # Errors
    /// If there is a page after it and no request that would get it.
    fn next_request(
        &self,
        answer: &<Self::Decode as Decode>::Output,
    ) -> Result<Option<Self>, Error>;

    /// Where this request starts: its cursor or offset; empty for the first page. For the detection
    /// of loops.
    fn position(&self) -> String;

    /// The request as pages are read by it: with the largest page that the operation gives, if no
    /// page size is set, and with what it allows together with the other parameters, if more is set.
    /// How pages are cut makes no difference to whoever reads all of them.
    #[must_use]
    fn within_page_limit(self) -> Self {
        self
    }

    /// The answers, page by page. See [`Pages`].
    fn pages(self) -> Pages<Self> {
        Pages::new(self)
    }

    /// The items of all pages. See [`Items`].
    fn stream(self) -> Items<Self> {
        Items::new(self)
    }
}

/// A request whose pages are found by a cursor: an opaque text that comes with the page before.
pub trait CursorPaged: Paged {
    /// The request for the page at a cursor.
    #[must_use]
    fn starting_after(self, cursor: &str) -> Self;
}

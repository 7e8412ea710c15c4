//! Pages that came with something else, and what comes after them.

use std::convert::identity;

use super::items::Items;
use super::paged::{CursorPaged, Paged};
use super::walk::Walk;
use super::{NextPage, Page, Paging};

impl<T> Page<T> {
    /// A page of these results, with the cursor of the page after it if there is one: for results
    /// that do not come as a `Page`, such as those for one input of a batch.
    pub fn new(results: Vec<T>, next_cursor: Option<String>) -> Self {
        let next = next_cursor.map(|after| NextPage {
            after,
            ..NextPage::default()
        });
        Self {
            results,
            paging: next.map(|next| Paging {
                next: Some(next),
                ..Paging::default()
            }),
            ..Self::default()
        }
    }

    /// The items of this page, and then those of the pages after it, which `rest` reads from the
    /// cursor of this page on. Nothing is sent if there are no more pages.
    ///
    /// `rest` has to be the request that the cursor is for: the one that lists the same things in
    /// the same version of the API. Where there is no such request, or one cannot tell, see
    /// [`or_all_of`](Self::or_all_of).
    pub fn followed_by<R: CursorPaged<Item = T>>(self, rest: R) -> Items<R> {
        let walk = match self.next_cursor() {
            Some(cursor) => Walk::new(rest.starting_after(cursor)),
            None => Walk::ended(),
        };
        Items::starting_with(self.results, walk, identity)
    }

    /// The items of this page if it is the only one, and otherwise all that `all` lists, read from
    /// its start, as what `convert` makes of them. Nothing is sent if there are no more pages.
    ///
    /// For pages whose cursor no request of the client takes. The associations that come along with
    /// a record are such: at most 100 to each type, listed in full by version 4 of the API.
    pub fn or_all_of<R: Paged>(self, all: R, convert: fn(R::Item) -> T) -> Items<R, T> {
        match self.next_cursor() {
            Some(_) => Items::starting_with(Vec::new(), Walk::new(all), convert),
            None => Items::starting_with(self.results, Walk::ended(), convert),
        }
    }

    /// The page with something else in place of each result.
    pub fn map<U>(self, convert: impl FnMut(T) -> U) -> Page<U> {
        Page {
            results: self.results.into_iter().map(convert).collect(),
            paging: self.paging,
            total: self.total,
            extra: self.extra,
        }
    }
}

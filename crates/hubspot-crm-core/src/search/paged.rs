//! The pages of a search, as far as HubSpot gives them: to the 10,000th record.

use super::SearchRequest;
use super::all::SearchAll;
use super::check::LIMIT;
use crate::call::{Call, JsonBody};
use crate::decode::Json;
use crate::error::{Error, InvalidRequest};
use crate::json::JsonValue;
use crate::operation::Operation;
use crate::page::{Items, Page, Paged, Pages};

/// As many records of a search can be paged through.
const REACH: i64 = 10_000;
/// As many records HubSpot gives per page if the request does not say.
const DEFAULT_LIMIT: i64 = 10;

pub(super) type SearchCall<T> = Call<Json<Page<T>>, JsonBody<SearchRequest>>;

impl<T: JsonValue> SearchCall<T> {
    /// Asks for all records that are found, also past the first 10,000, where searches end: in the
    /// order of their ids, from each page to the next by the last id that was seen.
    ///
    /// The search cannot have an order or a cursor of its own, and each group of filters needs room
    /// for one more: 5 in a group, and 18 in all with the added ones. Otherwise it fails with
    /// [`Error::InvalidRequest`] before anything is sent. Unless the search sets it, `limit` is 200.
    ///
    /// No record comes twice. One that is created meanwhile is found if its id is above the last one
    /// that was seen, as ids of new records are; one that stops fitting before its page is read is
    /// not found. As all searches, it may be some seconds behind the latest writes.
    pub fn all(self) -> SearchAll<T> {
        SearchAll::new(self)
    }

    /// The records of all pages, up to the 10,000th. If more are found, an error says so at the end:
    /// see [`all`](Self::all). Pages are read as they are needed, see [`Items`]; unless the search sets
    /// `limit`, they have 200 records.
    pub fn stream(self) -> Items<Self> {
        Items::new(self)
    }

    /// The answers, page by page, up to the 10,000th record. See [`Pages`].
    pub fn pages(self) -> Pages<Self> {
        Pages::new(self)
    }
}

/// A search gets no further than its first 10,000 records. If more are found, reading on past the
/// last of these is an error: see [`Call::all`].
impl<T: JsonValue> Paged for SearchCall<T> {
    type Item = T;

    fn into_items(page: Page<T>) -> Vec<T> {
        page.results
    }

    fn next_request(&self, page: &Page<T>) -> Result<Option<Self>, Error> {
        let beyond = page.total.is_some_and(|total| total > REACH);
        let Some(after) = page.next_cursor() else {
            return match beyond {
                true => Err(self.end_of_reach()),
                false => Ok(None),
            };
        };
        let mut next = self.clone();
        let search = &mut next.body.0;
        // The cursor is the number of records before the page. Should it be anything else some day,
        // HubSpot knows the end.
        if let Ok(start) = after.parse::<i64>() {
            let left = REACH.saturating_sub(start);
            if left <= 0 {
                return match page.total {
                    Some(total) if total <= REACH => Ok(None),
                    _ => Err(self.end_of_reach()),
                };
            }
            // A page that reaches over the end would be refused as a whole.
            if search.limit.unwrap_or(DEFAULT_LIMIT) > left {
                search.limit = Some(left);
            }
        }
        search.after = Some(after.to_owned());
        Ok(Some(next))
    }

    fn within_page_limit(mut self) -> Self {
        let search = &mut self.body.0;
        if search.limit.is_none() {
            let start = search.after.as_deref().and_then(|after| after.parse().ok());
            let left = REACH.saturating_sub(start.unwrap_or(0_i64));
            search.limit = Some(left.clamp(1, LIMIT));
        }
        self
    }

    fn position(&self) -> String {
        self.body.0.after.clone().unwrap_or_default()
    }
}

impl<T: JsonValue> SearchCall<T> {
    fn end_of_reach(&self) -> Error {
        let reason = "the search found more than the 10,000 records that it can be paged through; \
                      `all` on the call reads past them";
        InvalidRequest::new(self.endpoint().operation(), reason).into()
    }
}

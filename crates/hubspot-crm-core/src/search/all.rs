//! All that a search finds, however much it is.

use std::fmt;

use super::check::{FILTERS, FILTERS_OF_GROUP, LIMIT, filters_of};
use super::filter::{Filter, FilterGroup};
use super::paged::SearchCall;
use super::sort::Sort;
use super::{SearchRequest, check};
use crate::call::{Body, JsonBody};
use crate::decode::Json;
use crate::endpoint::Endpoint;
use crate::error::{Error, InvalidRequest};
use crate::json::JsonValue;
use crate::operation::Operation;
use crate::page::{Items, Page, Paged, Pages};
use crate::record::Record;
use crate::request::Request;

/// The property with the id of a record.
const ID: &str = "hs_object_id";

/// A search for all records, also past the first 10,000. [`Call::all`](crate::Call::all) makes it,
/// and says how it goes.
///
/// [`stream`](Self::stream) and [`pages`](Self::pages) read it. Options of requests, such as `retry`,
/// `timeout` and `extra_header`, are set before `all`. They hold for each page.
#[must_use = "nothing is sent until pages are read"]
pub struct SearchAll<T> {
    /// With the search as the caller has it.
    call: SearchCall<T>,
    /// The last id that was seen, which the page starts after.
    last: Option<u64>,
}

impl<T: JsonValue> SearchAll<T> {
    pub(super) fn new(call: SearchCall<T>) -> Self {
        Self { call, last: None }
    }

    /// The search to send for the page.
    fn search(&self) -> Result<SearchRequest, String> {
        let mut search = self.call.body.0.clone();
        check::check(&search)?;
        let by_id = [Sort::ascending(ID)];
        if search
            .sorts
            .as_ref()
            .is_some_and(|sorts| !sorts.is_empty() && *sorts != by_id)
        {
            return Err(format!(
                "a search for all records is sorted by `{ID}`, and cannot have a sort rule of its own"
            ));
        }
        if search.after.is_some() {
            return Err(
                "a search for all records goes on by id, and cannot have `after`".to_owned(),
            );
        }
        if search.limit.is_some_and(|limit| limit < 1) {
            return Err("a search for all records needs a `limit` of one at least".to_owned());
        }
        // Asked for on the first page too: whether a search can be sent should not depend on how
        // much it finds.
        has_room(&search)?;
        if let Some(last) = self.last {
            go_on_after(&mut search, last);
        }
        search.sorts = Some(by_id.into());
        search.limit.get_or_insert(LIMIT);
        Ok(search)
    }

    fn invalid(&self, reason: impl Into<String>) -> Error {
        InvalidRequest::new(self.endpoint().operation(), reason).into()
    }
}

/// Whether each group takes one filter more.
fn has_room(search: &SearchRequest) -> Result<(), String> {
    let groups = search.filter_groups.as_deref().unwrap_or_default();
    let ungrouped = search.filters.as_deref().unwrap_or_default();
    let sizes = groups.iter().map(|group| group.filters.len());
    let fullest = sizes.chain([ungrouped.len()]).max().unwrap_or_default();
    if fullest >= FILTERS_OF_GROUP {
        return Err(format!(
            "a search for all records adds a filter to each group, and a group has {fullest} of the \
             {FILTERS_OF_GROUP} that it can have"
        ));
    }
    let filters = filters_of(groups) + ungrouped.len();
    let added = groups.len() + usize::from(!ungrouped.is_empty());
    if filters + added > FILTERS {
        return Err(format!(
            "a search for all records adds a filter to each group, and {filters} filters with \
             {added} more are above the {FILTERS} that a search can have"
        ));
    }
    Ok(())
}

/// Leaves out what comes before.
fn go_on_after(search: &mut SearchRequest, last: u64) {
    let above = || Filter::gt(ID, last);
    let ungrouped = search.filters.as_mut().filter(|it| !it.is_empty());
    let has_ungrouped = ungrouped.is_some();
    if let Some(filters) = ungrouped {
        filters.push(above());
    }
    let groups = search.filter_groups.get_or_insert_default();
    if groups.is_empty() && !has_ungrouped {
        groups.push(FilterGroup::new([above()]));
    } else {
        groups
            .iter_mut()
            .for_each(|group| group.filters.push(above()));
    }
}

impl<T: JsonValue> Operation for SearchAll<T> {
    type Decode = Json<Page<T>>;

    fn request(&self) -> Result<Request, Error> {
        let search = self.search().map_err(|reason| self.invalid(reason))?;
        JsonBody(search).put(self.endpoint().request())
    }

    fn endpoint(&self) -> &Endpoint {
        self.call.endpoint()
    }

    fn endpoint_mut(&mut self) -> &mut Endpoint {
        self.call.endpoint_mut()
    }
}

impl<T: JsonValue + Record> SearchAll<T> {
    /// The records of all pages. They are read as they are needed, see [`Items`].
    pub fn stream(self) -> Items<Self> {
        Items::new(self)
    }

    /// The answers, page by page. See [`Pages`].
    pub fn pages(self) -> Pages<Self> {
        Pages::new(self)
    }
}

/// A page that is not in the order of ids is an error: what comes after it could not be told.
impl<T: JsonValue + Record> Paged for SearchAll<T> {
    type Item = T;

    fn into_items(page: Page<T>) -> Vec<T> {
        page.results
    }

    fn next_request(&self, page: &Page<T>) -> Result<Option<Self>, Error> {
        let mut last = self.last;
        for record in &page.results {
            let Ok(id) = record.id().parse::<u64>() else {
                return Err(self.invalid(
                    "a record has an id that is no number, by which the search cannot go on",
                ));
            };
            if last.is_some_and(|last| id <= last) {
                return Err(self.invalid(
                    "the records are not in the order of their ids, by which the search cannot go on",
                ));
            }
            last = Some(id);
        }
        // HubSpot counts what is left, so the count tells where there is no cursor.
        let count = i64::try_from(page.results.len()).unwrap_or(i64::MAX);
        let is_more = page.next_cursor().is_some() || page.total.is_some_and(|total| total > count);
        match (is_more, page.results.is_empty()) {
            (false, _) => Ok(None),
            (true, false) => Ok(Some(Self {
                call: self.call.clone(),
                last,
            })),
            (true, true) if page.next_cursor().is_none() => Ok(None),
            (true, true) => Err(self.invalid(
                "a page without records says that there are more, which the search cannot get at",
            )),
        }
    }

    fn position(&self) -> String {
        self.last.map(|last| last.to_string()).unwrap_or_default()
    }
}

impl<T> Clone for SearchAll<T> {
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
            last: self.last,
        }
    }
}

impl<T> fmt::Debug for SearchAll<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchAll")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

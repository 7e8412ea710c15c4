//! Searches: what to look for, and how to get at everything that was found.

mod all;
mod check;
mod filter;
mod paged;
mod sort;
#[cfg(test)]
mod tests;
mod value;

pub use all::SearchAll;
pub use filter::{Filter, FilterGroup, FilterOperator};
pub use sort::Sort;
pub use value::FilterValue;

use crate::extra::Extra;
use crate::json_object;

/// What to look for. Everything may be left out; an empty request finds all records of the type.
///
/// Filters in one group must all hold; a record is found if it fits any group.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{Filter, SearchRequest, Sort};
///
/// // Londoners with some notes, or anybody new or open with an email address.
/// let request = SearchRequest::new()
///     .filter(Filter::eq("city", "London"))
///     .filter(Filter::between("num_notes", 1, 5))
///     .or([Filter::has_property("email"), Filter::in_("hs_lead_status", ["NEW", "OPEN"])])
///     .sort(Sort::descending("createdate"))
///     .properties(["email", "city"])
///     .limit(200);
/// # assert_eq!(
/// #     serde_json::to_value(&request)?,
/// #     serde_json::json!({
/// #         "filterGroups": [
/// #             {"filters": [
/// #                 {"propertyName": "city", "operator": "EQ", "value": "London"},
/// #                 {"propertyName": "num_notes", "operator": "BETWEEN", "value": "1", "highValue": "5"},
/// #             ]},
/// #             {"filters": [
/// #                 {"propertyName": "email", "operator": "HAS_PROPERTY"},
/// #                 {"propertyName": "hs_lead_status", "operator": "IN", "values": ["NEW", "OPEN"]},
/// #             ]},
/// #         ],
/// #         "sorts": ["-createdate"], "properties": ["email", "city"], "limit": 200,
/// #     })
/// # );
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// A request beyond what HubSpot takes fails with
/// [`Error::InvalidRequest`](crate::Error::InvalidRequest) before anything is sent: 5 groups, 6
/// filters in a group, 18 in all, one sort rule, 200 records per page, 3,000 characters of `query`.
///
/// A search gets no further than its first 10,000 records; see [`Call::all`](crate::Call::all) for
/// more. It may be some seconds behind the latest writes.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct SearchRequest {
    /// Text to find in the default searchable properties of the type. At most 3,000 characters.
    pub query: Option<String>,
    /// Conditions: all filters of any one group must hold. At most five groups, with 18 filters in
    /// all.
    pub filter_groups: Option<Vec<FilterGroup>>,
    /// Conditions that must all hold, outside of any group. HubSpot takes them too; groups can say
    /// all that they can.
    pub filters: Option<Vec<Filter>>,
    /// The order of the results. At most one rule.
    pub sorts: Option<Vec<Sort>>,
    /// Names of the properties to return. Without them a few defaults of the type are returned;
    /// unknown names are skipped.
    pub properties: Option<Vec<String>>,
    /// Records per page, at most 200. HubSpot takes 10 if it is missing.
    pub limit: Option<i64>,
    /// Cursor of the page to return, from the page before. `None` for the first page.
    pub after: Option<String>,
    /// Fields that this version of the crate does not know, kept as they came.
    pub extra: Extra,
}
json_object!(SearchRequest {
    query: "query",
    filter_groups: "filterGroups",
    filters: "filters",
    sorts: "sorts",
    properties: "properties",
    limit: "limit",
    after: "after",
}, check: check::check);

impl SearchRequest {
    /// A search for all records of a type.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the text to look for, in the default searchable properties of the type.
    #[must_use]
    pub fn query(mut self, query: impl Into<String>) -> Self {
        self.query = Some(query.into());
        self
    }

    /// Adds a condition: to the last group, beside the conditions that it has. Without a group it
    /// starts the first one.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        let groups = self.filter_groups.get_or_insert_default();
        match groups.last_mut() {
            Some(group) => group.filters.push(filter),
            None => groups.push(filter.into()),
        }
        self
    }

    /// Adds a group of conditions: records are found that fit it, beside those that fit another
    /// group. One filter or a list of them.
    #[must_use]
    pub fn or(mut self, group: impl Into<FilterGroup>) -> Self {
        self.filter_groups
            .get_or_insert_default()
            .push(group.into());
        self
    }

    /// Sets all groups of conditions at once.
    #[must_use]
    pub fn filter_groups(
        mut self,
        filter_groups: impl IntoIterator<Item = impl Into<FilterGroup>>,
    ) -> Self {
        self.filter_groups = Some(filter_groups.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the field [`filters`](#structfield.filters). To add a condition to a group is
    /// [`filter`](Self::filter).
    #[must_use]
    pub fn filters(mut self, filters: impl IntoIterator<Item = impl Into<Filter>>) -> Self {
        self.filters = Some(filters.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the order of the results.
    #[must_use]
    pub fn sort(self, sort: impl Into<Sort>) -> Self {
        self.sorts([sort])
    }

    /// Sets the order of the results by a list of rules, of which HubSpot takes one.
    #[must_use]
    pub fn sorts(mut self, sorts: impl IntoIterator<Item = impl Into<Sort>>) -> Self {
        self.sorts = Some(sorts.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the names of the properties to return.
    #[must_use]
    pub fn properties(mut self, properties: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.properties = Some(properties.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the number of records per page, at most 200.
    #[must_use]
    pub fn limit(mut self, limit: i64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Sets the cursor of the page to return.
    #[must_use]
    pub fn after(mut self, after: impl Into<String>) -> Self {
        self.after = Some(after.into());
        self
    }
}

//! What HubSpot is known to refuse in a search: found before anything is sent.

use super::SearchRequest;
use super::filter::{Filter, FilterGroup, FilterOperator};

/// Groups of filters in one search.
const GROUPS: usize = 5;
/// Filters in one group.
pub(super) const FILTERS_OF_GROUP: usize = 6;
/// Filters in all groups of a search.
pub(super) const FILTERS: usize = 18;
/// Sort rules of a search.
const SORTS: usize = 1;
/// Records on a page.
pub(super) const LIMIT: i64 = 200;
/// Characters in the text of a search.
const QUERY: usize = 3_000;

/// Checks a search. The reason says which limit it is beyond, and never what is searched for.
pub(super) fn check(request: &SearchRequest) -> Result<(), String> {
    let groups = request.filter_groups.as_deref().unwrap_or_default();
    let ungrouped = request.filters.as_deref().unwrap_or_default();
    at_most(GROUPS, groups.len(), "groups of filters")?;
    for (index, group) in groups.iter().enumerate() {
        let place = format!("filterGroups[{index}]");
        if group.filters.is_empty() {
            return Err(format!(
                "{place}: a group needs one filter at least, and has none"
            ));
        }
        check_filters(&group.filters, &format!("{place}."))?;
    }
    check_filters(ungrouped, "")?;
    let filters = filters_of(groups) + ungrouped.len();
    at_most(FILTERS, filters, "filters in all")?;
    let sorts = request.sorts.as_ref().map_or(0, Vec::len);
    at_most(SORTS, sorts, "sort rule")?;
    if let Some(limit) = request.limit.filter(|limit| *limit > LIMIT) {
        return Err(format!(
            "a search gives at most {LIMIT} records per page, and `limit` is {limit}"
        ));
    }
    let query = request.query.as_ref().map_or(0, |it| it.chars().count());
    at_most(QUERY, query, "characters in `query`")
}

/// The number of filters in groups.
pub(super) fn filters_of(groups: &[FilterGroup]) -> usize {
    groups.iter().map(|group| group.filters.len()).sum()
}

fn check_filters(filters: &[Filter], place: &str) -> Result<(), String> {
    for (index, filter) in filters.iter().enumerate() {
        check_filter(filter)
            .map_err(|lacking| format!("{place}filters[{index}]: {} {lacking}", filter.operator))?;
    }
    at_most(FILTERS_OF_GROUP, filters.len(), "filters in a group")
        .map_err(|reason| format!("{place}filters: {reason}"))
}

/// What an operator cannot do without.
fn check_filter(filter: &Filter) -> Result<(), &'static str> {
    let has_value = filter.value.is_some();
    match filter.operator {
        FilterOperator::Between if !has_value || filter.high_value.is_none() => {
            Err("needs a value and a high value")
        }
        FilterOperator::In | FilterOperator::NotIn
            if filter.values.as_ref().is_none_or(Vec::is_empty) =>
        {
            Err("needs values")
        }
        FilterOperator::ContainsToken
        | FilterOperator::Eq
        | FilterOperator::Gt
        | FilterOperator::Gte
        | FilterOperator::Lt
        | FilterOperator::Lte
        | FilterOperator::Neq
        | FilterOperator::NotContainsToken
            if !has_value =>
        {
            Err("needs a value")
        }
        _ => Ok(()),
    }
}

fn at_most(limit: usize, count: usize, of: &str) -> Result<(), String> {
    match count > limit {
        true => Err(format!(
            "a search takes at most {limit} {of}, and this has {count}"
        )),
        false => Ok(()),
    }
}

//! What searches are sent as, what is refused, and how their pages follow each other.

mod account;
mod pages;

use jiff::civil::date;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::json::JsonValue as _;
use crate::{CalendarDate, DateTime, Value};

fn sent(filter: Filter) -> Value {
    serde_json::to_value(filter).unwrap()
}

fn reason(request: &SearchRequest) -> String {
    request.check().unwrap_err()
}

#[test]
fn each_operator_has_the_values_that_it_takes() {
    for (filter, operator) in [
        (Filter::eq("n", 5), "EQ"),
        (Filter::neq("n", 5), "NEQ"),
        (Filter::lt("n", 5), "LT"),
        (Filter::lte("n", 5), "LTE"),
        (Filter::gt("n", 5), "GT"),
        (Filter::gte("n", 5), "GTE"),
        (Filter::contains_token("n", "5"), "CONTAINS_TOKEN"),
        (Filter::not_contains_token("n", "5"), "NOT_CONTAINS_TOKEN"),
    ] {
        let expected = json!({"propertyName": "n", "operator": operator, "value": "5"});
        assert_eq!(sent(filter), expected);
    }
    for (filter, expected) in [
        (
            Filter::between("n", 1, 2.5),
            json!({"propertyName": "n", "operator": "BETWEEN", "value": "1", "highValue": "2.5"}),
        ),
        (
            Filter::in_("n", ["a", "b"]),
            json!({"propertyName": "n", "operator": "IN", "values": ["a", "b"]}),
        ),
        (
            Filter::not_in("n", [1, 2]),
            json!({"propertyName": "n", "operator": "NOT_IN", "values": ["1", "2"]}),
        ),
        (
            Filter::has_property("n"),
            json!({"propertyName": "n", "operator": "HAS_PROPERTY"}),
        ),
        (
            Filter::not_has_property("n"),
            json!({"propertyName": "n", "operator": "NOT_HAS_PROPERTY"}),
        ),
        (
            Filter::associated_with("company", 7),
            json!({"propertyName": "associations.company", "operator": "EQ", "value": "7"}),
        ),
    ] {
        assert_eq!(sent(filter), expected);
    }
}

#[test]
fn typed_values_are_sent_as_searches_take_them() {
    let day = date(2026, 1, 31);
    let instant: DateTime = "2026-01-31T09:30:00.25+01:00".parse().unwrap();
    for (value, text) in [
        (FilterValue::from("a b"), "a b"),
        (FilterValue::from(String::from("a")), "a"),
        (FilterValue::from(u64::MAX), "18446744073709551615"),
        (FilterValue::from(-0.5), "-0.5"),
        (FilterValue::from(1e21), "1000000000000000000000"),
        (FilterValue::from(true), "true"),
        (FilterValue::from(day), "1769817600000"),
        (FilterValue::from(CalendarDate::from(day)), "1769817600000"),
        (FilterValue::from(CalendarDate::from("soon")), "soon"),
        (FilterValue::from(instant.clone()), "1769848200250"),
        (
            FilterValue::from(instant.timestamp().unwrap()),
            "1769848200250",
        ),
        (FilterValue::from(date(1969, 12, 31)), "-86400000"),
    ] {
        assert_eq!(value.as_str(), Some(text));
        assert_eq!(serde_json::to_value(&value).unwrap(), json!(text));
    }
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(FilterValue::from(number).as_str(), None);
        let filters = SearchRequest::new().filter(Filter::in_("n", [1.0, number]));
        let error = serde_json::to_string(&filters).unwrap_err().to_string();
        assert_eq!(
            error,
            "$.filterGroups[0].filters[0].values[1]: a number that is NaN or infinite cannot be \
             compared with"
        );
    }
}

#[test]
fn filters_go_to_the_last_group() {
    let request = SearchRequest::new()
        .filter(Filter::has_property("a"))
        .filter(Filter::has_property("b"))
        .or(Filter::has_property("c"))
        .filter(Filter::has_property("d"))
        .or([Filter::has_property("e")]);
    let groups = request.filter_groups.unwrap();
    let names: Vec<Vec<&str>> = groups
        .iter()
        .map(|group| group.filters.iter().map(|it| &*it.property_name).collect())
        .collect();
    assert_eq!(names, [vec!["a", "b"], vec!["c", "d"], vec!["e"]]);
}

#[test]
fn sorts_are_texts_and_read_from_objects_too() {
    let read: Vec<Sort> = serde_json::from_value(json!([
        "createdate",
        "-createdate",
        {"propertyName": "createdate", "direction": "ASCENDING"},
        {"propertyName": "createdate", "direction": "DESCENDING"},
        {"propertyName": "createdate", "direction": "RANDOM"},
        {"propertyName": "createdate", "direction": "ASCENDING", "nulls": "LAST"},
        null,
        17,
    ]))
    .unwrap();
    assert_eq!(read[0], Sort::ascending("createdate"));
    assert_eq!(read[1], Sort::descending("createdate"));
    assert_eq!(read[2..4], read[..2]);
    assert_eq!(
        serde_json::to_value(&read).unwrap(),
        json!([
            "createdate", "-createdate", "createdate", "-createdate",
            {"propertyName": "createdate", "direction": "RANDOM"},
            {"propertyName": "createdate", "direction": "ASCENDING", "nulls": "LAST"},
            "", "17",
        ])
    );
}

#[test]
fn what_is_within_the_limits_is_sent() {
    let filter = || Filter::has_property("a");
    let six = || vec![filter(); 6];
    for request in [
        SearchRequest::new(),
        SearchRequest::new().limit(200).query("é".repeat(3_000)),
        SearchRequest::new().filter_groups([six(), six(), six()]),
        SearchRequest::new().filter_groups(vec![[filter()]; 5]),
        SearchRequest::new().filters(six()).sort("-createdate"),
        // What nobody knows yet is HubSpot's to judge.
        SearchRequest::new().filter(Filter::new("a", "ROUGHLY")),
    ] {
        assert_eq!(request.check(), Ok(()), "{request:?}");
    }
}

#[test]
fn what_is_beyond_a_limit_is_refused() {
    let filter = || Filter::has_property("a");
    let filters = |count| vec![filter(); count];
    for (request, expected) in [
        (
            SearchRequest::new().filter_groups(vec![[filter()]; 6]),
            "a search takes at most 5 groups of filters, and this has 6",
        ),
        (
            SearchRequest::new().or(filter()).or(filters(7)),
            "filterGroups[1].filters: a search takes at most 6 filters in a group, and this has 7",
        ),
        (
            SearchRequest::new().filters(filters(7)),
            "filters: a search takes at most 6 filters in a group, and this has 7",
        ),
        (
            SearchRequest::new().filter_groups([filters(5), filters(5), filters(5), filters(4)]),
            "a search takes at most 18 filters in all, and this has 19",
        ),
        (
            SearchRequest::new()
                .filter_groups([filters(6), filters(6)])
                .filters(filters(6))
                .or(filter()),
            "a search takes at most 18 filters in all, and this has 19",
        ),
        (
            SearchRequest::new().or(filter()).or(Vec::<Filter>::new()),
            "filterGroups[1]: a group needs one filter at least, and has none",
        ),
        (
            SearchRequest::new().sorts(["a", "b"]),
            "a search takes at most 1 sort rule, and this has 2",
        ),
        (
            SearchRequest::new().limit(201),
            "a search gives at most 200 records per page, and `limit` is 201",
        ),
        (
            SearchRequest::new().query("é".repeat(3_001)),
            "a search takes at most 3000 characters in `query`, and this has 3001",
        ),
    ] {
        assert_eq!(reason(&request), expected);
    }
}

#[test]
fn operators_without_what_they_need_are_refused() {
    let operators = [
        ("BETWEEN", "a value and a high value"),
        ("CONTAINS_TOKEN", "a value"),
        ("EQ", "a value"),
        ("GT", "a value"),
        ("GTE", "a value"),
        ("IN", "values"),
        ("LT", "a value"),
        ("LTE", "a value"),
        ("NEQ", "a value"),
        ("NOT_CONTAINS_TOKEN", "a value"),
        ("NOT_IN", "values"),
    ];
    for (operator, needed) in operators {
        let request = SearchRequest::new()
            .filter(Filter::eq("secret", "secret"))
            .filter(Filter::new("secret", operator));
        assert_eq!(
            reason(&request),
            format!("filterGroups[0].filters[1]: {operator} needs {needed}")
        );
    }
    let half = Filter::new("a", FilterOperator::Between).value(1);
    assert_eq!(
        reason(&SearchRequest::new().filters([half])),
        "filters[0]: BETWEEN needs a value and a high value"
    );
    assert_eq!(
        reason(&SearchRequest::new().filter(Filter::in_("a", Vec::<String>::new()))),
        "filterGroups[0].filters[0]: IN needs values"
    );
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let value = || prop::option::of("\\PC{0,5}");
    let values = prop::option::of(prop::collection::vec("\\PC{0,5}", 0..3));
    let operator = prop_oneof!["[A-Z_]{0,4}", Just("EQ".to_owned()), Just("IN".to_owned())];
    ("\\PC{0,5}", operator, value(), values, value()).prop_map(
        |(property, operator, value, values, high_value)| Filter {
            value: value.map(Into::into),
            values: values.map(|values| values.into_iter().map(Into::into).collect()),
            high_value: high_value.map(Into::into),
            ..Filter::new(property, operator)
        },
    )
}

fn any_request() -> impl Strategy<Value = SearchRequest> {
    let text = || prop::option::of("\\PC{0,5}");
    let filters = || prop::collection::vec(any_filter(), 0..3);
    let groups = prop::collection::vec(filters().prop_map(FilterGroup::from), 0..3);
    let sorts = prop::collection::vec("-?\\PC{0,5}", 0..3);
    (
        (
            text(),
            prop::option::of(groups),
            prop::option::of(filters()),
        ),
        (
            prop::option::of(sorts),
            text(),
            prop::option::of(any::<i64>()),
        ),
    )
        .prop_map(
            |((query, groups, filters), (sorts, after, limit))| SearchRequest {
                query,
                filter_groups: groups,
                filters,
                sorts: sorts.map(|sorts| sorts.into_iter().map(Into::into).collect()),
                after,
                limit,
                ..SearchRequest::new()
            },
        )
}

proptest! {
    /// Also what could not be sent can be kept.
    #[test]
    fn every_search_reads_back(request in any_request()) {
        let json = serde_json::to_string(&request).unwrap();
        let read: SearchRequest = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(read, request);
    }
}

//! Pages of searches, against an account that answers as HubSpot does.

use proptest::prelude::*;
use serde_json::json;

use super::super::*;
use super::account::{Account, Contact};
use crate::{Decode, Error, Page, Paged};

/// Reads page by page, until there is none or an error. Gives the ids as they came.
async fn read<P>(first: P) -> (Vec<u64>, Option<Error>)
where
    P: Paged<Item = Contact>,
    <P::Decode as Decode>::Output: Send,
{
    let (mut ids, mut next) = (Vec::new(), Some(first));
    while let Some(request) = next {
        let page = match request.endpoint().client().send(&request).await {
            Ok(page) => page,
            Err(error) => return (ids, Some(error)),
        };
        let following = request.next_request(&page);
        let items = P::into_items(page);
        ids.extend(items.iter().map(|it| it.id.parse::<u64>().unwrap()));
        next = match following {
            Ok(next) => next,
            Err(error) => return (ids, Some(error)),
        };
        if let Some(next) = &next {
            assert_ne!(next.position(), request.position(), "it goes on");
        }
    }
    (ids, None)
}

fn reason(error: Option<Error>) -> String {
    match error {
        Some(Error::InvalidRequest(error)) => error.reason().to_owned(),
        other => panic!("{other:?}"),
    }
}

const END: &str = "the search found more than the 10,000 records that it can be paged through; `all` \
                   on the call reads past them";

#[test]
fn a_cursor_far_from_all_positions_does_no_harm() {
    let call = Account::of([]).call(SearchRequest::new());
    for (after, goes_on) in [(i64::MIN, true), (-1, true), (i64::MAX, false)] {
        let page = json!({"results": [], "paging": {"next": {"after": after.to_string()}}});
        let page: Page<Contact> = serde_json::from_value(page).unwrap();
        assert_eq!(call.next_request(&page).is_ok(), goes_on, "{after}");
    }
}

#[tokio::test]
async fn a_search_beyond_a_limit_is_not_sent() {
    let account = Account::of(1..=3);
    let error = account
        .call(SearchRequest::new().limit(201))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "POST /crm/v3/objects/contacts/search: the body cannot be sent: a search gives at most 200 \
         records per page, and `limit` is 201"
    );
    let nan = SearchRequest::new().filter(Filter::eq("n", f64::NAN));
    let error = account.call(nan).await.unwrap_err();
    assert_eq!(
        reason(Some(error)),
        "the body cannot be sent: filterGroups[0].filters[0].value: a number that is NaN or \
         infinite cannot be compared with"
    );
    assert!(account.searches().is_empty());
}

#[tokio::test]
async fn pages_follow_by_cursor() {
    let account = Account::of(1..=23);
    let request = SearchRequest::new().query("ada").properties(["email"]);
    let (ids, error) = read(account.call(request)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, (1..=23).collect::<Vec<_>>());
    assert_eq!(
        account.searches(),
        [
            json!({"query": "ada", "properties": ["email"]}),
            json!({"query": "ada", "properties": ["email"], "after": "10"}),
            json!({"query": "ada", "properties": ["email"], "after": "20"}),
        ]
    );
}

#[tokio::test]
async fn streams_of_searches_read_the_largest_pages() {
    let account = Account::of(1..=401);
    let found: Vec<_> = account
        .call(SearchRequest::new())
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(found.len(), 401);
    assert_eq!(
        account.searches(),
        [
            json!({"limit": 200}),
            json!({"limit": 200, "after": "200"}),
            json!({"limit": 200, "after": "400"}),
        ]
    );
}

#[tokio::test]
async fn one_page_of_a_search_is_what_the_caller_asks_for() {
    let account = Account::of(1..=401);
    let page = account.call(SearchRequest::new()).await.unwrap();
    assert_eq!(page.results.len(), 10);
    assert_eq!(account.searches(), [json!({})]);
}

/// HubSpot refuses a page that reaches over the end.
#[tokio::test]
async fn a_stream_that_begins_near_the_end_does_not_reach_over_it() {
    let account = Account::of(1..=10_000);
    let search = SearchRequest::new().after("9850");
    let found: Vec<_> = account.call(search).stream().try_collect().await.unwrap();
    assert_eq!(found.len(), 150);
    assert_eq!(account.searches(), [json!({"limit": 150, "after": "9850"})]);
}

#[tokio::test]
async fn a_search_that_ends_at_ten_thousand_is_whole() {
    for limit in [200, 150] {
        let account = Account::of(1..=10_000);
        let (ids, error) = read(account.call(SearchRequest::new().limit(limit))).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(ids.len(), 10_000);
    }
}

#[tokio::test]
async fn a_search_that_goes_past_ten_thousand_says_so_when_it_gets_there() {
    for (limit, ends_without_cursor) in [(200, false), (200, true), (150, false)] {
        let account = Account {
            ends_without_cursor,
            ..Account::of(1..=10_001)
        };
        let (ids, error) = read(account.call(SearchRequest::new().limit(limit))).await;
        assert_eq!(ids.len(), 10_000);
        assert_eq!(reason(error), END);
    }
}

#[test]
fn cursors_of_another_form_are_handed_back() {
    let call = Account::default().call(SearchRequest::new());
    let page: Page<Contact> = serde_json::from_value(
        json!({"total": 20_000, "results": [], "paging": {"next": {"after": "NTI1Cg%3D%3D"}}}),
    )
    .unwrap();
    let next = call.next_request(&page).unwrap().unwrap();
    assert_eq!(next.position(), "NTI1Cg%3D%3D");
}

#[tokio::test]
async fn all_goes_past_ten_thousand() {
    let account = Account::of((1..=12_345).map(|it| it * 3));
    let (ids, error) = read(account.call(SearchRequest::new()).all()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, (1..=12_345).map(|it| it * 3).collect::<Vec<_>>());
    let searches = account.searches();
    assert_eq!(searches.len(), 62);
    assert_eq!(
        searches[0],
        json!({"sorts": ["hs_object_id"], "limit": 200})
    );
    assert_eq!(
        searches[1],
        json!({"sorts": ["hs_object_id"], "limit": 200, "filterGroups": [{"filters": [
            {"propertyName": "hs_object_id", "operator": "GT", "value": "600"},
        ]}]})
    );
}

#[tokio::test]
async fn all_adds_to_each_group() {
    let account = Account::of(1..=30);
    let request = SearchRequest::new()
        .filter(Filter::eq("modulo", 2))
        .or(Filter::eq("modulo", 3))
        .limit(10);
    let (ids, error) = read(account.call(request).all()).await;
    assert!(error.is_none(), "{error:?}");
    let expected = (1..=30).filter(|it| it % 2 == 0 || it % 3 == 0);
    assert_eq!(ids, expected.collect::<Vec<_>>());
    let groups = &account.searches()[1]["filterGroups"];
    assert_eq!(groups[0]["filters"][1], groups[1]["filters"][1]);
    assert_eq!(groups[0]["filters"][1]["value"], "15");

    let account = Account::of(1..=30);
    let request = SearchRequest::new()
        .filters([Filter::eq("modulo", 2)])
        .limit(10);
    let (ids, error) = read(account.call(request).all()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids.len(), 15);
    assert!(account.searches()[1].get("filters").unwrap()[1].is_object());
}

#[tokio::test]
async fn all_refuses_what_it_cannot_page_through() {
    let filters = |count| vec![Filter::has_property("a"); count];
    for (request, expected) in [
        (
            SearchRequest::new().sort("-createdate"),
            "a search for all records is sorted by `hs_object_id`, and cannot have a sort rule of \
             its own",
        ),
        (
            SearchRequest::new().after("10"),
            "a search for all records goes on by id, and cannot have `after`",
        ),
        (
            SearchRequest::new().limit(0),
            "a search for all records needs a `limit` of one at least",
        ),
        (
            SearchRequest::new().or(filters(1)).or(filters(6)),
            "a search for all records adds a filter to each group, and a group has 6 of the 6 that \
             it can have",
        ),
        (
            SearchRequest::new().filter_groups([filters(5), filters(5), filters(4), filters(1)]),
            "a search for all records adds a filter to each group, and 15 filters with 4 more are \
             above the 18 that a search can have",
        ),
        (
            SearchRequest::new().limit(500),
            "a search gives at most 200 records per page, and `limit` is 500",
        ),
    ] {
        // Whatever it finds, were it sent.
        let account = Account::of([]);
        let (_, error) = read(account.call(request).all()).await;
        assert_eq!(reason(error), expected);
        assert!(account.searches().is_empty());
    }
    // What is almost too much, or what is done anyway, is fine.
    let request = SearchRequest::new()
        .filter_groups([filters(5), filters(5), filters(5)])
        .sort("hs_object_id");
    let (_, error) = read(Account::of([1]).call(request).all()).await;
    assert!(error.is_none(), "{error:?}");
}

#[tokio::test]
async fn all_stops_at_a_server_that_does_not_sort() {
    let account = Account {
        unsorted: true,
        ..Account::of((1..=30).rev())
    };
    let (ids, error) = read(account.call(SearchRequest::new().limit(10)).all()).await;
    assert_eq!(ids.len(), 10);
    assert_eq!(
        reason(error),
        "the records are not in the order of their ids, by which the search cannot go on"
    );
}

#[test]
fn all_stops_where_it_would_run_in_a_circle() {
    let all = Account::default().call(SearchRequest::new()).all();
    let page = |json| serde_json::from_value::<Page<Contact>>(json).unwrap();
    let next = |json| all.next_request(&page(json));
    let cursor = json!({"next": {"after": "200"}});
    for (answer, expected) in [
        (
            json!({"results": [], "paging": cursor}),
            "a page without records says that there are more, which the search cannot get at",
        ),
        (
            json!({"results": [{"id": "x"}]}),
            "a record has an id that is no number, by which the search cannot go on",
        ),
        (
            json!({"results": [{"id": "2"}, {"id": "2"}]}),
            "the records are not in the order of their ids, by which the search cannot go on",
        ),
    ] {
        assert_eq!(reason(next(answer).err()), expected);
    }
    // The same page again.
    let again = json!({"results": [{"id": "9"}, {"id": "10"}], "paging": cursor});
    let second = next(again.clone()).unwrap().unwrap();
    assert_eq!(second.position(), "10");
    assert!(second.next_request(&page(again)).is_err());
    // The count alone tells that there are more.
    assert!(
        next(json!({"results": [{"id": "1"}], "total": 2}))
            .unwrap()
            .is_some()
    );
    assert!(
        next(json!({"results": [{"id": "1"}], "total": 1}))
            .unwrap()
            .is_none()
    );
    assert!(next(json!({"results": [], "total": 1})).unwrap().is_none());
}

proptest! {
    /// Whatever there is, it comes once, in order.
    #[test]
    fn all_gives_each_record_once(
        ids in prop::collection::btree_set(1_u64..=u64::MAX, 0..60),
        limit in 1_i64..20,
    ) {
        let shuffled = ids.iter().rev().copied();
        let account = Account::of(shuffled);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let read = read(account.call(SearchRequest::new().limit(limit)).all());
        let (found, error) = runtime.block_on(read);
        prop_assert!(error.is_none(), "{error:?}");
        prop_assert_eq!(found, ids.into_iter().collect::<Vec<_>>());
    }
}

//! Pages that came with something else.

use hubspot_crm_core::{Page, Paged as _};

use crate::script::Script;

#[tokio::test]
async fn a_page_is_followed_by_the_others() {
    let script = Script::numbers(7, 2);
    let first = script.list().send().await.unwrap();
    script.sent();
    let mut all = first.followed_by(script.list().limit(2));
    for number in 1..=2 {
        assert_eq!(all.try_next().await.unwrap(), Some(number));
    }
    assert!(script.sent().is_empty());
    assert_eq!(all.try_next().await.unwrap(), Some(3));
    assert_eq!(script.sent(), ["limit=2&after=2"]);
    let rest: Vec<i64> = all.take(2).try_collect().await.unwrap();
    assert_eq!(rest, [4, 5]);
}

#[tokio::test]
async fn nothing_is_sent_after_the_only_page() {
    let script = Script::numbers(7, 2);
    let only = || Page::new(vec![8, 9], None);
    let all: Vec<i64> = only()
        .followed_by(script.list())
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all, [8, 9]);
    let all: Vec<i64> = only()
        .or_all_of(script.list(), |number| number)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all, [8, 9]);
    assert!(script.sent().is_empty());
}

#[tokio::test]
async fn all_of_another_list_in_place_of_a_page_with_a_cursor_of_its_own() {
    let script = Script::numbers(3, 2);
    let page = Page::new(vec!["a", "b"], Some("6001".to_owned())).map(str::to_owned);
    assert_eq!(page.next_cursor(), Some("6001"));
    let all = page.or_all_of(script.list(), |number| number.to_string());
    let all: Vec<String> = all.try_collect().await.unwrap();
    assert_eq!(all, ["1", "2", "3"]);
    assert_eq!(script.sent(), ["", "after=2"]);
}

#[tokio::test]
async fn a_page_that_leads_to_itself_is_an_error() {
    let script = Script::new(|_| (200, crate::script::page("1", Some("a"))));
    let all = Page::new(vec![0], Some("a".to_owned())).followed_by(script.list());
    let all: Result<Vec<i64>, _> = all.try_collect().await;
    assert!(matches!(all, Err(hubspot_crm_core::Error::Paging(_))));
    assert_eq!(script.sent(), ["after=a"]);
    assert_eq!(script.list().position(), "");
}

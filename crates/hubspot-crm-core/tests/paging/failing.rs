//! Requests that fail, and pages that lead in a circle.

use hubspot_crm_core::Error;

use crate::operations::{PASS_OVER, PassOver};
use crate::script::{Script, cursor, numbers, page};

/// Numbers, of which the page after 4 fails until it was asked for often enough.
fn failing(times: usize) -> std::sync::Arc<Script> {
    let left = std::sync::Mutex::new(times);
    Script::new(move |query| {
        let mut left = left.lock().unwrap();
        if cursor(query) == Some("4") && *left > 0 {
            *left -= 1;
            return (400, r#"{"message":"no"}"#.to_owned());
        }
        (200, numbers(7, 2, query))
    })
}

#[tokio::test]
async fn items_then_the_error_then_the_end() {
    for prefetches in [false, true] {
        let script = failing(1);
        let all = script.list().stream();
        let mut all = if prefetches { all.prefetch() } else { all };
        for number in 1..=4 {
            assert_eq!(all.try_next().await.unwrap(), Some(number));
        }
        let error = all.try_next().await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
        assert_eq!(script.sent().len(), 3);
        assert_eq!(all.try_next().await.unwrap(), None);
        assert!(script.sent().is_empty());
        // Where to go on is not lost.
        assert_eq!(all.position().as_deref(), Some("4"));
        let rest = all.into_request().unwrap();
        let rest: Vec<i64> = rest.stream().try_collect().await.unwrap();
        assert_eq!(rest, [5, 6, 7]);
    }
}

#[tokio::test]
async fn pages_go_on_after_an_error_as_well() {
    let script = failing(1);
    let mut pages = script.list().pages();
    assert_eq!(pages.position().as_deref(), Some(""));
    pages.try_next().await.unwrap();
    assert_eq!(pages.position().as_deref(), Some("2"));
    pages.try_next().await.unwrap();
    pages.try_next().await.unwrap_err();
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(pages.position().as_deref(), Some("4"));
    let mut rest = pages.into_request().unwrap().pages();
    assert_eq!(rest.try_next().await.unwrap().unwrap().results, [5, 6]);
}

#[tokio::test]
async fn a_job_goes_on_from_the_page_of_the_next_item() {
    let script = Script::numbers(5, 2);
    let mut all = script.list().stream();
    for (number, position) in [
        (1, Some("")),
        (2, Some("2")),
        (3, Some("2")),
        (4, Some("4")),
        (5, None),
    ] {
        assert_eq!(all.try_next().await.unwrap(), Some(number));
        assert_eq!(all.position().as_deref(), position, "after {number}");
    }
    assert!(all.into_request().is_none());
    let mut all = script.list().stream();
    for _ in 0..3 {
        all.try_next().await.unwrap();
    }
    // Item 3 was given, so it comes again.
    let again: Vec<i64> = all
        .into_request()
        .unwrap()
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(again, [3, 4, 5]);
}

fn paging_error(error: &Error) -> u64 {
    let Error::Paging(error) = error else {
        panic!("{error:?}")
    };
    error.pages()
}

#[tokio::test]
async fn a_cursor_that_repeats_is_an_error() {
    let script = Script::new(|_| (200, page("1", Some("6001"))));
    let mut all = script.list().stream();
    assert_eq!(all.try_next().await.unwrap(), Some(1));
    assert_eq!(all.try_next().await.unwrap(), Some(1));
    let error = all.try_next().await.unwrap_err();
    assert_eq!(paging_error(&error), 2);
    assert_eq!(
        error.to_string(),
        "GET /numbers: after 2 pages, the next one is one that was read before"
    );
    assert!(!format!("{error:?}").contains("6001"));
    assert_eq!(all.try_next().await.unwrap(), None);
    assert_eq!(script.sent().len(), 2);
    assert_eq!(all.position().as_deref(), Some("6001"));

    // One that leads to itself.
    let mut all = script.list().after("6001").stream();
    assert_eq!(all.try_next().await.unwrap(), Some(1));
    assert_eq!(paging_error(&all.try_next().await.unwrap_err()), 1);
}

#[tokio::test]
async fn a_longer_circle_is_found_too() {
    let script = Script::new(|query| {
        let at: u64 = cursor(query).map_or(0, |after| after.parse().unwrap());
        let next = if at == 20 { 8 } else { at + 1 };
        (200, page(&at.to_string(), Some(&next.to_string())))
    });
    let mut all = script.list().stream();
    let error = loop {
        match all.try_next().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("it has no end"),
            Err(error) => break error,
        }
    };
    assert!(paging_error(&error) <= 3 * 21);
}

#[tokio::test]
async fn an_offset_that_does_not_lead_on_is_an_error() {
    for again in [r#""offset":2"#, r#""offset":1"#, r#""other":0"#] {
        let script = Script::new(move |query| {
            let offset = if query.is_empty() {
                r#""offset":2"#
            } else {
                again
            };
            (
                200,
                format!(r#"{{"hasMore":true,{offset},"numbers":[1,2]}}"#),
            )
        });
        let mut all = PassOver::new(script.client().endpoint(&PASS_OVER)).stream();
        for _ in 0..4 {
            all.try_next().await.unwrap();
        }
        assert_eq!(paging_error(&all.try_next().await.unwrap_err()), 2);
    }
}

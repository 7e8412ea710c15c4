//! What is read, and what is asked for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::{Stream as _, StreamExt as _};
use hubspot_crm_core::{
    Client, Decode, Endpoint, Error, Items, Operation, Paged, Pages, Request, Response,
};

use crate::operations::{LIST, List, PASS_OVER, PassOver, SEARCH, Search, SearchNumbers};
use crate::script::{Script, page};

#[tokio::test]
async fn pages_are_asked_for_when_their_items_are() {
    let script = Script::numbers(7, 3);
    let mut all = script.list().limit(3).stream();
    assert!(script.sent().is_empty());
    for (number, asked) in [
        (1, "limit=3"),
        (2, ""),
        (3, ""),
        (4, "limit=3&after=3"),
        (5, ""),
        (6, ""),
        (7, "limit=3&after=6"),
    ] {
        assert_eq!(all.try_next().await.unwrap(), Some(number));
        assert_eq!(script.sent().concat(), asked, "for {number}");
    }
    for _ in 0..2 {
        assert_eq!(all.try_next().await.unwrap(), None);
    }
    assert!(script.sent().is_empty());
}

#[tokio::test]
async fn pages_as_they_come() {
    let script = Script::numbers(5, 2);
    let mut pages = script.list().pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push(page.results.len());
        assert_eq!(script.sent().len(), 1);
    }
    assert_eq!(sizes, [2, 2, 1]);
    assert_eq!(pages.position(), None);
}

#[tokio::test]
async fn no_page_is_read_for_items_that_are_not_wanted() {
    for (count, asked) in [(0, 0), (1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (100, 3)] {
        for prefetches in [false, true] {
            let script = Script::numbers(7, 3);
            let items = script.list().stream().take(50).take(count);
            let items = if prefetches { items.prefetch() } else { items };
            let read: Vec<i64> = items.try_collect().await.unwrap();
            assert_eq!(read, (1..=7).take(count).collect::<Vec<_>>());
            assert_eq!(script.sent().len(), asked, "for {count}, {prefetches}");
        }
    }
}

#[tokio::test]
async fn one_page_ahead() {
    let script = Script::numbers(9, 3);
    let mut all = script.list().stream().prefetch();
    assert!(script.sent().is_empty());
    for (number, asked) in [
        (1, 2),
        (2, 0),
        (3, 0),
        (4, 1),
        (5, 0),
        (6, 0),
        (7, 0),
        (8, 0),
        (9, 0),
    ] {
        assert_eq!(all.try_next().await.unwrap(), Some(number));
        assert_eq!(script.sent().len(), asked, "for {number}");
    }
    assert_eq!(all.try_next().await.unwrap(), None);

    let mut pages = script.list().pages().prefetch();
    assert!(pages.try_next().await.unwrap().is_some());
    assert_eq!(script.sent().len(), 2);
}

#[tokio::test]
async fn the_page_ahead_gets_on_while_items_are_taken() {
    let script = Script::delayed(2, |query| (200, crate::script::numbers(6, 3, query)));
    let mut all = script.list().stream().prefetch();
    for _ in 0..3 {
        all.try_next().await.unwrap();
    }
    assert_eq!(script.under_way(), 0, "three polls are enough for it");
    assert_eq!(script.sent().len(), 2);
    assert_eq!(all.try_next().await.unwrap(), Some(4));
}

#[tokio::test]
async fn an_empty_page_is_not_the_end_and_an_empty_cursor_is() {
    let script = Script::new(|query| {
        let page = match query {
            "" => page("", Some("a")),
            "after=a" => page("1", Some("b")),
            "after=b" => page("", Some("c%2F")),
            "after=c%252F" => page("2", Some("")),
            other => panic!("{other}"),
        };
        (200, page)
    });
    let all: Vec<i64> = script.list().stream().try_collect().await.unwrap();
    assert_eq!(all, [1, 2]);
    assert_eq!(script.sent().len(), 4);
}

#[tokio::test]
async fn a_list_goes_on_from_a_cursor_and_leaves_the_way_back() {
    let script = Script::numbers(6, 2);
    let all: Vec<i64> = script
        .list()
        .after("2")
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all, [3, 4, 5, 6]);
    assert_eq!(script.sent(), ["after=2", "after=4"]);
    let all: Vec<i64> = script
        .list()
        .before("x")
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all.len(), 6);
    assert_eq!(script.sent(), ["before=x", "after=2", "after=4"]);
}

fn by_offset(asked: &str) -> (u16, String) {
    let numbers = match asked {
        "" | r#"{"text":"x"}"# => r#"{"hasMore":true,"offset":2,"numbers":[1,2]}"#,
        "offset=2" | r#"{"text":"x","offset":2}"# => r#"{"hasMore":true,"offset":3,"numbers":[3]}"#,
        "offset=3" | r#"{"text":"x","offset":3}"# => {
            r#"{"hasMore":false,"offset":4,"numbers":[4]}"#
        }
        other => panic!("{other}"),
    };
    (200, numbers.to_owned())
}

#[tokio::test]
async fn offsets_in_the_query_and_in_the_body() {
    let script = Script::new(by_offset);
    let list = PassOver::new(script.client().endpoint(&PASS_OVER));
    let all: Vec<i64> = list.stream().try_collect().await.unwrap();
    assert_eq!(all, [1, 2, 3, 4]);
    let body = Search {
        text: "x".to_owned(),
        ..Search::default()
    };
    let mut search = SearchNumbers::new(script.client().endpoint(&SEARCH), body).stream();
    assert_eq!(search.position().as_deref(), Some(""));
    for number in 1..=3 {
        assert_eq!(search.try_next().await.unwrap(), Some(number));
    }
    assert_eq!(search.position().as_deref(), Some("3"));
    assert_eq!(search.try_next().await.unwrap(), Some(4));
    assert_eq!(search.try_next().await.unwrap(), None);
    assert_eq!(script.sent().len(), 6);
}

#[tokio::test]
async fn the_traits_of_the_futures_crates() {
    let script = Script::numbers(5, 2);
    let streamed = script.list().stream();
    let sizes = streamed.size_hint();
    assert_eq!(sizes, (0, None));
    let all: Vec<i64> = streamed.map(Result::unwrap).collect().await;
    assert_eq!(all, [1, 2, 3, 4, 5]);
    let mut pages = script.list().pages();
    assert_eq!(pages.next().await.unwrap().unwrap().results, [1, 2]);

    fn is_for_tasks<T: Send + Unpin + 'static>(_: &T) {}
    is_for_tasks(&pages);
    is_for_tasks(&script.list().stream());
    let mut items = script.list().stream();
    let task = tokio::spawn(async move { items.try_next().await });
    assert_eq!(task.await.unwrap().unwrap(), Some(1));
}

#[test]
fn no_data_is_shown() {
    let script = Script::numbers(1, 1);
    let list = || script.list().after("6001");
    let shown = format!("{:?} {:?}", list().stream(), list().pages());
    assert!(shown.contains("numbers.list_numbers"), "{shown}");
    assert!(!shown.contains("6001"), "{shown}");
}

/// Items that are counted while they are there.
struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[derive(Clone)]
struct ListCounted {
    endpoint: Endpoint,
    page: usize,
    alive: Arc<AtomicUsize>,
}

/// The number of the page.
struct Anything;

impl Decode for Anything {
    type Output = ();

    fn decode(_: &Response) -> Result<(), Error> {
        Ok(())
    }
}

static ALIVE: std::sync::LazyLock<Arc<AtomicUsize>> = std::sync::LazyLock::new(Arc::default);

impl ListCounted {
    fn new(client: &Client) -> Self {
        Self {
            endpoint: client.endpoint(&LIST),
            page: 0,
            alive: Arc::clone(&ALIVE),
        }
    }
}

impl Operation for ListCounted {
    type Decode = Anything;

    fn request(&self) -> Result<Request, Error> {
        Ok(self.endpoint.request())
    }

    fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    fn endpoint_mut(&mut self) -> &mut Endpoint {
        &mut self.endpoint
    }
}

impl Paged for ListCounted {
    type Item = Counted;

    fn into_items((): ()) -> Vec<Counted> {
        let items = (0..100).map(|_| {
            ALIVE.fetch_add(1, Ordering::SeqCst);
            Counted(Arc::clone(&ALIVE))
        });
        items.collect()
    }

    fn next_request(&self, (): &()) -> Result<Option<Self>, Error> {
        let next = Self {
            page: self.page + 1,
            ..self.clone()
        };
        Ok((next.page < 10_000).then_some(next))
    }

    fn position(&self) -> String {
        self.page.to_string()
    }
}

#[tokio::test]
async fn no_more_than_a_page_is_in_memory() {
    let script = Script::new(|_| (200, String::new()));
    let list = ListCounted::new(&script.client());
    let alive = Arc::clone(&list.alive);
    let mut items = list.stream();
    let (mut count, mut most) = (0, 0);
    while let Some(item) = items.try_next().await.unwrap() {
        count += 1;
        most = most.max(alive.load(Ordering::SeqCst));
        drop(item);
    }
    assert_eq!(count, 1_000_000);
    assert_eq!(most, 100);
    assert_eq!(alive.load(Ordering::SeqCst), 0);
}

/// The types can be named, to be kept in a struct.
#[test]
fn types_by_name() {
    struct Job {
        items: Items<List>,
        pages: Pages<List>,
    }
    let script = Script::numbers(1, 1);
    let job = Job {
        items: script.list().stream(),
        pages: script.list().pages(),
    };
    assert!(job.items.position().is_some() && job.pages.into_request().is_some());
}

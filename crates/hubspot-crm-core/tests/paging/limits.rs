//! Page sizes: the largest one, and those that are not given together with other parameters.

use crate::operations::{LIST, Sized};
use crate::script::Script;

#[tokio::test]
async fn streams_keep_to_the_page_size_that_histories_allow() {
    let script = Script::numbers(1, 1);
    for (limit, history, asked) in [
        (Some(100), true, "limit=50&propertiesWithHistory=a%26b"),
        (Some(51), true, "limit=50&propertiesWithHistory=a%26b"),
        (Some(50), true, "limit=50&propertiesWithHistory=a%26b"),
        (Some(20), true, "limit=20&propertiesWithHistory=a%26b"),
        (Some(100), false, "limit=100"),
        (None, true, "propertiesWithHistory=a%26b"),
        (None, false, ""),
    ] {
        let mut list = script.list();
        if let Some(limit) = limit {
            list = list.limit(limit);
        }
        if history {
            list = list.properties_with_history(["a&b"]);
        }
        let all: Vec<i64> = list.clone().stream().try_collect().await.unwrap();
        assert_eq!(all, [1]);
        assert_eq!(script.sent(), [asked]);
        list.clone().pages().try_next().await.unwrap();
        assert_eq!(script.sent(), [asked]);
        // A single request is what the caller says: it is for one page of that size.
        list.send().await.unwrap();
        let plain = script.sent().concat();
        assert_eq!(plain.starts_with("limit=100"), limit == Some(100));
    }
}

#[tokio::test]
async fn the_page_size_holds_for_all_pages() {
    let script = Script::numbers(120, 50);
    let list = script.list().limit(100).properties_with_history(["a"]);
    let all: Vec<i64> = list.stream().try_collect().await.unwrap();
    assert_eq!(all.len(), 120);
    let asked = "limit=50&propertiesWithHistory=a";
    let rest = ["&after=50", "&after=100"].map(|after| format!("{asked}{after}"));
    assert_eq!(script.sent(), [asked, &rest[0], &rest[1]]);
}

#[tokio::test]
async fn streams_read_the_largest_pages_unless_the_caller_says_otherwise() {
    let script = Script::numbers(1, 1);
    for (limit, history, asked, plain) in [
        (None, false, "limit=100", ""),
        (
            None,
            true,
            "limit=50&propertiesWithHistory=a",
            "propertiesWithHistory=a",
        ),
        (Some(7), false, "limit=7", "limit=7"),
        (Some(0), false, "limit=0", "limit=0"),
        // HubSpot may take more than is known of.
        (Some(500), false, "limit=500", "limit=500"),
    ] {
        let mut list = Sized::new(script.client().endpoint(&LIST));
        if let Some(limit) = limit {
            list = list.limit(limit);
        }
        if history {
            list = list.properties_with_history(["a"]);
        }
        let parts = |query: &str| {
            let mut parts: Vec<_> = query.split('&').map(str::to_owned).collect();
            parts.sort();
            parts
        };
        let all: Vec<i64> = list.clone().stream().try_collect().await.unwrap();
        assert_eq!(all, [1]);
        assert_eq!(parts(&script.sent().concat()), parts(asked));
        list.clone().pages().try_next().await.unwrap();
        assert_eq!(parts(&script.sent().concat()), parts(asked));
        list.send().await.unwrap();
        assert_eq!(script.sent(), [plain]);
    }
}

#[tokio::test]
async fn the_largest_page_size_holds_for_all_pages() {
    let script = Script::numbers(250, 100);
    let list = Sized::new(script.client().endpoint(&LIST));
    let all: Vec<i64> = list.stream().try_collect().await.unwrap();
    assert_eq!(all.len(), 250);
    let asked = ["limit=100", "limit=100&after=100", "limit=100&after=200"];
    assert_eq!(script.sent(), asked);
}

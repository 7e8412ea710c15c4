//! Every operation that gives its results page by page: its stream reads all pages, each where the one before says that it is.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::calls::{STREAMED, Stream};
use crate::support::{Answer, Request, Server};
use crate::{Faults, answer, client, subject, subjects};

const LISTING: &str = include_str!("../../API.md");

/// Offsets above this lead on, whatever the one is that the calls give.
const BEYOND: u64 = 1 << 60;

/// How the pages of an operation follow each other, as the listing of the API says it.
struct Paged {
    id: &'static str,
    /// The query parameter, or after `body.` the field of the body, that says where a page starts.
    start: &'static str,
    /// The field of the answer with the items.
    items: &'static str,
    by_offset: bool,
}

fn listed() -> Vec<Paged> {
    let lines = LISTING.lines().filter_map(|line| {
        let (_, paged) = line.split_once(" paged (")?;
        let (id, _) = line.split_once(' ')?;
        let mut words = paged.split_once(')')?.0.split(", ");
        let start = words.next()?;
        let by_offset = start.ends_with("offset");
        let items = words.next().filter(|_| by_offset).unwrap_or("results");
        Some(Paged {
            id,
            start,
            items,
            by_offset,
        })
    });
    lines.collect()
}

fn streams() -> impl Iterator<Item = (String, Stream)> {
    let apis = STREAMED.iter().copied();
    apis.flat_map(|(api, streams)| {
        let streams = streams.iter().copied();
        streams.map(move |(method, stream)| (format!("{api}.{method}"), stream))
    })
}

#[test]
fn what_is_listed_as_paged_is_streamed() {
    let listed: BTreeSet<String> = listed().iter().map(|paged| paged.id.to_owned()).collect();
    let streamed: BTreeSet<String> = streams().map(|(id, _)| id).collect();
    assert_eq!(listed, streamed);
}

/// By the documents, an operation has pages if its answer tells where the next one starts, and its request takes that.
#[tokio::test]
async fn what_has_pages_is_listed() {
    let server = Server::start([]).await;
    let client = client(&server);
    let mut paged = BTreeSet::new();
    for subject in subjects() {
        let example = answer::examples(&subject.operation).swap_remove(0);
        let Some(start) = told_start(example.json()) else {
            continue;
        };
        server.push(example.sent());
        let read = subject.calls[0](&client).await;
        assert!(read.is_ok(), "{}: {read:?}", subject.id);
        if server.requests().iter().any(|it| takes(it, start)) {
            paged.insert(subject.id);
        }
    }
    let listed: BTreeSet<String> = listed().iter().map(|paged| paged.id.to_owned()).collect();
    assert_eq!(listed, paged);
}

/// The name of what an answer with all its fields tells of the next page, if it does.
fn told_start(answer: &Value) -> Option<&'static str> {
    if answer.pointer("/paging/next/after").is_some() {
        return Some("after");
    }
    let by_offset = answer.get("hasMore").is_some() && answer.get("offset").is_some();
    by_offset.then_some("offset")
}

/// Whether a request has it in its query or its body.
fn takes(request: &Request, start: &str) -> bool {
    let body: Option<Value> = serde_json::from_slice(&request.body).ok();
    let in_body = body.is_some_and(|body| body.get(start).is_some());
    in_body || request.query_pairs().iter().any(|(name, _)| name == start)
}

#[tokio::test]
async fn every_stream_reads_three_pages() {
    let server = Server::start([]).await;
    let client = client(&server);
    let mut faults = Faults::default();
    for paged in listed() {
        let operations = subject::operations();
        let (_, operation) = operations
            .into_iter()
            .find(|(id, _)| id == paged.id)
            .unwrap_or_else(|| panic!("{} is in no document", paged.id));
        let (_, stream) = streams()
            .find(|(id, _)| id == paged.id)
            .unwrap_or_else(|| panic!("{} has no stream", paged.id));
        let example = answer::examples(operation).swap_remove(0);
        let pages = three_pages(&paged, example.json());
        for page in &pages {
            server.push(Answer::json(200, page.to_string()));
        }
        let read = match stream(&client).await {
            Ok(read) => read,
            Err(error) => {
                faults.add(paged.id, format!("ends with {error:?}"));
                server.requests();
                continue;
            }
        };
        let due: usize = pages.iter().map(|page| items(&paged, page)).sum();
        if read.len() != due || due < 3 {
            faults.add(paged.id, format!("reads {} of {due} items", read.len()));
        }
        let starts: Vec<Option<String>> = server
            .requests()
            .iter()
            .map(|it| start(&paged, it))
            .collect();
        let told: Vec<Option<String>> = pages.iter().map(|page| next(&paged, page)).collect();
        if starts[1..] != told[..told.len() - 1] {
            faults.add(
                paged.id,
                format!("is told {told:?} and asks for {starts:?}"),
            );
        }
    }
    faults.assert_none();
}

/// The example as three pages, of which the last one is the end.
fn three_pages(paged: &Paged, example: &Value) -> Vec<Value> {
    let page = |number: u64, is_last: bool| {
        let mut page = example.clone();
        if paged.by_offset {
            page["hasMore"] = json!(!is_last);
            page["offset"] = json!(BEYOND + number);
        } else if is_last {
            page["paging"] = json!({});
        } else {
            page["paging"] = json!({"next": {"after": format!("c&{number}%3D")}});
        }
        page
    };
    vec![page(1, false), page(2, false), page(3, true)]
}

fn items(paged: &Paged, page: &Value) -> usize {
    page[paged.items].as_array().map_or(0, Vec::len)
}

/// Where a page says that the next one starts.
fn next(paged: &Paged, page: &Value) -> Option<String> {
    match paged.by_offset {
        true => Some(page["offset"].to_string()),
        false => page["paging"]["next"]["after"].as_str().map(str::to_owned),
    }
}

/// Where a request asks its page to start.
fn start(paged: &Paged, request: &Request) -> Option<String> {
    match paged.start.strip_prefix("body.") {
        Some(field) => match &request.json()[field] {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        },
        None => {
            let mut pairs = request.query_pairs().into_iter();
            pairs
                .find(|(name, _)| name == paged.start)
                .map(|(_, value)| value)
        }
    }
}

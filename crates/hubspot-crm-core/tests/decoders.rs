//! Answers that are not JSON, or not always.

mod common;

use std::collections::BTreeMap;

use common::recorder::Recorder;
use hubspot_crm_core::{
    BatchResponse, Binary, Client, Decode, Endpoint, Error, Extra, Json, Method, Operation,
    OperationInfo, Optional, Page, Request, Text, Value, Whole, json_object,
};

static FETCH: OperationInfo = OperationInfo::new("fetch", Method::Post, "/fetch");

/// An operation with any decoder.
struct Fetch<D> {
    endpoint: Endpoint,
    decode: std::marker::PhantomData<fn() -> D>,
}

impl<D: Decode> Operation for Fetch<D> {
    type Decode = D;

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

fn operation<D>(client: &Client) -> Fetch<D> {
    Fetch {
        endpoint: client.endpoint(&FETCH),
        decode: std::marker::PhantomData,
    }
}

/// What `D` makes of an answer with this status, content type and body.
async fn fetch<D: Decode>(
    status: u16,
    content_type: &str,
    body: impl AsRef<[u8]>,
) -> Result<D::Output, Error> {
    let headers = [("content-type", content_type)];
    let client = Recorder::new(status, &headers, body).client();
    client.send(&operation::<D>(&client)).await
}

fn message<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(error @ Error::Decode(_)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn texts() {
    for (content_type, body, text) in [
        ("text/plain", "10.0.0.1\nä", "10.0.0.1\nä"),
        ("text/plain", "", ""),
        ("text/plain", "\"a\"", "\"a\""),
        ("application/json", "\"a\\n\"", "a\n"),
        ("Application/Problem+JSON; charset=utf-8", "\"a\"", "a"),
        ("application/json", "{\"a\": 1}", "{\"a\": 1}"),
        ("application/jsonlines", "\"a\"", "\"a\""),
    ] {
        assert_eq!(fetch::<Text>(200, content_type, body).await.unwrap(), text);
    }
    assert_eq!(
        message(fetch::<Text>(200, "text/plain", &b"a\xff"[..]).await),
        "POST /fetch: 200 OK: cannot read a text: the body is not UTF-8; the body starts with a\u{fffd}"
    );
    assert_eq!(
        message(fetch::<Text>(204, "text/plain", "").await),
        "POST /fetch: 204 No Content: cannot read a text: the answer has no content"
    );
}

#[tokio::test]
async fn files() {
    let file = fetch::<Binary>(200, "text/csv", &b"a;b\xff\0"[..]).await;
    assert_eq!(file.unwrap(), &b"a;b\xff\0"[..]);
    assert!(
        fetch::<Binary>(200, "text/csv", "")
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        message(fetch::<Binary>(205, "text/csv", "").await),
        "POST /fetch: 205 Reset Content: cannot read bytes: the answer has no content"
    );
}

#[tokio::test]
async fn bodies_that_may_be_missing() {
    type Maybe = Optional<Json<Vec<i64>>>;
    for (status, body) in [(204, ""), (205, ""), (200, ""), (202, ""), (204, "[1]")] {
        let value = fetch::<Maybe>(status, "application/json", body).await;
        assert_eq!(value.unwrap(), None, "{status} {body}");
    }
    let value = fetch::<Maybe>(202, "application/json", "[1]").await;
    assert_eq!(value.unwrap(), Some(vec![1]));
    let error = message(fetch::<Maybe>(200, "application/json", "[1,").await);
    assert!(error.contains("the body ends too early"), "{error}");
    let error = message(fetch::<Maybe>(200, "application/json", "null").await);
    assert!(error.contains("the body is null"), "{error}");
}

#[tokio::test]
async fn whole_answers() {
    let response = fetch::<Whole>(202, "text/html", r#"{"a": [1, "x"]}"#)
        .await
        .unwrap();
    assert_eq!(response.status(), 202);
    assert_eq!(response.json::<Value>().unwrap()["a"][0], 1);
    assert_eq!(response.text().unwrap(), r#"{"a": [1, "x"]}"#);
    let error = message(response.json::<Vec<String>>());
    assert!(
        error.starts_with("POST /fetch: 202 Accepted: cannot read Vec<String>: invalid type: map"),
        "{error}"
    );
    let empty = fetch::<Whole>(204, "text/html", "").await.unwrap();
    assert!(message(empty.json::<Value>()).ends_with("the answer has no content"));
}

#[tokio::test]
async fn the_answer_beside_the_value() {
    let recorder = Recorder::new(201, &[("location", "/fetch/7")], "[1]");
    let client = recorder.client();
    let request = operation::<Json<Vec<i64>>>(&client);
    let (value, response) = client.send_raw(&request).await.unwrap();
    assert_eq!(value, [1]);
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["location"], "/fetch/7");
    let request = operation::<Json<bool>>(&client);
    assert!(message(client.send_raw(&request).await).contains("cannot read bool"));
}

#[derive(Debug, Clone, PartialEq)]
struct Thing {
    id: String,
    next: Option<Box<Thing>>,
    extra: Extra,
}
json_object!(Thing {
    id: "id",
    next: "next"
});

/// All that is known of it is that it is an object.
#[derive(Debug, Clone, PartialEq)]
struct Open {
    extra: Extra,
}
json_object!(Open {});

/// What a proxy sends must not pass for an empty record, the last page or a batch without results.
#[tokio::test]
async fn an_object_of_another_type_is_none() {
    const NONE: &str = "the object has none of the fields of the type";
    for body in [
        r#"{"unexpected":"hi"}"#,
        r#"{"unexpected":{"id":"1","results":[]},"login":null}"#,
        r#"{"Results":[{"id":"1"}]}"#,
    ] {
        for error in [
            message(fetch::<Json<Thing>>(200, "", body).await),
            message(fetch::<Json<Box<Thing>>>(200, "", body).await),
            message(fetch::<Optional<Json<Thing>>>(200, "", body).await),
            message(fetch::<Json<Page<Thing>>>(200, "", body).await),
            message(fetch::<BatchResponse<Thing>>(200, "", body).await),
            message(fetch::<BatchResponse<Thing>>(207, "", body).await),
        ] {
            assert!(error.contains(NONE), "{error}");
        }
    }
}

#[tokio::test]
async fn one_field_or_none_at_all_will_do() {
    for body in [
        "{}",
        r#"{"id":null,"new":1}"#,
        r#"{"new":1,"next":{"new":1}}"#,
    ] {
        let thing = fetch::<Json<Thing>>(200, "", body).await.unwrap();
        assert_eq!(thing.id, "", "{body}");
    }
    for body in [
        "{}",
        r#"{"new":1,"results":[{"new":1}]}"#,
        r#"{"paging":{"new":1}}"#,
    ] {
        fetch::<Json<Page<Thing>>>(200, "", body).await.unwrap();
    }
    let batch = fetch::<BatchResponse<Thing>>(200, "", "{}").await;
    assert!(batch.unwrap().is_complete());
    let body = r#"{"new":1}"#;
    let kept = fetch::<Json<Open>>(200, "", body).await.unwrap();
    assert_eq!(kept.extra.len(), 1);
    let map = fetch::<Json<BTreeMap<String, Value>>>(200, "", body).await;
    assert_eq!(map.unwrap().len(), 1);
    assert_eq!(fetch::<Json<Value>>(200, "", body).await.unwrap()["new"], 1);
    // Values that are no answers stay as lenient as they were.
    let thing: Thing = serde_json::from_str(body).unwrap();
    assert_eq!(thing.extra.len(), 1);
}

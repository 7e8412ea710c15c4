//! What `operation!` makes of a struct, and what its setters do.

mod common;

use common::recorder::Recorder;
use hubspot_crm_core::{
    BatchResponse, Call, Client, Endpoint, HttpRequest, Inputs, Json, JsonBody, NoContent,
    Operation, OperationInfo, Params, Value, operation, operations,
};
use serde_json::json;

operations![
    "things",
    FIND = Get("/things/{id}"),
    CHANGE = Post("/things").replay_safe(true),
];

#[derive(Debug, Clone)]
struct Find {
    endpoint: Endpoint,
}
operation!(Find as (NoContent, ()));

#[derive(Debug, Clone)]
struct Change {
    endpoint: Endpoint,
    inputs: Option<Vec<Value>>,
}
operation!(
    Change as (NoContent, ()),
    optional(batch(inputs as Vec<Value>))
);

#[derive(Debug, Clone)]
struct Write {
    endpoint: Endpoint,
    body: String,
}
operation!(Write as (NoContent, ()), text(body as String, "text/plain"));

fn endpoint(client: &Client, operation: &'static OperationInfo) -> Endpoint {
    client.endpoint(operation)
}

#[tokio::test]
async fn a_parameter_that_is_set_again_replaces_itself() {
    let recorder = Recorder::new(204, &[], "");
    let find = Find::new(endpoint(&recorder.client(), &FIND).arg(7))
        .with_query::<String>("name", "first")
        .with_query_list::<i64>("ids", [1, 2])
        .with_query_joined::<String>("tags", ",", ["a", "b"])
        .with_header::<i64>("x-turn", 1)
        .with_header_list::<String>("x-list", ["a", "b"])
        .with_cookie::<String>("one", "1")
        .with_cookie::<String>("two", "2")
        .with_query_object::<Value>("filter", json!({ "by": "name" }))
        .with_query_deep::<Value>("page", json!({ "size": 5 }))
        .with_query_json::<Value>("sort", json!(["id"]))
        .extra_query("also", "this");
    let copy = find.clone();
    find.with_query::<String>("name", "last")
        .with_query_list::<i64>("ids", [0_i64; 0])
        .with_header::<i64>("x-turn", 2)
        .await
        .unwrap();
    let request = recorder.request();
    let (path, query) = request.url.split_once('?').unwrap();
    assert!(path.ends_with("/things/7"));
    assert_eq!(
        query,
        "also=this&name=last&tags=a,b&by=name&page%5Bsize%5D=5&sort=%5B%22id%22%5D"
    );
    assert_eq!(request.headers["x-turn"], "2");
    assert_eq!(request.headers["x-list"], "a,b");
    assert_eq!(request.headers["cookie"], "one=1; two=2");
    // What was set on one builder does not reach its copy.
    copy.await.unwrap();
    assert!(recorder.requests()[1].url.contains("ids=1&ids=2"));
}

#[tokio::test]
async fn a_call_sends_what_it_was_made_with() {
    let recorder = Recorder::new(200, &[], r#"{"status":"COMPLETE","results":[7]}"#);
    let client = recorder.client();
    let get: Call<Json<Value>> = Call::new(endpoint(&client, &FIND).arg(7), ());
    let write: Call<Json<Value>, JsonBody<Value>> =
        Call::new(endpoint(&client, &CHANGE), JsonBody(json!({ "a": null })));
    let batch: Call<BatchResponse<i64>, Inputs<String>> =
        Call::new(endpoint(&client, &CHANGE), Inputs(vec!["x".to_owned()]));
    assert!(format!("{batch:?}").contains("things.change"));
    get.clone().extra_query("also", 1).await.unwrap();
    write.extra_header("x-turn", "2").send().await.unwrap();
    let results = batch.await.unwrap().into_complete().unwrap();
    assert_eq!(results, [7]);
    let sent = recorder.requests();
    assert!(sent[0].url.ends_with("/things/7?also=1") && sent[0].body.is_none());
    assert_eq!(sent[1].headers["x-turn"], "2");
    assert_eq!(bytes(&sent[1]), br#"{"a":null}"#);
    assert_eq!(bytes(&sent[2]), br#"{"inputs":["x"]}"#);
}

/// The body of a request.
#[allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]
fn bytes(request: &HttpRequest) -> &[u8] {
    request.body.as_ref().unwrap().as_bytes().unwrap()
}

#[tokio::test]
async fn what_cannot_be_sent_fails_before_it_is_sent() {
    let recorder = Recorder::new(204, &[], "");
    let find = || Find::new(endpoint(&recorder.client(), &FIND).arg(7));
    for (builder, reason) in [
        (
            find().with_header::<String>("x-turn", "two\nlines"),
            "header \"x-turn\" has a character",
        ),
        (
            find().with_query_object::<Value>("filter.{name}", json!(1)),
            "it must be an object",
        ),
    ] {
        let error = builder.await.unwrap_err();
        assert!(error.to_string().contains(reason), "{error}");
    }
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn bodies_are_sent_if_there_are_any() {
    let recorder = Recorder::new(204, &[], "");
    let client = recorder.client();
    let mut change = Change::new(endpoint(&client, &CHANGE));
    assert!(change.endpoint().operation().is_replay_safe());
    change.clone().await.unwrap();
    change.inputs = Some(vec![json!(1)]);
    change.await.unwrap();
    Write::new(endpoint(&client, &CHANGE), "text".to_owned())
        .await
        .unwrap();
    let sent = recorder.requests();
    let bodies: Vec<&[u8]> = sent.iter().map(bytes).collect();
    assert_eq!(bodies, [&b""[..], br#"{"inputs":[1]}"#, b"text"]);
    assert_eq!(sent[2].headers["content-type"], "text/plain");
}

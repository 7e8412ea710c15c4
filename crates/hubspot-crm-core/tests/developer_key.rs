//! Operations about an app: they take a key of their own, and nothing else gets it.

mod common;

use common::built::{Built, GET};
use common::recorder::Recorder;
use common::server::Server;
use common::{TOKEN, everything};
use hubspot_crm_core::{Client, DeveloperApiKey, Error, Method, OperationInfo, Request};
use tokio::net::TcpListener;

const KEY: &str = "eu1-secret&+";

static APP: OperationInfo = OperationInfo::new("app", Method::Get, "/apps/{appId}").developer_key();

type Build = fn(Request) -> Result<Request, Error>;

fn app(client: &Client) -> Built<Build> {
    let build: Build = |request| Ok(request.query("a", &1));
    let mut built = Built::new(client, &APP, build);
    built.endpoint = built.endpoint.arg(7);
    built
}

fn config_error(error: Error) -> String {
    match error {
        Error::Config(error) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn only_operations_about_an_app_get_the_key() {
    assert!(APP.takes_developer_key() && !GET.takes_developer_key());
    let recorder = Recorder::new(200, &[], "");
    let client = recorder
        .builder()
        .access_token(TOKEN)
        .developer_api_key(KEY);
    let client = client.build().unwrap();
    client.send(&app(&client)).await.unwrap();
    client.send(&Built::new(&client, &GET, Ok)).await.unwrap();
    let [app, other] = &recorder.requests()[..] else {
        panic!()
    };
    assert_eq!(
        app.url,
        "https://api.hubapi.com/apps/7?a=1&hapikey=eu1-secret%26%2B"
    );
    assert!(!app.headers.contains_key("authorization"));
    assert_eq!(other.url, "https://api.hubapi.com/get");
    assert_eq!(other.headers["authorization"], format!("Bearer {TOKEN}"));
}

#[tokio::test]
async fn without_a_key_nothing_is_sent() {
    let recorder = Recorder::new(200, &[], "");
    let client = recorder.client();
    assert_eq!(
        config_error(client.send(&app(&client)).await.unwrap_err()),
        "GET /apps/{appId}: the operation takes the API key of a developer account, and the client \
         has none: set it with `ClientBuilder::developer_api_key`"
    );
    let client = recorder.builder().developer_api_key(KEY).build().unwrap();
    let get = Built::new(&client, &GET, Ok);
    assert_eq!(
        config_error(client.send(&get).await.unwrap_err()),
        "GET /get: the operation takes an access token, and the client has none: set it with \
         `ClientBuilder::access_token`"
    );
    assert!(recorder.requests().is_empty());
    client.send(&app(&client)).await.unwrap();
}

#[tokio::test]
async fn what_the_caller_adds_comes_first() {
    let recorder = Recorder::new(200, &[], "");
    let client = recorder.client();
    let mut with_query = app(&client);
    with_query.endpoint.extra_query("hapikey", &"mine");
    client.send(&with_query).await.unwrap();
    let mut with_header = app(&client);
    with_header
        .endpoint
        .extra_header("authorization", "Bearer mine");
    client.send(&with_header).await.unwrap();
    let [query, header] = &recorder.requests()[..] else {
        panic!()
    };
    assert!(query.url.ends_with("?hapikey=mine&a=1"), "{}", query.url);
    assert!(!query.headers.contains_key("authorization"));
    assert!(header.url.ends_with("/apps/7?a=1"), "{}", header.url);
    assert_eq!(header.headers["authorization"], "Bearer mine");
}

#[test]
fn keys_that_do_not_work() {
    for (key, why) in [
        ("", "the developer API key is empty"),
        (" ", "the developer API key is empty"),
        ("secret\n", "the developer API key has blanks around it"),
    ] {
        let error = Client::builder()
            .developer_api_key(key)
            .build()
            .unwrap_err();
        assert_eq!(config_error(error), why);
    }
}

#[tokio::test]
async fn nothing_shows_the_key() {
    let key = DeveloperApiKey::new(KEY);
    let recorder = Recorder::new(500, &[], "");
    let builder = recorder.builder().developer_api_key(key.clone());
    let client = builder.clone().build().unwrap();
    let operation = app(&client);
    let error = client.send(&operation).await.unwrap_err();
    let shown = format!(
        "{key} {key:?} {builder:?} {client:?} {:?} {error} {error:?} {:?}",
        operation.endpoint,
        recorder.request()
    );
    assert!(!shown.contains("secret"), "{shown}");

    // A connection that cannot be made, and one that breaks.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let breaking = Server::new(&["HTTP/1.1 200 OK\r\ncontent-le"]).await;
    for url in [&closed, &breaking.url] {
        let client = Client::builder().developer_api_key(KEY).base_url(url);
        let client = client.build().unwrap();
        let error = client.send(&app(&client)).await.unwrap_err();
        let shown = everything(&error);
        assert!(
            !shown.contains("secret") && !shown.contains("hapikey"),
            "{shown}"
        );
    }
}

/// As gateways do.
#[tokio::test]
async fn an_answer_that_repeats_the_request_shows_neither_key_nor_token() {
    let body = format!(
        r#"{{"message":"GET /apps/7?hapikey=eu1-secret%26%2B by eu1-secret&+ or Bearer {TOKEN}"}}"#
    );
    let recorder = Recorder::new(404, &[], body);
    let builder = recorder.builder().access_token(TOKEN);
    let client = builder.developer_api_key(KEY).build().unwrap();
    let error = client.send(&app(&client)).await.unwrap_err();
    let with_token = format!("GET /apps/7?hapikey=*** by *** or Bearer {TOKEN}");
    assert_eq!(error.as_api().unwrap().message, Some(with_token));

    let mut mine = app(&client);
    mine.endpoint.extra_query("hapikey", &KEY);
    mine.endpoint
        .extra_header("authorization", &format!("Bearer {TOKEN}"));
    let error = client.send(&mine).await.unwrap_err();
    let api = error.as_api().unwrap();
    assert!(!everything(&error).contains("secret"), "{error:?}");
    assert!(!String::from_utf8_lossy(&api.body).contains("secret"));

    let get = client.send(&Built::new(&client, &GET, Ok)).await;
    let error = get.unwrap_err();
    assert!(error.to_string().ends_with("or Bearer ***"), "{error}");
}

#[tokio::test]
async fn what_repeats_no_secret_stays_as_it_came() {
    let body = b"\xff\xfe t as in token";
    let recorder = Recorder::new(500, &[], body);
    let builder = recorder.builder().access_token("t");
    let client = builder.build().unwrap();
    let get = client.send(&Built::new(&client, &GET, Ok)).await;
    assert_eq!(get.unwrap_err().as_api().unwrap().body, &body[..]);
}

#[tokio::test]
async fn methods_without_a_body() {
    static HEAD: OperationInfo = OperationInfo::new("head", Method::Head, "/head");
    static OPTIONS: OperationInfo = OperationInfo::new("options", Method::Options, "/options");
    let server = Server::new(&[
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\nx-total: 7\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nallow: GET\r\n\r\n",
    ])
    .await;
    let client = server.builder().build().unwrap();
    let head = client.send(&Built::new(&client, &HEAD, Ok)).await.unwrap();
    assert_eq!(head.headers()["x-total"], "7");
    assert!(head.body().is_empty());
    let options = client.send(&Built::new(&client, &OPTIONS, Ok)).await;
    assert_eq!(options.unwrap().headers()["allow"], "GET");
    let requests = server.requests().await;
    assert!(requests[0].starts_with("HEAD /head HTTP/1.1\r\n"));
    assert!(requests[1].starts_with("OPTIONS /options HTTP/1.1\r\n"));
}

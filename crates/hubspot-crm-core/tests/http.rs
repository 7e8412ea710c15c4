//! The client against a server: what goes over the wire, and what can break there.

mod common;

use std::time::Duration;

use common::objects::Objects;
use common::server::Server;
use common::{TOKEN, everything};
use hubspot_crm_core::{Client, Error, RetryPolicy, TransportErrorKind, properties};
use tokio::net::TcpListener;

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"id\":\"1\"}";
const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\n\r\n";

fn contacts(client: &Client) -> Objects {
    Objects::new(client, "contacts")
}

fn kind(error: &Error) -> TransportErrorKind {
    match error {
        Error::Transport(error) => error.kind(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_request_as_it_is_sent() {
    let server = Server::new(&[OK]).await;
    let client = server.builder().build().unwrap();
    let contact = contacts(&client)
        .update("ada@example.com", properties! { "phone" => "1" })
        .id_property("email")
        .await
        .unwrap();
    assert_eq!(contact.id, "1");
    let request = &server.requests().await[0];
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    assert_eq!(
        lines.next(),
        Some("PATCH /crm/v3/objects/contacts/ada%40example.com?idProperty=email HTTP/1.1")
    );
    let mut headers: Vec<_> = lines.filter(|line| !line.starts_with("host: ")).collect();
    headers.sort_unstable();
    assert_eq!(
        headers,
        [
            "accept: application/json",
            &format!("authorization: Bearer {TOKEN}"),
            "content-length: 28",
            "content-type: application/json",
            concat!("user-agent: hubspot-crm-rust/", env!("CARGO_PKG_VERSION")),
        ]
    );
    assert_eq!(body, r#"{"properties":{"phone":"1"}}"#);
}

#[tokio::test]
async fn a_post_without_a_body_is_json_of_no_length() {
    let server = Server::new(&[NO_CONTENT, NO_CONTENT]).await;
    let client = server.builder().build().unwrap();
    contacts(&client).restore(1).await.unwrap();
    contacts(&client).archive(1).await.unwrap();
    let requests = server.requests().await;
    assert!(requests[0].starts_with("POST /crm/v3/objects/contacts/1/restore HTTP/1.1\r\n"));
    assert!(requests[0].contains("\r\ncontent-type: application/json\r\n"));
    assert!(
        requests[0].contains("\r\ncontent-length: 0\r\n"),
        "{}",
        requests[0]
    );
    assert!(requests[1].starts_with("DELETE "));
    assert!(!requests[1].contains("content-"));
}

#[tokio::test]
async fn a_base_url_may_have_a_path() {
    for slashes in ["", "/", "//"] {
        let server = Server::new(&[NO_CONTENT]).await;
        let base_url = format!("{}/proxy/hubspot{slashes}", server.url);
        let client = server.builder().base_url(base_url).build().unwrap();
        contacts(&client).archive(1).await.unwrap();
        let request = &server.requests().await[0];
        assert!(
            request.starts_with("DELETE /proxy/hubspot/crm/v3/objects/contacts/1 HTTP/1.1"),
            "{request}"
        );
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let server =
        Server::new(&["HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n"])
            .await;
    let error = contacts(&server.builder().build().unwrap())
        .archive(1)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "DELETE /crm/v3/objects/{objectType}/{objectId}: 302 Found"
    );
    assert_eq!(error.status().unwrap(), 302);
    assert_eq!(server.requests().await.len(), 1);
}

#[tokio::test]
async fn no_whole_answer_in_time() {
    for start in ["", "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"] {
        let server = Server::stalling(start).await;
        let client = server
            .builder()
            .timeout(Duration::from_millis(100))
            .build()
            .unwrap();
        let error = contacts(&client).list().await.unwrap_err();
        assert!(error.is_timeout() && !error.is_connect());
        assert_eq!(
            error.to_string(),
            "GET /crm/v3/objects/{objectType}: the answer did not come in time"
        );
    }
}

#[tokio::test]
async fn no_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::builder()
        .access_token(TOKEN)
        .base_url(url)
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let error = contacts(&client)
        .update("ada@example.com", properties! {})
        .extra_query("hapikey", "query-secret")
        .extra_header("x-api-key", "header-secret")
        .await
        .unwrap_err();
    assert!(error.is_connect() && !error.is_timeout());
    assert_eq!(
        error.to_string(),
        "PATCH /crm/v3/objects/{objectType}/{objectId}: cannot connect"
    );
    let text = everything(&error);
    for secret in [TOKEN, "ada", "query-secret", "header-secret"] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(text.contains("refused"), "the cause is there: {text}");
}

#[tokio::test]
async fn a_connection_that_breaks() {
    for answer in [
        &[""] as &[_],
        &["HTTP/1.1 200 OK\r\ncontent-le"],
        &["HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"results\":["],
        &["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"res"],
    ] {
        let server = Server::new(answer).await;
        let error = contacts(&server.builder().build().unwrap())
            .list()
            .await
            .unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::Interrupted, "{answer:?}");
        assert_eq!(
            error.to_string(),
            "GET /crm/v3/objects/{objectType}: the connection broke"
        );
        assert!(!everything(&error).contains("127.0.0.1"), "{error:?}");
    }
}

#[tokio::test]
async fn a_failure_whose_body_breaks_keeps_its_status() {
    let server =
        Server::new(&["HTTP/1.1 503 Service Unavailable\r\ncontent-length: 99\r\n\r\n<html>"])
            .await;
    let error = contacts(&server.builder().build().unwrap())
        .list()
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(&error.as_api().unwrap().body[..], b"<html>");
}

#[tokio::test]
async fn a_client_of_ones_own_sends_too() {
    let server = Server::new(&[NO_CONTENT]).await;
    let client = server
        .builder()
        .http_client(reqwest::Client::new())
        .user_agent("mine/1")
        .build()
        .unwrap();
    contacts(&client).archive(1).await.unwrap();
    assert!(server.requests().await[0].contains("\r\nuser-agent: mine/1\r\n"));
}

#[tokio::test]
async fn a_call_can_be_spawned() {
    let server = Server::new(&[OK]).await;
    let client = server.builder().build().unwrap();
    let contact = tokio::spawn(contacts(&client).update(1, properties! {}).send())
        .await
        .unwrap();
    assert_eq!(contact.unwrap().id, "1");
}

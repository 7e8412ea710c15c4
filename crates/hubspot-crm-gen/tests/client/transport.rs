//! Answers that do not arrive, or not whole.

use std::error::Error as _;
use std::time::{Duration, Instant};

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Client, Error, StatusCode};

use crate::support::{Answer, RECORD, Server, TOKEN};

#[tokio::test]
async fn a_success_that_breaks_off() {
    for answer in [
        Answer::json(200, RECORD).broken_after(40),
        Answer::json(200, RECORD).broken_after(0),
        Answer::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"id\":\"1\"}"),
        Answer::raw("HTTP/1.1 200 OK\r\nContent-Le"),
        Answer::raw("nonsense\r\n"),
    ] {
        let server = Server::start([answer]).await;
        let error = server.client().contacts().get(6001).await.unwrap_err();
        let Error::Transport(transport) = &error else {
            panic!("{error:?}")
        };
        assert_eq!(transport.operation().unwrap().id(), "contacts.get");
        assert!(transport.source().is_some());
        assert_eq!(error.status(), None);
        assert!(!error.is_timeout() && !error.is_connect());
        let line = error.to_string();
        assert!(
            line.starts_with("GET /crm/v3/objects/contacts/{contactId}: "),
            "{line}"
        );
        assert!(!line.contains("6001"), "{line}");
    }
}

#[tokio::test]
async fn a_failure_that_breaks_off_is_still_a_failure() {
    for (status, answer) in [
        (
            500,
            Answer::json(500, r#"{"message":"oh no","category":"X"}"#).broken_after(12),
        ),
        (404, Answer::new(404).body("<html>").broken_after(0)),
        (
            429,
            Answer::json(429, r#"{"policyName":"DAILY"}"#)
                .header("Retry-After", "5")
                .broken_after(3),
        ),
    ] {
        let server = Server::start([answer]).await;
        let error = server.client().contacts().archive(1).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status, "{error:?}");
        assert_eq!(
            error.retry_after(),
            (status == 429).then_some(Duration::from_secs(5))
        );
    }
}

#[tokio::test]
async fn a_body_without_a_length_ends_with_the_connection() {
    let answer = Answer::raw(&format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{RECORD}"
    ));
    let server = Server::start([answer]).await;
    assert_eq!(server.client().contacts().get(1).await.unwrap().id, "6001");
}

#[tokio::test]
async fn nobody_listens() {
    let server = Server::start([]).await;
    let client = server.client();
    drop(server);
    let error = client.contacts().get(6001).await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
    assert_eq!(
        error.to_string(),
        "GET /crm/v3/objects/contacts/{contactId}: cannot connect"
    );
}

#[tokio::test]
async fn no_answer_in_time() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client::builder()
        .access_token(TOKEN)
        .base_url(format!("http://{}", listener.local_addr().unwrap()))
        .timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client.contacts().get(1).await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start([]).await;
    for status in [301, 302, 307, 308] {
        let answer = Answer::new(status).header("Location", elsewhere.url());
        let server = Server::start([answer]).await;
        let error = server.client().contacts().get(1).await.unwrap_err();
        assert_eq!(error.status(), StatusCode::from_u16(status).ok());
        assert!(error.as_api().is_some());
    }
    assert!(elsewhere.requests().is_empty());
}

//! Streams over the wire: how their length is told, and what can break while they are read.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod common;

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::TOKEN;
use futures_util::stream;
use hubspot_crm_core::{
    BodyError, Client, Endpoint, Error, Extra, FilePart, NoContent, TransportErrorKind,
    multipart_form, operation, operations,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

operations!["imports", START = Post("/imports")];

#[derive(Debug, Clone, PartialEq)]
struct Import {
    files: Vec<FilePart>,
    extra: Extra,
}
multipart_form!(Import {
    files: file("files")
});

#[derive(Debug, Clone)]
struct Start {
    endpoint: Endpoint,
    body: Import,
}
operation!(Start as (NoContent, ()), multipart(body as Import));

fn start(client: &Client, file: FilePart) -> Start {
    let body = Import {
        files: vec![file],
        extra: Extra::new(),
    };
    Start::new(client.endpoint(&START), body)
}

/// A server that takes one connection, reads the request to its end or to that of the connection,
/// and gives an answer. It returns the head and the body as they came.
struct Server {
    url: String,
    request: JoinHandle<(String, Vec<u8>)>,
}

const DONE: &str = "HTTP/1.1 204 No Content\r\n\r\n";

impl Server {
    async fn new() -> Self {
        Self::taking(usize::MAX, DONE).await
    }

    /// Answers after so many bytes, if there are more.
    async fn taking(bytes: usize, answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let request = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let request = read(&mut stream, bytes).await;
            // The client may be gone.
            let _gone = stream.write_all(answer.as_bytes()).await;
            // Of a request that is given up soon not even the head may come.
            let Some(at) = find(&request, b"\r\n\r\n") else {
                return (String::new(), Vec::new());
            };
            let head = String::from_utf8(request[..at].to_vec()).unwrap();
            (head, request[at + 4..].to_vec())
        });
        Self { url, request }
    }

    fn client(&self) -> Client {
        client(&self.url)
    }
}

fn client(url: &str) -> Client {
    Client::builder()
        .access_token(TOKEN)
        .base_url(url)
        .timeout(Duration::from_secs(20))
        .retry(hubspot_crm_core::RetryPolicy::none())
        .build()
        .unwrap()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|it| it == wanted)
}

async fn read(stream: &mut TcpStream, limit: usize) -> Vec<u8> {
    let mut request = Vec::new();
    while request.len() < limit {
        if let Some(at) = find(&request, b"\r\n\r\n") {
            let head = String::from_utf8(request[..at].to_vec()).unwrap();
            let body = &request[at + 4..];
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let whole = match length {
                Some(length) => body.len() >= length.parse().unwrap(),
                None => body.ends_with(b"0\r\n\r\n"),
            };
            if whole {
                break;
            }
        }
        if stream.read_buf(&mut request).await.unwrap_or(0) == 0 {
            break;
        }
    }
    request
}

/// What chunks hold.
fn unchunk(mut body: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    loop {
        let at = find(body, b"\r\n").unwrap();
        let length = std::str::from_utf8(&body[..at]).unwrap();
        let length = usize::from_str_radix(length, 16).unwrap();
        content.extend_from_slice(&body[at + 2..at + 2 + length]);
        body = &body[at + 2 + length + 2..];
        if length == 0 {
            return content;
        }
    }
}

/// The body that is due, with the boundary of the request.
fn form(head: &str, content: &str) -> String {
    let (_, boundary) = head.split_once("boundary=").unwrap();
    let boundary = boundary.lines().next().unwrap();
    format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n{content}\r\n--{boundary}--\r\n"
    )
}

/// Gives some bytes and then fails.
fn failing() -> FilePart {
    let chunks = [
        Ok("email\n".to_owned()),
        Err(std::io::Error::other("the disk is gone")),
    ];
    FilePart::from_stream("a.csv", stream::iter(chunks))
}

fn body_error(error: &Error) -> &BodyError {
    let Error::Transport(transport) = error else {
        panic!("{error:?}")
    };
    assert_eq!(transport.kind(), TransportErrorKind::Body);
    assert_eq!(
        error.to_string(),
        "POST /imports: the body of the request could not be read"
    );
    transport.source().unwrap().downcast_ref().unwrap()
}

#[tokio::test]
async fn a_known_length_is_told() {
    let server = Server::new().await;
    let file = FilePart::from_reader("a.csv", &b"email\n"[..]).length(6);
    start(&server.client(), file).await.unwrap();
    let (head, body) = server.request.await.unwrap();
    let expected = form(&head, "email\n");
    assert!(head.contains(&format!("\r\ncontent-length: {}", expected.len())));
    assert!(!head.contains("transfer-encoding"), "{head}");
    assert_eq!(String::from_utf8(body).unwrap(), expected);
}

#[tokio::test]
async fn what_has_no_known_length_goes_in_chunks() {
    let server = Server::new().await;
    let file = FilePart::from_reader("a.csv", &b"email\n"[..]);
    start(&server.client(), file).await.unwrap();
    let (head, body) = server.request.await.unwrap();
    assert!(head.contains("\r\ntransfer-encoding: chunked"), "{head}");
    assert!(!head.contains("content-length"), "{head}");
    assert_eq!(
        String::from_utf8(unchunk(&body)).unwrap(),
        form(&head, "email\n")
    );
}

#[tokio::test]
async fn bytes_with_progress_have_a_length_and_can_be_sent_again() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = Arc::clone(&told);
    let file = FilePart::new("a.csv", "email\n")
        .on_progress(move |sent, length| tell.lock().unwrap().push((sent, length)));
    let operation = start(&client("http://127.0.0.1:1"), file);
    for _ in 0..2 {
        let server = Server::new().await;
        server.client().send(&operation).await.unwrap();
        let (head, body) = server.request.await.unwrap();
        assert!(head.contains("\r\ncontent-length: "), "{head}");
        assert_eq!(String::from_utf8(body).unwrap(), form(&head, "email\n"));
        assert_eq!(
            std::mem::take(&mut *told.lock().unwrap()),
            [(0, Some(6)), (6, Some(6))]
        );
    }
}

#[tokio::test]
async fn a_reader_that_fails_is_not_a_broken_connection() {
    for file in [failing(), failing().length(12)] {
        let server = Server::new().await;
        let error = start(&server.client(), file).await.unwrap_err();
        let BodyError::Read(source) = body_error(&error) else {
            panic!("{error:?}")
        };
        assert_eq!(source.to_string(), "the disk is gone");
        let (_, body) = server.request.await.unwrap();
        assert!(!body.ends_with(b"--\r\n"), "nobody takes it for the whole");
    }
}

#[tokio::test]
async fn a_length_that_is_wrong_is_an_error() {
    for length in [0, 3, 5, 7, 1000] {
        let server = Server::new().await;
        let file = FilePart::from_reader("a.csv", &b"email\n"[..]).length(length);
        let error = start(&server.client(), file).await.unwrap_err();
        match body_error(&error) {
            BodyError::Longer { length: said } => assert!(length < 6 && *said == length),
            BodyError::Shorter { length: said, sent } => {
                assert!(length > 6 && *said == length && *sent == 6);
            }
            other => panic!("{other:?}"),
        }
        let (_, body) = server.request.await.unwrap();
        assert!(!body.ends_with(b"--\r\n"));
    }
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let server = Server::new().await;
    let client = server.client();
    let operation = start(&client, FilePart::from_reader("a.csv", &b"x"[..]));
    client.send(&operation).await.unwrap();
    for _ in 0..2 {
        let error = client.send(&operation).await.unwrap_err();
        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
        assert_eq!(
            error.to_string(),
            "POST /imports: the body is a stream that was read before, and it can be sent once only"
        );
    }
}

/// Both requests were made before either was sent.
#[tokio::test]
async fn two_requests_cannot_share_a_stream() {
    let (one, other) = (Server::new().await, Server::new().await);
    let operation = start(
        &one.client(),
        FilePart::from_reader("a.csv", &b"x"[..]).length(1),
    );
    let first = one.client().send(&operation);
    let second = other.client().send(&operation);
    first.await.unwrap();
    let error = second.await.unwrap_err();
    assert!(matches!(body_error(&error), BodyError::ReadBefore));
}

/// What HubSpot never saw was not read either.
#[tokio::test]
async fn a_stream_outlives_a_connection_that_was_not_made() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = client(&format!("http://{}", listener.local_addr().unwrap()));
    drop(listener);
    let operation = start(&nobody, FilePart::from_reader("a.csv", &b"email\n"[..]));
    let error = nobody.send(&operation).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    let server = Server::new().await;
    server.client().send(&operation).await.unwrap();
    let (head, body) = server.request.await.unwrap();
    assert_eq!(
        String::from_utf8(unchunk(&body)).unwrap(),
        form(&head, "email\n")
    );
}

/// A server need not read a body that it refuses.
#[tokio::test]
async fn an_answer_before_the_end_of_the_body() {
    let server = Server::taking(
        1000,
        "HTTP/1.1 413 Payload Too Large\r\ncontent-length: 0\r\n\r\n",
    )
    .await;
    // Waits for ever after its start.
    let chunks = stream::iter([Ok::<_, std::io::Error>(vec![b'x'; 2000])]);
    let endless = futures_util::StreamExt::chain(chunks, stream::pending());
    let file = FilePart::from_stream("a.csv", endless);
    let error = start(&server.client(), file).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 413, "{error:?}");
}

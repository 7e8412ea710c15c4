//! A server that gives each connection one answer, byte for byte.

use std::time::Duration;

use hubspot_crm_core::{Client, ClientBuilder, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::TOKEN;

pub struct Server {
    pub url: String,
    requests: JoinHandle<Vec<String>>,
}

impl Server {
    /// Gives the answers in their order, one a connection.
    pub async fn new(answers: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = tokio::spawn(async move {
            let mut requests = Vec::new();
            for answer in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                requests.push(read_request(&mut stream).await);
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
            requests
        });
        Self { url, requests }
    }

    /// Takes one request, starts to answer, and goes to sleep.
    pub async fn stalling(start: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let request = read_request(&mut stream).await;
            stream.write_all(start.as_bytes()).await.unwrap();
            tokio::time::sleep(Duration::from_secs(60)).await;
            vec![request]
        });
        Self { url, requests }
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder()
            .access_token(TOKEN)
            .base_url(&self.url)
            .retry(RetryPolicy::none())
    }

    /// The requests, once all answers were given.
    pub async fn requests(self) -> Vec<String> {
        self.requests.await.unwrap()
    }
}

/// Reads the head and as much of a body as it announces. Names of headers come in lower case.
async fn read_request(stream: &mut TcpStream) -> String {
    let mut request = String::new();
    loop {
        let mut bytes = [0; 4096];
        let count = stream.read(&mut bytes).await.unwrap();
        request.push_str(std::str::from_utf8(&bytes[..count]).unwrap());
        let Some((head, body)) = request.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .unwrap_or("0");
        if count == 0 || body.len() >= length.parse().unwrap() {
            return request;
        }
    }
}

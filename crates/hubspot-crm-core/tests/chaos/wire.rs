//! HubSpot as a server with connections that stall, break and are reset.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use hubspot_crm_core::{Client, RateLimits, RetryPolicy, Value};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::calls;
use super::ledger::Ledger;
use crate::common::TOKEN;

/// At most so many requests are on their way at once.
const IN_FLIGHT: u32 = 50;

#[derive(Debug, Default)]
struct State {
    ledger: Ledger,
    in_flight: u32,
    most_in_flight: u32,
}

type Shared = Arc<Mutex<State>>;

async fn listen() -> (String, Shared) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let shared = Shared::default();
    let state = Arc::clone(&shared);
    tokio::spawn(async move {
        for seed in 0.. {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(serve(stream, Arc::clone(&state), seed));
        }
    });
    (url, shared)
}

/// Answers the requests of one connection, until it breaks.
async fn serve(mut stream: TcpStream, state: Shared, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    while let Some((path, body)) = read(&mut stream).await {
        let fault = if random.u32(0..10) == 0 {
            random.u32(0..9)
        } else {
            99
        };
        {
            let mut state = state.lock().unwrap();
            state.in_flight += 1;
            state.most_in_flight = state.most_in_flight.max(state.in_flight);
        }
        tokio::time::sleep(Duration::from_millis(random.u64(0..20))).await;
        let go_on = answer(&mut stream, &state, fault, &path, &body).await;
        if !go_on {
            return;
        }
    }
}

/// Whether the connection still is of use.
async fn answer(
    stream: &mut TcpStream,
    state: &Shared,
    fault: u32,
    path: &str,
    body: &str,
) -> bool {
    let left = || state.lock().unwrap().in_flight -= 1;
    let refused = match fault {
        0 => Some("429 Too Many Requests\r\nretry-after: 0"),
        1 => Some("423 Locked"),
        2 => Some("503 Service Unavailable"),
        _ => None,
    };
    if let Some(status) = refused {
        left();
        let text = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
        return stream.write_all(text.as_bytes()).await.is_ok();
    }
    if fault == 3 {
        left();
        return false;
    }
    let name = match serde_json::from_str::<Value>(body) {
        Ok(body) => body["name"].as_str().unwrap().to_owned(),
        Err(_) => path.rsplit('/').next().unwrap().to_owned(),
    };
    state.lock().unwrap().ledger.did(&name);
    left();
    let body = serde_json::json!({ "name": name }).to_string();
    let text = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let (sent, go_on) = match fault {
        // Done, but the answer breaks off: before it begins, in its head, in its body.
        4 => (0, false),
        5 => (20, false),
        6 => (text.len() - 3, false),
        // In drops.
        7 => {
            for byte in text.as_bytes() {
                if stream.write_all(&[*byte]).await.is_err() || stream.flush().await.is_err() {
                    return false;
                }
                tokio::task::yield_now().await;
            }
            return true;
        }
        // Half of it, then silence until the client has enough.
        8 => {
            let half = &text.as_bytes()[..text.len() / 2];
            let _ = stream.write_all(half).await;
            let _ = stream.read_u8().await;
            return false;
        }
        _ => (text.len(), true),
    };
    stream.write_all(&text.as_bytes()[..sent]).await.is_ok() && go_on
}

/// The path and the body of the next request; `None` where the connection ends.
async fn read(stream: &mut TcpStream) -> Option<(String, String)> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.parse().unwrap());
        if body.len() == length {
            let path = head.split(' ').nth(1)?.to_owned();
            return Some((path, body.to_owned()));
        }
    }
}

#[tokio::test]
async fn every_call_is_accounted_for_over_connections_that_break() {
    let (url, state) = listen().await;
    let client = Client::builder()
        .access_token(TOKEN)
        .base_url(url)
        .timeout(Duration::from_millis(1500))
        .rate_limits(RateLimits::none().max_in_flight(IN_FLIGHT))
        .retry(
            RetryPolicy::new()
                .max_attempts(8)
                .backoff(Duration::from_millis(20), Duration::from_millis(100)),
        )
        .build()
        .unwrap();
    let calls: Vec<_> = (0..1000)
        .map(|number| tokio::spawn(calls::make(client.clone(), number)))
        .collect();
    let mut succeeded = 0;
    for (number, call) in calls.into_iter().enumerate() {
        let result = call.await.unwrap();
        succeeded += usize::from(result.is_ok());
        calls::check(number, &result, &state.lock().unwrap().ledger);
    }
    assert!(succeeded > 960, "{succeeded} succeeded");
    let most = state.lock().unwrap().most_in_flight;
    assert!(most <= IN_FLIGHT, "{most} at once");
    assert_eq!(client.rate_limits().in_flight, 0);
}

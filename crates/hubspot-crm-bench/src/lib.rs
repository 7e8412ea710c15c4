//! What the benchmarks of the client share: a server, answers of everyday size, and the types that one would write without this crate.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here ends the benchmark, as it should"
)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use hubspot_crm_gen::{Client, RateLimits};
use serde::{Deserialize, Serialize};

/// A token that the server takes as it takes any.
pub const TOKEN: &str = "token";

const TIMEOUT: Duration = Duration::from_secs(10);

/// Makes the body of an answer from the target of a request.
type Answering = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// A server on this machine that answers every request with status 200, on threads of its own, until the process ends.
/// Returns its URL.
pub fn serve(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answer: Answering = Arc::new(answer);
    thread::spawn(move || {
        for connection in listener.incoming() {
            let answer = Arc::clone(&answer);
            thread::spawn(move || talk(connection.unwrap(), &answer));
        }
    });
    url
}

fn talk(mut connection: TcpStream, answer: &Answering) {
    connection.set_nodelay(true).unwrap();
    let mut input = BufReader::new(connection.try_clone().unwrap());
    let mut line = String::new();
    loop {
        line.clear();
        if input.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let body = answer(line.split(' ').nth(1).unwrap());
        let mut length = 0;
        loop {
            line.clear();
            input.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().unwrap();
            }
        }
        input
            .read_exact(&mut vec![0; length])
            .expect("the body of the request");
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
             x-hubspot-ratelimit-max: 1000000000\r\nx-hubspot-ratelimit-remaining: 999999999\r\n\
             x-hubspot-ratelimit-interval-milliseconds: 10000\r\nx-hubspot-correlation-id: 0\r\n\r\n",
            body.len()
        );
        let whole = [head.as_bytes(), body.as_bytes()].concat();
        if connection.write_all(&whole).is_err() {
            return;
        }
    }
}

/// Counts requests like any limit, and never lets one wait.
pub fn unreached() -> RateLimits {
    RateLimits::none().ten_secondly(1_000_000_000)
}

/// The client as it is by default, but for its limits.
pub fn client(url: &str) -> Client {
    Client::builder()
        .access_token(TOKEN)
        .base_url(url)
        .rate_limits(unreached())
        .timeout(TIMEOUT)
        .build()
        .unwrap()
}

/// What one would use without this crate, with the same time-out.
pub fn by_hand() -> reqwest::Client {
    let client = reqwest::Client::builder().timeout(TIMEOUT);
    client.build().unwrap()
}

/// A contact with twelve properties.
pub fn contact(id: usize) -> String {
    format!(
        r#"{{"id":"{id}","properties":{{"annualrevenue":null,"city":"London","company":"Analytical Engines","country":"United Kingdom","createdate":"2026-01-01T00:00:00.000Z","email":"ada{id}@example.com","firstname":"Ada","hs_object_id":"{id}","jobtitle":"Countess \"of\" Lovelace","lastmodifieddate":"2026-01-02T03:04:05.678Z","lastname":"Lovelace","phone":"+44 20 5550 0100"}},"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-02T03:04:05.678Z","archived":false,"url":"https://app.hubspot.com/contacts/1/record/0-1/{id}"}}"#
    )
}

/// A page of contacts, with a cursor if there is a next one.
pub fn page(ids: std::ops::Range<usize>, after: Option<usize>) -> String {
    let contacts: Vec<String> = ids.map(contact).collect();
    let paging = after.map_or_else(String::new, |after| {
        format!(r#","paging":{{"next":{{"after":"{after}","link":"https://api.hubapi.com/crm/v3/objects/contacts?after={after}"}}}}"#)
    });
    format!(r#"{{"results":[{}]{paging}}}"#, contacts.join(","))
}

/// What one would write by hand: the fields that are there, texts as texts, and all other fields ignored.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlainContact {
    /// Id.
    pub id: String,
    /// Values by name.
    pub properties: BTreeMap<String, Option<String>>,
    /// As it came.
    pub created_at: String,
    /// As it came.
    pub updated_at: String,
    /// Whether it is in the recycling bin.
    pub archived: bool,
    /// Its page.
    pub url: Option<String>,
}

/// A page of contacts by hand.
#[derive(Debug, Deserialize, Serialize)]
pub struct PlainPage {
    /// The contacts.
    pub results: Vec<PlainContact>,
    /// Missing on the last page.
    pub paging: Option<PlainPaging>,
}

/// Where the next page is.
#[derive(Debug, Deserialize, Serialize)]
pub struct PlainPaging {
    /// Missing on the last page.
    pub next: Option<PlainNext>,
}

/// The cursor of the next page.
#[derive(Debug, Deserialize, Serialize)]
pub struct PlainNext {
    /// The cursor.
    pub after: String,
    /// Its URL.
    pub link: Option<String>,
}

//! How quickly the program answers on the loopback interface, how much memory records take, and how long it takes to start.
//!
//! ```text
//! cargo bench -p hubspot-crm-mock
//! ```
//!
//! Figures are taken over 100,000 contacts. Requests are written as bytes, so that as little as possible of what is measured is the client. Run as a test, it does a little of everything.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Clients at once.
const CLIENTS: usize = 4;
/// Inputs of a batch.
const BATCH: usize = 100;

/// A running program; it ends with the measurement.
struct Program {
    process: Child,
    address: String,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_hubspot-crm-mock"))
            .args(["--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let stdout = process.stdout.take().expect("it has an output");
        let mut line = String::new();
        let read = BufReader::new(stdout).read_line(&mut line);
        read.expect("it says where it listens");
        let address = line.trim().trim_start_matches("http://").to_owned();
        Self { process, address }
    }

    /// What it has in memory, in kilobytes, where the system tells it.
    fn memory(&self) -> Option<u64> {
        let path = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(path).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }
}

/// A connection that stays open.
struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    fn new(address: &str) -> Self {
        let stream = TcpStream::connect(address).expect("it listens");
        stream.set_nodelay(true).expect("it is a socket");
        Self {
            stream: BufReader::new(stream),
        }
    }

    /// Sends a request, and gives the body of the answer, which has to be a success.
    fn send(&mut self, line: &str, body: &str) -> Vec<u8> {
        let request = format!(
            "{line} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer any\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let stream = self.stream.get_mut();
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut head = String::new();
        self.stream.read_line(&mut head).expect("it answers");
        let is_success = head.starts_with("HTTP/1.1 2");
        let status = head.clone();
        let mut length = 0;
        loop {
            head.clear();
            self.stream.read_line(&mut head).expect("it answers");
            let Some((name, value)) = head.split_once(':') else {
                break;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().expect("a length is a number");
            }
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer).expect("it answers");
        let text = String::from_utf8_lossy(&answer);
        assert!(is_success, "{line}: {status}{text}");
        answer
    }
}

fn contact(number: usize) -> Value {
    let city = ["London", "Paris", "Berlin", "Madrid"][number % 4];
    json!({"properties": {
        "email": format!("person{number}@example.com"),
        "firstname": format!("First{}", number % 1_000),
        "lastname": format!("Last{}", number % 7_000),
        "city": city,
        "phone": format!("555-{number:06}"),
    }})
}

/// Creates so many contacts, and gives their ids.
fn fill(address: &str, contacts: usize) -> Vec<String> {
    let mut client = Client::new(address);
    let mut ids = Vec::with_capacity(contacts);
    for first in (0..contacts).step_by(BATCH) {
        let inputs: Vec<Value> = (first..contacts.min(first + BATCH)).map(contact).collect();
        let body = json!({"inputs": inputs}).to_string();
        let answer = client.send("POST /crm/v3/objects/contacts/batch/create", &body);
        let answer: Value = serde_json::from_slice(&answer).expect("it answers with JSON");
        let results = answer["results"].as_array().expect("there are results");
        ids.extend(
            results
                .iter()
                .filter_map(|it| it["id"].as_str().map(ToOwned::to_owned)),
        );
    }
    ids
}

/// How many requests are answered, with all clients at work, and how long half of them take at most.
fn measure(
    name: &str,
    address: &str,
    time: Duration,
    request: impl Fn(usize) -> (String, String) + Sync,
) {
    let request = &request;
    let start = Instant::now();
    let mut times: Vec<Duration> = thread::scope(|scope| {
        let client = |index: usize| {
            scope.spawn(move || {
                let mut client = Client::new(address);
                let mut times = Vec::new();
                while start.elapsed() < time || times.is_empty() {
                    let (line, body) = request(index + CLIENTS * times.len());
                    let sent = Instant::now();
                    client.send(&line, &body);
                    times.push(sent.elapsed());
                }
                times
            })
        };
        let clients: Vec<_> = (0..CLIENTS).map(client).collect();
        let times = clients.into_iter().map(|client| client.join());
        times
            .flat_map(|times| times.expect("no request fails"))
            .collect()
    });
    let took = start.elapsed().as_secs_f64();
    times.sort();
    let per_second = times.len() as f64 / took;
    let (middle, most) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    println!(
        "{name:<34} {per_second:>9.0} requests/s   half within {middle:>10.1?}   99 of 100 within {most:>10.1?}"
    );
}

/// What so many contacts take, without the requests that they came by.
fn measure_memory(contacts: usize) {
    let program = Program::start(&["--keep-requests", "0"]);
    let Some(before) = program.memory() else {
        return;
    };
    fill(&program.address, contacts);
    let added = program.memory().unwrap_or(before).saturating_sub(before);
    let each = added * 1024 / contacts as u64;
    println!("memory: {added} kB more than {before} kB, {each} bytes for each");
}

fn main() {
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let (contacts, time) = match is_bench {
        true => (100_000, Duration::from_secs(3)),
        false => (200, Duration::from_millis(1)),
    };
    let start = Instant::now();
    let program = Program::start(&[]);
    println!("started after {:.1?}", start.elapsed());
    let start = Instant::now();
    Client::new(&program.address).send("GET /crm/v3/owners", "");
    println!("first answer after another {:.1?}", start.elapsed());

    let address = program.address.as_str();
    let start = Instant::now();
    let ids = fill(address, contacts);
    println!(
        "{contacts} contacts in batches of {BATCH}: {:.1?}",
        start.elapsed()
    );
    measure_memory(contacts);

    let id = |number: usize| &ids[number * 7_919 % ids.len()];
    let contacts_path = "/crm/v3/objects/contacts";
    measure("get", address, time, |number| {
        (format!("GET {contacts_path}/{}", id(number)), String::new())
    });
    measure("batch read of 100", address, time, |number| {
        let inputs = (0..BATCH).map(|index| json!({"id": id(number + index)}));
        let inputs: Vec<Value> = inputs.collect();
        let body = json!({"inputs": inputs, "properties": ["email", "city"]});
        (format!("POST {contacts_path}/batch/read"), body.to_string())
    });
    let id_in_the_middle = &ids[ids.len() / 2];
    for (name, filter, sorts) in [
        (
            "search by a unique value",
            json!({"propertyName": "email", "operator": "EQ", "value": "person77@example.com"}),
            json!([]),
        ),
        (
            "search by a city",
            json!({"propertyName": "city", "operator": "EQ", "value": "Paris"}),
            json!([]),
        ),
        (
            "search by a token, sorted",
            json!({"propertyName": "lastname", "operator": "CONTAINS_TOKEN", "value": "Last7*"}),
            json!(["-lastname"]),
        ),
        (
            "search by time, newest first",
            json!({"propertyName": "lastmodifieddate", "operator": "GT", "value": "2020-01-01"}),
            json!(["-lastmodifieddate"]),
        ),
        (
            "search for all from the middle on",
            json!({"propertyName": "hs_object_id", "operator": "GT", "value": id_in_the_middle}),
            json!(["hs_object_id"]),
        ),
    ] {
        let body = json!({"filterGroups": [{"filters": [filter]}], "sorts": sorts, "limit": 100});
        let body = body.to_string();
        measure(name, address, time, |_| {
            (format!("POST {contacts_path}/search"), body.clone())
        });
    }
    let body = json!({"query": "person4242", "limit": 100}).to_string();
    measure("search by a query", address, time, |_| {
        (format!("POST {contacts_path}/search"), body.clone())
    });
    // Last, so that what is searched is as many as were filled in.
    measure("create", address, time, |number| {
        (
            format!("POST {contacts_path}"),
            contact(contacts + number).to_string(),
        )
    });
    measure("update", address, time, |number| {
        let body = json!({"properties": {"city": "Rome", "phone": number.to_string()}});
        (
            format!("PATCH {contacts_path}/{}", id(number)),
            body.to_string(),
        )
    });
}

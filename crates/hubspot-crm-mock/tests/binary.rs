//! The program.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running program; it ends with the test.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn program(arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_hubspot-crm-mock"));
    program.args(arguments);
    program.stdout(Stdio::piped()).stderr(Stdio::piped());
    program
}

/// Starts it, and gives its base URL.
fn start(arguments: &[&str]) -> (Program, String) {
    let mut program = Program(program(arguments).spawn().unwrap());
    let mut lines = BufReader::new(program.0.stdout.take().unwrap()).lines();
    let url = lines.next().unwrap().unwrap();
    (program, url)
}

/// What it says when it cannot start.
fn refusal(arguments: &[&str]) -> String {
    let output = program(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

/// A file that is gone with the test.
struct File(std::path::PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("{}-{name}", std::process::id()));
        std::fs::File::create(&path)
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn it_serves_with_its_settings() {
    let seed = File::new(
        "seed.json",
        r#"{"records": {"contacts": [{"properties": {"email": "ada@example.com"}}]}}"#,
    );
    let seed = seed.0.to_str().unwrap();
    let settings = [
        "--port", "0", "--seed", seed, "--token", "a", "--token", "b",
    ];
    let (_program, url) = start(&[&settings[..], &["--rate-limits", "professional"]].concat());
    let get = |token: &'static str| {
        let request = reqwest::Client::new().get(format!("{url}/crm/v3/owners"));
        request.bearer_auth(token).send()
    };
    for token in ["a", "b"] {
        let answer = get(token).await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["x-hubspot-ratelimit-max"], "190");
    }
    assert_eq!(get("c").await.unwrap().status(), 401);
}

#[tokio::test]
async fn it_takes_its_place_and_its_seed_from_the_environment_and_tells_what_it_has() {
    let seed = File::new(
        "environment.json",
        r#"{"records": {"contacts": [{"key": "a"}, {}], "companies": [{"key": "b"}]}, "associations": [{"from": "a", "to": "b"}]}"#,
    );
    let mut program = program(&[]);
    program.env("HUBSPOT_MOCK_HOST", "0.0.0.0");
    program.env("HUBSPOT_MOCK_PORT", "0");
    program.env("HUBSPOT_MOCK_SEED", &seed.0);
    let mut program = Program(program.spawn().unwrap());
    let mut lines = BufReader::new(program.0.stdout.take().unwrap()).lines();
    let url = lines.next().unwrap().unwrap();
    let port = url.strip_prefix("http://0.0.0.0:").unwrap();
    let url = format!("http://127.0.0.1:{port}/crm/v3/objects/contacts");
    let found: serde_json::Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    assert_eq!(found["results"].as_array().unwrap().len(), 2);
    let told = BufReader::new(program.0.stderr.take().unwrap()).lines();
    let told: Vec<String> = told.take(2).map(Result::unwrap).collect();
    assert!(told[0].ends_with("environment.json: records 3, associations 1"));
    assert!(told[1].starts_with("warning: whoever reaches 0.0.0.0 "));
}

#[test]
fn it_says_what_it_cannot_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let told = refusal(&["--port", &port]);
    assert!(
        told.starts_with(&format!("error: cannot listen at 127.0.0.1:{port}: ")),
        "{told}"
    );
    assert!(told.contains("--port"));
    let told = refusal(&["--port", "0", "--seed", "/nowhere/seed.json"]);
    assert!(told.starts_with("error: /nowhere/seed.json: "), "{told}");
    for (text, at) in [
        ("{", "it is no JSON: EOF while parsing an object at line 1"),
        (r#"{"record": {}}"#, "unknown part `record`"),
    ] {
        let file = File::new("faulty.json", text);
        let told = refusal(&["--port", "0", "--seed", file.0.to_str().unwrap()]);
        assert!(
            told.contains("faulty.json: ") && told.contains(at),
            "{told}"
        );
    }
    assert!(refusal(&["--rate-limits", "endless"]).contains("enterprise"));
    assert!(refusal(&["--host", "everywhere"]).contains("--host"));
    // An address that no interface here has.
    let told = refusal(&["--port", "0", "--host", "192.0.2.1"]);
    assert!(
        told.contains("cannot listen at 192.0.2.1:0: ") && told.contains("--host"),
        "{told}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn it_ends_when_the_requests_that_have_come_are_answered() {
    let (mut program, url) = start(&["--port", "0"]);
    let request = reqwest::Client::new().get(format!("{url}/crm/v3/owners"));
    let request = request.header("X-Mock-Latency", "600").send();
    let answer = tokio::spawn(request);
    tokio::time::sleep(Duration::from_millis(250)).await;
    let start = Instant::now();
    let id = program.0.id().to_string();
    assert!(Command::new("kill").arg(&id).status().unwrap().success());
    assert_eq!(answer.await.unwrap().unwrap().status(), 200);
    let status = tokio::task::spawn_blocking(move || {
        let status = program.0.wait().unwrap();
        let mut told = String::new();
        let stderr = program.0.stderr.take();
        stderr.unwrap().read_to_string(&mut told).unwrap();
        (status.success(), told)
    });
    assert_eq!(status.await.unwrap(), (true, String::new()));
    assert!(start.elapsed() < Duration::from_secs(4));
}

#[cfg(unix)]
#[test]
fn it_ends_while_it_reads_its_seed() {
    let contacts = vec!["{}"; 200_000].join(",");
    let seed = File::new(
        "large.json",
        &format!("{{\"records\": {{\"contacts\": [{contacts}]}}}}"),
    );
    let settings = ["--port", "0", "--seed", seed.0.to_str().unwrap()];
    let mut program = Program(program(&settings).spawn().unwrap());
    std::thread::sleep(Duration::from_millis(500));
    let id = program.0.id().to_string();
    assert!(Command::new("kill").arg(&id).status().unwrap().success());
    let mut told = String::new();
    let stdout = program.0.stdout.take();
    stdout.unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(told, "");
    assert!(program.0.wait().unwrap().success());
}

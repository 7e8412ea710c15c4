//! Secrets of operations, in all that is shown and logged.
//!
//! It is a program of its own: `tracing` remembers for good that nobody listens to an event, if a
//! thread without a subscriber comes by first.

mod common;

use std::io;
use std::sync::{Arc, Mutex};

use common::ask::{GOOD, SECRET, ask, hidden};
use common::recorder::Recorder;
use common::{TOKEN, everything};
use hubspot_crm_core::Operation;

/// All that is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panics").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_shows_secrets() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let echo = serde_json::json!({ "message": SECRET, "context": { "form": [SECRET] } });
    let echo = echo.to_string();
    let answers = [
        (200, GOOD),
        // Answers that repeat what they were sent, and what is no answer.
        (400, echo.as_str()),
        (400, "secret=canary%2B%2F%C3%A4%22%3D"),
        (400, "secret=canary%2b%2f%c3%a4%22%3d"),
        (400, r#"{"message":"canary+\/ä\"="}"#),
        (200, r#"{"answer":"x","left":"canary"}"#),
        (200, r#"{"answer":"canary"#),
        (200, "canary"),
    ];
    for (status, body) in answers {
        let recorder = Recorder::new(status, &[], body);
        let builder = recorder.builder().access_token(TOKEN);
        let client = builder.trace_personal_data(true).build().unwrap();
        let ask = ask(&client);
        hidden(&format!("{ask:?} {ask:#?} {:?}", ask.request().unwrap()));
        match ask.clone().send_raw().await {
            Ok((answer, response)) => hidden(&format!("{answer:?} {answer:#?} {response:?}")),
            Err(error) => {
                hidden(&everything(&error));
                hidden(&format!("{error} {error:#?}"));
            }
        }
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    hidden(&log);
    assert!(
        log.contains("answered") && log.contains("oauth.ask"),
        "{log}"
    );
}

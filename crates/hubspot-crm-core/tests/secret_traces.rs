//! Secrets of operations, in all that is shown and logged.
//!
//! It is a program of its own: `tracing` remembers for good that nobody listens to an event, if a
//! thread without a subscriber comes by first.

mod common;

use common::ask::{GOOD, SECRET, ask, hidden};
use common::log::Log;
use common::recorder::Recorder;
use common::{TOKEN, everything};
use hubspot_crm_core::Operation;

#[tokio::test]
async fn nothing_shows_secrets() {
    let log = Log::default();
    let _guard = log.start();

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
    let log = log.text();
    hidden(&log);
    assert!(
        log.contains("answered") && log.contains("oauth.ask"),
        "{log}"
    );
}

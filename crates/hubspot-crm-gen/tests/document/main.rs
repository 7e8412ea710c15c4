//! Every operation of the documents, called with all that it takes, against a server on this machine: what goes over the wire is held against the documents as they stand in `specs/`, and
//! what the documents say that comes back has to be read to the last field.
//!
//! The calls are generated. So are the values that they give and the answers that they get, both by `openapi_conform`, which knows the documents and nothing of the generator's
//! understanding of them. A document that is new needs nothing here.

mod answer;
mod body;
#[path = "../generated/calls.rs"]
mod calls;
mod mock;
mod pages;
mod request;
mod subject;
#[path = "../support/mod.rs"]
#[allow(dead_code, reason = "the other tests need more of it")]
mod support;

use std::collections::{BTreeMap, BTreeSet};

use hubspot_crm_gen::{Client, Error};

use subject::{Subject, subjects};
use support::{Answer, Server};

/// The key of the developer account.
const KEY: &str = "canary-key-51b2";

fn client(server: &Server) -> Client {
    let builder = server.builder().developer_api_key(KEY);
    builder.build().expect("the settings are right")
}

/// Faults with the operations that have them: many operations share what is wrong.
#[derive(Default)]
struct Faults {
    found: BTreeMap<String, Vec<String>>,
}

impl Faults {
    fn add(&mut self, id: &str, fault: String) {
        let operations = self.found.entry(fault).or_default();
        if operations.last().is_none_or(|last| last != id) {
            operations.push(id.to_owned());
        }
    }

    fn assert_none(&self) {
        let mut told: Vec<String> = Vec::new();
        for (fault, operations) in &self.found {
            let others = match operations.len() - 1 {
                0 => String::new(),
                others => format!(" and {others} more"),
            };
            told.push(format!("{}{others}: {fault}", operations[0]));
        }
        told.sort();
        let count = told.len();
        assert!(told.is_empty(), "{count} faults:\n  {}", told.join("\n  "));
    }
}

#[test]
fn calls_are_the_operations_of_the_documents() {
    let called: BTreeSet<String> = subject::calls().map(|(id, _)| id).collect();
    let documented: BTreeSet<String> = subject::operations().map(|(id, _)| id).collect();
    let missing: Vec<_> = documented.difference(&called).collect();
    let stale: Vec<_> = called.difference(&documented).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "not called: {missing:?}\nin no document: {stale:?}"
    );
    assert_eq!(documented.len(), subject::operations().count());
}

#[tokio::test]
async fn requests_and_answers_are_what_the_documents_say() {
    let server = Server::start([]).await;
    let client = client(&server);
    let mut faults = Faults::default();
    for subject in subjects() {
        for fault in hold(&subject, &server, &client).await {
            faults.add(&subject.id, fault);
        }
    }
    faults.assert_none();
}

/// What is wrong with the requests of an operation, and with how its answers are read. Each call is made once at least, and each answer is given once at least.
async fn hold(subject: &Subject, server: &Server, client: &Client) -> Vec<String> {
    let answers = answer::examples(&subject.operation);
    let rounds = subject.calls.len().max(answers.len());
    let mut faults = Vec::new();
    for round in 0..rounds {
        let number = round % subject.calls.len();
        let example = &answers[round % answers.len()];
        server.push(example.sent());
        let read = subject.calls[number](client).await;
        let requests = server.requests();
        match requests.as_slice() {
            [request] => faults.extend(request::faults(subject, number, request)),
            // What keeps a call from being sent is told as its error.
            requests => faults.push(format!("sends {} requests", requests.len())),
        }
        faults.extend(example.faults(read));
    }
    faults
}

#[tokio::test]
async fn refusals_are_passed_on() {
    let server = Server::start([]).await;
    let client = client(&server);
    let mut faults = Faults::default();
    for subject in subjects() {
        let refusal = r#"{"status":"error","category":"VALIDATION_ERROR","message":"no"}"#;
        server.push(Answer::json(400, refusal));
        let read = subject.calls[0](&client).await;
        server.requests();
        if let Some(fault) = refusal_fault(&subject, read.err()) {
            faults.add(&subject.id, fault);
        }
    }
    faults.assert_none();
}

/// What is wrong with what a refusal was read as: it has to be an error that tells what was called.
fn refusal_fault(subject: &Subject, error: Option<Error>) -> Option<String> {
    let Some(error) = error else {
        return Some("takes a refusal for an answer".to_owned());
    };
    let Some(told) = error.as_api() else {
        return Some(format!("a refusal is {error:?}"));
    };
    let (called, due) = (told.operation, &subject.operation);
    let is_told = told.message.as_deref() == Some("no")
        && called.method().as_str() == due.method
        && called.path() == due.path
        && subject.id.ends_with(&format!(".{}", called.id()));
    (!is_told).then(|| format!("a refusal tells {called:?} and {:?}", told.message))
}

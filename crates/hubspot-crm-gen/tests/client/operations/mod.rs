//! Every operation of the crate: what it sends, and that its answer is read. The tables are held against `API.md`, so
//! that an operation or a parameter without a case is found.

mod case;
mod contacts;
mod records;
mod samples;

use std::collections::BTreeSet;

use hubspot_crm_gen::Client;

use crate::support::listing::{self, Operation};
use crate::support::{Answer, Server};
use case::Case;

fn cases() -> Vec<Case> {
    let apis = [
        records::contacts(),
        records::objects(),
        records::communications(),
        contacts::cases(),
    ];
    apis.into_iter().flatten().collect()
}

#[tokio::test]
async fn send_what_the_documents_say_and_read_the_answer() {
    let server = Server::start([]).await;
    let client = server.client();
    for case in cases() {
        let name = format!("{} with {}", case.id, case.target);
        server.push(case.answer.clone());
        let answer = (case.call)(&client).await;
        let answer = answer.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(answer, case.answered, "{name}");

        let request = server.request();
        assert_eq!(
            (&*request.method, &*request.target),
            (case.method, &*case.target),
            "{name}"
        );
        match &case.body {
            Some(body) => assert_eq!(&request.json(), body, "{name}"),
            None => assert!(request.body.is_empty(), "{name}: {}", request.text()),
        }
        request.assert_standard_headers();
    }
}

#[tokio::test]
async fn pass_on_what_the_server_refuses() {
    let server = Server::start([]).await;
    let client = server.client();
    for case in cases() {
        let refusal = r#"{"status":"error","category":"VALIDATION_ERROR","message":"no"}"#;
        server.push(Answer::json(400, refusal));
        let error = (case.call)(&client).await.unwrap_err();
        let error = error
            .as_api()
            .unwrap_or_else(|| panic!("{}: {error:?}", case.id));
        assert_eq!(error.message.as_deref(), Some("no"), "{}", case.id);
        assert_eq!(error.operation.method().as_str(), case.method);
        assert_eq!(format!("v3.{}", error.operation.id()), case.id);
    }
}

#[test]
fn are_all_in_the_table() {
    let listed: BTreeSet<_> = listing::operations().iter().map(|it| it.id).collect();
    let tested: BTreeSet<_> = cases().iter().map(|case| case.id.clone()).collect();
    let tested: BTreeSet<_> = tested.iter().map(String::as_str).collect();
    let missing: Vec<_> = listed.difference(&tested).collect();
    assert!(
        missing.is_empty(),
        "no case for {missing:?}: add one beside the others in tests/client/operations/"
    );
    let stale: Vec<_> = tested.difference(&listed).collect();
    assert!(
        stale.is_empty(),
        "cases for {stale:?}, which API.md no longer has"
    );
    assert_eq!(
        listing::operations().len(),
        listed.len(),
        "an id is there twice"
    );
}

#[test]
fn are_tested_with_all_that_they_take() {
    let cases = cases();
    for operation in listing::operations() {
        let cases: Vec<_> = cases
            .iter()
            .filter(|case| case.id == operation.id)
            .collect();
        for case in &cases {
            check(case, &operation);
        }
        for param in operation.params {
            let in_path = operation.path.contains(&format!("{{{param}}}"));
            let tested = cases.iter().any(|case| match param {
                "body" => case.body.is_some(),
                _ => in_path || case.has_query(param),
            });
            assert!(tested, "{}: no case has {param}", operation.id);
        }
    }
}

/// The case calls the operation that it is named after.
fn check(case: &Case, operation: &Operation) {
    assert_eq!(case.method, operation.method, "{}", case.id);
    assert_eq!(
        case.body.is_some(),
        operation.params.contains(&"body"),
        "{}",
        case.id
    );
    let path = case.target.split('?').next().unwrap_or_default();
    let (given, expected) = (path.split('/'), operation.path.split('/'));
    assert_eq!(
        given.clone().count(),
        expected.clone().count(),
        "{}",
        case.id
    );
    for (given, expected) in given.zip(expected) {
        assert!(
            expected.starts_with('{') || given == expected,
            "{}: {path}",
            case.id
        );
    }
}

/// Handles and builders are plain data: `Clone`, `Send`, and a future that is `Send` and owns what it needs.
#[test]
fn are_plain_data() {
    fn check<T: Clone + std::fmt::Debug + Send + Sync + 'static>(_: &T) {}
    fn future<T: Send + 'static>(_: T) {}
    use hubspot_crm_gen::v3::prelude::*;

    let client = Client::new("token").unwrap();
    let (contacts, objects, communications) = (
        client.contacts(),
        client.objects("cars"),
        client.communications(),
    );
    check(&contacts);
    check(&objects);
    check(&communications);
    check(&contacts.list());
    check(&objects.batch_update(Vec::<SimplePublicObjectBatchInput>::new()));
    future(communications.get(1).send());
    future(
        contacts
            .merge(PublicMergeInput::new("1", "2"))
            .into_future(),
    );
}

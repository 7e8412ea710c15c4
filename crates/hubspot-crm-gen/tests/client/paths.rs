//! Values in paths: whatever they are, they stay in the segment that is theirs.

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Client, Error};
use proptest::prelude::*;
use tokio::runtime::Runtime;

use crate::support::{Answer, RECORD, Server, decode};

const ODD: &[&str] = &[
    "a/b+c d@example.com",
    "../companies/1",
    "/",
    "//",
    "a/../b",
    "./a",
    "...",
    ".a",
    "a.",
    "+",
    "@",
    "?",
    "#",
    "?a=b#c",
    "%",
    "%%",
    "%2F",
    "%2e%2e",
    "%2E",
    "100%",
    "a b",
    " ",
    "\t",
    "\r\nX: y",
    "\0",
    "\\",
    "..\\a",
    ";a=b",
    "a:b",
    "a&b=c",
    "\"<>`{}|^[]'",
    "ä",
    "日本語",
    "🦀",
    "\u{202e}",
    "\u{feff}",
    "e\u{301}",
    "{contactId}",
    "batch/update",
    "~-._",
    "$!*(),",
];

/// The segments of a path, decoded.
fn segments(path: &str) -> Vec<String> {
    let path = path.strip_prefix('/').expect("a path begins with a slash");
    path.split('/').map(decode).collect()
}

#[tokio::test]
async fn ids_stay_in_their_segment() {
    let server = Server::start([]).await;
    let client = server.client();
    for id in ODD {
        for _ in 0..3 {
            server.push(Answer::json(200, RECORD));
        }
        client.contacts().get(id).await.unwrap();
        client
            .communications()
            .update(id, properties! {})
            .await
            .unwrap();
        client.objects("cars").archive(*id).await.unwrap();
        let paths: Vec<_> = server
            .requests()
            .iter()
            .map(|it| segments(&it.target))
            .collect();
        let expected =
            ["contacts", "communications", "cars"].map(|api| ["crm", "v3", "objects", api, id]);
        assert_eq!(paths, expected, "{id:?}");
    }
}

#[tokio::test]
async fn types_stay_in_their_segment() {
    let server = Server::start([]).await;
    let client = server.client();
    for name in ODD {
        for _ in 0..2 {
            server.push(Answer::json(200, "{}"));
        }
        let objects = client.objects(name);
        objects.search(SearchRequest::new()).await.unwrap();
        objects.get(name).await.unwrap();
        let paths: Vec<_> = server
            .requests()
            .iter()
            .map(|it| segments(&it.target))
            .collect();
        assert_eq!(paths[0], ["crm", "v3", "objects", name, "search"]);
        assert_eq!(paths[1], ["crm", "v3", "objects", name, name]);
    }
}

#[tokio::test]
async fn they_are_encoded_once() {
    let server = Server::start([]).await;
    let client = server.client();
    for (id, segment) in [
        ("a/b+c d@example.com", "a%2Fb%2Bc%20d%40example.com"),
        ("%2F", "%252F"),
        ("../companies/1", "..%2Fcompanies%2F1"),
        ("ü?#", "%C3%BC%3F%23"),
        ("az-AZ_09.~", "az-AZ_09.~"),
    ] {
        server.push(Answer::new(204));
        client.contacts().archive(id).await.unwrap();
        assert_eq!(
            server.request().target,
            format!("/crm/v3/objects/contacts/{segment}")
        );
    }
}

#[tokio::test]
async fn they_can_be_anything_that_can_be_shown() {
    let server = Server::start([]).await;
    let contacts = server.client().contacts();
    let text = String::from("7");
    for request in [
        contacts.archive(7),
        contacts.archive(7_u64),
        contacts.archive('7'),
        contacts.archive(&text),
    ] {
        server.push(Answer::new(204));
        request.await.unwrap();
        assert_eq!(server.request().target, "/crm/v3/objects/contacts/7");
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T, Error>, param: &str) {
    let error = result.expect_err("it is refused");
    let Error::InvalidRequest(invalid) = &error else {
        panic!("{error:?}")
    };
    assert!(invalid.reason().contains(&format!("`{param}`")), "{error}");
    assert!(
        error.to_string().contains(invalid.operation().path()),
        "{error}"
    );
    assert!(!error.to_string().contains('\n'));
}

#[tokio::test]
async fn what_cannot_be_a_segment_is_refused_before_anything_is_sent() {
    let server = Server::start([]).await;
    let client = server.client();
    for id in ["", ".", ".."] {
        refused(client.contacts().get(id).await, "contactId");
        refused(client.contacts().archive(id).send().await, "contactId");
        refused(
            client.contacts().update(id, properties! {}).await,
            "contactId",
        );
        refused(client.communications().get(id).await, "communicationId");
        refused(
            client.objects("cars").update(id, properties! {}).await,
            "objectId",
        );
        let objects = client.objects(id);
        refused(objects.list().await, "objectType");
        refused(objects.create(properties! {}).await, "objectType");
        refused(objects.batch_archive(["1"]).await, "objectType");
        refused(objects.get(1).await, "objectType");
        // The first fault is the one that is told.
        refused(objects.get(id).await, "objectType");
    }
    assert!(server.requests().is_empty());
}

/// A client whose calls block.
fn blocking() -> (Runtime, Server, Client) {
    let runtime = Runtime::new().expect("a runtime");
    let server = runtime.block_on(Server::start([]));
    let client = server.client();
    (runtime, server, client)
}

#[test]
fn any_id_reads_back() {
    let (runtime, server, client) = blocking();
    let config = ProptestConfig::with_cases(96);
    proptest!(config, |(id in r"[./?#%+@ &=\\;:a]{1,6}|\PC{1,12}|(?s).{1,8}")| {
        prop_assume!(!matches!(&*id, "." | ".."));
        server.push(Answer::json(200, RECORD));
        let update = client.contacts().update(&id, properties! {}).id_property("email");
        runtime.block_on(update.send()).expect("it is answered");
        let request = server.request();
        prop_assert_eq!(segments(request.path()), ["crm", "v3", "objects", "contacts", &id]);
        prop_assert_eq!(request.query(), Some("idProperty=email"));
    });
}

#[test]
fn any_type_and_id_read_back() {
    let (runtime, server, client) = blocking();
    let config = ProptestConfig::with_cases(96);
    proptest!(config, |(name in r"[./?#%+]{1,4}|(?s).{1,8}", id in r"[./?#%+]{1,4}|(?s).{1,8}")| {
        let sendable = |text: &str| !matches!(text, "." | "..");
        prop_assume!(sendable(&name) && sendable(&id));
        server.push(Answer::new(204));
        runtime.block_on(client.objects(&name).archive(&id).send()).expect("it is answered");
        let request = server.request();
        prop_assert_eq!(segments(&request.target), ["crm", "v3", "objects", &name, &id]);
    });
}

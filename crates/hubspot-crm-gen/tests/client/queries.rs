//! Values in queries.

use hubspot_crm_gen::v3::prelude::*;
use proptest::prelude::*;
use tokio::runtime::Runtime;

use crate::support::{Answer, RECORD, Server};

const PAGE: &str = r#"{"results":[]}"#;

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

#[tokio::test]
async fn lists_are_repeated() {
    let server = Server::start([Answer::json(200, PAGE)]).await;
    let names = vec!["email".to_owned(), "a,b".to_owned(), "c d&e=f".to_owned()];
    let list = server.client().contacts().list().properties(names);
    list.associations(["companies"]).await.unwrap();
    assert_eq!(
        server.request().target,
        "/crm/v3/objects/contacts?properties=email&properties=a%2Cb&properties=c%20d%26e%3Df&associations=companies"
    );
}

#[tokio::test]
async fn nothing_is_sent_for_what_is_not_set() {
    let server = Server::start([Answer::json(200, PAGE), Answer::json(200, PAGE)]).await;
    let contacts = server.client().contacts();
    contacts.list().await.unwrap();
    contacts
        .list()
        .properties(Vec::<String>::new())
        .await
        .unwrap();
    for request in server.requests() {
        assert_eq!(request.target, "/crm/v3/objects/contacts");
    }
}

/// By the documents: 100 records, 500 associations, 250 members; of owners they do not say.
#[tokio::test]
async fn streams_ask_for_the_largest_pages() {
    use hubspot_crm_gen::v4::prelude::*;

    let server = Server::start(vec![Answer::json(200, PAGE); 6]).await;
    let client = server.client();
    let contacts = client.contacts();
    let _ = contacts.list().stream().try_next().await.unwrap();
    let with_history = contacts.list().properties_with_history(["email"]);
    let _ = with_history.pages().try_next().await.unwrap();
    let _ = contacts.list().limit(20).stream().try_next().await.unwrap();
    let links = client.associations().list("contacts", "1", "companies");
    let _ = links.stream().try_next().await.unwrap();
    let members = client.lists().list_memberships("12");
    let _ = members.stream().try_next().await.unwrap();
    let _ = client.owners().list().stream().try_next().await.unwrap();
    let targets: Vec<_> = server.requests().into_iter().map(|it| it.target).collect();
    assert_eq!(
        targets,
        [
            "/crm/v3/objects/contacts?limit=100",
            "/crm/v3/objects/contacts?propertiesWithHistory=email&limit=50",
            "/crm/v3/objects/contacts?limit=20",
            "/crm/v4/objects/contacts/1/associations/companies?limit=500",
            "/crm/v3/lists/12/memberships?limit=250",
            "/crm/v3/owners",
        ]
    );
}

#[tokio::test]
async fn an_empty_text_is_a_value() {
    let server = Server::start([Answer::json(200, PAGE)]).await;
    let list = server.client().contacts().list();
    list.after("").archived(false).limit(0).await.unwrap();
    assert_eq!(
        server.request().query(),
        Some("after=&archived=false&limit=0")
    );
}

#[tokio::test]
async fn the_last_call_of_a_setter_counts() {
    let server = Server::start([Answer::json(200, PAGE)]).await;
    let list = server.client().contacts().list().limit(1).limit(2);
    list.properties(["a", "b"]).properties(["c"]).await.unwrap();
    assert_eq!(server.request().query(), Some("limit=2&properties=c"));
}

#[tokio::test]
async fn a_request_can_be_sent_twice() {
    let server = Server::start([Answer::json(200, PAGE), Answer::json(200, PAGE)]).await;
    let list = server.client().contacts().list().after("NTI1%3D");
    list.clone().await.unwrap();
    list.send().await.unwrap();
    for request in server.requests() {
        assert_eq!(request.query_pairs(), pairs([("after", "NTI1%3D")]));
    }
}

#[tokio::test]
async fn parameters_that_the_documents_do_not_know() {
    let server = Server::start([Answer::json(200, RECORD)]).await;
    let get = server.client().contacts().get(1).id_property("email");
    get.extra_query("new param", "a&b=c#d")
        .extra_query("n", 7)
        .await
        .unwrap();
    let mut sent = server.request().query_pairs();
    sent.sort();
    assert_eq!(
        sent,
        pairs([
            ("idProperty", "email"),
            ("n", "7"),
            ("new param", "a&b=c#d")
        ])
    );
}

#[test]
fn any_value_reads_back() {
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(Server::start([]));
    let client = server.client();
    let config = ProptestConfig::with_cases(96);
    proptest!(config, |(id_property in "(?s).{0,12}", names in prop::collection::vec(r"[,&=#+% /?;]{0,4}|(?s).{0,8}", 0..4))| {
        server.push(Answer::json(200, "{}"));
        let get = client.objects("cars").get(1).id_property(&id_property).properties(&names);
        runtime.block_on(get.send()).expect("it is answered");
        let request = server.request();
        prop_assert_eq!(request.path(), "/crm/v3/objects/cars/1");
        let mut expected = pairs([("idProperty", &id_property)]);
        expected.extend(names.into_iter().map(|name| ("properties".to_owned(), name)));
        prop_assert_eq!(request.query_pairs(), expected);
    });
}

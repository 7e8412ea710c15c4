//! Clients: what two of them share (nothing), and what clones share (everything).

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Client, Error};
use tokio::task::JoinSet;

use crate::support::{Answer, RECORD, Server, TOKEN};

const CALLS: usize = 25;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_do_not_influence_each_other() {
    let mut servers = Vec::new();
    let mut calls = JoinSet::new();
    for name in ["one", "two", "three"] {
        let record = Answer::json(200, format!(r#"{{"id":"{name}"}}"#));
        let server = Server::start(vec![record; CALLS]).await;
        let builder = server.builder().access_token(format!("token-{name}"));
        let client = builder.user_agent(format!("agent-{name}")).build().unwrap();
        for _ in 0..CALLS {
            let client = client.clone();
            calls.spawn(async move { (name, client.contacts().get(1).await) });
        }
        servers.push((name, server));
    }
    while let Some(call) = calls.join_next().await {
        let (name, record) = call.unwrap();
        assert_eq!(record.unwrap().id, name);
    }
    for (name, server) in servers {
        let requests = server.requests();
        assert_eq!(requests.len(), CALLS);
        for request in requests {
            let token = format!("Bearer token-{name}");
            assert_eq!(request.header("authorization"), Some(&*token));
            assert_eq!(
                request.header("user-agent"),
                Some(&*format!("agent-{name}"))
            );
        }
    }
}

#[tokio::test]
async fn one_that_fails_does_not_spoil_another() {
    let (good, bad) = (
        Server::start([Answer::json(200, RECORD)]).await,
        Server::start([Answer::new(429)]).await,
    );
    let (good_client, bad_client) = (good.client(), bad.client());
    assert!(
        bad_client
            .contacts()
            .get(1)
            .await
            .unwrap_err()
            .is_rate_limited()
    );
    assert_eq!(good_client.contacts().get(1).await.unwrap().id, "6001");
}

#[tokio::test]
async fn a_clone_and_a_handle_outlive_the_client() {
    let server = Server::start(vec![Answer::json(200, RECORD); 3]).await;
    let client = server.client();
    let (clone, handle, request) = (
        client.clone(),
        client.contacts(),
        client.objects("contacts").get(3),
    );
    drop(client);
    clone.contacts().get(1).await.unwrap();
    handle.get(2).await.unwrap();
    request.await.unwrap();
    for (request, id) in server.requests().iter().zip(1..) {
        assert_eq!(request.target, format!("/crm/v3/objects/contacts/{id}"));
        request.assert_standard_headers();
    }
}

#[tokio::test]
async fn a_base_url_may_have_a_path() {
    let server = Server::start([]).await;
    for (suffix, prefix) in [
        ("", ""),
        ("/", ""),
        ("/proxy", "/proxy"),
        ("/proxy/hub%20spot/", "/proxy/hub%20spot"),
        ("/a%2Fb", "/a%2Fb"),
    ] {
        let base_url = format!("{}{suffix}", server.url());
        let client = server.builder().base_url(base_url).build().unwrap();
        server.push(Answer::json(200, RECORD));
        client
            .contacts()
            .get("../x")
            .id_property("email")
            .await
            .unwrap();
        let target = format!("{prefix}/crm/v3/objects/contacts/..%2Fx?idProperty=email");
        assert_eq!(server.request().target, target);
    }
}

#[test]
fn settings_that_no_client_can_have() {
    for token in ["", " ", "a\nb", "a\0"] {
        let error = Client::new(token).unwrap_err();
        assert!(matches!(error, Error::Config(_)), "{error:?}");
        assert!(!error.to_string().contains('\n'));
    }
    assert!(matches!(
        Client::builder().build().unwrap_err(),
        Error::Config(_)
    ));
    for url in [
        "",
        "api.hubapi.com",
        "file:///etc",
        "https://u:p@host",
        "https://host?a=b",
        "https://host#a",
    ] {
        let error = Client::builder().access_token(TOKEN).base_url(url).build();
        assert!(matches!(error.expect_err(url), Error::Config(_)));
    }
    let agent = Client::builder()
        .access_token(TOKEN)
        .user_agent("a\nb")
        .build();
    assert!(matches!(agent.unwrap_err(), Error::Config(_)));
}

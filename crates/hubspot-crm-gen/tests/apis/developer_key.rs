//! Operations about an app. They take the key of the developer account, in the query, where it must neither meet the
//! token nor get into a log.

use std::error::Error as StdError;
use std::fmt::Debug;

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Client, Decode, Error, Operation};
use serde_json::json;

use crate::support::{Answer, Server, TOKEN};
use crate::{line, written};

/// With characters that mean something in a query.
const KEY: &str = "eu1-key&canary=1+2";
const IN_QUERY: &str = "hapikey=eu1-key%26canary%3D1%2B2";

fn client(server: &Server) -> Client {
    let builder = server.builder().developer_api_key(KEY);
    builder.build().expect("the settings are right")
}

fn assert_hidden(shown: &str) {
    for secret in [KEY, "canary", TOKEN] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

/// Sends an operation about an app to a server that knows nothing of it, and compares method and target.
async fn check<O: Operation + Debug>(server: &Server, operation: O, expected: &str)
where
    <O::Decode as Decode>::Output: Debug,
{
    assert_hidden(&format!("{operation:?} {operation:#?}"));
    let missing = r#"{"message":"no such app","category":"OBJECT_NOT_FOUND"}"#;
    server.push(Answer::json(404, missing));
    let error = client(server).send(&operation).await.expect_err(expected);
    assert!(error.is_not_found(), "{error:?}");
    assert_hidden(&format!("{error} {error:?} {error:#?}"));
    let request = server.request();
    let separator = if expected.contains('?') { '&' } else { '?' };
    assert_eq!(line(&request), format!("{expected}{separator}{IN_QUERY}"));
    assert_eq!(request.header("authorization"), None);
}

#[tokio::test]
async fn goes_into_the_query_of_operations_about_an_app() {
    let server = &Server::start([]).await;
    let client = client(server);
    let flags = client.feature_flags(7);
    let path = "/feature-flags/v3/7/flags";
    check(server, flags.list_flags(), &format!("GET {path}/all")).await;
    let put = flags.replace_flag("f", PortalFlagState::On);
    check(server, put, &format!("PUT {path}/f")).await;
    check(server, flags.delete_flag("f"), &format!("DELETE {path}/f")).await;
    let list = flags
        .list_portal_states("f")
        .limit(10)
        .start_portal_id(62515);
    check(
        server,
        list,
        &format!("GET {path}/f/portals?limit=10&startPortalId=62515"),
    )
    .await;
    let delete = flags.batch_delete_portal_states("f", vec![1, 2]);
    check(
        server,
        delete,
        &format!("POST {path}/f/portals/batch/delete"),
    )
    .await;

    let cards = client.crm_cards();
    let path = "/crm/v3/extensions/cards-dev/7";
    check(server, cards.list(7), &format!("GET {path}")).await;
    let patch = cards.update(7, "c-1", CardPatchRequest::new().title("Orders"));
    check(server, patch, &format!("PATCH {path}/c-1")).await;

    let calling = client.calling_extensions();
    let path = "/crm/v3/extensions/calling/7/settings";
    let settings = SettingsRequest::new("Phone", "https://example.com/phone");
    check(
        server,
        calling.create_settings(7, settings),
        &format!("POST {path}"),
    )
    .await;
    let delete = calling.delete_channel_connection(7);
    check(server, delete, &format!("DELETE {path}/channel-connection")).await;

    let path = "/crm/v3/extensions/videoconferencing/settings/7";
    let put = client
        .video_conferencing()
        .replace_settings(7, "https://example.com/meet");
    check(server, put, &format!("PUT {path}")).await;
}

#[tokio::test]
#[allow(deprecated, reason = "old, but in use")]
async fn of_the_timeline_only_templates_take_it() {
    let server = &Server::start([]).await;
    let timeline = client(server).timeline();
    let path = "/integrators/timeline/v3/7/event-templates";
    check(server, timeline.list_templates(7), &format!("GET {path}")).await;
    let delete = timeline.delete_token(7, "t-1", "a/b");
    check(server, delete, &format!("DELETE {path}/t-1/tokens/a%2Fb")).await;

    server.push(Answer::json(201, r#"{"id":"e-1"}"#));
    timeline
        .create_event(TimelineEvent::new("t-1", [("stars", "5")]))
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(line(&request), "POST /integrators/timeline/v3/events");
    request.assert_standard_headers();
}

/// What a call or a card is about belongs to an account: token, no key.
#[tokio::test]
async fn operations_about_an_account_do_not_see_it() {
    let server = Server::start([
        Answer::new(204),
        Answer::json(200, "{}"),
        Answer::json(200, r#"{"results":[]}"#),
    ])
    .await;
    let client = client(&server);
    client
        .calling_extensions()
        .mark_recording_ready(17)
        .await
        .unwrap();
    client.crm_cards().get_sample_response().await.unwrap();
    client
        .calling_extensions()
        .list_connection_statuses()
        .user_id([1, 2])
        .await
        .unwrap();
    let requests = server.requests();
    for request in &requests {
        request.assert_standard_headers();
        assert!(!request.target.contains("hapikey"), "{}", request.target);
    }
    assert_eq!(requests[0].json(), json!({"engagementId": 17}));
    assert_eq!(
        line(&requests[2]),
        "GET /crm/extensions/calling/v3/connection-statuses?userId=1&userId=2"
    );
}

#[tokio::test]
async fn without_a_key_nothing_is_sent() {
    let server = Server::start([]).await;
    let error = server
        .client()
        .feature_flags(7)
        .list_flags()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Config(_)), "{error:?}");
    assert!(
        error
            .to_string()
            .contains("ClientBuilder::developer_api_key"),
        "{error}"
    );
}

/// An app that only minds its own settings has no token, and needs none.
#[tokio::test]
async fn a_key_is_enough_for_an_app() {
    let server = Server::start([Answer::json(
        200,
        r#"{"flagsForApp":["hs-release-app-cards"]}"#,
    )])
    .await;
    let builder = Client::builder()
        .base_url(server.url())
        .developer_api_key(KEY);
    let client = builder.build().unwrap();
    let flags = client.feature_flags(7).list_flags().await.unwrap();
    assert_eq!(flags.flags_for_app, ["hs-release-app-cards"]);
    assert_eq!(server.request().header("authorization"), None);
    let error = client.contacts().archive(1).await.unwrap_err();
    assert!(
        error.to_string().contains("ClientBuilder::access_token"),
        "{error}"
    );
}

/// Addresses get into texts of errors easily, and the key is in the address.
#[tokio::test]
async fn broken_answers_and_connections_do_not_show_it() {
    let server = Server::start([
        Answer::json(200, "<html>"),
        Answer::json(200, "{}").broken_after(1),
    ])
    .await;
    let client = client(&server);
    let mut errors = Vec::new();
    for _ in 0..2 {
        errors.push(client.feature_flags(7).list_flags().await.unwrap_err());
    }
    server.requests();
    drop(server);
    errors.push(client.feature_flags(7).list_flags().await.unwrap_err());
    for error in &errors {
        let mut cause: Option<&dyn StdError> = Some(error);
        while let Some(error) = cause {
            assert_hidden(&format!("{error} {error:?} {error:#?}"));
            cause = error.source();
        }
    }
    assert_hidden(&format!("{client:?} {:?}", client.feature_flags(7)));
}

#[tokio::test]
async fn states_of_flags() {
    let flag = json!({"appId": 7, "flagName": "hs-hide-crm-cards", "defaultState": "ON", "overrideState": "FROZEN"});
    let states = r#"{"portalFlagStates":[{"appId":"7","flagName":"f","portalId":62515,"flagState":"ABSENT"},
        {"portalId":null,"flagState":null}]}"#;
    let server = Server::start([
        Answer::json(200, flag.to_string()),
        Answer::json(200, states),
    ])
    .await;
    let flags = client(&server).feature_flags(7);
    let put = FlagPutRequest::new(PortalFlagState::On).override_state("FROZEN");
    let made = flags.replace_flag("hs-hide-crm-cards", put).await.unwrap();
    assert_eq!(written(&made), flag);
    assert!(matches!(
        made.override_state,
        Some(PortalFlagState::Unknown(_))
    ));
    assert_eq!(
        server.request().json(),
        json!({"defaultState": "ON", "overrideState": "FROZEN"})
    );

    let entries = [
        BatchPortalEntry::new(62515, PortalFlagState::Absent),
        BatchPortalEntry::new(3, PortalFlagState::Off),
    ];
    let states = flags
        .batch_upsert_portal_states("f", entries)
        .await
        .unwrap();
    let [absent, untold] = &*states.portal_flag_states else {
        panic!("{states:?}")
    };
    assert_eq!(
        (absent.app_id, &absent.flag_state),
        (7, &PortalFlagState::Absent)
    );
    assert_eq!((untold.portal_id, untold.flag_state.as_str()), (0, ""));
    assert_eq!(
        server.request().json(),
        json!({"portalStates": [{"portalId": 62515, "flagState": "ABSENT"}, {"portalId": 3, "flagState": "OFF"}]})
    );
}

//! Operations about tokens: no token goes with them, the app says in a form who it is, and none of it is shown.

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Client, ClientSecret, Error, RefreshToken};

use crate::support::{Answer, Request, Server};

const ACTIVE: &str = r#"{"active":true,"token_use":"access_token","token_type":"bearer","token":"canary-token",
    "client_id":"id","app_id":1,"hub_id":62515,"hub_domain":"example.com","user_id":7,"user":"ada@example.com",
    "scopes":["oauth","tickets"],"expires_in":1799,"is_private_distribution":false,"new":1,
    "signed_access_token":{"hubId":62515,"hublet":"na1","expiresAt":1800000000000,"signature":"canary-signature"}}"#;

fn of_app() -> TokenOfApp {
    TokenOfApp::new("id", ClientSecret::new("canary & secret"), "canary/+token")
}

/// Form, method and path are as due, and nothing else goes along.
#[track_caller]
fn check(request: &Request, path: &str, form: &str) {
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("POST", path)
    );
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(request.header("authorization"), None);
    assert_eq!(request.text(), form);
}

#[track_caller]
fn hidden(shown: &str) {
    assert!(!shown.contains("canary"), "{shown}");
}

#[tokio::test]
async fn what_a_token_is_good_for() {
    let answers = [ACTIVE, r#"{"active":false}"#].map(|body| Answer::json(200, body));
    let server = Server::start(answers).await;
    let client = server.client();
    let request = client.oauth().introspect(of_app());
    hidden(&format!("{request:?} {request:#?}"));
    let info = request.await.unwrap();
    check(
        &server.request(),
        "/oauth/v3/token/introspect",
        "client_id=id&client_secret=canary%20%26%20secret&token=canary%2F%2Btoken",
    );
    assert!(info.active);
    assert_eq!(info.token_use, Some(TokenUse::AccessToken));
    assert_eq!(info.token.as_ref().unwrap().secret(), "canary-token");
    assert_eq!((info.hub_id, info.expires_in), (Some(62515), Some(1799)));
    assert_eq!(info.scopes, ["oauth", "tickets"]);
    let signed = info.signed_access_token.as_ref().unwrap();
    assert_eq!(signed.hublet.as_deref(), Some("na1"));
    hidden(&format!("{info:?}"));

    let hinted = of_app().token_type_hint("refresh_token");
    let info = client.oauth().introspect(hinted).await.unwrap();
    check(
        &server.request(),
        "/oauth/v3/token/introspect",
        "client_id=id&client_secret=canary%20%26%20secret&token=canary%2F%2Btoken&token_type_hint=refresh_token",
    );
    assert!(!info.active && info.token.is_none() && info.scopes.is_empty());
}

#[tokio::test]
async fn a_token_is_made_worthless() {
    // The document does not say with which status.
    let answers = [Answer::new(200), Answer::new(204), Answer::json(200, "{}")];
    let server = Server::start(answers).await;
    let client = server.client();
    let token = RefreshToken::new("canary-refresh");
    for _ in 0..3 {
        let app = TokenOfApp::new("id", "canary-secret", &token);
        client.oauth().revoke(app).await.unwrap();
        check(
            &server.request(),
            "/oauth/v3/token/revoke",
            "client_id=id&client_secret=canary-secret&token=canary-refresh",
        );
    }
}

#[tokio::test]
async fn tokens_for_the_app_itself() {
    let body = r#"{"access_token":"canary-access","token_type":"bearer","token_use":"client_credentials","expires_in":1800}"#;
    let server = Server::start([Answer::json(200, body)]).await;
    let request = TokenRequest::new(GrantType::ClientCredentials)
        .client_id("id")
        .client_secret("canary-secret")
        .scope("a b");
    hidden(&format!("{request:?}"));
    let tokens = server.client().oauth().create_token(request).await.unwrap();
    check(
        &server.request(),
        "/oauth/v3/token",
        "grant_type=client_credentials&client_id=id&client_secret=canary-secret&scope=a%20b",
    );
    assert_eq!(tokens.access_token.secret(), "canary-access");
    assert_eq!(tokens.token_use, TokenUse::ClientCredentials);
    assert_eq!(
        (tokens.expires_in, tokens.refresh_token.clone()),
        (1800, None)
    );
    hidden(&format!("{tokens:?}"));
}

#[tokio::test]
async fn refusals_do_not_repeat_the_secrets() {
    let echo = r#"{"status":"error","category":"VALIDATION_ERROR","message":"unknown token canary/+token of canary & secret",
        "context":{"form":["token=canary%2F%2Btoken"]}}"#;
    let server = Server::start([Answer::json(400, echo), Answer::json(200, "canary/+token")]).await;
    let client = server.client();
    let error = client.oauth().revoke(of_app()).await.unwrap_err();
    assert!(
        matches!(&error, Error::Api(error) if error.category.as_deref() == Some("VALIDATION_ERROR"))
    );
    assert_eq!(
        error.to_string(),
        "POST /oauth/v3/token/revoke: 400 Bad Request VALIDATION_ERROR: unknown token *** of ***"
    );
    hidden(&format!("{error:?}"));
    let error = client.oauth().introspect(of_app()).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)));
    hidden(&format!("{error} {error:?}"));
}

#[tokio::test]
async fn a_client_that_has_no_access_token_can_ask() {
    let server = Server::start([Answer::json(200, ACTIVE)]).await;
    let builder = Client::builder().base_url(server.url());
    let client = builder.developer_api_key("canary-key").build().unwrap();
    client.oauth().introspect(of_app()).await.unwrap();
    assert_eq!(server.request().target, "/oauth/v3/token/introspect");
}

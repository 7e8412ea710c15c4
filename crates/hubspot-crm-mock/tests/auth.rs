//! Who may do what.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Client as HubSpot, ClientBuilder, Error, OAuth, OAuthApp};
use hubspot_crm_mock::{MockHubSpot, MockHubSpotBuilder, RateLimits, RegisteredApp};
use reqwest::{Client, Response};
use serde_json::{Value, json};

async fn start(builder: MockHubSpotBuilder) -> MockHubSpot {
    builder.start().await.unwrap()
}

async fn get(mock: &MockHubSpot, path: &str, token: Option<&str>) -> (u16, Value) {
    let mut request = Client::new().get(format!("{}{path}", mock.url()));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let answer = request.send().await.unwrap();
    (
        answer.status().as_u16(),
        answer.json().await.unwrap_or_default(),
    )
}

async fn form(mock: &MockHubSpot, path: &str, form: impl Into<String>) -> Response {
    let request = Client::new()
        .post(format!("{}{path}", mock.url()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.into());
    request.send().await.unwrap()
}

const OWNERS: &str = "/crm/v3/owners";

#[tokio::test]
async fn as_long_as_no_token_is_known_anything_passes() {
    let mock = start(MockHubSpot::builder()).await;
    for token in [None, Some("any")] {
        assert_eq!(get(&mock, OWNERS, token).await.0, 200);
    }
    // Whoever asks gets tokens, with a slash at the end of the path as well.
    let answer = form(
        &mock,
        "/oauth/v1/token/",
        "grant_type=refresh_token&client_id=a&client_secret=b&refresh_token=c",
    );
    let tokens: Value = answer.await.json().await.unwrap();
    assert_eq!(tokens["refresh_token"], "c");
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(get(&mock, OWNERS, Some(token)).await.0, 200);
    assert_eq!(get(&mock, OWNERS, Some("other")).await.0, 200);
}

#[tokio::test]
async fn tokens_have_to_be_known_and_allow_what_is_done() {
    let builder = MockHubSpot::builder().access_token("all");
    let builder = builder.access_token_with_scopes("owners", ["x", "crm.objects.owners.read"]);
    let mock = start(builder.access_token_with_scopes("none", [""; 0])).await;
    for token in ["all", "owners"] {
        assert_eq!(get(&mock, OWNERS, Some(token)).await.0, 200);
    }
    for token in [None, Some("other"), Some("")] {
        let (status, body) = get(&mock, OWNERS, token).await;
        assert_eq!(status, 401);
        assert_eq!(body["category"], "INVALID_AUTHENTICATION");
        assert_eq!(body["message"], "Authentication credentials not found.");
    }
    let (status, body) = get(&mock, OWNERS, Some("none")).await;
    assert_eq!(status, 403);
    assert_eq!(body["category"], "MISSING_SCOPES");
    let scopes = &body["errors"][0]["context"]["requiredGranularScopes"];
    assert_eq!(scopes, &json!(["automation", "crm.objects.owners.read"]));

    mock.expire_tokens();
    let (status, body) = get(&mock, OWNERS, Some("all")).await;
    assert_eq!(status, 401);
    assert_eq!(body["category"], "EXPIRED_AUTHENTICATION");
    assert!(body["context"]["expire time"][0].is_string());
}

#[tokio::test]
async fn operations_about_apps_take_keys() {
    let path = "/crm/v3/extensions/videoconferencing/settings/7";
    let mock = start(
        MockHubSpot::builder()
            .developer_api_key("key")
            .access_token("t"),
    )
    .await;
    assert_eq!(
        get(&mock, &format!("{path}?hapikey=key"), None).await.0,
        200
    );
    for path in [path, &format!("{path}?hapikey=other")] {
        let (status, body) = get(&mock, path, Some("t")).await;
        assert_eq!(status, 401, "{path}");
        assert_eq!(body["category"], "INVALID_AUTHENTICATION");
    }
    // And no others do.
    let owners = format!("{OWNERS}?hapikey=key");
    assert_eq!(get(&mock, &owners, None).await.0, 401);
}

const BACK: &str = "https://example.com/back";

fn app(mock: &MockHubSpot) -> OAuthApp {
    OAuthApp::new("id", "secret", BACK).base_url(mock.url())
}

fn client(mock: &MockHubSpot) -> ClientBuilder {
    HubSpot::builder().base_url(mock.url())
}

#[tokio::test]
async fn apps_get_tokens_and_renew_them() {
    let registered = RegisteredApp::new("id", "secret").redirect_uri(BACK);
    let registered = registered.scopes(["crm.objects.owners.read"]);
    let mock = start(MockHubSpot::builder().oauth_app(registered)).await;
    let code = mock.authorization_code("id");
    let tokens = app(&mock).exchange_code(&code).await.unwrap();
    assert_eq!(tokens.scopes, ["crm.objects.owners.read"]);
    let error = app(&mock).exchange_code(&code).await.unwrap_err();
    assert!(
        matches!(&error, Error::Auth(error) if error.is_invalid_grant()),
        "{error}"
    );

    let provider = OAuth::new(app(&mock), tokens);
    let client = client(&mock).oauth(provider).build().unwrap();
    client.owners().list().await.unwrap();
    let error = client.contacts().list().await.unwrap_err();
    assert_eq!(error.missing_scopes(), ["crm.objects.contacts.read"]);
    mock.clear_requests();
    mock.expire_tokens();
    client.owners().list().await.unwrap();
    let told: Vec<_> = mock
        .requests()
        .iter()
        .map(|one| (one.path().to_owned(), one.status()))
        .collect();
    assert_eq!(
        told,
        [
            (OWNERS.to_owned(), Some(401)),
            ("/oauth/2026-03/token".to_owned(), Some(200)),
            (OWNERS.to_owned(), Some(200)),
        ]
    );
}

#[tokio::test]
async fn apps_are_refused_in_the_words_of_the_token_endpoint() {
    let app = RegisteredApp::new("id", "secret").redirect_uri(BACK);
    let mock = start(MockHubSpot::builder().oauth_app(app)).await;
    let code = mock.authorization_code("id");
    for (path, sent, status) in [
        (
            "/oauth/v1/token",
            "grant_type=refresh_token".to_owned(),
            "BAD_CLIENT_ID",
        ),
        (
            "/oauth/v1/token",
            "grant_type=refresh_token&client_id=id&client_secret=x".to_owned(),
            "BAD_CLIENT_SECRET",
        ),
        (
            "/oauth/v3/token",
            "grant_type=refresh_token&client_id=id&client_secret=secret&refresh_token=x".to_owned(),
            "BAD_REFRESH_TOKEN",
        ),
        (
            "/oauth/2026-03/token",
            format!(
                "grant_type=authorization_code&client_id=id&client_secret=secret&code={code}&redirect_uri=x"
            ),
            "BAD_REDIRECT_URI",
        ),
        (
            "/oauth/2026-03/token",
            format!(
                "grant_type=authorization_code&client_id=id&client_secret=secret&code=x&redirect_uri={BACK}"
            ),
            "BAD_AUTH_CODE",
        ),
    ] {
        let answer = form(&mock, path, sent.as_str()).await;
        assert_eq!(answer.status(), 400, "{sent}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["status"], status, "{sent}");
        assert!(body["correlationId"].is_string());
        assert_eq!(body.get("error").is_some(), !path.contains("v1"), "{body}");
    }
}

#[tokio::test]
async fn tokens_are_told_about_and_revoked() {
    let mock = start(MockHubSpot::builder().oauth_app(RegisteredApp::new("id", "secret"))).await;
    let refresh = mock.refresh_token("id");
    let asks = "client_id=id&client_secret=secret";
    let grant = format!("grant_type=refresh_token&{asks}&refresh_token={refresh}");
    let tokens: Value = form(&mock, "/oauth/v3/token", grant.as_str())
        .await
        .json()
        .await
        .unwrap();
    let access = tokens["access_token"].as_str().unwrap();
    for (token, kind) in [(access, "access_token"), (&refresh, "refresh_token")] {
        let about = form(
            &mock,
            "/oauth/2026-09/token/introspect",
            format!("{asks}&token={token}"),
        );
        let about: Value = about.await.json().await.unwrap();
        assert_eq!(
            (&about["active"], &about["token_use"]),
            (&true.into(), &kind.into())
        );
    }
    let (status, about) = get(&mock, &format!("/oauth/v1/access-tokens/{access}"), None).await;
    assert_eq!((status, &about["token_type"]), (200, &"access".into()));

    let revoked = form(
        &mock,
        "/oauth/v3/token/revoke",
        format!("{asks}&token={refresh}"),
    )
    .await;
    assert_eq!(revoked.status(), 200);
    let about = form(
        &mock,
        "/oauth/v3/token/introspect",
        format!("{asks}&token={refresh}"),
    );
    let about: Value = about.await.json().await.unwrap();
    assert_eq!(about, json!({"active": false}));
    let again: Value = form(&mock, "/oauth/v3/token", grant.as_str())
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(again["status"], "BAD_REFRESH_TOKEN");
}

#[tokio::test]
async fn apps_have_limits_of_their_own() -> Result<(), Error> {
    let limits = RateLimits::default()
        .per_ten_seconds(0)
        .per_ten_seconds_of_apps(1);
    let builder = MockHubSpot::builder().oauth_app(RegisteredApp::new("id", "secret"));
    let mock = start(builder.rate_limits(limits)).await;
    let asks = "grant_type=client_credentials&client_id=id&client_secret=secret";
    let tokens = || async {
        let tokens: Value = form(&mock, "/oauth/v3/token", asks)
            .await
            .json()
            .await
            .unwrap();
        assert_eq!(tokens["token_use"], "client_credentials");
        tokens["access_token"].as_str().unwrap().to_owned()
    };
    // Tokens of one app share a limit.
    let (first, second) = (tokens().await, tokens().await);
    let request = Client::new().get(format!("{}{OWNERS}", mock.url()));
    let answer = request.bearer_auth(first).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["x-hubspot-ratelimit-remaining"], "0");
    assert!(!answer.headers().contains_key("x-hubspot-ratelimit-daily"));
    assert_eq!(get(&mock, OWNERS, Some(&second)).await.0, 429);
    Ok(())
}

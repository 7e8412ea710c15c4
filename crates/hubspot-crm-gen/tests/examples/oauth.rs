//! From the code that a user comes back with to the day on which the account removes the app.

use std::env;
use std::fs;
use std::process;

use hubspot_crm_gen::{Client, OAuthApp};

use crate::support::{Answer, RECORD, Server};

#[path = "../../examples/oauth.rs"]
#[allow(dead_code, unreachable_pub, reason = "it is a program of its own")]
mod example;

fn tokens(number: u32) -> Answer {
    Answer::json(
        200,
        format!(
            r#"{{"access_token":"access-{number}","refresh_token":"refresh-{number}","expires_in":1800}}"#
        ),
    )
}

#[tokio::test]
async fn from_the_page_to_the_calls() {
    let page = Answer::json(200, format!(r#"{{"results":[{RECORD}]}}"#));
    let revoked = Answer::json(400, r#"{"status":"BAD_REFRESH_TOKEN"}"#);
    let signed_out = Answer::new(200);
    let answers = [
        tokens(1),
        page.clone(),
        tokens(2),
        page,
        revoked,
        signed_out,
    ];
    let server = Server::start(answers).await;
    let kept = env::temp_dir().join(format!("hubspot-crm-oauth-{}", process::id()));
    let app = OAuthApp::new("id", "secret", "https://example.com/").base_url(server.url());
    let run = async |code: Option<&str>| {
        let client = Client::builder().base_url(server.url());
        let code = code.map(ToOwned::to_owned);
        let said = example::run(app.clone(), client, code, &kept).await;
        said.map_err(|error| error.to_string())
    };

    let url = run(None).await.unwrap();
    assert!(url.starts_with("https://app.hubspot.com/oauth/authorize?client_id=id&redirect_uri="));
    assert_eq!(run(Some("code")).await.unwrap(), "None");
    assert_eq!(fs::read_to_string(&kept).unwrap(), "refresh-1");
    assert_eq!(run(None).await.unwrap(), "None");
    assert_eq!(fs::read_to_string(&kept).unwrap(), "refresh-2");
    assert_eq!(
        run(None).await.unwrap_err(),
        "the account has removed the app: the user has to allow it again"
    );
    let client = Client::builder().base_url(server.url());
    let said = example::sign_out(app.clone(), client, &kept).await;
    assert_eq!(said.unwrap(), "signed out");
    assert!(!kept.exists());

    let sent: Vec<_> = server
        .requests()
        .iter()
        .map(|request| {
            let token = request.header("authorization").unwrap_or("none");
            format!("{} {} {token}", request.method, request.path())
        })
        .collect();
    assert_eq!(
        sent,
        [
            "POST /oauth/2026-03/token none",
            "GET /crm/v3/objects/contacts Bearer access-1",
            "POST /oauth/2026-03/token none",
            "GET /crm/v3/objects/contacts Bearer access-2",
            "POST /oauth/2026-03/token none",
            "POST /oauth/v3/token/revoke none",
        ]
    );
}

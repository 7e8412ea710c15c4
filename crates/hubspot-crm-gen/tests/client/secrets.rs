//! The token is shown nowhere, nor is a header of the caller's, and texts of errors show no id.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{AccessToken, Client, Error};

use crate::support::{Answer, Server, TOKEN};

const HEADER: &str = "canary-header";

fn assert_hidden(text: &str) {
    assert!(!text.contains(TOKEN) && !text.contains(HEADER), "{text}");
}

fn check_debug(value: &impl Debug) {
    assert_hidden(&format!("{value:?} {value:#?}"));
}

fn check(value: &(impl Debug + Display)) {
    check_debug(value);
    assert_hidden(&value.to_string());
}

/// The error, and all that caused it.
fn check_error(error: &Error) {
    check(error);
    let mut cause: Option<&dyn StdError> = error.source();
    while let Some(error) = cause {
        assert_hidden(&format!("{error} {error:?} {error:#?}"));
        cause = error.source();
    }
}

#[test]
fn of_a_client_and_its_parts() {
    let token = AccessToken::new(TOKEN);
    check(&token);
    let builder = Client::builder().access_token(token.clone());
    check_debug(&builder);
    check_debug(
        &builder
            .clone()
            .base_url(format!("https://user:{TOKEN}@example.com")),
    );
    let client = builder.build().unwrap();
    check_debug(&client);
    check_debug(&Client::new(token).unwrap());
    check_debug(&client.contacts());
    check_debug(&client.objects("cars"));
}

#[test]
fn of_a_request() {
    let client = Client::new(TOKEN).unwrap();
    let request = client
        .contacts()
        .update("canary-id", properties! { "a" => "b" })
        .extra_header("authorization", &format!("Bearer {HEADER}"))
        .extra_query("hapikey", HEADER);
    check_debug(&request);
    check_debug(&request.request().unwrap());
    check_debug(&client.objects("cars").list().extra_query("hapikey", HEADER));
}

#[tokio::test]
async fn of_errors() {
    let answers = [
        Answer::new(401),
        Answer::json(403, r#"{"message":"no","errors":[{}]}"#).header("X-Other", "o"),
        Answer::json(200, ""),
        Answer::json(200, r#"{"archived":{}}"#),
        Answer::json(200, "{}").broken_after(1),
    ];
    let server = Server::start(answers).await;
    let client = server.client();
    for _ in 0..5 {
        let request = client
            .contacts()
            .get("canary-id")
            .id_property("canary-query")
            .extra_query("hapikey", HEADER)
            .extra_header("X-Secret", HEADER);
        let error = request.await.unwrap_err();
        check_error(&error);
        let line = error.to_string();
        assert!(!line.contains("canary") && !line.contains('\n'), "{line}");
    }
    drop(server);
    let request = client
        .contacts()
        .get("canary-id")
        .extra_query("hapikey", HEADER);
    let error = request.await.unwrap_err();
    check_error(&error);
    assert!(!error.to_string().contains("canary"));
    // What caused it does not know the URL either.
    let mut cause = StdError::source(&error);
    while let Some(error) = cause {
        assert!(
            !format!("{error} {error:?}").contains("canary"),
            "{error:?}"
        );
        cause = error.source();
    }
}

#[test]
fn of_settings_that_are_refused() {
    for token in [
        format!("{TOKEN}\n"),
        format!("{TOKEN}\u{0}"),
        format!("{TOKEN}\r\nX: y"),
    ] {
        check_debug(&Client::builder().access_token(&*token));
        check_error(&Client::new(token).unwrap_err());
    }
    for url in [
        format!("https://user:{TOKEN}@example.com"),
        format!("https://example.com/?key={TOKEN}"),
        format!("https://example.com/#{TOKEN}"),
        format!("ftp://{TOKEN}"),
        format!("{TOKEN} no url"),
    ] {
        let error = Client::builder().access_token("t").base_url(&*url).build();
        check_error(&error.expect_err(&url));
    }
}

#[tokio::test]
async fn of_requests_that_are_refused() {
    let server = Server::start([]).await;
    let contacts = server.client().contacts();
    let header = format!("{HEADER}\n");
    let error = contacts
        .get(1)
        .extra_header("X-Secret", &header)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)));
    check_error(&error);
}

//! Requests to paths that no operation stands for.

mod common;

use std::time::Duration;

use common::script::{Script, answer, limited, ok};
use common::{body_of, everything};
use hubspot_crm_core::{Client, Error, Method, Value};

#[tokio::test(start_paused = true)]
async fn any_path_takes_the_way_of_all_requests() {
    let script = Script::new([limited("SECONDLY"), ok(), ok()]);
    let client = script.client();
    let answer = client
        .request(Method::Get, "/crm/v9/things/a%2Fb?archived=true")
        .query("name", "Ada & Co")
        .extra_header("x-test", "1")
        .timeout(Duration::from_secs(1))
        .await
        .unwrap();
    assert_eq!(answer.json::<Value>().unwrap()["id"], "1");
    let requests = script.requests();
    assert_eq!(
        requests[1].url,
        "https://api.hubapi.com/crm/v9/things/a%2Fb?archived=true&name=Ada%20%26%20Co"
    );
    assert_eq!(
        requests[1].headers["authorization"],
        "Bearer pat-na1-secret"
    );
    assert_eq!(requests[1].headers["x-test"], "1");

    client
        .request(Method::Post, "/crm/v9/things")
        .json(&serde_json::json!({"a": 1}))
        .extra_body("b", 2)
        .await
        .unwrap();
    let request = &script.requests()[2];
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(&body_of(request)[..], br#"{"a":1,"b":2}"#);
}

#[tokio::test]
async fn the_url_of_a_next_page_will_do() {
    let script = Script::new([ok()]);
    let link = "https://api.hubapi.com/crm/v3/owners?after=NTI1Cg%3D%3D";
    script.client().request(Method::Get, link).await.unwrap();
    assert_eq!(script.requests()[0].url, link);
}

#[tokio::test]
async fn paths_that_lead_elsewhere_are_refused() {
    let script = Script::new([]);
    let client = script.client();
    for path in [
        "",
        "crm/v3",
        "//evil.example/x",
        "@evil.example/x",
        "https://evil.example/x",
        "https://api.hubapi.com.evil.example/x",
        "https://api.hubapi.com@evil.example/x",
        "/a/../b",
        "/a/%2e%2E/b",
        "/a/.",
        "/a b",
        "/a#b",
        "/a\\b",
        "/ä",
        "/a?b=ä",
    ] {
        let error = client.request(Method::Get, path).await.unwrap_err();
        assert!(matches!(error, Error::InvalidRequest(_)), "{path}: {error}");
        assert!(!everything(&error).contains("evil"), "{error}");
    }
}

#[tokio::test]
async fn errors_do_not_show_the_path() {
    let script = Script::new([answer(404, "")]);
    let call = script
        .client()
        .request(Method::Get, "/crm/v3/objects/contacts/ada@example.com");
    let error = call.await.unwrap_err();
    assert_eq!(error.to_string(), "GET {path}: 404 Not Found");
    assert!(!everything(&error).contains("ada"), "{error:?}");
}

#[tokio::test]
async fn answers_read_into_types_of_serde() {
    #[derive(serde::Deserialize)]
    struct Thing<'a> {
        id: &'a str,
    }
    let script = Script::new([ok(), answer(200, "{}")]);
    let client: Client = script.client();
    let raw = client.request(Method::Get, "/x").await.unwrap();
    assert_eq!(raw.deserialize::<Thing<'_>>().unwrap().id, "1");
    let raw = client.request(Method::Get, "/x").await.unwrap();
    let error = raw.deserialize::<Thing<'_>>().map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("missing field `id`"), "{error}");
}

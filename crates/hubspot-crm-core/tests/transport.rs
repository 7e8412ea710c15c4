//! What transports get and give, where it is shown.

use hubspot_crm_core::{HeaderMap, HeaderValue, HttpResponse, StatusCode};

#[test]
fn an_answer_shows_neither_its_body_nor_what_its_headers_may_tell() {
    let mut headers = HeaderMap::new();
    headers.insert("x-hubspot-correlation-id", HeaderValue::from_static("c-1"));
    headers.insert("set-cookie", HeaderValue::from_static("session=canary"));
    headers.insert("location", HeaderValue::from_static("/?code=canary"));
    let answer = HttpResponse::new(StatusCode::OK, headers, r#"{"access_token":"canary"}"#);
    let shown = format!("{answer:?} {answer:#?}");
    assert!(!shown.contains("canary"), "{shown}");
    assert!(shown.contains("200") && shown.contains("c-1"), "{shown}");
}

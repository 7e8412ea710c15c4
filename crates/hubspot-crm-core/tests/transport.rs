//! What transports get and give, where it is shown.

mod common;

use common::everything;
use common::recorder::Recorder;
use hubspot_crm_core::{HeaderMap, HeaderValue, HttpResponse, Method, StatusCode, properties};

#[tokio::test]
async fn a_request_and_its_builder_show_the_template_of_the_path() {
    let recorder = Recorder::new(500, &[], "");
    let update = recorder
        .contacts()
        .update("ada@example.com", properties! {});
    let builder = format!("{update:?}");
    let error = update.await.unwrap_err();
    let request = recorder.request();
    assert!(request.url.contains("ada%40example.com"));
    assert_eq!(
        request.operation.path(),
        "/crm/v3/objects/{objectType}/{objectId}"
    );
    for shown in [builder, format!("{request:?}"), everything(&error)] {
        assert!(shown.contains("{objectId}"), "{shown}");
        assert!(!shown.contains("ada"), "{shown}");
    }
    let client = recorder.client();
    let raw = client.request(Method::Get, "/things/ada?email=ada");
    assert!(!format!("{raw:?}").contains("ada"), "{raw:?}");
}

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

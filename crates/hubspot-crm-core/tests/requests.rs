//! Requests as they are handed to the transport, and those that never get there.

mod common;

use common::TOKEN;
use common::recorder::Recorder;
use hubspot_crm_core::{
    Clear, Client, Endpoint, Error, Json, Method, Operation, OperationInfo, Request, Value,
    properties, request_methods,
};

fn recorder() -> std::sync::Arc<Recorder> {
    Recorder::new(200, &[], "{}")
}

fn reason(error: Error) -> String {
    match error {
        Error::InvalidRequest(error) => error.reason().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn values_of_paths_stay_one_segment() {
    let recorder = recorder();
    let ids = [
        "a/b+c d@example.com",
        "../companies/1",
        "a?b=c#d",
        "%2e%2e",
        "...",
        "ä",
    ];
    for id in ids {
        recorder.contacts().archive(id).await.unwrap();
    }
    let urls: Vec<_> = recorder
        .requests()
        .into_iter()
        .map(|request| request.url)
        .collect();
    let base = "https://api.hubapi.com/crm/v3/objects/contacts/";
    assert_eq!(
        urls.iter()
            .map(|url| url.strip_prefix(base).unwrap())
            .collect::<Vec<_>>(),
        [
            "a%2Fb%2Bc%20d%40example.com",
            "..%2Fcompanies%2F1",
            "a%3Fb%3Dc%23d",
            "%252e%252e",
            "...",
            "%C3%A4"
        ]
    );
}

#[tokio::test]
async fn values_that_parsers_drop_are_refused() {
    let recorder = recorder();
    for (id, what) in [("", "empty"), (".", "`.`"), ("..", "`..`")] {
        let error = recorder.contacts().archive(id).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "DELETE /crm/v3/objects/{{objectType}}/{{objectId}}: path parameter `objectId` is {what}, \
                 which cannot stand in a path"
            )
        );
    }
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn lists_repeat_and_nothing_adds_nothing() {
    let recorder = recorder();
    recorder.contacts().list().await.unwrap();
    recorder
        .contacts()
        .list()
        .properties(["a,b", "c"])
        .await
        .unwrap();
    recorder
        .contacts()
        .list()
        .properties([""; 0])
        .extra_query("new one", 7)
        .await
        .unwrap();
    let queries: Vec<_> = recorder
        .requests()
        .into_iter()
        .map(|request| request.url)
        .collect();
    let base = "https://api.hubapi.com/crm/v3/objects/contacts";
    assert_eq!(
        queries,
        [
            base.to_owned(),
            format!("{base}?properties=a%2Cb&properties=c"),
            format!("{base}?new%20one=7")
        ]
    );
}

#[tokio::test]
async fn bodies() {
    let recorder = recorder();
    let inputs = [properties! { "a" => 1 }, properties! { "b" => Clear }];
    let _ = recorder.contacts().batch_update(inputs).await.unwrap();
    let request = recorder.request();
    assert_eq!(
        request.body.unwrap().as_bytes().unwrap(),
        r#"{"inputs":[{"properties":{"a":"1"}},{"properties":{"b":""}}]}"#
    );
}

#[tokio::test]
async fn what_has_no_json_is_refused() {
    let recorder = recorder();
    let update = recorder
        .contacts()
        .update(1, properties! { "amount" => f64::NAN });
    let error = update.await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "PATCH /crm/v3/objects/{objectType}/{objectId}: the body cannot be sent: properties.amount: \
         a number that is NaN or infinite cannot be stored"
    );
    let error = recorder
        .contacts()
        .batch_update([properties! {}, properties! { "n" => f64::INFINITY }]);
    let reason = reason(error.await.unwrap_err());
    assert!(reason.contains("properties.n: "), "{reason}");
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn headers_of_the_caller_come_first() {
    let recorder = recorder();
    let update = recorder.contacts().update(1, properties! {});
    update
        .extra_header("Content-Type", "application/vnd.x+json")
        .extra_header("authorization", "Bearer other")
        .extra_header("X-Trace", "1")
        .await
        .unwrap();
    let headers = recorder.request().headers;
    assert_eq!(
        headers.get_all("content-type").iter().collect::<Vec<_>>(),
        ["application/vnd.x+json"]
    );
    assert_eq!(
        headers.get_all("authorization").iter().collect::<Vec<_>>(),
        ["Bearer other"]
    );
    assert_eq!(headers["x-trace"], "1");
    assert_eq!(headers["accept"], "application/json");
}

#[tokio::test]
async fn headers_that_cannot_be_sent_are_refused() {
    let recorder = recorder();
    for (name, value) in [("x\n", "v"), ("", "v"), ("x-secret", "header-secret\n")] {
        let error = recorder
            .contacts()
            .archive(1)
            .extra_header(name, value)
            .await
            .unwrap_err();
        assert!(
            !format!("{error} {error:?}").contains("header-secret"),
            "{error:?}"
        );
        assert_eq!(
            reason(error),
            format!("header {name:?} has a character that no header can hold")
        );
    }
    assert!(recorder.requests().is_empty());
}

static TWO: OperationInfo = OperationInfo::new("two", Method::Get, "/a/{first}/b/{second}");

#[derive(Debug, Clone)]
struct Two {
    endpoint: Endpoint,
}

impl Operation for Two {
    type Decode = Json<Value>;

    fn request(&self) -> Result<Request, Error> {
        Ok(self.endpoint.request())
    }

    fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    fn endpoint_mut(&mut self) -> &mut Endpoint {
        &mut self.endpoint
    }
}

request_methods!(Two as Value);

#[tokio::test]
async fn values_must_be_as_many_as_parameters() {
    let recorder = recorder();
    let endpoint = || recorder.client().endpoint(&TWO);
    let error = Two {
        endpoint: endpoint().arg(1),
    }
    .await
    .unwrap_err();
    assert_eq!(reason(error), "path parameter `second` has no value");
    let error = Two {
        endpoint: endpoint().arg(1).arg(2).arg(3),
    }
    .await
    .unwrap_err();
    assert_eq!(
        reason(error),
        "there are more values than parameters in the path"
    );
    assert!(recorder.requests().is_empty());
    Two {
        endpoint: endpoint().arg(1).arg(2),
    }
    .await
    .unwrap();
    assert_eq!(recorder.request().url, "https://api.hubapi.com/a/1/b/2");
}

#[test]
fn facts_of_an_operation() {
    const SEARCH: OperationInfo = OperationInfo::new("search", Method::Post, "/s")
        .replay_safe(true)
        .rate_limit_exempt(&["ten-secondly"]);
    assert!(SEARCH.is_replay_safe());
    assert_eq!(SEARCH.rate_limit_exemptions(), ["ten-secondly"]);
    assert_eq!(
        (SEARCH.id(), SEARCH.to_string().as_str()),
        ("search", "POST /s")
    );
    assert!(!OperationInfo::new("create", Method::Post, "/c").is_replay_safe());
    assert!(OperationInfo::new("update", Method::Patch, "/c").is_replay_safe());
}

#[test]
fn settings_that_do_not_work() {
    let error = |token: &str, base_url: &str| {
        let client = Client::builder()
            .access_token(token)
            .base_url(base_url)
            .build();
        let error = client.unwrap_err();
        assert!(
            !format!("{error} {error:?}").contains("secret"),
            "{error:?}"
        );
        error.to_string()
    };
    let good = "https://api.hubapi.com";
    assert_eq!(error("", good), "the access token is empty");
    assert_eq!(error(" ", good), "the access token is empty");
    assert!(error("secret\n", good).starts_with("the access token has a character"));
    assert_eq!(
        error("t", "api.hubapi.com/secret"),
        "the base URL is not a URL"
    );
    assert_eq!(error("t", ""), "the base URL is not a URL");
    assert_eq!(
        error("t", "ftp://secret"),
        "the base URL must be an http or https URL"
    );
    for url in ["https://secret@host", "https://:secret@host"] {
        assert_eq!(
            error("t", url),
            "the base URL must not hold a user name or a password"
        );
    }
    for url in [
        "https://host?secret=1",
        "https://host/#secret",
        "https://host/?",
    ] {
        assert_eq!(
            error("t", url),
            "the base URL must not have a query or a fragment"
        );
    }
    let error = Client::builder().build().unwrap_err();
    assert_eq!(error.to_string(), "a client needs an access token");
    let error = Client::builder()
        .access_token("t")
        .user_agent("a\nb")
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the user agent has a character that no header can hold"
    );
}

#[tokio::test]
async fn nothing_shows_a_secret() {
    let recorder = recorder();
    let builder = Client::builder().access_token(TOKEN);
    let update = recorder
        .contacts()
        .update(1, properties! {})
        .extra_query("hapikey", "query-secret")
        .extra_header("x-api-key", "header-secret");
    let shown = format!(
        "{builder:?} {:?} {:?} {update:?} {:?} {} {:?}",
        builder.clone().build().unwrap(),
        update.endpoint(),
        update.request().unwrap(),
        hubspot_crm_core::AccessToken::new(TOKEN),
        hubspot_crm_core::AccessToken::new(TOKEN),
    );
    update.await.unwrap();
    let shown = format!("{shown} {:?}", recorder.request());
    assert!(!shown.contains("secret"), "{shown}");
    assert!(
        shown.contains("https://api.hubapi.com") && shown.contains("objects.update"),
        "{shown}"
    );
}

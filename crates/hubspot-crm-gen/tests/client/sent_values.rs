//! Values that are sent: property values of every type, and what the documents do not know.

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Error, PropertyValue};
use serde_json::{Value, json};

use crate::support::{Answer, RECORD, Server};

/// The properties that the server gets.
async fn sent(properties: Properties) -> Value {
    let server = Server::start([Answer::json(200, RECORD)]).await;
    let update = server.client().contacts().update(1, properties).await;
    update.unwrap_or_else(|error| panic!("{error}"));
    server.request().json()["properties"].take()
}

#[tokio::test]
async fn typed_values_become_texts() {
    let created: DateTime = "2026-01-31T10:30:00+01:00".parse().unwrap();
    let values = properties! {
        "text" => "a \"b\"\n", "string" => String::from("ü"), "empty" => "", "integer" => -12, "long" => i64::MAX,
        "float" => 1.5, "whole" => 2.0, "yes" => true, "no" => false, "time" => created,
        "one" => MultiSelect::new(["a"]), "several" => MultiSelect::new(["a", "b"]),
        "more" => MultiSelect::append(["c", "d"]), "none" => MultiSelect::new(Vec::<String>::new()), "gone" => Clear,
    };
    assert_eq!(
        sent(values).await,
        json!({
            "text": "a \"b\"\n", "string": "ü", "empty": "", "integer": "-12", "long": "9223372036854775807",
            "float": "1.5", "whole": "2", "yes": "true", "no": "false", "time": "2026-01-31T09:30:00.000Z",
            "one": "a", "several": "a;b", "more": ";c;d", "none": "", "gone": "",
        })
    );
}

#[tokio::test]
async fn set_clear_and_leave_alone_differ() {
    let mut values = Properties::new();
    values.set("set", 1).clear("cleared").set("forgotten", 1);
    values
        .set_opt("some", Some("x"))
        .set_opt("left", None::<&str>);
    values.remove("forgotten");
    assert_eq!(
        sent(values).await,
        json!({"set": "1", "cleared": "", "some": "x"})
    );
}

#[tokio::test]
async fn they_can_be_collected() {
    let values: Properties = [("a", 1), ("b", 2)].into_iter().collect();
    let names: Vec<_> = values.names().collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(sent(values).await, json!({"a": "1", "b": "2"}));
}

#[tokio::test]
async fn what_has_no_text_is_refused_before_anything_is_sent() {
    let server = Server::start([]).await;
    let contacts = server.client().contacts();
    let odd: [PropertyValue; 4] = [
        f64::NAN.into(),
        f64::INFINITY.into(),
        MultiSelect::new(["a;b"]).into(),
        MultiSelect::append(Vec::<String>::new()).into(),
    ];
    for value in odd {
        let error = contacts.update(1, properties! { "odd_one" => value.clone() });
        let error = error.await.unwrap_err();
        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
        assert!(error.to_string().contains("properties.odd_one"), "{error}");
        let input = SimplePublicObjectBatchInput::new("2", properties! { "odd_one" => value });
        let first = SimplePublicObjectBatchInput::new("1", properties! {});
        let error = contacts.batch_update([first, input]).await.unwrap_err();
        assert!(
            error.to_string().contains("inputs[1].properties.odd_one"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn fields_that_the_documents_do_not_know() {
    let server = Server::start([
        Answer::json(200, RECORD),
        Answer::json(200, r#"{"results":[]}"#),
    ])
    .await;
    let contacts = server.client().contacts();
    let mut input = SimplePublicObjectInput::new(properties! { "a" => "b" });
    input.extra.insert("newField", json!({"x": [1, true]}));
    // A field that the type knows is not sent twice.
    input.extra.insert("properties", "no");
    contacts.update(1, input).await.unwrap();
    let mut search = SearchRequest::new().limit(5);
    search.extra.insert(
        "newFilters",
        json!([{"propertyName": "a", "operator": "HAS_PROPERTY"}]),
    );
    contacts.search(search).await.unwrap();
    let bodies: Vec<_> = server.requests().iter().map(|it| it.json()).collect();
    assert_eq!(
        bodies,
        [
            json!({"properties": {"a": "b"}, "newField": {"x": [1, true]}}),
            json!({"limit": 5, "newFilters": [{"propertyName": "a", "operator": "HAS_PROPERTY"}]}),
        ]
    );
}

#[tokio::test]
async fn values_that_an_enum_does_not_know() {
    let server = Server::start([Answer::json(200, r#"{"results":[]}"#)]).await;
    let filter = Filter::new("age", "NEARLY").value("36");
    let search = SearchRequest::new().filter_groups([[filter]]);
    server.client().contacts().search(search).await.unwrap();
    assert_eq!(
        server.request().json(),
        json!({"filterGroups": [{"filters": [{"propertyName": "age", "operator": "NEARLY", "value": "36"}]}]})
    );
}

#[tokio::test]
async fn headers_that_the_documents_do_not_know() {
    let server = Server::start([Answer::json(200, RECORD)]).await;
    let get = server.client().contacts().get(1);
    let get = get
        .extra_header("X-New", "a")
        .extra_header("x-new", "b")
        .extra_header("Accept", "text/plain");
    get.extra_header("Authorization", "Basic eA==")
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(request.header("x-new"), Some("b"));
    assert_eq!(request.header("accept"), Some("text/plain"));
    assert_eq!(request.header("authorization"), Some("Basic eA=="));
}

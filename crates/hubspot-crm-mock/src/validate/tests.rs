//! All operations, with what their documents give as examples.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use openapi_conform::{Examples, Parameter};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::*;
use crate::documents;

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A request for an operation, with everything that it takes but the body.
fn request(route: &Route, body: Option<(&'static str, String)>) -> ReceivedRequest {
    let mut target = route.operation.path.to_owned();
    let mut query = Vec::new();
    let encoded = |value: &Value| utf8_percent_encode(&text(value), NON_ALPHANUMERIC).to_string();
    for parameter in &route.takes().parameters {
        let Some(value) = Parameter::given(parameter) else {
            continue;
        };
        match (parameter.place, &value) {
            ("path", value) => {
                let place = format!("{{{}}}", parameter.name);
                target = target.replace(&place, &encoded(value));
            }
            ("query", Value::Array(items)) => {
                let pairs = items.iter();
                query.extend(pairs.map(|item| format!("{}={}", parameter.name, encoded(item))));
            }
            (_, value) => query.push(format!("{}={}", parameter.name, encoded(value))),
        }
    }
    let uri = format!("{target}?{}", query.join("&")).parse().unwrap();
    let method: Method = route.operation.method.parse().unwrap();
    let mut headers = HeaderMap::new();
    let body = body.map_or_else(Bytes::new, |(content_type, body)| {
        let content_type = HeaderValue::from_static(content_type);
        headers.insert(header::CONTENT_TYPE, content_type);
        body.into()
    });
    ReceivedRequest::new(method, &uri, headers, body)
}

/// The schema of the JSON that an operation takes.
fn json(route: &Route) -> Option<Node<'static>> {
    let body = route.takes().body.as_ref()?;
    media(body, "application/json")?.1
}

#[test]
fn what_the_documents_have_passes_as_it_is() {
    let mut count = 0;
    for route in documents::all() {
        let Some(schema) = json(route) else { continue };
        for example in Examples::of(&schema) {
            let request = request(route, Some(("application/json", example.to_string())));
            let content = validate(route, &request);
            let content =
                content.unwrap_or_else(|fault| panic!("{}: {example}: {fault:?}", route.name()));
            assert_eq!(content.json, Some(example), "{}", route.name());
            assert!(!content.is_changed, "{}", route.name());
            count += 1;
        }
    }
    assert!(count > 300, "{count}");
}

#[test]
fn what_lacks_something_that_is_required_is_refused() {
    let mut count = 0;
    for route in documents::all() {
        let body = route.takes().body.as_ref();
        if body.is_some_and(|body| body.required) {
            let failure = validate(route, &request(route, None)).unwrap_err();
            assert_eq!(failure.reply("").status.as_u16(), 400, "{}", route.name());
        }
        let Some(schema) = json(route) else { continue };
        let Some(Value::Object(whole)) = Examples::of(&schema).into_iter().next() else {
            continue;
        };
        for name in schema.values("required").iter().filter_map(Value::as_str) {
            // Null is as good as nothing.
            let mut without = whole.clone();
            without.shift_remove(name);
            let mut with_null = whole.clone();
            with_null.insert(name.to_owned(), Value::Null);
            for body in [without, with_null] {
                let body = Value::Object(body).to_string();
                let request = request(route, Some(("application/json", body)));
                assert!(
                    validate(route, &request).is_err(),
                    "{}: {name}",
                    route.name()
                );
                count += 1;
            }
        }
    }
    assert!(count > 300, "{count}");
}

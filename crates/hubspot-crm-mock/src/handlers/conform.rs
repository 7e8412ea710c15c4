//! For tests: whether answers are what the documents say.

use bytes::Bytes;
use http::HeaderMap;
use openapi_conform::check;
use serde_json::Value;

use super::{Call, handle};
use crate::crm::Crm;
use crate::documents::{self, Found, Route};
use crate::request::ReceivedRequest;

/// Calls an operation, and holds the answer to success against its document. Gives status and body.
pub(super) fn answer(
    crm: &mut Crm,
    route: &'static Route,
    path: &str,
    body: &Value,
) -> (u16, Value) {
    let body = match body {
        Value::Null => Bytes::new(),
        body => body.to_string().into(),
    };
    let method = route.operation.method.parse().unwrap();
    let request = ReceivedRequest::new(method, &path.parse().unwrap(), HeaderMap::new(), body);
    let answered = handle(crm, &Call::new(route, &request));
    let reply = answered.unwrap_or_else(|failure| failure.reply("id"));
    let body = serde_json::from_slice(&reply.body).unwrap_or(Value::Null);
    let status = reply.status.as_u16();
    if status >= 400 {
        return (status, body);
    }
    let answers = route.operation.answers();
    let known = answers.iter().find(|answer| answer.status == status);
    let known = known.unwrap_or_else(|| panic!("{}: {status} {body}", route.name()));
    match known.content.first() {
        None => assert_eq!(body, Value::Null, "{}", route.name()),
        Some((_, content)) => {
            let schema = content.get("schema").expect("it has a schema");
            assert_eq!(check(&schema, &body), [], "{}: {body}", route.name());
        }
    }
    (status, body)
}

/// As [`answer`], of the operation that the path is meant for.
pub(super) fn send(crm: &mut Crm, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let without_query = path.split('?').next().unwrap_or_default();
    let Found::Route(route) = documents::find(method, without_query) else {
        panic!("no operation for {method} {path}");
    };
    answer(crm, route, path, body)
}

//! What tests of handlers share.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use openapi_conform::check;
use serde_json::Value;

use crate::crm::Crm;
use crate::crm::records::Change;
use crate::documents::{self, Found, Route};
use crate::handlers::{self, Call};
use crate::reply::Reply;
use crate::request::ReceivedRequest;

/// An account whose answers are held against the documents, every one.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(crate) crm: Crm,
}

impl Account {
    /// Puts a record into the account, and gives its id.
    pub(crate) fn insert(&mut self, type_name: &str, properties: &[(&str, &str)]) -> u64 {
        insert(&mut self.crm, type_name, properties)
    }

    /// Asks for something. `path` may have a query; a body of null is none.
    pub(crate) fn call(&mut self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        told(&self.send(method, path, HeaderMap::new(), bytes(body)))
    }

    /// As [`Account::call`], of an operation that several documents have: the answer is held against that of this one.
    pub(crate) fn call_as(
        &mut self,
        route: &'static Route,
        path: &str,
        body: &Value,
    ) -> (u16, Value) {
        let method = route.operation.method.parse().unwrap();
        let uri = path.parse().unwrap();
        let request = ReceivedRequest::new(method, &uri, HeaderMap::new(), bytes(body));
        told(&self.answer(route, &request))
    }

    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: HeaderMap,
        body: Bytes,
    ) -> Reply {
        let method: Method = method.parse().unwrap();
        let request = ReceivedRequest::new(method, &path.parse().unwrap(), headers, body);
        let found = documents::find(request.method().as_str(), request.path());
        let Found::Route(route) = found else {
            panic!("{} {path} is {found:?}", request.method());
        };
        self.answer(route, &request)
    }

    fn answer(&mut self, route: &'static Route, request: &ReceivedRequest) -> Reply {
        let reply = handlers::handle(&mut self.crm, &Call::new(route, request));
        let reply = reply.unwrap_or_else(|failure| failure.reply("0"));
        check_reply(route, &reply);
        reply
    }

    /// As [`Account::call`], of what must be answered with this status.
    pub(crate) fn expect(&mut self, status: u16, method: &str, path: &str, body: &Value) -> Value {
        let (answered, value) = self.call(method, path, body);
        assert_eq!(answered, status, "{method} {path} {body}: {value}");
        value
    }
}

/// A body of JSON; null is none.
fn bytes(body: &Value) -> Bytes {
    match body {
        Value::Null => Bytes::new(),
        body => body.to_string().into(),
    }
}

fn told(reply: &Reply) -> (u16, Value) {
    let body = serde_json::from_slice(&reply.body).unwrap_or_default();
    (reply.status.as_u16(), body)
}

/// Puts a record into an account, whatever its properties are, and gives its id.
pub(crate) fn insert(crm: &mut Crm, type_name: &str, properties: &[(&str, &str)]) -> u64 {
    let type_id = crm.type_id(type_name).unwrap();
    let known = crm.properties.of(&type_id);
    let changes = properties.iter().map(|(name, value)| Change {
        name: (*name).into(),
        value: (*value).into(),
        unique: known.find(name).is_some_and(|known| known.unique),
    });
    let changes: Vec<Change> = changes.collect();
    crm.create(&type_id, &changes)
}

/// Holds an answer against what its document says of it.
pub(crate) fn check_reply(route: &Route, reply: &Reply) {
    let name = route.name();
    let answers = route.operation.answers();
    if !reply.status.is_success() {
        assert!(reply.status.is_client_error(), "{name}: {reply:?}");
        return;
    }
    let status = reply.status.as_u16();
    let answer = answers.iter().find(|answer| answer.status == status);
    let Some(answer) = answer else {
        let is_expected = answers.is_empty() && reply.status == StatusCode::NO_CONTENT;
        assert!(is_expected, "{name} has no answer {status}");
        return;
    };
    let json = answer
        .content
        .iter()
        .find(|(media, _)| media.contains("json"));
    let Some(schema) = json.and_then(|(_, content)| content.get("schema")) else {
        assert!(
            reply.body.is_empty() || !answer.content.is_empty(),
            "{name}"
        );
        return;
    };
    let value: Value = serde_json::from_slice(&reply.body).unwrap();
    let violations = check(&schema, &value).into_iter().filter(|found| {
        // HubSpot's documents call it an object, and its answers carry text.
        !found.pointer.ends_with("/subCategory")
    });
    let violations: Vec<_> = violations.collect();
    assert!(violations.is_empty(), "{name}: {violations:?} in {value}");
}

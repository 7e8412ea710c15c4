//! Answers made from what the documents say of them.

use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use openapi_conform::{Answer, Examples, Node, check};
use serde_json::Value;

use crate::documents::Route;
use crate::reply::Reply;

/// The first answer to success that a document has for an operation: its example, or a value made from its schema.
pub(crate) fn answer(route: &Route) -> Reply {
    let answers = route.operation.answers();
    let Some(answer) = answers.first() else {
        return Reply::no_content();
    };
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let Some((media, content)) = preferred(answer) else {
        return Reply {
            status,
            headers: http::HeaderMap::new(),
            body: Bytes::new(),
        };
    };
    let value = value(content);
    match (media, value) {
        (media, Value::String(text)) if !media.contains("json") => Reply {
            status,
            headers: [(header::CONTENT_TYPE, HeaderValue::from_static(media))]
                .into_iter()
                .collect(),
            body: text.into(),
        },
        (_, value) => Reply::json(status, &value),
    }
}

/// JSON if it is among what may come.
fn preferred<'a>(answer: &'a Answer<'static>) -> Option<(&'static str, &'a Node<'static>)> {
    let json = answer
        .content
        .iter()
        .find(|(media, _)| media.contains("json"));
    let (media, content) = json.or(answer.content.first())?;
    Some((media, content))
}

fn value(content: &Node<'static>) -> Value {
    let schema = content.get("schema");
    let examples = content.members("examples").into_iter();
    let mut examples = examples
        .filter_map(|(_, example)| example.value().get("value").cloned())
        .chain(content.value().get("example").cloned())
        .chain(
            schema
                .as_ref()
                .and_then(|schema| schema.value().get("example").cloned()),
        );
    let Some(schema) = &schema else {
        return examples.next().unwrap_or_default();
    };
    // An example that its schema does not allow is none.
    let fitting = examples.find(|example| check(schema, example).is_empty());
    fitting.unwrap_or_else(|| Examples::default().value(schema))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents;

    #[test]
    fn every_operation_has_an_answer_that_its_document_allows() {
        for route in documents::all() {
            let reply = answer(route);
            let answers = route.operation.answers();
            let Some(answer) = answers.first() else {
                assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", route.name());
                continue;
            };
            assert_eq!(reply.status.as_u16(), answer.status, "{}", route.name());
            let Some((media, content)) = preferred(answer) else {
                assert!(reply.body.is_empty(), "{}", route.name());
                continue;
            };
            let Some(schema) = content.get("schema") else {
                continue;
            };
            if media.contains("json") {
                let value: Value = serde_json::from_slice(&reply.body).unwrap();
                assert_eq!(check(&schema, &value), [], "{}: {value}", route.name());
            }
        }
    }
}

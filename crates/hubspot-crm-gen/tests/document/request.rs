//! Requests, held against the documents.

use serde_json::{Number, Value};
use xtask::conform::{Node, Parameter, Scheme, check};

use crate::KEY;
use crate::body;
use crate::subject::Subject;
use crate::support::{Request, TOKEN, decode};

/// What is wrong with the request of a call.
pub(crate) fn faults(subject: &Subject, number: usize, request: &Request) -> Vec<String> {
    let mut faults = Vec::new();
    meant(subject, request, &mut faults);
    parameters(subject, request, &mut faults);
    body::faults(subject, number, request, &mut faults);
    faults.extend(authorization(subject, request));
    faults
}

/// Whether the request is one of the operation that was called, and of no other. Documents may have an operation in common.
fn meant(subject: &Subject, request: &Request, faults: &mut Vec<String>) {
    let found = Subject::matching(&request.method, request.path());
    let is_called = |other: &&_| is_same(other, subject);
    let shape =
        |path: &str| -> Vec<bool> { path.split('/').map(|part| part.starts_with('{')).collect() };
    let is_of_one_path = found
        .iter()
        .all(|other| shape(other.path) == shape(subject.operation.path));
    let documents: Vec<&str> = found.iter().map(|operation| operation.document).collect();
    let is_twice = documents
        .iter()
        .enumerate()
        .any(|(index, document)| documents[..index].contains(document));
    if !found.iter().any(is_called) || !is_of_one_path || is_twice {
        let (method, path) = (&request.method, request.path());
        let meant: Vec<String> = found
            .iter()
            .map(|other| format!("{} in {}", other.path, other.document))
            .collect();
        let called = format!("{} {}", subject.operation.method, subject.operation.path);
        faults.push(format!(
            "{method} {path} is meant for {meant:?}, and {called} was called"
        ));
    }
}

fn is_same(other: &xtask::conform::Operation<'_>, subject: &Subject) -> bool {
    other.node.origin() == subject.operation.node.origin()
}

fn parameters(subject: &Subject, request: &Request, faults: &mut Vec<String>) {
    let operation = &subject.operation;
    let path: Vec<(String, String)> = operation
        .path_values(request.path())
        .unwrap_or_default()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), decode(value)))
        .collect();
    let query = request.query_pairs();
    let declared = operation.parameters();
    for parameter in &declared {
        let values = match parameter.place {
            "path" => texts(&path, parameter.name),
            "query" => texts(&query, parameter.name),
            "header" => request.header(parameter.name).into_iter().collect(),
            _ => Vec::new(),
        };
        let place = format!("the {} parameter `{}`", parameter.place, parameter.name);
        if let Some(fault) = parameter_fault(parameter, &values) {
            faults.push(format!("{place} {fault}"));
        }
    }
    let keys = operation.security().into_iter().flatten();
    let keys: Vec<&str> = keys
        .filter_map(|scheme| match scheme {
            Scheme::Query(name) => Some(name),
            _ => None,
        })
        .collect();
    for (name, value) in &query {
        let is_declared = declared
            .iter()
            .any(|one| one.place == "query" && one.name == name);
        if !is_declared && !keys.contains(&name.as_str()) {
            faults.push(format!(
                "the query has `{name}={value}`, which is in no document"
            ));
        }
    }
}

fn texts<'a>(pairs: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    let pairs = pairs.iter().filter(|(other, _)| other == name);
    pairs.map(|(_, value)| value.as_str()).collect()
}

/// What is wrong with the texts that a parameter was sent with: they have to be what was given, in the form that the document asks for.
fn parameter_fault(parameter: &Parameter<'_>, texts: &[&str]) -> Option<String> {
    let Some(schema) = parameter.schema() else {
        return Some("has no schema".to_owned());
    };
    if texts.is_empty() {
        return Some("was not sent".to_owned());
    }
    let is_list = schema.text("type") == Some("array");
    let sent = match (is_list, texts) {
        _ if parameter.is_json() => {
            return Some("is JSON, which this test does not read".to_owned());
        }
        (true, texts) if parameter.place == "query" && parameter.explodes() => {
            let items = schema.get("items")?;
            Value::Array(texts.iter().map(|text| read(text, &items)).collect())
        }
        (true, _) => return Some("is a list in a style that this test does not read".to_owned()),
        (false, [text]) if schema.text("type") != Some("object") => read(text, &schema),
        (false, [_]) => return Some("is an object, which this test does not read".to_owned()),
        (false, texts) => return Some(format!("was sent {} times", texts.len())),
    };
    if let Some(found) = check(&schema, &sent).first() {
        return Some(format!("is {sent}: {found}"));
    }
    let given = parameter.given();
    (given.as_ref() != Some(&sent)).then(|| format!("is {sent}, and {given:?} was given"))
}

/// A text as what it stands for; as itself if it does not.
pub(crate) fn read(text: &str, schema: &Node<'_>) -> Value {
    let read = match schema.text("type") {
        Some("integer" | "number") => text.parse::<Number>().ok().map(Value::Number),
        Some("boolean") => text.parse::<bool>().ok().map(Value::Bool),
        _ => None,
    };
    read.unwrap_or_else(|| text.into())
}

/// What is wrong with how the request says who sends it.
fn authorization(subject: &Subject, request: &Request) -> Option<String> {
    let query = request.query_pairs();
    let keys = texts(&query, "hapikey");
    let token = request.header("authorization");
    let bearer = format!("Bearer {TOKEN}");
    let asked = subject.operation.security();
    let is_met = match asked.as_slice() {
        [] => token.is_none() && keys.is_empty(),
        [one] => match one.as_slice() {
            [Scheme::Bearer] => token == Some(&bearer) && keys.is_empty(),
            [Scheme::Query("hapikey")] => token.is_none() && keys == [KEY],
            _ => false,
        },
        _ => false,
    };
    (!is_met)
        .then(|| format!("asks for {asked:?}, and has the token {token:?} and the keys {keys:?}"))
}

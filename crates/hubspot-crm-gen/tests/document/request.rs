//! Requests, held against the documents.

use xtask::conform::{Parameter, Scheme, check};

use crate::KEY;
use crate::body;
use crate::subject::Subject;
use crate::support::{Request, TOKEN};

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
    let path = operation.path_values(request.path()).unwrap_or_default();
    let query = request.query_pairs();
    let declared = operation.parameters();
    for parameter in &declared {
        let header = request.header(parameter.name);
        let sent: Vec<(&str, &str)> = match parameter.place {
            "path" => path.clone(),
            "query" => query
                .iter()
                .map(|(name, text)| (&**name, &**text))
                .collect(),
            _ => header
                .map(|text| (parameter.name, text))
                .into_iter()
                .collect(),
        };
        let place = format!("the {} parameter `{}`", parameter.place, parameter.name);
        if let Some(fault) = parameter_fault(parameter, &sent) {
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

/// What is wrong with what a parameter was sent with: it has to be what was given, in the form that the document asks for.
fn parameter_fault(parameter: &Parameter<'_>, sent: &[(&str, &str)]) -> Option<String> {
    let Some(schema) = parameter.schema() else {
        return Some("has no schema".to_owned());
    };
    let sent = match parameter.read(sent) {
        Ok(Some(sent)) => sent,
        Ok(None) => return Some("was not sent".to_owned()),
        Err(fault) => return Some(fault),
    };
    if let Some(found) = check(&schema, &sent).first() {
        return Some(format!("is {sent}: {found}"));
    }
    let given = parameter.given();
    (given.as_ref() != Some(&sent)).then(|| format!("is {sent}, and {given:?} was given"))
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

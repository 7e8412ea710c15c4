//! Answers as the documents describe them, and whether all of one was read.

use hubspot_crm_gen::Error;
use serde_json::Value;
use xtask::conform::{Examples, Operation, check, complete};

use crate::calls;
use crate::support;

/// One answer.
pub(crate) struct Example {
    status: u16,
    /// `None` where it carries nothing.
    json: Option<Value>,
    /// What is wrong with it, which is nobody's fault but that of whoever made it.
    faults: Vec<String>,
}

/// Answers of each status, as many as it takes to show every alternative.
pub(crate) fn examples(operation: &Operation<'_>) -> Vec<Example> {
    let mut examples = Vec::new();
    for answer in operation.answers() {
        let status = answer.status;
        if answer.content.is_empty() {
            examples.push(Example {
                status,
                json: None,
                faults: Vec::new(),
            });
        }
        for (media_type, media) in answer.content {
            let schema = media
                .get("schema")
                .filter(|_| media_type == "application/json");
            let Some(schema) = schema else {
                panic!("{status} of {operation:?}: this test knows no answers in {media_type}");
            };
            for json in Examples::of(&schema) {
                let found = check(&schema, &json)
                    .into_iter()
                    .chain(complete(&schema, &json));
                let faults = found.map(|found| format!("the example for {status}: {found}"));
                examples.push(Example {
                    status,
                    faults: faults.collect(),
                    json: Some(json),
                });
            }
        }
    }
    assert!(!examples.is_empty(), "{operation:?} has no success");
    examples
}

impl Example {
    /// The answer of the server.
    pub(crate) fn sent(&self) -> support::Answer {
        match &self.json {
            Some(json) => support::Answer::json(self.status, json.to_string()),
            None => support::Answer::new(self.status),
        }
    }

    /// What it carries; null where that is nothing.
    pub(crate) fn json(&self) -> &Value {
        self.json.as_ref().unwrap_or(&Value::Null)
    }

    /// What is wrong with what was read of it.
    pub(crate) fn faults(&self, read: Result<calls::Answer, Error>) -> Vec<String> {
        let mut faults = self.faults.clone();
        let status = self.status;
        let read = match read {
            Ok(read) => read,
            Err(error) => {
                faults.push(format!("{status} is no answer: {error:?}"));
                return faults;
            }
        };
        let due = self.json.as_ref().unwrap_or(&Value::Null);
        differences(due, &read.json, "", &mut faults);
        if let Some(unknown) = unknown(&read.debug) {
            faults.push(format!("{status} is read as what nobody knows: {unknown}"));
        }
        faults
    }
}

/// Where what was read differs from what came. What did not come is blank.
fn differences(came: &Value, read: &Value, at: &str, faults: &mut Vec<String>) {
    match (came, read) {
        (Value::Object(came), Value::Object(read)) => {
            for (name, value) in came {
                let at = format!("{at}/{name}");
                match read.get(name) {
                    Some(read) => differences(value, read, &at, faults),
                    None => faults.push(format!("of the answer, {at} is lost, which was {value}")),
                }
            }
            for (name, value) in read {
                if !came.contains_key(name) && !is_blank(value) {
                    faults.push(format!(
                        "the answer had no {at}/{name}, which reads as {value}"
                    ));
                }
            }
        }
        (Value::Array(came), Value::Array(read)) if came.len() == read.len() => {
            for (index, (came, read)) in came.iter().zip(read).enumerate() {
                differences(came, read, &format!("{at}/{index}"), faults);
            }
        }
        (came, read) if came == read => {}
        (came, read) => faults.push(format!(
            "of the answer, {at} was {came} and reads as {read}"
        )),
    }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.values().all(is_blank),
        Value::Bool(true) => false,
    }
}

/// What went into the place for fields or values that the client does not know.
fn unknown(debug: &str) -> Option<String> {
    let extra = debug
        .match_indices("extra: {")
        .map(|(at, start)| at + start.len())
        .find(|end| !debug[*end..].starts_with('}'));
    let start = extra.or_else(|| debug.find("Unknown("))?;
    let before = debug[..start].chars().rev().take(60).count();
    let around = debug[..start]
        .chars()
        .rev()
        .take(before)
        .collect::<Vec<_>>();
    let around: String = around.into_iter().rev().collect();
    Some(format!(
        "…{around}{}…",
        debug[start..].chars().take(60).collect::<String>()
    ))
}

#[test]
fn what_is_lost_or_unknown_is_found() {
    let found = |came: &str, read: &str| {
        let [came, read] = [came, read].map(|json| serde_json::from_str(json).unwrap());
        let mut faults = Vec::new();
        differences(&came, &read, "", &mut faults);
        faults
    };
    for read in [
        r#"{"a":[{"b":1}]}"#,
        r#"{"a":[{"b":1}],"c":[],"d":{"e":0,"f":""},"g":false,"h":null}"#,
    ] {
        assert_eq!(found(r#"{"a":[{"b":1}]}"#, read), [""; 0], "{read}");
    }
    for read in [
        "null",
        "{}",
        r#"{"a":[]}"#,
        r#"{"a":[{}]}"#,
        r#"{"a":[{"b":"1"}]}"#,
        r#"{"a":[{"b":1}],"c":"x"}"#,
    ] {
        assert_eq!(found(r#"{"a":[{"b":1}]}"#, read).len(), 1, "{read}");
    }
    assert_eq!(unknown(r#"A { b: B { extra: {} }, extra: {} }"#), None);
    assert!(unknown(r#"A { b: B { extra: {} }, extra: {"c": Null} }"#).is_some());
    assert!(unknown(r#"A { b: Unknown("NEW"), extra: {} }"#).is_some());
}

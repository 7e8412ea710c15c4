//! Bodies of requests, held against the documents.

use serde_json::{Map, Value};
use xtask::conform::{Node, check, complete};

use crate::request::read;
use crate::subject::Subject;
use crate::support::{Request, decode};

/// What is wrong with the body of a call.
pub(crate) fn faults(
    subject: &Subject,
    number: usize,
    request: &Request,
    faults: &mut Vec<String>,
) {
    let Some(declared) = subject.operation.body() else {
        if !request.body.is_empty() {
            faults.push(format!(
                "has the body {}, which is in no document",
                request.text()
            ));
        }
        return;
    };
    let content_type = request.header("content-type").unwrap_or_default();
    let sent_as = content_type.split(';').next().unwrap_or_default();
    let media = declared.content.iter().find(|(name, _)| *name == sent_as);
    let Some((media_type, media)) = media else {
        let due: Vec<&str> = declared.content.iter().map(|(name, _)| *name).collect();
        faults.push(format!(
            "the body is {content_type:?}, and not one of {due:?}"
        ));
        return;
    };
    let Some(schema) = media.get("schema") else {
        faults.push("the body has no schema".to_owned());
        return;
    };
    let sent = match *media_type {
        "application/json" => {
            serde_json::from_slice(&request.body).map_err(|error| error.to_string())
        }
        "multipart/form-data" => form(content_type, &request.body, &schema),
        "application/x-www-form-urlencoded" => pairs(request.text(), &schema),
        other => Err(format!("this test does not read {other}")),
    };
    let sent = match sent {
        Ok(sent) => sent,
        Err(error) => {
            faults.push(format!("the body does not read: {error}"));
            return;
        }
    };
    let found = check(&schema, &sent)
        .into_iter()
        .chain(complete(&schema, &sent));
    let before = faults.len();
    faults.extend(found.map(|found| format!("of the body, {found}")));
    // What follows from such a fault need not be told.
    let given = subject.given(number, media_type);
    if faults.len() == before && given != Some(&sent) {
        let given = given.map_or_else(|| "nothing".to_owned(), Value::to_string);
        faults.push(format!(
            "the body is {sent}\n    and not what was given: {given}"
        ));
    }
}

/// The pairs of a form as an object of its schema.
fn pairs(form: &str, schema: &Node<'_>) -> Result<Value, String> {
    let mut object = Map::new();
    for pair in form.split('&') {
        let (name, value) = pair.split_once('=').ok_or("a pair has no `=`")?;
        let (name, value) = (decode(name), decode(value));
        let property = schema.get("properties").and_then(|all| all.get(&name));
        let property = property.ok_or_else(|| format!("there is no field `{name}`"))?;
        match property.get("items") {
            Some(items) => match object
                .entry(&name)
                .or_insert_with(|| Value::Array(Vec::new()))
            {
                Value::Array(list) => list.push(read(&value, &items)),
                _ => return Err(format!("{name} is there twice")),
            },
            None => {
                if object
                    .insert(name.clone(), read(&value, &property))
                    .is_some()
                {
                    return Err(format!("{name} is there twice"));
                }
            }
        }
    }
    Ok(Value::Object(object))
}

/// The parts of a form as an object of its schema.
fn form(content_type: &str, body: &[u8], schema: &Node<'_>) -> Result<Value, String> {
    let boundary = content_type
        .split_once("boundary=")
        .ok_or("it has no boundary")?
        .1;
    let text = std::str::from_utf8(body).map_err(|error| error.to_string())?;
    let delimiter = format!("\r\n--{}", boundary.trim_matches('"'));
    let whole = format!("\r\n{text}");
    let mut parts = whole.split(&delimiter);
    if parts.next() != Some("") {
        return Err("there is something before the first part".to_owned());
    }
    let mut object = Map::new();
    let mut is_closed = false;
    for part in parts {
        if part.trim_end() == "--" {
            is_closed = true;
            continue;
        }
        let (head, content) = part.split_once("\r\n\r\n").ok_or("a part has no head")?;
        let head = head.to_ascii_lowercase();
        let name = part
            .split_once("; name=\"")
            .and_then(|(_, rest)| Some(rest.split_once('"')?.0))
            .ok_or("a part has no name")?;
        let property = schema.get("properties").and_then(|all| all.get(name));
        let property = property.ok_or_else(|| format!("there is no part `{name}`"))?;
        let value = |schema: &Node<'_>| match head.contains("content-type: application/json") {
            true => serde_json::from_str(content).map_err(|error| format!("{name}: {error}")),
            false => Ok(read(content, schema)),
        };
        match property.get("items") {
            Some(items) => match object
                .entry(name)
                .or_insert_with(|| Value::Array(Vec::new()))
            {
                Value::Array(list) => list.push(value(&items)?),
                _ => return Err(format!("{name} is there twice")),
            },
            None => {
                if object.insert(name.to_owned(), value(&property)?).is_some() {
                    return Err(format!("{name} is there twice"));
                }
            }
        }
    }
    match is_closed {
        true => Ok(Value::Object(object)),
        false => Err("the form is not closed".to_owned()),
    }
}

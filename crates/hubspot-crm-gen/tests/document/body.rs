//! Bodies of requests, held against the documents.

use serde_json::Value;
use xtask::conform::{check, complete, form};

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
        "multipart/form-data" => form::read_parts(content_type, &request.body, &schema),
        "application/x-www-form-urlencoded" => {
            pairs(request.text()).and_then(|pairs| form::read_pairs(pairs, &schema))
        }
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

/// The pairs of a form, decoded.
fn pairs(form: &str) -> Result<Vec<(String, String)>, String> {
    let pairs = form.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').ok_or("a pair has no `=`")?;
        Ok((decode(name), decode(value)))
    });
    pairs.collect()
}

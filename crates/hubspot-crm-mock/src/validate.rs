//! Requests held against their documents, before anybody does anything about them.
//!
//! What HubSpot reads although a document has it otherwise passes: parameters that no document knows, lists with commas in them, numbers and flags where text is due and the other way round, and null
//! for what may be left out, and sorts that are objects.

mod lenient;
#[cfg(test)]
mod tests;

use http::StatusCode;
use openapi_conform::{Body, Node, Parameter, Violation, check, form};
use serde_json::{Value, json};

use crate::documents::Route;
use crate::reply::Failure;
use crate::request::{ReceivedRequest, pairs};

/// So many faults are told; more do not help.
const MOST_FAULTS: usize = 20;

/// Something that the document forbids.
struct Fault {
    /// The parameter, or the JSON pointer of the part of the body.
    at: String,
    code: &'static str,
    message: String,
}

/// What the body of a request is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Content {
    /// The JSON, as the document has it.
    pub(crate) json: Option<Value>,
    /// Whether that differs from what was sent.
    pub(crate) is_changed: bool,
}

/// Holds a request against the document of its operation, and gives what its body carries.
pub(crate) fn validate(route: &Route, request: &ReceivedRequest) -> Result<Content, Failure> {
    let takes = route.takes();
    let mut faults = parameters(route, &takes.parameters, request);
    let content = match &takes.body {
        Some(declared) => body(declared, request, &mut faults)?,
        None => Content::default(),
    };
    if faults.is_empty() {
        return Ok(content);
    }
    Err(refused(&faults))
}

fn refused(faults: &[Fault]) -> Failure {
    let told = &faults[..faults.len().min(MOST_FAULTS)];
    let messages: Vec<&str> = told.iter().map(|fault| fault.message.as_str()).collect();
    let more = match faults.len() - told.len() {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let message = format!("Invalid request: {}{more}", messages.join("; "));
    told.iter().fold(Failure::invalid(message), |failure, one| {
        failure.error(json!({"message": one.message, "code": one.code, "in": one.at}))
    })
}

fn parameters(
    route: &Route,
    declared: &[Parameter<'static>],
    request: &ReceivedRequest,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let path = route.operation.path_values(request.route_path());
    let path = path.unwrap_or_default();
    let query = request.query().iter();
    let query: Vec<(&str, &str)> = query.map(|(name, text)| (&**name, &**text)).collect();
    for parameter in declared {
        let lenient = lenient::query(parameter, &query);
        let headers: Vec<(&str, &str)>;
        let (sent, code) = match parameter.place {
            "path" => (path.as_slice(), "INVALID_PATH_PARAMETER"),
            "query" => (lenient.as_slice(), "INVALID_QUERY_PARAMETER"),
            "header" => {
                let named = request.headers().get_all(parameter.name).into_iter();
                let texts = named.filter_map(|value| value.to_str().ok());
                headers = texts.map(|text| (parameter.name, text)).collect();
                (headers.as_slice(), "INVALID_HEADER")
            }
            _ => continue,
        };
        let told = format!("the {} parameter `{}`", parameter.place, parameter.name);
        let mut fault = |message: String| {
            faults.push(Fault {
                at: parameter.name.to_owned(),
                code,
                message,
            });
        };
        match parameter.read(sent) {
            Err(message) => fault(format!("{told} {message}")),
            Ok(None) if parameter.required => fault(format!("{told} is missing")),
            Ok(None) => {}
            Ok(Some(value)) => {
                let found = parameter.schema().map(|schema| check(&schema, &value));
                for found in found.into_iter().flatten() {
                    let place = match found.pointer.as_str() {
                        "" => told.clone(),
                        pointer => format!("{pointer} of {told}"),
                    };
                    fault(format!("{place} {}", found.message));
                }
                if let Some(message) = beyond(parameter, &value, request) {
                    fault(format!("{told} {message}"));
                }
            }
        }
    }
    faults
}

/// What is wrong with a page size that may not be as large as it is together with another parameter.
fn beyond(parameter: &Parameter<'_>, value: &Value, request: &ReceivedRequest) -> Option<String> {
    let limits = parameter.node.value().get("x-max-with")?.as_object()?;
    let size = value.as_f64()?;
    let mut limits = limits.iter();
    limits.find_map(|(other, most)| {
        let is_sent = request
            .query_value(other)
            .is_some_and(|text| !text.is_empty());
        let most = most.as_f64().filter(|most| is_sent && size > *most)?;
        Some(format!(
            "is {size}, and may be {most} together with `{other}`"
        ))
    })
}

fn body(
    declared: &Body<'static>,
    request: &ReceivedRequest,
    faults: &mut Vec<Fault>,
) -> Result<Content, Failure> {
    let mut fault = |at: &str, message: String| {
        faults.push(Fault {
            at: at.to_owned(),
            code: "INVALID_BODY",
            message,
        });
    };
    if request.body().is_empty() {
        if declared.required {
            fault("", "the body is missing".to_owned());
        }
        return Ok(Content::default());
    }
    let encoding = request.header("content-encoding").unwrap_or("identity");
    if !encoding.eq_ignore_ascii_case("identity") {
        let message = format!("This server reads no bodies with the encoding `{encoding}`");
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Failure::new(status, "", message).without_category());
    }
    let content_type = request.header("content-type").unwrap_or_default();
    let Some((media, schema)) = media(declared, content_type) else {
        let due: Vec<&str> = declared.content.iter().map(|(name, _)| *name).collect();
        return Err(Failure::unsupported(content_type, &due));
    };
    let mut content = Content::default();
    let value = if media.contains("json") {
        serde_json::from_slice(request.body()).map_err(|error| Failure::malformed(&error))?
    } else {
        let read = match (media, &schema) {
            ("multipart/form-data", Some(schema)) => {
                form::read_parts(content_type, request.body(), schema)
            }
            ("application/x-www-form-urlencoded", Some(schema)) => {
                form::read_pairs(pairs(&String::from_utf8_lossy(request.body())), schema)
            }
            _ => return Ok(content),
        };
        match read {
            Ok(value) => value,
            Err(message) => {
                fault("", format!("of the body, {message}"));
                return Ok(content);
            }
        }
    };
    let mut value: Value = value;
    if let Some(schema) = &schema {
        let mut found = lenient::checked(schema, &value);
        if lenient::body(&mut value, &found) {
            content.is_changed = true;
            found = lenient::checked(schema, &value);
        }
        for one in found {
            fault(&one.pointer, of_body(&one));
        }
    }
    content.json = media.contains("json").then_some(value);
    Ok(content)
}

fn of_body(found: &Violation) -> String {
    match found.pointer.as_str() {
        "" => format!("the body {}", found.message),
        pointer => format!("{pointer} of the body {}", found.message),
    }
}

/// The media type of a body, of those that there may be, with its schema.
fn media(
    declared: &Body<'static>,
    content_type: &str,
) -> Option<(&'static str, Option<Node<'static>>)> {
    let sent = content_type.split(';').next().unwrap_or_default().trim();
    let is_sent = |name: &str| name == "*/*" || name.eq_ignore_ascii_case(sent);
    let (name, media) = declared.content.iter().find(|(name, _)| is_sent(name))?;
    Some((name, media.get("schema")))
}

//! Reads whose URL would be too long.
//!
//! HubSpot answers 414 to URLs beyond some 8 to 16 thousand characters, which the names of many
//! properties make up. A batch read has the names in its body: where an operation has one, it is
//! sent instead, with one input, and its answer becomes that of the read.

use std::borrow::Cow;

use http::StatusCode;
use http::header::CONTENT_LENGTH;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::error::{DecodeError, Error, InvalidRequest};
use crate::info::{Method, OperationInfo};
use crate::query::push_encoded;
use crate::request::Request;
use crate::response::Response;

/// The longest URL that a GET is sent with, in bytes, unless the client is told another. What
/// HubSpot takes beyond it depends on the servers in between.
pub(crate) const LONGEST_URL: usize = 8_000;

/// Makes a batch read of a GET whose URL would be too long. `base` is the length of what stands
/// before the path, `longest` that of the longest URL. Beside the request there is the read that it stands for, if it is another one:
/// its answer has to be [restored](restore).
///
/// # Errors
/// [`Error::InvalidRequest`], with advice, if the URL would be too long and there is no batch read
/// that can stand for it.
pub(crate) fn rewrite(
    request: Request,
    base: usize,
    longest: usize,
) -> Result<(Request, Option<&'static OperationInfo>), Error> {
    let operation = request.operation;
    let length = base + request.path.len() + 1 + request.query.len();
    if operation.method() != Method::Get || request.invalid.is_some() || length <= longest {
        return Ok((request, None));
    }
    match batch_read(&request) {
        Ok(batch_read) => Ok((batch_read.into_request(request)?, Some(operation))),
        Err(advice) => {
            let reason = format!(
                "the URL would have {length} bytes, of which {longest} are allowed: {advice}"
            );
            Err(InvalidRequest::new(operation, reason).into())
        }
    }
}

/// A batch read that stands for a GET.
struct BatchRead {
    operation: &'static OperationInfo,
    path: String,
    query: String,
    body: Value,
}

impl BatchRead {
    fn into_request(self, get: Request) -> Result<Request, Error> {
        let Self {
            operation,
            path,
            query,
            body,
        } = self;
        Request {
            operation,
            path,
            query,
            ..get
        }
        .json(&body)
    }
}

/// The batch read for a GET, or what to do instead.
fn batch_read(get: &Request) -> Result<BatchRead, Cow<'static, str>> {
    let pairs = || get.query.split('&').filter(|pair| !pair.is_empty());
    let Some((operation, collection, id)) = one_of_a_collection(get) else {
        let names = |pair: &str| matches!(name_of(pair), "properties" | "propertiesWithHistory");
        return Err(if pairs().any(names) {
            "ask for fewer properties, or take the ids and read the records by a batch read; that \
             and a search have the names in the body"
        } else {
            "send fewer or shorter parameters"
        }
        .into());
    };
    let mut query = String::new();
    let mut body = Map::new();
    body.insert("inputs".to_owned(), json!([{ "id": decode(id)? }]));
    for pair in pairs() {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match &*decode(name)? {
            name @ ("properties" | "propertiesWithHistory") => {
                let names = body.entry(name).or_insert_with(|| json!([]));
                if let Value::Array(names) = names {
                    // Joined by commas is another form of a list, which the server knows.
                    let value = decode(value)?;
                    names.extend(value.split(',').map(|name| Value::from(name.trim())));
                }
            }
            "idProperty" => {
                body.insert("idProperty".to_owned(), Value::from(decode(value)?));
            }
            "archived" => push_encoded(&mut query, "archived", value),
            "associations" => {
                return Err(
                    "a batch read does not return `associations`; ask for them apart, or for \
                            fewer properties"
                        .into(),
                );
            }
            other => {
                return Err(format!(
                    "a batch read does not have the parameter `{other}`; ask for fewer properties"
                )
                .into());
            }
        }
    }
    Ok(BatchRead {
        operation,
        path: format!("{collection}/batch/read"),
        query,
        body: Value::Object(body),
    })
}

/// The batch read of an operation, the path of its collection, and the encoded id: where it reads
/// one record of a collection, and the batch read is that of this collection.
fn one_of_a_collection(get: &Request) -> Option<(&'static OperationInfo, &str, &str)> {
    let batch_read = get.operation.batch_read_operation()?;
    let (collection, parameter) = get.operation.path().rsplit_once('/')?;
    let is_parameter =
        parameter.starts_with('{') && parameter.find('}') == Some(parameter.len() - 1);
    let is_its_own = batch_read.path().strip_prefix(collection) == Some("/batch/read");
    let (path, id) = get.path.rsplit_once('/')?;
    (is_parameter && is_its_own && get.body.is_none()).then_some((batch_read, path, id))
}

fn name_of(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(name, _)| name)
}

/// Undoes the encoding of a part of a URL.
fn decode(text: &str) -> Result<Cow<'_, str>, Cow<'static, str>> {
    percent_decode_str(text)
        .decode_utf8()
        .map_err(|_| "it is not UTF-8, so no batch read can stand for it".into())
}

/// What the operation would have answered: the record in a batch of one, or why it is not there,
/// with the status that this has elsewhere.
///
/// # Errors
/// [`Error::Decode`] if a success is no batch: it must not pass for an empty record.
pub(crate) fn restore(
    stands_for: Option<&'static OperationInfo>,
    response: Response,
) -> Result<Response, Error> {
    let Some(operation) = stands_for else {
        return Ok(response);
    };
    let response = response.of(operation);
    if !response.status().is_success() {
        return Ok(response);
    }
    let no_batch = |reason: &str| DecodeError::of(&response, "a batch of one record", reason);
    let batch: Value = serde_json::from_slice(response.body())
        .map_err(|error| no_batch(&format!("the body is not JSON: {error}")))?;
    let Some(results) = batch["results"].as_array() else {
        return Err(no_batch("there are no results").into());
    };
    let (status, body) = match results.first() {
        Some(record) => (StatusCode::OK, record.to_string()),
        None => {
            let failure = failure(&batch["errors"]);
            (status_of(&failure), failure.to_string())
        }
    };
    let mut headers = response.headers().clone();
    headers.remove(CONTENT_LENGTH);
    Ok(Response::new(operation, status, headers, body.into()))
}

/// Why there is no record.
fn failure(errors: &Value) -> Value {
    let first = match errors {
        Value::Array(errors) => errors.first(),
        Value::Object(_) => Some(errors),
        _ => None,
    };
    first.cloned().unwrap_or_else(|| {
        json!({
            "category": "OBJECT_NOT_FOUND",
            "message": "there is no result of the batch read that was sent in place of a long URL",
        })
    })
}

/// The status that a failure has where it is the answer to a call of its own.
fn status_of(failure: &Value) -> StatusCode {
    match failure["category"].as_str() {
        Some("OBJECT_NOT_FOUND") => StatusCode::NOT_FOUND,
        Some("CONFLICT") => StatusCode::CONFLICT,
        Some("MISSING_SCOPES" | "FORBIDDEN") => StatusCode::FORBIDDEN,
        Some("RATE_LIMITS") => StatusCode::TOO_MANY_REQUESTS,
        Some("INTERNAL_ERROR") => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    }
}

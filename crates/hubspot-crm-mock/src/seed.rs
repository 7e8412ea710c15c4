//! What an account has from the start.

use std::collections::HashMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Uri, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::{Map, Value, json};

use crate::answer;
use crate::request::ReceivedRequest;
use crate::{State, lock};

/// What is wrong with a seed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SeedError {
    /// It is no seed.
    #[error("{}{error}", if at.is_empty() { String::new() } else { format!("{at}: ") })]
    Malformed {
        /// The part of the seed; empty for the whole.
        at: String,
        /// What is wrong with it.
        error: serde_json::Error,
    },
    /// There is no record of that key.
    #[error("{at}: there is no record with the key `{key}`")]
    UnknownKey {
        /// The part of the seed.
        at: String,
        /// The key.
        key: String,
    },
    /// Several records have one key.
    #[error("{at}: there is another record with the key `{key}`")]
    DoubleKey {
        /// The part of the seed.
        at: String,
        /// The key.
        key: String,
    },
    /// HubSpot would refuse a part of it.
    #[error("{at}: {status}: {message}")]
    Refused {
        /// The part of the seed.
        at: String,
        /// The status of the answer.
        status: u16,
        /// What the answer says.
        message: String,
    },
}

/// The record that a key stands for.
#[derive(Debug)]
pub(crate) struct Keyed {
    object_type: String,
    pub(crate) id: String,
}

/// The records that have keys.
pub(crate) type Keys = HashMap<String, Keyed>;

/// The names of the parts.
const PARTS: [&str; 7] = [
    "owners",
    "schemas",
    "properties",
    "pipelines",
    "records",
    "associations",
    "requests",
];

/// A seed. Its parts are made in this order.
#[derive(Debug, Default)]
struct Seed {
    owners: Vec<Owner>,
    schemas: Vec<Value>,
    properties: ByType<Value>,
    pipelines: ByType<Value>,
    records: ByType<Record>,
    associations: Vec<Association>,
    requests: Vec<Request>,
}

/// Somebody that records can be assigned to. No request makes one: HubSpot does so for each user.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Owner {
    email: String,
    #[serde(default)]
    first_name: String,
    #[serde(default)]
    last_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    key: Option<String>,
    #[serde(default)]
    properties: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Association {
    from: String,
    to: String,
    #[serde(default)]
    types: Vec<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    method: String,
    path: String,
    #[serde(default)]
    body: Value,
}

/// Lists by type of objects, in the order in which they stand.
type ByType<T> = Vec<(String, Vec<T>)>;

impl Seed {
    /// Reads it part by part, so that what is wrong is told with its place.
    fn read(seed: &Value) -> Result<Self, SeedError> {
        let mut read = Self::default();
        for (part, value) in object("", seed)? {
            match part.as_str() {
                "owners" => read.owners = list(part, value)?,
                "schemas" => read.schemas = list(part, value)?,
                "properties" => read.properties = by_type(part, value)?,
                "pipelines" => read.pipelines = by_type(part, value)?,
                "records" => read.records = by_type(part, value)?,
                "associations" => read.associations = list(part, value)?,
                "requests" => read.requests = list(part, value)?,
                _ => {
                    return Err(malformed(
                        "",
                        serde_json::Error::custom(format!(
                            "unknown part `{part}`; there are {}",
                            PARTS.map(|part| format!("`{part}`")).join(", ")
                        )),
                    ));
                }
            }
        }
        Ok(read)
    }
}

fn malformed(at: impl Into<String>, error: serde_json::Error) -> SeedError {
    let at = at.into();
    SeedError::Malformed { at, error }
}

fn object<'v>(at: &str, value: &'v Value) -> Result<&'v Map<String, Value>, SeedError> {
    value.as_object().ok_or_else(|| {
        let due = match at {
            "" => "a seed is an object",
            _ => "it has to be an object, with a list for each type of objects",
        };
        malformed(at, serde_json::Error::custom(due))
    })
}

fn list<T: DeserializeOwned>(at: &str, value: &Value) -> Result<Vec<T>, SeedError> {
    let items = value
        .as_array()
        .ok_or_else(|| malformed(at, serde_json::Error::custom("it has to be a list")))?;
    let items = items.iter().enumerate();
    items
        .map(|(index, item)| {
            T::deserialize(item).map_err(|error| malformed(format!("{at}[{index}]"), error))
        })
        .collect()
}

fn by_type<T: DeserializeOwned>(part: &str, value: &Value) -> Result<ByType<T>, SeedError> {
    let types = object(part, value)?.iter();
    types
        .map(|(name, value)| Ok((name.clone(), list(&format!("{part}.{name}"), value)?)))
        .collect()
}

/// Gives an account what a seed says.
pub(crate) fn apply(state: &State, seed: &Value) -> Result<(), SeedError> {
    let seed = Seed::read(seed)?;
    for owner in &seed.owners {
        let owners = &mut lock(&state.crm).owners;
        owners.add(&owner.email, &owner.first_name, &owner.last_name);
    }
    for (index, schema) in seed.schemas.iter().enumerate() {
        let at = format!("schemas[{index}]");
        send(state, at, "POST", "/crm-object-schemas/v3/schemas", schema)?;
    }
    for (name, path, all) in [
        ("properties", "/crm/v3/properties", &seed.properties),
        ("pipelines", "/crm/v3/pipelines", &seed.pipelines),
    ] {
        for (object_type, definitions) in all {
            let path = format!("{path}/{}", encoded(object_type));
            for (index, definition) in definitions.iter().enumerate() {
                let at = format!("{name}.{object_type}[{index}]");
                send(state, at, "POST", &path, definition)?;
            }
        }
    }
    // No part of a seed looks at the keys but this one.
    let mut keys = lock(&state.keys);
    for (object_type, records) in &seed.records {
        let path = format!("/crm/v3/objects/{}", encoded(object_type));
        for (index, record) in records.iter().enumerate() {
            let at = format!("records.{object_type}[{index}]");
            let body = json!({"properties": record.properties});
            if let Some(key) = record.key.clone().filter(|key| keys.contains_key(key)) {
                return Err(SeedError::DoubleKey { at, key });
            }
            let created = send(state, at, "POST", &path, &body)?;
            if let Some(key) = record.key.clone() {
                let id = created["id"].as_str().unwrap_or_default().to_owned();
                let object_type = object_type.clone();
                keys.insert(key, Keyed { object_type, id });
            }
        }
    }
    for (index, association) in seed.associations.iter().enumerate() {
        let at = format!("associations[{index}]");
        let end = |key: &String| {
            keys.get(key.as_str()).ok_or_else(|| SeedError::UnknownKey {
                at: at.clone(),
                key: key.clone(),
            })
        };
        let (from, to) = (end(&association.from)?, end(&association.to)?);
        let (from_id, to_id) = (&from.id, &to.id);
        let (from, to) = (encoded(&from.object_type), encoded(&to.object_type));
        let kind = match association.types.is_empty() {
            true => "/default",
            false => "",
        };
        let path = format!("/crm/v4/objects/{from}/{from_id}/associations{kind}/{to}/{to_id}");
        let body = match association.types.as_slice() {
            [] => Value::Null,
            types => json!(types),
        };
        send(state, at, "PUT", &path, &body)?;
    }
    for (index, request) in seed.requests.iter().enumerate() {
        let at = format!("requests[{index}]");
        send(state, at, &request.method, &request.path, &request.body)?;
    }
    Ok(())
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Makes a request without a connection, and gives what it answers.
fn send(
    state: &State,
    at: String,
    method: &str,
    path: &str,
    body: &Value,
) -> Result<Value, SeedError> {
    let (Ok(method), Ok(uri)) = (method.parse::<Method>(), path.parse::<Uri>()) else {
        return Err(SeedError::Refused {
            at,
            status: 400,
            message: format!("`{method} {path}` is no request"),
        });
    };
    let mut headers = HeaderMap::new();
    let body = match body {
        Value::Null => Bytes::new(),
        body => {
            let json = HeaderValue::from_static("application/json");
            headers.insert(header::CONTENT_TYPE, json);
            body.to_string().into()
        }
    };
    let request = ReceivedRequest::new(method, &uri, headers, body);
    let reply = answer::without_asking(state, &request);
    let answer: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    // What succeeds in part has failed.
    if reply.status.is_success() && reply.status.as_u16() != 207 {
        return Ok(answer);
    }
    let message = match reply.status.as_u16() {
        207 => answer["errors"][0]["message"].as_str(),
        _ => answer["message"].as_str(),
    };
    Err(SeedError::Refused {
        at,
        status: reply.status.as_u16(),
        message: message.unwrap_or_default().to_owned(),
    })
}

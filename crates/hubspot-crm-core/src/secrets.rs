//! Secrets that are sent, so that nothing shows them where an answer repeats them.

use bytes::Bytes;
use http::HeaderValue;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::query::encode;
use crate::request::Request;
use crate::transport::HttpBody;

/// A token or key is not shorter. What is, such as in a test, would blot out words that tell what
/// went wrong.
const SHORTEST: usize = 8;

/// The secrets that a request sends: those whose fields its operation names, and what it is
/// authorized with, a header or a key that is encoded for a query.
pub(crate) fn sent(
    request: &Request,
    authorization: Option<&HeaderValue>,
    developer_key: Option<&str>,
) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(Ok(header)) = authorization.map(HeaderValue::to_str) {
        // Behind the scheme.
        let token = header.split_once(' ').map_or(header, |(_, token)| token);
        found.push(token.to_owned());
    }
    if let Some(key) = developer_key {
        in_pairs(&format!("hapikey={key}"), &["hapikey"], &mut found);
    }
    in_pairs(&request.query, &["hapikey"], &mut found);
    found.retain(|secret| secret.len() >= SHORTEST);
    of_operation(request, &mut found);
    found
}

fn of_operation(request: &Request, found: &mut Vec<String>) {
    let names = request.operation.secret_fields();
    if names.is_empty() {
        return;
    }
    in_pairs(&request.query, names, found);
    for (name, value) in &request.headers {
        let is_secret = |secret: &&str| secret.eq_ignore_ascii_case(name.as_str());
        if let (true, Ok(values)) = (names.iter().any(is_secret), value.to_str()) {
            // A list is joined.
            found.extend(values.split(',').map(ToOwned::to_owned));
        }
    }
    if let Some(body) = request.body.as_ref().and_then(HttpBody::as_bytes) {
        match serde_json::from_slice(body) {
            Ok(json) => in_json(&json, names.contains(&""), names, found),
            Err(_) => in_pairs(&String::from_utf8_lossy(body), names, found),
        }
    }
}

/// Of a query or a form.
fn in_pairs(pairs: &str, names: &[&str], found: &mut Vec<String>) {
    let decoded = |text| percent_decode_str(text).decode_utf8_lossy();
    let pairs = pairs.split('&').filter_map(|pair| pair.split_once('='));
    let secrets = pairs.filter(|(name, _)| names.contains(&&*decoded(name)));
    found.extend(secrets.map(|(_, value)| decoded(value).into_owned()));
}

/// All texts below a name that is a secret's; all of them if an empty name stands for the whole.
fn in_json(value: &Value, is_secret: bool, names: &[&str], found: &mut Vec<String>) {
    match value {
        Value::String(text) if is_secret => found.push(text.clone()),
        Value::Object(object) => {
            for (name, value) in object {
                let is_secret = is_secret || names.contains(&name.as_str());
                in_json(value, is_secret, names, found);
            }
        }
        Value::Array(values) => {
            for value in values {
                in_json(value, is_secret, names, found);
            }
        }
        _ => {}
    }
}

/// A body without the secrets that it may repeat. One that repeats none stays as it came.
pub(crate) fn hidden(body: &Bytes, secrets: &[String]) -> Bytes {
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    let text = String::from_utf8_lossy(body);
    let hidden = without(&text, &secrets);
    if hidden == text {
        return body.clone();
    }
    hidden.into()
}

/// A text without secrets, also where it has them as a URL or as JSON does.
pub(crate) fn without(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        let encoded = encode(secret).to_string();
        let json = Value::from(*secret).to_string();
        let json = json
            .strip_prefix('"')
            .and_then(|json| json.strip_suffix('"'));
        let json = json.unwrap_or(secret);
        let slashes = json.replace('/', "\\/");
        for form in [
            secret,
            &*encoded,
            &lowercase_escapes(&encoded),
            json,
            &slashes,
        ] {
            text = text.replace(form, "***");
        }
    }
    text
}

/// An encoded text as others encode it: `%2f` for `%2F`.
fn lowercase_escapes(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // All of it is ASCII, and two digits follow each sign.
        let (digits, rest) = part.split_at(2.min(part.len()));
        text.push('%');
        text.push_str(&digits.to_ascii_lowercase());
        text.push_str(rest);
    }
    text
}

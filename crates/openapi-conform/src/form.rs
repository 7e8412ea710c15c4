//! Bodies of requests that are forms, read as the objects that their schemas describe.

use serde_json::{Map, Value};

use super::{Node, read_text};

/// A part of a body of `multipart/form-data`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'b> {
    /// The field that it is for.
    pub name: String,
    /// The name of the file that it is, if it is one.
    pub file_name: Option<String>,
    /// Its media type, if it says one.
    pub content_type: Option<String>,
    /// What it carries.
    pub content: &'b [u8],
}

/// The pairs of a form, decoded, as an object. Fields that the schema does not know are text.
///
/// # Errors
///
/// If there is a field twice that is no list.
pub fn read_pairs<N, T>(
    pairs: impl IntoIterator<Item = (N, T)>,
    schema: &Node<'_>,
) -> Result<Value, String>
where
    N: AsRef<str>,
    T: AsRef<str>,
{
    let mut object = Map::new();
    for (name, text) in pairs {
        let text = text.as_ref();
        add(&mut object, name.as_ref(), schema, |schema| {
            Ok(schema.map_or_else(|| text.into(), |schema| read_text(text, schema)))
        })?;
    }
    Ok(Value::Object(object))
}

/// The parts of a form as an object. Parts that are JSON are read; those that are no text stand as what of them is.
///
/// # Errors
///
/// If it is no such form, a part that says it is JSON is none, or there is a part twice that is no list.
pub fn read_parts(content_type: &str, body: &[u8], schema: &Node<'_>) -> Result<Value, String> {
    let mut object = Map::new();
    for part in parts(content_type, body)? {
        let is_json = part
            .content_type
            .as_deref()
            .is_some_and(|it| it.contains("json"));
        add(&mut object, &part.name, schema, |schema| {
            let text = String::from_utf8_lossy(part.content);
            match (is_json, schema) {
                (true, _) => serde_json::from_slice(part.content)
                    .map_err(|error| format!("`{}` is no JSON: {error}", part.name)),
                (false, Some(schema)) => Ok(read_text(&text, schema)),
                (false, None) => Ok(text.into()),
            }
        })?;
    }
    Ok(Value::Object(object))
}

/// Puts a value into its place; where that is for a list, at its end.
fn add(
    object: &mut Map<String, Value>,
    name: &str,
    schema: &Node<'_>,
    value: impl FnOnce(Option<&Node<'_>>) -> Result<Value, String>,
) -> Result<(), String> {
    let property = schema.get("properties").and_then(|all| all.get(name));
    let items = property.as_ref().and_then(|property| property.get("items"));
    if let Some(items) = items {
        let item = value(Some(&items))?;
        let list = object
            .entry(name)
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            list.push(item);
        }
        return Ok(());
    }
    let value = value(property.as_ref())?;
    match object.insert(name.to_owned(), value) {
        Some(_) => Err(format!("`{name}` is there twice")),
        None => Ok(()),
    }
}

/// The parts of a body of `multipart/form-data`.
///
/// # Errors
///
/// If it is no such form.
pub fn parts<'b>(content_type: &str, body: &'b [u8]) -> Result<Vec<Part<'b>>, String> {
    let boundary = parameter(content_type, "boundary").ok_or("the form has no boundary")?;
    let delimiter = format!("--{boundary}");
    let mut rest = body
        .strip_prefix(delimiter.as_bytes())
        .ok_or("there is something before the first part")?;
    let next = format!("\r\n{delimiter}");
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        rest = rest
            .strip_prefix(b"\r\n")
            .ok_or("a part does not start on a line of its own")?;
        let end = find(rest, next.as_bytes()).ok_or("the form is not closed")?;
        parts.push(part(&rest[..end])?);
        rest = &rest[end + next.len()..];
    }
}

fn part(bytes: &[u8]) -> Result<Part<'_>, String> {
    let end = find(bytes, b"\r\n\r\n").ok_or("a part has no head")?;
    let head = String::from_utf8_lossy(&bytes[..end]);
    let header = |name: &str| {
        let lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
        let mut found = lines.filter(|(other, _)| other.trim().eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.trim().to_owned())
    };
    let disposition = header("content-disposition").unwrap_or_default();
    Ok(Part {
        name: parameter(&disposition, "name").ok_or("a part has no name")?,
        file_name: parameter(&disposition, "filename"),
        content_type: header("content-type"),
        content: &bytes[end + 4..],
    })
}

/// A parameter of a header, as in `form-data; name="a"`, without its quotes.
fn parameter(header: &str, name: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"')?;
                (value, after.trim_start().trim_start_matches(';'))
            }
            None => after.split_once(';').unwrap_or((after, "")),
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(value.trim().to_owned());
        }
        rest = after;
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

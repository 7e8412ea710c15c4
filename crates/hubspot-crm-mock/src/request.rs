//! Requests as they came.

use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// A request that the server has received.
///
/// ```
/// # async fn example(mock: &hubspot_crm_mock::MockHubSpot) {
/// let requests = mock.requests();
/// assert_eq!(requests[0].operation(), Some("PATCH /crm/v3/objects/contacts/{contactId}"));
/// assert_eq!(requests[0].json()["properties"]["email"], "ada@example.com");
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct ReceivedRequest {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
    operation: Option<String>,
    status: Option<u16>,
}

impl ReceivedRequest {
    pub(crate) fn new(method: Method, uri: &http::Uri, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            method,
            path: uri.path().to_owned(),
            query: pairs(uri.query().unwrap_or_default()),
            headers,
            body,
            operation: None,
            status: None,
        }
    }

    pub(crate) fn set_operation(&mut self, name: String) {
        self.operation = Some(name);
    }

    /// The same request with another body.
    pub(crate) fn with_body(&self, body: Bytes) -> Self {
        Self {
            body,
            ..self.clone()
        }
    }

    pub(crate) fn set_status(&mut self, status: Option<u16>) {
        self.status = status;
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path as it was sent, without the query: encoded.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The path as operations have it: without a slash at its end, with which HubSpot takes it as well.
    pub(crate) fn route_path(&self) -> &str {
        self.path.strip_suffix('/').unwrap_or(&self.path)
    }

    /// The parameters of the query, decoded, in the order in which they were sent.
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// The first value of a parameter of the query.
    pub fn query_value(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.iter();
        let (_, value) = pairs.find(|(key, _)| key == name)?;
        Some(value)
    }

    /// All values of a parameter of the query.
    pub fn query_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.query.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.as_str())
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body; empty if there was none.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The operation that it was meant for, by method and template of the path; `None` if there is none.
    pub fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    /// The status of the answer; `None` as long as there is none, or if the connection was closed instead.
    pub fn status(&self) -> Option<u16> {
        self.status
    }
}

/// The pairs of a query or a form, decoded.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let decoded = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    });
    decoded.collect()
}

fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_decoded_once() {
        let uri = "/a%20b?properties=a&properties=b%2Cc&q=x+y%252B&empty"
            .parse()
            .unwrap();
        let request = ReceivedRequest::new(Method::GET, &uri, HeaderMap::new(), Bytes::new());
        assert_eq!(request.path(), "/a%20b");
        assert_eq!(
            request.query_values("properties").collect::<Vec<_>>(),
            ["a", "b,c"]
        );
        assert_eq!(request.query_value("q"), Some("x y%2B"));
        assert_eq!(request.query_value("empty"), Some(""));
        assert_eq!(request.json(), Value::Null);
    }
}

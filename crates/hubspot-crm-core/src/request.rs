//! A request of an operation: path, query, headers and body, still without host and token.

mod body;
mod fields;
mod query;

use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::error::InvalidRequest;
use crate::info::{Method, OperationInfo};
use crate::options::CallOptions;
use crate::query::{QueryValue, encode};
use crate::transport::HttpBody;

/// A request of an operation, without the parts that the client adds: base URL, token, user agent.
///
/// Values that are `None`, empty lists and properties that are null are not sent, wherever they
/// stand.
#[derive(Clone)]
pub struct Request {
    pub(crate) operation: &'static OperationInfo,
    /// The path with its parameters filled in, encoded.
    pub(crate) path: String,
    /// The query without its `?`, encoded.
    pub(crate) query: String,
    /// What the operation itself asks for.
    pub(crate) headers: HeaderMap,
    /// What the caller adds, which has precedence over what the client would send.
    pub(crate) extra_headers: HeaderMap,
    pub(crate) body: Option<HttpBody>,
    pub(crate) options: Option<Box<CallOptions>>,
    /// Why it cannot be sent, if so. Methods in a chain cannot fail; the client looks here before
    /// anything is sent.
    pub(crate) invalid: Option<InvalidRequest>,
}

impl Request {
    /// A request without a query, and without a body: where a method has one by its nature, it is
    /// an empty one.
    pub(crate) fn new(operation: &'static OperationInfo, path: String) -> Self {
        let request = Self {
            path,
            ..Self::blank(operation)
        }
        .with_header(ACCEPT, operation.accepts());
        // Some endpoints answer 415 to a POST that does not say it is JSON, even if there is
        // nothing in it.
        if matches!(
            operation.method(),
            Method::Post | Method::Put | Method::Patch
        ) {
            request.with_body("application/json", Bytes::new().into())
        } else {
            request
        }
    }

    /// A request of which nothing is known.
    pub(crate) fn blank(operation: &'static OperationInfo) -> Self {
        Self {
            operation,
            path: String::new(),
            query: String::new(),
            headers: HeaderMap::new(),
            extra_headers: HeaderMap::new(),
            body: None,
            options: None,
            invalid: None,
        }
    }

    /// Adds the encoded query and the headers of a parameter.
    pub(crate) fn add(&mut self, query: &str, headers: &HeaderMap) {
        if !self.query.is_empty() && !query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(query);
        for (name, value) in headers {
            match self.headers.get(name) {
                Some(before) if name == COOKIE => {
                    let both = [before.as_bytes(), b"; ", value.as_bytes()].concat();
                    if let Ok(mut both) = HeaderValue::from_bytes(&both) {
                        both.set_sensitive(true);
                        self.headers.insert(COOKIE, both);
                    }
                }
                _ => {
                    self.headers.insert(name.clone(), value.clone());
                }
            }
        }
    }

    /// Sets a header of the operation, with the texts of a list joined by commas. A header that the
    /// caller adds to the request has precedence.
    ///
    /// A name or a value that no header can hold makes the request fail before it is sent.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &dyn QueryValue) -> Self {
        let mut texts: Option<String> = None;
        value.each(&mut |text| match &mut texts {
            None => texts = Some(text.to_owned()),
            Some(texts) => {
                texts.push(',');
                texts.push_str(text);
            }
        });
        let Some(text) = texts else {
            return self;
        };
        let (Ok(name), Ok(mut value)) = (HeaderName::try_from(name), HeaderValue::try_from(text))
        else {
            self.fail(format!(
                "header {name:?} has a character that no header can hold"
            ));
            return self;
        };
        // It may well be a secret.
        value.set_sensitive(true);
        self.headers.insert(name, value);
        self
    }

    /// Adds a cookie, once for each text of the value. Name and value are encoded as in a URL.
    #[must_use]
    pub fn cookie(mut self, name: &str, value: &dyn QueryValue) -> Self {
        let mut cookies = String::new();
        value.each(&mut |text| {
            if !cookies.is_empty() {
                cookies.push_str("; ");
            }
            cookies.extend(encode(name));
            cookies.push('=');
            cookies.extend(encode(text));
        });
        if cookies.is_empty() {
            return self;
        }
        if let Some(before) = self.headers.get(COOKIE).and_then(|it| it.to_str().ok()) {
            cookies = format!("{before}; {cookies}");
        }
        // All of it is ASCII, since it is encoded.
        if let Ok(mut value) = HeaderValue::try_from(cookies) {
            value.set_sensitive(true);
            self.headers.insert(COOKIE, value);
        }
        self
    }

    /// Sets a header to a text of the operation's or of the runtime's.
    fn with_header(mut self, name: HeaderName, text: &str) -> Self {
        match HeaderValue::from_str(text) {
            Ok(value) => {
                self.headers.insert(name, value);
            }
            Err(_) => self.fail(format!(
                "header {:?} has a character that no header can hold",
                name.as_str()
            )),
        }
        self
    }

    pub(crate) fn with_body(mut self, content_type: &str, body: HttpBody) -> Self {
        self.body = Some(body);
        self.with_header(CONTENT_TYPE, content_type)
    }

    /// Whether the body is JSON, or is to be.
    pub(crate) fn has_json_body(&self) -> bool {
        self.headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.ends_with("json"))
    }

    pub(crate) fn fail(&mut self, reason: String) {
        self.invalid
            .get_or_insert_with(|| InvalidRequest::new(self.operation, reason));
    }
}

/// Shows the operation only: the rest holds ids, personal data and maybe secrets.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation.id())
            .finish_non_exhaustive()
    }
}

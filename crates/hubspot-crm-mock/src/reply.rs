//! Answers, and the bodies of errors in HubSpot's form.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    /// An answer that carries JSON.
    pub(crate) fn json(status: StatusCode, value: &Value) -> Self {
        let mut headers = HeaderMap::new();
        let json = HeaderValue::from_static("application/json;charset=utf-8");
        headers.insert(header::CONTENT_TYPE, json);
        Self {
            status,
            headers,
            body: value.to_string().into(),
        }
    }

    /// As [`Reply::json`], with 200.
    pub(crate) fn ok(value: &Value) -> Self {
        Self::json(StatusCode::OK, value)
    }

    /// As [`Reply::json`], with 201.
    pub(crate) fn created(value: &Value) -> Self {
        Self::json(StatusCode::CREATED, value)
    }

    /// 204.
    pub(crate) fn no_content() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }

    pub(crate) fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
        self
    }
}

/// What is wrong with a request, as HubSpot says it.
#[derive(Debug, Clone)]
pub(crate) struct Failure(Box<Detail>);

#[derive(Debug, Clone)]
struct Detail {
    status: StatusCode,
    message: String,
    category: Option<&'static str>,
    sub_category: Option<&'static str>,
    context: Map<String, Value>,
    errors: Vec<Value>,
    more: Map<String, Value>,
}

impl Failure {
    pub(crate) fn new(
        status: StatusCode,
        category: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self(Box::new(Detail {
            status,
            message: message.into(),
            category: Some(category),
            sub_category: None,
            context: Map::new(),
            errors: Vec::new(),
            more: Map::new(),
        }))
    }

    /// 400 with the category `VALIDATION_ERROR`.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "VALIDATION_ERROR", message)
    }

    /// 400 for a body that is no JSON.
    pub(crate) fn malformed(error: &serde_json::Error) -> Self {
        Self::invalid(format!(
            "Invalid input JSON on line {}, column {}: {error}",
            error.line(),
            error.column()
        ))
    }

    /// 400 for a body that lacks a field.
    pub(crate) fn missing(name: &str) -> Self {
        Self::invalid(format!(
            "Invalid input JSON on line 1, column 1: Some required fields were not set: [{name}]"
        ))
    }

    /// 415, without a category.
    pub(crate) fn unsupported(content_type: &str, due: &[&str]) -> Self {
        let sent = match content_type {
            "" => "a body without a content type".to_owned(),
            sent => format!("a body of the type `{sent}`"),
        };
        let message = format!("This operation takes {}, not {sent}", due.join(" or "));
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        Self::new(status, "", message).without_category()
    }

    /// 404 with the category `OBJECT_NOT_FOUND`.
    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "OBJECT_NOT_FOUND", message)
    }

    /// 409 with the category `CONFLICT`.
    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "CONFLICT", message)
    }

    pub(crate) fn sub_category(mut self, name: &'static str) -> Self {
        self.0.sub_category = Some(name);
        self
    }

    /// Adds to the `context`, a map of lists.
    pub(crate) fn context(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = impl Into<Value>>,
    ) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        self.0.context.insert(name.to_owned(), Value::Array(values));
        self
    }

    /// Adds one of the `errors`.
    pub(crate) fn error(mut self, detail: Value) -> Self {
        self.0.errors.push(detail);
        self
    }

    /// Adds another field of the body.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.more.insert(name.to_owned(), value.into());
        self
    }

    /// Leaves the category out, as answers to requests beyond a limit do.
    pub(crate) fn without_category(mut self) -> Self {
        self.0.category = None;
        self
    }

    /// The body without a correlation id, as it stands in the list of errors of a batch.
    pub(crate) fn in_batch(&self) -> Value {
        let mut body = Map::new();
        body.insert("status".into(), "error".into());
        body.insert(
            "category".into(),
            self.0.category.unwrap_or_default().into(),
        );
        body.insert("message".into(), self.0.message.clone().into());
        if let Some(name) = self.0.sub_category {
            body.insert("subCategory".into(), name.into());
        }
        if !self.0.context.is_empty() {
            body.insert("context".into(), self.0.context.clone().into());
        }
        Value::Object(body)
    }

    pub(crate) fn reply(&self, correlation_id: &str) -> Reply {
        let mut body = Map::new();
        body.insert("status".into(), "error".into());
        body.insert("message".into(), self.0.message.clone().into());
        body.insert("correlationId".into(), correlation_id.into());
        if let Some(category) = self.0.category {
            body.insert("category".into(), category.into());
        }
        if let Some(name) = self.0.sub_category {
            body.insert("subCategory".into(), name.into());
        }
        if !self.0.context.is_empty() {
            body.insert("context".into(), self.0.context.clone().into());
        }
        if !self.0.errors.is_empty() {
            body.insert("errors".into(), json!(self.0.errors));
        }
        body.extend(self.0.more.clone());
        Reply::json(self.0.status, &Value::Object(body))
    }
}

//! Requests to paths that no operation stands for.

use std::fmt;

use bytes::Bytes;
use serde::Serialize;

use crate::call::{Body, Call};
use crate::client::Client;
use crate::decode::Whole;
use crate::endpoint::Endpoint;
use crate::error::{Error, InvalidRequest};
use crate::info::{Method, OperationInfo};
use crate::request::Request;
use crate::transport::HttpBody;

const GET: OperationInfo = OperationInfo::new("raw.get", Method::Get, "{path}");
const POST: OperationInfo = OperationInfo::new("raw.post", Method::Post, "{path}");
const PUT: OperationInfo = OperationInfo::new("raw.put", Method::Put, "{path}");
const PATCH: OperationInfo = OperationInfo::new("raw.patch", Method::Patch, "{path}");
const DELETE: OperationInfo = OperationInfo::new("raw.delete", Method::Delete, "{path}");
const HEAD: OperationInfo = OperationInfo::new("raw.head", Method::Head, "{path}");
const OPTIONS: OperationInfo = OperationInfo::new("raw.options", Method::Options, "{path}");
const TRACE: OperationInfo = OperationInfo::new("raw.trace", Method::Trace, "{path}");

/// What HubSpot counts by the limit of searches.
const SEARCH: OperationInfo = OperationInfo::new("raw.search", Method::Post, "{path}/search")
    .replay_safe(true)
    .rate_limit_exempt(&["ten-secondly"]);

/// Whether it is a search for records. Lists have a search too, which is counted as all else.
fn is_record_search(method: Method, path: &str) -> bool {
    method == Method::Post
        && path.ends_with("/search")
        && (path.starts_with("/crm/v3/objects/") || path.starts_with("/crm/objects/"))
}

impl Client {
    /// A request to any path of HubSpot's, for what this version of the crate does not have. It
    /// takes the way of all others: authorization, limits, repeats, traces.
    ///
    /// The path begins with `/`, is encoded already, and may have a query. The URL of a next page,
    /// as answers give it, will do as well. Errors and traces do not show it, for it may hold ids.
    ///
    /// A value that comes from elsewhere is not safe to put into a path: one with a `/` would lead to
    /// another resource. [`Endpoint::arg`] encodes it as one segment, for a [`Call`] of an operation
    /// of your own with a path template.
    ///
    /// A `POST` counts as a create, which is not repeated if it may have been processed, unless it
    /// is a search for records; see [`replay_safe`](Call::replay_safe).
    ///
    /// ```no_run
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// use hubspot_crm_gen::{Client, Error, Method, Value};
    ///
    /// # async fn run(hubspot: Client) -> Result<(), Error> {
    /// let answer = hubspot
    ///     .request(Method::Get, "/crm/v3/objects/contacts/6001")
    ///     .query("properties", "email")
    ///     .await?;
    /// println!("{} {}", answer.status(), answer.json::<Value>()?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// An operation that is called often reads better with a name and a path template, which
    /// errors and traces can show: see [`operations!`](crate::operations) and [`Call`].
    pub fn request(&self, method: Method, path: impl AsRef<str>) -> Call<Whole, RawBody> {
        let path = path.as_ref();
        let path = path.strip_prefix(self.base_url()).unwrap_or(path);
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let operation = match method {
            _ if is_record_search(method, path) => &SEARCH,
            Method::Get => &GET,
            Method::Post => &POST,
            Method::Put => &PUT,
            Method::Patch => &PATCH,
            Method::Delete => &DELETE,
            Method::Head => &HEAD,
            Method::Options => &OPTIONS,
            Method::Trace => &TRACE,
        };
        let endpoint = Endpoint::at(self, operation, checked(path, query), query);
        Call::new(endpoint, RawBody(Content::None))
    }
}

impl Call<Whole, RawBody> {
    /// Adds a query parameter.
    pub fn query(self, name: &str, value: impl fmt::Display) -> Self {
        self.extra_query(name, value)
    }

    /// Sets the body, in JSON.
    pub fn json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        let json = serde_json::to_vec(body).map_err(|error| error.to_string());
        self.with_body(RawBody(Content::Json(json.map(Bytes::from))))
    }

    /// Sets the body as it is, bytes or a stream, and its content type.
    pub fn body(self, content_type: impl Into<String>, body: impl Into<HttpBody>) -> Self {
        self.with_body(RawBody(Content::Any(content_type.into(), body.into())))
    }
}

/// The path, if it leads where it says and nowhere else.
fn checked(path: &str, query: &str) -> Result<String, String> {
    if !path.starts_with('/') || path.starts_with("//") {
        return Err(
            "the path must begin with one `/`, or with the base URL of the client".to_owned(),
        );
    }
    let fits = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'#' | b'\\');
    if !path.bytes().chain(query.bytes()).all(fits) {
        return Err("the path has a character that must be percent-encoded".to_owned());
    }
    // Parsers of URLs drop such segments, encoded or not, and so would reach another resource.
    let dots = |segment: &str| {
        let segment = segment.to_ascii_lowercase().replace("%2e", ".");
        segment == "." || segment == ".."
    };
    if path.split('/').any(dots) {
        return Err("a segment of the path is `.` or `..`".to_owned());
    }
    Ok(path.to_owned())
}

/// The body of a [`Client::request`].
#[derive(Clone)]
pub struct RawBody(Content);

#[derive(Clone)]
enum Content {
    None,
    /// Or why there is none.
    Json(Result<Bytes, String>),
    Any(String, HttpBody),
}

impl Body for RawBody {
    fn put(&self, request: Request) -> Result<Request, Error> {
        match &self.0 {
            Content::None => Ok(request),
            Content::Json(Ok(json)) => {
                Ok(request.with_body("application/json", json.clone().into()))
            }
            Content::Json(Err(reason)) => {
                let reason = format!("the body cannot be sent: {reason}");
                Err(InvalidRequest::new(request.operation, reason).into())
            }
            Content::Any(content_type, body) => Ok(request.with_body(content_type, body.clone())),
        }
    }
}

/// Leaves out the content, which may be personal data.
impl fmt::Debug for RawBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawBody")
    }
}

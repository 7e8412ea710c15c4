//! What is constant about an operation.

use std::fmt;

/// A method of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
    /// `HEAD`
    Head,
    /// `OPTIONS`
    Options,
    /// `TRACE`
    Trace,
}

impl Method {
    /// The method as HTTP writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A method of HTTP that no operation has, such as `CONNECT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the method is none that the client sends")]
#[non_exhaustive]
pub struct UnknownMethod;

/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::Method;
///
/// let method = Method::try_from(http::Method::PATCH)?;
/// assert_eq!(method, Method::Patch);
/// # Ok::<(), hubspot_crm_gen::UnknownMethod>(())
/// ```
impl TryFrom<http::Method> for Method {
    type Error = UnknownMethod;

    fn try_from(method: http::Method) -> Result<Self, UnknownMethod> {
        Self::try_from(&method)
    }
}

impl TryFrom<&http::Method> for Method {
    type Error = UnknownMethod;

    fn try_from(method: &http::Method) -> Result<Self, UnknownMethod> {
        Ok(match *method {
            http::Method::GET => Self::Get,
            http::Method::POST => Self::Post,
            http::Method::PUT => Self::Put,
            http::Method::PATCH => Self::Patch,
            http::Method::DELETE => Self::Delete,
            http::Method::HEAD => Self::Head,
            http::Method::OPTIONS => Self::Options,
            http::Method::TRACE => Self::Trace,
            _ => return Err(UnknownMethod),
        })
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
            Method::Head => Self::HEAD,
            Method::Options => Self::OPTIONS,
            Method::Trace => Self::TRACE,
        }
    }
}

/// What is constant about an operation: its identity, and how it may be sent.
///
/// `Debug` shows which operation it is, and no more: it is part of each error's.
#[derive(Clone, PartialEq, Eq)]
pub struct OperationInfo {
    id: &'static str,
    method: Method,
    path: &'static str,
    replay_safe: bool,
    rate_limit_exemptions: &'static [&'static str],
    accept: &'static str,
    developer_key: bool,
    no_authorization: bool,
    hidden: &'static [&'static str],
    max_inputs: Option<usize>,
    trace_ids: bool,
    batch_read: Option<&'static OperationInfo>,
}

/// Defines constants with the facts about operations: method, path, and what else there is to say, as
/// methods of [`OperationInfo`]. The id is made of the name of the API, which stands first, and of
/// the name of the constant.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::operations;
///
/// operations![
///     "owners",
///     GET = Get("/crm/v3/owners/{ownerId}"),
///     BATCH_READ = Post("/crm/v3/owners/batch/read").replay_safe(true),
/// ];
/// assert!(BATCH_READ.is_replay_safe());
/// assert_eq!(BATCH_READ.id(), "owners.batch_read");
/// # let _ = GET;
/// ```
#[macro_export]
macro_rules! operations {
    ($api:literal, $($name:ident = $method:ident($path:literal) $(.$fact:ident($($value:expr)?))*),* $(,)?) => {
        $(
            const $name: $crate::OperationInfo = {
                const ID: &str = ::core::concat!($api, ".", ::core::stringify!($name));
                const LOWER: [u8; ID.len()] = $crate::__private::lowercase(ID);
                $crate::OperationInfo::new(
                    $crate::__private::text(&LOWER),
                    $crate::Method::$method,
                    $path,
                )
                $(.$fact($($value)?))*
            };
        )*
    };
}

/// A text of ASCII in lowercase. `N` is its length.
pub const fn lowercase<const N: usize>(text: &str) -> [u8; N] {
    let mut lower = [0; N];
    let mut index = 0;
    while index < N {
        lower[index] = text.as_bytes()[index].to_ascii_lowercase();
        index += 1;
    }
    lower
}

/// The text that some bytes are; empty if they are none.
pub const fn text(bytes: &[u8]) -> &str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

impl OperationInfo {
    /// An operation. The path begins with `/` and may have parameters in braces, each a whole
    /// segment or a part of one: `/crm/v3/objects/{objectType}/{objectId}`.
    ///
    /// All methods but `POST` are taken to be safe to repeat.
    pub const fn new(id: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            replay_safe: !matches!(method, Method::Post),
            rate_limit_exemptions: &[],
            accept: "application/json",
            developer_key: false,
            no_authorization: false,
            hidden: &[],
            max_inputs: None,
            trace_ids: false,
            batch_read: None,
        }
    }

    /// Says whether sending the request twice does the same as sending it once.
    #[must_use]
    pub const fn replay_safe(mut self, replay_safe: bool) -> Self {
        self.replay_safe = replay_safe;
        self
    }

    /// Names the rate limits that do not count this operation, such as `ten-secondly`.
    #[must_use]
    pub const fn rate_limit_exempt(mut self, limits: &'static [&'static str]) -> Self {
        self.rate_limit_exemptions = limits;
        self
    }

    /// Names the content type of the answer, such as `text/csv`, instead of `application/json`.
    #[must_use]
    pub const fn accept(mut self, content_type: &'static str) -> Self {
        self.accept = content_type;
        self
    }

    /// Says that the operation is about an app rather than an account: it takes the API key of a
    /// developer account as the query parameter `hapikey`, and no access token.
    #[must_use]
    pub const fn developer_key(mut self) -> Self {
        self.developer_key = true;
        self
    }

    /// Says that the operation takes no credentials of the client: neither the header
    /// `Authorization` nor a key is sent. What it needs to know is in its arguments, as the client
    /// id and the client secret in a request about tokens. It belongs to no account, so it does not
    /// count for the rate limits of the client, and does not wait for them.
    #[must_use]
    pub const fn no_authorization(mut self) -> Self {
        self.no_authorization = true;
        self
    }

    /// Names the fields that hold secrets, in what is sent or received; an empty name stands for a
    /// body that is one as a whole. Traces show neither bodies
    /// nor query of such an operation, and errors show `***` where an answer repeats a secret that
    /// was sent.
    #[must_use]
    pub const fn secrets(mut self, fields: &'static [&'static str]) -> Self {
        self.hidden = fields;
        self
    }

    /// Says how many inputs a batch takes at most.
    #[must_use]
    pub const fn max_inputs(mut self, inputs: usize) -> Self {
        self.max_inputs = Some(inputs);
        self
    }

    /// Says that the inputs of the batch take an `objectWriteTraceId`, which results and failures
    /// give back.
    #[must_use]
    pub const fn trace_ids(mut self) -> Self {
        self.trace_ids = true;
        self
    }

    /// Names the batch read of the same collection: `…/batch/read` for a `GET` of `…/{id}`. It is
    /// sent instead where the names of many properties would make the URL longer than
    /// [`longest_url`](crate::ClientBuilder::longest_url). Callers see no difference.
    #[must_use]
    pub const fn batch_read(mut self, batch_read: &'static Self) -> Self {
        self.batch_read = Some(batch_read);
        self
    }

    /// The name of the operation, such as `objects.update`. Unique in a version of the API.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The method.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The path, with its parameters in braces.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Whether sending the request twice does the same as sending it once.
    pub const fn is_replay_safe(&self) -> bool {
        self.replay_safe
    }

    /// The rate limits that do not count this operation.
    pub const fn rate_limit_exemptions(&self) -> &'static [&'static str] {
        self.rate_limit_exemptions
    }

    /// The content type of the answer, as the header `Accept` asks for it.
    pub const fn accepts(&self) -> &'static str {
        self.accept
    }

    /// The batch read that may stand for the operation.
    pub const fn batch_read_operation(&self) -> Option<&'static Self> {
        self.batch_read
    }

    /// Whether the operation takes the API key of a developer account, and no access token. See
    /// [`ClientBuilder::developer_api_key`](crate::ClientBuilder::developer_api_key).
    pub const fn takes_developer_key(&self) -> bool {
        self.developer_key
    }

    /// Whether the operation takes no credentials of the client at all.
    pub const fn takes_no_authorization(&self) -> bool {
        self.no_authorization
    }

    /// The fields that hold secrets, in what is sent or received.
    pub const fn secret_fields(&self) -> &'static [&'static str] {
        self.hidden
    }

    /// Whether there are secrets in what is sent or received.
    pub(crate) const fn has_secrets(&self) -> bool {
        !self.hidden.is_empty()
    }

    /// How many inputs a batch takes at most, where that is known.
    pub const fn most_inputs(&self) -> Option<usize> {
        self.max_inputs
    }

    /// Whether the inputs of the batch take an `objectWriteTraceId`.
    pub const fn takes_trace_ids(&self) -> bool {
        self.trace_ids
    }
}

impl fmt::Debug for OperationInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationInfo")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// The method and the path with its parameters in braces. Errors show this rather than a URL, which
/// may hold ids and secrets.
impl fmt::Display for OperationInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_those_of_http() {
        for method in [
            Method::Get,
            Method::Post,
            Method::Put,
            Method::Patch,
            Method::Delete,
            Method::Head,
            Method::Options,
            Method::Trace,
        ] {
            let http = http::Method::from(method);
            assert_eq!(http.as_str(), method.as_str());
            assert_eq!(Method::try_from(&http), Ok(method));
            assert_eq!(Method::try_from(http), Ok(method));
        }
        assert_eq!(Method::try_from(http::Method::CONNECT), Err(UnknownMethod));
        let own = http::Method::from_bytes(b"get").unwrap();
        assert_eq!(Method::try_from(own), Err(UnknownMethod));
    }
}

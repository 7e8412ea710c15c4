//! Runtime of the HubSpot CRM client: what the generated code builds on, and what it shows its
//! users.
//!
//! - [`Client`] and [`ClientBuilder`]: settings, and the way of every call. [`Transport`] is the
//!   seam to HTTP.
//! - [`RetryPolicy`] and [`RateLimits`]: what is sent again, and how much in which time.
//! - [`Properties`], [`properties!`], [`DateTime`], [`CalendarDate`], [`Page`], [`Batch`]: data in the form that
//!   HubSpot gives it.
//! - [`OAuthApp`], [`OAuth`], [`TokenProvider`]: access tokens that are renewed.
//! - [`Items`] and [`Pages`]: lists of any length, see [`Paged`] and [`paged!`].
//! - [`SearchRequest`], [`Filter`], [`Sort`]: what to search for.
//! - [`Error`]: everything that can go wrong.
//! - [`Operation`], [`Endpoint`], [`Request`], [`Decode`]: what a request builder is made of.
//!   [`multipart_form!`] is for bodies of several parts.
//! - [`json_object!`], [`json_union!`] and [`open_enum!`]: lenient JSON, see [`JsonValue`].
//! - `webhooks`, with the feature of that name: requests that HubSpot sends.
//! - [`Call`], [`operation!`] and [`operations!`]: requests as generated code makes them.
//!
//! Generated code has a builder for each of HubSpot's operations. One that it does not have can be
//! written by hand:
//!
//! ```no_run
//! use hubspot_crm_core::{
//!     Client, Endpoint, Error, Extra, Json, Method, Operation, OperationInfo, Request, json_object,
//!     request_methods,
//! };
//!
//! /// An answer: unknown fields go to `extra`.
//! #[derive(Debug)]
//! struct Owner {
//!     email: Option<String>,
//!     extra: Extra,
//! }
//! json_object!(Owner { email: "email" });
//!
//! const GET_OWNER: OperationInfo =
//!     OperationInfo::new("owners.get", Method::Get, "/crm/v3/owners/{ownerId}");
//!
//! /// A request.
//! #[derive(Debug)]
//! struct GetOwner {
//!     endpoint: Endpoint,
//!     archived: Option<bool>,
//! }
//!
//! impl Operation for GetOwner {
//!     type Decode = Json<Owner>;
//!
//!     fn request(&self) -> Result<Request, Error> {
//!         Ok(self.endpoint.request().query("archived", &self.archived))
//!     }
//!
//!     fn endpoint(&self) -> &Endpoint {
//!         &self.endpoint
//!     }
//!
//!     fn endpoint_mut(&mut self) -> &mut Endpoint {
//!         &mut self.endpoint
//!     }
//! }
//! request_methods!(GetOwner as Owner);
//!
//! # async fn run(token: String) -> Result<(), Error> {
//! let client = Client::new(token)?;
//! let endpoint = client.endpoint(&GET_OWNER).arg("6001");
//! let owner = GetOwner { endpoint, archived: None }.await?;
//! println!("{:?}", owner.email);
//! # Ok(())
//! # }
//! ```

mod auth;
mod batch;
mod call;
mod client;
mod date;
mod decode;
mod endpoint;
mod error;
mod extra;
mod info;
mod json;
mod limit;
mod long_get;
mod multipart;
mod open_enum;
mod operation;
mod options;
mod page;
mod poll;
mod properties;
mod query;
mod raw;
mod record;
mod request;
mod response;
mod retry;
mod search;
mod secrets;
mod time;
mod trace;
mod transport;
mod union;
#[cfg(feature = "webhooks")]
pub mod webhooks;

pub use auth::{
    AccessToken, AuthorizeUrl, ClientSecret, DeveloperApiKey, OAuth, OAuthApp, OAuthTokens,
    RefreshToken, SecretString, TokenEndpoint, TokenProvider,
};
pub use batch::{
    Batch, BatchAnswer, BatchBody, BatchInput, BatchItem, BatchOutcomes, BatchProgress,
    BatchReason, BatchResponse, BatchRun, BatchStatus, ChunkedBatch, IncompleteOutcomes,
    InputError, Outcome,
};
pub use bytes::Bytes;
pub use call::{Body, Call, Inputs, JsonBody};
pub use client::{Client, ClientBuilder};
pub use date::{CalendarDate, CalendarDateError};
pub use decode::{Binary, Decode, Json, NoContent, Optional, Text, Whole};
pub use endpoint::Endpoint;
pub use error::{
    ApiError, AuthError, AuthErrorKind, BatchFailure, ConfigError, DeadlineError, DecodeError,
    Error, ErrorContext, ErrorDetail, IncompleteBatch, InvalidRequest, PagingError,
    PropertyValidationError, TransportError, TransportErrorKind,
};
pub use extra::Extra;
pub use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
pub use info::{Method, OperationInfo, UnknownMethod};
pub use jiff::{Timestamp, civil::Date};
pub use json::JsonValue;
pub use limit::{BucketStatus, RateLimitBucket, RateLimitStatus, RateLimitWait, RateLimits};
pub use multipart::{FilePart, FileParts, MultipartForm, Parts};
pub use open_enum::{OpenEnum, UnknownValue};
pub use operation::{Operation, Params};
pub use page::{CursorPaged, Items, NextPage, Page, Paged, Pages, Paging, PreviousPage};
pub use poll::{PollError, Poller, poll};
pub use properties::{Change, Clear, MultiSelect, Properties, PropertyError, PropertyValue};
pub use query::QueryValue;
pub use raw::RawBody;
pub use record::Record;
pub use request::Request;
pub use response::Response;
pub use retry::{Attempt, NoRetry, RetryPolicy};
pub use search::{
    Filter, FilterGroup, FilterOperator, FilterValue, SearchAll, SearchRequest, Sort,
};
pub use serde_json::Value;
pub use time::{DateTime, DateTimeError};
pub use transport::{
    BodyError, BodyStream, BoxFuture, HttpBody, HttpRequest, HttpResponse, Transport,
};

/// What the macros of this crate expand to. Nothing in here is meant for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use crate::batch::beside_inputs;
    pub use crate::info::{lowercase, text};
    pub use crate::json::{
        Field, FieldWriter, JsonObject, blank, read_answer, read_object, write_object,
    };
    pub use crate::open_enum::read_enum;
    pub use crate::page::{
        from_cursor, from_offset, offset_text, query_number, query_text, with_at_most,
        with_page_size,
    };
    pub use crate::union::{JsonUnion, Matcher, is_checked, read_content, read_union};
    pub use serde::de::{Deserialize, Deserializer, MapAccess};
    pub use serde::ser::{Serialize, SerializeMap, Serializer};
    pub use serde_json::Result as JsonResult;

    /// The fields of an object in JSON.
    pub type Map = serde_json::Map<String, serde_json::Value>;
}

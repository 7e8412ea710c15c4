//! Requests in which there is nothing to set.

use std::fmt;
use std::marker::PhantomData;

use crate::decode::Decode;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::json::JsonValue;
use crate::operation::Operation;
use crate::request::Request;
use crate::response::Response;
use crate::transport::BoxFuture;

/// A request in which there is nothing to set but its arguments: what it sends, and how its answer is read.
///
/// Operations with optional parameters have request builders of their own. One that this version
/// of the crate does not have can be called like this:
///
/// ```no_run
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{Call, Client, Error, Json, JsonBody, Value, operations};
///
/// operations!["goals", SET = Put("/crm/v3/goals/{goalId}")];
///
/// # async fn run(hubspot: Client) -> Result<(), Error> {
/// let body = JsonBody(Value::from(100));
/// let goal = Call::<Json<Value>, _>::new(hubspot.endpoint(&SET).arg("7"), body).await?;
/// # drop(goal);
/// # Ok(())
/// # }
/// ```
#[must_use = "a request is sent by `send` or `.await`"]
pub struct Call<D, B = ()> {
    pub(crate) endpoint: Endpoint,
    pub(crate) body: B,
    decode: PhantomData<fn() -> D>,
}

/// The body of a [`Call`].
pub trait Body {
    /// Puts the body into a request.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if it cannot be sent.
    fn put(&self, request: Request) -> Result<Request, Error>;
}

/// No body.
impl Body for () {
    fn put(&self, request: Request) -> Result<Request, Error> {
        Ok(request)
    }
}

/// A body in JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonBody<T>(pub T);

impl<T: JsonValue> Body for JsonBody<T> {
    fn put(&self, request: Request) -> Result<Request, Error> {
        request.json_value(&self.0)
    }
}

/// The inputs of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct Inputs<T>(pub Vec<T>);

impl<T: JsonValue> Body for Inputs<T> {
    fn put(&self, request: Request) -> Result<Request, Error> {
        request.batch(&self.0)
    }
}

impl<D, B> Call<D, B> {
    /// A request with a body.
    pub fn new(endpoint: Endpoint, body: B) -> Self {
        Self {
            endpoint,
            body,
            decode: PhantomData,
        }
    }

    /// The same request with another body.
    pub(crate) fn with_body<C>(self, body: C) -> Call<D, C> {
        Call::new(self.endpoint, body)
    }
}

impl<D: Decode, B: Body> Call<D, B> {
    crate::__option_methods!();
}

impl<D: Decode + 'static, B: Body + 'static> Call<D, B> {
    /// Sends the request and reads the answer. `.await` on the call itself does the same.
    ///
    /// Nothing is sent until the future is polled.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn send(self) -> BoxFuture<'static, Result<D::Output, Error>> {
        Box::pin(self.endpoint.client().send(&self))
    }

    /// Sends the request, and gives the answer beside the value: its status, and headers such as
    /// `Location`.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn send_raw(self) -> BoxFuture<'static, Result<(D::Output, Response), Error>> {
        Box::pin(self.endpoint.client().send_raw(&self))
    }
}

impl<D: Decode, B: Body> Operation for Call<D, B> {
    type Decode = D;

    fn request(&self) -> Result<Request, Error> {
        self.body.put(self.endpoint.request())
    }

    fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    fn endpoint_mut(&mut self) -> &mut Endpoint {
        &mut self.endpoint
    }
}

impl<D: Decode + 'static, B: Body + 'static> IntoFuture for Call<D, B> {
    type Output = Result<D::Output, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<D, B: Clone> Clone for Call<D, B> {
    fn clone(&self) -> Self {
        Self::new(self.endpoint.clone(), self.body.clone())
    }
}

impl<D, B: fmt::Debug> fmt::Debug for Call<D, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("endpoint", &self.endpoint)
            .field("body", &self.body)
            .finish()
    }
}

//! What a request builder is, and what every one of them offers.

use serde::Serialize;

use crate::client::Client;
use crate::decode::Decode;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::query::QueryValue;
use crate::request::Request;
use crate::response::Response;
use crate::trace;
use crate::transport::BoxFuture;

/// A request builder: plain data that knows the request to send and how to read the answer.
pub trait Operation {
    /// How the answer is read.
    type Decode: Decode;

    /// The request to send.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if the body cannot be sent.
    fn request(&self) -> Result<Request, Error>;

    /// The operation and the parameters of its path.
    fn endpoint(&self) -> &Endpoint;

    /// The operation and the parameters of its path.
    fn endpoint_mut(&mut self) -> &mut Endpoint;
}

/// How setters set a parameter, in place of what it was set to before. See the methods of
/// [`Endpoint`] with these names.
///
/// All operations have it; generated code alone has a use for it.
pub trait Params: Operation + Sized {
    /// Sets what an endpoint sets.
    #[doc(hidden)]
    fn with(mut self, set: impl FnOnce(Endpoint) -> Endpoint) -> Self {
        let endpoint = self.endpoint_mut();
        *endpoint = set(endpoint.clone());
        self
    }

    /// Sets a query parameter.
    fn with_query<T: QueryValue>(self, name: &'static str, value: impl Into<T>) -> Self {
        self.with(|endpoint| endpoint.query::<T>(name, value))
    }

    /// Sets a query parameter that is sent once for each value.
    fn with_query_list<T>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self
    where
        Vec<T>: QueryValue,
    {
        self.with(|endpoint| endpoint.query_list::<T>(name, values))
    }

    /// Sets a query parameter whose values are joined.
    fn with_query_joined<T>(
        self,
        name: &'static str,
        separator: &str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self
    where
        Vec<T>: QueryValue,
    {
        self.with(|endpoint| endpoint.query_joined::<T>(name, separator, values))
    }

    /// Sets query parameters from the properties of an object.
    fn with_query_object<T: Serialize>(self, name: &'static str, value: impl Into<T>) -> Self {
        self.with(|endpoint| endpoint.query_object::<T>(name, value))
    }

    /// Sets query parameters from the properties of an object, with their names in brackets.
    fn with_query_deep<T: Serialize>(self, name: &'static str, value: impl Into<T>) -> Self {
        self.with(|endpoint| endpoint.query_deep::<T>(name, value))
    }

    /// Sets a query parameter to JSON.
    fn with_query_json<T: Serialize>(self, name: &'static str, value: impl Into<T>) -> Self {
        self.with(|endpoint| endpoint.query_json::<T>(name, value))
    }

    /// Sets a header.
    fn with_header<T: QueryValue>(self, name: &'static str, value: impl Into<T>) -> Self {
        self.with(|endpoint| endpoint.header::<T>(name, value))
    }

    /// Sets a header to several values.
    fn with_header_list<T>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self
    where
        Vec<T>: QueryValue,
    {
        self.with(|endpoint| endpoint.header_list::<T>(name, values))
    }

    /// Sets a cookie.
    fn with_cookie<T: QueryValue>(self, name: &'static str, value: impl Into<T>) -> Self {
        self.with(|endpoint| endpoint.cookie::<T>(name, value))
    }
}

impl<O: Operation> Params for O {}

impl Client {
    /// Sends a request and reads the answer. Nothing is sent until the future is polled.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn send<O: Operation>(
        &self,
        operation: &O,
    ) -> impl Future<Output = Result<<O::Decode as Decode>::Output, Error>> + Send + use<O> {
        read::<O::Decode>(self.execute(operation.request()))
    }

    /// Sends a request as [`send`](Self::send) does, and gives the answer beside the value: its
    /// status, and headers such as `Location`.
    ///
    /// ```no_run
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// # use hubspot_crm_gen::{Client, Error, Operation};
    /// # async fn run(client: Client, create: impl Operation) -> Result<(), Error> {
    /// let (created, response) = client.send_raw(&create).await?;
    /// println!("{:?}", response.headers().get("location"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`Error`].
    pub fn send_raw<O: Operation>(
        &self,
        operation: &O,
    ) -> impl Future<Output = Result<(<O::Decode as Decode>::Output, Response), Error>> + Send + use<O>
    {
        read_raw::<O::Decode>(self.execute(operation.request()))
    }
}

/// Generic over the kind of answer only, not over the operation.
async fn read<D: Decode>(
    response: BoxFuture<'static, Result<Response, Error>>,
) -> Result<D::Output, Error> {
    decode::<D>(&response.await?)
}

async fn read_raw<D: Decode>(
    response: BoxFuture<'static, Result<Response, Error>>,
) -> Result<(D::Output, Response), Error> {
    let response = response.await?;
    Ok((decode::<D>(&response)?, response))
}

fn decode<D: Decode>(response: &Response) -> Result<D::Output, Error> {
    D::decode(response).inspect_err(|error| {
        if let Error::Decode(error) = error {
            trace::unreadable(error);
        }
    })
}

/// Gives a request builder, which implements [`Operation`](crate::Operation), the methods that all
/// of them have.
///
/// `request_methods!(Builder as Output)`, where `Output` is that of the operation's decoder.
#[macro_export]
macro_rules! request_methods {
    ($name:ident as $output:ty) => {
        impl $name {
            /// Sends the request and reads the answer. `.await` on the builder itself does the
            /// same.
            ///
            /// Nothing is sent until the future is polled.
            ///
            /// # Errors
            /// See [`Error`]($crate::Error).
            // A box, not an `async fn`: a future type for each builder takes a fifth of the time to
            // check a crate of builders. `inline` leaves it to the applications that call this to
            // compile it, and the decoder with it; the library would compile all of them.
            #[inline]
            pub fn send(
                self,
            ) -> $crate::BoxFuture<'static, ::core::result::Result<$output, $crate::Error>> {
                ::std::boxed::Box::pin($crate::Operation::endpoint(&self).client().send(&self))
            }

            /// Sends the request, and gives the answer beside the value: its status, and headers
            /// such as `Location`.
            ///
            /// # Errors
            /// See [`Error`]($crate::Error).
            #[inline]
            pub fn send_raw(
                self,
            ) -> $crate::BoxFuture<
                'static,
                ::core::result::Result<($output, $crate::Response), $crate::Error>,
            > {
                ::std::boxed::Box::pin($crate::Operation::endpoint(&self).client().send_raw(&self))
            }

            $crate::__option_methods!();
        }

        impl ::core::future::IntoFuture for $name {
            type Output = ::core::result::Result<$output, $crate::Error>;
            type IntoFuture = $crate::BoxFuture<'static, Self::Output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

/// What can be set on every request, beside what its operation takes.
#[doc(hidden)]
#[macro_export]
macro_rules! __option_methods {
    () => {
        /// Adds a query parameter that this version of the crate does not know.
        #[inline]
        pub fn extra_query(mut self, name: &str, value: impl ::core::fmt::Display) -> Self {
            $crate::Operation::endpoint_mut(&mut self).extra_query(name, &value);
            self
        }

        /// Sets a header, also in place of one that the client would send. It is taken for a
        /// secret: nothing shows its value.
        #[inline]
        pub fn extra_header(mut self, name: &str, value: &str) -> Self {
            $crate::Operation::endpoint_mut(&mut self).extra_header(name, value);
            self
        }

        /// Sets a field of the JSON object in the body, also in place of one that the request
        /// would send. If the body is something else, the request fails before it is sent.
        #[inline]
        pub fn extra_body(mut self, name: &str, value: impl Into<$crate::Value>) -> Self {
            $crate::Operation::endpoint_mut(&mut self).extra_body(name, value.into());
            self
        }

        /// Sets when this request is sent again, instead of what the client has.
        #[inline]
        pub fn retry(mut self, policy: $crate::RetryPolicy) -> Self {
            $crate::Operation::endpoint_mut(&mut self).retry(policy);
            self
        }

        /// Sets the longest time from the start of an attempt to the end of its answer, instead of
        /// what the client has. The wait for the rate limits before it is not counted: see
        /// [`deadline`](Self::deadline).
        #[inline]
        pub fn timeout(mut self, timeout: ::core::time::Duration) -> Self {
            $crate::Operation::endpoint_mut(&mut self).timeout(timeout);
            self
        }

        /// Sets the time for the whole call, instead of what the client has: the wait for the rate
        /// limits, all attempts and the waits between them. If the limits let the request go later,
        /// the call ends with [`Error::Deadline`]($crate::Error::Deadline), at once where that is
        /// known. Of several pages or chunks, each has this time.
        #[inline]
        pub fn deadline(mut self, deadline: ::core::time::Duration) -> Self {
            $crate::Operation::endpoint_mut(&mut self).deadline(deadline);
            self
        }

        /// Sets whether sending this request twice does the same as sending it once, instead of
        /// what the operation says. If so, it is repeated even if it may have been processed.
        #[inline]
        pub fn replay_safe(mut self, replay_safe: bool) -> Self {
            $crate::Operation::endpoint_mut(&mut self).replay_safe(replay_safe);
            self
        }
    };
}

/// Makes a request builder of a struct with the field `endpoint` and, where there is one, the body:
/// gives it `new`, [`Operation`](crate::Operation) and the methods of
/// [`request_methods!`](crate::request_methods).
///
/// After `as` stand the decoder and its output. A body is named in the method of
/// [`Request`](crate::Request) that sets it: `json`, `batch`, `batch_body`, `form`, `multipart`, or with a media
/// type `json_as`, `text`, `bytes`. One that may be left out stands in `optional`, and is an
/// `Option` in the struct.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{Endpoint, Json, NoContent, Value, operation};
///
/// #[derive(Debug, Clone)]
/// pub struct Archive {
///     endpoint: Endpoint,
/// }
/// operation!(Archive as (NoContent, ()));
///
/// #[derive(Debug, Clone)]
/// pub struct Create {
///     endpoint: Endpoint,
///     body: Value,
/// }
/// operation!(Create as (Json<Value>, Value), json(body as Value));
///
/// #[derive(Debug, Clone)]
/// pub struct Update {
///     endpoint: Endpoint,
///     body: Option<Value>,
/// }
/// operation!(
///     Update as (Json<Value>, Value),
///     optional(json_as(body as Value, "application/merge-patch+json"))
/// );
/// ```
#[macro_export]
macro_rules! operation {
    ($name:ident as ($decode:ty, $output:ty)) => {
        impl $name {
            #[inline]
            pub(crate) fn new(endpoint: $crate::Endpoint) -> Self {
                Self { endpoint }
            }
        }

        $crate::__operation!($name, $decode, $output, self => {
            ::core::result::Result::Ok(self.endpoint.request())
        });
    };
    ($name:ident as ($decode:ty, $output:ty), optional($kind:ident($body:ident as $ty:ty $(, $media:literal)?))) => {
        impl $name {
            #[inline]
            pub(crate) fn new(endpoint: $crate::Endpoint) -> Self {
                Self { endpoint, $body: ::core::option::Option::None }
            }
        }

        $crate::__operation!($name, $decode, $output, self => match &self.$body {
            ::core::option::Option::Some(body) => {
                $crate::Request::$kind(self.endpoint.request(), $($media,)? body)
            }
            ::core::option::Option::None => ::core::result::Result::Ok(self.endpoint.request()),
        });
    };
    ($name:ident as ($decode:ty, $output:ty), $kind:ident($body:ident as $ty:ty $(, $media:literal)?)) => {
        impl $name {
            #[inline]
            pub(crate) fn new(endpoint: $crate::Endpoint, $body: $ty) -> Self {
                Self { endpoint, $body }
            }
        }

        $crate::__operation!($name, $decode, $output, self => {
            $crate::Request::$kind(self.endpoint.request(), $($media,)? &self.$body)
        });
    };
}

/// What all forms of `operation!` have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    ($name:ident, $decode:ty, $output:ty, $this:ident => $request:expr) => {
        impl $crate::Operation for $name {
            type Decode = $decode;

            #[inline]
            fn request(&$this) -> ::core::result::Result<$crate::Request, $crate::Error> {
                $request
            }

            fn endpoint(&self) -> &$crate::Endpoint {
                &self.endpoint
            }

            fn endpoint_mut(&mut self) -> &mut $crate::Endpoint {
                &mut self.endpoint
            }
        }

        $crate::request_methods!($name as $output);
    };
}

//! What a request builder is, and what every one of them offers.

use crate::client::Client;
use crate::decode::Decode;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::request::Request;
use crate::response::Response;
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
    /// # use hubspot_crm_core::{Client, Error, Operation};
    /// # async fn run(client: Client, create: impl Operation) -> Result<(), Error> {
    /// let (created, response) = client.send_with_response(&create).await?;
    /// println!("{:?}", response.headers().get("location"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`Error`].
    pub fn send_with_response<O: Operation>(
        &self,
        operation: &O,
    ) -> impl Future<Output = Result<(<O::Decode as Decode>::Output, Response), Error>> + Send + use<O>
    {
        read_with_response::<O::Decode>(self.execute(operation.request()))
    }
}

/// Generic over the kind of answer only, not over the operation.
async fn read<D: Decode>(
    response: BoxFuture<'static, Result<Response, Error>>,
) -> Result<D::Output, Error> {
    D::decode(&response.await?)
}

async fn read_with_response<D: Decode>(
    response: BoxFuture<'static, Result<Response, Error>>,
) -> Result<(D::Output, Response), Error> {
    let response = response.await?;
    Ok((D::decode(&response)?, response))
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

            /// Adds a query parameter that this version of the crate does not know.
            #[must_use]
            #[inline]
            pub fn extra_query(mut self, name: &str, value: impl ::core::fmt::Display) -> Self {
                $crate::Operation::endpoint_mut(&mut self).extra_query(name, &value);
                self
            }

            /// Sets a header, also in place of one that the client would send. It is taken for a
            /// secret: nothing shows its value.
            #[must_use]
            #[inline]
            pub fn extra_header(mut self, name: &str, value: &str) -> Self {
                $crate::Operation::endpoint_mut(&mut self).extra_header(name, value);
                self
            }
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

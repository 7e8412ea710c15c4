//! From an answer to a value.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;

use crate::error::{DecodeError, Error};
use crate::json::JsonValue;
use crate::response::Response;

/// How the answer of an operation is read.
///
/// It is a type of the operation, not a method: so only the applications that call an operation
/// compile its decoder.
pub trait Decode {
    /// What the answer is read into.
    type Output;

    /// Reads an answer with a 2xx status.
    ///
    /// # Errors
    /// [`Error::Decode`] if the body does not read as what is due.
    fn decode(response: &Response) -> Result<Self::Output, Error>;
}

/// A body in JSON. A missing, empty or null one is an error.
pub struct Json<T>(PhantomData<fn() -> T>);

impl<T: JsonValue> Decode for Json<T> {
    type Output = T;

    fn decode(response: &Response) -> Result<T, Error> {
        response.json()
    }
}

impl<T> fmt::Debug for Json<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Json")
    }
}

/// No body is due. If there is one nevertheless, it is not read.
#[derive(Debug)]
pub struct NoContent;

impl Decode for NoContent {
    type Output = ();

    fn decode(_: &Response) -> Result<(), Error> {
        Ok(())
    }
}

/// A text, see [`Response::text`].
#[derive(Debug)]
pub struct Text;

impl Decode for Text {
    type Output = String;

    fn decode(response: &Response) -> Result<String, Error> {
        response.text()
    }
}

/// The body as it is, such as a file. A status that announces no body is an error.
#[derive(Debug)]
pub struct Binary;

impl Decode for Binary {
    type Output = Bytes;

    fn decode(response: &Response) -> Result<Bytes, Error> {
        if response.has_no_content() {
            return Err(DecodeError::of(response, "bytes", "").into());
        }
        Ok(response.body().clone())
    }
}

/// What `D` reads, or `None` where there is no body: with status 204 or 205, or where it is empty.
pub struct Optional<D>(PhantomData<fn() -> D>);

impl<D: Decode> Decode for Optional<D> {
    type Output = Option<D::Output>;

    fn decode(response: &Response) -> Result<Self::Output, Error> {
        if response.has_no_content() || response.body().is_empty() {
            return Ok(None);
        }
        D::decode(response).map(Some)
    }
}

impl<D> fmt::Debug for Optional<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Optional")
    }
}

/// The answer itself, for operations of which nobody says what success looks like. See
/// [`Response::json`] and [`Response::text`].
#[derive(Debug)]
pub struct Whole;

impl Decode for Whole {
    type Output = Response;

    fn decode(response: &Response) -> Result<Response, Error> {
        Ok(response.clone())
    }
}

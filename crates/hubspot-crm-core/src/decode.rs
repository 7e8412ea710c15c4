//! From an answer to a value.

use std::any::type_name;
use std::fmt;
use std::marker::PhantomData;

use serde::de::Error as _;

use crate::error::{DecodeError, Error};
use crate::json::{JsonValue, Read};
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
        // Inside a document `null` is a blank value; as the whole of it, it would be a hollow one.
        let value = serde_json::from_slice(response.body()).and_then(|value: Option<Read<T>>| {
            value.ok_or_else(|| serde_json::Error::custom("the body is null"))
        });
        match value {
            Ok(Read(value)) => Ok(value),
            Err(error) => Err(DecodeError::new(response, type_name::<T>(), &error).into()),
        }
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

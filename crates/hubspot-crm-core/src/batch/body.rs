//! Bodies that hold the inputs of a batch.

use serde_json::{Map, Value};

use crate::call::{Inputs, JsonBody};
use crate::json::{JsonValue, Written};

/// A body that holds the inputs of a batch, maybe with other fields beside them: those go along
/// with every chunk.
///
/// Implemented by [`batch_body!`](crate::batch_body).
pub trait BatchBody {
    /// One of the inputs.
    type Input: JsonValue;

    /// The inputs.
    fn inputs(&self) -> &[Self::Input];

    /// Takes the inputs out.
    fn take_inputs(&mut self) -> Vec<Self::Input>;

    /// The fields beside the inputs.
    ///
    /// # Errors
    /// If JSON has no form for a value in them.
    fn rest(&self) -> serde_json::Result<Map<String, Value>> {
        Ok(Map::new())
    }
}

impl<T: JsonValue> BatchBody for Inputs<T> {
    type Input = T;

    fn inputs(&self) -> &[T] {
        &self.0
    }

    fn take_inputs(&mut self) -> Vec<T> {
        std::mem::take(&mut self.0)
    }
}

impl<T: JsonValue> BatchBody for Vec<T> {
    type Input = T;

    fn inputs(&self) -> &[T] {
        self
    }

    fn take_inputs(&mut self) -> Vec<T> {
        std::mem::take(self)
    }
}

impl<T: BatchBody> BatchBody for JsonBody<T> {
    type Input = T::Input;

    fn inputs(&self) -> &[T::Input] {
        self.0.inputs()
    }

    fn take_inputs(&mut self) -> Vec<T::Input> {
        self.0.take_inputs()
    }

    fn rest(&self) -> serde_json::Result<Map<String, Value>> {
        self.0.rest()
    }
}

/// The fields of a body other than `inputs`.
pub fn beside_inputs<T: JsonValue>(body: &T) -> serde_json::Result<Map<String, Value>> {
    let mut fields = match serde_json::to_value(Written(body))? {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    fields.remove("inputs");
    Ok(fields)
}

/// Says of a body, whose list `inputs` holds the inputs of a batch, which field that is and what
/// type they have. It implements [`BatchBody`](crate::BatchBody).
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{BatchBody, Extra, batch_body, json_object};
///
/// #[derive(Debug)]
/// struct Read {
///     inputs: Vec<String>,
///     archived: Option<bool>,
///     extra: Extra,
/// }
/// json_object!(Read { inputs: "inputs", archived: "archived" });
/// batch_body!(Read, inputs as String);
///
/// let body = Read { inputs: vec!["7".to_owned()], archived: Some(true), extra: Extra::new() };
/// assert_eq!(body.inputs(), ["7"]);
/// assert_eq!(body.rest()?.len(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! batch_body {
    ($name:ident, $inputs:ident as $input:ty) => {
        impl $crate::BatchBody for $name {
            type Input = $input;

            fn inputs(&self) -> &[$input] {
                &self.$inputs
            }

            fn take_inputs(&mut self) -> ::std::vec::Vec<$input> {
                ::core::mem::take(&mut self.$inputs)
            }

            fn rest(&self) -> $crate::__private::JsonResult<$crate::__private::Map> {
                $crate::__private::beside_inputs(self)
            }
        }
    };
}

/// Gives a request builder, whose body is a [`BatchBody`](crate::BatchBody), the method that sends
/// any number of inputs.
///
/// `in_chunks!(Builder as Decoder, body as Body)`, with the names that
/// [`operation!`](crate::operation) has them by. The decoder is a
/// [`BatchAnswer`](crate::BatchAnswer).
#[macro_export]
macro_rules! in_chunks {
    ($name:ident as $decode:ty, $body:ident as $ty:ty) => {
        impl $name {
            /// Sends any number of inputs, in as many requests as they need. See
            /// [`ChunkedBatch`]($crate::ChunkedBatch).
            pub fn in_chunks(
                self,
            ) -> $crate::ChunkedBatch<$decode, <$ty as $crate::BatchBody>::Input> {
                $crate::ChunkedBatch::new(self.endpoint, self.$body)
            }
        }
    };
}

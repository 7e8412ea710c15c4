//! Bodies, in the formats that operations take.

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use super::Request;
use super::fields::Node;
use crate::batch::{BatchBody, BatchInput};
use crate::error::{Error, InvalidRequest};
use crate::json::{JsonValue, Written, path};
use crate::query::push_pair;

impl Request {
    /// Sets the body, in JSON.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if JSON has no form for a value in the body, such as a number that
    /// is not finite.
    pub fn json<T: Serialize + ?Sized>(self, body: &T) -> Result<Self, Error> {
        self.json_as("application/json", body)
    }

    /// Sets the body, in JSON, if that is what HubSpot takes.
    pub(crate) fn json_value<T: JsonValue>(self, body: &T) -> Result<Self, Error> {
        match body.check() {
            Ok(()) => self.json(&Written(body)),
            Err(reason) => {
                let reason = format!("the body cannot be sent: {reason}");
                Err(InvalidRequest::new(self.operation, reason).into())
            }
        }
    }

    /// Sets the body, in JSON with a content type of its own, such as
    /// `application/merge-patch+json`.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    pub fn json_as<T: Serialize + ?Sized>(
        self,
        content_type: &'static str,
        body: &T,
    ) -> Result<Self, Error> {
        let json = serde_json::to_vec(body).map_err(|error| self.unfit("the body", &error))?;
        Ok(self.with_body(content_type, json.into()))
    }

    /// Sets the body, as a form (`application/x-www-form-urlencoded`) with a field for each
    /// property of an object. A list repeats its field; an object in it is sent as JSON text. `None`
    /// sets no body.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if the body is not an object, or if JSON has no form for a value
    /// in it.
    pub fn form<T: Serialize + ?Sized>(self, body: &T) -> Result<Self, Error> {
        let node = Node::of(body).map_err(|error| self.unfit("the body", &error))?;
        let object = match node {
            Node::Object(object) => object,
            Node::Scalar(Value::Null) => return Ok(self),
            _ => return Err(self.no_object("the body")),
        };
        let mut form = String::new();
        for (name, value) in &object {
            value.each_text(&mut |text| push_pair(&mut form, name, text));
        }
        Ok(self.with_body("application/x-www-form-urlencoded", form.into()))
    }

    /// Sets the body to the inputs of a batch: `{"inputs": […]}`.
    ///
    /// # Errors
    /// As [`json`](Self::json), and if there are more inputs than the operation takes.
    pub fn batch<T: JsonValue>(self, inputs: &[T]) -> Result<Self, Error> {
        self.count_inputs(inputs.len())?;
        self.json(&BatchInput { inputs })
    }

    /// Sets the body, in JSON, where it holds the inputs of a batch beside other fields.
    ///
    /// # Errors
    /// As [`batch`](Self::batch).
    pub fn batch_body<T: BatchBody + Serialize>(self, body: &T) -> Result<Self, Error> {
        self.count_inputs(body.inputs().len())?;
        self.json(body)
    }

    /// HubSpot would refuse all of them, in words that do not say what to do.
    fn count_inputs(&self, count: usize) -> Result<(), Error> {
        match self.operation.most_inputs() {
            Some(most) if count > most => {
                let reason = format!(
                    "there are {count} inputs, and one request takes {most} at most: `in_chunks` \
                     sends any number"
                );
                Err(InvalidRequest::new(self.operation, reason).into())
            }
            _ => Ok(()),
        }
    }

    /// Sets the body as it is.
    ///
    /// # Errors
    /// None; a result like those of the other bodies.
    pub fn bytes(self, content_type: &'static str, body: &Bytes) -> Result<Self, Error> {
        Ok(self.with_body(content_type, body.clone().into()))
    }

    /// Sets the body to a text, in UTF-8.
    ///
    /// # Errors
    /// None; a result like those of the other bodies.
    pub fn text(self, content_type: &'static str, body: &str) -> Result<Self, Error> {
        Ok(self.with_body(content_type, body.to_owned().into()))
    }

    /// The error for a value that JSON has no form for. Not generic, unlike its callers.
    pub(super) fn unfit(&self, what: &str, error: &serde_json::Error) -> Error {
        let text = error.to_string();
        let reason = match path::split(&text) {
            ("", message) => format!("{what} cannot be sent: {message}"),
            (path, message) => format!("{what} cannot be sent: {path}: {message}"),
        };
        InvalidRequest::new(self.operation, reason).into()
    }

    pub(super) fn no_object(&self, what: &str) -> Error {
        let reason = format!("{what} cannot be sent: it must be an object");
        InvalidRequest::new(self.operation, reason).into()
    }
}

//! The inputs of one request.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use serde_json::{Map, Value};

use crate::batch::answer::{BatchAnswer, InParts};
use crate::batch::keys::{TRACE_ID, trace_id};
use crate::endpoint::Endpoint;
use crate::error::{Error, InvalidRequest};
use crate::info::OperationInfo;
use crate::json::{JsonValue, Written, path};
use crate::operation::Operation;
use crate::request::Request;

/// Some inputs, as they are sent.
pub(super) struct Chunk {
    /// All of them.
    pub(super) range: Range<usize>,
    /// Those that can be sent.
    pub(super) sent: Vec<usize>,
    /// As they are sent.
    pub(super) values: Vec<Value>,
}

impl Chunk {
    /// The chunk, and the inputs in it that JSON has no form for: they need not cost the others.
    pub(super) fn new<'a, I: JsonValue + 'a>(
        range: Range<usize>,
        operation: &'static OperationInfo,
        input: impl Fn(usize) -> &'a I,
    ) -> (Self, Vec<(usize, Error)>) {
        let mut unfit = Vec::new();
        let mut chunk = Self {
            range: range.clone(),
            sent: Vec::new(),
            values: Vec::new(),
        };
        for index in range {
            match serde_json::to_value(Written(input(index))) {
                Ok(value) => {
                    chunk.sent.push(index);
                    chunk.values.push(value);
                }
                Err(error) => unfit.push((index, no_input(operation, index, &error))),
            }
        }
        if operation.takes_trace_ids() {
            chunk.name();
        }
        (chunk, unfit)
    }

    /// Gives a trace id to each input that has none. It is the index of the input, unless the caller has called another one so.
    fn name(&mut self) {
        let taken: HashSet<String> = self.values.iter().filter_map(trace_id).collect();
        for (index, value) in self.sent.iter().zip(&mut self.values) {
            if trace_id(value).is_some() {
                continue;
            }
            if let Some(fields) = value.as_object_mut() {
                let mut name = index.to_string();
                while taken.contains(&name) {
                    name.push('_');
                }
                fields.insert(TRACE_ID.to_owned(), name.into());
            }
        }
    }
}

fn no_input(operation: &'static OperationInfo, index: usize, error: &serde_json::Error) -> Error {
    let text = error.to_string();
    let reason = match path::split(&text) {
        ("", message) => format!("input {index} cannot be sent: {message}"),
        (path, message) => format!("input {index} cannot be sent: {path}: {message}"),
    };
    InvalidRequest::new(operation, reason).into()
}

/// The request that sends a chunk.
pub(super) struct ChunkRequest<D> {
    endpoint: Endpoint,
    body: Map<String, Value>,
    range: Range<usize>,
    sent: Vec<usize>,
    decode: PhantomData<fn() -> D>,
}

impl<D> ChunkRequest<D> {
    pub(super) fn new(endpoint: &Endpoint, rest: &Map<String, Value>, chunk: Chunk) -> Self {
        let mut body = rest.clone();
        body.insert("inputs".to_owned(), chunk.values.into());
        Self {
            endpoint: endpoint.clone(),
            body,
            range: chunk.range,
            sent: chunk.sent,
            decode: PhantomData,
        }
    }

    /// Once the request is made, what it was made from.
    pub(super) fn into_chunk(mut self) -> Chunk {
        let values = match self.body.remove("inputs") {
            Some(Value::Array(values)) => values,
            _ => Vec::new(),
        };
        Chunk {
            range: self.range,
            sent: self.sent,
            values,
        }
    }
}

impl<D: BatchAnswer> Operation for ChunkRequest<D> {
    type Decode = InParts<D>;

    fn request(&self) -> Result<Request, Error> {
        self.endpoint.request().json(&self.body)
    }

    fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    fn endpoint_mut(&mut self) -> &mut Endpoint {
        &mut self.endpoint
    }
}

impl<D> fmt::Debug for ChunkRequest<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChunkRequest").finish_non_exhaustive()
    }
}

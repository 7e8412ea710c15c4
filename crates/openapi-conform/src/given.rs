//! What the calls of the tests give to each operation. The generator writes them down as code, and the tests hold what is sent against the same values.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Examples, Parameter, Specs};
use crate::pointer::Origin;

impl Parameter<'_> {
    /// The value that a call gives. Text says the name of the parameter and, where it may, something that must be encoded.
    pub fn given(&self) -> Option<Value> {
        let text = match self.place {
            "path" => format!("{}/1", self.name),
            "query" => format!("{} & more", self.name),
            // What may stand in a header is a matter of its own.
            _ => self.name.to_owned(),
        };
        Some(Examples::default().named(&self.schema()?, &text))
    }
}

/// The bodies that the calls give.
#[derive(Debug, Default)]
pub struct Bodies {
    given: BTreeMap<(Origin, String), Vec<Value>>,
}

impl Bodies {
    /// The bodies of all calls. An operation is called as often as it takes to show each alternative that no operation before it has shown.
    pub fn of(specs: &Specs) -> Self {
        let mut examples = Examples::default();
        let mut bodies = Self::default();
        for operation in specs.operations() {
            for (media_type, media) in operation.body().into_iter().flat_map(|body| body.content) {
                let values = match media.get("schema") {
                    Some(schema) => examples.rest(&schema),
                    None => vec!["text".into()],
                };
                let key = (operation.node.origin().clone(), media_type.to_owned());
                bodies.given.insert(key, values);
            }
        }
        bodies
    }

    /// The bodies of the calls of one operation, under one of its media types.
    pub fn get(&self, operation: &Origin, media_type: &str) -> &[Value] {
        let key = (operation.clone(), media_type.to_owned());
        self.given.get(&key).map_or(&[], Vec::as_slice)
    }
}

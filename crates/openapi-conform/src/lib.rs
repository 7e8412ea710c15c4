//! Whether values and requests are what the documents say.
//!
//! It reads documents of OpenAPI 3.0 as they stand, as JSON values, and shares nothing with the understanding that a generator has of them: so a construct that a generator reads wrongly does
//! not pass because both read it alike.
//!
//! - [`check`]: a value against a schema of OpenAPI 3.0.
//! - [`complete`]: whether a value has everything that a schema has a place for.
//! - [`Examples`]: values made from a schema.
//! - [`Bodies`], [`Parameter::given`]: what the calls of the tests give.
//! - [`Parameter::read`], [`form`]: the values that a request was sent with.
//! - [`Operation`]: what an operation takes and gives, and which operation a request is meant for.

mod check;
mod complete;
mod example;
pub mod form;
mod format;
mod given;
mod node;
mod operation;
pub mod pointer;
pub mod reference;
mod sent;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use self::check::{Violation, check};
pub use self::complete::complete;
pub use self::example::Examples;
pub use self::given::Bodies;
pub use self::node::Node;
pub use self::operation::{Answer, Body, Operation, Parameter, Scheme};
pub use self::sent::read_text;

use serde_json::Value;

use crate::pointer::Origin;

/// Documents as they stand.
#[derive(Debug, Clone, Default)]
pub struct Specs {
    documents: BTreeMap<String, Value>,
}

impl Specs {
    /// The paths of all documents.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.documents.keys().map(String::as_str)
    }

    /// A document.
    pub fn document(&self, file: &str) -> Option<Node<'_>> {
        let (file, value) = self.documents.get_key_value(file)?;
        Some(Node::new(self, Origin::document(file), value))
    }

    /// What stands at a place or, if that is a `$ref`, what it leads to.
    pub fn at(&self, origin: &Origin) -> Option<Node<'_>> {
        let value = self
            .documents
            .get(&*origin.file)?
            .pointer(&origin.pointer)?;
        Some(Node::new(self, origin.clone(), value))
    }
}

impl<F: Into<String>> FromIterator<(F, Value)> for Specs {
    fn from_iter<I: IntoIterator<Item = (F, Value)>>(documents: I) -> Self {
        let documents = documents.into_iter();
        Self {
            documents: documents
                .map(|(file, value)| (file.into(), value))
                .collect(),
        }
    }
}

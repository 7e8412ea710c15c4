//! Whether values and requests are what the documents say.
//!
//! It reads the documents as they stand, as JSON values, and shares nothing with the generator's own understanding of them but the parser and the paths of references: so a
//! construct that the generator reads wrongly does not pass because both read it alike.
//!
//! - [`check`]: a value against a schema of OpenAPI 3.0.
//! - [`complete`]: whether a value has everything that a schema has a place for.
//! - [`Examples`]: values made from a schema.
//! - [`Bodies`], [`Parameter::given`]: what the calls of the tests give.
//! - [`Operation`]: what an operation takes and gives, and which operation a request is meant for.

mod check;
mod complete;
mod example;
mod format;
mod given;
mod node;
mod operation;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use self::check::{Violation, check};
pub use self::complete::complete;
pub use self::example::Examples;
pub use self::given::Bodies;
pub use self::node::Node;
pub use self::operation::{Answer, Body, Operation, Parameter, Scheme};

use serde_json::Value;

use crate::diagnostics::Diagnostics;
use crate::inputs::Inputs;
use crate::parse;
use crate::pointer::Origin;

/// Documents as they stand.
#[derive(Debug, Clone, Default)]
pub struct Specs {
    documents: BTreeMap<String, Value>,
}

impl Specs {
    /// All documents of a folder.
    ///
    /// # Errors
    ///
    /// Everything that cannot be read.
    pub fn read(inputs: &Inputs) -> Result<Self, Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        let mut documents = BTreeMap::new();
        for (file, text) in &inputs.files {
            match parse::parse(file, text) {
                Ok(value) => {
                    documents.insert(file.clone(), value);
                }
                Err(fault) => diagnostics.push(fault),
            }
        }
        match diagnostics.has_errors() {
            true => Err(diagnostics),
            false => Ok(Self { documents }),
        }
    }

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

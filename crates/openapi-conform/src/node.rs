//! Places in the documents, seen through references.

use std::fmt;

use serde_json::Value;

use super::Specs;
use crate::pointer::Origin;
use crate::reference;

/// As many references may follow one another; more lead in a circle.
const MOST_REFERENCES: usize = 32;

/// What stands at a place of a document. References are followed, so it is never a `$ref`, unless that leads nowhere.
#[derive(Clone)]
pub struct Node<'a> {
    specs: &'a Specs,
    origin: Origin,
    value: &'a Value,
}

impl<'a> Node<'a> {
    pub(super) fn new(specs: &'a Specs, origin: Origin, value: &'a Value) -> Self {
        let start = Self {
            specs,
            origin,
            value,
        };
        let mut node = start.clone();
        for _ in 0..MOST_REFERENCES {
            if node.text("$ref").is_none() {
                return node;
            }
            let Some(next) = node.target() else {
                return start;
            };
            node = next;
        }
        start
    }

    /// What a `$ref` names, which may be another one.
    fn target(&self) -> Option<Self> {
        let origin = reference::target(&self.origin, self.text("$ref")?)?;
        let document = self.specs.documents.get(&*origin.file)?;
        Some(Self {
            specs: self.specs,
            value: document.pointer(&origin.pointer)?,
            origin,
        })
    }

    /// Where it stands.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Its value.
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// The last part of its place: the name of a component.
    pub fn name(&self) -> String {
        let parts = crate::pointer::split(&self.origin.pointer).unwrap_or_default();
        parts.last().cloned().unwrap_or_default()
    }

    /// Another place, as a `$ref` at this one would name it.
    pub(super) fn refer(&self, reference: &str) -> Option<Self> {
        self.specs.at(&reference::target(&self.origin, reference)?)
    }

    /// A member of an object.
    pub fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.as_object()?.get(key)?;
        Some(Self::new(self.specs, self.origin.key(key), value))
    }

    /// All members of the object under a key; none if there is no such object.
    pub fn members(&self, key: &str) -> Vec<(&'a str, Self)> {
        let Some(Value::Object(members)) = self.value.get(key) else {
            return Vec::new();
        };
        let at = self.origin.key(key);
        let members = members.iter();
        let node = |(key, value): (&'a String, &'a Value)| {
            let node = Self::new(self.specs, at.key(key), value);
            (key.as_str(), node)
        };
        members.map(node).collect()
    }

    /// All elements of the list under a key; none if there is no such list.
    pub fn elements(&self, key: &str) -> Vec<Self> {
        let Some(Value::Array(elements)) = self.value.get(key) else {
            return Vec::new();
        };
        let at = self.origin.key(key);
        let elements = elements.iter().enumerate();
        let node = |(index, value)| Self::new(self.specs, at.index(index), value);
        elements.map(node).collect()
    }

    /// The values of the list under a key, as they stand.
    pub fn values(&self, key: &str) -> &'a [Value] {
        let values = self.value.get(key).and_then(Value::as_array);
        values.map_or(&[], Vec::as_slice)
    }

    /// The text under a key.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    /// Whether there is a `true` under a key.
    pub fn flag(&self, key: &str) -> bool {
        self.value.get(key) == Some(&Value::Bool(true))
    }

    /// The number under a key.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.value.get(key)?.as_f64()
    }

    /// The number under a key, as a count.
    pub fn count(&self, key: &str) -> Option<usize> {
        usize::try_from(self.value.get(key)?.as_u64()?).ok()
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.origin)
    }
}

//! Objects that are sent in another form than JSON.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// JSON with the properties of objects in the order of the type that they come from. That of
/// `serde_json`'s maps depends on the features which an application turns on.
pub(super) enum Node {
    /// Neither a list nor an object.
    Scalar(Value),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Node {
    /// A value as its JSON shows it.
    pub(super) fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        // By way of the text, so that types which are sent as JSON elsewhere are not compiled for
        // another serializer.
        let json = serde_json::to_vec(value)?;
        serde_json::from_slice(&json)
    }

    /// Calls `add` with each text that a field is sent with: not at all for null, once per item of
    /// a list, and with JSON for what is nested deeper.
    pub(super) fn each_text(&self, add: &mut dyn FnMut(&str)) {
        match self {
            Self::List(items) => items.iter().for_each(|item| item.text(add)),
            other => other.text(add),
        }
    }

    fn text(&self, add: &mut dyn FnMut(&str)) {
        match self {
            Self::Scalar(Value::Null) => {}
            Self::Scalar(Value::String(text)) => add(text),
            Self::Scalar(scalar) => add(&scalar.to_string()),
            // It was read from JSON, so it has a form in it.
            nested => add(&serde_json::to_string(nested).unwrap_or_default()),
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar(scalar) => scalar.serialize(serializer),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(object) => {
                serializer.collect_map(object.iter().map(|(name, node)| (name, node)))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

macro_rules! scalars {
    ($($visit:ident($type:ty)),*) => {
        $(fn $visit<E: Error>(self, scalar: $type) -> Result<Node, E> {
            Ok(Node::Scalar(scalar.into()))
        })*
    };
}

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    scalars!(
        visit_bool(bool),
        visit_i64(i64),
        visit_u64(u64),
        visit_f64(f64),
        visit_str(&str)
    );

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut object = Vec::new();
        while let Some(entry) = access.next_entry()? {
            object.push(entry);
        }
        Ok(Node::Object(object))
    }
}

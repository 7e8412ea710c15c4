//! Query parameters, in the styles of OpenAPI.

use serde::Serialize;
use serde_json::Value;

use super::Request;
use super::fields::Node;
use crate::error::Error;
use crate::query::{QueryValue, joined, push_encoded, push_pair};

impl Request {
    /// Adds a query parameter, once for each text of the value: `ids=1&ids=2`.
    #[must_use]
    pub fn query(mut self, name: &str, value: &dyn QueryValue) -> Self {
        value.each(&mut |text| push_pair(&mut self.query, name, text));
        self
    }

    /// Adds a query parameter once, with the texts of the value joined by a separator: `ids=1,2`.
    ///
    /// The texts are encoded, and so never hold the separator. It is left as it is where it may
    /// stand in a query, as a comma may; a blank and `|` may not.
    #[must_use]
    pub fn query_joined(mut self, name: &str, separator: &str, value: &dyn QueryValue) -> Self {
        if let Some(text) = joined(separator, value) {
            push_encoded(&mut self.query, name, &text);
        }
        self
    }

    /// Adds a query parameter for each property of an object, under the name of the property. A
    /// list repeats its parameter; an object in it is sent as JSON text.
    ///
    /// If the name has a placeholder in braces, it is the name of each parameter, with the
    /// property's in place of the placeholder: `property.{name}`. A value that is not an object is
    /// sent under the name itself.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if JSON has no form for the value, or if it is not an object and
    /// the name has a placeholder.
    pub fn query_object<T: Serialize + ?Sized>(self, name: &str, value: &T) -> Result<Self, Error> {
        let node = Node::of(value).map_err(|error| self.unfit(&parameter(name), &error))?;
        self.query_node(name, &node)
    }

    fn query_node(mut self, name: &str, node: &Node) -> Result<Self, Error> {
        let query = &mut self.query;
        match (node, placeholder(name)) {
            (Node::Object(object), placeholder) => {
                for (property, value) in object {
                    let name = match placeholder {
                        Some((before, after)) => &format!("{before}{property}{after}"),
                        None => property,
                    };
                    value.each_text(&mut |text| push_pair(query, name, text));
                }
            }
            (Node::Scalar(Value::Null), _) => {}
            (_, Some(_)) => return Err(self.no_object(&parameter(name))),
            (other, None) => other.each_text(&mut |text| push_pair(query, name, text)),
        }
        Ok(self)
    }

    /// Adds a query parameter for each property of an object, with the name of the property in
    /// brackets (style `deepObject`): `filter[owner][id]=1`. A list repeats its parameter; an
    /// object in a list is sent as JSON text. A value that is not an object is sent under the name
    /// itself.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if JSON has no form for the value.
    pub fn query_deep<T: Serialize + ?Sized>(
        mut self,
        name: &str,
        value: &T,
    ) -> Result<Self, Error> {
        let node = Node::of(value).map_err(|error| self.unfit(&parameter(name), &error))?;
        push_deep(&mut self.query, name, &node);
        Ok(self)
    }

    /// Adds a query parameter whose text is JSON.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if JSON has no form for the value.
    pub fn query_json<T: Serialize + ?Sized>(
        mut self,
        name: &str,
        value: &T,
    ) -> Result<Self, Error> {
        let json =
            serde_json::to_string(value).map_err(|error| self.unfit(&parameter(name), &error))?;
        if json != "null" {
            push_pair(&mut self.query, name, &json);
        }
        Ok(self)
    }
}

fn parameter(name: &str) -> String {
    format!("query parameter `{name}`")
}

/// The text before and after the placeholder in a name, if there is one.
fn placeholder(name: &str) -> Option<(&str, &str)> {
    let (before, rest) = name.split_once('{')?;
    let (_, after) = rest.split_once('}')?;
    Some((before, after))
}

fn push_deep(query: &mut String, name: &str, node: &Node) {
    match node {
        Node::Object(object) => {
            for (property, value) in object {
                push_deep(query, &format!("{name}[{property}]"), value);
            }
        }
        other => other.each_text(&mut |text| push_pair(query, name, text)),
    }
}

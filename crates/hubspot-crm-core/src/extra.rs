//! Fields of an object that this version of the crate does not know.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

/// Fields that this version of the crate does not know: kept as they came, and written back.
///
/// In a type that is sent it is the way to send a field that the documents do not know. A field
/// whose name the type does know is not sent from here. It is as large as a pointer.
#[derive(Clone, Default, PartialEq)]
pub struct Extra {
    /// `None` when empty: two empty ones are equal, and the usual case costs no allocation.
    #[expect(
        clippy::box_collection,
        reason = "every model has an `Extra`: a map in place is three pointers wide"
    )]
    fields: Option<Box<BTreeMap<String, Value>>>,
}

impl Extra {
    /// No fields.
    pub const fn new() -> Self {
        Self { fields: None }
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.fields.as_ref()?.get(name)
    }

    /// Sets a field, and returns the value that it had.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.fields
            .get_or_insert_default()
            .insert(name.into(), value.into())
    }

    /// Removes a field, and returns the value that it had.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let removed = self.fields.as_mut()?.remove(name);
        self.fields.take_if(|fields| fields.is_empty());
        removed
    }

    /// All fields, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.fields
            .iter()
            .flat_map(|fields| fields.iter().map(|(name, value)| (name.as_str(), value)))
    }

    /// The number of fields.
    pub fn len(&self) -> usize {
        self.fields.as_ref().map_or(0, |fields| fields.len())
    }

    /// Whether there are no fields.
    pub fn is_empty(&self) -> bool {
        self.fields.is_none()
    }
}

impl<N: Into<String>, V: Into<Value>> FromIterator<(N, V)> for Extra {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let mut extra = Self::new();
        for (name, value) in fields {
            extra.insert(name, value);
        }
        extra
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_pointer_wide() {
        assert_eq!(size_of::<Extra>(), size_of::<usize>());
    }

    #[test]
    fn emptied_equals_never_filled() {
        let mut extra = Extra::new();
        assert_eq!(extra.insert("a", 1), None);
        assert_eq!(extra.insert("a", "x"), Some(Value::from(1)));
        assert_eq!(extra.get("a"), Some(&Value::from("x")));
        assert_eq!(extra.len(), 1);
        assert_eq!(format!("{extra:?}"), r#"{"a": String("x")}"#);
        assert_eq!(extra.remove("b"), None);
        assert!(!extra.is_empty());
        assert_eq!(extra.remove("a"), Some(Value::from("x")));
        assert_eq!(extra, Extra::new());
        assert!(extra.is_empty());
    }
}

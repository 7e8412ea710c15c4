//! Where something stands in a document: a file with a JSON pointer (RFC 6901), or with a line and a column.

use std::fmt;
use std::sync::Arc;

/// A place in one input document: what every diagnostic and every element of the model carries.
///
/// The file is its path below the input folder, with `/` on every platform, so that output and messages do not depend on the working folder.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// Path of the document below the input folder.
    pub file: Arc<str>,
    /// JSON pointer within the document; empty for the document itself.
    pub pointer: String,
}

impl Origin {
    /// The document as a whole.
    pub fn document(file: &str) -> Self {
        Self {
            file: file.into(),
            pointer: String::new(),
        }
    }

    /// The member `key` of the object at this place.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        Self {
            file: Arc::clone(&self.file),
            pointer: below(&self.pointer, key),
        }
    }

    /// The element `index` of the array at this place.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.key(&index.to_string())
    }

    /// The last part of the pointer, which is the name if the place is a component; empty for the document itself.
    pub fn last_part(&self) -> String {
        let parts = split(&self.pointer).unwrap_or_default();
        parts.last().cloned().unwrap_or_default()
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}#{}", self.file, self.pointer)
    }
}

/// A line and a column, both counted from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Splits a JSON pointer into its unescaped parts; `None` if it does not start with `/`.
pub fn split(pointer: &str) -> Option<Vec<String>> {
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    let parts = pointer.strip_prefix('/')?;
    Some(
        parts
            .split('/')
            .map(|part| part.replace("~1", "/").replace("~0", "~"))
            .collect(),
    )
}

/// Makes a JSON pointer of its parts; the opposite of [`split`].
pub fn join(parts: &[String]) -> String {
    let mut pointer = String::new();
    for part in parts {
        push(&mut pointer, part);
    }
    pointer
}

/// The JSON pointer of a member of what a pointer leads to.
pub fn below(pointer: &str, key: &str) -> String {
    let mut whole = String::with_capacity(pointer.len() + key.len() + 1);
    whole.push_str(pointer);
    push(&mut whole, key);
    whole
}

fn push(pointer: &mut String, key: &str) {
    pointer.push('/');
    for character in key.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_escaped_and_split_gives_them_back() {
        let origin = Origin::document("v3/contacts.yaml")
            .key("paths")
            .key("/crm/~v3")
            .index(2);
        assert_eq!(origin.to_string(), "v3/contacts.yaml#/paths/~1crm~1~0v3/2");
        assert_eq!(split(&origin.pointer).unwrap(), ["paths", "/crm/~v3", "2"]);
        assert_eq!(split(""), Some(Vec::new()));
        assert_eq!(origin.key("a/b").last_part(), "a/b");
        assert_eq!(Origin::document("v3/contacts.yaml").last_part(), "");
        assert_eq!(split("components"), None);
        assert_eq!(join(&split(&origin.pointer).unwrap()), origin.pointer);
    }
}

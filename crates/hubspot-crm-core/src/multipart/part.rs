//! Files in a body of several parts.

use std::fmt;

use bytes::Bytes;

/// A file to be sent.
///
/// ```
/// use hubspot_crm_core::FilePart;
///
/// let file = FilePart::new("contacts.csv", "email\nada@example.com\n").content_type("text/csv");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct FilePart {
    file_name: String,
    content_type: Option<String>,
    content: Bytes,
}

impl FilePart {
    /// A file with a name, which HubSpot may show, and its content.
    pub fn new(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self {
            file_name: file_name.into(),
            content_type: None,
            content: content.into(),
        }
    }

    /// Says what the content is, such as `text/csv`, instead of `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// The name of the file.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// The content.
    pub fn content(&self) -> &Bytes {
        &self.content
    }

    pub(super) fn sent_content_type(&self) -> &str {
        self.content_type
            .as_deref()
            .unwrap_or("application/octet-stream")
    }
}

/// Leaves out the content, which is long and may hold personal data.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart")
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("length", &self.content.len())
            .finish_non_exhaustive()
    }
}

/// What a field for files may be.
pub trait FileParts {
    /// Calls `add` with each file.
    fn each(&self, add: &mut dyn FnMut(&FilePart));
}

impl FileParts for FilePart {
    fn each(&self, add: &mut dyn FnMut(&FilePart)) {
        add(self);
    }
}

impl<T: FileParts> FileParts for Option<T> {
    fn each(&self, add: &mut dyn FnMut(&FilePart)) {
        if let Some(file) = self {
            file.each(add);
        }
    }
}

impl<T: FileParts> FileParts for Vec<T> {
    fn each(&self, add: &mut dyn FnMut(&FilePart)) {
        for file in self {
            file.each(add);
        }
    }
}

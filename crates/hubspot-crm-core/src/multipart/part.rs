//! Files in a body of several parts.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::AsyncRead;

use crate::transport::body::{OnProgress, Piece, Source};

/// A file to be sent: its content is bytes, or is read while it is sent.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::FilePart;
///
/// let file = FilePart::new("contacts.csv", "email\nada@example.com\n").content_type("text/csv");
/// ```
///
/// A reader or a stream can be read once. A request with one is not repeated once something of it
/// was read, and to send the same request again is an
/// [`InvalidRequest`](crate::InvalidRequest). The time-out of a request holds for its upload too:
/// a large file may need a longer one.
#[derive(Clone)]
pub struct FilePart {
    file_name: String,
    content_type: Option<String>,
    content: Source,
    on_progress: Option<OnProgress>,
}

impl FilePart {
    /// A file with a name, which HubSpot may show, and its content.
    pub fn new(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::of(file_name, Source::Bytes(content.into()))
    }

    /// A file that is read while it is sent, such as one that `tokio::fs::File::open` has opened.
    /// No more than 64 KiB are in memory at once.
    ///
    /// Say how long it is where you know it, by [`length`](Self::length).
    pub fn from_reader(
        file_name: impl Into<String>,
        reader: impl AsyncRead + Send + 'static,
    ) -> Self {
        Self::of(file_name, Source::reader(reader))
    }

    /// A file whose content comes as a stream of bytes, such as the body of another request.
    ///
    /// Say how long it is where you know it, by [`length`](Self::length).
    ///
    /// ```
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// use futures_util::stream;
    /// use hubspot_crm_gen::{Bytes, FilePart};
    ///
    /// let rows = stream::iter([Ok::<_, std::io::Error>(Bytes::from("email\n"))]);
    /// let file = FilePart::from_stream("contacts.csv", rows).length(6);
    /// ```
    pub fn from_stream<S, B, E>(file_name: impl Into<String>, stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self::of(file_name, Source::stream(stream))
    }

    fn of(file_name: impl Into<String>, content: Source) -> Self {
        Self {
            file_name: file_name.into(),
            content_type: None,
            content,
            on_progress: None,
        }
    }

    /// Says what the content is, such as `text/csv`, instead of `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Says how many bytes a reader or a stream has; without it the request is sent in chunks,
    /// which not every server or proxy takes. If it ends before, or does not end then, the request
    /// fails.
    ///
    /// It has no effect on bytes.
    #[must_use]
    pub fn length(mut self, length: u64) -> Self {
        self.content = self.content.of_length(Some(length));
        self
    }

    /// Calls a function while the file is sent: with the number of bytes that were handed to the
    /// connection so far, and the length of the file if it is known. It begins with 0, in each
    /// attempt to send the request. What was handed over may still be on its way.
    ///
    /// The function should return soon: it holds up the upload.
    ///
    /// ```
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// use hubspot_crm_gen::FilePart;
    ///
    /// let file = FilePart::new("contacts.csv", "email\n")
    ///     .on_progress(|sent, length| println!("{sent} of {length:?} bytes"));
    /// ```
    #[must_use]
    pub fn on_progress(
        mut self,
        on_progress: impl Fn(u64, Option<u64>) + Send + Sync + 'static,
    ) -> Self {
        self.on_progress = Some(Arc::new(on_progress));
        self
    }

    /// The name of the file.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// The content; `None` if it is still to be read.
    pub fn content(&self) -> Option<&Bytes> {
        match &self.content {
            Source::Bytes(bytes) => Some(bytes),
            Source::Stream(_) => None,
        }
    }

    pub(super) fn piece(&self) -> Piece {
        Piece::new(self.content.clone(), self.on_progress.clone())
    }

    pub(super) fn sent_content_type(&self) -> &str {
        self.content_type
            .as_deref()
            .unwrap_or("application/octet-stream")
    }
}

/// Equal is what is sent as the same. A reader or a stream is equal to itself and its clones only.
impl PartialEq for FilePart {
    fn eq(&self, other: &Self) -> bool {
        self.file_name == other.file_name
            && self.sent_content_type() == other.sent_content_type()
            && self.content == other.content
    }
}

impl Eq for FilePart {}

/// Leaves out the content, which is long and may hold personal data.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart")
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("length", &self.content.length())
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

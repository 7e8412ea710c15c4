//! What a body is made of.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::TryStreamExt;
use tokio::io::{AsyncRead, ReadBuf};

use super::BodyError;

/// How much is read, and told of as progress, at once.
pub(super) const CHUNK: usize = 64 * 1024;

/// Chunks of a stream.
pub(super) type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, BodyError>> + Send>>;

/// Is told how much was handed over, and the whole length where it is known.
pub(crate) type OnProgress = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;

/// Bytes, or a stream of them.
#[derive(Clone)]
pub(crate) enum Source {
    Bytes(Bytes),
    Stream(OneShot),
}

/// A stream that can be read once. Clones share it.
#[derive(Clone)]
pub(crate) struct OneShot {
    /// Empty from the first reading on.
    chunks: Arc<Mutex<Option<Chunks>>>,
    pub(super) length: Option<u64>,
}

/// A source in a body, and who wants to know how much of it was sent.
#[derive(Clone)]
pub(crate) struct Piece {
    pub(super) source: Source,
    pub(super) on_progress: Option<OnProgress>,
}

impl Source {
    pub(crate) fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let chunks = stream
            .map_ok(Into::into)
            .map_err(|error| BodyError::Read(error.into()));
        Self::Stream(OneShot {
            chunks: Arc::new(Mutex::new(Some(Box::pin(chunks)))),
            length: None,
        })
    }

    pub(crate) fn reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::stream(Reader {
            reader: Some(Box::pin(reader)),
            buffer: BytesMut::new(),
        })
    }

    /// Says how long a stream is; bytes know it.
    pub(crate) fn of_length(mut self, length: Option<u64>) -> Self {
        if let Self::Stream(stream) = &mut self {
            stream.length = length;
        }
        self
    }

    pub(crate) fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Stream(stream) => stream.length,
        }
    }
}

/// Bytes are compared, a stream is equal to itself only.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(one), Self::Bytes(other)) => one == other,
            (Self::Stream(one), Self::Stream(other)) => {
                Arc::ptr_eq(&one.chunks, &other.chunks) && one.length == other.length
            }
            _ => false,
        }
    }
}

impl Eq for Source {}

impl OneShot {
    pub(super) fn take(&self) -> Option<Chunks> {
        self.lock().take()
    }

    /// A panic in another thread cannot leave the slot half empty.
    fn lock(&self) -> MutexGuard<'_, Option<Chunks>> {
        self.chunks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Piece {
    pub(crate) fn new(source: Source, on_progress: Option<OnProgress>) -> Self {
        Self {
            source,
            on_progress,
        }
    }

    pub(crate) fn length(&self) -> Option<u64> {
        self.source.length()
    }

    pub(super) fn is_unread(&self) -> bool {
        match &self.source {
            Source::Bytes(_) => true,
            Source::Stream(stream) => stream.lock().is_some(),
        }
    }

    /// The bytes, if it is not a stream.
    pub(crate) fn as_bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Bytes(bytes) => Some(bytes),
            Source::Stream(_) => None,
        }
    }

    /// The bytes, if nobody wants to know how far they are.
    pub(crate) fn as_plain(&self) -> Option<&Bytes> {
        self.as_bytes().filter(|_| self.on_progress.is_none())
    }
}

impl From<Source> for Piece {
    fn from(source: Source) -> Self {
        Self::new(source, None)
    }
}

impl From<Bytes> for Piece {
    fn from(bytes: Bytes) -> Self {
        Source::Bytes(bytes).into()
    }
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Piece")
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}

/// What a reader gives, as a stream.
struct Reader {
    /// Gone after its end, and after an error.
    reader: Option<Pin<Box<dyn AsyncRead + Send>>>,
    /// What is not yet filled. Chunks are cut off at its front, so that a reader that gives little
    /// at a time costs no more memory than another.
    buffer: BytesMut,
}

impl Stream for Reader {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { reader, buffer } = &mut *self;
        let Some(source) = reader else {
            return Poll::Ready(None);
        };
        if buffer.is_empty() {
            *buffer = BytesMut::zeroed(CHUNK);
        }
        let mut filling = ReadBuf::new(buffer);
        let read = ready!(source.as_mut().poll_read(context, &mut filling));
        let chunk = match read {
            Ok(()) => match filling.filled().len() {
                0 => None,
                length => Some(Ok(buffer.split_to(length).freeze())),
            },
            Err(error) => Some(Err(error)),
        };
        if !matches!(chunk, Some(Ok(_))) {
            *reader = None;
        }
        Poll::Ready(chunk)
    }
}

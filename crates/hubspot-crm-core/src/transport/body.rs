//! Bodies of requests: bytes, or streams, which are read while they are sent.

mod source;
mod stream;
#[cfg(test)]
mod tests;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::TryStreamExt;

pub(crate) use source::{OnProgress, Piece, Source};
pub use stream::BodyStream;

/// Why [`Request::multipart`](crate::Request::multipart) and the like refuse a body, before
/// anything is sent.
pub(crate) const READ_BEFORE: &str =
    "the body is a stream that was read before, and it can be sent once only";

/// The body of a request: bytes, or a stream that is read while it is sent.
///
/// Clones share a stream. It can be read once, by one of them.
#[derive(Clone)]
pub struct HttpBody(Content);

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    Pieces(Arc<[Piece]>),
}

/// Why a body could not be sent to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BodyError {
    /// What the body is read from failed.
    #[error("the source of the body failed")]
    Read(#[source] Box<dyn StdError + Send + Sync>),
    /// The stream ended before its length.
    #[error("the stream ended after {sent} bytes, and its length was said to be {length}")]
    Shorter {
        /// The length that was given for it.
        length: u64,
        /// What there was.
        sent: u64,
    },
    /// The stream went on after its length.
    #[error("the stream did not end after {length} bytes, as was said to be its length")]
    Longer {
        /// The length that was given for it.
        length: u64,
    },
    /// Somebody has begun to read the stream before.
    #[error("{READ_BEFORE}")]
    ReadBefore,
}

impl HttpBody {
    /// A body that is read from a stream. Where its length is not known, HTTP/1.1 sends it in
    /// chunks, which not every server or proxy takes.
    ///
    /// The stream has to end after as many bytes as `length` says: otherwise the request fails.
    pub fn from_stream<S, B, E>(length: Option<u64>, stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self::of_pieces(vec![Piece::from(Source::stream(stream).of_length(length))])
    }

    pub(crate) fn of_pieces(pieces: Vec<Piece>) -> Self {
        Self(Content::Pieces(pieces.into()))
    }

    /// The bytes, where no stream has to be read for them.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Pieces(_) => None,
        }
    }

    /// The number of bytes, where it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Pieces(pieces) => pieces.iter().map(Piece::length).sum(),
        }
    }

    /// Whether it can be sent from its start: bytes always can, a stream until somebody has begun
    /// to read it. So a request of which nothing was sent can be repeated in any case.
    pub fn is_repeatable(&self) -> bool {
        match &self.0 {
            Content::Bytes(_) => true,
            Content::Pieces(pieces) => pieces.iter().all(Piece::is_unread),
        }
    }

    /// The body as a stream, for transports. Nothing is read until the stream is polled.
    pub fn into_stream(self) -> BodyStream {
        match self.0 {
            Content::Bytes(bytes) => BodyStream::new([Piece::from(bytes)].into()),
            Content::Pieces(pieces) => BodyStream::new(pieces),
        }
    }

    /// Reads the whole body into memory: for transports of tests, and of libraries that have no
    /// streams.
    ///
    /// # Errors
    /// [`BodyError`], where a stream fails.
    pub async fn collect(self) -> Result<Bytes, BodyError> {
        if let Content::Bytes(bytes) = self.0 {
            return Ok(bytes);
        }
        let add = |mut body: Vec<u8>, chunk: Bytes| {
            body.extend_from_slice(&chunk);
            std::future::ready(Ok(body))
        };
        let body = self.into_stream().try_fold(Vec::new(), add).await?;
        Ok(body.into())
    }
}

macro_rules! from_bytes {
    ($($type:ty),*) => {
        $(impl From<$type> for HttpBody {
            fn from(bytes: $type) -> Self {
                Self(Content::Bytes(bytes.into()))
            }
        })*
    };
}

from_bytes!(Bytes, Vec<u8>, String, &'static [u8], &'static str);

/// Leaves out the content, which may hold secrets and personal data.
impl fmt::Debug for HttpBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpBody")
            .field("length", &self.length())
            .field("is_stream", &self.as_bytes().is_none())
            .finish_non_exhaustive()
    }
}

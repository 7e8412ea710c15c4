//! A body while it is sent.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::BodyError;
use super::source::{CHUNK, Chunks, OnProgress, Piece, Source};

/// The chunks of a body, in their order.
///
/// Dropping it in the middle of a stream loses the rest of that: the body can't be sent any more.
pub struct BodyStream {
    pieces: Arc<[Piece]>,
    /// The piece that is next.
    next: usize,
    current: Option<Current>,
}

/// A piece that is being read.
struct Current {
    chunks: Remaining,
    /// Read so far.
    read: u64,
    length: Option<u64>,
    on_progress: Option<OnProgress>,
    /// The last chunk of a stream by its length, until the stream has ended. A library that has
    /// as many bytes as the header says stops reading, and nobody would learn that there are more.
    held: Option<Bytes>,
}

enum Remaining {
    Bytes(Bytes),
    Stream(Chunks),
}

impl BodyStream {
    pub(super) fn new(pieces: Arc<[Piece]>) -> Self {
        Self {
            pieces,
            next: 0,
            current: None,
        }
    }

    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, BodyError>> {
        loop {
            if let Some(current) = &mut self.current {
                match ready!(current.poll_chunk(context))? {
                    Some(chunk) => return Poll::Ready(Ok(Some(chunk))),
                    None => self.current = None,
                }
            }
            let Some(piece) = self.pieces.get(self.next) else {
                return Poll::Ready(Ok(None));
            };
            self.next += 1;
            self.current = Some(Current::open(piece)?);
        }
    }
}

impl Current {
    fn open(piece: &Piece) -> Result<Self, BodyError> {
        let current = Self {
            chunks: match &piece.source {
                Source::Bytes(bytes) => Remaining::Bytes(bytes.clone()),
                Source::Stream(stream) => {
                    Remaining::Stream(stream.take().ok_or(BodyError::ReadBefore)?)
                }
            },
            read: 0,
            length: piece.length(),
            on_progress: piece.on_progress.clone(),
            held: None,
        };
        // At the start of every attempt, so that a repetition is seen.
        current.tell();
        Ok(current)
    }

    fn tell(&self) {
        if let Some(on_progress) = &self.on_progress {
            on_progress(self.read, self.length);
        }
    }

    /// The next chunk, which is not empty; `None` at the end.
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, BodyError>> {
        let chunk = match &mut self.chunks {
            Remaining::Bytes(rest) => {
                // In one piece, unless somebody wants to see it go.
                let chunk = match &self.on_progress {
                    Some(_) => rest.split_to(rest.len().min(CHUNK)),
                    None => std::mem::take(rest),
                };
                self.read += chunk.len() as u64;
                chunk
            }
            Remaining::Stream(_) => ready!(self.poll_stream(context))?,
        };
        if chunk.is_empty() {
            return Poll::Ready(Ok(None));
        }
        self.tell();
        Poll::Ready(Ok(Some(chunk)))
    }

    /// The next chunk; an empty one at the end.
    fn poll_stream(&mut self, context: &mut Context<'_>) -> Poll<Result<Bytes, BodyError>> {
        let Remaining::Stream(chunks) = &mut self.chunks else {
            return Poll::Ready(Ok(Bytes::new()));
        };
        loop {
            let next = ready!(chunks.as_mut().poll_next(context)).transpose()?;
            let Some(chunk) = next else {
                // Not polled after its end.
                self.chunks = Remaining::Bytes(Bytes::new());
                let end = self.held.take().unwrap_or_default();
                return Poll::Ready(match self.length {
                    Some(length) if self.read < length => Err(BodyError::Shorter {
                        length,
                        sent: self.read,
                    }),
                    _ => Ok(end),
                });
            };
            if chunk.is_empty() {
                continue;
            }
            self.read += chunk.len() as u64;
            match self.length {
                Some(length) if self.read > length => {
                    return Poll::Ready(Err(BodyError::Longer { length }));
                }
                Some(length) if self.read == length => self.held = Some(chunk),
                _ => return Poll::Ready(Ok(chunk)),
            }
        }
    }
}

impl Stream for BodyStream {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.poll_chunk(context));
        if next.is_err() {
            // Nothing of a body comes after an error.
            self.current = None;
            self.next = self.pieces.len();
        }
        Poll::Ready(next.transpose())
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream").finish_non_exhaustive()
    }
}

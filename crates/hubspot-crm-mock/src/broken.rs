//! Bodies of answers, some of which break off.

use std::io;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// The body of an answer as it is sent.
#[derive(Debug)]
pub(crate) struct Sent {
    rest: Bytes,
    then: Then,
}

/// What follows when all has been sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    End,
    /// What there is goes out first.
    Flush,
    Break,
}

impl Sent {
    /// One that arrives.
    pub(crate) fn whole(body: Bytes) -> Self {
        Self {
            rest: body,
            then: Then::End,
        }
    }

    /// One that breaks off behind what there is.
    pub(crate) fn broken(start: Bytes) -> Self {
        Self {
            rest: start,
            then: Then::Flush,
        }
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let rest = mem::take(&mut self.rest);
        if !rest.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(rest))));
        }
        match self.then {
            Then::End => Poll::Ready(None),
            Then::Flush => {
                // A body that is not ready lets the connection write what it has.
                self.then = Then::Break;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Then::Break => Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.then == Then::End
    }

    fn size_hint(&self) -> SizeHint {
        match self.then {
            Then::End => SizeHint::with_exact(self.rest.len() as u64),
            // The header says how long it would have been.
            Then::Flush | Then::Break => SizeHint::default(),
        }
    }
}

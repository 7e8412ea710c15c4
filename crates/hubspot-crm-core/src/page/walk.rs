//! The way from page to page.

use std::fmt;
use std::mem;
use std::task::{Context, Poll};

use super::paged::Paged;
use super::visited::Visited;
use crate::decode::Decode;
use crate::error::{Error, PagingError};
use crate::operation::Operation;
use crate::transport::BoxFuture;

/// What a request gives.
pub(super) type Answer<R> = <<R as Operation>::Decode as Decode>::Output;

/// The way from page to page: one request at a time, each made of the answer before it.
///
/// What is under way is kept in here rather than in the future of a caller, so that a caller who
/// stops to wait loses nothing.
pub(super) struct Walk<R: Paged> {
    /// The request of the page that was given last.
    current: Option<R>,
    next: Next<R>,
    /// The answer to the next request, once that is sent.
    fetch: Option<Fetch<Answer<R>>>,
    visited: Visited,
}

enum Next<R> {
    /// There may be a page.
    Page(R),
    /// There is a page, and no way to it. The request is missing if none could be made.
    Barred(Option<R>, Error),
    /// The same once the error was told, and also after a request that failed.
    Failed(Option<R>),
    /// There are no more pages.
    End,
}

enum Fetch<A> {
    UnderWay(BoxFuture<'static, Result<A, Error>>),
    Done(Result<A, Error>),
}

impl<R: Paged> Walk<R> {
    pub(super) fn new(first: R) -> Self {
        let first = first.within_page_limit();
        Self {
            visited: Visited::new(first.position()),
            next: Next::Page(first),
            current: None,
            fetch: None,
        }
    }

    /// A walk that is over.
    pub(super) fn ended() -> Self {
        Self {
            visited: Visited::new(String::new()),
            next: Next::End,
            current: None,
            fetch: None,
        }
    }

    /// The request of the page that was given last.
    pub(super) fn current(&self) -> Option<&R> {
        self.current.as_ref()
    }

    pub(super) fn into_current(self) -> Option<R> {
        self.current
    }

    /// The request of the next page. After an error it is the one that failed, or the one of the
    /// page after which no other could be made.
    pub(super) fn next(&self) -> Option<&R> {
        match &self.next {
            Next::Page(request) | Next::Barred(Some(request), _) | Next::Failed(Some(request)) => {
                Some(request)
            }
            Next::Barred(None, _) | Next::Failed(None) => self.current.as_ref(),
            Next::End => None,
        }
    }

    pub(super) fn into_next(self) -> Option<R> {
        match self.next {
            Next::Page(request) | Next::Barred(Some(request), _) | Next::Failed(Some(request)) => {
                Some(request)
            }
            Next::Barred(None, _) | Next::Failed(None) => self.current,
            Next::End => None,
        }
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(self.next, Next::Failed(_) | Next::End)
    }

    fn after(&mut self, request: &R, answer: &Answer<R>) -> Next<R> {
        match request.next_request(answer) {
            Ok(None) => Next::End,
            Ok(Some(next)) if self.visited.repeats(&next.position()) => {
                let operation = next.endpoint().operation();
                let error = PagingError::new(operation, self.visited.count());
                Next::Barred(Some(next), error.into())
            }
            Ok(Some(next)) => Next::Page(next),
            Err(error) => Next::Barred(None, error),
        }
    }
}

impl<R: Paged + 'static> Walk<R> {
    /// The next page. After an error there is none.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Answer<R>, Error>>> {
        if self.poll_ahead(cx).is_pending() {
            return Poll::Pending;
        }
        let next = mem::replace(&mut self.next, Next::End);
        Poll::Ready(match (next, self.fetch.take()) {
            (Next::Page(request), Some(Fetch::Done(Ok(answer)))) => {
                self.next = self.after(&request, &answer);
                self.current = Some(request);
                Some(Ok(answer))
            }
            (Next::Page(request), Some(Fetch::Done(Err(error)))) => {
                self.next = Next::Failed(Some(request));
                Some(Err(error))
            }
            (Next::Barred(request, error), _) => {
                self.next = Next::Failed(request);
                Some(Err(error))
            }
            (over, _) => {
                self.next = over;
                None
            }
        })
    }

    /// Sends the next request if it is not sent yet, and lets it go on. Ready once there is nothing
    /// to wait for.
    pub(super) fn poll_ahead(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Next::Page(request) = &self.next else {
            return Poll::Ready(());
        };
        let fetch = self.fetch.get_or_insert_with(|| {
            let client = request.endpoint().client();
            Fetch::UnderWay(Box::pin(client.send(request)))
        });
        if let Fetch::UnderWay(answer) = fetch {
            match answer.as_mut().poll(cx) {
                Poll::Ready(answer) => *fetch = Fetch::Done(answer),
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(())
    }
}

/// Shows the operation only: cursors and items are data.
impl<R: Paged> fmt::Debug for Walk<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let request = self.next().or(self.current());
        let operation = request.map(|request| request.endpoint().operation().id());
        f.debug_struct("Walk")
            .field("operation", &operation)
            .field("pages", &self.visited.count())
            .field("is_over", &self.is_over())
            .finish_non_exhaustive()
    }
}

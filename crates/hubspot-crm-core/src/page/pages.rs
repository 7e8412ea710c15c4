//! Whole pages, one after the other.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::stream::{FusedStream, Stream};

use super::paged::Paged;
use super::walk::{Answer, Walk};
use crate::error::Error;

/// The answers of a list, page by page: for those who need more of a page than its items, such as
/// the number of all results.
///
/// ```no_run
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// # use hubspot_crm_gen::{Error, Json, Page, Paged, Value};
/// # async fn run(list: impl Paged<Decode = Json<Page<Value>>> + 'static) -> Result<(), Error> {
/// let mut pages = list.pages();
/// while let Some(page) = pages.try_next().await? {
///     println!("{} of {:?}", page.results.len(), page.total);
/// }
/// # Ok(())
/// # }
/// ```
///
/// Everything that is said of [`Items`](crate::Items) about requests, page sizes, errors and cancellation holds
/// here as well.
#[derive(Debug)]
#[must_use = "nothing is sent until a page is asked for"]
pub struct Pages<R: Paged> {
    walk: Walk<R>,
    prefetches: bool,
}

impl<R: Paged> Pages<R> {
    pub(crate) fn new(first: R) -> Self {
        Self {
            walk: Walk::new(first),
            prefetches: false,
        }
    }

    /// Sends the request of the next page as soon as a page is given. See
    /// [`Items::prefetch`](crate::Items::prefetch).
    pub fn prefetch(mut self) -> Self {
        self.prefetches = true;
        self
    }

    /// Where the next page starts: its cursor or offset, empty for the first page. `None` once there
    /// are no more pages. After an error it is where the page starts that could not be read.
    pub fn position(&self) -> Option<String> {
        self.walk.next().map(Paged::position)
    }

    /// The request for what was not read: that of the next page, or after an error that of the page
    /// which could not be read. `None` once there are no more pages.
    pub fn into_request(self) -> Option<R> {
        self.walk.into_next()
    }
}

impl<R: Paged + 'static> Pages<R> {
    /// The next page; `None` after the last one, and after an error.
    ///
    /// # Errors
    /// Those of the request, and [`Error::Paging`] if the pages lead in a circle.
    pub async fn try_next(&mut self) -> Result<Option<Answer<R>>, Error> {
        poll_fn(|cx| self.poll_page(cx)).await.transpose()
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Answer<R>, Error>>> {
        let page = ready!(self.walk.poll(cx));
        if self.prefetches && matches!(page, Some(Ok(_))) {
            // Whatever comes of it is told when the page is asked for.
            let _ = self.walk.poll_ahead(cx);
        }
        Poll::Ready(page)
    }
}

impl<R: Paged> Unpin for Pages<R> {}

impl<R: Paged + 'static> Stream for Pages<R> {
    type Item = Result<Answer<R>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(cx)
    }
}

impl<R: Paged + 'static> FusedStream for Pages<R> {
    fn is_terminated(&self) -> bool {
        self.walk.is_over()
    }
}

//! The items of all pages, one after the other.

use std::convert::identity;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::stream::{FusedStream, Stream};

use super::paged::Paged;
use super::walk::Walk;
use crate::error::Error;

/// The items of a list, read page by page as they are asked for.
///
/// ```no_run
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// # use hubspot_crm_gen::{Error, Paged, Value};
/// # async fn run(list: impl Paged<Item = Value> + 'static) -> Result<(), Error> {
/// let mut all = list.stream();
/// while let Some(item) = all.try_next().await? {
///     println!("{item}");
/// }
/// # Ok(())
/// # }
/// ```
///
/// - *Requests*: none is sent before an item of its page is asked for. The page size is a setting of
///   the request, often `limit`. If it is not set, pages are as large as HubSpot gives them; it is lowered
///   where HubSpot allows less together with what else is asked for. All parameters count for all pages.
/// - *Memory*: what is not given yet of one page, with [`prefetch`](Self::prefetch) of two.
/// - *Errors*: all items before an error are given, then the error, then the end.
///   [`into_request`](Self::into_request) goes on from there, and [`position`](Self::position) tells
///   where that is, for a job that goes on later.
/// - *Cancellation*: to drop a future of [`try_next`](Self::try_next) loses nothing: what is under
///   way is kept, and the next call goes on with it. To drop the stream ends everything.
/// - *Loops*: if HubSpot leads back to a page that was read, that is an [`Error::Paging`].
///
/// It is also a [`Stream`] for those who use the `futures` crates.
#[must_use = "nothing is sent until an item is asked for"]
pub struct Items<R: Paged, T = <R as Paged>::Item> {
    walk: Walk<R>,
    /// What is left of a page that was read before all requests.
    given: std::vec::IntoIter<T>,
    /// What is left of the last page.
    rest: std::vec::IntoIter<R::Item>,
    convert: fn(R::Item) -> T,
    /// How many items are still wanted; `None` for all.
    left: Option<usize>,
    prefetches: bool,
}

impl<R: Paged> Items<R> {
    pub(crate) fn new(first: R) -> Self {
        Self::starting_with(Vec::new(), Walk::new(first), identity)
    }
}

impl<R: Paged, T> Items<R, T> {
    /// Items that are there already, and what comes after them.
    pub(super) fn starting_with(given: Vec<T>, walk: Walk<R>, convert: fn(R::Item) -> T) -> Self {
        Self {
            walk,
            given: given.into_iter(),
            rest: Vec::new().into_iter(),
            convert,
            left: None,
            prefetches: false,
        }
    }

    /// Ends after `count` more items. No page is read for an item that is not wanted.
    ///
    /// That is another thing than the page size, which says how many items come with one request.
    pub fn take(mut self, count: usize) -> Self {
        self.left = Some(self.left.map_or(count, |left| left.min(count)));
        self
    }

    /// Reads one page ahead: its request is sent when the first item of the page before is given,
    /// unless [`take`](Self::take) says that it will not be needed.
    ///
    /// Nothing runs in the background for it. The request goes on whenever an item is asked for, and
    /// what is on its way meanwhile waits in the buffers of the connection; so it pays where the work
    /// on a page takes about as long as a request.
    pub fn prefetch(mut self) -> Self {
        self.prefetches = true;
        self
    }

    /// Where the page starts from which the next item comes: its cursor or offset, empty for the
    /// first page. `None` once there are no more items. After an error it is where the page starts
    /// that could not be read.
    ///
    /// A job that goes on from there later gets those items of the page again that it had already.
    pub fn position(&self) -> Option<String> {
        let request = match self.rest.len() {
            0 => self.walk.next(),
            _ => self.walk.current(),
        };
        request.map(Paged::position)
    }

    /// The request for the page from which the next item comes, or after an error for the page that
    /// could not be read. `None` once there are no more items.
    ///
    /// ```no_run
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// # use hubspot_crm_gen::{Error, Paged, Value};
    /// # async fn run(list: impl Paged<Item = Value> + 'static) -> Result<(), Error> {
    /// let mut all = list.stream();
    /// loop {
    ///     match all.try_next().await {
    ///         Ok(Some(item)) => println!("{item}"),
    ///         Ok(None) => break,
    ///         Err(error) => {
    ///             eprintln!("{error}, once more");
    ///             let Some(rest) = all.into_request() else { break };
    ///             all = rest.stream();
    ///         }
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn into_request(self) -> Option<R> {
        match self.rest.len() {
            0 => self.walk.into_next(),
            _ => self.walk.into_current(),
        }
    }

    /// How many items are there without another request.
    fn at_hand(&self) -> usize {
        self.given.len() + self.rest.len()
    }

    fn is_over(&self) -> bool {
        self.left == Some(0) || (self.at_hand() == 0 && self.walk.is_over())
    }

    /// The next item that is there without another request.
    fn next_at_hand(&mut self) -> Option<T> {
        let given = self.given.next();
        given.or_else(|| self.rest.next().map(self.convert))
    }
}

impl<R: Paged + 'static, T> Items<R, T> {
    /// The next item; `None` after the last one, and after an error.
    ///
    /// # Errors
    /// Those of the request, and [`Error::Paging`] if the pages lead in a circle.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|cx| self.poll_item(cx)).await.transpose()
    }

    /// All items. They all have to fit into memory; [`take`](Self::take) sets a limit.
    ///
    /// ```no_run
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// # use hubspot_crm_gen::{Error, Paged, Value};
    /// # async fn run(list: impl Paged<Item = Value> + 'static) -> Result<(), Error> {
    /// let some: Vec<Value> = list.stream().take(50).try_collect().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`try_next`](Self::try_next). What was read before is lost then.
    pub async fn try_collect<C: Default + Extend<T>>(mut self) -> Result<C, Error> {
        let mut all = C::default();
        while let Some(item) = self.try_next().await? {
            all.extend([item]);
        }
        Ok(all)
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if self.left == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(item) = self.next_at_hand() {
                self.left = self.left.map(|left| left - 1);
                let is_needed = self.left.is_none_or(|left| left > self.at_hand());
                if self.prefetches && is_needed {
                    // Whatever comes of it is told when its items are asked for.
                    let _ = self.walk.poll_ahead(cx);
                }
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.walk.poll(cx)) {
                Some(Ok(answer)) => self.rest = R::into_items(answer).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<R: Paged, T> Unpin for Items<R, T> {}

impl<R: Paged + 'static, T> Stream for Items<R, T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let at_hand = self.at_hand();
        let least = self.left.map_or(at_hand, |left| left.min(at_hand));
        // An error counts as one.
        let most = if self.is_over() { Some(0) } else { None };
        (least, most)
    }
}

impl<R: Paged + 'static, T> FusedStream for Items<R, T> {
    fn is_terminated(&self) -> bool {
        self.is_over()
    }
}

/// Shows the operation only: items are data.
impl<R: Paged, T> fmt::Debug for Items<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("walk", &self.walk)
            .field("at_hand", &self.at_hand())
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}

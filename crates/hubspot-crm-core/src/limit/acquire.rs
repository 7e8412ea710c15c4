//! A caller that waits.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use super::Shared;
use super::bucket::RateLimitBucket;
use super::settings::RateLimitWait;
use super::state::{Step, Ticket};
use super::window::Grant;

/// A call that cannot go by its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Late {
    pub(crate) bucket: RateLimitBucket,
    /// The time until the limit lets any call go, if that is known.
    pub(crate) opens_in: Option<Duration>,
}

/// Becomes the grant of a request, and the time that was waited for it, if any.
///
/// The state of the limiter holds nothing for a caller but its place in a queue, so there is
/// nothing to give back when it is dropped: a request counts from the poll that ends the wait.
pub(super) struct Acquire<'a> {
    shared: &'a Shared,
    ticket: Ticket,
    deadline: Option<Instant>,
    waits_since: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl<'a> Acquire<'a> {
    pub(super) fn new(
        shared: &'a Shared,
        bucket: RateLimitBucket,
        deadline: Option<Instant>,
    ) -> Self {
        Self {
            shared,
            ticket: Ticket::new(bucket),
            deadline,
            waits_since: None,
            timer: None,
        }
    }
}

impl Future for Acquire<'_> {
    type Output = Result<(Option<Grant>, Option<Duration>), Late>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        loop {
            let (step, now) = this.shared.with(|state, now, wakers| {
                let step = state.ask(&mut this.ticket, cx.waker(), now, wakers);
                (step, now)
            });
            let (mut at, opens) = match step {
                Step::Go(grant) => {
                    let waited = this.waits_since.map(|since| now - since);
                    return Poll::Ready(Ok((grant, waited)));
                }
                Step::AskAt { at, opens } => (at, opens),
            };
            if let Some(deadline) = this.deadline {
                if now >= deadline || opens.is_some_and(|opens| opens > deadline) {
                    return Poll::Ready(Err(Late {
                        bucket: this.ticket.bucket(),
                        opens_in: opens.map(|opens| opens - now),
                    }));
                }
                at = at.min(deadline);
            }
            this.waits_since.get_or_insert(now);
            let timer = this.timer.get_or_insert_with(|| Box::pin(sleep_until(at)));
            if timer.deadline() != at {
                timer.as_mut().reset(at);
            }
            ready!(timer.as_mut().poll(cx));
        }
    }
}

impl Drop for Acquire<'_> {
    fn drop(&mut self) {
        let ticket = &mut self.ticket;
        if !ticket.waits() {
            return;
        }
        let now = self.shared.with(|state, now, wakers| {
            state.leave(ticket, now, wakers);
            now
        });
        if let (Some(hook), Some(since)) = (&self.shared.on_wait, self.waits_since) {
            hook.call(&RateLimitWait {
                bucket: ticket.bucket(),
                waited: now - since,
                given_up: true,
            });
        }
    }
}

impl fmt::Debug for Acquire<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Acquire")
            .field("ticket", &self.ticket)
            .finish_non_exhaustive()
    }
}

//! The callers of one bucket.

use std::collections::VecDeque;
use std::task::Waker;
use std::time::Duration;

use tokio::time::Instant;

use super::settings::Limit;
use super::status::BucketStatus;
use super::window::Window;

/// The callers of one bucket, and what they wait for.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) window: Option<Window>,
    /// Whether a refusal makes it pause.
    pauses: bool,
    paused_until: Option<Instant>,
    /// In the order of their numbers. Those that were passed by are not in it, until they are
    /// polled again.
    pub(super) queue: VecDeque<Waiter>,
    /// Callers that wait, those that were passed by among them.
    pub(super) waiting: usize,
    /// Since when the first of the queue might have gone.
    pub(super) open_since: Option<Instant>,
}

/// A caller in the queue.
#[derive(Debug)]
pub(super) struct Waiter {
    pub(super) number: u64,
    pub(super) waker: Waker,
}

impl Lane {
    pub(super) fn new(window: Option<(Duration, Limit)>, pauses: bool) -> Self {
        Self {
            window: window.map(|(interval, limit)| Window::new(interval, limit)),
            pauses,
            paused_until: None,
            queue: VecDeque::new(),
            waiting: 0,
            open_since: None,
        }
    }

    /// When limit and pause let one more go; `None` if they do now.
    pub(super) fn opens_at(&mut self, now: Instant) -> Option<Instant> {
        self.paused_until = self.paused_until.filter(|&until| until > now);
        let window = self.window.as_mut().and_then(|window| window.opens_at(now));
        window.max(self.paused_until)
    }

    /// Where a caller stands or would stand.
    pub(super) fn place(&self, number: u64) -> Result<usize, usize> {
        self.queue
            .binary_search_by_key(&number, |waiter| waiter.number)
    }

    pub(super) fn pause(&mut self, until: Instant) {
        if self.pauses {
            self.paused_until = self.paused_until.max(Some(until));
        }
    }

    /// The waker of whoever is first.
    pub(super) fn first(&self) -> Option<Waker> {
        Some(self.queue.front()?.waker.clone())
    }

    pub(super) fn status(&mut self, now: Instant) -> BucketStatus {
        let paused = self.paused_until.filter(|&until| until > now);
        let window = self.window.as_mut().map(|window| window.status(now));
        let mut status = window.unwrap_or_default();
        status.waiting = self.waiting;
        status.paused_for = paused.map(|until| until - now);
        if paused.is_some() {
            status.available = Some(0);
        }
        status
    }
}

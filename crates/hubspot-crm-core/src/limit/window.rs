//! A number of requests in any stretch of time.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::time::Instant;

use super::headers::Told;
use super::settings::Limit;
use super::status::BucketStatus;

/// A request arrives within this time after it was let go, connecting included. So a request that
/// is never answered does not count for ever.
const ARRIVES_WITHIN: Duration = Duration::from_secs(15);

/// Counts requests from when they are let go until an interval after their answer. It remembers
/// no more requests than the limit allows.
#[derive(Debug)]
pub(super) struct Window {
    interval: Duration,
    setting: Limit,
    tokens: BTreeSet<Token>,
    /// How many requests were let go, ever.
    granted: u64,
    /// The quota as HubSpot tells it. It may be shared with others.
    quota: Option<usize>,
    others: Option<Others>,
    /// When HubSpot will take more, as its last refusals say.
    back_at: Option<Instant>,
}

/// A request that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Token {
    /// When it no longer counts.
    free_at: Instant,
    number: u64,
}

/// Requests of others that HubSpot counts in the same quota.
#[derive(Debug, Clone, Copy)]
struct Others {
    count: usize,
    until: Instant,
}

/// A request that was let go.
#[derive(Debug)]
pub(super) struct Grant {
    token: Token,
    /// How many requests counted then, itself among them.
    used: usize,
}

impl Window {
    pub(super) fn new(interval: Duration, setting: Limit) -> Self {
        Self {
            interval,
            setting,
            tokens: BTreeSet::new(),
            granted: 0,
            quota: None,
            others: None,
            back_at: None,
        }
    }

    /// The most requests of this client.
    fn limit(&self) -> usize {
        match (self.setting, self.quota) {
            (Limit::AtMost(limit), Some(quota)) => limit.min(quota),
            (Limit::AtMost(limit), None) => limit,
            (Limit::AsTold(first), quota) => quota.unwrap_or(first),
        }
    }

    /// The most requests of this client and of others.
    fn quota(&self) -> usize {
        self.quota.unwrap_or_else(|| self.limit())
    }

    fn used_by_others(&self) -> usize {
        self.others.map_or(0, |others| others.count)
    }

    /// When one more may go; `None` if it may now.
    pub(super) fn opens_at(&mut self, now: Instant) -> Option<Instant> {
        self.forget(now);
        let used = self.tokens.len();
        let own = self.free_of((used + 1).saturating_sub(self.limit()));
        let excess = (used + 1)
            .saturating_add(self.used_by_others())
            .saturating_sub(self.quota());
        // Those of others go all at once, ours one by one.
        let shared = match (self.free_of(excess), self.others) {
            (None, others) => others.filter(|_| excess > 0).map(|others| others.until),
            (Some(ours), Some(others)) => Some(ours.min(others.until)),
            (Some(ours), None) => Some(ours),
        };
        own.max(shared)
    }

    /// When so many requests no longer count. `None` for none, and for more than there are.
    fn free_of(&self, count: usize) -> Option<Instant> {
        let token = self.tokens.iter().nth(count.checked_sub(1)?)?;
        Some(token.free_at)
    }

    fn forget(&mut self, now: Instant) {
        while self
            .tokens
            .first()
            .is_some_and(|token| token.free_at <= now)
        {
            self.tokens.pop_first();
        }
        self.others = self.others.filter(|others| others.until > now);
        self.back_at = self.back_at.filter(|&back_at| back_at > now);
    }

    /// Lets one go. Whether it may is for the caller to know.
    pub(super) fn take(&mut self, now: Instant) -> Grant {
        let token = Token {
            free_at: now + ARRIVES_WITHIN + self.interval,
            number: self.granted,
        };
        self.granted += 1;
        self.tokens.insert(token);
        Grant {
            token,
            used: self.tokens.len(),
        }
    }

    /// The request was answered or given up, and has arrived by `arrived` if it ever will.
    pub(super) fn end(&mut self, grant: &Grant, arrived: Instant) {
        let mut token = grant.token;
        if self.tokens.remove(&token) {
            token.free_at = token.free_at.min(arrived + self.interval);
            self.tokens.insert(token);
        }
    }

    /// Takes in what the answer to a request says of the quota.
    pub(super) fn told(&mut self, grant: &Grant, told: &Told, now: Instant) {
        // Another interval would be another limit.
        if told.interval.is_some_and(|told| told != self.interval) {
            return;
        }
        self.forget(now);
        self.quota = told.max.or(self.quota);
        if let Some(remaining) = told.remaining {
            self.remaining(grant, remaining, now);
        }
    }

    /// The request was refused: the quota was used up, until `back_at` if HubSpot says so.
    pub(super) fn refused(&mut self, grant: &Grant, back_at: Option<Instant>, now: Instant) {
        self.forget(now);
        self.back_at = self.back_at.max(back_at);
        self.remaining(grant, 0, now);
    }

    /// What is left of the quota, as of some moment between the request and now. Requests of this
    /// client that may have counted then are taken to have counted, whatever the moment, so what
    /// is beyond them is surely others'. How long these count only HubSpot knows: at most for an
    /// interval, and no longer than it asks to wait. What is told later of requests from before a
    /// refusal changes nothing about that.
    fn remaining(&mut self, grant: &Grant, remaining: usize, now: Instant) {
        let since = self.granted.saturating_sub(grant.token.number + 1);
        let own = grant.used + usize::try_from(since).unwrap_or(usize::MAX / 2);
        let count = self.quota().saturating_sub(remaining).saturating_sub(own);
        let at_most = now + self.interval;
        self.others = (count > 0).then(|| Others {
            count,
            until: self.back_at.map_or(at_most, |back_at| back_at.min(at_most)),
        });
    }

    pub(super) fn status(&mut self, now: Instant) -> BucketStatus {
        self.forget(now);
        let used = self.tokens.len();
        let used_by_others = self.used_by_others();
        let own = self.limit().saturating_sub(used);
        let shared = self
            .quota()
            .saturating_sub(used.saturating_add(used_by_others));
        BucketStatus {
            limit: Some(self.limit()),
            used,
            used_by_others,
            available: Some(own.min(shared)),
            ..BucketStatus::default()
        }
    }
}

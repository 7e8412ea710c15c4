//! How the limits of a client stand.

use std::time::Duration;

/// How the limits of a client stand at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimitStatus {
    /// The requests in ten seconds.
    pub ten_secondly: BucketStatus,
    /// The searches in a second.
    pub search: BucketStatus,
    /// The operations that neither limit counts.
    pub exempt: BucketStatus,
    /// Calls that have been sent and are not answered yet.
    pub in_flight: usize,
    /// The most of these that there may be.
    pub max_in_flight: Option<usize>,
    /// How many requests the account has in a day, as the last answer that had it said.
    pub daily_limit: Option<u64>,
    /// How many of them were left then.
    pub daily_remaining: Option<u64>,
}

/// How one limit stands at a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BucketStatus {
    /// How many requests the interval may have. `None` if they are not limited.
    pub limit: Option<usize>,
    /// How many of this client's requests count at the moment, those in flight among them.
    pub used: usize,
    /// How many requests of others seem to count at the moment, by what HubSpot's answers say.
    pub used_by_others: usize,
    /// How many requests could be sent at once. `None` if they are not limited.
    pub available: Option<usize>,
    /// Callers that wait.
    pub waiting: usize,
    /// How long the pause after a refusal lasts yet. `None` if there is none.
    pub paused_for: Option<Duration>,
}

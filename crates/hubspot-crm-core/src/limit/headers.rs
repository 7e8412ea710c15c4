//! What the headers of an answer say about limits.

use std::str::FromStr;
use std::time::Duration;

use http::HeaderMap;

/// What the headers say. Whatever is missing or no number is not said.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// How many requests the quota has in an interval.
    pub(super) max: Option<usize>,
    /// How many of them are left.
    pub(super) remaining: Option<usize>,
    /// The interval that both are about.
    pub(super) interval: Option<Duration>,
    pub(super) daily: Option<u64>,
    pub(super) daily_remaining: Option<u64>,
}

pub(super) fn read(headers: &HeaderMap) -> Told {
    Told {
        // No quota has nothing.
        max: number(headers, "x-hubspot-ratelimit-max").filter(|&max| max > 0),
        remaining: number(headers, "x-hubspot-ratelimit-remaining"),
        interval: number(headers, "x-hubspot-ratelimit-interval-milliseconds")
            .map(Duration::from_millis),
        daily: number(headers, "x-hubspot-ratelimit-daily"),
        daily_remaining: number(headers, "x-hubspot-ratelimit-daily-remaining"),
    }
}

fn number<N: FromStr>(headers: &HeaderMap, name: &'static str) -> Option<N> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

//! What HubSpot has done, to be compared with what the client says.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

/// How often something was done, by the name of what it was done to.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    done: HashMap<String, u32>,
    requests: Vec<Instant>,
    searches: Vec<Instant>,
}

impl Ledger {
    /// A request has arrived.
    pub(crate) fn arrived(&mut self, path: &str) {
        let arrivals = if path.ends_with("/search") {
            &mut self.searches
        } else {
            &mut self.requests
        };
        arrivals.push(Instant::now());
    }

    /// A request is carried out.
    pub(crate) fn did(&mut self, name: &str) {
        *self.done.entry(name.to_owned()).or_default() += 1;
    }

    pub(crate) fn count(&self, name: &str) -> u32 {
        self.done.get(name).copied().unwrap_or(0)
    }

    pub(crate) fn check_limits(&self, ten_secondly: usize, search: usize) {
        let most = most_within(&self.requests, Duration::from_secs(10));
        assert!(most <= ten_secondly, "{most} requests in 10 seconds");
        let most = most_within(&self.searches, Duration::from_secs(1));
        assert!(most <= search, "{most} searches in a second");
    }
}

/// The most arrivals within any stretch of this length.
fn most_within(arrivals: &[Instant], length: Duration) -> usize {
    let mut arrivals = arrivals.to_vec();
    arrivals.sort_unstable();
    let mut first = 0;
    let mut most = 0;
    for (last, arrival) in arrivals.iter().enumerate() {
        while *arrival - arrivals[first] >= length {
            first += 1;
        }
        most = most.max(last + 1 - first);
    }
    most
}

//! What HubSpot has done, to be compared with what the client says.

use std::collections::HashMap;
use std::ops::Range;
use std::time::Duration;

use tokio::time::Instant;

/// How often something was done, by the name of what it was done to.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    done: HashMap<String, u32>,
    requests: Arrivals,
    searches: Arrivals,
}

/// The requests that one limit counts.
#[derive(Debug, Default)]
struct Arrivals {
    left: Vec<Instant>,
    arrived: Vec<Instant>,
    /// The times for which HubSpot wanted no more.
    pauses: Vec<Range<Instant>>,
}

impl Ledger {
    /// The client has let go of a request.
    pub(crate) fn left(&mut self, path: &str) {
        self.arrivals(path).left.push(Instant::now());
    }

    /// A request has arrived.
    pub(crate) fn arrived(&mut self, path: &str) {
        self.arrivals(path).arrived.push(Instant::now());
    }

    /// A request is refused for its rate: no other one is to follow for so long.
    pub(crate) fn refused(&mut self, path: &str, wait: Duration) {
        let now = Instant::now();
        self.arrivals(path).pauses.push(now..now + wait);
    }

    fn arrivals(&mut self, path: &str) -> &mut Arrivals {
        if path.ends_with("/search") {
            &mut self.searches
        } else {
            &mut self.requests
        }
    }

    /// A request is carried out.
    pub(crate) fn did(&mut self, name: &str) {
        *self.done.entry(name.to_owned()).or_default() += 1;
    }

    pub(crate) fn count(&self, name: &str) -> u32 {
        self.done.get(name).copied().unwrap_or(0)
    }

    /// How often a request was refused for its rate, whatever its limit.
    pub(crate) fn refusals(&self) -> usize {
        self.requests.pauses.len() + self.searches.pauses.len()
    }

    pub(crate) fn check_limits(&self, ten_secondly: usize, search: usize) {
        let most = most_within(&self.requests.arrived, Duration::from_secs(10));
        assert!(most <= ten_secondly, "{most} requests in 10 seconds");
        let most = most_within(&self.searches.arrived, Duration::from_secs(1));
        assert!(most <= search, "{most} searches in a second");
        for arrivals in [&self.requests, &self.searches] {
            arrivals.check_pauses();
        }
    }
}

impl Arrivals {
    fn check_pauses(&self) {
        for pause in &self.pauses {
            let mut left = self.left.iter();
            let hasty = left.find(|left| pause.start < **left && **left < pause.end);
            assert!(hasty.is_none(), "{hasty:?} within {pause:?}");
        }
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

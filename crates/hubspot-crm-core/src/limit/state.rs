//! Who may go next.

use std::task::Waker;
use std::time::Duration;

use tokio::time::Instant;

use super::Observed;
use super::bucket::RateLimitBucket;
use super::headers::Told;
use super::lane::{Lane, Waiter};
use super::settings::RateLimits;
use super::status::RateLimitStatus;
use super::window::Grant;

/// How long a caller whose turn it is may take to come before the next one may pass.
const PATIENCE: Duration = Duration::from_millis(50);

/// After so many times [`PATIENCE`] the last in the queue may pass all before it.
const MOST_PATIENCE: u32 = 20;

/// The pause after a refusal that says nothing of one.
const PAUSE: Duration = Duration::from_secs(1);

/// The longest pause. Callers that wait cannot tell a pause from a call that hangs.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

const BUCKETS: [RateLimitBucket; 3] = [
    RateLimitBucket::TenSecondly,
    RateLimitBucket::Search,
    RateLimitBucket::Exempt,
];

/// All that a limiter knows.
#[derive(Debug)]
pub(super) struct State {
    ten_secondly: Lane,
    search: Lane,
    exempt: Lane,
    in_flight: usize,
    max_in_flight: Option<usize>,
    /// How many callers there have been.
    callers: u64,
    daily_limit: Option<u64>,
    daily_remaining: Option<u64>,
}

/// A caller.
#[derive(Debug)]
pub(super) struct Ticket {
    bucket: RateLimitBucket,
    /// Given when it first asks.
    number: Option<u64>,
    waits: bool,
}

impl Ticket {
    pub(super) fn new(bucket: RateLimitBucket) -> Self {
        Self {
            bucket,
            number: None,
            waits: false,
        }
    }

    pub(super) fn bucket(&self) -> RateLimitBucket {
        self.bucket
    }

    /// Whether the state knows of it.
    pub(super) fn waits(&self) -> bool {
        self.waits
    }
}

/// What a caller is told.
#[derive(Debug)]
pub(super) enum Step {
    /// Go. There is no grant where nothing counts.
    Go(Option<Grant>),
    /// Ask again then, or when woken.
    AskAt {
        at: Instant,
        /// When the limit lets the first in the queue go, if that is later and known.
        opens: Option<Instant>,
    },
}

/// When the first of a lane may go.
enum Opening {
    Now,
    At(Instant),
    /// When some call ends.
    Unknown,
}

impl State {
    pub(super) fn new(limits: &RateLimits) -> Self {
        let ten_secondly = limits
            .ten_secondly
            .map(|limit| (Duration::from_secs(10), limit));
        let search = limits.search.map(|limit| (Duration::from_secs(1), limit));
        let any = ten_secondly.is_some() || search.is_some();
        Self {
            ten_secondly: Lane::new(ten_secondly, ten_secondly.is_some()),
            search: Lane::new(search, search.is_some()),
            exempt: Lane::new(None, any),
            in_flight: 0,
            max_in_flight: limits.max_in_flight,
            callers: 0,
            daily_limit: None,
            daily_remaining: None,
        }
    }

    fn lane(&mut self, bucket: RateLimitBucket) -> &mut Lane {
        match bucket {
            RateLimitBucket::TenSecondly => &mut self.ten_secondly,
            RateLimitBucket::Search => &mut self.search,
            RateLimitBucket::Exempt => &mut self.exempt,
        }
    }

    /// A caller asks whether it may go.
    ///
    /// The first in its queue may, as soon as there is room. So may any other one if those before
    /// it had their time, and were not there to take it; they keep their numbers, and come first
    /// again when they ask.
    ///
    /// Wakers are handed out rather than woken or dropped: that is for the caller to do without
    /// the lock.
    pub(super) fn ask(
        &mut self,
        ticket: &mut Ticket,
        waker: &Waker,
        now: Instant,
        wakers: &mut Vec<Waker>,
    ) -> Step {
        let number = *ticket.number.get_or_insert_with(|| {
            self.callers += 1;
            self.callers
        });
        let (Ok(place) | Err(place)) = self.lane(ticket.bucket).place(number);
        let (at, opens) = match self.opening(ticket.bucket, now) {
            Opening::At(opens) => (opens + patience(place), Some(opens)),
            // A call that ends wakes the first, which may not come.
            Opening::Unknown => (now + patience(place + 1), None),
            Opening::Now => {
                let others = self.firsts_before(ticket.bucket, number, now);
                let since = self.lane(ticket.bucket).open_since.unwrap_or(now);
                let turn = since + patience(place + others.len());
                if turn <= now {
                    return Step::Go(self.go(ticket, number, &others, now, wakers));
                }
                wakers.extend(self.lane(ticket.bucket).first());
                for bucket in others {
                    wakers.extend(self.lane(bucket).first());
                }
                (turn, None)
            }
        };
        self.keep_time(ticket.bucket, now);
        self.wait(ticket, number, waker, wakers);
        Step::AskAt { at, opens }
    }

    fn opening(&mut self, bucket: RateLimitBucket, now: Instant) -> Opening {
        let full = self.is_full();
        match self.lane(bucket).opens_at(now) {
            Some(at) => Opening::At(at),
            None if full => Opening::Unknown,
            None => Opening::Now,
        }
    }

    fn is_full(&self) -> bool {
        self.max_in_flight.is_some_and(|max| self.in_flight >= max)
    }

    /// The other buckets whose first caller came earlier, and waits for nothing but a place among
    /// the calls in flight.
    fn firsts_before(
        &mut self,
        bucket: RateLimitBucket,
        number: u64,
        now: Instant,
    ) -> Vec<RateLimitBucket> {
        if self.max_in_flight.is_none() {
            return Vec::new();
        }
        BUCKETS
            .into_iter()
            .filter(|&other| other != bucket)
            .filter(|&other| {
                let lane = self.lane(other);
                let first = lane.queue.front();
                first.is_some_and(|first| first.number < number) && lane.opens_at(now).is_none()
            })
            .collect()
    }

    /// Lets a caller go, past those before it.
    fn go(
        &mut self,
        ticket: &mut Ticket,
        number: u64,
        others: &[RateLimitBucket],
        now: Instant,
        wakers: &mut Vec<Waker>,
    ) -> Option<Grant> {
        for &other in others {
            let passed = self.lane(other).queue.pop_front();
            wakers.extend(passed.map(|waiter| waiter.waker));
        }
        let lane = self.lane(ticket.bucket);
        let passed = match lane.place(number) {
            Ok(place) => place + 1,
            Err(place) => place,
        };
        wakers.extend(lane.queue.drain(..passed).map(|waiter| waiter.waker));
        if std::mem::take(&mut ticket.waits) {
            lane.waiting -= 1;
        }
        let grant = lane.window.as_mut().map(|window| window.take(now));
        lane.open_since = None;
        self.in_flight += 1;
        self.wake(ticket.bucket, now, wakers);
        grant
    }

    /// Puts a caller into the queue, or keeps it there.
    fn wait(&mut self, ticket: &mut Ticket, number: u64, waker: &Waker, old: &mut Vec<Waker>) {
        let lane = self.lane(ticket.bucket);
        match lane.place(number) {
            Ok(place) => {
                let waiter = &mut lane.queue[place];
                if !waiter.waker.will_wake(waker) {
                    old.push(std::mem::replace(&mut waiter.waker, waker.clone()));
                }
            }
            Err(place) => {
                let waker = waker.clone();
                lane.queue.insert(place, Waiter { number, waker });
            }
        }
        if !std::mem::replace(&mut ticket.waits, true) {
            lane.waiting += 1;
        }
    }

    /// A caller that waited goes away.
    pub(super) fn leave(&mut self, ticket: &mut Ticket, now: Instant, wakers: &mut Vec<Waker>) {
        let (Some(number), true) = (ticket.number, std::mem::take(&mut ticket.waits)) else {
            return;
        };
        let lane = self.lane(ticket.bucket);
        lane.waiting -= 1;
        if let Ok(place) = lane.place(number) {
            // Its waker is dropped outside the lock like those that are woken.
            wakers.extend(lane.queue.remove(place).map(|waiter| waiter.waker));
        }
        self.wake(ticket.bucket, now, wakers);
    }

    /// A call is over. If its request was counted, it has arrived by `late` from now if ever.
    pub(super) fn end(
        &mut self,
        bucket: RateLimitBucket,
        grant: Option<Grant>,
        late: Duration,
        now: Instant,
        wakers: &mut Vec<Waker>,
    ) {
        self.in_flight -= 1;
        if let (Some(grant), Some(window)) = (grant, &mut self.lane(bucket).window) {
            window.end(&grant, now + late);
        }
        self.wake(bucket, now, wakers);
    }

    /// Takes in what the headers of an answer say.
    pub(super) fn told(
        &mut self,
        bucket: RateLimitBucket,
        grant: Option<&Grant>,
        told: &Told,
        now: Instant,
    ) {
        self.daily_limit = told.daily.or(self.daily_limit);
        self.daily_remaining = told.daily_remaining.or(self.daily_remaining);
        // Others are not counted by the limit that the headers are about.
        if bucket == RateLimitBucket::TenSecondly
            && let (Some(grant), Some(window)) = (grant, &mut self.ten_secondly.window)
        {
            window.told(grant, told, now);
        }
    }

    /// Takes in a refusal for the rate.
    pub(super) fn refused(
        &mut self,
        bucket: RateLimitBucket,
        grant: Option<&Grant>,
        answer: &Observed<'_>,
        now: Instant,
    ) {
        let back_at = answer
            .retry_after
            .map(|asked| now + asked.min(LONGEST_PAUSE));
        let until = back_at.unwrap_or(now + PAUSE);
        match answer.policy {
            // No wait that anyone would wait for helps.
            Some("DAILY") => self.daily_remaining = Some(0),
            Some("TEN_SECONDLY_ROLLING") => {
                self.lane(bucket).pause(until);
                self.ten_secondly.pause(until);
                if bucket == RateLimitBucket::TenSecondly
                    && let (Some(grant), Some(window)) = (grant, &mut self.ten_secondly.window)
                {
                    window.refused(grant, back_at, now);
                }
            }
            _ => self.lane(bucket).pause(until),
        }
    }

    /// Wakes whoever is first, to go or to look at the clock anew. A place among the calls in
    /// flight may be for any bucket.
    fn wake(&mut self, bucket: RateLimitBucket, now: Instant, wakers: &mut Vec<Waker>) {
        let bounded = self.max_in_flight.is_some();
        for other in BUCKETS {
            if other == bucket || bounded {
                self.keep_time(other, now);
                wakers.extend(self.lane(other).first());
            }
        }
    }

    /// Keeps in mind since when the first of a lane may go.
    fn keep_time(&mut self, bucket: RateLimitBucket, now: Instant) {
        let open = matches!(self.opening(bucket, now), Opening::Now);
        let lane = self.lane(bucket);
        lane.open_since = open.then(|| lane.open_since.unwrap_or(now));
    }

    pub(super) fn status(&mut self, now: Instant) -> RateLimitStatus {
        RateLimitStatus {
            ten_secondly: self.ten_secondly.status(now),
            search: self.search.status(now),
            exempt: self.exempt.status(now),
            in_flight: self.in_flight,
            max_in_flight: self.max_in_flight,
            daily_limit: self.daily_limit,
            daily_remaining: self.daily_remaining,
        }
    }
}

/// How long those before a caller have to take their turns.
fn patience(callers_before: usize) -> Duration {
    let steps = u32::try_from(callers_before).unwrap_or(u32::MAX);
    PATIENCE * steps.min(MOST_PATIENCE)
}

//! Settings of the rate limits of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::bucket::RateLimitBucket;

/// How many requests a client sends in which time, at most. What is beyond waits its turn: first
/// come, first served.
///
/// | constructor | requests in 10 seconds |
/// | --- | --- |
/// | [`automatic`](Self::automatic), the default | what HubSpot says the quota is; 100 until it has said so |
/// | [`private_app_starter`](Self::private_app_starter) | 100 |
/// | [`oauth_app`](Self::oauth_app) | 110 |
/// | [`private_app_professional`](Self::private_app_professional) | 190 |
/// | [`limit_increase`](Self::limit_increase) | 250 |
/// | [`none`](Self::none) | any number |
///
/// All but `none` send at most 5 searches a second.
///
/// The limits are HubSpot's: it counts the requests that arrive in *any* ten seconds, so a request
/// counts here until ten seconds after its answer. Operations that HubSpot does not count (see
/// [`OperationInfo::rate_limit_bucket`](crate::OperationInfo::rate_limit_bucket)) do not wait.
/// The daily limit makes nobody wait: a call beyond it is an error.
///
/// # Several programs, one quota
///
/// The headers of an answer tell what is left of the quota. If it is less than this client has
/// left of it, others use the quota too, and the client holds back accordingly for ten seconds. A
/// number that was set, by a constructor or by [`ten_secondly`](Self::ten_secondly), is a ceiling:
/// the client stays below it even if the quota is larger, and below the quota if that is smaller.
/// Searches come without such headers; programs that search in one account should share out the
/// 5 per second by [`search_per_second`](Self::search_per_second).
///
/// If a request is refused for its rate (429) all the same, the operations of the same limit pause
/// for as long as HubSpot asks by `Retry-After`, and for a minute at most. If it does not say, they
/// pause for a second, and what others seem to have used of the ten-second quota counts for the
/// whole ten. How long the refused call itself waits, or whether it ends with an error because the
/// wait is too long, is up to the [`RetryPolicy`](crate::RetryPolicy).
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use std::time::Duration;
/// use hubspot_crm_gen::RateLimits;
///
/// // One of two programs that share an account of the Professional tier.
/// let limits = RateLimits::private_app_professional()
///     .ten_secondly(95)
///     .search_per_second(2)
///     .max_in_flight(20)
///     .on_wait(|wait| {
///         if wait.waited > Duration::from_secs(1) {
///             eprintln!("waited {:?} for {:?}", wait.waited, wait.bucket);
///         }
///     });
/// # let _ = limits;
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct RateLimits {
    pub(super) ten_secondly: Option<Limit>,
    pub(super) search: Option<Limit>,
    pub(super) max_in_flight: Option<usize>,
    pub(super) on_wait: Option<Hook>,
}

/// Where a limit comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// From the settings.
    AtMost(usize),
    /// From HubSpot; this one until it has said so.
    AsTold(usize),
}

impl RateLimits {
    fn new(ten_secondly: Limit) -> Self {
        Self {
            ten_secondly: Some(ten_secondly),
            search: Some(Limit::AtMost(5)),
            max_in_flight: None,
            on_wait: None,
        }
    }

    /// The quota that HubSpot's answers tell, and 100 requests in 10 seconds until the first of
    /// them.
    pub fn automatic() -> Self {
        Self::new(Limit::AsTold(100))
    }

    /// A private app in an account of the Free or Starter tier: 100 requests in 10 seconds.
    pub fn private_app_starter() -> Self {
        Self::new(Limit::AtMost(100))
    }

    /// A private app in an account of the Professional or Enterprise tier: 190 requests in 10
    /// seconds.
    pub fn private_app_professional() -> Self {
        Self::new(Limit::AtMost(190))
    }

    /// A private app in an account that has bought the limit increase: 250 requests in 10 seconds.
    pub fn limit_increase() -> Self {
        Self::new(Limit::AtMost(250))
    }

    /// An app that accounts install by OAuth: 110 requests in 10 seconds, in each account.
    pub fn oauth_app() -> Self {
        Self::new(Limit::AtMost(110))
    }

    /// No limits: nothing waits, not even after a refusal. Limits can be added one by one.
    ///
    /// ```
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// use hubspot_crm_gen::RateLimits;
    ///
    /// let searches_only = RateLimits::none().search_per_second(5);
    /// # let _ = searches_only;
    /// ```
    pub fn none() -> Self {
        Self {
            ten_secondly: None,
            search: None,
            max_in_flight: None,
            on_wait: None,
        }
    }

    /// At most so many requests in any 10 seconds, searches aside. 0 counts as 1.
    pub fn ten_secondly(mut self, requests: u32) -> Self {
        self.ten_secondly = Some(Limit::AtMost(at_least_one(requests)));
        self
    }

    /// At most so many searches in any second. 0 counts as 1.
    pub fn search_per_second(mut self, searches: u32) -> Self {
        self.search = Some(Limit::AtMost(at_least_one(searches)));
        self
    }

    /// At most so many calls of any kind that are not answered yet. 0 counts as 1. Without it,
    /// there is no such bound.
    ///
    /// A call that was begun keeps its place until its future ends or is dropped, even while
    /// nobody polls it. Code that starts calls, puts them aside and then waits for another call
    /// may need more places than it has.
    pub fn max_in_flight(mut self, calls: u32) -> Self {
        self.max_in_flight = Some(at_least_one(calls));
        self
    }

    /// Calls a function after each wait, such as for a metric, also where the caller went away
    /// meanwhile: see [`RateLimitWait::given_up`]. It runs in the task that waited, or that dropped
    /// the call, and should be quick and not panic.
    pub fn on_wait(mut self, hook: impl Fn(&RateLimitWait) + Send + Sync + 'static) -> Self {
        self.on_wait = Some(Hook(Arc::new(hook)));
        self
    }
}

/// [`RateLimits::automatic`].
impl Default for RateLimits {
    fn default() -> Self {
        Self::automatic()
    }
}

fn at_least_one(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX).max(1)
}

/// A wait that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimitWait {
    /// The limit that counts the call.
    pub bucket: RateLimitBucket,
    /// How long the call waited, for that limit or for a place among the calls in flight.
    pub waited: Duration,
    /// Whether the call was dropped while it waited, such as by a time-out around it, or its deadline
    /// came. It was not sent then; otherwise it is about to be.
    pub given_up: bool,
}

/// A function of the user's.
#[derive(Clone)]
pub(super) struct Hook(Arc<dyn Fn(&RateLimitWait) + Send + Sync>);

impl Hook {
    pub(super) fn call(&self, wait: &RateLimitWait) {
        (self.0)(wait);
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook")
    }
}

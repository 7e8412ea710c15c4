//! HubSpot's limits of how many requests there may be.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use http::{HeaderName, StatusCode};
use tokio::time::Instant;

use crate::reply::{Failure, Reply};

const TEN_SECONDS: Duration = Duration::from_secs(10);
const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How many requests the account takes. By itself it is that of a free account.
///
/// ```
/// # async fn example() -> std::io::Result<()> {
/// use hubspot_crm_mock::{MockHubSpot, RateLimits};
///
/// let limits = RateLimits::professional().per_day(1_000);
/// let mock = MockHubSpot::builder().rate_limits(limits).start().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    ten_seconds: usize,
    of_apps: usize,
    searches: usize,
    day: u64,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            ten_seconds: 100,
            of_apps: 110,
            searches: 5,
            day: 250_000,
        }
    }
}

impl RateLimits {
    /// Those of a professional account.
    pub fn professional() -> Self {
        Self::default().per_ten_seconds(190).per_day(625_000)
    }

    /// Those of an enterprise account.
    pub fn enterprise() -> Self {
        Self::default().per_ten_seconds(190).per_day(1_000_000)
    }

    /// So many requests with one access token, in any ten seconds.
    #[must_use]
    pub fn per_ten_seconds(mut self, requests: usize) -> Self {
        self.ten_seconds = requests;
        self
    }

    /// So many requests of one app with tokens of OAuth, in any ten seconds.
    #[must_use]
    pub fn per_ten_seconds_of_apps(mut self, requests: usize) -> Self {
        self.of_apps = requests;
        self
    }

    /// So many searches in any second, whoever makes them.
    #[must_use]
    pub fn searches_per_second(mut self, searches: usize) -> Self {
        self.searches = searches;
        self
    }

    /// So many requests in a day, whoever makes them but for apps with tokens of OAuth. The first day begins with the first request.
    #[must_use]
    pub fn per_day(mut self, requests: u64) -> Self {
        self.day = requests;
        self
    }
}

/// Which limit a request is beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateLimitPolicy {
    /// That of ten seconds.
    TenSecondly,
    /// That of searches.
    Secondly,
    /// That of a day.
    Daily,
}

impl RateLimitPolicy {
    fn name(self) -> &'static str {
        match self {
            Self::TenSecondly => "TEN_SECONDLY_ROLLING",
            Self::Secondly => "SECONDLY",
            Self::Daily => "DAILY",
        }
    }
}

/// What is said to a request beyond a limit.
pub(crate) fn refused(policy: RateLimitPolicy) -> Failure {
    let name = policy.name();
    let message = format!("You have reached your {} limit.", name.to_ascii_lowercase());
    Failure::new(StatusCode::TOO_MANY_REQUESTS, "", message)
        .without_category()
        .with("errorType", "RATE_LIMIT")
        .with("policyName", name)
}

/// Who makes a request, as far as limits go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    /// The token or, of OAuth, the app.
    pub(crate) key: String,
    pub(crate) is_app: bool,
}

/// Which limits count a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Usual,
    Search,
    /// That of ten seconds does not.
    Exempt,
}

/// The requests of the last seconds.
#[derive(Debug, Default)]
struct Window(VecDeque<Instant>);

impl Window {
    /// How many there were.
    fn count(&mut self, length: Duration, now: Instant) -> usize {
        while self.0.front().is_some_and(|at| now - *at >= length) {
            self.0.pop_front();
        }
        self.0.len()
    }
}

/// The requests of an account.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    settings: Option<RateLimits>,
    callers: HashMap<String, Window>,
    searches: Window,
    day: Option<(Instant, u64)>,
}

impl Limits {
    pub(crate) fn set(&mut self, settings: RateLimits) {
        self.settings = Some(settings);
    }

    /// No request has been counted.
    pub(crate) fn forget(&mut self) {
        *self = Self {
            settings: self.settings,
            ..Self::default()
        };
    }

    pub(crate) fn is_set(&self) -> bool {
        self.settings.is_some()
    }

    /// Counts a request. What it answers with, refused or not, has these headers.
    pub(crate) fn count(
        &mut self,
        kind: Kind,
        caller: &Caller,
        now: Instant,
    ) -> (Headers, Result<(), RateLimitPolicy>) {
        let Some(settings) = self.settings else {
            return (Headers::default(), Ok(()));
        };
        let (start, of_day) = match self.day {
            Some((start, count)) if now - start < DAY => (start, count),
            Some((start, _)) => {
                let days = (now - start).as_secs() / DAY.as_secs();
                (start + Duration::from_secs(days * DAY.as_secs()), 0)
            }
            None => (now, 0),
        };
        let most = match caller.is_app {
            true => settings.of_apps,
            false => settings.ten_seconds,
        };
        let mut window = match kind {
            Kind::Usual => Some(self.callers.entry(caller.key.clone()).or_default()),
            Kind::Search | Kind::Exempt => None,
        };
        let mut counted = window.as_mut().map_or(0, |it| it.count(TEN_SECONDS, now));
        let searches = self.searches.count(SECOND, now);
        let refused = if !caller.is_app && of_day >= settings.day {
            Some(RateLimitPolicy::Daily)
        } else if window.is_some() && counted >= most {
            Some(RateLimitPolicy::TenSecondly)
        } else if kind == Kind::Search && searches >= settings.searches {
            Some(RateLimitPolicy::Secondly)
        } else {
            None
        };
        let is_counted = refused.is_none();
        if let Some(window) = window.filter(|_| is_counted) {
            window.0.push_back(now);
            counted += 1;
        }
        if is_counted && kind == Kind::Search {
            self.searches.0.push_back(now);
        }
        let of_day = of_day + u64::from(is_counted && !caller.is_app);
        self.day = Some((start, of_day));
        let headers = match kind {
            Kind::Usual => Headers(Some(Numbers {
                max: most,
                remaining: most.saturating_sub(counted),
                day: (!caller.is_app).then(|| (settings.day, settings.day.saturating_sub(of_day))),
            })),
            Kind::Search | Kind::Exempt => Headers(None),
        };
        (headers, refused.map_or(Ok(()), Err))
    }
}

/// What an answer says of limits.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Headers(Option<Numbers>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Numbers {
    max: usize,
    remaining: usize,
    /// What there is, and what is left. Answers to apps do not say it.
    day: Option<(u64, u64)>,
}

const MAX: HeaderName = HeaderName::from_static("x-hubspot-ratelimit-max");
const REMAINING: HeaderName = HeaderName::from_static("x-hubspot-ratelimit-remaining");
const INTERVAL: HeaderName = HeaderName::from_static("x-hubspot-ratelimit-interval-milliseconds");
const DAILY: HeaderName = HeaderName::from_static("x-hubspot-ratelimit-daily");
const DAILY_REMAINING: HeaderName = HeaderName::from_static("x-hubspot-ratelimit-daily-remaining");

impl Headers {
    pub(crate) fn put_on(self, reply: Reply) -> Reply {
        let Some(numbers) = self.0 else { return reply };
        let reply = reply
            .with_header(MAX, &numbers.max.to_string())
            .with_header(REMAINING, &numbers.remaining.to_string())
            .with_header(INTERVAL, &TEN_SECONDS.as_millis().to_string());
        let Some((day, left)) = numbers.day else {
            return reply;
        };
        reply
            .with_header(DAILY, &day.to_string())
            .with_header(DAILY_REMAINING, &left.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(settings: RateLimits) -> Limits {
        Limits {
            settings: Some(settings),
            ..Limits::default()
        }
    }

    fn caller(key: &str) -> Caller {
        Caller {
            key: key.to_owned(),
            is_app: false,
        }
    }

    #[test]
    fn ten_seconds_roll_for_each_token() {
        let mut limits = limits(RateLimits::default().per_ten_seconds(2));
        let start = Instant::now();
        let mut count = |key, millis| {
            let now = start + Duration::from_millis(millis);
            limits.count(Kind::Usual, &caller(key), now).1
        };
        assert_eq!(count("a", 0), Ok(()));
        assert_eq!(count("a", 4_000), Ok(()));
        assert_eq!(count("a", 9_999), Err(RateLimitPolicy::TenSecondly));
        assert_eq!(count("b", 9_999), Ok(()));
        assert_eq!(count("a", 10_000), Ok(()));
        assert_eq!(count("a", 13_999), Err(RateLimitPolicy::TenSecondly));
        assert_eq!(count("a", 14_000), Ok(()));
    }

    #[test]
    fn searches_are_counted_together_and_by_themselves() {
        let settings = RateLimits::default().searches_per_second(1);
        let mut limits = limits(settings.per_ten_seconds(0));
        let start = Instant::now();
        let mut count = |kind, key, millis| {
            let now = start + Duration::from_millis(millis);
            limits.count(kind, &caller(key), now)
        };
        assert_eq!(count(Kind::Search, "a", 0), (Headers(None), Ok(())));
        let refused = Err(RateLimitPolicy::Secondly);
        assert_eq!(count(Kind::Search, "b", 999), (Headers(None), refused));
        assert_eq!(count(Kind::Search, "b", 1_000).1, Ok(()));
        assert_eq!(count(Kind::Exempt, "b", 1_000), (Headers(None), Ok(())));
        let refused = Err(RateLimitPolicy::TenSecondly);
        assert_eq!(count(Kind::Usual, "b", 1_000).1, refused);
    }

    #[test]
    fn days_begin_with_the_first_request_and_count_everything_but_apps() {
        let mut limits = limits(RateLimits::default().per_day(2).searches_per_second(9));
        let start = Instant::now();
        let app = Caller {
            key: "app".to_owned(),
            is_app: true,
        };
        let token = caller("a");
        assert_eq!(limits.count(Kind::Usual, &token, start).1, Ok(()));
        assert_eq!(limits.count(Kind::Search, &token, start).1, Ok(()));
        let refused = Err(RateLimitPolicy::Daily);
        for kind in [Kind::Usual, Kind::Search, Kind::Exempt] {
            assert_eq!(limits.count(kind, &token, start).1, refused);
        }
        assert_eq!(limits.count(Kind::Usual, &app, start).1, Ok(()));
        let later = start + DAY * 2 + SECOND;
        assert_eq!(limits.count(Kind::Usual, &token, later).1, Ok(()));
        assert_eq!(limits.count(Kind::Usual, &token, later).1, Ok(()));
        let end = start + DAY * 3;
        assert_eq!(limits.count(Kind::Usual, &token, end - SECOND).1, refused);
        assert_eq!(limits.count(Kind::Usual, &token, end).1, Ok(()));
    }

    #[test]
    fn headers_tell_what_is_left_after_the_request() {
        let mut limits = limits(RateLimits::default().per_ten_seconds(2).per_day(9));
        let now = Instant::now();
        for (remaining, day) in [("1", "8"), ("0", "7"), ("0", "7")] {
            let (headers, _) = limits.count(Kind::Usual, &caller("a"), now);
            let reply = headers.put_on(Reply::no_content());
            assert_eq!(reply.headers[MAX], "2");
            assert_eq!(reply.headers[REMAINING], remaining);
            assert_eq!(reply.headers[INTERVAL], "10000");
            assert_eq!(reply.headers[DAILY], "9");
            assert_eq!(reply.headers[DAILY_REMAINING], day);
        }
    }
}

//! Waiting for work that HubSpot does in the background.

use std::fmt;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::error::Error;

/// The shortest time between two looks.
const SHORTEST: Duration = Duration::from_millis(10);

/// Asks again and again until something is over that HubSpot does in the background, such as an
/// import or an export.
///
/// It looks at once, and then after 1 second, 2, 4 and so on up to 30 seconds, for an hour: see
/// [`every`](Poller::every), [`up_to`](Poller::up_to) and [`at_most`](Poller::at_most). What is
/// over, [`until`](Poller::until) says.
///
/// ```no_run
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// # use hubspot_crm_gen::{Call, Json, PollError, Value, poll};
/// # use std::time::Duration;
/// # async fn run(get_import: impl Fn() -> Call<Json<Value>>) -> Result<(), PollError> {
/// let import = poll(|| get_import())
///     .at_most(Duration::from_secs(6 * 60 * 60))
///     .on_progress(|import| println!("{}", import["state"]))
///     .until(|import| matches!(import["state"].as_str(), Some("DONE" | "FAILED" | "CANCELED")))
///     .await?;
/// # Ok(())
/// # }
/// ```
pub fn poll<'a, L, F, T>(look: L) -> Poller<'a, L, T>
where
    L: FnMut() -> F,
    F: IntoFuture<Output = Result<T, Error>>,
{
    Poller {
        look,
        interval: Duration::from_secs(1),
        longest: Duration::from_secs(30),
        at_most: Duration::from_secs(60 * 60),
        on_progress: None,
    }
}

/// Waits for work that HubSpot does in the background. Made by [`poll`].
#[must_use = "nothing is asked for before `until(…).await`"]
pub struct Poller<'a, L, T> {
    look: L,
    interval: Duration,
    longest: Duration,
    at_most: Duration,
    on_progress: Option<OnLook<'a, T>>,
}

type OnLook<'a, T> = Box<dyn FnMut(&T) + Send + 'a>;

/// Why waiting ended before the work did. Becomes an [`Error`] by `?`: that of the look, or
/// [`Error::Poll`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PollError {
    /// A look failed. What is worth another attempt has had it, by the rules of the client.
    #[error(transparent)]
    Look(#[from] Error),
    /// It was not over in time. It may well go on.
    #[error("it was not over after {} seconds", waited.as_secs())]
    TimedOut {
        /// The time since the first look.
        waited: Duration,
    },
}

impl<'a, L, F, T> Poller<'a, L, T>
where
    L: FnMut() -> F,
    F: IntoFuture<Output = Result<T, Error>>,
{
    /// Looks at a steady pace: the time from an answer to the next look, at least 10 milliseconds.
    ///
    /// Every look counts for the rate limits of the account.
    pub fn every(mut self, interval: Duration) -> Self {
        self.interval = interval.max(SHORTEST);
        self.longest = self.interval;
        self
    }

    /// Doubles the time between looks each time, up to this one.
    pub fn up_to(mut self, longest: Duration) -> Self {
        self.longest = longest.max(self.interval);
        self
    }

    /// The longest time from the first look to the start of the last one, instead of an hour. A
    /// look that has started is not cut short: it has the time-outs of the client.
    pub fn at_most(mut self, time: Duration) -> Self {
        self.at_most = time;
        self
    }

    /// Calls a function with what each look has found, the last one too.
    pub fn on_progress(mut self, on_progress: impl FnMut(&T) + Send + 'a) -> Self {
        self.on_progress = Some(Box::new(on_progress));
        self
    }

    /// Looks until the function says that it is over, and returns what the last look has found: a
    /// failed import, too, is over.
    ///
    /// States are open enums. Name those that are final, so that one which is new does not pass for
    /// the end.
    ///
    /// # Errors
    /// [`PollError::Look`] where a look fails, [`PollError::TimedOut`] where it takes longer than
    /// [`at_most`](Self::at_most).
    pub async fn until(mut self, mut is_over: impl FnMut(&T) -> bool) -> Result<T, PollError> {
        let start = Instant::now();
        let mut interval = self.interval;
        loop {
            let found = (self.look)().await?;
            if let Some(on_progress) = &mut self.on_progress {
                on_progress(&found);
            }
            if is_over(&found) {
                return Ok(found);
            }
            let waited = start.elapsed();
            let left = self.at_most.saturating_sub(waited);
            if left.is_zero() {
                return Err(PollError::TimedOut { waited });
            }
            // A last look when time is up, rather than none for the rest of it.
            sleep(interval.min(left)).await;
            interval = interval.saturating_mul(2).min(self.longest);
        }
    }
}

impl<L, T> fmt::Debug for Poller<'_, L, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller")
            .field("interval", &self.interval)
            .field("longest", &self.longest)
            .field("at_most", &self.at_most)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::future::{Ready, ready};

    use super::*;
    use crate::error::ConfigError;

    /// The seconds at which looks were taken, which find their number.
    struct Looks {
        start: Instant,
        at: RefCell<Vec<f64>>,
    }

    impl Looks {
        fn new() -> Self {
            Self {
                start: Instant::now(),
                at: RefCell::default(),
            }
        }

        fn look(&self) -> Ready<Result<usize, Error>> {
            let mut at = self.at.borrow_mut();
            at.push(self.start.elapsed().as_millis() as f64 / 1000.0);
            ready(Ok(at.len()))
        }
    }

    #[tokio::test(start_paused = true)]
    async fn it_looks_at_once_and_then_less_often() {
        let looks = Looks::new();
        let found = poll(|| looks.look()).until(|found| *found == 8).await;
        assert_eq!(found.unwrap(), 8);
        let at = [0.0, 1.0, 3.0, 7.0, 15.0, 31.0, 61.0, 91.0];
        assert_eq!(*looks.at.borrow(), at);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pace_of_ones_own() {
        let looks = Looks::new();
        let mut seen = Vec::new();
        poll(|| looks.look())
            .every(Duration::from_secs(5))
            .on_progress(|found| seen.push(*found))
            .until(|found| *found == 3)
            .await
            .unwrap();
        assert_eq!(*looks.at.borrow(), [0.0, 5.0, 10.0]);
        assert_eq!(seen, [1, 2, 3]);
        let looks = Looks::new();
        poll(|| looks.look())
            .every(Duration::ZERO)
            .up_to(Duration::from_millis(30))
            .until(|found| *found == 5)
            .await
            .unwrap();
        assert_eq!(*looks.at.borrow(), [0.0, 0.01, 0.03, 0.06, 0.09]);
    }

    #[tokio::test(start_paused = true)]
    async fn it_does_not_wait_for_ever() {
        for (at_most, at) in [(0, &[0.0][..]), (5, &[0.0, 1.0, 3.0, 5.0])] {
            let looks = Looks::new();
            let error = poll(|| looks.look())
                .at_most(Duration::from_secs(at_most))
                .until(|_| false)
                .await
                .unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("it was not over after {at_most} seconds")
            );
            assert_eq!(*looks.at.borrow(), at);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_look_that_fails_ends_it() {
        let mut looks = 0;
        let error = poll(|| {
            looks += 1;
            let failure = ConfigError::new("there is nothing to see");
            ready(if looks == 3 {
                Err(failure.into())
            } else {
                Ok(looks)
            })
        })
        .until(|_| false)
        .await
        .unwrap_err();
        assert!(matches!(error, PollError::Look(Error::Config(_))));
        assert_eq!(error.to_string(), "there is nothing to see");
        assert_eq!(looks, 3);
    }

    #[test]
    fn it_can_be_awaited_in_a_task() {
        fn assert_send(_: impl Send) {}
        assert_send(poll(|| ready(Ok(1))).on_progress(|_| {}).until(|_| true));
    }
}

//! HubSpot's CRM API in memory, for tests without an account.
//!
//! [`MockHubSpot::start`] gives a server on a free port of the loopback interface that answers like HubSpot: it keeps records, their properties and their links, finds them again, refuses what HubSpot
//! refuses with the same bodies, and answers every other operation by its document. Dropped, it is gone.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use hubspot_crm_gen::{Client, v3::prelude::*};
//! use hubspot_crm_mock::MockHubSpot;
//!
//! let mock = MockHubSpot::start().await?;
//! let client = Client::builder().access_token("any").base_url(mock.url()).build()?;
//! let page = client.owners().list().await?;
//! assert_eq!(mock.requests()[0].operation(), Some("GET /crm/v3/owners"));
//! # Ok(())
//! # }
//! ```
//!
//! - A request is held against the document of its operation first: 400 tells everything that the document forbids, each with its place in `errors`. What HubSpot reads all the same passes.
//! - [`MockHubSpot::fail`] lets something go wrong: statuses, pages of gateways, latency, bodies that break off, closed connections. Requests can ask for it themselves, by the header
//!   `X-Mock-Fault` with a status, `close`, `truncate=BYTES`, `rate-limit=ten-secondly` (`secondly`, `daily`) or `expired-token`, and behind it `html`, `processed` or `retry-after=SECONDS`;
//!   and by `X-Mock-Latency` with milliseconds.
//! - [`MockHubSpotBuilder`] has what is off otherwise: [limits](MockHubSpotBuilder::rate_limits), [access tokens with their scopes](MockHubSpotBuilder::access_token_with_scopes),
//!   [apps of OAuth](MockHubSpotBuilder::oauth_app), and [what the account has from the start](MockHubSpotBuilder::seed).
//! - [`MockHubSpot::requests`] tells what came, for tests to look at, and [`MockHubSpot::requests_to`] what came for one operation.
//! - Tests need not share a server: one starts within milliseconds. [`MockHubSpot::reset`] is for those that do.
//!
//! The program `hubspot-crm-mock` is the same for other languages: `hubspot-crm-mock --port 8080 --seed seed.json`. They ask for faults, the requests that came, and the like at paths that
//! HubSpot does not have:
//!
//! | request | what it does |
//! | --- | --- |
//! | `GET /_mock/requests` | The latest requests: `results` with `method`, `path`, `query`, `headers`, `body`, `operation`, `status`. With `?operation=GET /crm/v3/owners` only those for one operation. |
//! | `DELETE /_mock/requests` | Forgets them. |
//! | `POST /_mock/faults` | Lets something go wrong: `fault` as the header `X-Mock-Fault` has it, `on` for one operation only, `skip` and `times` (or `always`), `latency` in milliseconds. |
//! | `GET /_mock/faults` | How many requests are still to meet one: `pending`. |
//! | `DELETE /_mock/faults` | From now on nothing goes wrong. |
//! | `POST /_mock/seed` | Takes [a seed](MockHubSpotBuilder::seed), and gives the `ids` of the records that have a key. |
//! | `POST /_mock/expire-tokens` | As [`MockHubSpot::expire_tokens`]. |
//! | `POST /_mock/reset` | As [`MockHubSpot::reset`]. |

mod answer;
mod auth;
mod broken;
mod builder;
mod control;
mod crm;
mod documents;
mod faults;
mod handlers;
mod limits;
mod log;
mod reply;
mod request;
mod sample;
mod seed;
mod server;
mod takes;
#[cfg(test)]
mod testing;
mod validate;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::auth::Auth;
pub use crate::auth::RegisteredApp;
pub use crate::builder::MockHubSpotBuilder;
use crate::crm::Crm;
pub use crate::faults::Fault;
use crate::faults::Faults;
use crate::limits::Limits;
pub use crate::limits::{RateLimitPolicy, RateLimits};
use crate::log::Log;
pub use crate::request::ReceivedRequest;
pub use crate::seed::SeedError;

/// What all connections share.
#[derive(Default)]
pub(crate) struct State {
    crm: Mutex<Crm>,
    log: Mutex<Log>,
    faults: Mutex<Faults>,
    limits: Mutex<Limits>,
    auth: Mutex<Auth>,
    keys: Mutex<seed::Keys>,
    /// The seeds of the settings, as JSON: they take little room as long as nobody asks for them again.
    start: Mutex<Vec<Vec<u8>>>,
}

impl State {
    /// What the account has, requests, faults and counts of limits become what they were at the start. Tokens and apps stay.
    fn reset(&self) {
        *lock(&self.crm) = Crm::default();
        lock(&self.keys).clear();
        lock(&self.log).clear();
        lock(&self.faults).clear();
        lock(&self.limits).forget();
        for seed in lock(&self.start).iter() {
            let seed: Value = serde_json::from_slice(seed).unwrap_or_default();
            // What could be made once can be made again.
            let _ = seed::apply(self, &seed);
        }
    }
}

impl fmt::Debug for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither a hundred thousand records nor any secrets.
        formatter.debug_struct("State").finish_non_exhaustive()
    }
}

/// A poisoned lock is that of a handler that failed; what it guards is whole, since handlers check before they change.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A server that answers like HubSpot, as long as it is there.
#[derive(Debug)]
pub struct MockHubSpot {
    address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
    end: watch::Sender<bool>,
}

impl MockHubSpot {
    /// Starts a server on a free port of the loopback interface, in the Tokio runtime of the caller.
    ///
    /// # Errors
    ///
    /// If no port can be had.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// A server with settings.
    pub fn builder() -> MockHubSpotBuilder {
        MockHubSpotBuilder::default()
    }

    /// What to give to a client as its base URL, such as `http://127.0.0.1:49152`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address that it listens at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes no more requests, and returns when those that have come are answered. To drop it ends it at once.
    pub async fn stop(mut self) {
        let _ = self.end.send(true);
        let _ = (&mut self.task).await;
    }

    /// All requests since the start, or since they were [cleared](Self::clear_requests), in the order in which they came.
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        lock(&self.state.log).all()
    }

    /// Of these requests those for one operation: method and template of the path as [`ReceivedRequest::operation`] tells them, or method and path as they are sent. The method may be `*` for any.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use hubspot_crm_gen::{Client, v3::prelude::*};
    /// # use hubspot_crm_mock::MockHubSpot;
    /// # let mock = MockHubSpot::start().await?;
    /// # let client = Client::builder().access_token("any").base_url(mock.url()).build()?;
    /// let ada = properties! { "email" => "ada@example.com" };
    /// client.contacts().create(SimplePublicObjectInputForCreate::new(ada)).await?;
    /// let created = mock.requests_to("POST /crm/v3/objects/contacts");
    /// assert_eq!(created.len(), 1);
    /// assert_eq!(created[0].json()["properties"]["email"], "ada@example.com");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If it is a template that no operation has: a test that nothing came for it would show nothing.
    #[track_caller]
    pub fn requests_to(&self, operation: &str) -> Vec<ReceivedRequest> {
        if let Err(message) = documents::check_name(operation) {
            panic!("{message}");
        }
        lock(&self.state.log).to(operation)
    }

    /// Forgets the requests, but nothing of what they have changed.
    pub fn clear_requests(&self) {
        lock(&self.state.log).clear();
    }

    /// Gives the account what a seed says, as [`MockHubSpotBuilder::seed`] does.
    ///
    /// # Errors
    ///
    /// If it is no seed, or HubSpot would refuse a part of it. What stands before that part is there all the same.
    pub fn seed(&self, seed: &Value) -> Result<(), SeedError> {
        seed::apply(&self.state, seed)
    }

    /// The id of the record that has this key in a seed.
    ///
    /// # Panics
    ///
    /// If no record has it.
    #[track_caller]
    pub fn seeded_id(&self, key: &str) -> String {
        let id = lock(&self.state.keys)
            .get(key)
            .map(|keyed| keyed.id.clone());
        assert!(id.is_some(), "no record of a seed has the key `{key}`");
        id.unwrap_or_default()
    }

    /// Makes everything that the account has what it was at the start: what its settings' seeds say, and nothing else. Requests, faults and what limits have counted are forgotten. Access tokens and
    /// apps stay as they are.
    pub fn reset(&self) {
        self.state.reset();
    }

    /// Lets something go wrong with the requests that follow. See [`Fault`].
    pub fn fail(&self, fault: Fault) {
        lock(&self.state.faults).push(fault);
    }

    /// From now on nothing goes wrong.
    pub fn clear_faults(&self) {
        lock(&self.state.faults).clear();
    }

    /// How many requests are still to meet a [`Fault`]; those that all requests meet do not count. A test that ends with some has not shown what it was meant to.
    pub fn pending_faults(&self) -> u64 {
        lock(&self.state.faults).pending()
    }

    /// No access token is valid any more of those that were given so far, be it by settings or by the token endpoint. Refresh tokens remain what they were.
    ///
    /// A client of `hubspot-crm-gen` takes a 401 for something else while its token is younger than 30 seconds, and does not renew it. A test lets them pass by Tokio's time:
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use hubspot_crm_gen::{Client, OAuth, OAuthApp, v3::prelude::*};
    /// # use hubspot_crm_mock::{MockHubSpot, RegisteredApp};
    /// // In a test: #[tokio::test(start_paused = true)]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # tokio::time::pause();
    /// let app = RegisteredApp::new("id", "secret");
    /// let mock = MockHubSpot::builder().oauth_app(app).start().await?;
    /// let app = OAuthApp::new("id", "secret", "https://example.com/back").base_url(mock.url());
    /// let oauth = OAuth::from_refresh_token(app, mock.refresh_token("id"));
    /// let client = Client::builder().base_url(mock.url()).oauth(oauth).build()?;
    /// client.owners().list().await?;
    ///
    /// tokio::time::advance(Duration::from_secs(60)).await;
    /// mock.expire_tokens();
    /// client.owners().list().await?;
    /// let statuses: Vec<_> = mock.requests_to("GET /crm/v3/owners").iter().map(|one| one.status()).collect();
    /// assert_eq!(statuses, [Some(200), Some(401), Some(200)]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn expire_tokens(&self) {
        lock(&self.state.auth).expire_tokens(Instant::now());
    }

    /// What a user of the account comes back with who has just installed an app: the code for the app's first tokens.
    pub fn authorization_code(&self, client_id: &str) -> String {
        lock(&self.state.auth).code(client_id)
    }

    /// The refresh token of an app that the account has installed long ago.
    pub fn refresh_token(&self, client_id: &str) -> String {
        lock(&self.state.auth).refresh_token(client_id)
    }
}

impl Drop for MockHubSpot {
    fn drop(&mut self) {
        // With the task that accepts them its connections end.
        self.task.abort();
    }
}

/// The example of the README runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

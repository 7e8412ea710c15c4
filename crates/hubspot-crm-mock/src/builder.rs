//! Settings of a server, and its start.

use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::auth::RegisteredApp;
use crate::faults::Fault;
use crate::limits::RateLimits;
use crate::seed::{self, SeedError};
use crate::{MockHubSpot, State, lock, server};

/// Settings of a [`MockHubSpot`].
#[derive(Debug, Default)]
pub struct MockHubSpotBuilder {
    host: Option<IpAddr>,
    port: u16,
    state: State,
}

impl MockHubSpotBuilder {
    /// The address of the interface to listen at, instead of `127.0.0.1`; `0.0.0.0` for all of them.
    ///
    /// Whoever reaches it can read and change everything, and sees the requests with their tokens. Other interfaces than the loopback one are for containers and the like, which nobody else reaches.
    #[must_use]
    pub fn host(mut self, host: impl Into<IpAddr>) -> Self {
        self.host = Some(host.into());
        self
    }

    /// The port to listen at; 0, as before, for a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Keeps the latest requests only, so many at most. Otherwise all are kept.
    #[must_use]
    pub fn keep_requests(self, most: usize) -> Self {
        lock(&self.state.log).keep(most);
        self
    }

    /// Refuses requests beyond HubSpot's limits. Otherwise there are none.
    ///
    /// Time is that of Tokio, so a test may pause and advance it.
    #[must_use]
    pub fn rate_limits(self, limits: RateLimits) -> Self {
        lock(&self.state.limits).set(limits);
        self
    }

    /// Knows an access token that allows everything, as that of a private app. From then on tokens that are not known are refused; otherwise anything passes.
    #[must_use]
    pub fn access_token(self, token: impl Into<String>) -> Self {
        lock(&self.state.auth).add_token(token.into(), None);
        self
    }

    /// As [`access_token`](Self::access_token), for one that allows no more than its scopes.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hubspot_crm_gen::{Client, v3::prelude::*};
    /// use hubspot_crm_mock::MockHubSpot;
    ///
    /// let mock = MockHubSpot::builder().access_token_with_scopes("token", ["crm.objects.deals.read"]);
    /// let mock = mock.start().await?;
    /// let client = Client::builder().access_token("token").base_url(mock.url()).build()?;
    /// client.deals().list().await?;
    /// let error = client.contacts().list().await.unwrap_err();
    /// assert_eq!(error.missing_scopes(), ["crm.objects.contacts.read"]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn access_token_with_scopes(
        self,
        token: impl Into<String>,
        scopes: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let scopes = scopes.into_iter().map(Into::into).collect();
        lock(&self.state.auth).add_token(token.into(), Some(scopes));
        self
    }

    /// Knows the key of a developer account, for the operations about apps.
    #[must_use]
    pub fn developer_api_key(self, key: impl Into<String>) -> Self {
        lock(&self.state.auth).add_key(key.into());
        self
    }

    /// Knows an app that gets its tokens by OAuth. From then on tokens that are not known are refused.
    #[must_use]
    pub fn oauth_app(self, app: RegisteredApp) -> Self {
        lock(&self.state.auth).add_app(app);
        self
    }

    /// Gives the account what a seed says. All parts may be left out. They are made in this order:
    ///
    /// | part | what it has |
    /// | --- | --- |
    /// | `owners` | A list of those that records can be assigned to, each with `email` and, if wanted, `firstName` and `lastName`. The first gets the id 1003, since two are there. |
    /// | `schemas` | A list of types of objects of one's own, each as the body that creates it. |
    /// | `properties` | For each type of objects, a list of properties, each as the body that creates it. |
    /// | `pipelines` | For each type of objects, a list of pipelines, each as the body that creates it. |
    /// | `records` | For each type of objects (a custom one by `p_` and its name), a list of records with `properties` and, if `associations` or a test ([`MockHubSpot::seeded_id`]) have to name it, a `key`. |
    /// | `associations` | A list of links, each with the keys `from` and `to` and, unless it is of the default kind, `types` as the body that creates it. |
    /// | `requests` | A list of whatever else there is to do, each with `method`, `path` and, if it has one, `body`. |
    ///
    /// But for the owners, each part is a request that is answered as any other, but neither logged nor counted.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hubspot_crm_mock::MockHubSpot;
    /// use serde_json::json;
    ///
    /// let seed = json!({
    ///     "records": {
    ///         "contacts": [{"key": "ada", "properties": {"email": "ada@example.com"}}],
    ///         "companies": [{"key": "acme", "properties": {"name": "Acme"}}],
    ///     },
    ///     "associations": [{"from": "ada", "to": "acme"}],
    /// });
    /// let mock = MockHubSpot::builder().seed(&seed)?.start().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If it is no seed, or HubSpot would refuse a part of it.
    pub fn seed(self, seed: &Value) -> Result<Self, SeedError> {
        seed::apply(&self.state, seed)?;
        lock(&self.state.start).push(seed.to_string().into_bytes());
        Ok(self)
    }

    /// As [`MockHubSpot::fail`], from the start.
    #[must_use]
    pub fn fail(self, fault: Fault) -> Self {
        lock(&self.state.faults).push(fault);
        self
    }

    /// Starts the server in the Tokio runtime of the caller.
    ///
    /// # Errors
    ///
    /// If the port is taken, or there is no such interface.
    pub async fn start(self) -> io::Result<MockHubSpot> {
        let host = self.host.unwrap_or(Ipv4Addr::LOCALHOST.into());
        let listener = TcpListener::bind((host, self.port)).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(self.state);
        let (end, is_ending) = watch::channel(false);
        let task = tokio::spawn(server::accept(listener, Arc::clone(&state), is_ending));
        Ok(MockHubSpot {
            address,
            state,
            task,
            end,
        })
    }
}

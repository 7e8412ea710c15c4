//! HubSpot's CRM API in memory, for tests without an account.
//!
//! [`MockHubSpot::start`] gives a server on a free port of the loopback interface that answers like HubSpot: it keeps records, their properties and their links, finds them again, refuses what HubSpot
//! refuses with the same bodies, and answers every other operation by its document. Dropped, it is gone.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use hubspot_crm_gen::Client;
//! use hubspot_crm_mock::MockHubSpot;
//!
//! let mock = MockHubSpot::start().await?;
//! let client = Client::builder().access_token("any").base_url(mock.url()).build()?;
//! let page = client.owners().list().await?;
//! assert_eq!(mock.requests()[0].operation(), Some("GET /crm/v3/owners"));
//! # Ok(())
//! # }
//! ```

mod answer;
mod crm;
mod documents;
mod handlers;
mod log;
mod reply;
mod request;
mod sample;
mod server;
mod validate;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::crm::Crm;
use crate::log::Log;
pub use crate::request::ReceivedRequest;

/// What all connections share.
#[derive(Debug, Default)]
pub(crate) struct State {
    crm: Mutex<Crm>,
    log: Mutex<Log>,
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

    /// All requests since the start, or since they were [cleared](Self::clear_requests), in the order in which they came.
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        lock(&self.state.log).all()
    }

    /// Forgets the requests, but nothing of what they have changed.
    pub fn clear_requests(&self) {
        lock(&self.state.log).clear();
    }
}

impl Drop for MockHubSpot {
    fn drop(&mut self) {
        // With the task that accepts them its connections end.
        self.task.abort();
    }
}

/// Settings of a [`MockHubSpot`].
#[derive(Debug, Default)]
pub struct MockHubSpotBuilder {
    port: u16,
    state: State,
}

impl MockHubSpotBuilder {
    /// The port to listen at; 0, as before, for a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Starts the server in the Tokio runtime of the caller.
    ///
    /// # Errors
    ///
    /// If the port is taken.
    pub async fn start(self) -> io::Result<MockHubSpot> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(self.state);
        let task = tokio::spawn(server::accept(listener, Arc::clone(&state)));
        Ok(MockHubSpot {
            address,
            state,
            task,
        })
    }
}

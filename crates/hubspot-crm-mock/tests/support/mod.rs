//! What the tests through the client share.

use hubspot_crm_gen::{Client, RateLimits, RetryPolicy};
use hubspot_crm_mock::MockHubSpot;

/// A server, and a client of it that neither waits nor repeats anything.
pub(crate) async fn start() -> (MockHubSpot, Client) {
    let mock = MockHubSpot::start().await.unwrap();
    let client = Client::builder()
        .access_token("any")
        .base_url(mock.url())
        .rate_limits(RateLimits::none())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    (mock, client)
}

//! What the client does by itself about refusals and faults, and what it leaves to its caller.
//!
//! ```text
//! HUBSPOT_ACCESS_TOKEN=… cargo run --example retries -- 6001 ada@example.com "Order 1234"
//! ```
//!
//! The arguments are the id of a contact, an email address for which a contact is made if there is none, and the name
//! of a deal that is made. `HUBSPOT_BASE_URL` sends the calls to another server than HubSpot's. The token needs the
//! scopes `crm.objects.contacts.read`, `crm.objects.contacts.write`, `crm.objects.deals.read` and
//! `crm.objects.deals.write`.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Client, ClientBuilder, Error, RateLimitStatus, RateLimits, RetryPolicy};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(contact_id), Some(email), Some(deal)) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("usage: retries CONTACT_ID EMAIL DEAL_NAME".into());
    };
    let mut client = Client::builder().access_token(env::var("HUBSPOT_ACCESS_TOKEN")?);
    if let Ok(base_url) = env::var("HUBSPOT_BASE_URL") {
        client = client.base_url(base_url);
    }
    let report = run(client, &contact_id, &email, &deal).await?;
    println!("read at once: {}", report.read_at_once);
    println!("contact: {}", report.contact_id);
    println!("deal: {:?}", report.deal_id);
    println!("sent again: {} times", report.repeats);
    let used = report.limits.ten_secondly.used;
    println!("{used} requests count at the moment");
    println!("left of the day: {:?}", report.limits.daily_remaining);
    Ok(())
}

/// What was done.
#[derive(Debug)]
pub(crate) struct Report {
    /// Whether the read that does not wait got its answer.
    pub(crate) read_at_once: bool,
    pub(crate) contact_id: String,
    /// `None` if nobody knows whether the deal is there.
    pub(crate) deal_id: Option<String>,
    pub(crate) repeats: u32,
    pub(crate) limits: RateLimitStatus,
}

pub(crate) async fn run(
    client: ClientBuilder,
    contact_id: &str,
    email: &str,
    deal: &str,
) -> Result<Report, Error> {
    // Without any of this there are 4 attempts within 2 minutes, and the limits that HubSpot's answers tell.
    let repeats = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&repeats);
    let retry = RetryPolicy::new()
        .max_attempts(6)
        .max_total_time(Duration::from_secs(90))
        .on_attempt(move |attempt| {
            if let Some(wait) = attempt.retry_in {
                counter.fetch_add(1, Ordering::Relaxed);
                eprintln!("{}: once more in {wait:?}", attempt.operation);
            }
        });
    // Calls beyond the limits wait their turn in the client. The bound on calls in flight keeps a burst of work from
    // opening a connection for each of them.
    let limits = RateLimits::private_app_professional().max_in_flight(20);
    let hubspot = client.retry(retry).rate_limits(limits).build()?;

    // A read, an update and an upsert do the same twice as once: whatever fails on the way is repeated.
    hubspot.contacts().get(contact_id).await?;

    // Where a person waits, an error soon is better than an answer late. A time-out is for each attempt once it is sent;
    // the deadline holds for all of it, the wait for the rate limits too, and for this request only. Dropping the call,
    // as `tokio::time::timeout` does, would be as safe.
    let at_once = hubspot
        .contacts()
        .get(contact_id)
        .retry(RetryPolicy::none())
        .deadline(Duration::from_secs(3))
        .await;
    if let Err(error) = &at_once {
        eprintln!("not shown: {error}");
    }

    let contact_id = create_contact(&hubspot, email).await?;
    let deal_id = create_deal(&hubspot, deal).await?;
    Ok(Report {
        read_at_once: at_once.is_ok(),
        contact_id,
        deal_id,
        repeats: repeats.load(Ordering::Relaxed),
        // For a metric: how much of the limits is used, who waits, and what is left of the day.
        limits: hubspot.rate_limits(),
    })
}

/// A create that can be repeated: there is one contact at most for an email address, so a second create is refused.
async fn create_contact(hubspot: &Client, email: &str) -> Result<String, Error> {
    let created = hubspot
        .contacts()
        .create(properties! { "email" => email })
        .replay_safe(true)
        .await;
    match created {
        Ok(contact) => Ok(contact.id),
        // It was there before, or an attempt whose answer got lost has made it.
        Err(error) => match error.existing_id() {
            Some(id) => Ok(id.to_owned()),
            None => Err(error),
        },
    }
}

/// A create that the client does not repeat: HubSpot takes any number of deals with the same name.
async fn create_deal(hubspot: &Client, name: &str) -> Result<Option<String>, Error> {
    let deal = properties! {
        "dealname" => name,
        "pipeline" => "default",
        "dealstage" => "appointmentscheduled",
    };
    match hubspot.deals().create(deal).await {
        Ok(deal) => return Ok(Some(deal.id)),
        // HubSpot had a fault, or no answer came: the deal may be there, and may not.
        Err(error) if error.may_have_been_processed() => {
            let (attempts, reason) = (error.attempts(), error.no_retry());
            eprintln!("{error}; sent {attempts} times, {reason:?}");
        }
        // HubSpot has certainly not made it.
        Err(error) => return Err(error),
    }
    // Look for it, and do not before it can be found: searches are some seconds behind.
    tokio::time::sleep(Duration::from_secs(10)).await;
    let search = SearchRequest::new().filter(Filter::eq("dealname", name));
    let found = hubspot.deals().search(search).await?;
    Ok(found.results.into_iter().next().map(|deal| deal.id))
}

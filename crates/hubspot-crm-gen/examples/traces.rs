//! How a service sees its calls: each call is a span of `tracing`, with a span for each attempt in it.
//!
//! ```text
//! HUBSPOT_ACCESS_TOKEN=… cargo run --example traces -- ada@example.com
//! ```
//!
//! The argument is the email address of a contact. Nothing is changed. With `HUBSPOT_TRACE_PERSONAL_DATA` set to
//! anything, traces show it. `HUBSPOT_BASE_URL` sends the calls to another server than HubSpot's. The token needs the
//! scope `crm.objects.contacts.read`.

use std::env;
use std::io;

use hubspot_crm_gen::{Client, Error, v3::prelude::*};
use tracing::{Instrument, Subscriber, info_span};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let email = env::args().nth(1).ok_or("usage: traces EMAIL")?;
    // Only the program decides where traces go: a library has no part in it.
    subscriber(io::stderr).init();
    let mut client = Client::builder()
        .access_token(env::var("HUBSPOT_ACCESS_TOKEN")?)
        // Paths, queries and bodies stay out of traces, unless somebody asks for them. Tokens always do.
        .trace_personal_data(env::var_os("HUBSPOT_TRACE_PERSONAL_DATA").is_some());
    if let Ok(base_url) = env::var("HUBSPOT_BASE_URL") {
        client = client.base_url(base_url);
    }
    let id = run(&client.build()?, &email).await?;
    println!("{id}");
    Ok(())
}

/// Writes a line at the end of each span, with its fields. A layer for OpenTelemetry takes the place of the one that
/// writes: the fields are named as it names them.
pub(crate) fn subscriber<W>(writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(writer)
        .with_ansi(false)
        .with_span_events(FmtSpan::CLOSE);
    // The spans of the client are of the level INFO, an event at the end of each attempt is of the level DEBUG, bodies
    // (if personal data is traced) of the level TRACE.
    let levels = Targets::new()
        .with_default(LevelFilter::INFO)
        .with_target("hubspot_crm_core", LevelFilter::DEBUG);
    tracing_subscriber::registry().with(lines.with_filter(levels))
}

pub(crate) async fn run(hubspot: &Client, email: &str) -> Result<String, Error> {
    // The span of a call is within the span of the work that it is done for.
    let contact = hubspot
        .contacts()
        .get(email)
        .id_property("email")
        .send()
        .instrument(info_span!("find_contact"))
        .await?;
    Ok(contact.id)
}

//! The in-memory HubSpot as a program.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use hubspot_crm_mock::{MockHubSpot, MockHubSpotBuilder, RateLimits};
use serde_json::Value;
use tokio::sync::oneshot;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// So long may the requests that have come still take when it is told to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// What else there is to know.
const MORE: &str = "\
When it is ready, it writes its base URL to the standard output, on a line of its own. SIGTERM and Ctrl-C end it.

A request can ask for something to go wrong by its headers: `X-Mock-Fault` with a status, `close`, `truncate=BYTES`, `rate-limit=ten-secondly` (`secondly`, `daily`) or `expired-token`, and behind \
it `html`, `processed` or `retry-after=SECONDS`; `X-Mock-Latency` with milliseconds.

Whoever cannot set headers, or wants to look at the requests that came, asks the server itself:
  POST   /_mock/faults         {\"fault\": \"503\", \"on\": \"GET /crm/v3/owners\", \"times\": 2}
  GET    /_mock/faults         how many requests are still to meet one
  DELETE /_mock/faults
  GET    /_mock/requests       the latest; with ?operation=... those for one operation
  DELETE /_mock/requests
  POST   /_mock/seed           a seed more
  POST   /_mock/expire-tokens
  POST   /_mock/reset          everything as at the start

Exit status: 0 if it was told to end, 2 if it could not start.";

/// HubSpot's CRM API in memory, for tests without an account
#[derive(Debug, Parser)]
#[command(version, after_long_help = MORE)]
struct Arguments {
    /// The address of the interface to listen at; 0.0.0.0 for all, as containers need it.
    /// Whoever reaches it can read and change everything, and see the requests with their tokens
    #[arg(long, env = "HUBSPOT_MOCK_HOST", default_value_t = Ipv4Addr::LOCALHOST.into())]
    host: IpAddr,
    /// The port to listen at; 0 for a free one
    #[arg(long, env = "HUBSPOT_MOCK_PORT", default_value_t = 8080)]
    port: u16,
    /// A JSON file with what the account has from the start: owners, schemas, properties, pipelines, records, associations, requests
    #[arg(long, env = "HUBSPOT_MOCK_SEED", value_name = "FILE")]
    seed: Option<PathBuf>,
    /// An access token that is known; without any, everything passes. May be repeated
    #[arg(long, value_name = "TOKEN")]
    token: Vec<String>,
    /// Refuse requests beyond the limits of this kind of account
    #[arg(long, value_name = "ACCOUNT", num_args = 0..=1, default_missing_value = "free")]
    rate_limits: Option<Account>,
    /// How many of the latest requests are kept, for those who ask for them
    #[arg(long, value_name = "NUMBER", default_value_t = 1_000)]
    keep_requests: usize,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Account {
    Free,
    Professional,
    Enterprise,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    // From the start: without it, signals do not reach the first process of a container.
    let end = told_to_end().map_err(|error| format!("cannot listen to signals: {error}"))?;
    let (host, port) = (arguments.host, arguments.port);
    let mut builder = MockHubSpot::builder().host(host).port(port);
    builder = builder.keep_requests(arguments.keep_requests);
    for token in arguments.token {
        builder = builder.access_token(token);
    }
    if let Some(account) = arguments.rate_limits {
        builder = builder.rate_limits(match account {
            Account::Free => RateLimits::default(),
            Account::Professional => RateLimits::professional(),
            Account::Enterprise => RateLimits::enterprise(),
        });
    }
    let mut end = pin!(end);
    if let Some(path) = arguments.seed {
        // Large seeds take their time; a thread of its own ends with the program.
        let (done, is_done) = oneshot::channel();
        thread::spawn(move || drop(done.send(seeded(builder, &path))));
        builder = tokio::select! {
            seeded = is_done => seeded.map_err(|_| "the seed cannot be read")??,
            () = &mut end => return Ok(()),
        };
    }
    let mock = builder.start().await.map_err(|error| {
        let at = SocketAddr::new(host, port);
        format!("cannot listen at {at}: {error}; choose another place with --port or --host")
    })?;
    if !host.is_loopback() {
        eprintln!("warning: whoever reaches {host} can read and change everything");
    }
    let told = writeln!(io::stdout(), "{}", mock.url()).and_then(|()| io::stdout().flush());
    told.map_err(|error| format!("cannot write the address: {error}"))?;
    end.await;
    // Whoever does not let go is cut off.
    let _ = tokio::time::timeout(PATIENCE, mock.stop()).await;
    Ok(())
}

fn seeded(builder: MockHubSpotBuilder, path: &Path) -> Result<MockHubSpotBuilder, String> {
    let faulty = |error: &dyn fmt::Display| format!("{}: {error}", path.display());
    let text = fs::read(path).map_err(|error| faulty(&error))?;
    let seed = serde_json::from_slice(&text);
    let seed = seed.map_err(|error| faulty(&format!("it is no JSON: {error}")))?;
    let builder = builder.seed(&seed).map_err(|error| faulty(&error))?;
    let records = seed["records"].as_object();
    let records = records.into_iter().flatten();
    let records: usize = records.map(|(_, list)| length(list)).sum();
    let links = length(&seed["associations"]);
    eprintln!(
        "{}: records {records}, associations {links}",
        path.display()
    );
    Ok(builder)
}

fn length(list: &Value) -> usize {
    list.as_array().map_or(0, Vec::len)
}

/// What ends when somebody ends the program, by the keyboard or by a signal, from now on.
#[cfg(unix)]
fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// What ends when somebody ends the program.
#[cfg(not(unix))]
fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

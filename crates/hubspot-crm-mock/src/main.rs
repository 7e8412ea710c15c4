//! The in-memory HubSpot as a program.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use hubspot_crm_mock::{MockHubSpot, MockHubSpotBuilder, RateLimits};

/// So long may the requests that have come still take when it is told to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// HubSpot's CRM API in memory, for tests without an account
///
/// When it is ready, it writes its base URL on a line of its own. A request can ask for something to go wrong by its headers: `X-Mock-Fault` with a status, `close`, `truncate=BYTES`,
/// `rate-limit=ten-secondly` (`secondly`, `daily`) or `expired-token`, and behind it `html`, `processed` or `retry-after=SECONDS`; `X-Mock-Latency` with milliseconds.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The port of the loopback interface to listen at; 0 for a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// A JSON file with what the account has from the start: owners, schemas, properties, pipelines, records, associations, requests
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// An access token that is known; without any, everything passes. May be repeated
    #[arg(long, value_name = "TOKEN")]
    token: Vec<String>,
    /// Refuse requests beyond the limits of this kind of account
    #[arg(long, value_name = "ACCOUNT", num_args = 0..=1, default_missing_value = "free")]
    rate_limits: Option<Account>,
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
    let port = arguments.port;
    // Nobody could look at the requests.
    let mut builder = MockHubSpot::builder().port(port).keep_requests(0);
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
    if let Some(path) = &arguments.seed {
        let seeded = seeded(builder, path);
        builder = seeded.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let mock = builder.start().await.map_err(|error| {
        format!("cannot listen at port {port}: {error}; choose another with --port")
    })?;
    let told = writeln!(io::stdout(), "{}", mock.url()).and_then(|()| io::stdout().flush());
    told.map_err(|error| format!("cannot write the address: {error}"))?;
    told_to_end().await;
    // Whoever does not let go is cut off.
    let _ = tokio::time::timeout(PATIENCE, mock.stop()).await;
    Ok(())
}

fn seeded(builder: MockHubSpotBuilder, path: &Path) -> Result<MockHubSpotBuilder, String> {
    let text = fs::read(path).map_err(|error| error.to_string())?;
    let seed = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    builder.seed(&seed).map_err(|error| error.to_string())
}

/// Waits until somebody ends it, by the keyboard or by a signal.
#[cfg(unix)]
async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};

    let interrupt = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        },
        Err(_) => drop(interrupt.await),
    }
}

/// Waits until somebody ends it.
#[cfg(not(unix))]
async fn told_to_end() {
    let _ = tokio::signal::ctrl_c().await;
}

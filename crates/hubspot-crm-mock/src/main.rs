//! The in-memory HubSpot as a program.

use std::process::ExitCode;

use clap::Parser;
use hubspot_crm_mock::MockHubSpot;

/// HubSpot's CRM API in memory, for tests without an account
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The port of the loopback interface to listen at; 0 for a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mock = match MockHubSpot::builder().port(arguments.port).start().await {
        Ok(mock) => mock,
        Err(error) => {
            eprintln!(
                "error: cannot listen at port {}: {error}; choose another with --port",
                arguments.port
            );
            return ExitCode::from(2);
        }
    };
    println!("{}", mock.url());
    // Until somebody ends it.
    let _ = tokio::signal::ctrl_c().await;
    ExitCode::SUCCESS
}

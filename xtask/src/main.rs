//! The command line. Each task has a file of its own below `commands`.

mod commands;

use std::io;
use std::process::ExitCode;
use std::thread;

use anyhow::anyhow;
use clap::{Parser, Subcommand};
use commands::codegen::Codegen;
use commands::console::{Outcome, say};
use commands::diff::Diff;
use commands::drift::Drift;
use commands::lint::Lint;
use commands::update::Update;

/// Documents nest as deep as their authors please, and the generator goes down with them.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// Tasks of this repository.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    max_term_width = 100
)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    Codegen(Codegen),
    Diff(Diff),
    Drift(Drift),
    Lint(Lint),
    Update(Update),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let worker = thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || match cli.task {
            Task::Codegen(task) => task.run(),
            Task::Diff(task) => task.run(),
            Task::Drift(task) => task.run(),
            Task::Lint(task) => task.run(),
            Task::Update(task) => task.run(),
        });
    let result = match worker.map(thread::JoinHandle::join) {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(anyhow!(
            "internal error: the generator failed; please report it, with the documents"
        )),
        Err(error) => Err(anyhow!(error).context("cannot start")),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) => {
            // If this cannot be said, the exit code still tells it.
            let _ = say(io::stderr(), &format!("error: {error:#}\n"));
            ExitCode::from(2)
        }
    }
}

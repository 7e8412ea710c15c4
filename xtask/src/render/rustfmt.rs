//! Runs rustfmt: free of the configuration of any folder, and on several files at a time, because starting it takes as long as formatting a file.

use std::env;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use super::RenderError;
use crate::parallel;

const EDITION: &str = "2024";

/// Begins a file among others. The shape of a macro call lets it pass.
const FILE: &str = "__codegen_file!();";

/// The texts after formatting, in their order. `paths` are for messages.
pub(super) fn format(paths: &[&str], texts: &[&str]) -> Result<Vec<String>, RenderError> {
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    // Without it, rustfmt looks for a configuration in the working folder, in those above and in the home folder.
    let dir = tempfile::Builder::new().prefix("codegen-").tempdir()?;
    let config = dir.path().join("rustfmt.toml");
    fs::write(&config, "")?;
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let batches = batches(texts, threads);
    let done = parallel::map(batches, |batch| {
        let of_batch: Vec<&str> = batch.iter().map(|index| texts[*index]).collect();
        let formatted = together(&of_batch, &config).map_err(|error| {
            // Which of them it is, rustfmt cannot tell from their common text.
            let alone = batch.iter().map(|index| (paths[*index], texts[*index]));
            refused(alone, &config).unwrap_or(error)
        });
        (batch, formatted)
    });
    let mut formatted = vec![String::new(); texts.len()];
    for (batch, result) in done {
        for (index, text) in batch.into_iter().zip(result?) {
            formatted[index] = text;
        }
    }
    Ok(formatted)
}

/// Which texts go together: as many batches as there are processors, of about the same size.
fn batches(texts: &[&str], count: usize) -> Vec<Vec<usize>> {
    let mut batches: Vec<(usize, Vec<usize>)> = vec![(0, Vec::new()); count];
    let mut alone = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        // An attribute of a whole file can stand at the beginning only.
        if text.contains("#![") {
            alone.push(vec![index]);
        } else if let Some((size, batch)) = batches.iter_mut().min_by_key(|(size, _)| *size) {
            *size += text.len();
            batch.push(index);
        }
    }
    let filled = batches.into_iter().map(|(_, batch)| batch);
    filled
        .filter(|batch| !batch.is_empty())
        .chain(alone)
        .collect()
}

/// Formats several files as one text.
fn together(texts: &[&str], config: &Path) -> Result<Vec<String>, RenderError> {
    if let [only] = texts {
        return Ok(vec![run(only, config)?]);
    }
    let mut heads = Vec::new();
    let mut all = String::new();
    for text in texts {
        // Documentation of a file can stand at its beginning only; formatting leaves it as it is.
        let head: usize = text
            .split_inclusive('\n')
            .take_while(|line| line.starts_with("//!"))
            .map(str::len)
            .sum();
        let (head, body) = text.split_at(head);
        heads.push(head);
        all.push_str(FILE);
        all.push('\n');
        all.push_str(body);
    }
    let formatted = run(&all, config)?;
    let bodies = formatted.split(FILE).skip(1);
    let files: Vec<String> = heads
        .iter()
        .zip(bodies)
        .map(|(head, body)| match body.trim() {
            "" => (*head).to_owned(),
            body => format!("{head}{body}\n"),
        })
        .collect();
    match files.len() == texts.len() {
        true => Ok(files),
        false => Err(RenderError::Rustfmt {
            message: "files got lost".to_owned(),
        }),
    }
}

/// The error for the first text that rustfmt does not accept, with its path.
fn refused<'a>(
    mut files: impl Iterator<Item = (&'a str, &'a str)>,
    config: &Path,
) -> Option<RenderError> {
    files.find_map(|(path, text)| match run(text, config) {
        Err(RenderError::Rustfmt { message }) => Some(RenderError::Rustfmt {
            message: format!("{path}: {message}"),
        }),
        _ => None,
    })
}

/// From its input, rustfmt does not go to the modules that a file declares.
fn run(text: &str, config: &Path) -> Result<String, RenderError> {
    let program = env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
    let name = || program.to_string_lossy().into_owned();
    let mut command = Command::new(&program);
    command
        .args(["--edition", EDITION, "--style-edition", EDITION])
        .arg("--config-path")
        .arg(config)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|error| RenderError::MissingRustfmt {
            program: name(),
            reason: match error.kind() {
                ErrorKind::NotFound => "not found".to_owned(),
                _ => error.to_string(),
            },
        })?;
    if let Some(mut input) = child.stdin.take() {
        // If it does not read to the end, what it says tells why.
        let _ = input.write_all(text.as_bytes());
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        // rustup has a rustfmt for every toolchain, which may be nothing but this message.
        if message.contains("is not installed") {
            return Err(RenderError::MissingRustfmt {
                program: name(),
                reason: message,
            });
        }
        return Err(RenderError::Rustfmt { message });
    }
    String::from_utf8(output.stdout).map_err(|error| RenderError::Rustfmt {
        message: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_hold_every_text_once() {
        let texts = ["aaaa", "#![allow(dead_code)]", "b", "c", "dd"];
        assert_eq!(batches(&texts, 2), [vec![0], vec![2, 3, 4], vec![1]]);
        assert_eq!(batches(&texts[..1], 4), [[0]]);
    }

    #[test]
    fn files_that_are_formatted_together_come_out_as_alone() {
        let texts = [
            "//! One.\n//!\n//! Two.\nuse b::B;\nuse a::A;\nfn f( ) { }\n",
            "const A: u8 = 1;\n",
            "pub mod x;\nuse c :: C;\n",
            "//! Only this.\n",
        ];
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("rustfmt.toml");
        fs::write(&config, "").unwrap();
        let alone: Vec<String> = texts
            .iter()
            .map(|text| run(text, &config).unwrap())
            .collect();
        assert_eq!(together(&texts, &config).unwrap(), alone);
        assert_eq!(format(&["a", "b", "c", "d"], &texts).unwrap(), alone);
    }

    #[test]
    fn what_rustfmt_refuses_names_the_file() {
        let error = format(&["a.rs", "b.rs"], &["fn f() {}\n", "fn {\n"]).unwrap_err();
        assert!(
            matches!(&error, RenderError::Rustfmt { message } if message.starts_with("b.rs: error:")),
            "{error}"
        );
    }
}

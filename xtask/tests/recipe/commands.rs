//! Each `cargo xtask …` in workflows, scripts and instructions is one that the command line takes.

use std::process::Command;

use crate::{root, texts, workflows};

/// What calls a task.
const CALL: &str = "cargo xtask ";

/// Where a command ends in a script or a sentence.
const ENDS: [char; 10] = ['\n', '\\', '`', '|', ';', '&', '>', '<', ')', '#'];

/// The commands in a text, as words.
fn commands(text: &str) -> Vec<Vec<String>> {
    let text = text.replace("\\\n", " ");
    let calls = text.split(CALL).skip(1);
    let commands = calls.map(|rest| {
        let command = rest.split(ENDS).next().unwrap_or_default();
        let words = command.split_whitespace();
        words.map(|word| word.replace(['"', '\''], "")).collect()
    });
    commands
        .filter(|words: &Vec<String>| !words.is_empty())
        .collect()
}

/// Whether the program takes these words. Everything is read before it comes to the help, and nothing is done.
fn is_taken(words: &[String]) -> Result<(), String> {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(words)
        .arg("--help")
        .output()
        .unwrap();
    match output.status.code() {
        Some(0) => Ok(()),
        _ => Err(String::from_utf8(output.stderr).unwrap()),
    }
}

#[test]
fn the_command_line_takes_every_command() {
    let mut sources = workflows();
    sources.extend(texts(".ci"));
    for folder in [".", "specs"] {
        let pages = texts(folder).into_iter();
        sources.extend(pages.filter(|(path, _)| path.ends_with(".md")));
    }
    let mut count = 0;
    for (path, text) in &sources {
        for words in commands(text) {
            // Where the text speaks of all tasks.
            if words[0] == "…" || words[0] == "TASK" {
                continue;
            }
            count += 1;
            is_taken(&words)
                .unwrap_or_else(|error| panic!("{path}: {CALL}{}\n{error}", words.join(" ")));
        }
    }
    assert!(count > 10, "only {count} commands were found");
}

#[test]
fn a_command_that_does_not_exist_is_found() {
    let found = commands(
        "x=1; cargo xtask diff \"$BASE..HEAD\" --format \\\n  markdown >\"$out\" # a page\nor `cargo xtask lint`.",
    );
    assert_eq!(
        found,
        [
            vec!["diff", "$BASE..HEAD", "--format", "markdown"],
            vec!["lint"]
        ]
    );
    for wrong in [
        "cargo xtask dif a..b",
        "cargo xtask diff a..b --from markdown",
        "cargo xtask diff a..b --format html",
        "cargo xtask codegen --check=yes",
        "cargo xtask lint specs",
    ] {
        let words = commands(wrong).remove(0);
        assert!(is_taken(&words).is_err(), "{wrong}");
    }
    assert!(root().join(".ci/run").is_file());
}

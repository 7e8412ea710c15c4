//! The workflows: what they may do, what they run, and what they wait for.

use std::collections::BTreeSet;

use serde_yaml::Value;

use crate::{root, workflows};

/// The parsed workflows, by path.
fn parsed() -> Vec<(String, Value)> {
    let parsed = workflows().into_iter().map(|(path, text)| {
        let value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        (path, value)
    });
    parsed.collect()
}

/// The jobs of a workflow, by name.
fn jobs(workflow: &Value) -> Vec<(&str, &Value)> {
    let jobs = workflow["jobs"].as_mapping().unwrap();
    let jobs = jobs.iter().map(|(name, job)| (name.as_str().unwrap(), job));
    jobs.collect()
}

/// The steps of a job.
fn steps(job: &Value) -> &[Value] {
    job["steps"].as_sequence().unwrap()
}

/// Names and texts in a mapping; nothing where there is none.
fn entries(value: &Value) -> Vec<(&str, &str)> {
    let entries = value.as_mapping().into_iter().flatten();
    entries
        .map(|(name, value)| (name.as_str().unwrap(), value.as_str().unwrap_or_default()))
        .collect()
}

#[test]
fn tokens_only_read_but_for_the_job_that_comments() {
    let mut writers = BTreeSet::new();
    for (path, workflow) in parsed() {
        assert_eq!(
            entries(&workflow["permissions"]),
            [("contents", "read")],
            "{path}"
        );
        for (name, job) in jobs(&workflow) {
            let writes = entries(&job["permissions"]);
            if writes.iter().any(|(_, access)| *access != "read") {
                assert_eq!(writes, [("contents", "read"), ("pull-requests", "write")]);
                writers.insert(format!("{path}: {name}"));
                // With a token that writes, nothing runs but actions of GitHub's own and our script.
                for step in steps(job) {
                    let action = step["uses"].as_str().unwrap_or("actions/");
                    assert!(action.starts_with("actions/"), "{path}: {action}");
                    let run = step["run"].as_str().unwrap_or(".ci/comment");
                    assert!(run.starts_with(".ci/comment"), "{path}: {run}");
                }
                let condition = job["if"].as_str().unwrap();
                let is_ours = "github.event.pull_request.head.repo.full_name == github.repository";
                assert!(condition.contains(is_ours), "{path}: {condition}");
            }
        }
    }
    assert_eq!(
        Vec::from_iter(writers),
        [".github/workflows/generated-code.yml: comment"]
    );
}

#[test]
fn nothing_from_outside_gets_into_a_script() {
    for (path, workflow) in parsed() {
        for (name, job) in jobs(&workflow) {
            for step in steps(job) {
                let run = step["run"].as_str().unwrap_or_default();
                // What an expression gives would be read as a part of the script: texts come by the environment.
                assert!(!run.contains("${{"), "{path}: {name}: {run}");
                assert!(
                    run.lines().count() <= 3,
                    "{path}: {name}: more belongs in .ci: {run}"
                );
            }
        }
        // Either would give code of a fork the token of this repository.
        for event in ["pull_request_target", "workflow_run"] {
            assert!(workflow["on"].get(event).is_none(), "{path}: {event}");
        }
    }
}

#[test]
fn every_job_ends_and_every_action_has_a_version() {
    for (path, workflow) in parsed() {
        assert!(workflow["concurrency"]["group"].is_string(), "{path}");
        for (name, job) in jobs(&workflow) {
            assert!(job["timeout-minutes"].as_u64().is_some(), "{path}: {name}");
            for step in steps(job) {
                let Some(action) = step["uses"].as_str() else {
                    continue;
                };
                let version = action.split_once("@v").map(|(_, version)| version);
                let is_major = version.is_some_and(|it| it.parse::<u32>().is_ok());
                assert!(is_major, "{path}: {action}");
                if action.starts_with("actions/checkout@") {
                    // What runs afterwards has no use for the token.
                    assert_eq!(
                        step["with"]["persist-credentials"],
                        Value::Bool(false),
                        "{path}: {name}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_they_name_is_there() {
    for (path, workflow) in parsed() {
        let paths = workflow["on"]["pull_request"]["paths"].as_sequence();
        for pattern in paths.into_iter().flatten() {
            let folder = pattern.as_str().unwrap().strip_suffix("/**").unwrap();
            assert!(root().join(folder).is_dir(), "{path}: {folder}");
        }
        for (name, job) in jobs(&workflow) {
            for step in steps(job) {
                let run = step["run"].as_str().unwrap_or_default();
                for script in run
                    .split_whitespace()
                    .filter(|word| word.starts_with(".ci/"))
                {
                    assert!(root().join(script).is_file(), "{path}: {name}: {script}");
                }
            }
        }
    }
    let (_, review) = parsed()
        .into_iter()
        .find(|(path, _)| path.ends_with("generated-code.yml"))
        .unwrap();
    let paths = review["on"]["pull_request"]["paths"].as_sequence().unwrap();
    assert_eq!(paths.len(), 3);
}

#[test]
fn all_use_one_version_of_rust_that_the_workspace_allows() {
    let versions: BTreeSet<String> = parsed()
        .iter()
        .map(|(path, workflow)| {
            let version = workflow["env"]["RUSTUP_TOOLCHAIN"].as_str();
            version
                .unwrap_or_else(|| panic!("{path} names none"))
                .to_owned()
        })
        .collect();
    let [version] = Vec::from_iter(versions).try_into().unwrap();
    let minor = |version: &str| version.split('.').nth(1).unwrap().parse::<u32>().unwrap();
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let least = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "));
    assert!(minor(&version) >= minor(least.unwrap().trim_matches('"')));
}

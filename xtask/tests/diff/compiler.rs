//! Clients and a program that uses them, checked by the compiler.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use xtask::tree::Tree;

/// Checks a program with each client, and gives the names of the clients with which it does not compile.
///
/// All clients are members of one workspace below the target folder, whose own target folder stays: only the first run compiles the runtime.
pub(crate) fn broken(clients: &[(String, Tree)], program: &str) -> BTreeSet<String> {
    let dir = workspace(clients, program);
    let output = Command::new(env!("CARGO"))
        .current_dir(&dir)
        .args(["check", "--workspace", "--examples", "--keep-going"])
        .args(["--message-format", "json", "--quiet"])
        .env("CARGO_TARGET_DIR", dir.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .expect("cargo runs");
    let mut broken = BTreeSet::new();
    let mut checked = 0;
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let message: Value = serde_json::from_str(line).unwrap();
        let target = message["target"]["name"].as_str().unwrap_or_default();
        let Some(client) = target.strip_prefix("program_") else {
            let is_error = message["message"]["level"] == "error";
            assert!(!is_error, "{}", message["message"]["rendered"]);
            continue;
        };
        match message["reason"].as_str() {
            Some("compiler-artifact") => checked += 1,
            Some("compiler-message") if message["message"]["level"] == "error" => {
                broken.insert(client.to_owned());
            }
            _ => {}
        }
    }
    // Cargo may have failed for another reason than the programs.
    assert_eq!(
        checked + broken.len(),
        clients.len(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    broken
}

/// Writes the workspace of the clients, and gives its folder.
pub(crate) fn workspace(clients: &[(String, Tree)], program: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff");
    write(&dir, clients, program);
    dir
}

fn write(dir: &Path, clients: &[(String, Tree)], program: &str) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let core = repository
        .join("crates/hubspot-crm-core")
        .canonicalize()
        .unwrap();
    for (name, tree) in clients {
        let member = dir.join(name);
        fs::create_dir_all(member.join("examples")).unwrap();
        tree.compare(&member).unwrap().apply().unwrap();
        put(&member.join(format!("examples/program_{name}.rs")), program);
        put(
            &member.join("Cargo.toml"),
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
                 [lib]\nname = \"client\"\n\n[dependencies]\nhubspot-crm-core.workspace = true\n"
            ),
        );
    }
    let names: Vec<&str> = clients.iter().map(|(name, _)| name.as_str()).collect();
    put(
        &dir.join("Cargo.toml"),
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n\
             [workspace.dependencies]\nhubspot-crm-core = {{ path = {core:?}, default-features = false }}\n"
        ),
    );
    fs::copy(repository.join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
    for entry in fs::read_dir(dir).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.join("Cargo.toml").is_file() && !names.contains(&&*name) {
            fs::remove_dir_all(&path).unwrap();
        }
    }
}

/// Writes what differs only: cargo goes by the time of a change.
fn put(path: &Path, text: &str) {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text).unwrap();
    }
}

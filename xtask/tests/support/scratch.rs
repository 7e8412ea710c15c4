//! A workspace of generated crates, compiled as a user's would be, but with every warning an error.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::tree::Tree;

/// What the names of members begin with whose documentation is built: it takes as long as compiling, and all others say the same.
const TEXTS: [&str; 5] = ["docs-", "layout-", "operations-", "unions-", "families-"];

/// Writes each tree as a member of one workspace below the target folder, and lets cargo judge them all.
///
/// The workspace has this repository's lock file and lints, so nothing is judged by other rules than the client itself. Its target folder stays, so only the
/// first run compiles the runtime, and that without TLS, which takes longest.
pub(crate) fn compile(members: &[(String, Tree)]) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases");
    write(&repository, &dir, members);
    // Clippy shows the warnings of the compiler too. Where it is missing, it says so instead of passing for nothing.
    let mut documented = vec!["doc", "--no-deps"];
    let names = members.iter().map(|(name, _)| name.as_str());
    let of_text = |name: &&str| TEXTS.iter().any(|theme| name.starts_with(theme));
    documented.extend(names.filter(of_text).flat_map(|name| ["--package", name]));
    let judges = [
        vec![
            "clippy",
            "--workspace",
            "--no-deps",
            "--lib",
            "--test",
            "generated",
        ],
        documented,
    ];
    let findings: Vec<String> = judges
        .iter()
        .filter_map(|arguments| cargo(&dir, arguments))
        .collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

fn write(repository: &Path, dir: &Path, members: &[(String, Tree)]) {
    fs::create_dir_all(dir).unwrap();
    for (name, tree) in members {
        let member = dir.join(name);
        fs::create_dir_all(&member).unwrap();
        tree.compare(&member)
            .and_then(|changes| changes.apply())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let again = tree
            .compare(&member)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(
            again.is_empty(),
            "{name} differs right after writing:\n{}",
            again.diff()
        );
        put(
            &member.join("Cargo.toml"),
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
                 [dependencies]\nhubspot-crm-core.workspace = true\n\n[dev-dependencies]\nserde_json = \"1\"\n\n[lints]\nworkspace = true\n"
            ),
        );
    }
    let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    let core = repository
        .join("crates/hubspot-crm-core")
        .canonicalize()
        .unwrap();
    let lints = lints(&fs::read_to_string(repository.join("Cargo.toml")).unwrap());
    put(
        &dir.join("Cargo.toml"),
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n\
             [workspace.dependencies]\nhubspot-crm-core = {{ path = {core:?}, default-features = false }}\n\n{lints}"
        ),
    );
    fs::copy(repository.join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
    remove_others(dir, &names);
}

/// The lint tables of the repository's own workspace.
fn lints(manifest: &str) -> String {
    let mut lines = String::new();
    let mut is_lint = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_lint = line.starts_with("[workspace.lints.");
        }
        if is_lint {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    assert!(
        lines.contains("missing_docs"),
        "Cargo.toml holds no lints for the workspace"
    );
    lines
}

/// Writes what differs only: cargo goes by the time of a change.
fn put(path: &Path, text: &str) {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// Removes the members of earlier runs whose cases are gone.
fn remove_others(dir: &Path, names: &[&str]) {
    for entry in fs::read_dir(dir).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.join("Cargo.toml").is_file() && !names.contains(&&*name) {
            fs::remove_dir_all(&path).unwrap();
        }
    }
}

/// Runs cargo in the scratch workspace; gives what it says if it fails.
fn cargo(dir: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(dir)
        .args(arguments)
        .args(["--keep-going", "--quiet"])
        .env("CARGO_TARGET_DIR", dir.join("target"))
        // Most of these crates are compiled once and never changed.
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-Dwarnings")
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTDOCFLAGS")
        .output()
        .expect("cargo runs");
    (!output.status.success()).then(|| {
        format!(
            "`cargo {}` fails in {}:\n{}",
            arguments.join(" "),
            dir.display(),
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

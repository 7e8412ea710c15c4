//! The page that shows the task at work: `xtask/docs/diff-v3-2026-03.md`, what a version of HubSpot's changes for programs that use the one before.
//!
//! The documents of the new version are our own, in `2026-03` beside this file. What they share with each other, `specs` has as well, and in the same words: what the page
//! tells is what HubSpot has changed, and not what we say otherwise. `INSTA_UPDATE=always cargo test -p xtask --test diff example` takes the shared parts from `specs`, and
//! writes the page anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::command::program::{assert_code, command};

const UPDATE: &str = "INSTA_UPDATE=always cargo test -p xtask --test diff example";

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Holds a file against what should be in it, or puts it there.
fn hold(path: &Path, text: &str) {
    let before = fs::read_to_string(path).unwrap();
    if before == text {
        return;
    }
    if env::var_os("INSTA_UPDATE").is_some_and(|how| how == "always") {
        fs::write(path, text).unwrap();
        return;
    }
    let mut lines = before.lines().zip(text.lines()).enumerate();
    let first = lines.find(|(_, (before, after))| before != after);
    let (line, before, after) = match first {
        Some((line, (before, after))) => (line + 1, before, after),
        None => (0, "one is longer than the other", ""),
    };
    panic!(
        "{} is not up to date, first at line {line}; after a look at the difference, run `{UPDATE}`\n- {before}\n+ {after}",
        path.display()
    );
}

/// The shared components of a document by kind and name, as they are written there.
fn components(text: &str) -> BTreeMap<(&str, &str), &str> {
    let mut components = BTreeMap::new();
    let mut kind = "";
    let mut open = None;
    let mut at = 0;
    // What stands between two components, such as a heading, belongs to none.
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let is_blank = line.trim().is_empty();
        if !is_blank && indent <= 4 {
            if let Some((name, start)) = open.take() {
                components.insert((kind, name), &text[start..end]);
            }
            let name = line.trim().trim_end_matches(':');
            match indent {
                2 => kind = name,
                4 if !name.starts_with('#') => open = Some((name, at)),
                _ => {}
            }
        }
        at += line.len();
        if !is_blank {
            end = at;
        }
    }
    if let Some((name, start)) = open {
        components.insert((kind, name), &text[start..end]);
    }
    components
}

/// Takes the shared parts of the documents from `specs`.
fn share(specs: &Path, example: &Path) {
    let mut files: Vec<PathBuf> = fs::read_dir(example.join("common"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut count = 0;
    for file in files {
        let ours = fs::read_to_string(specs.join("common").join(file.file_name().unwrap()));
        let ours = ours.unwrap();
        let ours = components(&ours);
        let text = fs::read_to_string(&file).unwrap();
        let mut shared = text.clone();
        for ((kind, name), component) in components(&text) {
            // Scopes are explained for the operations that there are, and nothing of it reaches the client.
            if kind != "securitySchemes" {
                let of = format!("{}: {kind} {name}", file.display());
                let ours = ours.get(&(kind, name));
                let ours = ours.unwrap_or_else(|| panic!("{of} is not in specs"));
                assert_eq!(text.matches(component).count(), 1, "{of} is there twice");
                shared = shared.replace(component, ours);
                count += 1;
            }
        }
        hold(&file, &shared);
    }
    assert!(count > 100, "only {count} shared components were found");
    let table = "association_types.yaml";
    let ours = fs::read_to_string(specs.join(table)).unwrap();
    hold(&example.join(table), &ours);
}

#[test]
fn the_example_is_what_its_command_prints() {
    let root = package().parent().unwrap();
    share(&root.join("specs"), &package().join("tests/diff/2026-03"));
    let path = package().join("docs/diff-v3-2026-03.md");
    let page = fs::read_to_string(&path).unwrap();
    let (introduction, _) = page.split_once("\n---\n").unwrap();
    let mut commands = introduction
        .lines()
        .filter_map(|line| line.strip_prefix("$ cargo xtask "));
    let arguments: Vec<&str> = commands.next().unwrap().split(' ').collect();
    let (printed, told) = assert_code(&command(root, &arguments).output().unwrap(), 0);
    assert_eq!(told, "");
    hold(&path, &format!("{introduction}\n---\n\n{printed}"));
}

//! `.gitattributes`: GitHub folds the diff of what is generated, and of nothing else.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

use xtask::inputs::Inputs;

use crate::root;

/// Where the client is.
const CLIENT: &str = "crates/hubspot-crm-gen";

/// Where the in-memory HubSpot is.
const MOCK: &str = "crates/hubspot-crm-mock";

/// What git says, given a text.
fn git(arguments: &[&str], input: &str) -> String {
    let mut git = Command::new("git")
        .current_dir(root())
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = git.stdin.take().unwrap();
    // Git answers while it reads, so both ends have to be looked after.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input.as_bytes()).unwrap());
        git.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "git {arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn generated_files_are_marked_and_no_others() {
    let mut inputs = Inputs::read(&root().join("specs")).unwrap();
    inputs.library = Some("hubspot_crm_gen".to_owned());
    let tree = xtask::generate_with(&inputs, inputs.library.as_deref())
        .unwrap()
        .tree;
    let client = tree.iter().map(|(path, _)| format!("{CLIENT}/{path}"));
    let generated: BTreeSet<String> = client
        .chain([format!("{MOCK}/generated/{}", xtask::bundle::FILE)])
        .collect();
    let listing = git(
        &[
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ],
        "",
    );
    let mut paths: BTreeSet<&str> = listing.split_terminator('\0').collect();
    assert!(paths.contains("Cargo.toml"), "{paths:?}");
    paths.extend(generated.iter().map(String::as_str));

    let attributes = git(
        &["check-attr", "-z", "--stdin", "linguist-generated"],
        &paths
            .iter()
            .map(|path| format!("{path}\0"))
            .collect::<String>(),
    );
    let answers: Vec<&str> = attributes.split_terminator('\0').collect();
    let marked: BTreeSet<String> = answers
        .chunks_exact(3)
        .filter(|answer| ["set", "true"].contains(&answer[2]))
        .map(|answer| answer[0].to_owned())
        .collect();
    let unmarked: Vec<&String> = generated.difference(&marked).collect();
    let wrong: Vec<&String> = marked.difference(&generated).collect();
    assert!(
        unmarked.is_empty(),
        "generated, but not marked: {unmarked:?}"
    );
    assert!(wrong.is_empty(), "marked, but not generated: {wrong:?}");
}

//! Sample values of received types: that they are what they should be, and that the generated types take them there and back.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::{Case, emitted, report};
use xtask::inputs::Inputs;
use xtask::tree::{Tree, starter_manifest};
use xtask::{generate, generate_with};

const CODE: &str = "tests/generated/round_trip.rs";
const VALUES: &str = "tests/generated/round_trip.json";

/// A collection with everything that is received in a form of its own.
fn collection() -> Case {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/round_trip");
    Case {
        name: "round_trip".to_owned(),
        inputs: Inputs::read(&dir).unwrap(),
    }
}

/// The client with its test.
fn tested(case: &Case) -> Tree {
    match generate_with(&case.inputs, Some("round_trip")) {
        Ok(done) => done.tree,
        Err(errors) => panic!("{}:\n{}", case.name, report(&errors, &case.inputs)),
    }
}

/// Each sample of a client with the name of its type.
fn samples(tree: &Tree) -> Vec<(String, Value)> {
    let file: Value = serde_json::from_str(tree.get(VALUES).unwrap()).unwrap();
    let types = file["types"].as_object().unwrap();
    let samples = types.iter().flat_map(|(name, samples)| {
        let samples = samples.as_array().unwrap();
        samples.iter().map(|sample| (name.clone(), sample.clone()))
    });
    samples.collect()
}

#[test]
fn what_hubspot_promises_or_adds_is_written_as_it_came() {
    for case in emitted().into_iter().chain([collection()]) {
        for (name, sample) in samples(&tested(&case)) {
            let label = sample["label"].as_str().unwrap();
            let is_kept = [
                "full",
                "unknown",
                "union values of an unknown",
                "value",
                "empty lists",
            ]
            .iter()
            .any(|start| label.starts_with(start));
            // A sphere looks like a circle, whose radius has another type.
            // One of the choices there is a map of texts: it takes any object, and where text is due anything reads.
            let is_alike = label == "full `sphere`"
                || (case.name == "unions/kinds_of_json" && label.contains("union "));
            assert!(
                !is_kept || is_alike || sample.get("written").is_none(),
                "{}, {name}: {sample}",
                case.name
            );
        }
    }
}

#[test]
fn every_variant_has_a_value_that_reads_as_it() {
    let samples = samples(&tested(&collection()));
    let of = |name: &str, start: &str| -> BTreeSet<String> {
        samples
            .iter()
            .filter(|(ty, sample)| {
                ty.ends_with(name) && sample["label"].as_str().unwrap().starts_with(start)
            })
            .map(|(_, sample)| sample["variant"].as_str().unwrap().to_owned())
            .collect()
    };
    for (name, count) in [
        ("::Filter", 4),
        ("::UnionsScalar", 5),
        ("::UnionsByKeys", 3),
        ("::UnionsByDiscriminator", 2),
        ("::UnionsNested", 3),
        ("::Tree", 2),
    ] {
        let full = of(name, "full `");
        assert_eq!(full.len(), count, "{name}: {full:?}");
        assert!(!full.contains("Unknown"), "{name}: {full:?}");
    }
    let unknown = BTreeSet::from(["Unknown".to_owned()]);
    for name in [
        "::Filter",
        "::UnionsScalar",
        "::UnionsByDiscriminator",
        "::Tree",
    ] {
        assert_eq!(of(name, "unknown union"), unknown, "{name}");
    }
    // Written, it would be a polygon.
    assert_eq!(of("::UnionsByWhatIsWritten", "bare `label`"), unknown);
    assert_eq!(of("::Colour", "value").len(), 3);
    assert_eq!(
        of("::Colour", "unknown"),
        BTreeSet::from(["Unknown".to_owned()])
    );
}

#[test]
fn types_that_contain_themselves_have_samples_of_bounded_size() {
    for (name, sample) in samples(&tested(&collection())) {
        assert!(sample.to_string().len() < 20_000, "{name}: {sample}");
    }
}

#[test]
fn the_test_is_all_that_is_added() {
    let case = collection();
    let mut with = tested(&case);
    assert_eq!(
        with,
        tested(&case),
        "the same documents give the same samples"
    );
    let without = generate(&case.inputs).unwrap().tree;
    assert_eq!(without.get(CODE).or(without.get(VALUES)), None);
    with = with
        .iter()
        .filter(|(path, _)| !path.starts_with("tests/generated/"))
        .collect();
    assert_eq!(with, without);
}

#[test]
fn the_option_writes_the_test_for_the_library_in_the_folder() {
    let dir = tempfile::TempDir::new().unwrap();
    let out = dir.path().join("my-client");
    let run = |check: bool| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(["codegen", "--tests", "--specs"]);
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/round_trip"));
        command.arg("--out").arg(&out);
        command.args(check.then_some("--check"));
        command.output().unwrap()
    };
    let code = || fs::read_to_string(out.join(CODE)).unwrap();
    let manifest = out.join("Cargo.toml");
    assert!(run(false).status.success());
    assert!(code().contains("use my_client as client;"));
    let starter = fs::read_to_string(&manifest).unwrap();
    assert!(
        starter.contains("[dev-dependencies]\nserde_json ="),
        "{starter}"
    );
    assert!(run(true).status.success());

    fs::write(&manifest, "[package]\nname = \"another\"\n").unwrap();
    assert_eq!(run(true).status.code(), Some(1));
    assert!(run(false).status.success());
    assert!(code().contains("use another as client;"));

    fs::write(&manifest, "[workspace]\n").unwrap();
    let failed = run(false);
    let told = String::from_utf8_lossy(&failed.stderr).into_owned();
    assert_eq!(failed.status.code(), Some(2));
    assert!(
        told.contains("names no library that code could use: give its [package] a `name`"),
        "{told}"
    );
}

/// The workspace of the cases has compiled the runtime already, or finds it compiled.
#[test]
fn generated_types_take_the_samples_there_and_back() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let repository = repository.canonicalize().unwrap();
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("round_trip");
    fs::create_dir_all(&dir).unwrap();
    let changes = tested(&collection()).compare(&dir).unwrap();
    changes.apply().unwrap();
    let core = repository.join("crates/hubspot-crm-core");
    let manifest = starter_manifest("round_trip", &core, true)
        // TLS takes the longest to compile.
        .replace(" }\n", ", default-features = false }\n");
    let path = dir.join("Cargo.toml");
    if fs::read_to_string(&path).ok().as_deref() != Some(&manifest) {
        fs::write(path, manifest).unwrap();
    }
    fs::copy(repository.join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .current_dir(&dir)
        .args(["test", "--quiet", "--test", "generated"])
        .env("CARGO_TARGET_DIR", dir.join("../cases/target"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("RUSTFLAGS", "-Dwarnings")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "`cargo test` fails in {}:\n{}{}",
        dir.display(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

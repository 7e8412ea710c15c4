use tempfile::TempDir;

use super::*;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (path, content) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    dir
}

fn names(dir: &TempDir) -> Vec<String> {
    Inputs::read(dir.path())
        .unwrap()
        .files
        .into_keys()
        .collect()
}

fn manifest(inputs: &Inputs) -> Option<&str> {
    inputs.manifest.as_ref().map(|text| text.text.as_str())
}

/// The error, without the name of the temporary folder.
fn refused(dir: &TempDir) -> String {
    let error = Inputs::read(dir.path()).unwrap_err();
    error
        .to_string()
        .replace(&dir.path().display().to_string(), "specs")
}

#[test]
fn documents_are_found_and_the_manifest_is_not_one() {
    let dir = folder(&[
        ("codegen.yaml", b"manifest"),
        ("v3/contacts.yaml", b"contacts"),
        ("v3/deals.yml", b"deals"),
        ("common/deep/errors.json", b"{}"),
        ("common/codegen.yaml", b"not the manifest"),
        ("UPPER.YAML", b""),
        ("README.md", b"\xff"),
        ("yaml", b""),
        (".hidden.yaml", b"\xff"),
        (".git/config.yaml", b"\xff"),
    ]);
    let inputs = Inputs::read(dir.path()).unwrap();
    assert_eq!(manifest(&inputs), Some("manifest"));
    assert_eq!(
        inputs.files.keys().collect::<Vec<_>>(),
        [
            "UPPER.YAML",
            "common/codegen.yaml",
            "common/deep/errors.json",
            "v3/contacts.yaml",
            "v3/deals.yml"
        ]
    );
    assert_eq!(inputs.files["v3/contacts.yaml"], "contacts");
}

#[test]
fn a_hidden_input_folder_is_read() {
    let dir = folder(&[(".specs/a.yaml", b"a")]);
    assert_eq!(
        Inputs::read(&dir.path().join(".specs"))
            .unwrap()
            .files
            .len(),
        1
    );
}

#[test]
fn a_byte_order_mark_is_not_text() {
    let dir = folder(&[
        ("a.yaml", b"\xef\xbb\xbfopenapi: 3.0.3"),
        ("codegen.yaml", b"\xef\xbb\xbfx: y"),
    ]);
    let inputs = Inputs::read(dir.path()).unwrap();
    assert_eq!(
        (inputs.files["a.yaml"].as_str(), manifest(&inputs)),
        ("openapi: 3.0.3", Some("x: y"))
    );
}

#[test]
fn a_missing_folder_a_file_and_an_empty_folder_are_told_apart() {
    let dir = folder(&[("openapi.yaml", b"")]);
    for (name, expected) in [
        (
            "missing",
            "there is no such folder; name the one that holds the documents with --specs",
        ),
        (
            "openapi.yaml",
            "not a folder; name the folder that holds the document with --specs",
        ),
    ] {
        let error = Inputs::read(&dir.path().join(name)).unwrap_err();
        assert_eq!(error.problems[0].trouble.to_string(), expected);
    }
    let dir = folder(&[("codegen.yaml", b""), ("README.md", b"")]);
    insta::assert_snapshot!(refused(&dir), @"cannot read the input: specs: no .yaml, .yml or .json file in it; name the folder that holds the documents with --specs");
}

/// Every fault of a document, one a line.
fn faults(inputs: &Inputs) -> String {
    let lines = inputs.faults.iter().map(|(path, fault)| {
        let at = fault
            .position
            .map(|at| format!(":{}:{}", at.line, at.column));
        let at = at.unwrap_or_default();
        format!("{path}{at}: {}; {}\n", fault.message, fault.help)
    });
    lines.collect()
}

#[test]
fn a_document_that_is_no_text_does_not_hide_the_others() {
    let dir = folder(&[
        ("good.yaml", b"a"),
        ("v3/latin.yaml", b"a: 1\nb: caf\xe9\n"),
        ("v3/utf16.json", b"\xff\xfe{\0}\0"),
    ]);
    let large = fs::File::create(dir.path().join("large.json")).unwrap();
    large.set_len(MAX_BYTES as u64 + 1).unwrap();
    let inputs = Inputs::read(dir.path()).unwrap();
    assert_eq!(inputs.files.keys().collect::<Vec<_>>(), ["good.yaml"]);
    insta::assert_snapshot!(faults(&inputs), @r"
    large.json: the file holds 21 MB, more than the limit of 20 MB; split the document, or take the file out of the folder if it is none
    v3/latin.yaml:2:7: the text is not UTF-8; save it as UTF-8
    v3/utf16.json:1:1: the text is not UTF-8; save it as UTF-8
    ");
}

#[test]
fn all_problems_are_told_together() {
    let dir = folder(&[("codegen.yml", b""), ("good.yaml", b"a"), ("large", b"")]);
    fs::write(dir.path().join("overlay"), b"caf\xe9").unwrap();
    let error = Inputs::request(&Request {
        specs: dir.path().to_path_buf(),
        manifest: Some(dir.path().join("nothing.yaml")),
        overlays: vec![dir.path().join("overlay"), dir.path().to_path_buf()],
        ..Request::default()
    });
    let error = error.unwrap_err().to_string();
    let error = error.replace(&dir.path().display().to_string(), "specs");
    insta::assert_snapshot!(error, @r"
    cannot read the input: 4 problems:
      specs: there is no such file; correct the path behind --overlay
      specs/codegen.yml: the manifest is called `codegen.yaml`; rename it
      specs/nothing.yaml: there is no such file; correct the path behind --manifest
      specs/overlay: the text is not UTF-8 (first at line 1); save it as UTF-8
    ");
}

#[test]
fn what_an_option_names_is_no_document() {
    let dir = folder(&[
        ("codegen.yaml", b"of the folder"),
        ("v3/a.yaml", b"a"),
        ("mine.yaml", b"mine"),
        ("v3/overlay.yaml", b"overlay"),
    ]);
    let inputs = Inputs::request(&Request {
        specs: dir.path().to_path_buf(),
        manifest: Some(dir.path().join("v3/../mine.yaml")),
        overlays: vec![dir.path().join("v3/overlay.yaml")],
        ..Request::default()
    });
    let inputs = inputs.unwrap();
    assert_eq!(inputs.files.keys().collect::<Vec<_>>(), ["v3/a.yaml"]);
    assert_eq!(manifest(&inputs), Some("mine"));
    assert_eq!(inputs.overlays[0].text, "overlay");
}

const OPENAPI: &[u8] = br#"{"openapi":"3.0.1"}"#;

#[test]
fn of_a_collection_only_what_is_wanted_is_read() {
    let dir = folder(&[
        ("README.md", b""),
        ("package.json", b"{}"),
        ("broken.json", b"{"),
        ("latin.json", b"\xe9"),
        ("CRM/Line Items/Rollouts/424/v3/lineItems.json", OPENAPI),
        (
            "CRM/Line Items/Rollouts/424/v3/postman/lineItems.json",
            b"{}",
        ),
        ("CRM/Line Items/Rollouts/424/v4/lineItems.json", b"\xe9"),
        ("CRM/Boxes/Rollouts/424/v3/boxes.json", b"\xe9"),
        ("CRM/Pens/Rollouts/424/v3/pens.json", b"{"),
        ("CRM/Ink/Rollouts/424/v3/ink.json", b"[]"),
    ]);
    let read = |versions: &[&str], apis: &[&str]| {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let inputs = Inputs::request(&Request {
            specs: dir.path().to_path_buf(),
            selection: Selection {
                versions: owned(versions),
                apis: owned(apis),
            },
            ..Request::default()
        });
        let inputs = inputs.unwrap();
        let files: Vec<String> = inputs.files.keys().cloned().collect();
        (
            files,
            inputs.faults.len(),
            inputs.skipped,
            inputs.unread.len(),
        )
    };
    let items = "CRM/Line Items/Rollouts/424/v3/lineItems.json".to_owned();
    let pens = "CRM/Pens/Rollouts/424/v3/pens.json".to_owned();
    assert_eq!(read(&[], &[]), (vec![items.clone(), pens.clone()], 2, 4, 0));
    assert_eq!(read(&["v3"], &[]), (vec![items.clone(), pens], 1, 4, 1));
    assert_eq!(read(&["v3"], &["lineitems"]), (vec![items], 0, 3, 4));
    assert_eq!(read(&["v5"], &[]), (Vec::new(), 0, 3, 5));
}

#[test]
fn a_manifest_says_what_is_read_of_a_collection() {
    let dir = folder(&[
        (
            "codegen.yaml",
            b"versions: { v3: { a: A/Rollouts/1/v3/a.json, b: b.yaml } }",
        ),
        ("A/Rollouts/1/v3/a.json", b"{}"),
        ("A/Rollouts/2/v3/a.json", OPENAPI),
        ("b.yaml", b"b"),
    ]);
    let inputs = Inputs::read(dir.path()).unwrap();
    assert_eq!(
        inputs.files.keys().collect::<Vec<_>>(),
        ["A/Rollouts/1/v3/a.json", "b.yaml"]
    );
    assert!(inputs.has("A/Rollouts/2/v3/a.json"));
}

#[test]
fn the_largest_document_is_read() {
    let dir = folder(&[]);
    fs::File::create(dir.path().join("a.json"))
        .unwrap()
        .set_len(MAX_BYTES as u64)
        .unwrap();
    assert_eq!(names(&dir), ["a.json"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_folder_only() {
    use std::os::unix::fs::symlink;
    let elsewhere = folder(&[("secret.yaml", b"secret")]);
    let dir = folder(&[("2026-03/a.yaml", b"a")]);
    symlink("2026-03", dir.path().join("latest")).unwrap();
    symlink("2026-03/a.yaml", dir.path().join("b.yaml")).unwrap();
    symlink("nowhere", dir.path().join("irrelevant.txt")).unwrap();
    assert_eq!(names(&dir), ["2026-03/a.yaml", "b.yaml", "latest/a.yaml"]);

    symlink(elsewhere.path(), dir.path().join("folder")).unwrap();
    symlink(
        elsewhere.path().join("secret.yaml"),
        dir.path().join("file.yaml"),
    )
    .unwrap();
    symlink("..", dir.path().join("2026-03/loop")).unwrap();
    symlink("nowhere", dir.path().join("nothing.yaml")).unwrap();
    insta::assert_snapshot!(refused(&dir), @r#"
    cannot read the input: 5 problems:
      specs/2026-03/loop: a symbolic link to a folder that it is in; remove it
      specs/file.yaml: a symbolic link to a place outside of the input folder, which is not followed; put a copy in its place, or remove it
      specs/folder: a symbolic link to a place outside of the input folder, which is not followed; put a copy in its place, or remove it
      specs/latest/loop: a symbolic link to a folder that it is in; remove it
      specs/nothing.yaml: a symbolic link to nothing; remove it
    "#);
}

#[cfg(unix)]
#[test]
fn the_input_folder_itself_may_be_a_link() {
    let dir = folder(&[("real/v3/a.yaml", b"a")]);
    std::os::unix::fs::symlink("real", dir.path().join("link")).unwrap();
    assert_eq!(
        Inputs::read(&dir.path().join("link")).unwrap().files.len(),
        1
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = folder(&[("a.yaml", b"a"), ("b/c.yaml", b"c")]);
    for path in ["a.yaml", "b"] {
        fs::set_permissions(dir.path().join(path), fs::Permissions::from_mode(0o000)).unwrap();
    }
    // The superuser reads everything.
    if fs::read(dir.path().join("a.yaml")).is_err() {
        assert!(refused(&dir).contains("specs/b: cannot be read"));
        fs::set_permissions(dir.path().join("b"), fs::Permissions::from_mode(0o700)).unwrap();
        let inputs = Inputs::read(dir.path()).unwrap();
        assert!(faults(&inputs).starts_with("a.yaml: the file cannot be read"));
    }
    fs::set_permissions(dir.path().join("b"), fs::Permissions::from_mode(0o700)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_unicode_is_refused() {
    use std::os::unix::ffi::OsStrExt as _;
    let dir = folder(&[("a.yaml", b"a")]);
    fs::write(
        dir.path().join(std::ffi::OsStr::from_bytes(b"\xff.yaml")),
        "b",
    )
    .unwrap();
    assert!(refused(&dir).contains("its name is not Unicode; rename it"));
}

#[test]
fn the_overview_is_read_from_the_top_folder_only() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("v3")).unwrap();
    fs::write(dir.path().join("overview.md"), "# Client\n").unwrap();
    fs::write(dir.path().join("v3/overview.md"), "other").unwrap();
    fs::write(dir.path().join("v3/a.yaml"), "openapi: 3.0.3\n").unwrap();
    let inputs = Inputs::read(dir.path()).unwrap();
    assert_eq!(inputs.overview.as_deref(), Some("# Client\n"));
    assert_eq!(inputs.files.keys().collect::<Vec<_>>(), ["v3/a.yaml"]);
}

#[test]
fn deviations_are_no_document_in_the_top_folder() {
    let dir = folder(&[
        ("deviations.yaml", b"deviations: []"),
        ("v3/deviations.yaml", b"a document"),
    ]);
    let inputs = Inputs::read(dir.path()).unwrap();
    let deviations = inputs.deviations.as_ref().unwrap();
    assert_eq!(deviations.text, "deviations: []");
    assert_eq!(names(&dir), ["v3/deviations.yaml"]);
    assert!(inputs.texts().any(|(file, _)| file == "deviations.yaml"));
}

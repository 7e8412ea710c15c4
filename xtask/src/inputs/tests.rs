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
    assert_eq!(inputs.manifest.as_deref(), Some("manifest"));
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
        (inputs.files["a.yaml"].as_str(), inputs.manifest.as_deref()),
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

#[test]
fn all_problems_are_told_together() {
    let dir = folder(&[
        ("good.yaml", b"a"),
        ("v3/latin.yaml", b"a: 1\nb: caf\xe9\n"),
        ("v3/utf16.json", b"\xff\xfe{\0}\0"),
        ("codegen.yml", b""),
    ]);
    let large = fs::File::create(dir.path().join("large.json")).unwrap();
    large.set_len(MAX_BYTES + 1).unwrap();
    insta::assert_snapshot!(refused(&dir), @r#"
    cannot read the input: 4 problems:
      specs/codegen.yml: the manifest is called `codegen.yaml`; rename it
      specs/large.json: 21 MB; a document may have 20 MB: split it, or take it out of the folder
      specs/v3/latin.yaml: not UTF-8 (first at line 2); save it as UTF-8
      specs/v3/utf16.json: not UTF-8 (first at line 1); save it as UTF-8
    "#);
}

#[test]
fn the_largest_document_is_read() {
    let dir = folder(&[]);
    fs::File::create(dir.path().join("a.json"))
        .unwrap()
        .set_len(MAX_BYTES)
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
        let message = refused(&dir);
        assert!(
            message.contains("specs/a.yaml: cannot be read")
                && message.contains("specs/b: cannot be read")
        );
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

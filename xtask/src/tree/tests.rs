use std::fs;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::*;

fn generated(text: &str) -> String {
    format!("// {MARKER} from a.yaml.\n\n{text}\n")
}

fn tree(files: &[(&str, &str)]) -> Tree {
    files
        .iter()
        .map(|(path, text)| (*path, generated(text)))
        .collect()
}

fn write(dir: &TempDir, path: &str, text: &str) {
    let path = dir.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Every file and folder, with the text of the files.
fn on_disk(dir: &TempDir) -> Vec<(String, String)> {
    fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let below = path
                .strip_prefix(root)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() && !path.is_symlink() {
                found.push((format!("{below}/"), String::new()));
                walk(root, &path, found);
            } else {
                found.push((below, fs::read_to_string(&path).unwrap_or_default()));
            }
        }
    }
    let mut found = Vec::new();
    walk(dir.path(), dir.path(), &mut found);
    found.sort();
    found
}

fn paths(dir: &TempDir) -> Vec<String> {
    on_disk(dir).into_iter().map(|(path, _)| path).collect()
}

/// The refusal, without the name of the temporary folder; and that nothing was touched.
fn refused(tree: &Tree, dir: &TempDir) -> String {
    let before = on_disk(dir);
    let error = tree.compare(dir.path()).unwrap_err();
    assert_eq!(before, on_disk(dir));
    error
        .to_string()
        .replace(&dir.path().display().to_string(), "out")
}

#[test]
fn a_new_folder_gets_all_files_and_is_then_up_to_date() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("new/folder");
    let tree = tree(&[
        ("src/lib.rs", "mod v3;"),
        ("src/v3/contacts.rs", ""),
        ("API.md", ""),
    ]);
    let changes = tree.compare(&out).unwrap();
    assert_eq!(
        changes.written().collect::<Vec<_>>(),
        ["API.md", "src/lib.rs", "src/v3/contacts.rs"]
    );
    assert!(!out.exists(), "comparing writes nothing");
    changes.apply().unwrap();
    assert_eq!(
        fs::read_to_string(out.join("src/lib.rs")).unwrap(),
        generated("mod v3;")
    );
    let changes = tree.compare(&out).unwrap();
    assert!(changes.is_empty());
    assert_eq!((changes.unchanged(), changes.diff().as_str()), (3, ""));
}

#[test]
fn only_what_differs_is_written() {
    let dir = TempDir::new().unwrap();
    write(&dir, "src/same.rs", &generated("same"));
    write(&dir, "src/other.rs", &generated("old"));
    let past = SystemTime::now() - Duration::from_secs(1000);
    for name in ["src/same.rs", "src/other.rs"] {
        fs::File::options()
            .write(true)
            .open(dir.path().join(name))
            .unwrap()
            .set_modified(past)
            .unwrap();
    }
    let changes = tree(&[("src/same.rs", "same"), ("src/other.rs", "new")])
        .compare(dir.path())
        .unwrap();
    changes.apply().unwrap();
    assert_eq!(
        (changes.written().collect::<Vec<_>>(), changes.unchanged()),
        (vec!["src/other.rs"], 1)
    );
    let modified = |name: &str| {
        fs::metadata(dir.path().join(name))
            .unwrap()
            .modified()
            .unwrap()
    };
    assert_eq!(modified("src/same.rs"), past);
    assert!(modified("src/other.rs") > past);
}

#[test]
fn stale_files_go_with_the_folders_that_they_leave_empty() {
    let dir = TempDir::new().unwrap();
    write(&dir, "src/lib.rs", &generated(""));
    write(&dir, "src/v3/old/deep.rs", &generated(""));
    write(&dir, "src/v4/old.rs", &generated(""));
    write(&dir, "src/v4/.hidden", "an editor's");
    write(&dir, "examples/mine.rs", "by hand, and not below src");
    write(&dir, "Cargo.toml", "by hand");
    let changes = tree(&[("src/lib.rs", "")]).compare(dir.path()).unwrap();
    assert_eq!(
        changes.removed().collect::<Vec<_>>(),
        ["src/v3/old/deep.rs", "src/v4/old.rs"]
    );
    changes.apply().unwrap();
    assert_eq!(
        paths(&dir),
        [
            "Cargo.toml",
            "examples/",
            "examples/mine.rs",
            "src/",
            "src/lib.rs",
            "src/v4/",
            "src/v4/.hidden"
        ]
    );
}

#[test]
fn nothing_is_left_of_an_empty_tree() {
    let dir = TempDir::new().unwrap();
    write(&dir, "src/v3/a.rs", &generated(""));
    Tree::new().compare(dir.path()).unwrap().apply().unwrap();
    assert_eq!(paths(&dir), ["src/"]);
}

#[test]
fn a_file_becomes_a_folder() {
    let dir = TempDir::new().unwrap();
    write(&dir, "src/v3", &generated(""));
    tree(&[("src/v3/a.rs", "")])
        .compare(dir.path())
        .unwrap()
        .apply()
        .unwrap();
    assert_eq!(paths(&dir), ["src/", "src/v3/", "src/v3/a.rs"]);
}

#[test]
fn files_without_the_marker_are_not_touched() {
    let dir = TempDir::new().unwrap();
    write(&dir, "src/lib.rs", "fn by_hand() {}\n");
    write(&dir, "src/stale.rs", "// @generated by something else\n");
    write(&dir, "src/v3", "by hand");
    write(&dir, "API.md", "# By hand\n");
    write(
        &dir,
        "src/late.rs",
        &format!("{}// {MARKER}\n", "//\n".repeat(MARKER_LINES)),
    );
    write(&dir, "src/good.rs", &generated("old"));
    let tree = tree(&[
        ("src/lib.rs", ""),
        ("src/good.rs", "new"),
        ("src/v3/a.rs", ""),
        ("API.md", ""),
    ]);
    insta::assert_snapshot!(refused(&tree, &dir), @r#"
    nothing was written, because of 5 things in the way:
      out/API.md: not a generated file (its first lines do not say `@generated by `cargo xtask codegen``); delete it if it is a generated file that lost its header, or else move it out of the way
      out/src/late.rs: not a generated file (its first lines do not say `@generated by `cargo xtask codegen``); delete it if it is a generated file that lost its header, or else move it out of the way
      out/src/lib.rs: not a generated file (its first lines do not say `@generated by `cargo xtask codegen``); delete it if it is a generated file that lost its header, or else move it out of the way
      out/src/stale.rs: not a generated file (its first lines do not say `@generated by `cargo xtask codegen``); delete it if it is a generated file that lost its header, or else move it out of the way
      out/src/v3: not a generated file (its first lines do not say `@generated by `cargo xtask codegen``); delete it if it is a generated file that lost its header, or else move it out of the way
    "#);
}

#[test]
fn a_file_that_is_right_needs_no_marker() {
    let dir = TempDir::new().unwrap();
    write(&dir, "src/lib.rs", "text\n");
    assert!(
        Tree::from_iter([("src/lib.rs", "text\n")])
            .compare(dir.path())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn line_endings_do_not_count() {
    let dir = TempDir::new().unwrap();
    write(&dir, "src/lib.rs", &generated("a\nb").replace('\n', "\r\n"));
    assert!(
        tree(&[("src/lib.rs", "a\nb")])
            .compare(dir.path())
            .unwrap()
            .is_empty()
    );
    let changes = tree(&[("src/lib.rs", "a\nc")]).compare(dir.path()).unwrap();
    assert_eq!(
        changes
            .diff()
            .lines()
            .filter(|line| line.starts_with('-'))
            .count(),
        2,
        "{}",
        changes.diff()
    );
    changes.apply().unwrap();
    assert_eq!(
        fs::read_to_string(dir.path().join("src/lib.rs")).unwrap(),
        generated("a\nc")
    );
}

#[test]
fn folders_and_files_in_the_way_are_named() {
    let dir = TempDir::new().unwrap();
    write(&dir, "src/lib.rs/file", &generated(""));
    insta::assert_snapshot!(refused(&tree(&[("src/lib.rs", "")]), &dir), @"nothing was written, because of out/src/lib.rs: a folder, where a file is to be written; move it out of the way");
    let dir = TempDir::new().unwrap();
    write(&dir, "src", &generated(""));
    insta::assert_snapshot!(refused(&tree(&[("src/lib.rs", ""), ("src/a.rs", "")]), &dir), @"nothing was written, because of out/src: not a folder, where a folder is needed; move it out of the way");
    let dir = TempDir::new().unwrap();
    write(&dir, "file", "");
    let error = tree(&[("src/lib.rs", ""), ("API.md", "")])
        .compare(&dir.path().join("file"))
        .unwrap_err();
    insta::assert_snapshot!(error.to_string().replace(&dir.path().display().to_string(), "out"), @"nothing was written, because of out/file: not a folder, where a folder is needed; move it out of the way");
}

#[cfg(unix)]
#[test]
fn links_are_neither_followed_nor_replaced() {
    use std::os::unix::fs::symlink;
    let elsewhere = TempDir::new().unwrap();
    write(&elsewhere, "lib.rs", &generated("theirs"));
    let dir = TempDir::new().unwrap();
    write(&dir, "src/good.rs", &generated(""));
    symlink(
        elsewhere.path().join("lib.rs"),
        dir.path().join("src/lib.rs"),
    )
    .unwrap();
    symlink(elsewhere.path(), dir.path().join("src/v3")).unwrap();
    symlink(elsewhere.path(), dir.path().join("src/stale")).unwrap();
    symlink("nowhere", dir.path().join("API.md")).unwrap();
    let tree = tree(&[
        ("src/lib.rs", ""),
        ("src/v3/a.rs", ""),
        ("src/v3/b.rs", ""),
        ("API.md", ""),
    ]);
    insta::assert_snapshot!(refused(&tree, &dir), @r#"
    nothing was written, because of 4 things in the way:
      out/API.md: a symbolic link, which is neither followed nor replaced; remove it, or choose another folder with --out
      out/src/lib.rs: a symbolic link, which is neither followed nor replaced; remove it, or choose another folder with --out
      out/src/stale: a symbolic link, which is neither followed nor replaced; remove it, or choose another folder with --out
      out/src/v3: a symbolic link, which is neither followed nor replaced; remove it, or choose another folder with --out
    "#);

    let dir = TempDir::new().unwrap();
    symlink(elsewhere.path(), dir.path().join("src")).unwrap();
    insta::assert_snapshot!(refused(&tree, &dir), @"nothing was written, because of out/src: a symbolic link, which is neither followed nor replaced; remove it, or choose another folder with --out");
    assert_eq!(paths(&elsewhere), ["lib.rs"]);

    // The folder itself is what the user names: that may be a link.
    let link = dir.path().join("link");
    symlink(elsewhere.path(), &link).unwrap();
    self::tree(&[("src/a.rs", "")])
        .compare(&link)
        .unwrap()
        .apply()
        .unwrap();
    assert_eq!(paths(&elsewhere), ["lib.rs", "src/", "src/a.rs"]);
}

#[cfg(unix)]
#[test]
fn permissions_are_those_of_any_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = TempDir::new().unwrap();
    write(&dir, "plain", "");
    write(&dir, "src/mode.rs", &generated("old"));
    fs::set_permissions(
        dir.path().join("src/mode.rs"),
        fs::Permissions::from_mode(0o640),
    )
    .unwrap();
    tree(&[("src/mode.rs", "new"), ("src/new.rs", "")])
        .compare(dir.path())
        .unwrap()
        .apply()
        .unwrap();
    let mode = |path: &str| {
        fs::metadata(dir.path().join(path))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(
        (mode("src/mode.rs"), mode("src/new.rs")),
        (0o640, mode("plain"))
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = TempDir::new().unwrap();
    write(&dir, "src/lib.rs", &generated(""));
    fs::set_permissions(
        dir.path().join("src/lib.rs"),
        fs::Permissions::from_mode(0o000),
    )
    .unwrap();
    // The superuser reads everything.
    if fs::read(dir.path().join("src/lib.rs")).is_err() {
        assert!(refused(&tree(&[]), &dir).contains("src/lib.rs: cannot be read"));
    }
    let socket = std::os::unix::net::UnixListener::bind(dir.path().join("src/socket")).unwrap();
    assert!(
        refused(&tree(&[("src/socket", "")]), &dir)
            .contains("src/socket: neither a file nor a folder")
    );
    drop(socket);
}

#[test]
fn paths_that_lead_elsewhere_are_refused() {
    let dir = TempDir::new().unwrap();
    let tree = tree(&[
        ("../evil.rs", ""),
        ("/etc/evil.rs", ""),
        ("src//a.rs", ""),
        ("src/./b.rs", ""),
        ("src\\c.rs", ""),
        ("C:/d.rs", ""),
        ("src/.hidden.rs", ""),
        ("src/e", ""),
        ("src/e/f.rs", ""),
        ("src/G.rs", ""),
        ("src/g.rs", ""),
    ]);
    insta::assert_snapshot!(refused(&tree, &dir), @r#"
    nothing was written, because of 9 things in the way:
      ../evil.rs: not a usable path for a generated file; this is a mistake of the generator: please report it
      /etc/evil.rs: not a usable path for a generated file; this is a mistake of the generator: please report it
      C:/d.rs: not a usable path for a generated file; this is a mistake of the generator: please report it
      src/./b.rs: not a usable path for a generated file; this is a mistake of the generator: please report it
      src/.hidden.rs: not a usable path for a generated file; this is a mistake of the generator: please report it
      src//a.rs: not a usable path for a generated file; this is a mistake of the generator: please report it
      src/e/f.rs: not a usable path for a generated file; this is a mistake of the generator: please report it
      src/g.rs: differs from another generated file only in case; rename one of the two in codegen.yaml
      src\c.rs: not a usable path for a generated file; this is a mistake of the generator: please report it
    "#);
}

#[test]
fn the_diff_is_readable() {
    let dir = TempDir::new().unwrap();
    let lines = |text: &str| {
        (0..100)
            .map(|number| format!("{text} {number}\n"))
            .collect::<String>()
    };
    write(
        &dir,
        "src/changed.rs",
        &generated("one\ntwo\nthree\nfour\nfive\nsix\nseven"),
    );
    write(&dir, "src/stale.rs", &generated("gone"));
    write(&dir, "src/long.rs", &generated(&lines("old")));
    let tree = tree(&[
        ("src/changed.rs", "one\ntwo\nthree\nFOUR\nfive\nsix\nseven"),
        ("src/new.rs", "new"),
        ("src/long.rs", &lines("new")),
    ]);
    let diff = tree.compare(dir.path()).unwrap().diff();
    let (long, others): (Vec<&str>, Vec<&str>) = diff
        .lines()
        .partition(|line| line.starts_with("-old") || line.starts_with("+new "));
    assert_eq!(long.len(), 57);
    insta::assert_snapshot!(others.join("\n"), @r#"
    --- a/src/changed.rs
    +++ b/src/changed.rs
    @@ -3,7 +3,7 @@
     one
     two
     three
    -four
    +FOUR
     five
     six
     seven
    --- a/src/long.rs
    +++ b/src/long.rs
    @@ -1,103 +1,103 @@
     // @generated by `cargo xtask codegen` from a.yaml.
     
    … and 144 more lines of src/long.rs
    --- /dev/null (new file)
    +++ b/src/new.rs
    @@ -0,0 +1,3 @@
    +// @generated by `cargo xtask codegen` from a.yaml.
    +
    +new
    --- a/src/stale.rs
    +++ /dev/null (removed)
    @@ -1,3 +0,0 @@
    -// @generated by `cargo xtask codegen` from a.yaml.
    -
    -gone
    "#);
}

#[test]
fn of_many_files_the_last_are_only_named() {
    let dir = TempDir::new().unwrap();
    let files: Vec<(String, String)> = (10..40)
        .map(|number| (format!("src/f{number}.rs"), generated("x")))
        .collect();
    let diff = Tree::from_iter(files).compare(dir.path()).unwrap().diff();
    assert_eq!(diff.matches("+++ b/").count(), 20);
    assert!(
        diff.contains("… and 10 more files:\n  src/f30.rs (new)\n"),
        "{diff}"
    );
}

#[test]
fn what_cannot_be_written_is_named() {
    let dir = TempDir::new().unwrap();
    let changes = tree(&[("src/a/b.rs", "")]).compare(dir.path()).unwrap();
    // Somebody else is faster.
    write(&dir, "src/a", "by hand");
    let error = changes.apply().unwrap_err().to_string();
    assert!(
        error.starts_with("cannot create ") && error.contains("src/a"),
        "{error}"
    );
    assert_eq!(paths(&dir), ["src/", "src/a"]);
}

//! The scripts that make the page and put it onto the pull request, run as the workflow runs them, in a small repository with a document and its client.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::root;

/// A document with one operation.
const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Pets, version: v1 }
paths:
  /pets:
    get:
      operationId: list
      responses:
        '200': { description: Pets., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
components:
  schemas:
    Pet: { type: object, required: [id], properties: { id: { type: string }, name: { type: string } } }
";

/// Does for the scripts what cargo does, without compiling anything.
const CARGO: &str = "#!/bin/sh\n[ \"$1\" = xtask ] || exit 101\nshift\nexec \"$XTASK\" \"$@\"\n";

/// Does for the scripts what GitHub does: writes down each call, and answers as `$FOUND` says.
const GH: &str = "#!/bin/sh\necho \"$*\" >>\"$CALLS\"\ncase \"$*\" in *--paginate*) printf '%s' \"$FOUND\" ;; esac\n";

/// A repository with a document, its client, and our scripts.
struct Repository {
    dir: TempDir,
}

impl Repository {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let repository = Self { dir };
        let path = |path: &str| repository.path(path);
        for folder in ["specs/v1", "crates/hubspot-crm-gen", ".ci", "bin", "xtask"] {
            fs::create_dir_all(path(folder)).unwrap();
        }
        fs::write(path("specs/v1/pets.yaml"), DOCUMENT).unwrap();
        fs::write(path("Cargo.toml"), "").unwrap();
        fs::write(
            path("crates/hubspot-crm-gen/Cargo.toml"),
            "[package]\nname = \"pets\"\n",
        )
        .unwrap();
        for script in ["review", "comment"] {
            fs::copy(root().join(".ci").join(script), path(".ci").join(script)).unwrap();
        }
        for (name, text) in [("cargo", CARGO), ("gh", GH)] {
            fs::write(path("bin").join(name), text).unwrap();
            let executable = fs::Permissions::from_mode(0o755);
            fs::set_permissions(path("bin").join(name), executable).unwrap();
        }
        repository.generate();
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.commit("Start");
        repository
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// A command with our stand-ins, and nothing that is only so on GitHub.
    fn command(&self, program: impl AsRef<Path>, arguments: &[&str]) -> Command {
        let path = std::env::var("PATH").unwrap();
        let mut command = Command::new(program.as_ref());
        command
            .current_dir(self.dir.path())
            .args(arguments)
            .env("PATH", format!("{}:{path}", self.path("bin").display()))
            .env("XTASK", env!("CARGO_BIN_EXE_xtask"))
            .env("CARGO_MANIFEST_DIR", self.path("xtask"));
        for name in ["COMMIT", "GITHUB_RUN_ID", "GITHUB_STEP_SUMMARY"] {
            command.env_remove(name);
        }
        command
    }

    fn git(&self, arguments: &[&str]) -> String {
        let me = [
            "-c",
            "user.name=Somebody",
            "-c",
            "user.email=somebody@example.com",
        ];
        let output = self.command("git", &me).args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "specs", "crates"]);
        self.git(&["commit", "--quiet", "-m", message]);
    }

    fn generate(&self) {
        let output = self
            .command(self.path("bin/cargo"), &["xtask", "codegen"])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    /// Changes the document.
    fn edit(&self, from: &str, to: &str) {
        let path = self.path("specs/v1/pets.yaml");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// Runs the review, which has to end with this code, and gives the page, if there is one.
    #[track_caller]
    fn review(&self, base: &str, code: i32, with: &[(&str, &str)]) -> Option<String> {
        let review = self.path(".ci/review");
        let output = self
            .command(review, &[base])
            .envs(with.iter().copied())
            .output()
            .unwrap();
        assert_code(&output, code);
        fs::read_to_string(self.path("target/review/page.md")).ok()
    }

    /// Runs the posting of a page, where GitHub knows of these comments, and gives the calls that were made.
    fn comment(&self, found: &str) -> Vec<String> {
        let calls = self.path("calls");
        let output = self
            .command(self.path(".ci/comment"), &["target/review/page.md"])
            .env("CALLS", &calls)
            .env("FOUND", found)
            .env("GITHUB_REPOSITORY", "somebody/pets")
            .env("PULL_REQUEST", "7")
            .env("GH_TOKEN", "secret")
            .output()
            .unwrap();
        assert_code(&output, 0);
        let text = fs::read_to_string(&calls).unwrap();
        fs::remove_file(calls).unwrap();
        text.lines().map(str::to_owned).collect()
    }
}

#[track_caller]
fn assert_code(output: &Output, code: i32) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}\n{err}");
}

#[test]
fn the_page_says_what_the_commits_of_a_branch_do() {
    let repository = Repository::new();
    repository.git(&["switch", "--quiet", "-c", "change"]);
    repository.edit(", name: { type: string }", "");
    repository.generate();
    repository.commit("Drop the name");
    // What happens on the other branch meanwhile is no part of it.
    repository.git(&["switch", "--quiet", "main"]);
    repository.edit("/pets:", "/animals:");
    repository.generate();
    repository.commit("Move the pets");
    repository.git(&["switch", "--quiet", "change"]);

    let page = repository.review("main", 0, &[]).unwrap();
    assert!(
        page.starts_with("<!-- review of generated code -->\n## "),
        "{page}"
    );
    assert!(page.contains("field `name` removed"), "{page}");
    assert!(!page.contains("animals"), "{page}");
    assert!(
        page.contains("Generated code is what the documents give."),
        "{page}"
    );
    let head = repository.git(&["rev-parse", "--short", "HEAD"]);
    let base = repository.git(&["rev-parse", "--short", "HEAD^"]);
    let end = format!("<sub>For {head}, compared with {base}.</sub>\n");
    assert!(page.ends_with(&end), "{page}");
    for (file, part) in [
        ("changes.txt", "BREAKING (1)"),
        ("changes.json", "\"verdict\": \"breaking\""),
    ] {
        let text = fs::read_to_string(repository.path("target/review").join(file)).unwrap();
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn on_github_the_page_leads_to_the_run_and_is_its_summary() {
    let repository = Repository::new();
    let summary = repository.path("summary.md");
    fs::write(&summary, "# Before\n").unwrap();
    let page = repository.review(
        "HEAD",
        0,
        &[
            ("GITHUB_RUN_ID", "12"),
            ("GITHUB_SERVER_URL", "https://github.example"),
            ("GITHUB_REPOSITORY", "somebody/pets"),
            ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap()),
        ],
    );
    let page = page.unwrap();
    assert!(page.contains("Nothing: the client is the same."), "{page}");
    assert!(
        page.contains("(https://github.example/somebody/pets/actions/runs/12)"),
        "{page}"
    );
    assert_eq!(
        fs::read_to_string(summary).unwrap(),
        format!("# Before\n{page}")
    );
}

#[test]
fn stale_code_fails_and_is_told_on_the_page() {
    let repository = Repository::new();
    repository.edit("name: {", "title: {");
    repository.commit("Forget to generate");
    let page = repository.review("HEAD^", 1, &[]).unwrap();
    assert!(
        page.contains("**Generated code is not what the documents give.**"),
        "{page}"
    );
    assert!(page.contains("field `title`"), "{page}");
}

#[test]
fn documents_that_cannot_be_read_fail_and_are_told_on_the_page() {
    let repository = Repository::new();
    repository.edit("type: object", "typ: object");
    repository.commit("Break the document");
    let page = repository.review("HEAD^", 1, &[]).unwrap();
    assert!(page.contains("**Nothing was compared**"), "{page}");
}

#[test]
fn without_a_base_there_is_no_page() {
    let repository = Repository::new();
    for base in ["nowhere", "--all"] {
        assert_eq!(repository.review(base, 2, &[]), None);
    }
    // What an earlier run has left is not taken for the answer.
    repository.review("HEAD", 0, &[]).unwrap();
    fs::write(repository.path("bin/cargo"), "#!/bin/sh\nexit 101\n").unwrap();
    assert_eq!(repository.review("HEAD", 2, &[]), None);
}

#[test]
fn a_pull_request_has_one_comment() {
    let repository = Repository::new();
    repository.review("HEAD", 0, &[]);
    let comments = "repos/somebody/pets/issues/7/comments";
    let body = "--field body=@target/review/page.md";

    let calls = repository.comment("");
    assert!(
        calls[0].starts_with(&format!("api --paginate {comments} ")),
        "{calls:?}"
    );
    assert_eq!(
        calls[1..],
        [format!("api --silent --method POST {comments} {body}")]
    );

    let calls = repository.comment("41\n42");
    let comment = "repos/somebody/pets/issues/comments/41";
    assert_eq!(
        calls[1..],
        [format!("api --silent --method PATCH {comment} {body}")]
    );
}

//! What holds of a change, whatever the snapshot says.

use crate::footprint::{File, Footprint, State};

/// What a kind of change promises about the files that it touches.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Promise {
    /// A field that came changes a handful of lines of one file, and takes none away.
    FieldAdded { to: &'static str },
    /// A field that went, or is something else now, changes a handful of lines of one file.
    FieldChanged { of: &'static str },
    /// What happens to one API is in the file of this API and in what lists its items.
    OneApi(&'static str),
    /// An API that came has files of its own, and otherwise only more lines in what lists modules, operations and types.
    ApiAdded { own: [&'static str; 2] },
    /// An API that went takes along its files, and otherwise only its lines in what lists modules, operations and types.
    ApiRemoved { own: [&'static str; 2] },
    /// Nothing but what the snapshot says.
    Pinned,
}

/// As many lines as somebody takes in at a glance: declaration, documentation, wire name, and a setter.
const HANDFUL: usize = 10;

/// As many places as an item has: its declaration, its wire name, what `new` makes of it, its setter.
const PLACES: usize = 4;

/// What lists all modules, operations and types.
const INDEX: [&str; 7] = [
    "API.md",
    "src/lib.rs",
    "src/operations.rs",
    "src/v3.rs",
    "tests/generated/calls.rs",
    "tests/generated/round_trip.json",
    "tests/generated/round_trip.rs",
];

/// Lines of an index that change with the number of documents: its header counts them.
const HEADER: usize = 1;

impl Promise {
    /// How the footprint breaks the promise; nothing if it keeps it.
    pub(crate) fn broken_by(self, footprint: &Footprint) -> Vec<String> {
        let mut reasons = Vec::new();
        for (path, file) in &footprint.files {
            let reason = match self {
                Self::FieldAdded { to } => field(path, file, to)
                    .or_else(|| (is_read(path) && file.removed > 0).then_some("loses lines")),
                Self::FieldChanged { of } => field(path, file, of),
                Self::OneApi(own) => api(path, file, own),
                Self::ApiAdded { own } => whole_api(path, file, own, State::New, file.removed),
                Self::ApiRemoved { own } => whole_api(path, file, own, State::Gone, file.added),
                Self::Pinned => None,
            };
            reasons.extend(reason.map(|reason| format!("{path} {reason}")));
        }
        let own: &[&str] = match &self {
            Self::FieldAdded { to: own } | Self::FieldChanged { of: own } | Self::OneApi(own) => {
                &[*own]
            }
            Self::ApiAdded { own } | Self::ApiRemoved { own } => own,
            Self::Pinned => &[],
        };
        let missing = own
            .iter()
            .filter(|own| !footprint.files.contains_key(**own));
        reasons.extend(missing.map(|own| format!("{own} does not change")));
        reasons
    }
}

/// Whether people read the file in a review. Those of tests have a line for each sample, so a field is in many of them.
fn is_read(path: &str) -> bool {
    !path.starts_with("tests/")
}

/// What is wrong with this file, if a field of a type in `own` has changed.
fn field(path: &str, file: &File, own: &str) -> Option<&'static str> {
    match path {
        _ if file.state != State::Changed => Some("came or went"),
        _ if path == own && (file.lines() > HANDFUL || file.places > PLACES) => {
            Some("changes by more than a handful of lines")
        }
        "API.md" if file.added > 1 || file.removed > 1 => Some("changes by more than the field"),
        "API.md" => None,
        _ if path == own || !is_read(path) => None,
        _ => Some("changes as well"),
    }
}

/// What is wrong with this file, if the API in `own` has changed.
fn api(path: &str, file: &File, own: &str) -> Option<&'static str> {
    let calls = format!(
        "tests/generated/calls/{}",
        own.replacen("src/", "", 1).replacen('/', "_", 1)
    );
    match path {
        _ if file.state != State::Changed => Some("came or went"),
        _ if path == own || path == calls || INDEX.contains(&path) => None,
        _ => Some("changes as well"),
    }
}

/// What is wrong with this file, if the API with the files `own` came or went. `against` is the number of lines that contradict that.
fn whole_api(
    path: &str,
    file: &File,
    own: [&str; 2],
    state: State,
    against: usize,
) -> Option<&'static str> {
    match path {
        _ if own.contains(&path) => (file.state != state).then_some("was there, or stays"),
        _ if !INDEX.contains(&path) => Some("changes as well"),
        _ if against > HEADER => Some("changes by more than the lines of the API"),
        _ => None,
    }
}

/// What no change of the table shows: that each promise can be broken.
mod tests {
    use xtask::tree::Tree;

    use super::*;

    const OWN: &str = "src/v3/owners.rs";
    const CALLS: &str = "tests/generated/calls/v3_owners.rs";

    /// The reasons for which files with these lines, before and after, break the promise.
    #[track_caller]
    fn assert_broken(promise: Promise, files: &[(&str, usize, usize)], reasons: &[&str]) {
        let tree = |lines: fn(&(&str, usize, usize)) -> usize| -> Tree {
            let files = files.iter().filter(|file| lines(file) > 0);
            let text = |count| {
                (1..=count)
                    .map(|line| format!("{line}\n"))
                    .collect::<String>()
            };
            files.map(|file| (file.0, text(lines(file)))).collect()
        };
        let footprint = Footprint::of(&tree(|file| file.1), &tree(|file| file.2));
        assert_eq!(promise.broken_by(&footprint), reasons);
    }

    #[test]
    fn of_a_field() {
        let added = Promise::FieldAdded { to: OWN };
        let changed = Promise::FieldChanged { of: OWN };
        for promise in [added, changed] {
            assert_broken(promise, &[(OWN, 5, 8), ("API.md", 1, 2)], &[]);
            assert_broken(
                promise,
                &[(OWN, 5, 16)],
                &["src/v3/owners.rs changes by more than a handful of lines"],
            );
            assert_broken(
                promise,
                &[(OWN, 5, 8), ("API.md", 1, 3), ("src/v3/users.rs", 1, 2)],
                &[
                    "API.md changes by more than the field",
                    "src/v3/users.rs changes as well",
                ],
            );
            assert_broken(promise, &[(OWN, 0, 3)], &["src/v3/owners.rs came or went"]);
            assert_broken(
                promise,
                &[("API.md", 1, 2)],
                &["src/v3/owners.rs does not change"],
            );
        }
        assert_broken(changed, &[(OWN, 8, 5)], &[]);
        assert_broken(added, &[(OWN, 8, 5)], &["src/v3/owners.rs loses lines"]);
    }

    #[test]
    fn of_one_api() {
        let promise = Promise::OneApi(OWN);
        let kept = [(OWN, 10, 50), (CALLS, 1, 5), ("src/operations.rs", 1, 9)];
        assert_broken(promise, &kept, &[]);
        assert_broken(
            promise,
            &[(OWN, 1, 2), ("src/v3/users.rs", 1, 2)],
            &["src/v3/users.rs changes as well"],
        );
        assert_broken(
            promise,
            &[(OWN, 1, 2), ("src/models/shared.rs", 0, 9)],
            &["src/models/shared.rs came or went"],
        );
    }

    #[test]
    fn of_a_whole_api() {
        let own = [OWN, CALLS];
        let came = Promise::ApiAdded { own };
        let went = Promise::ApiRemoved { own };
        assert_broken(came, &[(OWN, 0, 9), (CALLS, 0, 9), ("API.md", 5, 9)], &[]);
        assert_broken(went, &[(OWN, 9, 0), (CALLS, 9, 0), ("API.md", 9, 5)], &[]);
        assert_broken(
            came,
            &[(OWN, 1, 9), (CALLS, 0, 9), ("API.md", 9, 5)],
            &[
                "API.md changes by more than the lines of the API",
                "src/v3/owners.rs was there, or stays",
            ],
        );
        assert_broken(
            went,
            &[(OWN, 9, 1), ("src/models/objects.rs", 9, 5)],
            &[
                "src/models/objects.rs changes as well",
                "src/v3/owners.rs was there, or stays",
                "tests/generated/calls/v3_owners.rs does not change",
            ],
        );
    }
}

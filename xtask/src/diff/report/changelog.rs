//! For a changelog.

use std::fmt::Write as _;

use super::escaped;
use crate::diff::{Change, Diff, Verdict};

pub(super) fn render(diff: &Diff) -> String {
    let mut entry = String::new();
    for verdict in [Verdict::Breaking, Verdict::Compatible] {
        let changes = diff.changes.iter();
        for change in changes.filter(|change| change.verdict == verdict) {
            line(change, &mut entry);
        }
    }
    match diff.count(Verdict::Documentation) {
        0 => {}
        1 => entry.push_str("- Documentation: 1 text.\n"),
        count => {
            let _ = writeln!(entry, "- Documentation: {count} texts.");
        }
    }
    if entry.is_empty() {
        return entry;
    }
    format!("### HubSpot's API\n\n{entry}")
}

fn line(change: &Change, entry: &mut String) {
    let breaking = match change.verdict {
        Verdict::Breaking => "**Breaking:** ",
        _ => "",
    };
    let subjects: Vec<String> = change
        .subjects
        .iter()
        .map(|subject| format!("`{subject}`"))
        .collect();
    // Of what breaks nothing people want to know that it is there.
    let why = match change.verdict {
        Verdict::Breaking => match change.reasons().as_slice() {
            [] => String::new(),
            why => format!(" ({})", why.join("; ")),
        },
        _ => String::new(),
    };
    let _ = writeln!(
        entry,
        "- {breaking}{}: {}{why}",
        subjects.join(", "),
        escaped(&change.headline())
    );
}

//! For a terminal.

use std::fmt::Write as _;

use super::first;
use crate::diff::{About, Change, Diff, Verdict};

pub(super) fn render(diff: &Diff) -> String {
    let mut text = String::new();
    if let Some(versions) = diff.renamed_versions() {
        let _ = writeln!(text, "{versions}\n");
    }
    for verdict in Verdict::ALL {
        let changes: Vec<&Change> = diff
            .changes
            .iter()
            .filter(|change| change.verdict == verdict)
            .collect();
        if changes.is_empty() {
            continue;
        }
        let _ = writeln!(
            text,
            "{} ({})\n",
            verdict.name().to_uppercase(),
            changes.len()
        );
        for change in changes {
            self::change(change, &mut text);
        }
        text.push('\n');
    }
    text.push_str(&summary(diff));
    text
}

fn change(change: &Change, text: &mut String) {
    let about = match change.about {
        About::Api => "API ",
        _ => "",
    };
    let _ = writeln!(text, "  {about}{}: {}", change.subject(), change.headline());
    if change.subjects.len() > 1 {
        let (few, more) = first(&change.subjects);
        for subject in few {
            let _ = writeln!(text, "      {subject}");
        }
        if let Some(more) = more {
            let _ = writeln!(text, "      {more}");
        }
    }
    for why in change.reasons() {
        let _ = writeln!(text, "    {why}");
    }
    if let Some(users) = change.users() {
        let _ = writeln!(text, "    {users}");
    }
    if change.verdict == Verdict::Documentation {
        return;
    }
    let effects = change.shown_effects();
    let (few, more) = first(&effects);
    for effect in few {
        let _ = match change.reason_of(effect) {
            Some(why) => writeln!(text, "    {}: {why}", effect.path),
            None => writeln!(text, "    {}", effect.path),
        };
        for (sign, side) in [('-', &effect.old), ('+', &effect.new)] {
            if let Some(signature) = side {
                let _ = writeln!(text, "      {sign} {signature}");
            }
        }
    }
    if let Some(more) = more {
        let _ = writeln!(text, "    {more}");
    }
}

/// How much there is, in a line.
fn summary(diff: &Diff) -> String {
    if diff.changes.is_empty() {
        return "nothing has changed\n".to_owned();
    }
    let counts = Verdict::ALL.map(|verdict| format!("{} {}", diff.count(verdict), verdict.name()));
    let changes = match diff.changes.len() {
        1 => "1 change".to_owned(),
        count => format!("{count} changes"),
    };
    format!("{changes}: {}\n", counts.join(", "))
}

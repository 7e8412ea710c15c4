//! For a pull request.

use std::fmt::Write as _;

use super::{escaped, first};
use crate::diff::{About, Change, Diff, Verdict};

/// Where a comment on a pull request ends, with room for what is around it.
const MOST_BYTES: usize = 60_000;

pub(super) fn render(diff: &Diff) -> String {
    let mut page = String::from("## What this does to the client\n\n");
    let Some(verdict) = diff.verdict() else {
        page.push_str("Nothing: the client is the same.\n");
        return page;
    };
    page.push_str(match verdict {
        Verdict::Breaking => "**Breaking**: there are programs that no longer compile.\n\n",
        Verdict::Compatible => "**Compatible**: programs compile as before.\n\n",
        Verdict::Documentation => "**Documentation only.**\n\n",
    });
    if let Some(versions) = diff.renamed_versions() {
        let _ = writeln!(page, "{versions}\n");
    }
    table(diff, &mut page);
    let mut left_out = 0;
    for verdict in Verdict::ALL {
        left_out += section(diff, verdict, &mut page);
    }
    if left_out > 0 {
        let _ = writeln!(
            page,
            "\n{left_out} more changes do not fit into a comment: `cargo xtask diff` tells all of them."
        );
    }
    page
}

fn table(diff: &Diff, page: &mut String) {
    page.push_str(
        "| changes of | breaking | compatible | documentation |\n| --- | --: | --: | --: |\n",
    );
    for about in About::ALL {
        let counts = Verdict::ALL.map(|verdict| diff.count_of(about, verdict));
        if counts.iter().sum::<usize>() > 0 {
            let counts = counts.map(|count| match count {
                0 => String::new(),
                count => count.to_string(),
            });
            let _ = writeln!(page, "| {}s | {} |", about.name(), counts.join(" | "));
        }
    }
}

/// Adds the changes of a verdict, as many as fit, and gives the number of those that do not.
fn section(diff: &Diff, verdict: Verdict, page: &mut String) -> usize {
    let changes = diff
        .changes
        .iter()
        .filter(|change| change.verdict == verdict);
    let changes: Vec<&Change> = changes.collect();
    if changes.is_empty() {
        return 0;
    }
    let title = match verdict {
        Verdict::Breaking => "Breaking",
        Verdict::Compatible => "Compatible",
        Verdict::Documentation => "Documentation only",
    };
    let is_folded = verdict != Verdict::Breaking;
    let end = if is_folded { "\n</details>\n" } else { "" };
    match is_folded {
        true => {
            let _ = write!(
                page,
                "\n<details><summary>{title} ({})</summary>\n\n",
                changes.len()
            );
        }
        false => {
            let _ = write!(page, "\n### {title} ({})\n\n", changes.len());
        }
    }
    let mut left_out = 0;
    for change in changes {
        let mut text = String::new();
        self::change(change, &mut text);
        match page.len() + text.len() > MOST_BYTES {
            true => left_out += 1,
            false => page.push_str(&text),
        }
    }
    page.push_str(end);
    left_out
}

fn change(change: &Change, text: &mut String) {
    let subject = match change.about {
        About::Api => format!("API `{}`", change.subject()),
        _ if change.subjects.len() > 1 => change.subject(),
        _ => format!("`{}`", change.subject()),
    };
    let why = match change.reasons().as_slice() {
        [] => String::new(),
        why => format!(" — {}", why.join("; ")),
    };
    let _ = writeln!(text, "- {subject}: {}{why}", escaped(&change.headline()));
    if change.subjects.len() > 1 {
        let (few, more) = first(&change.subjects);
        let mut names: Vec<String> = few.iter().map(|subject| format!("`{subject}`")).collect();
        names.extend(more);
        let _ = writeln!(text, "  <br>in {}", names.join(", "));
    }
    if let Some(users) = change.users() {
        let _ = writeln!(text, "  <br>{users}");
    }
    if change.verdict == Verdict::Documentation || change.effects.is_empty() {
        return;
    }
    let effects = change.shown_effects();
    let (few, more) = first(&effects);
    text.push_str("  ```diff\n");
    for effect in few {
        let _ = match change.reason_of(effect) {
            Some(why) => writeln!(text, "  # {}: {why}", effect.path),
            None => writeln!(text, "  # {}", effect.path),
        };
        for (sign, side) in [('-', &effect.old), ('+', &effect.new)] {
            if let Some(signature) = side {
                let _ = writeln!(text, "  {sign} {signature}");
            }
        }
    }
    if let Some(more) = more {
        let _ = writeln!(text, "  # {more}");
    }
    text.push_str("  ```\n");
}

//! The report for a pull request or an issue.

use super::{Problem, Report, Title};

pub(super) fn render(report: &Report, problems: &[Problem<'_>]) -> String {
    let mut text = String::from("## What HubSpot has changed\n");
    for group in &report.groups {
        text.push_str(&match &group.title {
            Title::Api { name, theirs } => format!("\n### {name}\n\n{}\n\n", code(theirs)),
            title => format!("\n### {}\n\n", title.text()),
        });
        for change in &group.changes {
            text.push_str(&format!(
                "- **{}** {}\n",
                change.kind.name(),
                change.line(code)
            ));
        }
    }
    if !problems.is_empty() {
        text.push_str("\n### Problems\n\n");
        for problem in problems {
            text.push_str(&line(problem));
        }
    }
    text.push_str(&format!("\n{}\n", report.summary()));
    text
}

fn line(problem: &Problem<'_>) -> String {
    let line = problem
        .line
        .map(|line| format!(":{line}"))
        .unwrap_or_default();
    let place = code(&format!("{}{line}", problem.file));
    let help = problem
        .help
        .map(|help| format!("; {help}"))
        .unwrap_or_default();
    format!("- {place}: {}{help}\n", problem.message)
}

/// Marks a text as code, whatever is in it.
fn code(text: &str) -> String {
    match text.contains('`') {
        true => format!("`` {text} ``"),
        false => format!("`{text}`"),
    }
}

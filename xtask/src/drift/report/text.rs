//! The report for a terminal.

use super::{About, Change, Kind, MOST_VALUES, Report};
use crate::compare::Fact;

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    for group in &report.groups {
        text.push_str(&group.title.text());
        text.push('\n');
        for change in &group.changes {
            let line = change.line(str::to_owned);
            text.push_str(&format!("  {:<8} {line}\n", change.kind.name()));
        }
        text.push('\n');
    }
    text.push_str(&report.summary());
    text.push('\n');
    text.push_str(&advice(report));
    text
}

/// What to do about changes, with an entry that explains the first of them.
fn advice(report: &Report) -> String {
    let mut text = String::new();
    // Whether only a document of ours could agree with it.
    let is_new =
        |change: &&Change| matches!(change.about, About::Api { .. }) && change.kind == Kind::Added;
    if let Some(change) = report.changes().find(|change| !is_new(change)) {
        text.push_str(
            "\nCorrect our documents. Where one is meant to differ, say so in deviations.yaml; `*` stands for any text in names:\n\n",
        );
        text.push_str(&entry(change));
    }
    if let Some(Change {
        about: About::Api { name, .. },
        ..
    }) = report.changes().find(is_new)
    {
        text.push_str(
            "\nWrite a document for each new API, or leave it out in deviations.yaml:\n\n",
        );
        text.push_str(&format!(
            "left_out:\n  - document: {}\n    reason: why we do not want it\n",
            scalar(name)
        ));
    }
    text
}

/// The entry that explains a change.
fn entry(change: &Change) -> String {
    let (key, subject) = match &change.about {
        About::Api { name, .. } => ("api", name.as_str()),
        About::Schema(name) => ("schema", name.as_str()),
        About::Operations(all) => ("operation", all.first().map_or("", String::as_str)),
    };
    let mut text = format!("deviations:\n  - {key}: {}\n", scalar(subject));
    let place = change.place.to_string();
    if !place.is_empty() {
        text.push_str(&format!("    at: {}\n", scalar(&place)));
    }
    text.push_str(&format!("    aspect: {}\n", change.aspect));
    for (key, fact) in [("ours", &change.ours), ("theirs", &change.theirs)] {
        if let Some(value) = value(fact) {
            text.push_str(&format!("    {key}: {value}\n"));
        }
    }
    text.push_str("    reason: why ours differs\n");
    text
}

/// A fact in YAML, unless it is too long to be pinned.
fn value(fact: &Fact) -> Option<String> {
    match fact {
        Fact::Set(set) if set.len() > MOST_VALUES => None,
        Fact::Set(set) => {
            let values: Vec<String> = set.iter().map(|value| scalar(value)).collect();
            Some(format!("[{}]", values.join(", ")))
        }
        // Whether `1` is a number or a text makes no difference to a pin.
        fact => Some(scalar(&fact.to_string())),
    }
}

/// A text in YAML: plain where that is safe in a list as well.
fn scalar(text: &str) -> String {
    let is_safe = |letter: char| letter.is_alphanumeric() || "_-./ {}".contains(letter);
    let starts_well = text.starts_with(|letter: char| letter.is_alphanumeric() || letter == '/');
    match starts_well && text.chars().all(is_safe) && !text.ends_with(' ') {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "''")),
    }
}

//! The report for programs.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{About, Change, Kind, Problem, Report};
use crate::compare::Fact;

#[derive(Serialize)]
struct Output<'a> {
    drift: bool,
    compared: usize,
    explained: usize,
    changes: Vec<Written<'a>>,
    problems: &'a [Problem<'a>],
}

#[derive(Serialize)]
struct Written<'a> {
    change: Kind,
    #[serde(flatten)]
    about: Subject<'a>,
    at: String,
    aspect: &'static str,
    ours: &'a Fact,
    theirs: &'a Fact,
    sent: bool,
    received: bool,
    apis: &'a BTreeSet<String>,
}

/// What a change is about, under the key that an entry in deviations.yaml has for it.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Subject<'a> {
    Api(&'a str),
    Operations(&'a BTreeSet<String>),
    Schema(&'a str),
}

pub(super) fn render(report: &Report, problems: &[Problem<'_>]) -> String {
    let output = Output {
        drift: report.is_drift(),
        compared: report.compared,
        explained: report.explained,
        changes: report.changes().map(written).collect(),
        problems,
    };
    // Texts, numbers and lists: there is nothing that JSON could not hold.
    let text = serde_json::to_string_pretty(&output).unwrap_or_default();
    format!("{text}\n")
}

fn written(change: &Change) -> Written<'_> {
    Written {
        change: change.kind,
        about: match &change.about {
            About::Api { name, .. } => Subject::Api(name),
            About::Operations(all) => Subject::Operations(all),
            About::Schema(name) => Subject::Schema(name),
        },
        at: change.place.to_string(),
        aspect: change.aspect.name(),
        ours: &change.ours,
        theirs: &change.theirs,
        sent: change.usage.sent,
        received: change.usage.received,
        apis: &change.apis,
    }
}

//! What is told about a comparison: the changes, grouped by API, in a form for people, for pull requests, or for programs.

mod json;
mod markdown;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::Serialize;

use crate::compare::{Aspect, Difference, Fact, Place, Presence, Sites, Subject, Usage};
use crate::diagnostics::Diagnostics;
use crate::source::Sources;

/// Everything that a comparison found and that nothing explains.
#[derive(Debug)]
pub struct Report {
    /// The changes by API.
    pub groups: Vec<Group>,
    /// What is wrong with deviations, and with what our documents say they stand for.
    pub problems: Diagnostics,
    /// How many differences are explained.
    pub explained: usize,
    /// How many of our APIs were compared.
    pub compared: usize,
}

/// Changes that belong together.
#[derive(Debug)]
pub struct Group {
    /// What they belong to.
    pub title: Title,
    /// The changes: never none.
    pub changes: Vec<Change>,
}

/// What the changes of a group belong to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Title {
    /// APIs that came or went as a whole.
    Apis,
    /// Several APIs.
    Shared,
    /// One API.
    Api {
        /// Our name of it.
        name: String,
        /// The path of HubSpot's document.
        theirs: String,
    },
}

/// One thing that HubSpot has, has not, or has otherwise.
#[derive(Debug)]
pub struct Change {
    /// What HubSpot did, as it seems from our side.
    pub kind: Kind,
    /// What it did that to.
    pub about: About,
    /// Where in it.
    pub place: Place,
    /// In which respect.
    pub aspect: Aspect,
    /// What our documents say.
    pub ours: Fact,
    /// What HubSpot's say.
    pub theirs: Fact,
    /// The APIs that it shows in.
    pub apis: BTreeSet<String>,
    /// Whether what changed is sent or received.
    pub usage: Usage,
    /// Where it stands in our documents, and in HubSpot's.
    pub at: BTreeSet<Sites>,
}

/// What a change is about.
#[derive(Debug)]
pub enum About {
    /// An API, with the number of its operations.
    Api {
        /// Our name of it, or the path of HubSpot's document where we have none.
        name: String,
        /// How many operations it has.
        operations: usize,
    },
    /// Operations, as in `GET /path`, all of which have the same change.
    Operations(BTreeSet<String>),
    /// A schema.
    Schema(String),
}

/// What HubSpot did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It has what ours has not.
    Added,
    /// It has not what ours has.
    Removed,
    /// It has something else.
    Changed,
}

impl Kind {
    fn of(difference: &Difference) -> Self {
        let absent = Fact::Presence(Presence::Absent);
        match (&difference.left, &difference.right) {
            (left, _) if *left == absent => Self::Added,
            (_, right) if *right == absent => Self::Removed,
            _ => Self::Changed,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// In which form a report is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For a terminal: without the problems, which are printed with the lines that they are about.
    #[default]
    Text,
    /// For a pull request or an issue.
    Markdown,
    /// For programs.
    Json,
}

/// A problem with its place.
#[derive(Debug, Serialize)]
struct Problem<'a> {
    file: &'a str,
    line: Option<usize>,
    message: &'a str,
    help: Option<&'a str>,
}

impl Report {
    /// Groups differences, of which the left side is ours. `theirs` has HubSpot's documents by our names of the APIs, `operations` counts those of an API.
    pub(super) fn new(
        differences: Vec<Difference>,
        explained: usize,
        problems: Diagnostics,
        theirs: &BTreeMap<String, String>,
        operations: impl Fn(&str) -> usize,
    ) -> Self {
        let mut groups: BTreeMap<Title, Vec<Change>> = BTreeMap::new();
        for change in changes(differences, operations) {
            groups
                .entry(title(&change, theirs))
                .or_default()
                .push(change);
        }
        let groups = groups.into_iter();
        Self {
            groups: groups
                .map(|(title, changes)| Group { title, changes })
                .collect(),
            problems,
            explained,
            compared: theirs.len(),
        }
    }

    /// Whether HubSpot has moved, or something is wrong with what explains how it has.
    pub fn is_drift(&self) -> bool {
        !self.groups.is_empty() || self.problems.has_errors()
    }

    /// The report as text.
    pub fn render(&self, format: Format, sources: &Sources) -> String {
        match format {
            Format::Text => text::render(self),
            Format::Markdown => markdown::render(self, &self.problems(sources)),
            Format::Json => json::render(self, &self.problems(sources)),
        }
    }

    pub(super) fn changes(&self) -> impl Iterator<Item = &Change> {
        self.groups.iter().flat_map(|group| &group.changes)
    }

    fn count(&self, kind: Kind) -> usize {
        self.changes().filter(|change| change.kind == kind).count()
    }

    /// How many changes there are, in a sentence.
    pub fn summary(&self) -> String {
        let count = self.changes().count();
        let explained = match self.explained {
            0 => String::new(),
            1 => "; deviations.yaml explains 1 difference".to_owned(),
            count => format!("; deviations.yaml explains {count} differences"),
        };
        let compared = match self.compared {
            1 => "1 API compared".to_owned(),
            count => format!("{count} APIs compared"),
        };
        match count {
            0 => format!("{compared}: nothing to report{explained}"),
            _ => format!(
                "{compared}: {} added, {} removed, {} changed{explained}",
                self.count(Kind::Added),
                self.count(Kind::Removed),
                self.count(Kind::Changed)
            ),
        }
    }

    fn problems<'a>(&'a self, sources: &Sources) -> Vec<Problem<'a>> {
        let problems = self.problems.iter().map(|problem| {
            let origin = problem.origin.as_ref();
            let located = || sources.locate(origin?);
            Problem {
                file: origin.map_or("", |origin| &origin.file),
                line: problem.position.or_else(located).map(|at| at.line),
                message: &problem.message,
                help: problem.help.as_deref(),
            }
        });
        problems.collect()
    }
}

/// One change for each difference, but for operations that have the same one.
fn changes(
    differences: Vec<Difference>,
    operations: impl Fn(&str) -> usize,
) -> impl Iterator<Item = Change> {
    type Key = (Option<Subject>, Place, Aspect, Fact, Fact);
    let mut changes: IndexMap<Key, Change> = IndexMap::new();
    for difference in differences {
        let kind = Kind::of(&difference);
        let Difference {
            subject,
            place,
            aspect,
            left,
            right,
            apis,
            usage,
            at,
        } = difference;
        let about = match &subject {
            Subject::Api(name) => About::Api {
                name: name.clone(),
                operations: operations(name),
            },
            Subject::Operation { .. } => About::Operations([subject.to_string()].into()),
            Subject::Schema(name) => About::Schema(name.clone()),
        };
        // Each operation that came or went is worth a line.
        let is_folded = matches!(subject, Subject::Operation { .. }) && !place.is_whole();
        let subject = (!is_folded).then_some(subject);
        let key = (subject, place.clone(), aspect, left.clone(), right.clone());
        let change = changes.entry(key).or_insert_with(|| Change {
            kind,
            about: About::Operations(BTreeSet::new()),
            place,
            aspect,
            ours: left,
            theirs: right,
            apis: BTreeSet::new(),
            usage,
            at: BTreeSet::new(),
        });
        match (&mut change.about, about) {
            (About::Operations(all), About::Operations(more)) => all.extend(more),
            (old, about) => *old = about,
        }
        change.apis.extend(apis);
        change.usage.add(usage);
        change.at.extend(at);
    }
    changes.into_values()
}

fn title(change: &Change, theirs: &BTreeMap<String, String>) -> Title {
    let mut apis = change.apis.iter();
    match (&change.about, apis.next(), apis.next()) {
        (About::Api { .. }, ..) => Title::Apis,
        (_, Some(api), None) => Title::Api {
            name: api.clone(),
            theirs: theirs.get(api).cloned().unwrap_or_default(),
        },
        _ => Title::Shared,
    }
}

impl Title {
    fn text(&self) -> String {
        match self {
            Self::Apis => "APIs".to_owned(),
            Self::Shared => "Several APIs".to_owned(),
            Self::Api { name, theirs } => format!("{name} ({theirs})"),
        }
    }
}

/// As many operations or APIs are named in one line.
const MOST_NAMES: usize = 3;

/// As many values of a set are named in one line.
const MOST_VALUES: usize = 12;

impl Change {
    /// The change in one line, with the words that an entry in deviations.yaml has for it. `code` marks what is no prose.
    fn line(&self, code: impl Fn(&str) -> String) -> String {
        let about = match &self.about {
            About::Api {
                name,
                operations: 1,
            } => format!("api {} (1 operation)", code(name)),
            About::Api { name, operations } => {
                format!("api {} ({operations} operations)", code(name))
            }
            About::Operations(all) if all.len() == 1 => format!("operation {}", list(all, &code)),
            About::Operations(all) => format!("{} operations ({})", all.len(), list(all, &code)),
            About::Schema(name) => format!("schema {}", code(name)),
        };
        let at = match self.place.to_string() {
            place if place.is_empty() => place,
            place => format!(", at {}", code(&place)),
        };
        let aspect = code(self.aspect.name());
        let [ours, theirs] = [&self.ours, &self.theirs].map(|fact| code(&shown(fact)));
        let line = format!("{about}{at}, {aspect}: ours {ours}, theirs {theirs}");
        let mut notes: Vec<String> = self.way().map(str::to_owned).into_iter().collect();
        if self.apis.len() > 1 {
            notes.push(match self.apis.len() {
                ..=MOST_NAMES => list(&self.apis, &code),
                count => format!("{count} APIs"),
            });
        }
        match notes.is_empty() {
            true => line,
            false => format!("{line} ({})", notes.join("; ")),
        }
    }

    /// Which way a schema goes. Of an operation its parts say that.
    fn way(&self) -> Option<&'static str> {
        match (&self.about, self.usage.sent, self.usage.received) {
            (About::Schema(_), true, true) => Some("sent and received"),
            (About::Schema(_), true, false) => Some("sent"),
            (About::Schema(_), false, true) => Some("received"),
            _ => None,
        }
    }
}

/// The first names of a set, and how many there are beside them.
fn list(names: &BTreeSet<String>, code: impl Fn(&str) -> String) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(MOST_NAMES)
        .map(|name| code(name))
        .collect();
    let shown = shown.join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => shown,
        rest => format!("{shown} and {rest} more"),
    }
}

/// A fact in one line.
fn shown(fact: &Fact) -> String {
    match fact {
        Fact::Set(set) if set.len() > MOST_VALUES => {
            let values: Vec<&str> = set.iter().take(MOST_VALUES).map(String::as_str).collect();
            format!(
                "[{}, and {} more]",
                values.join(", "),
                set.len() - MOST_VALUES
            )
        }
        fact => fact.to_string(),
    }
}

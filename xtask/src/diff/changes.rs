//! The changes of the model, each with what it does to programs.

mod merged;
mod operations;
mod others;
mod params;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Verdict;
use super::effects::{self, Effect};
use super::facts::{Facts, Text};
use super::renames::Renames;

/// Something that one side has and the other has not, or has otherwise.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What kind of thing it is about.
    pub about: About,
    /// What has it: operations as in `GET /path`, Rust paths of types, or APIs. Several if all of them have the same change.
    pub subjects: Vec<String>,
    /// The parameter, field or value; of an operation that came or went, the API. Several if all of them have the same change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// What happened to it.
    pub action: Action,
    /// In which respect, if it has changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aspect: Option<&'static str>,
    /// What it was before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What it is after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// What it means for programs: the gravest of its effects.
    pub verdict: Verdict,
    /// Why.
    pub why: Vec<String>,
    /// How many of the reasons, from the first, come of the model and not of the effects.
    #[serde(skip)]
    pub(super) given: usize,
    /// What becomes of the items of the client.
    pub effects: Vec<Effect>,
    /// Of types and what is in them, the functions of the client that send or receive them.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub used_by: BTreeSet<String>,
}

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// An API as a whole.
    Api,
    /// An operation.
    Operation,
    /// A parameter, or the body, of an operation.
    Parameter,
    /// A type.
    Type,
    /// A field of a type.
    Field,
    /// A value of an enum, or a type of a union.
    Value,
    /// An item of the client that changes for another reason, such as a name that is taken now.
    Item,
}

impl About {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::Api,
        Self::Operation,
        Self::Parameter,
        Self::Type,
        Self::Field,
        Self::Value,
        Self::Item,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Api => "API",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::Type => "type",
            Self::Field => "field",
            Self::Value => "value",
            Self::Item => "item",
        }
    }
}

/// What happened to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It went.
    Removed,
    /// It has another name, or so it seems: a guess by what else it has in common with something that went.
    Renamed,
    /// It is otherwise.
    Changed,
    /// It came.
    Added,
}

impl Action {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
            Self::Added => "added",
        }
    }
}

/// All changes between two sides, the gravest first.
pub(super) fn changes(
    old: &Facts,
    new: &Facts,
    renames: Renames,
    effects: BTreeMap<String, Effect>,
) -> Vec<Change> {
    let mut collector = Collector {
        effects,
        told: BTreeSet::new(),
        renames,
        changes: Vec::new(),
    };
    collector.operations(old, new);
    collector.types(old, new);
    collector.others();
    let types = old.types.values().chain(new.types.values());
    let users: BTreeMap<&str, &BTreeSet<String>> =
        types.map(|ty| (ty.path.as_str(), &ty.used_by)).collect();
    for change in &mut collector.changes {
        let subjects = change.subjects.iter();
        let users = subjects.filter_map(|subject| users.get(subject.as_str()));
        change.used_by = users.copied().flatten().cloned().collect();
    }
    merged::merged(collector.changes)
}

/// The items that a change may have an effect on.
#[derive(Debug, Clone)]
enum Touch {
    /// The item itself.
    Item(String),
    /// The item, what is in it, and the traits that it has.
    All(String),
    /// The traits that it has.
    Traits(String),
    /// The names elsewhere that stand for an item of this name.
    Name(String),
    /// The names elsewhere that stand for items of this module.
    Names(String),
}

struct Collector {
    effects: BTreeMap<String, Effect>,
    /// The effects that belong to a change.
    told: BTreeSet<String>,
    renames: Renames,
    changes: Vec<Change>,
}

impl Collector {
    /// Adds a change with its effects. `least` is what it means if it has none.
    fn push(&mut self, mut change: Change, least: Verdict, touches: &[Touch]) {
        change.given = change.why.len();
        let mut paths = BTreeSet::new();
        for touch in touches {
            self.touched(touch, &mut paths);
        }
        // Texts that changed along with a declaration are told with the text.
        if change.aspect != Some(TEXT) {
            paths.retain(|path| self.effects[path].verdict != Verdict::Documentation);
        }
        // Neither breaks anything, and what does is told with its own reason, or by itself.
        let is_unsaid = change.aspect == Some(NAME) && is_of_path(&change);
        if is_unsaid || change.aspect == Some("deprecated") {
            paths.retain(|path| self.effects[path].verdict != Verdict::Breaking);
        }
        change.effects = paths
            .iter()
            .map(|path| self.effects[path].clone())
            .collect();
        self.told.extend(paths);
        let worst = change.effects.iter().map(|effect| effect.verdict).max();
        change.verdict = worst.map_or(least, |worst| worst.max(least));
        if change.verdict != Verdict::Documentation {
            let effects = change.shown_effects().into_iter();
            let gravest = effects.filter(|effect| effect.verdict == change.verdict);
            let reasons: BTreeSet<&str> = gravest.map(|effect| effect.why).collect();
            let given = change.why.clone();
            let more = reasons.into_iter().map(ToOwned::to_owned);
            change.why.extend(more.filter(|why| !given.contains(why)));
        }
        self.changes.push(change);
    }

    /// Whether anything of this has changed that no change accounts for so far, texts aside.
    fn has_untold(&self, touches: &[Touch]) -> bool {
        let mut paths = BTreeSet::new();
        for touch in touches {
            self.touched(touch, &mut paths);
        }
        let mut paths = paths.iter();
        paths.any(|path| {
            !self.told.contains(path) && self.effects[path].verdict != Verdict::Documentation
        })
    }

    fn touched(&self, touch: &Touch, paths: &mut BTreeSet<String>) {
        let mut start = |prefix: String| {
            let from = self.effects.range(prefix.clone()..);
            let with = from.take_while(|(path, _)| path.starts_with(&prefix));
            paths.extend(with.map(|(path, _)| path.clone()));
        };
        match touch {
            Touch::Traits(path) => start(format!("{path}: ")),
            Touch::All(path) => {
                start(format!("{path}::"));
                start(format!("{path}."));
                start(format!("{path}: "));
                if self.effects.contains_key(path) {
                    paths.insert(path.clone());
                }
            }
            Touch::Item(path) => {
                if self.effects.contains_key(path) {
                    paths.insert(path.clone());
                }
            }
            Touch::Names(module) => {
                let inside = module.rsplit("::").next().unwrap_or(module);
                let inside = format!("::{inside}::");
                let stands_for = |side: &Option<String>| {
                    side.as_ref()
                        .is_some_and(|side| side.starts_with("use ") && side.contains(&inside))
                };
                let with = self
                    .effects
                    .iter()
                    .filter(|(_, effect)| stands_for(&effect.old) || stands_for(&effect.new));
                paths.extend(with.map(|(path, _)| path.clone()));
            }
            Touch::Name(name) => {
                let end = format!("::prelude::{name}");
                let in_models = format!("models::{name}");
                let paths_of = self
                    .effects
                    .keys()
                    .filter(|path| path.ends_with(&end) || **path == in_models);
                paths.extend(paths_of.cloned());
            }
        }
    }

    /// What has changed of a text. `touches` are the items that carry it.
    fn text(&mut self, change: &Change, old: &Text, new: &Text, touches: &[Touch]) {
        if old.deprecated != new.deprecated {
            let state = |deprecated| {
                if deprecated {
                    "deprecated"
                } else {
                    "not deprecated"
                }
            };
            let change = Change {
                aspect: Some("deprecated"),
                old: Some(state(old.deprecated).to_owned()),
                new: Some(state(new.deprecated).to_owned()),
                why: vec![effects::warned(new.deprecated).to_owned()],
                ..change.clone()
            };
            self.push(change, Verdict::Compatible, touches);
        }
        if old.notes != new.notes {
            let (aspect, why) = match change.about {
                About::Operation => (
                    "notes",
                    "declarations are the same; what HubSpot accepts or answers may not be",
                ),
                _ => (
                    "limits and defaults",
                    "declarations are the same; HubSpot treats values otherwise",
                ),
            };
            let change = Change {
                aspect: Some(aspect),
                old: Some(old.notes.join(" ")),
                new: Some(new.notes.join(" ")),
                why: vec![why.to_owned()],
                ..change.clone()
            };
            self.push(change, Verdict::Compatible, &[]);
        }
        if old.words != new.words {
            let change = Change {
                aspect: Some(TEXT),
                ..change.clone()
            };
            self.push(change, Verdict::Documentation, &[]);
        }
        if old != new {
            self.tell_texts(touches);
        }
    }

    /// What a change says of the model needs not be said of the documentation of items.
    fn tell_texts(&mut self, touches: &[Touch]) {
        let mut paths = BTreeSet::new();
        for touch in touches {
            self.touched(touch, &mut paths);
        }
        paths.retain(|path| self.effects[path].verdict == Verdict::Documentation);
        self.told.extend(paths);
    }
}

/// The aspect of changes to documentation.
const TEXT: &str = "text";

/// The aspect of what programs call otherwise.
const NAME: &str = "name";

/// The aspect of what programs call as before, and requests or answers do not.
const WIRE_NAME: &str = "name on the wire";

/// Whether a change is about parameters of the path, whose names no call says.
fn is_of_path(change: &Change) -> bool {
    change.about == About::Parameter && change.names.iter().all(|name| name.starts_with("path "))
}

impl Change {
    fn new(about: About, subject: impl Into<String>, action: Action) -> Self {
        Self {
            about,
            subjects: vec![subject.into()],
            names: Vec::new(),
            action,
            aspect: None,
            old: None,
            new: None,
            verdict: Verdict::Documentation,
            why: Vec::new(),
            given: 0,
            effects: Vec::new(),
            used_by: BTreeSet::new(),
        }
    }

    /// The effects that a reader needs to see: of what came or went as a whole, not its parts.
    pub(super) fn shown_effects(&self) -> Vec<&Effect> {
        let whole = |effect: &&Effect| effect.old.is_none() || effect.new.is_none();
        let wholes: BTreeSet<&str> = self
            .effects
            .iter()
            .filter(whole)
            .map(|effect| effect.path.as_str())
            .collect();
        let is_part = |effect: &Effect| {
            let path = effect.path.as_str();
            let ends = path
                .match_indices("::")
                .chain(path.match_indices('.'))
                .chain(path.match_indices(": "));
            ends.into_iter()
                .any(|(end, _)| wholes.contains(&path[..end]))
        };
        self.effects
            .iter()
            .filter(|effect| !is_part(effect))
            .collect()
    }
}

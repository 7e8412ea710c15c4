//! Compares what two sets of documents say about the interface: operations, parameters, bodies, answers and schemas.
//!
//! What people read (titles, descriptions, examples), the order of things, `pattern`, limits of values, security and extensions do not count, but for the rate limits that do not
//! count an operation. Schemas are compared where operations lead to them, position by position, so it does not matter in which file one stands; which name it has does.
//!
//! Nothing here knows whose the two sides are.

mod difference;
mod operations;
mod parameters;
mod schemas;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::diagnostics::Diagnostics;
use crate::document::Documents;
use crate::pointer::Origin;

pub use self::difference::{
    Aspect, Difference, Fact, Part, Place, Presence, Sites, Step, Subject, Usage,
};

/// The two documents of one API. A side that has none lacks the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// What differences call the API.
    pub api: String,
    /// The path of the document in the left set.
    pub left: Option<String>,
    /// The path of the document in the right set.
    pub right: Option<String>,
}

/// What a comparison gives.
#[derive(Debug)]
pub struct Comparison {
    /// The differences, sorted by subject, place and aspect.
    pub differences: Vec<Difference>,
    /// Faults of the left set, such as references that lead nowhere. What is behind them was not compared.
    pub left_faults: Diagnostics,
    /// Faults of the right set.
    pub right_faults: Diagnostics,
}

/// Compares the documents of each API. What shows in several APIs is one difference.
pub fn compare(left: &Documents, right: &Documents, pairs: &[Pair]) -> Comparison {
    let mut comparer = Comparer {
        left: Side::new(left),
        right: Side::new(right),
        api: String::new(),
        seen: HashSet::new(),
        found: BTreeMap::new(),
    };
    for pair in pairs {
        comparer.pair(pair);
    }
    let differences = comparer.found.into_iter();
    Comparison {
        differences: differences
            .map(
                |((subject, place, aspect, left, right), shown)| Difference {
                    subject,
                    place,
                    aspect,
                    left,
                    right,
                    apis: shown.apis,
                    usage: shown.usage,
                    at: shown.at,
                },
            )
            .collect(),
        left_faults: comparer.left.faults,
        right_faults: comparer.right.faults,
    }
}

/// One of the two sets.
struct Side<'a> {
    documents: &'a Documents,
    faults: Diagnostics,
}

impl<'a> Side<'a> {
    fn new(documents: &'a Documents) -> Self {
        let faults = Diagnostics::default();
        Self { documents, faults }
    }
}

struct Comparer<'a> {
    left: Side<'a>,
    right: Side<'a>,
    /// The API that is being compared.
    api: String,
    /// Pairs of components that were compared for this API. They may lead to themselves.
    seen: HashSet<(Origin, Origin, Usage)>,
    found: BTreeMap<Content, Shown>,
}

/// What a difference is, without where it shows.
type Content = (Subject, Place, Aspect, Fact, Fact);

/// Where a comparison has got to.
#[derive(Clone)]
struct Site {
    subject: Subject,
    place: Place,
    usage: Usage,
    /// Where that is in the documents of both sides, or would be if it were there.
    at: Sites,
}

impl Site {
    fn then(&self, step: Step) -> Self {
        let inside = |origin: &Origin| match &step {
            Step::Property(name) => origin.key("properties").key(name),
            Step::Items => origin.key("items"),
            Step::Values => origin.key("additionalProperties"),
            // What the branch is says where it stands.
            Step::Branch(_) => origin.clone(),
        };
        let at = Sites {
            left: inside(&self.at.left),
            right: inside(&self.at.right),
        };
        Self {
            place: self.place.then(step),
            at,
            ..self.clone()
        }
    }

    fn at(&self, left: &Origin, right: &Origin) -> Self {
        let at = Sites {
            left: left.clone(),
            right: right.clone(),
        };
        Self { at, ..self.clone() }
    }
}

/// In what a difference shows.
#[derive(Default)]
struct Shown {
    apis: BTreeSet<String>,
    usage: Usage,
    at: BTreeSet<Sites>,
}

impl Comparer<'_> {
    fn pair(&mut self, pair: &Pair) {
        self.api.clone_from(&pair.api);
        self.seen.clear();
        match (&pair.left, &pair.right) {
            (Some(left), Some(right)) => self.documents(left, right),
            (None, None) => {}
            (left, right) => {
                let document =
                    |path: &Option<String>| Origin::document(path.as_deref().unwrap_or_default());
                let site = Site {
                    subject: Subject::Api(pair.api.clone()),
                    place: Place::default(),
                    usage: Usage::NONE,
                    at: Sites {
                        left: document(left),
                        right: document(right),
                    },
                };
                self.presence(&site, left.is_some(), right.is_some());
            }
        }
    }

    /// Notes a difference, if it is one.
    fn differ(&mut self, site: &Site, aspect: Aspect, left: Fact, right: Fact) {
        if left == right {
            return;
        }
        let (subject, place) = (site.subject.clone(), site.place.clone());
        let content = (subject, place, aspect, left, right);
        let shown = self.found.entry(content).or_default();
        shown.apis.insert(self.api.clone());
        shown.usage.add(site.usage);
        shown.at.insert(site.at.clone());
    }

    fn flags(&mut self, site: &Site, aspect: Aspect, left: bool, right: bool) {
        self.differ(site, aspect, Fact::Flag(left), Fact::Flag(right));
    }

    fn texts(&mut self, site: &Site, aspect: Aspect, left: Option<String>, right: Option<String>) {
        let fact = |text: Option<String>| text.map_or(Fact::None, Fact::Text);
        self.differ(site, aspect, fact(left), fact(right));
    }

    fn presence(&mut self, site: &Site, left: bool, right: bool) {
        let fact = |is_there| {
            Fact::Presence(match is_there {
                true => Presence::Present,
                false => Presence::Absent,
            })
        };
        self.differ(site, Aspect::Presence, fact(left), fact(right));
    }

    /// As [`Self::presence`], of what may be required: `None` if it is not there.
    fn presence_of(&mut self, site: &Site, left: Option<bool>, right: Option<bool>) {
        let fact = |required| {
            Fact::Presence(match required {
                None => Presence::Absent,
                Some(false) => Presence::Optional,
                Some(true) => Presence::Required,
            })
        };
        self.differ(site, Aspect::Presence, fact(left), fact(right));
    }

    /// Compares sets, whose common part is not told. `None` is no set, which is not the same as an empty one.
    fn sets(
        &mut self,
        site: &Site,
        aspect: Aspect,
        left: Option<BTreeSet<String>>,
        right: Option<BTreeSet<String>>,
    ) {
        match (left, right) {
            (Some(left), Some(right)) => {
                let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
                    Fact::Set(one.difference(other).cloned().collect())
                };
                self.differ(site, aspect, only(&left, &right), only(&right, &left));
            }
            (left, right) => {
                let fact = |set: Option<BTreeSet<String>>| set.map_or(Fact::None, Fact::Set);
                self.differ(site, aspect, fact(left), fact(right));
            }
        }
    }
}

/// The keys of two maps, each once, in order.
fn keys<'k, K: Ord + 'k>(
    left: impl IntoIterator<Item = &'k K>,
    right: impl IntoIterator<Item = &'k K>,
) -> BTreeSet<&'k K> {
    left.into_iter().chain(right).collect()
}

#[cfg(test)]
mod tests;

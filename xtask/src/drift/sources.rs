//! Which documents of HubSpot's each of ours stands for.

use std::collections::{BTreeMap, BTreeSet};

use super::deviations::Deviations;
use crate::compare::Pair;
use crate::diagnostics::Diagnostics;
use crate::inputs::{Inputs, Place};
use crate::pointer::Origin;

/// Where a document of ours says what it stands for.
pub(super) const SOURCE: &str = "x-hubspot-source";

/// One of our APIs.
#[derive(Debug)]
pub(super) struct Api {
    /// Version and module, as in `v3/contacts`.
    pub(super) name: String,
    /// The version, as the folders of both sides have it.
    pub(super) version: String,
    /// Its document.
    pub(super) document: String,
    /// What it stands for: group and folder of an API, and maybe a rollout. `None` if it does not say.
    pub(super) source: Option<String>,
}

/// What stands for what.
#[derive(Debug, Default)]
pub(super) struct Matching {
    /// Our APIs with HubSpot's documents, then HubSpot's without one of ours.
    pub(super) pairs: Vec<Pair>,
    /// The path in the collection of each document that is compared, by our name of the API.
    pub(super) theirs: BTreeMap<String, String>,
}

/// The folder of an API in the collection.
struct Source<'a> {
    group: &'a str,
    api: &'a str,
    rollout: Option<&'a str>,
}

impl<'a> Source<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let parts: Vec<&str> = text.split('/').collect();
        let (group, api, rollout) = match parts[..] {
            [group, api] => (group, api, None),
            [group, api, "Rollouts", rollout] => (group, api, Some(rollout)),
            _ => return None,
        };
        Some(Self {
            group,
            api,
            rollout,
        })
    }

    fn has(&self, place: &Place) -> bool {
        place.group == self.group
            && place.api == self.api
            && self.rollout.is_none_or(|rollout| rollout == place.rollout)
    }
}

/// The path of a document from the top of the collection, wherever its folder lies.
pub(super) fn path(place: &Place) -> String {
    let Place {
        group,
        api,
        rollout,
        version,
        stem,
    } = place;
    format!("{group}/{api}/Rollouts/{rollout}/{version}/{stem}.json")
}

/// Finds for each of our APIs the document of HubSpot's that it stands for. Documents that none stands for count if they are of a version and a group that we have.
pub(super) fn matching(
    apis: &[Api],
    theirs: &Inputs,
    deviations: &mut Deviations,
    problems: &mut Diagnostics,
) -> Matching {
    let sources: Vec<Option<Source<'_>>> = apis.iter().map(|api| source(api, problems)).collect();
    let versions: BTreeSet<&str> = apis.iter().map(|api| api.version.as_str()).collect();
    let groups: BTreeSet<&str> = sources
        .iter()
        .flatten()
        .map(|source| source.group)
        .collect();
    let places = theirs.places.iter().filter(|(_, place)| {
        versions.contains(place.version.as_str()) && groups.contains(place.group.as_str())
    });
    let places: Vec<(&String, &Place)> = places
        .filter(|(_, place)| !deviations.leaves_out(&path(place)))
        .collect();

    let mut matching = Matching::default();
    let mut taken = BTreeSet::new();
    for (api, source) in apis.iter().zip(&sources) {
        let Some(source) = source else { continue };
        let is_meant =
            |(_, place): &&(&String, &Place)| place.version == api.version && source.has(place);
        let found: Vec<&(&String, &Place)> = places.iter().filter(is_meant).collect();
        taken.extend(found.iter().map(|(document, _)| *document));
        let right = match found[..] {
            [] => None,
            [(document, place)] => {
                matching.theirs.insert(api.name.clone(), path(place));
                Some((*document).clone())
            }
            _ => {
                let paths: Vec<String> = found.iter().map(|(_, place)| path(place)).collect();
                let text = api.source.as_deref().unwrap_or_default();
                problems.error(
                    &Origin::document(&api.document).key(SOURCE),
                    format!("HubSpot has {} documents of {} in `{text}`: {}", found.len(), api.version, paths.join(", ")),
                    format!("name the one that is meant, as in `{SOURCE}: {}/{}/Rollouts/{}`, or leave the others out in deviations.yaml", source.group, source.api, found[0].1.rollout),
                );
                continue;
            }
        };
        matching.pairs.push(Pair {
            api: api.name.clone(),
            left: Some(api.document.clone()),
            right,
        });
    }
    for (document, place) in places {
        if !taken.contains(document) {
            matching.pairs.push(Pair {
                api: path(place),
                left: None,
                right: Some(document.clone()),
            });
        }
    }
    matching
}

/// What a document says it stands for. If it does not say, that is reported.
fn source<'a>(api: &'a Api, problems: &mut Diagnostics) -> Option<Source<'a>> {
    let origin = Origin::document(&api.document);
    let help = format!(
        "write `{SOURCE}: GROUP/API` at the top, or `{SOURCE}: GROUP/API/Rollouts/NUMBER` where that folder has several documents of a version"
    );
    let Some(text) = &api.source else {
        problems.error(
            &origin,
            "the document does not say where HubSpot has its API",
            help,
        );
        return None;
    };
    let source = Source::of(text);
    if source.is_none() {
        let message = format!("`{text}` is no folder of an API in HubSpot's collection");
        problems.error(&origin.key(SOURCE), message, help);
    }
    source
}

//! Which of several rollouts of an API are compared.
//!
//! HubSpot's collection may have an API of a version several times, in rollouts that describe the same operations. The other side then has only one of them, or another:
//! comparing all of them would tell every module and every type as renamed.

use std::collections::{BTreeMap, BTreeSet};

use crate::inputs::{Inputs, Place};

/// Leaves out of both sides the documents of rollouts that have no counterpart, where another rollout of the same API and version has one: the same rollout, or else the
/// newest. Gives their paths. A manifest that names documents decides by itself.
pub fn counterparts(old: &mut Inputs, new: &mut Inputs) -> Vec<String> {
    let surplus = [surplus(old, new), surplus(new, old)];
    let mut paths = Vec::new();
    for (side, surplus) in [old, new].into_iter().zip(surplus) {
        for path in surplus {
            side.files.remove(&path);
            side.unread.insert(path.clone());
            paths.push(path);
        }
    }
    paths
}

fn surplus(side: &Inputs, other: &Inputs) -> Vec<String> {
    if side.manifest.is_some() || other.manifest.is_some() {
        return Vec::new();
    }
    let mut counterparts: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for (_, place) in places(other) {
        let rollouts = counterparts.entry((&place.group, &place.api)).or_default();
        rollouts.insert(&place.rollout);
    }
    let mut documents: BTreeMap<_, Vec<(&str, &Place)>> = BTreeMap::new();
    for (path, place) in places(side) {
        let of_version = documents.entry((&place.group, &place.api, &place.version));
        of_version.or_default().push((path, place));
    }
    let mut surplus = Vec::new();
    for ((group, api, _), documents) in documents {
        let Some(counterparts) = counterparts.get(&(group, api)) else {
            continue;
        };
        let rollouts: BTreeSet<&str> = documents.iter().map(|(_, place)| &*place.rollout).collect();
        let mut kept: BTreeSet<&str> = rollouts.intersection(counterparts).copied().collect();
        if kept.is_empty() && counterparts.len() == 1 {
            // Rollouts are numbered in the order in which they were made.
            let newest = rollouts
                .iter()
                .max_by_key(|rollout| (rollout.len(), **rollout));
            kept.extend(newest);
        }
        if !kept.is_empty() {
            let out = documents.into_iter();
            let out = out.filter(|(_, place)| !kept.contains(&*place.rollout));
            surplus.extend(out.map(|(path, _)| path.to_owned()));
        }
    }
    surplus
}

/// The documents of the collection that are to be read.
fn places(side: &Inputs) -> impl Iterator<Item = (&str, &Place)> {
    let files = side.files.keys();
    files
        .filter_map(|path| Some((path.as_str(), side.places.get(path)?)))
        // More is read than was asked for, and one rollout may be asked for by the name of its module.
        .filter(|(_, place)| side.selection.has_api(&[&place.api]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(documents: &[(&str, &str, &str)]) -> Inputs {
        let mut inputs = Inputs::default();
        for (api, rollout, version) in documents {
            let path = format!("CRM/{api}/Rollouts/{rollout}/{version}/doc.json");
            let place = Place {
                version: (*version).to_owned(),
                api: (*api).to_owned(),
                group: "CRM".to_owned(),
                rollout: (*rollout).to_owned(),
                stem: "doc".to_owned(),
            };
            inputs.files.insert(path.clone(), String::new());
            inputs.places.insert(path, place);
        }
        inputs
    }

    fn left_out(old: &[(&str, &str, &str)], new: &[(&str, &str, &str)]) -> Vec<String> {
        let (mut old, mut new) = (side(old), side(new));
        let before = old.files.len() + new.files.len();
        let paths = counterparts(&mut old, &mut new);
        assert_eq!(old.files.len() + new.files.len() + paths.len(), before);
        paths
    }

    #[test]
    fn the_same_rollout_is_compared_if_the_other_side_has_it() {
        let two = [
            ("Pets", "9", "v3"),
            ("Pets", "107", "v3"),
            ("Owners", "1", "v3"),
        ];
        let other = ["CRM/Pets/Rollouts/107/v3/doc.json"];
        assert_eq!(left_out(&two, &[("Pets", "9", "2026-03")]), other);
        assert_eq!(left_out(&[("Pets", "9", "2026-03")], &two), other);
    }

    #[test]
    fn the_newest_rollout_is_compared_if_all_are_others() {
        let two = [("Pets", "9", "v4"), ("Pets", "107", "v4")];
        let older = ["CRM/Pets/Rollouts/9/v4/doc.json"];
        assert_eq!(left_out(&two, &[("Pets", "5", "v3")]), older);
    }

    #[test]
    fn nothing_is_left_out_without_need() {
        let two = [("Pets", "9", "v3"), ("Pets", "107", "v3")];
        assert!(left_out(&two, &two).is_empty());
        assert!(left_out(&two, &[("Owners", "1", "v3")]).is_empty());
        assert!(left_out(&two, &[("Pets", "1", "v4"), ("Pets", "2", "v4")]).is_empty());
        assert!(left_out(&[("Pets", "9", "v3")], &[("Pets", "1", "v4")]).is_empty());
    }
}

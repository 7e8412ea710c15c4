//! Modules without a manifest: from the folders that the documents are in.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase as _;
use indexmap::IndexMap;

use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::inputs::{Inputs, Place};
use crate::manifest::Manifest;
use crate::pointer::Origin;

/// Version -> module -> document.
type Modules = IndexMap<String, IndexMap<String, String>>;

/// The modules that the folders make. `None` if there is none, which was reported then.
pub(super) fn modules(
    inputs: &Inputs,
    manifest: &Manifest,
    diagnostics: &mut Diagnostics,
) -> Option<Modules> {
    let left_out = manifest.documents_left_out();
    let paths = inputs.files.keys().chain(inputs.faults.keys());
    let paths: BTreeSet<&str> = paths
        .map(String::as_str)
        .filter(|path| !left_out.contains(path))
        .collect();
    let is_collection = !inputs.places.is_empty();
    let named = if is_collection {
        let places = paths
            .iter()
            .filter_map(|path| Some((*path, inputs.places.get(*path)?)));
        of_collection(places.collect(), diagnostics)
    } else {
        paths.iter().filter_map(|path| of_path(path)).collect()
    };
    let mut versions: BTreeMap<Rank, BTreeMap<String, &str>> = BTreeMap::new();
    for Named {
        version,
        module,
        path,
    } in named
    {
        let modules = versions.entry(Rank::of(version)).or_default();
        if let Some(other) = modules.get(&module) {
            diagnostics.error(
                &Origin::document(path),
                format!("`{other}` and `{path}` would both make the module `{module}`"),
                "rename one of the two, or write a codegen.yaml that names their modules",
            );
        } else {
            modules.insert(module, path);
        }
    }
    // Of a collection, nothing may be left only because nothing of it was selected.
    if versions.is_empty() && inputs.selection.is_empty() {
        diagnostics.push(Diagnostic {
            severity: Severity::Error,
            message: "no document makes a module".into(),
            origin: None,
            position: None,
            help: Some("put each document at VERSION/MODULE.yaml (or .json) below the input folder, or write a codegen.yaml".into()),
        });
        return None;
    }
    let owned = |(module, path): (String, &str)| (module, path.to_owned());
    let versions = versions.into_iter();
    Some(
        versions
            .map(|(rank, modules)| (rank.name, modules.into_iter().map(owned).collect()))
            .collect(),
    )
}

/// A document and the module that it makes.
struct Named<'a> {
    version: &'a str,
    module: String,
    path: &'a str,
}

/// Our layout: `<version>/<module>.<yaml|yml|json>`.
fn of_path(path: &str) -> Option<Named<'_>> {
    let (version, name) = path.split_once('/')?;
    let (module, _) = name.rsplit_once('.')?;
    let is_module = version != "common" && !module.contains('/');
    is_module.then(|| Named {
        version,
        module: module.to_owned(),
        path,
    })
}

/// Names modules after the folders of their APIs, and says where that does not do.
fn of_collection<'a>(
    documents: Vec<(&'a str, &'a Place)>,
    diagnostics: &mut Diagnostics,
) -> Vec<Named<'a>> {
    let mut same: BTreeMap<(&str, String), Vec<(&'a str, &'a Place)>> = BTreeMap::new();
    for (path, place) in documents {
        let key = (place.version.as_str(), words(&place.api));
        same.entry(key).or_default().push((path, place));
    }
    let mut named = Vec::new();
    for ((version, base), documents) in same {
        let modules = distinct(&base, &documents);
        if let [(first, _), _, ..] = &documents[..] {
            let list: Vec<String> = modules.iter().map(|name| format!("`{name}`")).collect();
            let several = if differ(&documents, |place| &place.group) {
                "APIs of one name"
            } else {
                "documents of one API"
            };
            diagnostics.note(
                &Origin::document(first),
                format!(
                    "{several} make the modules {} of {version}; `leave_out` in a manifest drops what is not wanted",
                    list.join(" and ")
                ),
            );
        }
        let modules = modules.into_iter().zip(&documents);
        named.extend(modules.map(|(module, (path, _))| Named {
            version,
            module,
            path,
        }));
    }
    named
}

/// Names for documents of APIs with one name: with the group in front, the rollout behind, or the name of the file, as far as these tell them apart.
fn distinct(base: &str, documents: &[(&str, &Place)]) -> Vec<String> {
    let mut names = vec![base.to_owned(); documents.len()];
    type Part = fn(&Place) -> &String;
    type Join = fn(&str, &str) -> String;
    let steps: [(Part, Join); 3] = [
        (
            |place| &place.group,
            |name, group| format!("{}_{name}", words(group)),
        ),
        (
            |place| &place.rollout,
            |name, rollout| format!("{name}_{}", words(rollout)),
        ),
        (
            |place| &place.stem,
            |name, stem| format!("{name}_{}", words(stem)),
        ),
    ];
    for (part, join) in steps {
        let before = names.clone();
        for (index, name) in names.iter_mut().enumerate() {
            let alike: Vec<_> = documents
                .iter()
                .zip(&before)
                .filter(|(_, other)| **other == before[index])
                .map(|(document, _)| *document)
                .collect();
            let (_, place) = documents[index];
            if differ(&alike, part) && !part(place).is_empty() {
                *name = join(name, part(place));
            }
        }
    }
    names
}

fn differ(documents: &[(&str, &Place)], part: fn(&Place) -> &String) -> bool {
    let parts: BTreeSet<_> = documents.iter().map(|(_, place)| part(place)).collect();
    parts.len() > 1
}

/// `Public App Crm Cards` becomes `public_app_crm_cards`. A name without letters stays as it is; the names of modules are checked later.
fn words(name: &str) -> String {
    let snake = name.to_snake_case();
    if snake.is_empty() {
        return name.to_owned();
    }
    snake
}

/// A version in the order of versions: v1, v3, v10, then by date, then all others.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    kind: u8,
    number: u64,
    name: String,
}

impl Rank {
    fn of(name: &str) -> Self {
        let digits = |text: &str| {
            let end = text.bytes().take_while(u8::is_ascii_digit).count();
            text[..end].parse::<u64>().ok()
        };
        let numbered = name.strip_prefix(['v', 'V']).and_then(digits);
        let (kind, number) = match (numbered, digits(name)) {
            (Some(number), _) => (0, number),
            (None, Some(_)) => (1, 0),
            (None, None) => (2, 0),
        };
        Self {
            kind,
            number,
            name: name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_in_order() {
        let mut ranks: Vec<Rank> = [
            "beta",
            "2026-09-beta",
            "2026-09",
            "2025-09",
            "v10",
            "v4",
            "v3beta",
            "v3",
        ]
        .iter()
        .map(|name| Rank::of(name))
        .collect();
        ranks.sort();
        let names: Vec<&str> = ranks.iter().map(|rank| rank.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "v3",
                "v3beta",
                "v4",
                "v10",
                "2025-09",
                "2026-09",
                "2026-09-beta",
                "beta"
            ]
        );
    }

    #[test]
    fn names_get_what_tells_them_apart_and_no_more() {
        let names = |places: &[[&str; 4]]| {
            let places: Vec<Place> = places
                .iter()
                .map(|[group, api, rollout, stem]| Place {
                    version: "v3".into(),
                    api: (*api).into(),
                    group: (*group).into(),
                    rollout: (*rollout).into(),
                    stem: (*stem).into(),
                })
                .collect();
            let documents: Vec<(&str, &Place)> = places.iter().map(|place| ("", place)).collect();
            distinct("line_items", &documents).join(" ")
        };
        let api = "Line Items";
        assert_eq!(names(&[["CRM", api, "1", "a"]]), "line_items");
        assert_eq!(
            names(&[["CRM", api, "1", "a"], ["CRM", api, "22", "a"]]),
            "line_items_1 line_items_22"
        );
        assert_eq!(
            names(&[
                ["CRM", api, "1", "a"],
                ["CMS", api, "1", "a"],
                ["CMS", api, "2", "a"]
            ]),
            "crm_line_items cms_line_items_1 cms_line_items_2"
        );
        assert_eq!(
            names(&[["CRM", api, "1", "a"], ["CRM", api, "1", "bC"]]),
            "line_items_a line_items_b_c"
        );
        assert_eq!(
            names(&[["", api, "1", "a"], ["CRM", api, "1", "a"]]),
            "line_items crm_line_items"
        );
    }
}

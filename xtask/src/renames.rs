//! The names that the manifest sets, and whether each of them was needed.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Diagnostics;
use crate::manifest::Manifest;
use crate::pointer::Origin;

/// Names by the origin of the element that they belong to.
#[derive(Debug)]
pub struct Renames<'a> {
    names: BTreeMap<&'a str, &'a str>,
    taken: BTreeSet<&'a str>,
}

impl<'a> Renames<'a> {
    /// The renames of a manifest.
    pub fn of(manifest: &'a Manifest) -> Self {
        let names = manifest
            .renames
            .iter()
            .map(|rename| (rename.of.as_str(), rename.to.as_str()));
        Self {
            names: names.collect(),
            taken: BTreeSet::new(),
        }
    }

    /// The name that the manifest sets for an element.
    pub fn take(&mut self, origin: &Origin) -> Option<&'a str> {
        // Nearly always empty: no text is built for nothing.
        if self.names.is_empty() {
            return None;
        }
        let (of, to) = self.names.get_key_value(origin.to_string().as_str())?;
        self.taken.insert(of);
        Some(to)
    }

    /// Reports the entries that named nothing.
    pub fn report_unused(&self, manifest: &Manifest, diagnostics: &mut Diagnostics) {
        let selected: BTreeSet<&str> = manifest.documents().collect();
        for (index, rename) in manifest.renames.iter().enumerate() {
            let document = rename.of.split('#').next().unwrap_or_default();
            // Of a selection it is not known what the others use, of their own and of what is shared.
            let may_be_used = !manifest.deselected.is_empty() && !selected.contains(document);
            if !self.taken.contains(rename.of.as_str()) && !may_be_used {
                diagnostics.error(
                    &manifest.origin().key("renames").index(index),
                    format!("the rename of `{}` matches nothing", rename.of),
                    "remove the entry, or correct `of`: DOCUMENT#/JSON/POINTER of a schema, a property, a parameter or an operation that is used, or DOCUMENT# for the handle of an API",
                );
            }
        }
    }
}

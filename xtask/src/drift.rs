//! Tells when HubSpot moves: compares our documents with those that HubSpot publishes.
//!
//! What differs on purpose is listed, with reasons, in `deviations.yaml` beside our documents. What is left is what HubSpot has added, removed or changed, or a mistake of ours.

mod corrections;
mod deviations;
mod pattern;
mod report;
mod sources;

use std::collections::BTreeSet;

use indexmap::IndexMap;

pub use self::corrections::{Correction, Spot};
use self::deviations::Deviations;
pub use self::report::{About, Change, Format, Group, Kind, Report, Title};
use self::sources::{Api, Matching, SOURCE};
use crate::compare::{Aspect, Difference, Fact, compare};
use crate::diagnostics::Diagnostics;
use crate::document::Documents;
use crate::inputs::{Inputs, Selection};
use crate::manifest::Manifest;
use crate::modules;
use crate::overlay::Overlays;

/// Our documents, with what they deviate in.
#[derive(Debug)]
pub struct Ours {
    documents: Documents,
    apis: Vec<Api>,
    deviations: Deviations,
    /// What is wrong with single deviations.
    problems: Diagnostics,
}

impl Ours {
    /// Reads our documents.
    ///
    /// # Errors
    ///
    /// What keeps them from being understood.
    pub fn read(inputs: &Inputs) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::default();
        let Some(manifest) = modules::plan(inputs, &mut found) else {
            return Err(found);
        };
        let documents = Documents::load(inputs, &manifest, &mut Overlays::default(), &mut found);
        let mut problems = Diagnostics::default();
        let deviations = match &inputs.deviations {
            Some(text) => Deviations::read(text, &mut problems),
            None => Some(Deviations::default()),
        };
        let Some(deviations) = deviations else {
            found.extend(problems);
            return Err(found);
        };
        if found.has_errors() {
            return Err(found);
        }
        let apis = manifest.versions.iter().flat_map(|(version, modules)| {
            modules
                .iter()
                .map(move |(module, document)| (version, module, document))
        });
        let apis = apis.map(|(version, module, document)| Api {
            name: format!("{version}/{module}"),
            version: version.clone(),
            document: document.clone(),
            source: documents.get(document).and_then(|document| {
                let source = document.extensions.get(SOURCE)?.as_str()?;
                Some(source.to_owned())
            }),
        });
        Ok(Self {
            apis: apis.collect(),
            documents,
            deviations,
            problems,
        })
    }

    /// What is wrong with single deviations, as far as that shows without HubSpot's documents.
    pub fn problems(&self) -> &Diagnostics {
        &self.problems
    }

    /// What of HubSpot's collection has to be read.
    pub fn selection(&self) -> Selection {
        let versions: BTreeSet<&String> = self.apis.iter().map(|api| &api.version).collect();
        Selection {
            versions: versions.into_iter().cloned().collect(),
            apis: Vec::new(),
        }
    }
}

/// What keeps documents from being compared, by whose they are.
#[derive(Debug)]
pub enum Trouble {
    /// Errors in our documents.
    Ours(Diagnostics),
    /// Errors in HubSpot's.
    Theirs(Diagnostics),
}

/// Compares our documents with HubSpot's collection, of which at least what [`Ours::selection`] wants was read.
///
/// # Errors
///
/// What keeps documents from being understood.
pub fn drift(ours: Ours, theirs: &Inputs) -> Result<Report, Trouble> {
    let Ours {
        documents,
        apis,
        mut deviations,
        mut problems,
    } = ours;
    let matching = sources::matching(&apis, theirs, &mut deviations, &mut problems);
    let published = published(&matching, theirs).map_err(Trouble::Theirs)?;
    let comparison = compare(&documents, &published, &matching.pairs);
    if comparison.left_faults.has_errors() {
        return Err(Trouble::Ours(comparison.left_faults));
    }
    if comparison.right_faults.has_errors() {
        return Err(Trouble::Theirs(comparison.right_faults));
    }
    let mut explained = 0;
    let mut left = Vec::new();
    for difference in comparison.differences {
        if is_our_name(&difference) {
            continue;
        }
        let mut apis = difference.apis.clone();
        apis.retain(|api| !deviations.explain(&difference, api));
        match apis.is_empty() {
            true => explained += 1,
            false => left.push(Difference { apis, ..difference }),
        }
    }
    deviations.report_unused(&mut problems);
    let operations = |api: &str| {
        let pair = matching.pairs.iter().find(|pair| pair.api == api);
        let document = pair.and_then(|pair| match (&pair.left, &pair.right) {
            (_, Some(right)) => published.get(right),
            (Some(left), None) => documents.get(left),
            (None, None) => None,
        });
        document.map_or(0, |document| document.operations().count())
    };
    Ok(Report::new(
        left,
        explained,
        problems,
        &matching.theirs,
        operations,
    ))
}

/// HubSpot's documents, as far as they are compared.
fn published(matching: &Matching, theirs: &Inputs) -> Result<Documents, Diagnostics> {
    let wanted: BTreeSet<&String> = matching
        .pairs
        .iter()
        .filter_map(|pair| pair.right.as_ref())
        .collect();
    let mut found = Diagnostics::default();
    for (file, fault) in &theirs.faults {
        if wanted.contains(file) {
            found.push(fault.diagnostic(file));
        }
    }
    let files = theirs
        .files
        .iter()
        .filter(|(file, _)| wanted.contains(file));
    let inputs = Inputs {
        files: files
            .map(|(file, text)| (file.clone(), text.clone()))
            .collect(),
        selection: theirs.selection.clone(),
        ..Inputs::default()
    };
    let modules: IndexMap<String, String> = inputs
        .files
        .keys()
        .map(|file| (file.clone(), file.clone()))
        .collect();
    let manifest = Manifest {
        versions: [(String::new(), modules)].into_iter().collect(),
        ..Manifest::default()
    };
    let documents = Documents::load(&inputs, &manifest, &mut Overlays::default(), &mut found);
    match found.has_errors() {
        true => Err(found),
        false => Ok(documents),
    }
}

/// Whether the difference is only that ours has a name for what HubSpot's has none for.
fn is_our_name(difference: &Difference) -> bool {
    difference.aspect == Aspect::Schema && difference.right == Fact::None
}

#[cfg(test)]
mod tests;

//! Which documents make which module: what the manifest says, or else what the folders say, without what is left out or not selected.

mod layout;

use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::inputs::{Inputs, MANIFEST, is_one_of};
use crate::manifest::Manifest;
use crate::nearest;

/// How many names a message lists.
const MOST_NAMES: usize = 12;

/// The manifest of a run, with all modules in it. What is wrong with it is reported; `None` if there is nothing to go on with.
pub fn plan(inputs: &Inputs, diagnostics: &mut Diagnostics) -> Option<Manifest> {
    report(inputs, diagnostics);
    let mut manifest = match &inputs.manifest {
        Some(text) => Manifest::read(&text.file, &text.text, diagnostics)?,
        None => Manifest {
            file: MANIFEST.to_owned(),
            ..Manifest::default()
        },
    };
    check_left_out(&manifest, inputs, diagnostics);
    let by_layout = manifest.versions.is_empty();
    if by_layout {
        manifest.versions = layout::modules(inputs, &manifest, diagnostics)?;
    } else {
        check_named(&manifest, inputs, diagnostics);
    }
    select(&mut manifest, inputs, by_layout, diagnostics);
    (!manifest.versions.is_empty()).then_some(manifest)
}

/// What the reading of the folder has found.
fn report(inputs: &Inputs, diagnostics: &mut Diagnostics) {
    for (file, fault) in &inputs.faults {
        diagnostics.push(fault.diagnostic(file));
    }
    let note = match inputs.skipped {
        0 => return,
        1 => "one file is no OpenAPI document and is not read".to_owned(),
        count => format!("{count} files are no OpenAPI documents and are not read"),
    };
    diagnostics.push(Diagnostic {
        severity: Severity::Note,
        message: note,
        origin: None,
        position: None,
        help: None,
    });
}

/// Whether everything that is left out as a whole is there.
fn check_left_out(manifest: &Manifest, inputs: &Inputs, diagnostics: &mut Diagnostics) {
    for (index, entry) in manifest.leave_out.iter().enumerate() {
        let (document, _) = entry.parts();
        if !inputs.has(document) {
            diagnostics.error(
                &manifest.origin().key("leave_out").index(index),
                format!("there is no document `{document}` to leave out"),
                nearest_document(document, inputs),
            );
        }
    }
}

/// Whether the documents that the manifest names are there.
fn check_named(manifest: &Manifest, inputs: &Inputs, diagnostics: &mut Diagnostics) {
    let left_out = manifest.documents_left_out();
    for (version, modules) in &manifest.versions {
        for (module, document) in modules {
            let place = manifest.origin().key("versions").key(version).key(module);
            if !inputs.has(document) {
                diagnostics.error(
                    &place,
                    format!("there is no document `{document}`"),
                    nearest_document(document, inputs),
                );
            }
            if left_out.contains(document.as_str()) {
                diagnostics.error(
                    &place,
                    format!("`{document}` makes a module, and is left out as well"),
                    "remove it here or under `leave_out`",
                );
            }
        }
    }
}

fn nearest_document(document: &str, inputs: &Inputs) -> String {
    match nearest::nearest(document, inputs.paths()) {
        Some(path) => format!("the nearest one is `{path}`; paths count from the input folder"),
        None => "give the path of the document below the input folder".to_owned(),
    }
}

/// Drops the modules that are not selected. `by_layout` says that the folders name the modules.
fn select(
    manifest: &mut Manifest,
    inputs: &Inputs,
    by_layout: bool,
    diagnostics: &mut Diagnostics,
) {
    let selection = &inputs.selection;
    if selection.is_empty() {
        return;
    }
    let mut unmatched = |option, selector: &str, what: String| {
        diagnostics.push(Diagnostic {
            severity: Severity::Error,
            message: format!("`{option} {selector}` selects nothing"),
            origin: None,
            position: None,
            help: Some(what),
        });
    };
    for selector in &selection.versions {
        let mut versions = manifest.versions.keys().map(String::as_str);
        if !versions.any(|version| selector.trim().eq_ignore_ascii_case(version)) {
            // Of a collection only what may be meant was read.
            let versions = manifest.versions.keys();
            let folders = inputs.places.values().map(|place| &place.version);
            let versions = versions.chain(folders.filter(|_| by_layout));
            let list = nearest::listed(selector, versions.map(String::as_str), MOST_NAMES);
            unmatched("--api-version", selector, format!("there is {list}"));
        }
    }
    let mut dropped = Vec::new();
    let mut apis = Vec::new();
    for (version, modules) in &mut manifest.versions {
        let has_version = selection.has_version(version);
        modules.retain(|module, document| {
            if has_version {
                apis.push((module.clone(), document.clone()));
            }
            let is_wanted = has_version && selection.has_api(&names(module, document, inputs));
            if !is_wanted {
                dropped.push(document.clone());
            }
            is_wanted
        });
    }
    for selector in &selection.apis {
        let mut has = apis.iter();
        if !has.any(|(module, document)| is_one_of(selector, &names(module, document, inputs))) {
            let folders = inputs.places.values();
            let folders =
                folders.filter(|place| by_layout && selection.has_version(&place.version));
            let modules = apis.iter().map(|(module, _)| module.as_str());
            let modules = modules.filter(|_| !by_layout || inputs.places.is_empty());
            let names = modules.chain(folders.map(|place| place.api.as_str()));
            let list = nearest::listed(selector, names, MOST_NAMES);
            unmatched("--api", selector, format!("there is {list}"));
        }
    }
    manifest.versions.retain(|_, modules| !modules.is_empty());
    manifest.deselected.extend(dropped);
}

/// The names of an API: that of its module, and that of its folder in the collection.
fn names<'a>(module: &'a str, document: &str, inputs: &'a Inputs) -> Vec<&'a str> {
    let place = inputs.places.get(document);
    let folder = place.map(|place| place.api.as_str());
    std::iter::once(module).chain(folder).collect()
}

//! `codegen.yaml`: which documents make which module, and where the generator departs from its rules.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::inputs::{Inputs, MANIFEST};
use crate::pointer::{Origin, Position};

/// What the manifest says, or what the folder layout says where there is none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version -> module -> document.
    pub versions: IndexMap<String, IndexMap<String, String>>,
    /// Names that the rules would choose otherwise.
    #[serde(default)]
    pub renames: Vec<Rename>,
}

/// One name that the rules would choose otherwise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// Document and pointer of the element, such as `v3/contacts.yaml#/components/schemas/Option`.
    pub of: String,
    /// The name to use, in the casing of the wire.
    pub to: String,
    /// Why.
    pub reason: String,
}

impl Manifest {
    /// Reads the manifest of the inputs, or makes one from the layout `<version>/<module>.<yaml|yml|json>`.
    pub fn of(inputs: &Inputs, diagnostics: &mut Diagnostics) -> Option<Self> {
        let manifest = match &inputs.manifest {
            Some(text) => parse(text, diagnostics)?,
            None => from_layout(inputs, diagnostics)?,
        };
        manifest.check(inputs, diagnostics);
        Some(manifest)
    }

    /// The documents that make modules.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        self.versions
            .values()
            .flat_map(|modules| modules.values())
            .map(String::as_str)
    }

    fn check(&self, inputs: &Inputs, diagnostics: &mut Diagnostics) {
        let origin = Origin::document(MANIFEST);
        let mut made: BTreeMap<&str, &str> = BTreeMap::new();
        for (version, modules) in &self.versions {
            for (module, document) in modules {
                if let Some(other) = made.insert(document, module) {
                    diagnostics.error(
                        &origin.key("versions").key(version).key(module),
                        format!("`{document}` makes the module `{other}` already"),
                        "name each document once",
                    );
                }
                if !inputs.files.contains_key(document) {
                    diagnostics.error(
                        &origin.key("versions").key(version).key(module),
                        format!("there is no document `{document}`"),
                        "give the path of the document below the folder of the manifest",
                    );
                }
            }
        }
        for (index, rename) in self.renames.iter().enumerate() {
            if self.renames[..index]
                .iter()
                .any(|other| other.of == rename.of)
            {
                diagnostics.error(
                    &origin.key("renames").index(index),
                    format!("`{}` is renamed twice", rename.of),
                    "remove one of the two entries",
                );
            }
            if rename.reason.trim().is_empty() {
                diagnostics.error(
                    &origin.key("renames").index(index),
                    format!("the rename of `{}` gives no reason", rename.of),
                    "say in `reason` why the rule's name does not do",
                );
            }
        }
    }
}

fn parse(text: &str, diagnostics: &mut Diagnostics) -> Option<Manifest> {
    // Twice, because only the first reading knows duplicate keys and only the second one knows what a manifest is.
    if let Err(diagnostic) = crate::parse::parse(MANIFEST, text) {
        diagnostics.push(diagnostic);
        return None;
    }
    match serde_yaml::from_str(text) {
        Ok(manifest) => Some(manifest),
        Err(error) => {
            diagnostics.push(Diagnostic {
                severity: Severity::Error,
                message: format!("the manifest is not understood: {}", without_place(&error)),
                origin: Some(Origin::document(MANIFEST)),
                position: error.location().map(|at| Position { line: at.line(), column: at.column() }),
                help: Some("a manifest has `versions: {VERSION: {MODULE: DOCUMENT}}`, and may have `renames`".into()),
            });
            None
        }
    }
}

/// The message alone: the place is shown by other means.
fn without_place(error: &serde_yaml::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(" at line ") {
        Some((message, _)) => message.to_owned(),
        None => message,
    }
}

fn from_layout(inputs: &Inputs, diagnostics: &mut Diagnostics) -> Option<Manifest> {
    let mut manifest = Manifest::default();
    for path in inputs.files.keys() {
        let Some((version, name)) = path.split_once('/') else {
            continue;
        };
        let Some((module, _)) = name.rsplit_once('.') else {
            continue;
        };
        if version == "common" || module.contains('/') {
            continue;
        }
        let modules = manifest.versions.entry(version.to_owned()).or_default();
        if let Some(other) = modules.insert(module.to_owned(), path.clone()) {
            diagnostics.error(
                &Origin::document(path),
                format!("`{other}` and `{path}` would both make the module `{module}`"),
                "rename one of the two files, or write a codegen.yaml that names their modules",
            );
        }
    }
    if manifest.versions.is_empty() {
        diagnostics.push(Diagnostic {
            severity: Severity::Error,
            message: "no document makes a module".into(),
            origin: None,
            position: None,
            help: Some("put each document at VERSION/MODULE.yaml (or .json) below the input folder, or write a codegen.yaml".into()),
        });
        return None;
    }
    Some(manifest)
}

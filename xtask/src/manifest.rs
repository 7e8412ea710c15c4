//! `codegen.yaml`: which documents make which module, what is left out, and where the generator departs from its rules.
//!
//! Here it is only read. What it says is held against the documents in [`crate::modules`] and [`crate::document`].

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::Deserialize;

use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::pointer::{Origin, Position};

/// What the manifest says. Where it does not name the modules, or where there is none, [`crate::modules::plan`] puts in what the folders say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The file that it was read from, for findings.
    #[serde(skip)]
    pub file: String,
    /// Documents that make modules, but not in this run, because others were selected.
    #[serde(skip)]
    pub deselected: BTreeSet<String>,
    /// Version -> module -> document.
    #[serde(default)]
    pub versions: IndexMap<String, IndexMap<String, String>>,
    /// Documents and parts of documents that are not to be read.
    #[serde(default)]
    pub leave_out: Vec<LeftOut>,
    /// Names that the rules would choose otherwise.
    #[serde(default)]
    pub renames: Vec<Rename>,
    /// The table of kinds of links that the client has constants for.
    pub association_types: Option<AssociationTable>,
}

/// A table of association types.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssociationTable {
    /// The file, below the input folder.
    pub table: String,
    /// Document and pointer of the schema that a constant is a value of.
    pub schema: String,
}

/// A document or a part of one that is not to be read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// The document, or document and pointer of an element in it.
    pub of: String,
    /// Why.
    pub reason: String,
}

impl LeftOut {
    /// The document, and the pointer if it is only a part of it.
    pub fn parts(&self) -> (&str, Option<&str>) {
        match self.of.split_once('#') {
            Some((document, pointer)) if !pointer.is_empty() => (document, Some(pointer)),
            Some((document, _)) => (document, None),
            None => (&self.of, None),
        }
    }
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
    /// Reads a manifest. What is wrong with it is reported; `None` if nothing can be made of it.
    pub fn read(file: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let manifest = match parse(file, text) {
            Ok(manifest) => manifest,
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                return None;
            }
        };
        manifest.check(diagnostics);
        Some(manifest)
    }

    /// The documents that make modules.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        self.versions
            .values()
            .flat_map(|modules| modules.values())
            .map(String::as_str)
    }

    /// The documents that are left out as a whole.
    pub fn documents_left_out(&self) -> BTreeSet<&str> {
        let parts = self.leave_out.iter().map(LeftOut::parts);
        parts
            .filter_map(|(document, pointer)| pointer.is_none().then_some(document))
            .collect()
    }

    /// The place of the manifest, for findings.
    pub fn origin(&self) -> Origin {
        Origin::document(&self.file)
    }

    fn check(&self, diagnostics: &mut Diagnostics) {
        let origin = self.origin();
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
            }
        }
        for (index, rename) in self.renames.iter().enumerate() {
            let place = origin.key("renames").index(index);
            if self.renames[..index]
                .iter()
                .any(|other| other.of == rename.of)
            {
                diagnostics.error(
                    &place,
                    format!("`{}` is renamed twice", rename.of),
                    "remove one of the two entries",
                );
            }
            if rename.reason.trim().is_empty() {
                diagnostics.error(
                    &place,
                    format!("the rename of `{}` gives no reason", rename.of),
                    "say in `reason` why the rule's name does not do",
                );
            }
        }
        for (index, entry) in self.leave_out.iter().enumerate() {
            let place = origin.key("leave_out").index(index);
            if self.leave_out[..index]
                .iter()
                .any(|other| other.of == entry.of)
            {
                diagnostics.error(
                    &place,
                    format!("`{}` is left out twice", entry.of),
                    "remove one of the two entries",
                );
            }
            if entry.reason.trim().is_empty() {
                diagnostics.error(
                    &place,
                    format!("nothing says why `{}` is left out", entry.of),
                    "give the reason in `reason`, so that somebody can tell later whether it still holds",
                );
            }
        }
    }
}

/// Reads a manifest as it is written.
pub fn parse(file: &str, text: &str) -> Result<Manifest, Diagnostic> {
    // Twice, because only the first reading knows duplicate keys and only the second one knows what a manifest is.
    crate::parse::parse(file, text)?;
    match serde_yaml::from_str::<Manifest>(text) {
        Ok(manifest) => Ok(Manifest {
            file: file.to_owned(),
            ..manifest
        }),
        Err(error) => Err(Diagnostic {
            severity: Severity::Error,
            message: format!("the manifest is not understood: {}", without_place(&error)),
            origin: Some(Origin::document(file)),
            position: error.location().map(|at| Position { line: at.line(), column: at.column() }),
            help: Some("a manifest may have `versions: {VERSION: {MODULE: DOCUMENT}}`, `leave_out: [{of, reason}]`, `renames: [{of, to, reason}]` and `association_types: {table, schema}`".into()),
        }),
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

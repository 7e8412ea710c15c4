//! The input documents: read once each, corrected as the manifest and the overlays say, checked against the vocabulary of OpenAPI 3.0, and asked for the targets of references.

pub mod grammar;
mod leave_out;
mod reference;
mod repeated;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, Parameter, ReferenceOr, RequestBody, Response, Schema, SecurityScheme};
use serde_json::Value;

use self::reference::{named, target};
pub use self::view::View;
pub(crate) use self::view::format_name;
use crate::diagnostics::Diagnostics;
use crate::edits::Edits;
use crate::inputs::Inputs;
use crate::manifest::Manifest;
use crate::overlay::Overlays;
use crate::parallel;
use crate::parse;
use crate::pointer::Origin;

/// As many documents are read together.
const AT_ONCE: usize = 16;

/// A component that a `$ref` may name.
pub trait Component: Sized {
    /// Its key under `components`.
    const KIND: &'static str;
    /// The component of that name in a document.
    fn find<'a>(document: &'a OpenAPI, name: &str) -> Option<&'a ReferenceOr<Self>>;
}

macro_rules! component {
    ($ty:ty, $kind:literal, $field:ident) => {
        impl Component for $ty {
            const KIND: &'static str = $kind;
            fn find<'a>(document: &'a OpenAPI, name: &str) -> Option<&'a ReferenceOr<Self>> {
                document.components.as_ref()?.$field.get(name)
            }
        }
    };
}

component!(Schema, "schemas", schemas);
component!(Parameter, "parameters", parameters);
component!(Response, "responses", responses);
component!(RequestBody, "requestBodies", request_bodies);
component!(SecurityScheme, "securitySchemes", security_schemes);

/// Where a component may stand: as itself, or in a box where it would contain itself otherwise.
pub trait Slot {
    /// The component.
    type Target: Component;
    /// The component.
    fn target(&self) -> &Self::Target;
}

impl<T: Component> Slot for T {
    type Target = T;
    fn target(&self) -> &T {
        self
    }
}

impl Slot for Box<Schema> {
    type Target = Schema;
    fn target(&self) -> &Schema {
        self
    }
}

/// The documents that a run needs: those that make modules and those that they refer to.
#[derive(Debug)]
pub struct Documents {
    by_path: BTreeMap<String, OpenAPI>,
}

impl Documents {
    /// Reads the documents of the manifest and, transitively, those that they refer to, without what is left out and as the overlays have them.
    ///
    /// What cannot be read is reported and left out.
    pub fn load(
        inputs: &Inputs,
        manifest: &Manifest,
        overlays: &mut Overlays,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut documents = Self {
            by_path: BTreeMap::new(),
        };
        let left_out = manifest.documents_left_out();
        // Whether it is known what all documents refer to.
        let mut complete = true;
        let mut waiting: Vec<String> = manifest.documents().map(str::to_owned).collect();
        let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
        // A plain list instead of recursion: documents may refer to each other in any pattern. Few at a time, since their values take much memory.
        while !waiting.is_empty() {
            let some = waiting.split_off(waiting.len().saturating_sub(AT_ONCE));
            let parsed = parallel::map(some, |path| {
                let text = inputs.files.get(&path);
                let value = text.map(|text| parse::value(&path, text));
                (path, value)
            });
            let mut sound = Vec::new();
            for (path, value) in parsed {
                let Some(mut value) = understood(&path, value, diagnostics) else {
                    complete = false;
                    continue;
                };
                correct(&path, &mut value, manifest, overlays, diagnostics);
                let Some(references) = checked(&path, &value, diagnostics) else {
                    complete = false;
                    continue;
                };
                for (origin, reference) in references {
                    match named(&origin, &reference, inputs, &left_out) {
                        Ok(file) if seen.insert(file.clone()) => waiting.push(file),
                        Ok(_) => {}
                        Err(problem) => diagnostics.error(&origin, problem.message, problem.help),
                    }
                }
                sound.push((path, value));
            }
            for (path, document) in parallel::map(sound, typed) {
                match document {
                    Ok(document) => {
                        documents.by_path.insert(path, document);
                    }
                    Err(error) => diagnostics.error(
                        &Origin::document(&path),
                        format!("the document is not understood: {error}"),
                        "compare it with the OpenAPI 3.0 specification",
                    ),
                }
            }
        }
        // What a document that could not be read refers to is not known.
        if complete {
            let is_spare =
                |path: &String| !seen.contains(path) && !left_out.contains(path.as_str());
            let spare = inputs.files.iter().filter(|(path, _)| is_spare(path));
            if inputs.selection.is_empty() {
                for (path, _) in spare {
                    diagnostics.warning(
                        &Origin::document(path),
                        "this document makes no module, and no other document refers to it",
                        "name it under `versions` in codegen.yaml, refer to it, or remove it",
                    );
                }
            } else {
                try_on(overlays, spare.chain(&inputs.set_aside));
            }
            leave_out::report_unused(&seen, inputs, manifest, diagnostics);
            overlays.report_unused(inputs, diagnostics);
        }
        documents
    }

    /// How many documents were read.
    pub fn len(&self) -> usize {
        self.by_path.len()
    }

    /// Whether no document was read.
    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }

    /// All documents as they were understood, in JSON, by path.
    pub fn values(&self) -> impl Iterator<Item = (&str, Value)> {
        // What was read from JSON can be written as JSON.
        let value = |document| serde_json::to_value(document).unwrap_or_default();
        self.by_path
            .iter()
            .map(move |(path, document)| (path.as_str(), value(document)))
    }

    /// The paths of the documents that were read, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.by_path.keys().map(String::as_str)
    }

    /// A document that was read.
    pub fn get(&self, path: &str) -> Option<&OpenAPI> {
        self.by_path.get(path)
    }

    /// The component that `item` is or refers to, following references to the end. Faults are reported.
    pub fn resolve<'a, S: Slot>(
        &'a self,
        item: &'a ReferenceOr<S>,
        origin: &Origin,
        diagnostics: &mut Diagnostics,
    ) -> Option<(&'a S::Target, Origin)> {
        let mut reference = match item {
            ReferenceOr::Item(found) => return Some((found.target(), origin.clone())),
            ReferenceOr::Reference { reference } => reference,
        };
        let mut origin = origin.clone();
        let mut passed = Vec::new();
        loop {
            let (next, next_origin) = self.find::<S::Target>(reference, &origin, diagnostics)?;
            if passed.contains(&next_origin) {
                diagnostics.error(
                    &origin,
                    "this `$ref` leads back to itself",
                    "let one of the components in the circle be a definition instead of a `$ref`",
                );
                return None;
            }
            reference = match next {
                ReferenceOr::Item(found) => return Some((found, next_origin)),
                ReferenceOr::Reference { reference } => reference,
            };
            passed.push(next_origin.clone());
            origin = next_origin;
        }
    }

    fn find<T: Component>(
        &self,
        reference: &str,
        origin: &Origin,
        diagnostics: &mut Diagnostics,
    ) -> Option<(&ReferenceOr<T>, Origin)> {
        // A `$ref` that names no place was reported when the document was read.
        let target = target(origin, reference).ok()?;
        let Some([section, kind, name]) = &target.parts else {
            diagnostics.error(
                origin,
                format!("`$ref: {reference}` does not name a component"),
                format!(
                    "move its target to `#/components/{}/NAME` and refer to that",
                    T::KIND
                ),
            );
            return None;
        };
        if section != "components" || kind != T::KIND {
            diagnostics.error(
                origin,
                format!(
                    "`$ref: {reference}` stands where one of `#/components/{}` is due",
                    T::KIND
                ),
                format!("refer to a component of the kind `{}`", T::KIND),
            );
            return None;
        }
        // A document that could not be read was reported.
        let document = self.by_path.get(&target.file)?;
        let Some(found) = T::find(document, name) else {
            diagnostics.error(
                origin,
                format!(
                    "`$ref: {reference}` has no target: there is no `{name}` in the {} of `{}`",
                    T::KIND,
                    target.file
                ),
                "correct the name, or add the component",
            );
            return None;
        };
        Some((
            found,
            Origin::document(&target.file)
                .key("components")
                .key(kind)
                .key(name),
        ))
    }
}

/// The value of an OpenAPI 3.0 document. A document without a text was reported, or is not there.
fn understood(
    path: &str,
    value: Option<Result<Value, parse::Failure>>,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    match value? {
        Ok(value) => {
            grammar::version(&value, &Origin::document(path), diagnostics).then_some(value)
        }
        Err(failure) => {
            diagnostics.push(failure.diagnostic(path));
            None
        }
    }
}

/// The typed reading of a document.
fn typed((path, value): (String, Value)) -> (String, Result<OpenAPI, String>) {
    let document = serde_json::from_value(value);
    (path, document.map_err(|error| error.to_string()))
}

/// Makes of a document what it should have been.
fn correct(
    path: &str,
    value: &mut Value,
    manifest: &Manifest,
    overlays: &mut Overlays,
    diagnostics: &mut Diagnostics,
) {
    let mut edits = Edits::default();
    leave_out::apply(path, value, &mut edits, manifest, diagnostics);
    overlays.apply(path, value, &mut edits, diagnostics);
    diagnostics.edited(path, edits);
    leave_out::check_renames(path, value, manifest, diagnostics);
}

/// The references of a document that OpenAPI 3.0 has words for.
fn checked(
    path: &str,
    value: &Value,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<(Origin, String)>> {
    let origin = Origin::document(path);
    let mut found = Diagnostics::default();
    let references = grammar::check(value, &origin, &mut found);
    repeated::check(value, &origin, diagnostics);
    let sound = !found.has_errors();
    diagnostics.extend(found);
    // The typed reading of a document with wrong types would only repeat, without a place, what was just reported.
    sound.then_some(references)
}

/// Holds overlays against documents that are not wanted, as long as there are actions that have changed nothing: what fits one of these is no mistake.
fn try_on<'i>(overlays: &mut Overlays, files: impl Iterator<Item = (&'i String, &'i String)>) {
    for (path, text) in files {
        if overlays.are_used() {
            return;
        }
        // What is wrong with them matters when they are wanted.
        if let Ok(mut value) = parse::parse(path, text) {
            let mut ignored = Diagnostics::default();
            overlays.apply(path, &mut value, &mut Edits::default(), &mut ignored);
        }
    }
}

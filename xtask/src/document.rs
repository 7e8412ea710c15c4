//! The input documents: read once each, checked against the vocabulary of OpenAPI 3.0, and asked for the targets of references.

pub mod grammar;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, Parameter, ReferenceOr, RequestBody, Response, Schema, SecurityScheme};
use percent_encoding::percent_decode_str;

use crate::diagnostics::Diagnostics;
use crate::inputs::Inputs;
use crate::parse;
use crate::pointer::{self, Origin};

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

/// The documents that a run needs: those of the manifest and those that they refer to.
#[derive(Debug)]
pub struct Documents {
    by_path: BTreeMap<String, OpenAPI>,
}

impl Documents {
    /// Reads the documents and, transitively, those that they refer to. What cannot be read is reported and left out.
    pub fn load<'a>(
        inputs: &Inputs,
        roots: impl IntoIterator<Item = &'a str>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut documents = Self {
            by_path: BTreeMap::new(),
        };
        let mut waiting: Vec<String> = roots.into_iter().map(str::to_owned).collect();
        let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
        // A plain list instead of recursion: documents may refer to each other in any pattern.
        while let Some(path) = waiting.pop() {
            let Some(text) = inputs.files.get(&path) else {
                continue;
            };
            let Some((value, references)) = read(&path, text, diagnostics) else {
                continue;
            };
            for (origin, reference) in references {
                match target(&origin, &reference) {
                    Ok(target) if !inputs.files.contains_key(&target.file) => diagnostics.error(
                        &origin,
                        format!("`$ref` names the document `{}`, which does not exist", target.file),
                        "correct the path; it counts from the folder of the document that holds the `$ref`",
                    ),
                    Ok(target) if seen.insert(target.file.clone()) => waiting.push(target.file),
                    Ok(_) => {}
                    Err(problem) => diagnostics.error(&origin, problem.message, problem.help),
                }
            }
            match serde_json::from_value(value) {
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
        // What a document that could not be read refers to is not known.
        if !diagnostics.has_errors() {
            for path in inputs.files.keys().filter(|path| !seen.contains(*path)) {
                diagnostics.warning(
                    &Origin::document(path),
                    "this document makes no module, and no other document refers to it",
                    "name it under `versions` in codegen.yaml, refer to it, or remove it",
                );
            }
        }
        documents
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

/// A document that OpenAPI 3.0 has words for, with its references.
fn read(
    path: &str,
    text: &str,
    diagnostics: &mut Diagnostics,
) -> Option<(serde_json::Value, Vec<(Origin, String)>)> {
    let value = match parse::parse(path, text) {
        Ok(value) => value,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return None;
        }
    };
    let origin = Origin::document(path);
    if !grammar::version(&value, &origin, diagnostics) {
        return None;
    }
    let mut found = Diagnostics::default();
    let references = grammar::check(&value, &origin, &mut found);
    let sound = !found.has_errors();
    diagnostics.extend(found);
    // The typed reading of a document with wrong types would only repeat, without a place, what was just reported.
    sound.then_some((value, references))
}

struct Target {
    file: String,
    parts: Option<[String; 3]>,
}

struct Problem {
    message: String,
    help: &'static str,
}

/// Reads a `$ref` that stands at `origin`.
fn target(origin: &Origin, reference: &str) -> Result<Target, Problem> {
    let problem = |message: String, help| Err(Problem { message, help });
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if path.contains("://") {
        return problem(
            format!("`$ref: {reference}` is an address on the network"),
            "copy the document into the input folder and refer to it by its relative path",
        );
    }
    let file = if path.is_empty() {
        origin.file.to_string()
    } else {
        let path = percent_decode_str(path).decode_utf8_lossy();
        match join(&origin.file, &path) {
            Some(file) => file,
            None => {
                return problem(
                    format!("`$ref: {reference}` leaves the input folder"),
                    "refer to documents inside the input folder only, by a relative path",
                );
            }
        }
    };
    let decoded = percent_decode_str(fragment).decode_utf8();
    let Some(parts) = decoded.ok().as_deref().and_then(pointer::split) else {
        return problem(
            format!("`$ref: {reference}` is not a JSON pointer"),
            "write `#/components/KIND/NAME` after the path of the document",
        );
    };
    Ok(Target {
        file,
        parts: parts.try_into().ok(),
    })
}

/// The path of `relative`, which stands in the document `base`; `None` where it leaves the input folder.
fn join(base: &str, relative: &str) -> Option<String> {
    if relative.starts_with('/') || relative.contains('\\') {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

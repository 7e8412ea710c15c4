//! Overlays: corrections to documents that are not ours, in the format of the OpenAPI Overlay Specification 1.0.
//!
//! They apply to documents as they are loaded, before anything is checked. What 1.0 leaves open follows the words of its later edition: lists are put
//! together, and what has no place to go (an object in the place of text, say) is an error.

mod apply;
mod read;

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::diagnostics::Diagnostics;
use crate::edits::Edits;
use crate::inputs::{Inputs, Text};
use crate::pointer::Origin;

/// The overlays of a run, in the order in which they apply.
#[derive(Debug, Default)]
pub struct Overlays {
    overlays: Vec<Overlay>,
}

/// One overlay.
#[derive(Debug)]
struct Overlay {
    /// The place of `extends`, and the document that it names.
    extends: Option<(Origin, String)>,
    actions: Vec<Action>,
}

/// A change.
#[derive(Debug)]
struct Action {
    origin: Origin,
    /// The target as it is written.
    text: String,
    target: JsonPath,
    change: Change,
    /// Whether any document had something to change.
    used: bool,
}

#[derive(Debug)]
enum Change {
    Update(Value),
    Remove,
}

impl Overlays {
    /// Reads overlays. What is wrong with them is reported, and left out.
    pub fn read(texts: &[Text], diagnostics: &mut Diagnostics) -> Self {
        let overlays = texts
            .iter()
            .filter_map(|text| read::overlay(text, diagnostics));
        Self {
            overlays: overlays.collect(),
        }
    }

    /// Whether there is nothing to apply.
    pub fn is_empty(&self) -> bool {
        self.overlays.is_empty()
    }

    /// Changes a document. What does not fit is reported, and left as it is.
    pub fn apply(
        &mut self,
        document: &str,
        value: &mut Value,
        edits: &mut Edits,
        diagnostics: &mut Diagnostics,
    ) {
        let mut budget = apply::MOST_ADDED;
        for overlay in &mut self.overlays {
            if !overlay.is_about(document) {
                continue;
            }
            for action in &mut overlay.actions {
                action.used |=
                    apply::action(action, document, value, edits, &mut budget, diagnostics);
            }
        }
    }

    /// Whether every action has changed something.
    pub fn are_used(&self) -> bool {
        let mut actions = self.overlays.iter().flat_map(|overlay| &overlay.actions);
        actions.all(|action| action.used)
    }

    /// Reports the actions that have changed nothing.
    pub fn report_unused(&self, inputs: &Inputs, diagnostics: &mut Diagnostics) {
        for overlay in &self.overlays {
            if let Some((origin, extends)) = &overlay.extends
                && !inputs.paths().any(|path| overlay.is_about(path))
            {
                diagnostics.error(
                    origin,
                    format!("there is no document `{extends}` for this overlay"),
                    "correct `extends`, a path at the end of which the document stands, or remove it to let the overlay apply to all documents",
                );
                continue;
            }
            for action in overlay.actions.iter().filter(|action| !action.used) {
                diagnostics.error(
                    &action.origin.key("target"),
                    format!("`{}` matches nothing in any document", action.text),
                    "correct the target, or remove the action if the documents are right by now; where only some of the documents are wanted, give the whole folder and select with --api",
                );
            }
        }
    }
}

impl Overlay {
    /// Whether it applies to a document.
    fn is_about(&self, document: &str) -> bool {
        let Some((_, extends)) = &self.extends else {
            return true;
        };
        // A relative path counts from the overlay, which may lie elsewhere, and an address starts with what no path has: the ends have to be alike.
        let mut one = document.rsplit('/');
        let mut other = extends.rsplit('/');
        loop {
            match (one.next(), other.next()) {
                (Some(one), Some(other)) if one == other => {}
                (_, None | Some("." | "..")) | (None, _) => return true,
                _ => return false,
            }
        }
    }
}

#[cfg(test)]
mod tests;

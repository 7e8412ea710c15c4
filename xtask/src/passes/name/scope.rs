//! Sets of names that must differ from each other.

use std::collections::HashMap;

use crate::casing::is_impossible;
use crate::diagnostics::Diagnostics;
use crate::pointer::Origin;

/// Names that must differ from each other.
pub(super) struct Scope {
    of: &'static str,
    taken: Vec<&'static str>,
    pub(super) seen: HashMap<String, Origin>,
}

impl Scope {
    pub(super) fn new(of: &'static str, taken: &[&[&'static str]]) -> Self {
        Self {
            of,
            taken: taken.concat(),
            seen: HashMap::new(),
        }
    }

    pub(super) fn add(&mut self, name: &str, origin: &Origin, diagnostics: &mut Diagnostics) {
        self.add_with(name, origin, rename_help(origin), diagnostics);
    }

    pub(super) fn add_with(
        &mut self,
        name: &str,
        origin: &Origin,
        help: String,
        diagnostics: &mut Diagnostics,
    ) {
        let message = if is_impossible(name) {
            format!("no Rust name can be made of this: `{name}`")
        } else if self.taken.contains(&name) {
            format!("the name `{name}` is taken: generated code uses it for something else")
        } else {
            match self.seen.insert(name.to_owned(), origin.clone()) {
                Some(other) if other != *origin => format!(
                    "the name `{name}` stands for two things among {}: the other one is at {other}",
                    self.of
                ),
                _ => return,
            }
        };
        diagnostics.error(origin, message, help);
    }
}

pub(super) fn rename_help(origin: &Origin) -> String {
    format!("name it in codegen.yaml under `renames`: `{{of: '{origin}', to: NAME, reason: …}}`")
}

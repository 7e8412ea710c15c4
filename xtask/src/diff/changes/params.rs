//! Changes of parameters and bodies.

use super::{About, Action, Change, Collector, NAME, Touch, Verdict, WIRE_NAME};
use crate::diff::facts::{OperationFacts, ParamFacts, in_code};
use crate::diff::parts::{By, Paired};

impl Collector {
    pub(super) fn param(
        &mut self,
        shown: &str,
        pair: &Paired<'_, ParamFacts>,
        (before, after): (&OperationFacts, &OperationFacts),
        touches: &[Touch],
    ) {
        let mut touches = touches.to_vec();
        for (operation, part) in [(before, pair.old), (after, pair.new)] {
            if part.is_some_and(|(_, param)| param.location == "path") {
                // What all operations have in their paths the handle has.
                touches.push(Touch::Item(operation.handle.clone()));
            }
            if let (Some(builder), Some((_, param))) = (&operation.builder, part) {
                touches.push(Touch::Item(format!("{builder}::{}", in_code(&param.name))));
            }
        }
        let change = |param: &ParamFacts, action| Change {
            names: vec![called(param)],
            ..Change::new(About::Parameter, shown, action)
        };
        match (pair.old, pair.new) {
            (Some((_, old)), None) => {
                // The setter goes with the request, which is what the effects show.
                let with_request = before.builder.is_some() && before.builder != after.builder;
                let why = (with_request && !old.required)
                    .then(|| "programs that set it no longer compile".to_owned());
                let change = Change {
                    old: Some(described(old)),
                    why: why.into_iter().collect(),
                    ..change(old, Action::Removed)
                };
                self.push(change, Verdict::Compatible, &touches);
            }
            (None, Some((_, new))) => {
                let change = Change {
                    new: Some(described(new)),
                    ..change(new, Action::Added)
                };
                self.push(change, Verdict::Compatible, &touches);
            }
            (Some((_, old)), Some((_, new))) => {
                if pair.by == By::Guess {
                    let change = Change {
                        old: Some(old.wire.clone()),
                        new: Some(new.wire.clone()),
                        why: vec![WIRE_NAME_OF_REQUESTS.to_owned()],
                        ..change(old, Action::Renamed)
                    };
                    self.push(change, Verdict::Compatible, &touches);
                }
                for (aspect, before, after, why) in self.differences(pair.by, old, new) {
                    // What stands for a part of the path has any name, another in each API.
                    let is_unsaid = aspect == NAME && new.location == "path";
                    let change = Change {
                        aspect: Some(aspect),
                        old: (!is_unsaid).then_some(before),
                        new: (!is_unsaid).then_some(after),
                        why: why.into_iter().map(ToOwned::to_owned).collect(),
                        ..change(new, Action::Changed)
                    };
                    self.push(change, Verdict::Compatible, &touches);
                }
                if pair.by != By::Key {
                    self.tell_texts(&touches);
                }
                let change = change(new, Action::Changed);
                self.text(&change, &old.text, &new.text, &touches);
            }
            (None, None) => {}
        }
    }

    /// In what a parameter differs that both sides have.
    fn differences(
        &self,
        by: By,
        old: &ParamFacts,
        new: &ParamFacts,
    ) -> Vec<(&'static str, String, String, Option<&'static str>)> {
        let mut differences = Vec::new();
        let mut tell = |differs: bool, aspect, before: String, after: String, why| {
            if differs {
                differences.push((aspect, before, after, why));
            }
        };
        let same_type = self.renames.same(&old.ty, &new.ty);
        tell(!same_type, "type", old.ty.clone(), new.ty.clone(), None);
        tell(
            old.required != new.required,
            "required",
            old.required.to_string(),
            new.required.to_string(),
            None,
        );
        // A name of the path stands in no request, and a guess is told as one.
        tell(
            by == By::RustName && old.wire != new.wire,
            WIRE_NAME,
            old.wire.clone(),
            new.wire.clone(),
            Some(WIRE_NAME_OF_REQUESTS),
        );
        tell(
            by == By::Key && old.name != new.name,
            NAME,
            old.name.clone(),
            new.name.clone(),
            None,
        );
        tell(
            (old.location, &old.style) != (new.location, &new.style),
            if is_body(new) { "media type" } else { "place" },
            placed(old),
            placed(new),
            Some("requests carry it otherwise"),
        );
        differences
    }
}

/// Why it matters that a parameter has another name on the wire.
const WIRE_NAME_OF_REQUESTS: &str = "requests send it under another name";

/// A parameter by where it is and its wire name.
fn called(param: &ParamFacts) -> String {
    match is_body(param) {
        true => param.location.to_owned(),
        false => format!("{} {}", param.location, param.wire),
    }
}

/// Whether it is known by its place alone.
pub(super) fn is_placed(param: &ParamFacts) -> bool {
    param.location == "path" || is_body(param)
}

fn is_body(param: &ParamFacts) -> bool {
    param.location == "body"
}

/// Where a parameter is and how it is sent, or as what a body is.
fn placed(param: &ParamFacts) -> String {
    match (is_body(param), param.style.as_str()) {
        (true, "") => "application/json".to_owned(),
        (true, style) => style.trim_matches([' ', '(', ')']).to_owned(),
        (false, style) => format!("{}{style}", param.location),
    }
}

fn described(param: &ParamFacts) -> String {
    let required = if param.required {
        "required"
    } else {
        "optional"
    };
    format!("{}{}, {required}", param.ty, param.style)
}

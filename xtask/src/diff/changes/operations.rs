//! Changes of APIs, operations and parameters.

use std::collections::BTreeSet;

use super::{About, Action, Change, Collector, NAME, Touch, Verdict, WIRE_NAME};
use crate::diff::facts::{Facts, OperationFacts, OperationKey, ParamFacts, in_code, is_version};
use crate::diff::guess;
use crate::diff::parts::{By, Paired, paired, reordered};

impl Collector {
    pub(super) fn operations(&mut self, old: &Facts, new: &Facts) {
        self.apis(old, new, Action::Removed);
        self.apis(new, old, Action::Added);
        let renamed = guess::operations(old, new);
        let come_of: BTreeSet<&OperationKey> = renamed.values().copied().collect();
        for (key, before) in &old.operations {
            let after = new.operations.get(key);
            let guessed = renamed.get(key).map(|key| &new.operations[*key]);
            if let Some(after) = after {
                self.operation(before, after, false, (old, new));
            } else if let Some(after) = guessed {
                let (old_path, new_path) = moved(&before.shown, &after.shown);
                let change = Change {
                    old: Some(old_path),
                    new: Some(new_path),
                    why: vec!["requests go elsewhere".to_owned()],
                    ..Change::new(About::Operation, &before.shown, Action::Renamed)
                };
                // What becomes of the function is told with parameters and answers.
                self.push(change, Verdict::Compatible, &[]);
                self.tell_texts(&functions(before, after));
                self.operation(before, after, true, (old, new));
            } else if new.apis.contains_key(&key.api) {
                let change = Change {
                    names: vec![key.api.clone()],
                    ..Change::new(About::Operation, &before.shown, Action::Removed)
                };
                self.push(change, Verdict::Breaking, &whole(before, new));
            }
        }
        for (key, after) in &new.operations {
            let is_new = !old.operations.contains_key(key) && !come_of.contains(key);
            if is_new && old.apis.contains_key(&key.api) {
                let change = Change {
                    names: vec![key.api.clone()],
                    ..Change::new(About::Operation, &after.shown, Action::Added)
                };
                self.push(change, Verdict::Compatible, &whole(after, old));
            }
        }
        self.handles(old, new);
    }

    /// Handles that take other parameters, where no operation accounts for that: a parameter is taken by the handle if all operations have it in common.
    fn handles(&mut self, old: &Facts, new: &Facts) {
        for (api, before) in &old.apis {
            let Some(after) = new.apis.get(api) else {
                continue;
            };
            let operations = old.operations.iter().chain(&new.operations);
            let of_api = operations.filter(|(key, _)| key.api == *api);
            let functions = of_api.map(|(_, operation)| Touch::Item(operation.function.clone()));
            let touches: Vec<Touch> = functions
                .chain([Touch::Item(before.function.clone())])
                .collect();
            if before.handle_takes == after.handle_takes || !self.has_untold(&touches) {
                continue;
            }
            let change = Change {
                aspect: Some("what the handle takes"),
                old: Some(before.handle_takes.clone()),
                new: Some(after.handle_takes.clone()),
                why: vec![
                    "a handle takes the parameters that the paths of all its operations begin with"
                        .to_owned(),
                ],
                ..Change::new(About::Api, api, Action::Changed)
            };
            self.push(change, Verdict::Compatible, &touches);
        }
    }

    /// The APIs that only `side` has.
    fn apis(&mut self, side: &Facts, other: &Facts, action: Action) {
        for (api, facts) in &side.apis {
            if other.apis.contains_key(api) {
                continue;
            }
            let operations = side.operations.keys().filter(|key| key.api == *api).count();
            let what = Some(match operations {
                1 => "1 operation".to_owned(),
                count => format!("{count} operations"),
            });
            let mut change = Change::new(About::Api, api, action);
            let least = match action {
                Action::Removed => {
                    change.old = what;
                    Verdict::Breaking
                }
                _ => {
                    change.new = what;
                    Verdict::Compatible
                }
            };
            let touches = [
                Touch::All(api.clone()),
                Touch::Item(facts.function.clone()),
                Touch::Names(api.clone()),
            ];
            self.push(change, least, &touches);
        }
    }

    fn operation(
        &mut self,
        before: &OperationFacts,
        after: &OperationFacts,
        guessed: bool,
        (old, new): (&Facts, &Facts),
    ) {
        let mut touches = functions(before, after);
        if before.builder != after.builder {
            touches.extend(own(before, new));
            touches.extend(own(after, old));
        }
        if before.function != after.function {
            let change = Change {
                aspect: Some("function"),
                old: Some(before.function.clone()),
                new: Some(after.function.clone()),
                ..Change::new(About::Operation, &after.shown, Action::Changed)
            };
            self.push(change, Verdict::Compatible, &touches);
        }
        let pairs = paired(
            &before.params,
            &after.params,
            // Those of the path are told by their places, and there is one body.
            |_, param| (!is_placed(param)).then_some(&*param.name),
            |(_, param), (_, other)| {
                let is_same = !is_placed(param)
                    && param.location == other.location
                    && param.style == other.style
                    && param.required == other.required
                    && self.renames.same(&param.ty, &other.ty);
                match is_same {
                    true => guess::names(&param.wire, &other.wire),
                    false => 0,
                }
            },
        );
        for pair in pairs {
            self.param(&pair, (before, after), &touches);
        }
        if let Some((old, new)) = reordered(&before.order, &after.order) {
            let change = Change {
                aspect: Some("order of arguments"),
                old: Some(old),
                new: Some(new),
                ..Change::new(About::Operation, &after.shown, Action::Changed)
            };
            if self.has_untold(&touches) {
                self.push(change, Verdict::Compatible, &touches);
            }
        }
        let names: BTreeSet<&str> = before
            .aspects
            .keys()
            .chain(after.aspects.keys())
            .copied()
            .collect();
        for name in names {
            let (old, new) = (before.aspects.get(name), after.aspects.get(name));
            let is_same = match (old, new) {
                (Some(old), Some(new)) => self.renames.same(old, new),
                (old, new) => old == new,
            };
            // That the path is another is what a guess says already.
            let is_told = guessed && matches!(name, "path" | "version in the path");
            if is_same || is_told {
                continue;
            }
            let (old, new) = match name {
                "scopes" => (without(old, new), without(new, old)),
                _ => (old.cloned(), new.cloned()),
            };
            let change = Change {
                aspect: Some(name),
                old,
                new,
                why: vec![reason(name).to_owned()],
                ..Change::new(About::Operation, &after.shown, Action::Changed)
            };
            let mut touches = touches.clone();
            match name {
                "answer" | "paging" => {
                    let builders = before.builder.iter().chain(&after.builder);
                    touches.extend(builders.map(|builder| Touch::Traits(builder.clone())));
                }
                // Declarations are the same; the documentation tells it.
                _ => {
                    self.tell_texts(&touches);
                    touches.clear();
                }
            }
            self.push(change, Verdict::Compatible, &touches);
        }
        let change = Change::new(About::Operation, &after.shown, Action::Changed);
        self.text(
            &change,
            &before.text,
            &after.text,
            &functions(before, after),
        );
    }

    fn param(
        &mut self,
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
            ..Change::new(About::Parameter, &after.shown, action)
        };
        match (pair.old, pair.new) {
            (Some((_, old)), None) => {
                let change = Change {
                    old: Some(described(old)),
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

/// What of a list is not in another one.
fn without(list: Option<&String>, other: Option<&String>) -> Option<String> {
    let other: BTreeSet<&str> = other.iter().flat_map(|list| list.split(", ")).collect();
    let more = list.iter().flat_map(|list| list.split(", "));
    let more: Vec<&str> = more.filter(|part| !other.contains(part)).collect();
    (!more.is_empty()).then(|| more.join(", "))
}

/// In what the method and the path of an operation differ from those of another: a few segments in the same places, or the whole.
fn moved(old: &str, new: &str) -> (String, String) {
    let parts = |shown: &str| -> Vec<String> {
        let parts = shown.split([' ', '/']).filter(|part| !is_version(part));
        parts.map(ToOwned::to_owned).collect()
    };
    let (before, after) = (parts(old), parts(new));
    let is_param = |part: &str| part.starts_with('{');
    let differ: Vec<(String, String)> = before
        .iter()
        .zip(&after)
        .filter(|(old, new)| old != new && !(is_param(old) && is_param(new)))
        .map(|(old, new)| (old.clone(), new.clone()))
        .collect();
    match differ.as_slice() {
        [(old, new)] if before.len() == after.len() => (old.clone(), new.clone()),
        _ => (old.to_owned(), new.to_owned()),
    }
}

/// Whether it is known by its place alone.
fn is_placed(param: &ParamFacts) -> bool {
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

/// Why it matters that an operation changes in a respect that no declaration tells.
fn reason(aspect: &str) -> &'static str {
    match aspect {
        "path" | "version in the path" => "requests go to another path",
        "scopes" => "a token needs other scopes",
        "safe to repeat" => "the client decides otherwise whether it repeats a request",
        "limits that do not count it" => "the client counts it otherwise",
        "credentials" => "the client proves otherwise who it is",
        "paging" => "pages follow each other otherwise",
        _ => "answers carry something else",
    }
}

/// The functions that call an operation.
fn functions(before: &OperationFacts, after: &OperationFacts) -> Vec<Touch> {
    let functions = [&before.function, &after.function];
    functions.into_iter().cloned().map(Touch::Item).collect()
}

/// Everything that stands for an operation which the other side does not have.
fn whole(operation: &OperationFacts, other: &Facts) -> Vec<Touch> {
    let function = Touch::Item(operation.function.clone());
    std::iter::once(function)
        .chain(own(operation, other))
        .collect()
}

/// The type of its request, if the other side does not use it.
fn own(operation: &OperationFacts, other: &Facts) -> Option<Touch> {
    let builder = operation.builder.as_ref()?;
    let mut others = other.operations.values();
    let is_used = others.any(|operation| operation.builder.as_ref() == Some(builder));
    (!is_used).then(|| Touch::All(builder.clone()))
}

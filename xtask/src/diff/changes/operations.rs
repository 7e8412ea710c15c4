//! Changes of APIs and operations.

use std::collections::BTreeSet;

use super::params::is_placed;
use super::{About, Action, Change, Collector, Touch, Verdict};
use crate::diff::facts::{Facts, OperationFacts, OperationKey};
use crate::diff::guess;
use crate::diff::parts::{paired, reordered};
use crate::diff::paths::moved;

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
        // What seems to have moved is told under the name that it had: many may have moved to one.
        let shown = if guessed { &before.shown } else { &after.shown };
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
                ..Change::new(About::Operation, shown, Action::Changed)
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
            self.param(shown, &pair, (before, after), &touches);
        }
        if let Some((old, new)) = reordered(&before.order, &after.order) {
            let change = Change {
                aspect: Some("order of arguments"),
                old: Some(old),
                new: Some(new),
                ..Change::new(About::Operation, shown, Action::Changed)
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
                ..Change::new(About::Operation, shown, Action::Changed)
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
        let change = Change::new(About::Operation, shown, Action::Changed);
        self.text(
            &change,
            &before.text,
            &after.text,
            &functions(before, after),
        );
    }
}

/// What of a list is not in another one.
fn without(list: Option<&String>, other: Option<&String>) -> Option<String> {
    let other: BTreeSet<&str> = other.iter().flat_map(|list| list.split(", ")).collect();
    let more = list.iter().flat_map(|list| list.split(", "));
    let more: Vec<&str> = more.filter(|part| !other.contains(part)).collect();
    (!more.is_empty()).then(|| more.join(", "))
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

//! Changes of APIs, operations and parameters.

use std::collections::BTreeSet;

use super::{About, Action, Change, Collector, Touch, Verdict};
use crate::diff::facts::{Facts, OperationFacts, OperationKey, ParamFacts};
use crate::diff::guess;

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
                self.operation(before, after, old, new);
            } else if let Some(after) = guessed {
                let change = Change {
                    old: Some(before.shown.clone()),
                    new: Some(after.shown.clone()),
                    why: vec!["requests go elsewhere".to_owned()],
                    ..Change::new(About::Operation, &before.shown, Action::Renamed)
                };
                self.push(change, Verdict::Compatible, &functions(before, after));
                self.operation(before, after, old, new);
            } else if new.apis.contains_key(&key.api) {
                let change = Change {
                    old: Some(before.function.clone()),
                    ..Change::new(About::Operation, &before.shown, Action::Removed)
                };
                self.push(change, Verdict::Breaking, &whole(before, new));
            }
        }
        for (key, after) in &new.operations {
            let is_new = !old.operations.contains_key(key) && !come_of.contains(key);
            if is_new && old.apis.contains_key(&key.api) {
                let change = Change {
                    new: Some(after.function.clone()),
                    ..Change::new(About::Operation, &after.shown, Action::Added)
                };
                self.push(change, Verdict::Compatible, &whole(after, old));
            }
        }
    }

    /// The APIs that only `side` has.
    fn apis(&mut self, side: &Facts, other: &Facts, action: Action) {
        for (api, function) in &side.apis {
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
                Touch::Item(function.clone()),
                Touch::Names(api.clone()),
            ];
            self.push(change, least, &touches);
        }
    }

    fn operation(
        &mut self,
        before: &OperationFacts,
        after: &OperationFacts,
        old: &Facts,
        new: &Facts,
    ) {
        let mut touches = functions(before, after);
        if before.builder != after.builder {
            touches.extend(own(before, new));
            touches.extend(own(after, old));
        }
        let names: BTreeSet<&String> = before.params.keys().chain(after.params.keys()).collect();
        for name in names {
            let sides = (before.params.get(name), after.params.get(name));
            self.param(name, sides, (before, after), &touches);
        }
        let names: BTreeSet<&str> = before
            .aspects
            .keys()
            .chain(after.aspects.keys())
            .copied()
            .collect();
        for name in names {
            let (old, new) = (before.aspects.get(name), after.aspects.get(name));
            if old == new {
                continue;
            }
            let change = Change {
                aspect: Some(name),
                old: old.cloned(),
                new: new.cloned(),
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
        name: &str,
        sides: (Option<&ParamFacts>, Option<&ParamFacts>),
        (before, after): (&OperationFacts, &OperationFacts),
        touches: &[Touch],
    ) {
        let mut touches = touches.to_vec();
        for (operation, param) in [(before, sides.0), (after, sides.1)] {
            if let (Some(builder), Some(param)) = (&operation.builder, param) {
                touches.push(Touch::Item(format!("{builder}::{}", param.name)));
            }
        }
        let change = |action| Change {
            name: Some(name.to_owned()),
            ..Change::new(About::Parameter, &after.shown, action)
        };
        match sides {
            (Some(old), None) => {
                let change = Change {
                    old: Some(described(old)),
                    ..change(Action::Removed)
                };
                self.push(change, Verdict::Compatible, &touches);
            }
            (None, Some(new)) => {
                let change = Change {
                    new: Some(described(new)),
                    ..change(Action::Added)
                };
                self.push(change, Verdict::Compatible, &touches);
            }
            (Some(old), Some(new)) => {
                let aspects = [
                    ("type", old.ty.clone(), new.ty.clone()),
                    (
                        "required",
                        old.required.to_string(),
                        new.required.to_string(),
                    ),
                    ("name", old.name.clone(), new.name.clone()),
                ];
                for (aspect, old, new) in aspects {
                    if old != new {
                        let change = Change {
                            aspect: Some(aspect),
                            old: Some(old),
                            new: Some(new),
                            ..change(Action::Changed)
                        };
                        self.push(change, Verdict::Compatible, &touches);
                    }
                }
                self.text(&change(Action::Changed), &old.text, &new.text, &touches);
            }
            (None, None) => {}
        }
    }
}

fn described(param: &ParamFacts) -> String {
    let required = if param.required {
        "required"
    } else {
        "optional"
    };
    format!("{}, {required}", param.ty)
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

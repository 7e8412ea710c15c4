//! Changes of types, fields and values.

use std::collections::BTreeSet;

use super::{About, Action, Change, Collector, Touch, Verdict};
use crate::diff::facts::{Facts, FieldFacts, TypeFacts};
use crate::diff::guess;
use crate::ir::Direction;

impl Collector {
    pub(super) fn types(&mut self, old: &Facts, new: &Facts) {
        let renamed = guess::types(old, new);
        let come_of: BTreeSet<&str> = renamed.values().copied().collect();
        for (name, before) in &old.types {
            if let Some(after) = new.types.get(name) {
                self.ty(name, before, after);
            } else if let Some(other) = renamed.get(name.as_str()) {
                let after = &new.types[*other];
                let change = Change {
                    old: Some(name.clone()),
                    new: Some((*other).to_owned()),
                    ..Change::new(About::Type, &before.path, Action::Renamed)
                };
                let touches = [
                    Touch::All(before.path.clone()),
                    Touch::All(after.path.clone()),
                    Touch::Name(name.clone()),
                    Touch::Name((*other).to_owned()),
                ];
                self.push(change, Verdict::Breaking, &touches);
                self.parts(before, after);
            } else if !self.is_told(&before.path) {
                let change = Change::new(About::Type, &before.path, Action::Removed);
                let touches = [Touch::All(before.path.clone()), Touch::Name(name.clone())];
                self.push(change, Verdict::Breaking, &touches);
            }
        }
        for (name, after) in &new.types {
            let is_new = !old.types.contains_key(name) && !come_of.contains(name.as_str());
            if is_new && !self.is_told(&after.path) {
                let change = Change::new(About::Type, &after.path, Action::Added);
                let touches = [Touch::All(after.path.clone()), Touch::Name(name.clone())];
                self.push(change, Verdict::Compatible, &touches);
            }
        }
    }

    /// Whether an API that came or went as a whole has the type.
    fn is_told(&self, path: &str) -> bool {
        self.told.contains(path)
    }

    fn ty(&mut self, name: &str, before: &TypeFacts, after: &TypeFacts) {
        let change = |aspect| Change {
            aspect: Some(aspect),
            ..Change::new(About::Type, &after.path, Action::Changed)
        };
        let whole = [
            Touch::All(before.path.clone()),
            Touch::All(after.path.clone()),
            Touch::Name(name.to_owned()),
        ];
        if before.path != after.path {
            let change = Change {
                old: Some(before.path.clone()),
                new: Some(after.path.clone()),
                ..change("module")
            };
            self.push(change, Verdict::Compatible, &whole);
        }
        if before.kind != after.kind {
            let change = Change {
                old: Some(before.kind.to_owned()),
                new: Some(after.kind.to_owned()),
                ..change("kind")
            };
            self.push(change, Verdict::Compatible, &whole);
            return;
        }
        if before.direction != after.direction {
            let change = Change {
                old: Some(direction(before.direction).to_owned()),
                new: Some(direction(after.direction).to_owned()),
                why: vec![
                    "what is sent has constructors and setters, and says what is left out"
                        .to_owned(),
                ],
                ..change("direction")
            };
            self.push(change, Verdict::Compatible, &whole);
        }
        self.parts(before, after);
        let text = Change::new(About::Type, &after.path, Action::Changed);
        let item = [Touch::Item(after.path.clone())];
        self.text(&text, &before.text, &after.text, &item);
    }

    fn parts(&mut self, before: &TypeFacts, after: &TypeFacts) {
        let names: BTreeSet<&String> = before.fields.keys().chain(after.fields.keys()).collect();
        for name in names {
            let sides = (before.fields.get(name), after.fields.get(name));
            self.field(name, sides, before, after);
        }
        let names: BTreeSet<&String> = before
            .variants
            .keys()
            .chain(after.variants.keys())
            .collect();
        for name in names {
            let (old, new) = (before.variants.get(name), after.variants.get(name));
            let action = match (old, new) {
                (Some(_), None) => Action::Removed,
                (None, Some(_)) => Action::Added,
                (old, new) if old == new => continue,
                _ => Action::Changed,
            };
            let touches: Vec<Touch> = [(before, old), (after, new)]
                .into_iter()
                .filter_map(|(ty, variant)| Some(Touch::Item(format!("{}::{}", ty.path, variant?))))
                .chain((after.kind == "union").then(|| Touch::Traits(after.path.clone())))
                .collect();
            let change = Change {
                name: Some(name.clone()),
                aspect: (action == Action::Changed).then_some("name"),
                old: old.cloned(),
                new: new.cloned(),
                ..Change::new(About::Value, &after.path, action)
            };
            self.push(change, Verdict::Compatible, &touches);
        }
    }

    fn field(
        &mut self,
        name: &str,
        sides: (Option<&FieldFacts>, Option<&FieldFacts>),
        before: &TypeFacts,
        after: &TypeFacts,
    ) {
        let mut touches = Vec::new();
        for (ty, field) in [(before, sides.0), (after, sides.1)] {
            if let Some(field) = field {
                touches.push(Touch::Item(format!("{}.{}", ty.path, field.name)));
                touches.push(Touch::Item(format!("{}::{}", ty.path, field.name)));
            }
        }
        let change = |action| Change {
            name: Some(name.to_owned()),
            ..Change::new(About::Field, &after.path, action)
        };
        let (old, new) = match sides {
            (Some(old), Some(new)) => (old, new),
            (Some(field), None) | (None, Some(field)) => {
                let (action, old, new) = match sides.0 {
                    Some(_) => (Action::Removed, Some(described(field)), None),
                    None => (Action::Added, None, Some(described(field))),
                };
                if field.required {
                    touches.extend(constructor(after));
                }
                self.push(
                    Change {
                        old,
                        new,
                        ..change(action)
                    },
                    Verdict::Compatible,
                    &touches,
                );
                return;
            }
            (None, None) => return,
        };
        if old.name != new.name {
            let change = Change {
                aspect: Some("name"),
                old: Some(old.name.clone()),
                new: Some(new.name.clone()),
                ..change(Action::Changed)
            };
            self.push(change, Verdict::Compatible, &touches);
        }
        if old.ty != new.ty {
            let change = Change {
                aspect: Some("type"),
                old: Some(old.ty.clone()),
                new: Some(new.ty.clone()),
                ..change(Action::Changed)
            };
            let mut touches = touches.clone();
            touches.extend(constructor(after));
            self.push(change, Verdict::Compatible, &touches);
        }
        if old.required != new.required {
            let change = Change {
                aspect: Some("required"),
                old: Some(old.required.to_string()),
                new: Some(new.required.to_string()),
                why: vec![needed(new.required, after.direction).to_owned()],
                ..change(Action::Changed)
            };
            let mut touches = touches.clone();
            touches.extend(constructor(after));
            self.push(change, Verdict::Compatible, &touches);
        }
        self.text(&change(Action::Changed), &old.text, &new.text, &touches);
    }
}

fn described(field: &FieldFacts) -> String {
    let required = if field.required {
        "required"
    } else {
        "optional"
    };
    format!("{}, {required}", field.ty)
}

/// What makes a value of a type.
fn constructor(ty: &TypeFacts) -> [Touch; 2] {
    [
        Touch::Item(format!("{}::new", ty.path)),
        Touch::Traits(ty.path.clone()),
    ]
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Sent => "sent",
        Direction::Received => "received",
        Direction::Both => "sent and received",
        Direction::Unused => "not used",
    }
}

/// What it means that a field is required, or no longer is.
fn needed(required: bool, direction: Direction) -> &'static str {
    match (required, direction) {
        (true, Direction::Received) => "answers always have it",
        (false, Direction::Received) => "answers may come without it",
        (true, Direction::Sent) => "requests must have it",
        (false, Direction::Sent) => "requests may leave it out",
        (true, _) => "answers always have it, and requests must",
        (false, _) => "answers may come without it, and requests may leave it out",
    }
}
